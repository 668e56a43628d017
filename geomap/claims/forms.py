"""From the forms of `claims.toml` to patterns: "(au|dans le) {direction} {of}" and its like."""

import re
from collections.abc import Mapping

from geomap.claims.length_words import any_form
from geomap.claims.numbers import SPACE
from geomap.lang.pack import plain

_ITEM = re.compile(r"\((?P<choice>[^)]*)\)(?P<optional>\?)?|\{(?P<slot>\w+)\}|(?P<word>[^\s(){}]+)")

SLOT = r"[^,;:!?()]{2,60}?"
"""The words of a place inside a form: a short stretch of one clause."""

BRACKET = rf"(?:{SPACE}*\([^()]{{0,60}}\))?"
"""A remark in brackets that may follow it."""

REGION = rf",{SPACE}*[^\W\d_][^,;:!?()]{{1,40}}?,"
"""Where it lies, between commas ("Toronto, Ontario, and"): only where no third place can be told of."""


def items_of(form: str) -> tuple[str, ...]:
    """The words, choices and slots of a form.

    >>> items_of("(au|vers le) {direction} {of}")
    ('(au|vers le)', '{direction}', '{of}')
    """
    return tuple(found.group() for found in _ITEM.finditer(plain(form)))


def pattern_of(items: tuple[str, ...], slots: Mapping[str, str]) -> str:
    """A regex for items of a form; `slots` are the patterns of its slots, without their braces."""
    parts = []
    for item in items:
        found = _ITEM.fullmatch(item)
        if found is None:
            continue
        if found["slot"]:
            part = slots[found["slot"]]
        else:
            part = _whole_words(found["choice"] if found["choice"] is not None else found["word"])
        parts.append(f"(?:{part})?" if found["optional"] else part)
    return f"{SPACE}*".join(parts)


def _whole_words(choice: str) -> str:
    """A regex for any of some words: what ends in a letter ends there, what is elided does not."""
    forms = choice.split("|")
    closed, open_ended = [f for f in forms if f[-1:].isalnum()], [f for f in forms if not f[-1:].isalnum()]
    start = r"(?<!\w)" if all(f[:1].isalnum() for f in forms) else ""
    parts = [rf"(?:{any_form(closed)})(?!\w)"] if closed else []
    parts += [any_form(open_ended)] if open_ended else []
    return rf"{start}(?:{'|'.join(parts)})"
