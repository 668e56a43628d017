"""The recogniser that geomap carries: weights for French, for English, and for all other languages.

It classifies candidate spans by a sum of small weights, one look per feature, and needs no more than NumPy.
Names of one text inform each other; texts do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Self

from geomap.datadir import data_folder
from geomap.entities.choosing import choose, score
from geomap.entities.entity import Entity
from geomap.entities.features import features_of
from geomap.entities.model import Model, read_model
from geomap.entities.reading import find_candidates, read_texts
from geomap.entities.traits import word_lists
from geomap.entities.words import Words
from geomap.gazetteer.gazetteer import Gazetteer

LANGUAGES = ("en", "fr")
"""Languages with weights of their own."""

OTHERS = "xx"
"""The weights for all others."""

_BATCH = 1 << 18
"""Characters read at a time: enough for columns to pay, little enough for the processor's cache."""

LONGEST = 1 << 19
"""Characters of a text read in one go, half a novel: longer ones are read in parts, so that memory stays bounded."""

_KEPT = 1 << 19
"""Words and names remembered, of all languages, before they are forgotten all at once: those of some 15 MB of news."""


class StatisticalRecogniser:
    """geomap's own recogniser. Make one with `open`; it may be shared between threads.

    >>> from geomap.gazetteer import Gazetteer
    >>> recogniser = StatisticalRecogniser.open(Gazetteer.open(towns=False))
    >>> text = "The train left Pyongyang on Sunday."
    >>> [(entity.span.of(text), entity.kind.value) for entity in recogniser.recognise([text], "en")[0]]
    [('Pyongyang', 'place')]
    """

    def __init__(self, gazetteer: Gazetteer, folder: Path) -> None:
        self._gazetteer, self._folder = gazetteer, folder
        self._words: dict[str, Words] = {}
        self._lock = Lock()

    @classmethod
    def open(cls, gazetteer: Gazetteer, folder: Path | None = None) -> Self:
        """The recogniser with the weights of a folder, by default those that geomap carries.

        Weights are read when a text of their language is; `ModelError` then says where they are damaged.
        """
        return cls(gazetteer, folder or data_folder("recogniser"))

    def name_for(self, lang: str) -> str:
        """Which weights read a language, with their digest, shortened."""
        return f"geomap-{lang if lang in LANGUAGES else OTHERS}-{self._model(lang).digest[:16]}"

    def recognise(self, texts: Sequence[str], lang: str) -> tuple[tuple[Entity, ...], ...]:
        """The entities of each text (see `Recogniser`); many short texts at once cost the least."""
        model = self._model(lang)
        pieces = [(number, start, piece) for number, text in enumerate(texts) for start, piece in _pieces(text)]
        found: list[tuple[Entity, ...]] = []
        with self._lock:
            for batch in _batches([piece for _, _, piece in pieces]):
                words = self._words_of(lang, model)
                reading = read_texts(batch, words)
                candidates = find_candidates(reading, words)
                logits = score(features_of(reading, candidates, words), model)
                found += choose(logits, reading, candidates, words)
        whole: list[list[Entity]] = [[] for _ in texts]
        for (number, start, _), entities in zip(pieces, found, strict=True):
            whole[number] += [replace(entity, span=entity.span.moved(start)) for entity in entities]
        return tuple(map(tuple, whole))

    def _model(self, lang: str) -> Model:
        path = self._folder / f"{lang if lang in LANGUAGES else OTHERS}.weights"
        return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)

    def _words_of(self, lang: str, model: Model) -> Words:
        if sum(words.count for words in self._words.values()) > _KEPT:
            self._words.clear()
        words = self._words.get(lang)
        if words is None:
            words = self._words[lang] = Words(word_lists(lang), self._gazetteer.standings(), model.common)
        return words


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Model:
    """The model of a file; read again where the file has changed."""
    return read_model(path)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text, or the parts of one that is longer than `LONGEST`, cut at white space, each with its offset."""
    start = 0
    while len(text) - start > LONGEST:
        end = start + LONGEST
        cut = max(text.rfind("\n", start, end), text.rfind(" ", end - LONGEST // 10, end))
        cut = cut + 1 if cut > start else end
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


def _batches(texts: Sequence[str]) -> list[list[str]]:
    batches: list[list[str]] = []
    size = 0
    for text in texts:
        if not batches or size + len(text) > _BATCH:
            batches.append([])
            size = 0
        batches[-1].append(text)
        size += len(text)
    return batches
