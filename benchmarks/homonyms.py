"""Homonyms of our own: each name where its document means it, and how sure one is of that.

    python -m benchmarks.homonyms [--aside | --rest] [--documents] [--check]

The documents of `tests/corpus/homonyms` were written for the project, with a gold point at every place.
Printed are, over all names, over the names a document is about and over each file: how many gold names are
found, the share of those within 161 km, the share given a confidence of .9 or more, and of these the share
within 161 km; then, of the names no context decides, how many were left open: not placed at all, or the
best-known namesake with less than .9. `--documents` prints each document and what is wrong in it;
`--check` prints instead the gold points that no place of their name in the gazetteer lies near.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import RIGHT_KM, SURE
from geomap.article import article_from_text
from geomap.entities import EntityKind, StatisticalRecogniser
from geomap.entities.corpus import Mark, MarkedText, read_marked
from geomap.errors import CorpusError
from geomap.gazetteer import Gazetteer
from geomap.geodesy import distance_km
from geomap.mentions import MentionKind
from geomap.pipeline import analyse
from geomap.places import Resolution
from geomap.position import Position

FOLDER = Path(__file__).parents[1] / "tests" / "corpus" / "homonyms"

CHECK_KM = 30.0
EVERY_ASIDE = 3
"""Every so manieth document of a file is kept for the gate; the others may set weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with gold points, the name it is about, and what in it decides whom that name means.

    `aside`: it measures, and no weight is set on it.
    """

    name: str
    decides: str
    marked: MarkedText
    aside: bool

    @property
    def places(self) -> tuple[Mark, ...]:
        """The marks of places, each with its points."""
        return tuple(mark for mark in self.marked.marks if mark.kind is EntityKind.PLACE)

    def is_about(self, mark: Mark) -> bool:
        """Whether a mark is one of the name that the document is about."""
        return mark.span.of(self.marked.text).casefold() == self.name.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was made of a gold name: its resolution, None where it was not found as a name."""

    document: Document
    mark: Mark
    resolution: Resolution | None

    @property
    def placed(self) -> bool:
        """Whether it was put anywhere."""
        return self.resolution is not None and self.resolution.place is not None

    @property
    def sure(self) -> bool:
        """Whether it was put somewhere with confidence."""
        return self.resolution is not None and self.placed and self.resolution.confidence >= SURE

    @property
    def right(self) -> bool:
        """Whether it was put near a gold point."""
        place = None if self.resolution is None else self.resolution.place
        return place is not None and away_km(place.position, self.mark.points) <= RIGHT_KM

    @property
    def left_open(self) -> bool:
        """Whether nothing was decided: no place at all, or the best-known namesake without confidence."""
        return not self.placed or (self.right and not self.sure)


def away_km(position: Position, points: Sequence[Position]) -> float:
    """Kilometres to the nearest of some points."""
    return min(distance_km(position, point) for point in points)


def read_homonyms(folder: Path = FOLDER) -> tuple[Document, ...]:
    """The documents of a folder; each opens with the line `# NAME: what decides`. Raises `CorpusError`."""
    files = sorted(folder.glob("[a-z][a-z]/*.txt"))
    if not files:
        msg = f"{folder}: no documents are here; they are expected in folders by language, as fr/towns.txt"
        raise CorpusError(msg)
    return tuple(document for path in files for document in _documents(path))


def _documents(path: Path) -> Iterator[Document]:
    heads = [line.removeprefix("# ") for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    texts = list(read_marked(path))
    if len(heads) != len(texts):
        msg = f"{path}: each document must have one line “# NAME: what decides”, got {len(heads)} for {len(texts)}"
        raise CorpusError(msg)
    for number, (head, marked) in enumerate(zip(heads, texts, strict=True), start=1):
        name, colon, decides = head.partition(": ")
        document = Document(name=name, decides=decides, marked=marked, aside=number % EVERY_ASIDE == 0)
        if not colon or not any(map(document.is_about, document.places)):
            msg = f"{path}: {marked.id} must open with “# NAME: what decides”, NAME marked in it, got {head!r}"
            raise CorpusError(msg)
        if not all(mark.points for mark in document.places):
            msg = f'{path}: {marked.id} has a place without at="LAT,LON"'
            raise CorpusError(msg)
        yield document


def answer(document: Document, gazetteer: Gazetteer, recogniser: StatisticalRecogniser) -> tuple[Answer, ...]:
    """What geomap makes of the gold names of a document."""
    article = article_from_text(document.marked.text, id=document.marked.id, lang=document.marked.lang)
    report = analyse(article, gazetteer, recogniser=recogniser)
    found = {
        (span.start, span.end): each.resolution
        for each in report.mentions
        if each.resolution.mention.kind is MentionKind.NAME
        for span in [each.resolution.mention.span]
    }
    return tuple(
        Answer(document=document, mark=mark, resolution=found.get((mark.span.start, mark.span.end)))
        for mark in document.places
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of gold names that a context decides, and of those that none does."""

    names: int
    found: int
    right: int
    sure: int
    sure_right: int
    undecided: int
    left_open: int

    def __str__(self) -> str:
        shares = (self.found / max(self.names, 1), self.right / max(self.found, 1))
        surely = (self.sure / max(self.found, 1), self.sure_right / max(self.sure, 1))
        opened = f"{self.left_open}/{self.undecided}" if self.undecided else "–"
        return f"{self.names:>7}" + "".join(f"{share:>8.3f}" for share in (*shares, *surely)) + f"{opened:>9}"


def count(answers: Iterable[Answer]) -> Figures:
    """The figures of some answers; a document’s undecided name counts once, however often it stands there."""
    told: list[Answer] = []
    open_: dict[str, bool] = {}
    for each in answers:
        if each.mark.sure:
            told.append(each)
        elif each.resolution is not None:
            id_ = each.document.marked.id
            open_[id_] = open_.get(id_, True) and each.left_open
    return Figures(
        names=len(told),
        found=sum(each.resolution is not None for each in told),
        right=sum(each.right for each in told),
        sure=sum(each.sure for each in told),
        sure_right=sum(each.sure and each.right for each in told),
        undecided=len(open_),
        left_open=sum(open_.values()),
    )


def measure(
    documents: Sequence[Document], gazetteer: Gazetteer, recogniser: StatisticalRecogniser | None = None
) -> tuple[Figures, Figures]:
    """The figures over all names, and over those that the documents are about."""
    recogniser = recogniser or StatisticalRecogniser.open(gazetteer)
    answers = [each for document in documents for each in answer(document, gazetteer, recogniser)]
    return count(answers), count(each for each in answers if each.document.is_about(each.mark))


def faults(answers: Iterable[Answer]) -> Iterator[str]:
    """A line for each gold name not found, put wrongly, or decided where nothing decides."""
    for each in answers:
        name = each.mark.span.of(each.document.marked.text)
        if each.resolution is None:
            yield f"{name}: not found"
            continue
        place, sure = each.resolution.place, each.resolution.confidence
        if place is None and each.mark.sure:
            yield f"{name}: not placed ({each.resolution.because[0]})"
        elif place is not None and not (each.right if each.mark.sure else each.left_open):
            where = f"{place.name}, {place.country} {place.region} {place.feature_code}"
            away = f"{away_km(place.position, each.mark.points):.0f} km off"
            yield f"{name}: {where}, {sure:.2f}, {away}" + ("" if each.mark.sure else ", where nothing decides")


def unsupported(documents: Iterable[Document], gazetteer: Gazetteer) -> Iterator[str]:
    """A line for each gold point that no place of its name in the gazetteer lies near."""
    for document in documents:
        for mark in document.places:
            name = mark.span.of(document.marked.text)
            known = [candidate.place.position for candidate in gazetteer.candidates(name)]
            for point in mark.points:
                near = min((distance_km(point, position) for position in known), default=None)
                if near is None or near > CHECK_KM:
                    told = "no such name" if near is None else f"nearest {near:.0f} km"
                    yield f"{document.marked.id} {name} {point.lat:.2f},{point.lon:.2f}: {told}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="homonyms put where their documents mean them")
    half = parser.add_mutually_exclusive_group()
    half.add_argument("--aside", action="store_true", help="only the documents kept aside")
    half.add_argument("--rest", action="store_true", help="only the others")
    parser.add_argument("--documents", action="store_true", help="each document, and what is wrong in it")
    parser.add_argument("--check", action="store_true", help="gold points far from every place of their name")
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    documents = [d for d in read_homonyms() if d.aside or not options.aside if not (d.aside and options.rest)]
    if options.check:
        print(*unsupported(documents, gazetteer), sep="\n")
        return
    recogniser = StatisticalRecogniser.open(gazetteer)
    answers = {document.marked.id: answer(document, gazetteer, recogniser) for document in documents}
    if options.documents:
        for document in documents:
            print(f"{document.marked.id} {document.name}: {document.decides}{' (aside)' if document.aside else ''}")
            print("".join(f"    {line}\n" for line in faults(answers[document.marked.id])), end="")
    print(f"{'':<22}{'docs':>5}{'names':>7}{'found':>8}{'right':>8}{'≥ .9':>8}{'right':>8}{'open':>9}")
    for file in sorted({_file(document) for document in documents}):
        print(_row(file, [answers[d.marked.id] for d in documents if _file(d) == file]))
    print(_row("all names", list(answers.values())))
    about = [tuple(a for a in each if a.document.is_about(a.mark)) for each in answers.values()]
    print(_row("what they are about", about))


def _file(document: Document) -> str:
    return document.marked.id.rpartition("-")[0]


def _row(title: str, answers: Sequence[Sequence[Answer]]) -> str:
    return f"{title:<22}{len(answers):>5}{count(a for each in answers for a in each)}"


if __name__ == "__main__":
    main()
