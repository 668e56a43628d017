"""What a newsroom changes in the look of its maps: nothing, unless `geomap.render.theming` reads a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Changes to geomap's own style, checked when they were read.

    `colours` are light and dark by the names of the palette; `font` is a CSS list of families or empty;
    `sizes` are pixels by style of label ("stop", "date" …), `weights` CSS weights of "title", "stop" and
    "text", `lines` widths in pixels by certainty. `numbers` is the language that numbers are written
    in, or empty for the map's own.
    """

    colours: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    font: str = ""
    sizes: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, float] = field(default_factory=dict)
    numbers: str = ""


PLAIN = Theme()
