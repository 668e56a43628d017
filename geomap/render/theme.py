"""What a newsroom changes in the look of its maps: nothing, unless `geomap.render.theming` reads a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geomap.render.text import Face


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Changes to geomap's own style, checked when they were read.

    `colours` are light and dark by the names of the palette; `font` is a CSS list of families or empty;
    `sizes` are pixels by style of label ("stop", "date" …), `weights` CSS weights of "title", "stop" and
    "text", `lines` widths in pixels by certainty. `numbers` is the language that numbers are written
    in, or empty for the map's own. `source` tells the file by its name and the digest of its text.
    """

    colours: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    font: str = ""
    sizes: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, float] = field(default_factory=dict)
    numbers: str = ""
    source: str = ""

    @property
    def faces(self) -> tuple[Face, ...]:
        """The kinds of type that a reader may see: that of the list's generic family, and of fixed width if named.

        >>> Theme(font='"Fira Code",sans-serif').faces
        ('sans', 'mono')
        """
        families = [family.strip('"').lower() for family in self.font.split(",")]
        last: Face = _GENERIC.get(families[-1], "sans")
        fixed = any(sign in family for family in families for sign in _FIXED)
        return (last, "mono") if fixed and last != "mono" else (last,)


_GENERIC: Mapping[str, Face] = {"serif": "serif", "ui-serif": "serif", "monospace": "mono"}
_FIXED = ("mono", "code", "courier", "consolas", "menlo", "typewriter")  # in names of families of fixed width


PLAIN = Theme()


def changes(theme: Theme) -> str:
    """CSS rules for a theme's fonts, weights, sizes and widths, to come after geomap's own; empty for none.

    Type over the interactive map is HTML, and takes its sizes from here as well.

    >>> changes(Theme(weights={"stop": 600}))
    '.stop,.n,.word .stop{font-weight:600}'
    """
    rules = [f"body,.t,text.head,text.note,.pin i{{font-family:{theme.font}}}"] if theme.font else []
    rules += [f"{_WEIGHED[name]}{{font-weight:{weight}}}" for name, weight in theme.weights.items()]
    rules += [f".live .word .{style}{{font-size:{size:g}px}}" for style, size in theme.sizes.items()]
    rules += [f".leg.{certainty}{{stroke-width:{width:g}}}" for certainty, width in theme.lines.items()]
    return "".join(rules)


_WEIGHED = {
    "title": "h1,text[font-weight]",
    "stop": ".stop,.n,.word .stop",
    "text": "body,.t:not(.stop):not(.n),.note",
}
