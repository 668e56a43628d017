"""From scores of overlapping candidates to entities: the surest first, each in peace with those chosen before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geomap.entities.entity import Entity, EntityKind
from geomap.entities.model import STEP, Model
from geomap.entities.reading import Candidates, Reading
from geomap.entities.words import Words
from geomap.span import Span

KINDS = tuple(EntityKind)
PLACE_BIAS = 0.2
"""Added to the logit of a place: one missed costs a reader more than a name looked up in vain. Between 0 and
0.4 the F1 of `benchmarks.places` moves by less than .01 on every corpus but the tiny ones."""

SHORTEST = 2
"""Letters of the shortest name; the villages of one letter are left to those who know them."""

_INITIALS = re.compile(r"(?:\w\.\s)+\w")
"""Initials apart are somebody's: "J. K. Rowling"."""

_CHUNK = 1 << 16
"""Candidates scored at a time, so that memory stays small."""

_PLACE, _DEMONYM = 1 + KINDS.index(EntityKind.PLACE), 1 + KINDS.index(EntityKind.DEMONYM)
_ORGANISATION = 1 + KINDS.index(EntityKind.ORGANISATION)


def score(slots: NDArray[np.int32], model: Model) -> NDArray[np.float32]:
    """Logits: a row a candidate, a column for no entity and each kind, a place's with its bias."""
    table = model.table
    logits = np.empty((len(slots), table.shape[1]), np.float32)
    for start in range(0, len(slots), _CHUNK):
        rows = slots[start : start + _CHUNK]
        logits[start : start + _CHUNK] = table.take(rows, axis=0).sum(axis=1, dtype=np.int16)
    logits *= STEP
    logits[:, _PLACE] += PLACE_BIAS
    return logits


def choose(
    logits: NDArray[np.float32], reading: Reading, candidates: Candidates, words: Words
) -> tuple[tuple[Entity, ...], ...]:
    """The entities of each text, in text order."""
    margin = logits[:, 1:] - logits[:, :1]
    kind = margin.argmax(axis=1) + 1
    best = margin.max(axis=1, initial=-1.0) if len(margin) else np.zeros(0)
    likely = np.flatnonzero(best > 0)
    likely = likely[np.argsort(-best[likely], kind="stable")]
    likelihood = np.exp(logits[likely] - logits[likely].max(axis=1, keepdims=True, initial=-np.inf))
    sure = likelihood[np.arange(len(likely)), kind[likely]] / likelihood.sum(axis=1)
    rows = zip(
        candidates.first[likely].tolist(),
        candidates.last[likely].tolist(),
        kind[likely].tolist(),
        sure.tolist(),
        (words.names["dotted"][candidates.name[likely]] != 0).tolist(),
        strict=True,
    )
    found: list[list[Entity]] = [[] for _ in reading.texts]
    board = _Board(bytearray(len(reading.word)), [0] * len(reading.word), [0] * len(reading.word))
    for first, last, code, certainty, dotted in rows:
        text, start, end = int(reading.text[first]), int(reading.start[first]), int(reading.end[last])
        if end - start < SHORTEST or (code == _PLACE and _INITIALS.fullmatch(reading.texts[text], start, end)):
            continue
        if not board.accept(first, last + 1, code):
            continue
        if dotted and code == _PLACE and not board.outer[last] and reading.texts[text].startswith(".", end):
            end += 1
        span = Span(start=start, end=end)
        found[text].append(Entity(span=span, kind=KINDS[code - 1], confidence=round(certainty, 3)))
    return tuple(tuple(_nested(sorted(entities, key=_in_order))) for entities in found)


def _nested(entities: list[Entity]) -> Iterator[Entity]:
    """Entities in order, each told whether it lies within the organisation that began last."""
    outer = Span(start=0, end=0)
    for entity in entities:
        if entity.kind is EntityKind.ORGANISATION:
            outer = entity.span
            yield entity
        elif outer.overlaps(entity.span):
            # An abbreviation's full stop is left out where the organisation ends before it.
            span = Span(start=entity.span.start, end=min(entity.span.end, outer.end))
            yield replace(entity, span=span, within=True)
        else:
            yield entity


def _in_order(entity: Entity) -> tuple[int, int]:
    return entity.span.start, -entity.span.end


@dataclass(slots=True)
class _Board:
    """Which tokens are taken: by organisations, and by anything else; each by the number of its span."""

    persons: bytearray
    inner: list[int]
    outer: list[int]
    number: int = 0

    def accept(self, start: int, end: int, code: int) -> bool:
        """Take a span where it may stand: apart, or a place within an organisation and the other way round."""
        mine, other = (self.outer, self.inner) if code == _ORGANISATION else (self.inner, self.outer)
        if any(mine[start:end]):
            return False
        others = set(other[start:end])
        if others != {0}:
            nested = self._holds(other, start, end) if code == _ORGANISATION else self._is_held(other, start, end)
            if not nested or (code not in {_ORGANISATION, _PLACE, _DEMONYM}) or self.persons.count(1, start, end):
                return False
        self.number += 1
        mine[start:end] = [self.number] * (end - start)
        if code not in {_ORGANISATION, _PLACE, _DEMONYM}:
            self.persons[start:end] = b"\1" * (end - start)
        return True

    @staticmethod
    def _holds(other: list[int], start: int, end: int) -> bool:
        """Whether all spans that meet the range lie within it, none all of it."""
        cut = (other[start] and other[start - 1] == other[start]) or (other[end - 1] and other[end] == other[end - 1])
        return not cut and len(set(other[start:end])) > 1

    @staticmethod
    def _is_held(other: list[int], start: int, end: int) -> bool:
        """Whether one span holds the whole range and more."""
        whole = other[start]
        return set(other[start:end]) == {whole} and whole in {other[start - 1], other[end]}


def spans_of(reading: Reading, candidates: Candidates) -> Iterator[tuple[int, int, int]]:
    """Each candidate as text, start and end."""
    first, last = candidates.first, candidates.last
    yield from zip(reading.text[first].tolist(), reading.start[first].tolist(), reading.end[last].tolist(), strict=True)
