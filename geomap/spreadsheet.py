"""Cells of a CSV file that no spreadsheet runs as a formula.

A sign that begins a formula gets an apostrophe before it, which spreadsheets hide: at the beginning of a cell, and
after a semicolon or a tab in it, where a spreadsheet may begin a cell of its own.
"""

import re
import unicodedata

_SIGNS = "=+\\-@＝＋－＠"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
"""Categories of characters that a spreadsheet may drop before it looks for a sign."""

_BREAKS = ("\t", "\r", "\n")
_SIGN = re.compile(f"[{_SIGNS}]")
_BEHIND = re.compile(f"(?<=[\\s\\S])([;\t][^\\w{_SIGNS}'\"]*)(?=[{_SIGNS}])")
_ESCAPED = re.compile(rf"'(?=[^\w{_SIGNS}]*[{_SIGNS}])")


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

    >>> uncelled("'=1+1"), uncelled("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return _ESCAPED.sub("", text)
