"""Cutting a text into sentences, the unit that evidence quotes.

News files put one paragraph on a line; some wrap their lines at 70 or 80 columns. So the text is cut
in two steps: lines are gathered into blocks (`_blocks`), then each block is cut at full stops that
end a sentence (`_ends_here`). Every step looks at each character a bounded number of times.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from geomap.article.abbreviations import Abbreviations
from geomap.span import Span

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
# A run of final punctuation, the marks that close with it, then white space or the end.
_STOP = re.compile(r"(?<![.!?…])(?P<marks>[.!?…]++)(?P<closing>(?:[\"”’')\]]|[ \u00a0\u202f]?»)*+)(?=\s|\Z)")
_NEXT = re.compile(r"\s*(?P<opening>[«“\"‘'(\[–—-]*)\s*(?P<word>\w*)")
_FINAL = re.compile(r"[.!?…:;][\"”’')\]\s»]*\Z")
_INITIALISM = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_OPENING = "«“\"‘'([–—-"
_NO_ABBREVIATIONS = Abbreviations()

# A wrapped file's longest line: tried on files wrapped at 65 to 100 columns.
_NARROWEST_WRAP, _WIDEST_WRAP = 50, 110
_LONGEST_WORD = 40


def split_sentences(text: str, abbreviations: Abbreviations = _NO_ABBREVIATIONS) -> tuple[Span, ...]:
    r"""The sentences of `text` in order, without the white space around them; none is empty.

    A line break ends a sentence unless the line was wrapped. All that is not white space belongs to
    exactly one sentence. Time grows linearly with the text.

    >>> text = "À 5,6 km de là\nM. Kim dort. Il part mardi."
    >>> [s.of(text) for s in split_sentences(text, Abbreviations(never=frozenset({"M"})))]
    ['À 5,6 km de là', 'M. Kim dort.', 'Il part mardi.']
    """
    return tuple(sentence for block in _blocks(text) for sentence in _cut(text, block, abbreviations))


def _blocks(text: str) -> Iterator[Span]:
    """Lines, those of a wrapped paragraph put together."""
    lines = [line for found in _LINE.finditer(text) if (line := _stripped(text, found.start(), found.end()))]
    wrap = _wrap_width(text, lines)
    start = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or not _goes_on(text, line, following, wrap):
            yield Span(start=lines[start].start, end=line.end)
            start = index + 1


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The range without the white space around it, or None where nothing is left."""
    piece = text[start:end]
    kept = len(piece.strip())
    if not kept:
        return None
    start += len(piece) - len(piece.lstrip())
    return Span(start=start, end=start + kept)


def _adjacent(text: str, line: Span, following: Span) -> bool:
    """Whether no blank line stands between."""
    return len(_LINE_END.findall(text, line.end, following.start)) == 1


def _is_final(text: str, line: Span) -> bool:
    """Whether a line ends with punctuation that could end a sentence."""
    return _FINAL.search(text[max(line.start, line.end - 8) : line.end]) is not None


def _first_word_length(text: str, line: Span) -> int:
    head = text[line.start : min(line.end, line.start + _LONGEST_WORD)].split(maxsplit=1)
    return len(head[0])


def _wrap_width(text: str, lines: list[Span]) -> int | None:
    """The column at which the file was wrapped, or None for one paragraph a line.

    A file counts as wrapped when no line is wider than `_WIDEST_WRAP` and at least two lines break
    off in mid-sentence only because the next word had no room.
    """
    width = max((len(line) for line in lines if " " in line.of(text)), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    full = 0
    for line, following in pairwise(lines):
        if _adjacent(text, line, following) and not _is_final(text, line):
            full += len(line) + 1 + _first_word_length(text, following) > width
    return width if full >= 2 else None


def _goes_on(text: str, line: Span, following: Span, wrap: int | None) -> bool:
    """Whether a sentence of `line` may continue on the line that follows."""
    if not _adjacent(text, line, following):
        return False
    if wrap is not None and len(line) + 1 + _first_word_length(text, following) > wrap:
        return True
    return text[following.start].islower() and not _is_final(text, line)


def _cut(text: str, block: Span, abbreviations: Abbreviations) -> Iterator[Span]:
    start = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        if stop.end() < block.end and _ends_here(text, block, stop, abbreviations):
            sentence = _stripped(text, start, stop.end())
            if sentence is not None:
                yield sentence
            start = stop.end()
    rest = _stripped(text, start, block.end)
    if rest is not None:
        yield rest


def _ends_here(text: str, block: Span, stop: re.Match[str], abbreviations: Abbreviations) -> bool:
    """Whether the sentence ends at this punctuation, judged by the words on both sides."""
    following = _NEXT.match(text, stop.end(), block.end)
    word = following["word"] if following else ""
    if word[:1].islower() and not (following and following["opening"]):
        return False
    if stop["marks"] != "." or stop["closing"].strip(")]"):
        return True
    start = stop.start()
    while start > block.start and not text[start - 1].isspace():
        start -= 1
    return _full_stop_ends(text[start : stop.start()], word, abbreviations, first=start == block.start)


def _full_stop_ends(token: str, following: str, abbreviations: Abbreviations, *, first: bool) -> bool:
    """Whether a single stop after `token` and before the word `following` ends a sentence."""
    token = token.lstrip(_OPENING)
    bare = re.split(r"['’]", token)[-1]  # l'av. → av
    names = {token, bare, bare.rsplit("-", 1)[-1]}
    if len(bare) > 1 and bare.isupper():
        names.add(bare.capitalize())  # ST. LOUIS in a headline
    if names & abbreviations.never:
        return False
    if names & abbreviations.before_number:
        return not following[:1].isdigit()
    if names & abbreviations.may_end or _INITIALISM.fullmatch(bare):
        return following in abbreviations.starters
    if len(bare) == 1 and bare.isalpha() and bare.isupper():
        return False  # an initial: J. K. Rowling
    return not (first and bare.isdigit() and len(bare) <= 3)  # "1. The train": a number in a list
