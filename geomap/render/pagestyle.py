"""The style of a page: its text, the map's classes, and both schemes of colours.

Colours are named once and used as variables, so that dark mode costs a list of values and no rule.
"""

import re
import string
from collections.abc import Sequence

from geomap.render.live import squeeze, template_text
from geomap.render.scene import Scene, Sheet, number
from geomap.render.style import FONT, colour_rules, palette_of, shades, shapes
from geomap.render.theme import changes

LINE = ("#c9c4ba", "#3d4750")
"""Between the items of a list, in light and dark."""

_BOXES = ".live button,.live .leaflet-popup-content-wrapper,.live .leaflet-popup-tip"


def page_style(scene: Scene, live: str | None) -> str:
    """All of a page's style; `live` is what an interactive map adds."""
    pairs = {**palette_of(scene.theme), "line": LINE}
    shown = tuple(dict.fromkeys(pairs.values()))
    values = {name: f"var(--{string.ascii_letters[shown.index(pair)]})" for name, pair in pairs.items()}
    parts = [
        template_text("page.css"),
        f":root{{{_values(shown, 0)}}}",
        _text(values),
        "" if live is None else _live(values) + live,
        re.sub(r"\.(?:paper|head|note)\{[^}]*\}", "", colour_rules(values)),  # of a picture alone
        shades(values, len(scene.story.travellers)),
        shapes().replace(f";font-family:{FONT}", ""),  # the page's own
        _sizes(scene.wide.sheet, ""),
        _sizes(scene.portrait.sheet, ".portrait "),
        changes(scene.theme),
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_values(shown, 1)}}}}}",
    ]
    return _joined(re.sub(r"(?<=[{};])\n", "", squeeze("".join(parts))))


def _joined(css: str) -> str:
    """The same rules, neighbours that say the same being one."""
    shorter = re.sub(r"([^{}]+)\{([^{}]*)\}([^{}@]+)\{\2\}", r"\1,\3{\2}", css)
    return shorter if shorter == css else _joined(shorter)


def _values(pairs: Sequence[tuple[str, str]], scheme: int) -> str:
    return ";".join(f"--{string.ascii_letters[n]}:{pair[scheme]}" for n, pair in enumerate(pairs))


def _sizes(sheet: Sheet, prefix: str) -> str:
    """The sizes of type on a sheet, those of one size in one rule."""
    styles = [("n", sheet.type["date"]), *(("scale" if s == "bar" else s, size) for s, size in sheet.type.items())]
    found: dict[float, list[str]] = {}
    for style, size in styles:
        found.setdefault(size, []).append(f".{style}")
    return "".join(f"{prefix}:is({','.join(names)}){{font-size:{number(size)}px}}" for size, names in found.items())


def _text(c: dict[str, str]) -> str:
    """Colours of the page's text."""
    return (
        f"body{{background:{c['paper']};color:{c['ink']}}}"
        f".sub,.facts,.small,blockquote footer,dt{{color:{c['muted']}}}"
        f".item,body>footer,blockquote{{border-color:{c['line']}}}"
        f".none{{stroke:{c['muted']}}}.contradicted{{color:{c['confirmed']}}}"
    )


def _live(c: dict[str, str]) -> str:
    """Colours of the interactive map's HTML parts."""
    halo = ",".join(f"{x}px {y}px 1px {c['land']}" for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)))
    rules = [
        f".live .leaflet-container{{background:{c['sea']}}}",
        f".live .t{{color:{c['ink']};text-shadow:{halo}}}",
        f".live .date,.live .landmark,.live .scale{{color:{c['muted']}}}",
        f".live .country{{color:{c['country']}}}.live .water{{color:{c['water']};text-shadow:none}}",
        f".live .claim{{color:{c['claim']}}}.live .false{{color:{c['false']}}}",
        f"{_BOXES}{{background:{c['paper']};color:{c['ink']};border-color:{c['muted']}}}",
        f".live .bar,.mark i{{border-color:{c['ink']}}}",
        f".pin i,.mark i{{background:{c['land']}}}",
    ]
    rules += [
        f".pin .{name}{{background:{c[name]};border-color:{c[name]};color:{c['number']}}}"
        for name in ("confirmed", "reported")
    ]
    rules += [f".pin .{name}{{border-color:{c[name]};color:{c[name]}}}" for name in ("expected", "speculated")]
    return "".join(rules)
