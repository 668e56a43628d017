"""Reading a number as newspapers print it: figures with their separators, fractions, words."""

import re
from collections.abc import Mapping

SPACE = r"[\s\u00a0\u2009\u202f]"
"""Any space a newspaper sets: ordinary, no-break, thin, narrow no-break."""

_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SIGN = f"[{''.join(_SIGNS)}]"

FIGURE = (
    rf"(?:\d{{1,3}}(?:(?:{SPACE}|[,.'’])\d{{3}})+(?!\d)(?:[.,]\d+)?"
    rf"|(?:\d+{SPACE})?[1-9]/[2-9](?!\d)|\d+{SPACE}?{_SIGN}|{_SIGN}|\d+(?:[.,]\d+)?)"
)
"""A regex for a figure: "1 200", "1,200", "5,6", "1/2", "2½"."""


def read_figure(text: str) -> float:
    """A number as newspapers print it, French or English: "1 200", "1,200", "5,6", "5.6", "1 1/2", "2½".

    >>> read_figure("1\u202f200"), read_figure("5,6"), read_figure("1,200"), read_figure("2½"), read_figure("1 1/2")
    (1200.0, 5.6, 1200.0, 2.5, 1.5)
    """
    if text[-1] in _SIGNS:
        return (read_figure(text[:-1].strip()) if text[:-1].strip() else 0.0) + _SIGNS[text[-1]]
    if "/" in text:
        *whole, fraction = text.split()
        above, below = fraction.split("/")
        return sum(map(float, whole)) + float(above) / float(below)
    bare = re.sub(rf"{SPACE}|['’]", "", text)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare):
        return float(re.sub(r"[.,]", "", bare))
    whole_part, _, decimals = bare.replace(",", ".").rpartition(".")
    return float(f"{whole_part.replace('.', '')}.{decimals}") if whole_part else float(decimals)


def read_words(text: str, numbers: Mapping[str, float]) -> float:
    """A number in words: hundreds and thousands multiply, the rest adds, four-twenties included.

    >>> read_words("cent quatre-vingt dix", {"cent": 100, "quatre": 4, "vingt": 20, "dix": 10})
    190.0
    """
    total = current = 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        value = numbers.get(word)
        if value is None:
            continue
        if value >= 1000:
            total += max(current, 1) * value
            current = 0.0
        elif value == 100:
            current = max(current, 1) * value
        elif value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    return float(total + current)
