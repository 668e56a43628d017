"""Cells of a CSV file that no spreadsheet runs as a formula.

A sign that begins a formula gets an apostrophe before it, which spreadsheets hide: at the beginning of a cell, and
after a semicolon, a tab or a line's end in it, where a spreadsheet may begin a cell of its own.
"""

import re
import unicodedata

_SIGNS = "=+\\-@＝＋－＠"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
"""Categories of characters that a spreadsheet may drop before it looks for a sign."""

_NEAR = 20
"""Spaces and signs without meaning that may stand between a separator and a formula."""

_BREAKS = ("\t", "\r", "\n")
_SIGN = re.compile(f"[{_SIGNS}]")
_SPACED = rf"[^\w{_SIGNS}'\";\t\r\n]{{0,{_NEAR}}}"
_BEHIND = re.compile(rf"(?<=[\s\S])([;\t\r\n]{_SPACED})(?=[{_SIGNS}])")
_PLAIN = re.compile(rf"(^|[;\t\r\n]{_SPACED})'(?=(?:{_SPACED}|[\t\r\n]+)[{_SIGNS}])")


def cell(value: object) -> object:
    """A cell that no spreadsheet runs: text that starts like a formula is made plain.

    >>> cell("=1+1"), cell("Lyon ;=1+1")
    ("'=1+1", "Lyon ;'=1+1")
    """
    if not isinstance(value, str):
        return "" if value is None else value
    value = _BEHIND.sub(r"\1'", value)
    seen = next((c for c in value if not (c.isspace() or unicodedata.category(c) in _UNSEEN)), "")
    return f"'{value}" if _SIGN.match(seen) or value.startswith(_BREAKS) else value


def uncelled(text: str) -> str:
    """What a cell held before it was made plain.

    >>> uncelled("'=1+1"), uncelled("'s-Hertogenbosch"), uncelled("Qal'-i Naw")
    ('=1+1', "'s-Hertogenbosch", "Qal'-i Naw")
    """
    return _PLAIN.sub(r"\1", text)
