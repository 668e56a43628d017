"""Reads a newsroom's style from one TOML file, and refuses one that its readers could not read.

Reading order: `read_theme`, then the table of what may be set, `_TABLES`, and the pairs of colours whose
contrast WCAG 2.2 asks for. Values are colours, numbers and names of fonts by strict patterns: nothing of
a theme reaches a style sheet that was not matched whole.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from geomap.errors import ThemeError
from geomap.render.scene import LINE_WIDTH, WIDE
from geomap.render.style import PALETTE, palette_of
from geomap.render.theme import Theme

SCHEMES = ("light", "dark")

TEXT = 4.5
"""WCAG 2.2, 1.4.3: type against what it stands on."""

LINE = 3.0
"""WCAG 2.2, 1.4.11: lines and signs against what they lie on."""

PAIRS = (
    *((name, "paper", TEXT) for name in ("ink", "muted", "confirmed")),
    *((name, ground, TEXT) for name in ("ink", "muted") for ground in ("land", "sea")),
    *((name, "land", TEXT) for name in ("country", "claim", "false", "expected", "speculated", "second", "third")),
    *(("number", name, TEXT) for name in ("confirmed", "reported", "second", "third")),
    *((name, ground, LINE) for name in ("confirmed", "reported", "second", "third") for ground in ("land", "sea")),
    ("water", "sea", TEXT),
    *((name, "sea", LINE) for name in ("expected", "speculated", "claim", "false")),
)
"""What is drawn, what it is drawn on, and the contrast it needs. Halos are of the colour of land, of the sea
about names of waters."""

_GENERIC = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-rounded"})
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,48}", re.ASCII)
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", re.ASCII)
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}", re.ASCII)


def read_theme(path: Path) -> Theme:
    """The theme of a file; raises `ThemeError`, naming the key or the pair of colours that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        msg = f"there is no theme at {str(path)!r}: check the path"
        raise ThemeError(msg) from None
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the theme {str(path)!r}: {error}"
        raise ThemeError(msg) from error
    return theme_from_text(text, name=path.name)


def theme_from_text(text: str, *, name: str) -> Theme:
    r"""The theme that a file's text gives; `name` is the file's, for messages.

    >>> theme_from_text('[light]\nsea = "#cfe0ec"', name="theme.toml").colours["sea"]
    ('#cfe0ec', '#141d25')
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{name} is no TOML: {error}"
        raise ThemeError(msg) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in brackets
        msg = f"{name} holds no theme: a value in it is too long or too deep to be read"
        raise ThemeError(msg) from error
    tables: dict[str, dict[str, Any]] = {table: {} for table in _TABLES}
    for table, values in read.items():
        known = _TABLES.get(table)
        if known is None:
            raise ThemeError(_unknown(name, table, _TABLES))
        if not isinstance(values, dict):
            msg = f"{name}: {table} must be a table, [{table}], got {values!r:.60}"
            raise ThemeError(msg)
        for key, value in values.items():
            if key not in known:
                raise ThemeError(_unknown(name, f"{table}.{key}", known))
            try:
                tables[table][key] = known[key](value)
            except (TypeError, ValueError) as error:
                msg = f"{name}: {table}.{key} {error}, got {value!r:.60}"
                raise ThemeError(msg) from None
    theme = Theme(
        colours={
            colour: (tables["light"].get(colour, light), tables["dark"].get(colour, dark))
            for colour, (light, dark) in PALETTE.items()
            if colour in tables["light"] or colour in tables["dark"]
        },
        font=tables["fonts"].get("families", ""),
        sizes=tables["sizes"],
        weights=tables["weights"],
        lines=tables["lines"],
        numbers=tables["numbers"].get("language", ""),
        source=f"{name} {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}",
    )
    _check_contrast(name, theme)
    return theme


def _unknown(name: str, key: str, known: Mapping[str, object]) -> str:
    return f"{name}: {key!r:.80} is unknown; there are {', '.join(known)}"


# ---- what may be set ---------------------------------------------------------------------------------------------


def _colour(value: object) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        msg = 'must be a colour such as "#1b2126"'
        raise ValueError(msg)
    digits = value[1:].lower()
    return f"#{digits if len(digits) == 6 else ''.join(2 * d for d in digits)}"


def _families(value: object) -> str:
    """A CSS list of families: names in quotation marks, generic ones without."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or len(names) > 12:
        msg = "must be a list of names of fonts"
        raise ValueError(msg)
    for family in names:
        if not isinstance(family, str) or not _FAMILY.fullmatch(family):
            msg = "must be names of fonts, of letters, digits, spaces and hyphens"
            raise ValueError(msg)
    listed = [family if family in _GENERIC else f'"{family}"' for family in names]
    return ",".join(listed if listed[-1] in _GENERIC else [*listed, "sans-serif"])


def _number(low: float, high: float, unit: str) -> Callable[[object], float]:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            msg = f"must be {unit} between {low:g} and {high:g}"
            raise ValueError(msg)
        return float(value)

    return read


def _weight(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in range(100, 901, 100):
        msg = "must be a weight: 100, 200 … 900"
        raise ValueError(msg)
    return value


def _language(value: object) -> str:
    if isinstance(value, str) and _LANG.fullmatch(value):
        try:
            return str(Locale.parse(value.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            pass
    msg = 'must be a language such as "fr" or "de-CH"'
    raise ValueError(msg)


_TABLES: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    **{scheme: dict.fromkeys(PALETTE, _colour) for scheme in SCHEMES},
    "fonts": {"families": _families},
    "sizes": dict.fromkeys(WIDE.type, _number(11, 24, "pixels")),
    "weights": dict.fromkeys(("title", "stop", "text"), _weight),
    "lines": {certainty.value: _number(1, 8, "pixels") for certainty in LINE_WIDTH},
    "numbers": {"language": _language},
}


# ---- contrast ----------------------------------------------------------------------------------------------------


def contrast(colour: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance in sRGB, as WCAG defines it."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faint_pairs(theme: Theme) -> Iterator[tuple[str, str, str, float, float]]:
    """Scheme, colour, ground, contrast and the contrast needed of each pair that falls short."""
    palette = palette_of(theme)
    for scheme, which in enumerate(SCHEMES):
        for name, ground, needed in PAIRS:
            ratio = contrast(palette[name][scheme], palette[ground][scheme])
            if ratio < needed:
                yield which, name, ground, ratio, needed


def _check_contrast(name: str, theme: Theme) -> None:
    faint = sorted(faint_pairs(theme), key=lambda pair: pair[3] / pair[4])
    if not faint:
        return
    which, colour, ground, ratio, needed = faint[0]
    shown, on = (palette_of(theme)[key][SCHEMES.index(which)] for key in (colour, ground))
    more = f" (and {len(faint) - 1} more pairs fall short)" if len(faint) > 1 else ""
    msg = (
        f"{name}: in {which}, {colour} {shown} on {ground} {on} has a contrast of {ratio:.1f}, and "
        f"{'type' if needed == TEXT else 'a line'} needs {needed:g}{more}"
    )
    raise ThemeError(msg)
