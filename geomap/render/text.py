"""Text of articles made fit to be shown, and how much room it takes."""

import math
import re
import unicodedata
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

Face = Literal["sans", "serif", "mono"]
"""A kind of type, as far as its widths go."""

_JOINERS = "\u200c\u200d"
"""They shape Persian and Indic words, and join emoji."""

_PREFIXED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs before a number in Arabic, Syriac and Kaithi: of the format characters the only ones to be seen."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs without a form: fillers of Hangul and Khmer, the grapheme joiner, the empty Braille cell."""


def clean(text: str) -> str:
    r"""The text on one line, without control, bidi or invisible characters.

    No-break spaces stay: French typography needs them.

    >>> clean("Khassan\u202e\x07,\n le  12")
    'Khassan, le 12'
    """
    return visible(text).strip()


def visible(text: str) -> str:
    r"""As `clean`, of a piece of a longer text: the spaces at its ends stay.

    >>> visible("vers\t \u200bKhassan ")
    'vers Khassan '
    """
    kept = (
        " " if c in "\t\n\r\v\f\u2028\u2029" else c for c in text if c in "\t\n\r\v\f\u2028\u2029" or not _is_hidden(c)
    )
    return re.sub(r"[ ]+", " ", "".join(kept))


@lru_cache(maxsize=1 << 12)
def _is_hidden(char: str) -> bool:
    """Whether a character hides, turns or tags text: controls, format characters, what is not assigned, fillers."""
    category = unicodedata.category(char)
    if category == "Cf":
        return char not in _JOINERS and char not in _PREFIXED
    return category in {"Cc", "Cs", "Cn"} or char in _BLANK


def web_address(url: str | None) -> str | None:
    """The address if it is plain http or https, else None.

    >>> web_address("javascript:alert(1)") is None
    True
    """
    if not url or clean(url) != url or any(c in url for c in " \"'<>\\`"):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


# Advance widths in ems of a wide system font (DejaVu Sans is the widest common one); labels are laid
# out before anyone knows which font the reader has, so the estimate errs on the wide side.
_WIDTHS = (
    ("ijlI|.,:;'!’`·", 0.33),
    ('ftr()[]{}"- \u00a0/\\“”«»', 0.43),
    ("mwMW@%—…", 0.95),
)


# Of the widest common serif, DejaVu Serif, whose capitals are wider than the sans's; and of fixed-width type, which is
# 0.6 em for any character (DejaVu Sans Mono 0.602, Courier New 0.600) and no wider when bold.
_SERIF = 1.05
_CELL = 0.605


@lru_cache(maxsize=2048)
def text_width(
    text: str, size: float, *, bold: bool = False, spacing: float = 0.0, faces: tuple[Face, ...] = ("sans",)
) -> float:
    """Estimated width in the units of `size`, `spacing` being added after each character.

    Of the widest of `faces`, the kinds of type that a reader's machine may set the text in.

    >>> text_width("ill", 10.0) < text_width("ill", 10.0, faces=("sans", "mono"))
    True
    """
    return max(_width(text, size, bold, face) for face in faces) + spacing * len(text)


def _width(text: str, size: float, bold: bool, face: Face) -> float:  # noqa: FBT001 - of text_width alone
    if face == "mono":
        return math.fsum(_cells(c) for c in text) * _CELL * size
    ems = math.fsum(_advance(c) for c in text)
    return ems * size * (1.08 if bold else 1.0) * (_SERIF if face == "serif" else 1.0)


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _advance(char: str) -> float:
    for chars, width in _WIDTHS:
        if char in chars:
            return width
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return 1.0
    return 0.73 if char.isupper() else 0.61


@lru_cache(maxsize=2048)
def wrap(text: str, characters: int) -> tuple[str, ...]:
    """The text in lines of about `characters`, broken at spaces and after hyphens, never in a word.

    >>> wrap("Komsomolsk-sur-l’Amour", 14)
    ('Komsomolsk-', 'sur-l’Amour')
    """
    pieces = re.findall(r"[^ -]+-?|-| ", text)
    count = max(1, -(-len(text) // characters))
    target = len(text) / count
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line.strip() and len(line) + len(piece.rstrip()) / 2 > target and len(lines) < count - 1:
            lines.append(line.strip())
            line = ""
        line += piece
    lines.append(line.strip())
    return tuple(x for x in lines if x)
