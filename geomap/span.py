"""Where words stand in an article's text."""

from bisect import bisect_left
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

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        bounds = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in bounds]
        self._ends = [end for _, end in bounds]

    def add(self, span: Span) -> None:
        """Put one more span in."""
        at = bisect_left(self._starts, span.start)
        self._starts.insert(at, span.start)
        self._ends.insert(at, span.end)

    def meets(self, span: Span) -> bool:
        """Whether any span inside overlaps this one."""
        return self.meets_range(span.start, span.end)

    def meets_range(self, start: int, end: int) -> bool:
        """Whether any span inside overlaps the range `[start, end)`."""
        at = bisect_left(self._starts, end)  # those from here on start behind it
        return at > 0 and self._ends[at - 1] > start

    def outgrown_by(self, span: Span) -> bool:
        """Whether every span inside that overlaps this one lies within it and is shorter."""
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._ends[at] > span.start:
            start, end = self._starts[at], self._ends[at]
            if start < span.start or end > span.end or (start == span.start and end == span.end):
                return False
            at -= 1
        return True
