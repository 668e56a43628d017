"""Training the weights that geomap carries.

    python -m geomap.entities.training --texts DIR      the weights in data/recogniser, anew
    python -m geomap.entities.training -o FOLDER        small weights, from our own sentences alone

Every candidate of the training texts is an example of none or one of the kinds; where a corpus leaves open
which, of several (a name that is no place may be anybody's). The loss is the negative logarithm of what the
right kinds get together; AdaGrad lowers it, with features left out at random and the weights of the later
epochs averaged. Two runs on one machine with the same libraries give the same bytes.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.datadir import data_folder
from geomap.entities.choosing import KINDS, spans_of
from geomap.entities.entity import EntityKind
from geomap.entities.features import features_of
from geomap.entities.model import CLASSES, STEP, Model, write_model
from geomap.entities.reading import Candidates, Reading, find_candidates, read_texts
from geomap.entities.texts import (
    SOURCES,
    TEMPLATES,
    Marks,
    TrainingText,
    digest_of,
    own_texts,
    read_source,
    template_texts,
)
from geomap.entities.traits import word_lists
from geomap.entities.words import Words
from geomap.errors import GeomapError
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.standing import TOWN_MASK, TOWN_SHIFT, Standing, Standings

Floats = NDArray[np.float64]

MODELS = {
    "en": frozenset({"en_pud", "en_ewt", "en_wikigold", "trnews", "own/en", "templates/en"}),
    "fr": frozenset({"fr_pud", "fr_sequoia", "own/fr", "templates/fr"}),
    "xx": frozenset(
        {"en_pud", "en_ewt", "en_wikigold", "trnews", "de_pud", "ru_pud", "fr_pud", "fr_sequoia"}
        | {"own/en", "own/fr", "own/de", "own/es", "own/ru", "templates/en", "templates/fr"}
    ),
}
"""What trains which weights. German and Russian hurt French, and old newspapers do not help new ones."""

LICENCE = "CC-BY-SA-4.0"

EPOCHS = 8
BATCH = 128
RATE = 0.1
DROPPED = 0.4
"""Share of features left out of an example: it makes weights hold in other newspapers than those that taught."""
SHRINKING = 1e-7
WEIGHTS = {TEMPLATES: 0.2}
"""How much an example counts by its source, where not as one: templates teach their few words too well."""
SEEN = 2
"""A slot met less often has no weight; nor has one whose weights all round to nothing."""
COMMON = 2
"""How often a word must stand in small letters to be a common one."""

_NONE, _PLACE, _DEMONYM = 1, 1 << 1 + KINDS.index(EntityKind.PLACE), 1 << 1 + KINDS.index(EntityKind.DEMONYM)
_NO_PLACE = (1 << CLASSES) - 1 - _PLACE
_WORD = re.compile(r"[^\W\d_]+")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Examples:
    """Slots of each candidate, the kinds it may be as bits (0: it teaches nothing), and how much it counts."""

    slots: NDArray[np.int32]
    allowed: NDArray[np.int64]
    weight: Floats


def train_model(
    texts: Sequence[TrainingText], standings: Standings, *, about: dict[str, object], progress: Progress | None = None
) -> Model:
    """Weights from texts; those kept aside are left out."""
    kept = [text for text in texts if not text.marked.aside]
    common = common_words(text.marked.text for text in kept)
    examples = [make_examples(group, standings, common) for group in _by_language(kept)]
    weights = fit(examples, progress=progress)
    return quantised(weights, common, about)


def _by_language(texts: Sequence[TrainingText]) -> list[list[TrainingText]]:
    return [[t for t in texts if t.marked.lang == lang] for lang in sorted({t.marked.lang for t in texts})]


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that texts have in small letters, more than once."""
    counted = Counter(word for text in texts for word in _WORD.findall(text) if word.islower())
    return frozenset(word for word, times in counted.items() if times >= COMMON)


def make_examples(texts: Sequence[TrainingText], standings: Standings, common: frozenset[str]) -> Examples:
    """The candidates of texts of one language, as training sees them."""
    words = Words(word_lists(texts[0].marked.lang), standings, common)
    reading = read_texts([text.marked.text for text in texts], words)
    candidates = find_candidates(reading, words)
    allowed = _allowed(texts, reading, candidates, words)
    weight = np.array([WEIGHTS.get(text.source, 1.0) for text in texts])[reading.text[candidates.first]]
    return Examples(features_of(reading, candidates, words), allowed, weight)


def _allowed(
    texts: Sequence[TrainingText], reading: Reading, candidates: Candidates, words: Words
) -> NDArray[np.int64]:
    """The kinds each candidate may be, as bits."""
    spans = list(spans_of(reading, candidates))
    where = {span: number for number, span in enumerate(spans)}
    standing = words.names["standing"][candidates.name]
    usual = np.array([_NO_PLACE if text.marks is Marks.PLACES else _NONE for text in texts], np.int64)
    allowed = usual[reading.text[candidates.first]]
    flat = np.array([text.marks is Marks.FLAT for text in texts])[reading.text[candidates.first]]
    allowed[flat & (words.names["demonym"][candidates.name] > 0)] = _DEMONYM
    bounds = np.searchsorted(reading.text[candidates.first], np.arange(len(texts) + 1))
    for at, text in enumerate(texts):
        if text.marks is Marks.FLAT:
            inside = range(bounds[at], bounds[at + 1])
            _open_up(text, [(number, *spans[number][1:]) for number in inside], standing, allowed)
        for mark in text.marked.marks:
            number = where.get((at, mark.span.start, mark.span.end))
            if number is None and text.marked.text[mark.span.end - 1] == ".":
                number = where.get((at, mark.span.start, mark.span.end - 1))
            if number is not None:
                allowed[number] = 1 << 1 + KINDS.index(mark.kind)
    return allowed


def _open_up(
    text: TrainingText, spans: list[tuple[int, int, int]], standing: NDArray[np.int64], allowed: NDArray[np.int64]
) -> None:
    """Teach what stands in organisations' names where a corpus marks nothing within them.

    A country or region that opens the name is a place, as our own corpus has it; other names that are well
    known as places teach nothing.
    """
    organisations = [mark.span for mark in text.marked.marks if mark.kind is EntityKind.ORGANISATION]
    for outer, is_organisation in [*((span, True) for span in organisations), *((s, False) for s in text.others)]:
        for number, start, end in spans:
            if start < outer.start or end > outer.end or (start, end) == (outer.start, outer.end):
                continue
            known = int(standing[number])
            if is_organisation and start == outer.start and known & (Standing.COUNTRY | Standing.REGION):
                allowed[number] = _PLACE
            elif known & (Standing.COUNTRY | Standing.REGION | Standing.CURATED) or _size(known) >= _TOWN:
                allowed[number] = 0


_TOWN = 4


def _size(standing: int) -> int:
    return standing >> TOWN_SHIFT & TOWN_MASK


def fit(examples: Sequence[Examples], *, progress: Progress | None = None) -> tuple[NDArray[np.int32], Floats]:
    """Slots that matter, ascending, and their weights in logits."""
    teaching = [each.allowed > 0 for each in examples]
    rows, allowed, weight = (
        np.concatenate([getattr(each, part)[kept] for each, kept in zip(examples, teaching, strict=True)])
        for part in ("slots", "allowed", "weight")
    )
    right = _as_shares(allowed)
    used, which = np.unique(rows, return_inverse=True)
    features_of_row = which.reshape(rows.shape).astype(np.int32)
    learner = _Learner(np.zeros((len(used) + 1, CLASSES)), np.full((len(used) + 1, CLASSES), 1e-8))
    mean = np.zeros((len(used), CLASSES))
    chance = np.random.default_rng(0)
    for epoch in range(EPOCHS):
        order = chance.permutation(len(rows))
        for start in range(0, len(rows), BATCH):
            batch = order[start : start + BATCH]
            features = features_of_row[batch]
            features[chance.random(features.shape) < DROPPED] = len(used)
            learner.step(features, right[batch], weight[batch])
        if epoch >= EPOCHS // 2:
            mean += learner.weights[:-1] / (EPOCHS - EPOCHS // 2)
        if progress is not None:
            progress(f"epoch {epoch + 1} of {EPOCHS}")
    mean[np.bincount(which.ravel(), minlength=len(used)) < SEEN] = 0
    return used.astype(np.int32), mean


def _as_shares(allowed: NDArray[np.int64]) -> Floats:
    shares: Floats = (allowed[:, None] >> np.arange(CLASSES) & 1).astype(np.float64)
    return shares


@dataclass(slots=True)
class _Learner:
    """Weights, the last row being that of features left out, and the squares of what moved them."""

    weights: Floats
    moved: Floats

    def step(self, features: NDArray[np.integer[Any]], right: Floats, weight: Floats) -> None:
        """Move the weights of a batch's features towards the kinds that are right."""
        logits = self.weights[features].sum(axis=1)
        likelihood = np.exp(logits - logits.max(axis=1, keepdims=True))
        likelihood /= likelihood.sum(axis=1, keepdims=True)
        hit = likelihood * right
        error = (likelihood - hit / (hit.sum(axis=1, keepdims=True) + 1e-12)) * weight[:, None]
        met, which = np.unique(features, return_inverse=True)
        which = which.ravel()
        shares = [
            np.bincount(which, np.repeat(error[:, kind], features.shape[1]), minlength=len(met))
            for kind in range(CLASSES)
        ]
        gradient = np.stack(shares, axis=1) * (8 / BATCH) + SHRINKING * BATCH * self.weights[met]
        self.moved[met] += gradient * gradient
        self.weights[met] -= RATE * gradient / np.sqrt(self.moved[met])
        self.weights[-1] = 0


def quantised(weights: tuple[NDArray[np.int32], Floats], common: frozenset[str], about: dict[str, object]) -> Model:
    """Weights in eight bits; rows that say the same of every kind say nothing, and go."""
    slots, values = weights
    # What is common to all kinds changes no likelihood.
    steps = np.clip(np.rint((values - values.mean(axis=1, keepdims=True)) / STEP), -127, 127).astype(np.int8)
    kept = steps.any(axis=1)
    return Model(about, slots[kept], steps[kept], common)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write every model."""
    parser = argparse.ArgumentParser(prog="geomap.entities.training", description="train the recogniser's weights")
    parser.add_argument("--texts", type=Path, help="folder of the openly licensed texts (see geomap/entities/texts.py)")
    parser.add_argument("--corpus", type=Path, default=Path("tests/corpus"), help="our own sentences and labels")
    parser.add_argument("--only", choices=sorted(MODELS), action="append", help="train these weights alone")
    parser.add_argument("-o", "--output", type=Path, help="folder for the weights (with --texts: data/recogniser)")
    given = parser.parse_args(arguments)
    if given.output is None and given.texts is None:
        parser.error("without --texts the weights are small: say with -o where to put them")
    tell = partial(print, file=sys.stderr)
    try:
        write_models(
            given.texts, given.corpus, given.output or data_folder("recogniser"), only=given.only, progress=tell
        )
    except GeomapError as error:
        tell(error)
        return 1
    return 0


def read_parts(texts: Path | None, corpus: Path, gazetteer: Gazetteer) -> dict[str, tuple[TrainingText, ...]]:
    """Everything that may train, by source; without `texts`, our own sentences alone."""
    parts: dict[str, tuple[TrainingText, ...]] = {}
    for text in (*own_texts(corpus), *template_texts(corpus, gazetteer)):
        key = f"{text.source}/{text.marked.lang}"
        parts[key] = (*parts.get(key, ()), text)
    for source in SOURCES if texts is not None else ():
        assert texts is not None  # noqa: S101 (for the type checker)
        parts[source.id] = read_source(source, texts, corpus)
    return parts


def train_parts(
    lang: str,
    parts: Mapping[str, tuple[TrainingText, ...]],
    gazetteer: Gazetteer,
    *,
    digests: Mapping[str, str],
    progress: Progress | None = None,
) -> Model:
    """The weights of a language, from those of the parts that train it."""
    names = sorted(MODELS[lang] & parts.keys())
    about: dict[str, object] = {
        "lang": lang,
        "licence": LICENCE,
        "trained_on": names,
        "sources": {name: digests[name] for name in names if name in digests},
    }
    chosen = [text for name in names for text in parts[name]]
    return train_model(chosen, gazetteer.standings(), about=about, progress=progress)


def write_models(
    texts: Path | None, corpus: Path, output: Path, *, only: Sequence[str] | None = None, progress: Progress
) -> None:
    """Train each model, or some, and write `<language>.weights` into a folder."""
    gazetteer = Gazetteer.open(imported=False)
    parts = read_parts(texts, corpus, gazetteer)
    digests = {source.id: digest_of(source, texts) for source in SOURCES} if texts is not None else {}
    for lang in only or sorted(MODELS):
        if not MODELS[lang] & parts.keys():
            progress(f"{lang}: nothing trains it, and it is left out")
            continue
        progress(f"{lang}: {', '.join(sorted(MODELS[lang] & parts.keys()))}")
        model = train_parts(lang, parts, gazetteer, digests=digests, progress=progress)
        write_model(model, output / f"{lang}.weights")
        progress(f"{lang}: {len(model.slots):,} rows, digest {model.digest[:16]}")


if __name__ == "__main__":
    sys.exit(main())
