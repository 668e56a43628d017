"""The map as geometry: what stands where, in pixels, for every engine to draw.

A `Scene` is the story in words and two pictures of it, `wide` for a page and `portrait` for a phone.
A picture is one or two panels; the second is a close-up of stops that the first cannot tell apart.
`geomap.render.compose` computes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geomap.journey.leg import Certainty
from geomap.render.labels import Point
from geomap.render.outline import Outlines, Paper
from geomap.render.story import Dimension, Landmark, Line, Stop, Story, Water
from geomap.render.text import Face
from geomap.render.theme import PLAIN, Theme

LINE_WIDTH = {
    Certainty.CONFIRMED: 3.6,
    Certainty.REPORTED: 3.0,
    Certainty.EXPECTED: 2.4,
    Certainty.SPECULATED: 2.6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a label: `style` names its type ("stop", "date", "landmark", "claim", "towards", "country", "water").

    `tone` is a further class that changes its colour alone.
    """

    text: str
    style: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Rows of text: `x` is the edge or middle told by `anchor`, `baselines` one for each row."""

    x: float
    baselines: tuple[float, ...]
    anchor: str
    rows: tuple[Row, ...]
    leader: tuple[Point, Point] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One or more stops at a point; `text` is their number or numbers, empty for a mere dot.

    `tone` is the class of a second or third traveller.
    """

    x: float
    y: float
    radius: float
    half_width: float
    text: str
    certainty: Certainty
    stops: tuple[Stop, ...]
    label: Label | None
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A landmark."""

    x: float
    y: float
    landmark: Landmark
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A leg on the paper, and the triangle that tells its sense, if there is room for one.

    `spurs` run between a far station and the place it serves; `tone` is the class of a second or third
    traveller.
    """

    line: Line
    points: tuple[Point, ...]
    spurs: tuple[tuple[Point, Point], ...]
    arrow: tuple[Point, Point, Point] | None
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A checked distance: a thin line with a tick at each end, and its annotation.

    `shift` is how far it is drawn from the places themselves, to lie beside a leg.
    """

    dimension: Dimension
    start: Point
    end: Point
    shift: Point
    ticks: tuple[tuple[Point, Point], tuple[Point, Point]]
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBar:
    """A bar of `length` pixels that stands for `km` at the middle of the panel, and only there if it `varies`."""

    x: float
    y: float
    length: float
    km: float
    text: str
    varies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A globe of `radius` pixels in a box whose corner is at `x`, `y`; `land` is path data in that box.

    `frame` is the map's outline on it, or a single point where that would be too small to see.
    """

    x: float
    y: float
    radius: float
    land: str
    frame: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A map: `x`, `y` place it in the picture; everything else is in its own pixels.

    `window` is the rectangle that the close-up enlarges (left, top, width, height), `ties` the lines between its
    corners and those of a close-up that stands on the map; `tags` are names of countries, of `waters` and
    of where lines lead. `unlabelled` lists what had to go without a name. `north` is the middle of an arrow and
    the degrees, clockwise, by which the north turns from up.
    """

    kind: str
    x: float
    y: float
    paper: Paper
    outlines: Outlines
    strokes: tuple[Stroke, ...]
    rules: tuple[Rule, ...]
    markers: tuple[Marker, ...]
    dots: tuple[Dot, ...]
    tags: tuple[Label, ...]
    bar: ScaleBar | None
    window: tuple[float, float, float, float] | None
    unlabelled: tuple[str, ...]
    locator: Locator | None = None
    north: tuple[float, float, float] | None = None
    ties: tuple[tuple[Point, Point], ...] = ()
    waters: tuple[Water, ...] = ()

    @property
    def labels(self) -> tuple[Label, ...]:
        """Labels of landmarks, distances and stops, the most important last."""
        found = [d.label for d in self.dots] + [r.label for r in self.rules] + [m.label for m in self.markers]
        return tuple(label for label in found if label is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing of `width` by `height` pixels; type sizes are those of its `sheet`."""

    sheet: "Sheet"
    height: float
    panels: tuple[Panel, ...]

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.sheet.width

    @property
    def unlabelled(self) -> tuple[str, ...]:
        """Names that found no room in any panel."""
        return tuple(dict.fromkeys(name for panel in self.panels for name in panel.unlabelled))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A report ready to draw, and in what style."""

    story: Story
    wide: Picture
    portrait: Picture
    theme: Theme = PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The format of a picture: sizes in pixels; `wrap` is the longest line of a label, in characters.

    `insets` are sizes of a close-up, the largest first; without any there is none.
    `faces` are the kinds of type that its text may be set in.
    """

    name: str
    width: float
    heights: tuple[float, float]
    pad: tuple[float, float]
    wrap: int
    type: Mapping[str, float]
    insets: tuple[tuple[float, float], ...]
    faces: tuple[Face, ...] = ("sans",)


WIDE = Sheet(
    name="wide",
    width=760.0,
    heights=(400.0, 600.0),
    pad=(80.0, 48.0),
    wrap=24,
    type={
        "stop": 14.0,
        "date": 12.0,
        "landmark": 13.0,
        "claim": 12.5,
        "towards": 12.0,
        "traveller": 13.0,
        "country": 12.0,
        "water": 12.0,
        "bar": 12.0,
    },
    insets=((308.0, 276.0), (276.0, 256.0), (248.0, 236.0), (220.0, 220.0)),
)


PORTRAIT = Sheet(
    name="portrait",
    width=360.0,
    heights=(300.0, 470.0),
    pad=(52.0, 40.0),
    wrap=15,
    type={
        "stop": 13.5,
        "date": 12.5,
        "landmark": 13.0,
        "claim": 12.5,
        "towards": 12.5,
        "traveller": 13.0,
        "country": 12.5,
        "water": 12.5,
        "bar": 12.5,
    },
    insets=((360.0, 250.0),),
)


def polyline(points: Sequence[Point]) -> str:
    """SVG path data of a polyline, to a tenth of a pixel: each point by its step from the one before.

    >>> polyline([(10.0, 5.0), (10.5, 4.0), (9.5, 14.0)])
    'M10 5l.5-1-1 10'
    """
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [step for a, b in pairwise(tenths) for step in (b[0] - a[0], b[1] - a[1])]
    written = [_short(step / 10) for step in steps]
    joined = "".join(text if text.startswith("-") or not i else f" {text}" for i, text in enumerate(written))
    return f"M{number(points[0][0])} {number(points[0][1])}" + (f"l{joined}" if joined else "")


def _short(value: float) -> str:
    """As `number`, without the nought before a point."""
    return number(value).replace("0.", ".") if abs(value) < 1 and value else number(value)


def number(value: float) -> str:
    """A number to a tenth, without a useless ".0" or minus zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
