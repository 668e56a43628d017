"""The style of a page: its text, the map's classes, and both schemes of colours.

Colours are named once and used as variables, so that dark mode costs a list of values and no rule.
"""

from geomap.render.live import squeeze, template_text
from geomap.render.scene import Scene
from geomap.render.style import PALETTE, colour_rules, shapes, sizes

_LINE = ("#c9c4ba", "#3d4750")  # between items
_TINT = ("#f2efe8", "#222a31")  # under what the reader has chosen
_BOXES = ".live button,.live .leaflet-popup-content-wrapper,.live .leaflet-popup-tip"


def page_style(scene: Scene, live: str | None) -> str:
    """All of a page's style; `live` is what an interactive map adds."""
    names = {name: f"var(--{name})" for name in PALETTE}
    parts = [
        template_text("page.css"),
        f":root{{{_values(0)}}}",
        _text(names),
        "" if live is None else _live(names) + live,
        colour_rules(names),
        shapes(),
        sizes(scene.wide.sheet, ".wide "),
        sizes(scene.portrait.sheet, ".portrait "),
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_values(1)}}}}}",
    ]
    return squeeze("".join(parts))


def _values(scheme: int) -> str:
    values = {name: pair[scheme] for name, pair in PALETTE.items()} | {"line": _LINE[scheme], "tint": _TINT[scheme]}
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def _text(c: dict[str, str]) -> str:
    """Colours of the page's text."""
    return (
        f"body{{background:{c['paper']};color:{c['ink']}}}"
        f".sub,.facts,.small,blockquote footer,dt{{color:{c['muted']}}}"
        f".item,body>footer,blockquote{{border-color:var(--line)}}"
        f".none{{stroke:{c['muted']}}}.contradicted{{color:{c['confirmed']}}}"
    )


def _live(c: dict[str, str]) -> str:
    """Colours of the interactive map's HTML parts."""
    halo = ",".join(f"{x}px {y}px 1px {c['land']}" for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)))
    rules = [
        f".live .leaflet-container{{background:{c['sea']}}}",
        f".live .t{{color:{c['ink']};text-shadow:{halo}}}",
        f".live .date,.live .landmark,.live .scale{{color:{c['muted']}}}",
        f".live .country{{color:{c['country']}}}.live .claim{{color:{c['claim']}}}.live .false{{color:{c['false']}}}",
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
