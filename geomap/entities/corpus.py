"""Texts with their names marked: our own sentences, and labels of texts that lie elsewhere.

    python -m geomap.entities.corpus tests/corpus

says what is wrong with the marks, file by file, and counts what is there. How to mark is told in
`tests/corpus/README.md`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from geomap.entities.entity import EntityKind
from geomap.errors import CorpusError
from geomap.position import Position
from geomap.span import Span
from geomap.tsv import Row, rows, shown

EVERY_ASIDE = 5
"""Every so manieth text of a file is kept aside: nothing is trained on it."""

MARKS = {
    "place": EntityKind.PLACE,
    "person": EntityKind.PERSON,
    "org": EntityKind.ORGANISATION,
    "demonym": EntityKind.DEMONYM,
}

LABEL_COLUMNS = ("sentence", "start", "end", "kind")

_POINT = re.compile(r"-?\d+\.\d\d+,-?\d+\.\d\d+")

_SAID = re.compile(r' ([a-z]+)="([^"<>]*)"')

_TAG = re.compile(r"<(/?)([a-z]+)((?: [a-z]+=\"[^\"<>]*\")*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A name in a text, and what it names; `reading` is "metonymic" where the mark says so.

    `points` are where the place is, if the mark tells: several for a river, or for a name that the text does
    not decide and whose best-known bearer is disputed. `sure` is False where the text does not decide.
    """

    span: Span
    kind: EntityKind
    reading: str = ""
    points: tuple[Position, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A text of a corpus. `sentences` counts them; `aside`: it measures, and does not train."""

    id: str
    lang: str
    text: str
    marks: tuple[Mark, ...]
    sentences: int = 1
    aside: bool = False


def read_corpus(folder: Path) -> tuple[MarkedText, ...]:
    """The texts under a folder: one folder a language, text files with marks in them.

    Raises `CorpusError` with file, line and what is wrong there.
    """
    files = sorted(folder.glob("[a-z][a-z]/*.txt"))
    if not files:
        msg = f"{shown(folder)}: no corpus is here; texts are expected in folders by language, as fr/sport.txt"
        raise CorpusError(msg)
    return tuple(text for path in files for text in read_marked(path))


def read_marked(path: Path) -> Iterator[MarkedText]:
    """The texts of one file; its folder's name is their language."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        msg = f"{shown(path)}: must be UTF-8, byte {error.start} is not"
        raise CorpusError(msg) from error
    number = 0
    story: list[tuple[int, str]] = []
    for at, line in enumerate([*lines, ""], start=1):
        if line.startswith("# "):
            continue
        if line.strip():
            story.append((at, line.strip()))
        elif story:
            number += 1
            yield _marked(path, number, story)
            story = []


def _marked(path: Path, number: int, story: list[tuple[int, str]]) -> MarkedText:
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0
    for at, line in story:
        plain, found = _parse(shown(path), at, line)
        marks += [replace(mark, span=mark.span.moved(length)) for mark in found]
        parts.append(plain)
        length += len(plain) + 1
    return MarkedText(
        id=f"{path.parent.name}/{path.stem}-{number}",
        lang=path.parent.name,
        text="\n".join(parts),
        marks=_in_order(marks),
        sentences=len(story),
        aside=number % EVERY_ASIDE == 0,
    )


def marked_text(path: str, at: int, line: str, *, lang: str, id: str) -> MarkedText:  # noqa: A002
    """The text of one marked line; `path` and `at` say in an error where it is from. Raises `CorpusError`."""
    plain, marks = _parse(path, at, line)
    return MarkedText(id=id, lang=lang, text=plain, marks=_in_order(marks))


def _in_order(marks: list[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)))


def _parse(path: str, at: int, line: str) -> tuple[str, list[Mark]]:
    def refuse(what: str) -> NoReturn:
        msg = f"{path}:{at}: {what}: {line!r}"
        raise CorpusError(msg)

    plain = ""
    last = 0
    open_: list[tuple[str, str, int]] = []
    marks: list[Mark] = []
    for tag in _TAG.finditer(line):
        plain += line[last : tag.start()]
        last = tag.end()
        closing, name, attributes = tag.groups()
        if name not in MARKS:
            refuse(f"a mark must be one of {', '.join(MARKS)}, got {name!r}")
        if not closing:
            if open_ and (open_[-1][0] != "org" or len(open_) > 1 or name not in {"place", "demonym"}):
                refuse(f"<{name}> stands within <{open_[-1][0]}>: only a place or demonym may, and only within <org>")
            open_.append((name, attributes, len(plain)))
            continue
        if not open_ or open_[-1][0] != name:
            refuse(f"</{name}> closes nothing")
        _, attributes, start = open_.pop()
        if not plain[start:].strip() or plain[start:] != plain[start:].strip():
            refuse(f"<{name}> must hold a name without spaces around it")
        try:
            marks.append(_mark(Span(start=start, end=len(plain)), MARKS[name], attributes))
        except ValueError as error:
            refuse(str(error))
    if open_:
        refuse(f"<{open_[0][0]}> is not closed")
    plain += line[last:]
    if "<" in plain or ">" in plain:
        refuse("an angle bracket belongs to no mark")
    return plain, marks


def _mark(span: Span, kind: EntityKind, attributes: str) -> Mark:
    """A mark with what it says of itself; raises `ValueError` where it says what no mark may."""
    said = _SAID.findall(attributes)
    given = dict(said)
    allowed = {"reading", "at", "sure"} if kind is EntityKind.PLACE else {"reading"}
    wrong = (
        len(given) < len(said)
        or not given.keys() <= allowed
        or given.get("reading", "metonymic") != "metonymic"
        or given.get("sure", "no") != "no"
        or ("sure" in given and "at" not in given)
    )
    if wrong:
        msg = (
            'a mark may carry reading="metonymic", a place also at="LAT,LON" and, beside it, sure="no", '
            f"each once, got {attributes.strip()!r}"
        )
        raise ValueError(msg)
    points = tuple(map(_point, given["at"].split(" "))) if "at" in given else ()
    return Mark(span=span, kind=kind, reading=given.get("reading", ""), points=points, sure="sure" not in given)


def _point(written: str) -> Position:
    if not _POINT.fullmatch(written):
        msg = f"a point must be LAT,LON in degrees with two decimals or more, got {written!r}"
        raise ValueError(msg)
    lat, lon = map(float, written.split(","))
    return Position(lat=lat, lon=lon)


def read_labels(path: Path) -> dict[str, tuple[Mark, ...]]:
    """Marks by the identifier of the sentence they belong to, which lies elsewhere. Raises `CorpusError`."""
    found: dict[str, list[Mark]] = {}
    for row in rows(path, LABEL_COLUMNS, CorpusError):
        found.setdefault(row.text("sentence"), []).append(_label(row))
    return {sentence: tuple(marks) for sentence, marks in found.items()}


def _label(row: Row) -> Mark:
    start, end = row.count("start"), row.count("end")
    if end <= start:
        row.refuse("end", "must be greater than start")
    return Mark(span=Span(start=start, end=end), kind=row.choice("kind", EntityKind))


def main() -> int:
    """Check the corpus named on the command line, and count it."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "tests/corpus")
    try:
        texts = read_corpus(folder)
    except CorpusError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"{'':<6}{'texts':>7}{'aside':>7}{'sentences':>11}" + "".join(f"{kind:>14}" for kind in EntityKind))  # noqa: T201
    for lang in sorted({text.lang for text in texts}):
        mine = [text for text in texts if text.lang == lang]
        kinds = Counter(mark.kind for text in mine for mark in text.marks)
        counts = f"{len(mine):>7}{sum(t.aside for t in mine):>7}{sum(t.sentences for t in mine):>11}"
        print(f"{lang:<6}{counts}" + "".join(f"{kinds[kind]:>14}" for kind in EntityKind))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
