"""Where words stand in an article's text."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points in the text exactly as it was given.

    >>> Span(start=3, end=8).of("Le train")
    'train'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"a span needs 0 <= start <= end, got [{self.start}, {self.end})"
            raise ValueError(msg)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def moved(self, by: int) -> "Span":
        """The same words' place in a text that has `by` more code points before them.

        >>> Span(start=3, end=8).moved(10)
        Span(start=13, end=18)
        """
        return Span(start=self.start + by, end=self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Cover:
    """A growing set of spans that can be asked, in logarithmic time, whether one meets another.

    The spans inside must not overlap each other.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)

    def add(self, span: Span) -> None:
        """Put one more span in."""
        insort(self._spans, span)

    def meets(self, span: Span) -> bool:
        """Whether any span inside overlaps this one."""
        i = bisect_left(self._spans, span)
        return any(0 <= j < len(self._spans) and self._spans[j].overlaps(span) for j in (i - 1, i))

    def outgrown_by(self, span: Span) -> bool:
        """Whether every span inside that overlaps this one lies within it and is shorter."""
        i = max(bisect_left(self._spans, span) - 1, 0)
        while i < len(self._spans) and self._spans[i].start < span.end:
            inner = self._spans[i]
            if inner.overlaps(span) and (not span.contains(inner) or inner == span):
                return False
            i += 1
        return True
