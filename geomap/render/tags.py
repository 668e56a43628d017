"""What is written on the ground of a panel: scale, countries, waters, where lines lead.

All of it yields to the journey: each takes a place that is still free, or is left out.
"""

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geodesy import distance_km
from geomap.greatcircle import between_km, great_circle_km, unit_vectors
from geomap.position import Position
from geomap.render.labels import Crowd, Spot
from geomap.render.outline import Outlines, Paper, land_on, scale_length
from geomap.render.projection import Floats
from geomap.render.scene import Label, Row, ScaleBar, Sheet, Stroke
from geomap.render.story import Story, Water
from geomap.render.text import text_width, wrap
from geomap.render.typeset import set_label, size_of

_COUNTRIES = 12  # more names than this tell a reader nothing
_COUNTRY_PX2 = 900.0
_DRY = 0.5  # of a country's name, that stands on its land
_FAR_PX = 60.0  # from everything else: more is no better
_WATERS = 4  # names; more tell a reader of the journey nothing
_MIDST = 0.6  # of a water's radius, within which a point is surely on it
_STEP_PX = 10.0  # between the spots tried for a water's name
_OFFSHORE_PX = 4.0  # between a water's name and anything else


def place_bar(story: Story, paper: Paper, hall: Crowd, sheet: Sheet) -> ScaleBar | None:
    """A scale bar in the first free corner, measured on the ellipsoid at the middle of the panel."""
    across = _scale(paper)
    if across <= 0:
        return None
    km = scale_length(across * min(110.0, paper.width * 0.3))
    length = round(km / across, 1)
    size = sheet.type["bar"]
    # Under a kilometre in metres: a reader has no use for "0.2 km".
    text = story.words.km(km) if km >= 1 else f"{story.words.number(km * 1000)}\u00a0m"
    width, height = max(length, text_width(text, size, faces=sheet.faces)) + 4, size * 1.2 + 8
    inset = 12.0
    for top in (paper.height - height - inset, inset):
        for left in (inset, paper.width - width - inset):
            box = shapely.box(left, top, left + width, top + height)
            if hall.free(box):
                hall.block(box)
                return ScaleBar(x=round(left, 1), y=round(top + height - 2, 1), length=length, km=km, text=text)
    return None


_TRUE = 1.15
"""A scale within this of that in the middle of the map is true enough for a bar."""


def _scale(paper: Paper) -> float:
    """Kilometres in a pixel at the middle."""
    x, y, half = paper.width / 2, paper.height / 2, min(40.0, paper.width / 8)
    (west, south), (east, north) = paper.lonlat(x - half, y), paper.lonlat(x + half, y)
    return distance_km(as_position(west, south), as_position(east, north)) / (2 * half)


def scale_varies(paper: Paper) -> bool:
    """Whether a pixel elsewhere on the paper is more or fewer kilometres than in the middle, so that it shows.

    On the sphere that the paper itself is drawn from.
    """
    middles = np.array(_SAMPLES) * (paper.width, paper.height)
    (west, south), (east, north) = (paper.lonlats(middles + np.array([aside, 0.0])).T for aside in (-5.0, 5.0))
    km = great_circle_km(south, west, north, east)
    return bool(km.max() > _TRUE * km[0] or km.min() * _TRUE < km[0])


def place_north(paper: Paper, hall: Crowd) -> tuple[float, float, float] | None:
    """An arrow to the north in a free corner, where it is not up; none where it differs all over the paper."""
    turns = [_north_deg(paper, x * paper.width, y * paper.height) for x, y in _SAMPLES]
    if abs(turns[0]) < _UP_DEG or max(abs((t - turns[0] + 180) % 360 - 180) for t in turns) > _STEADY_DEG:
        return None
    reach, edge = 24.0, 8.0
    for y in (paper.height - reach - edge, reach + edge):
        for x in (reach + edge, paper.width - reach - edge):
            box = shapely.box(x - reach, y - reach, x + reach, y + reach)
            if hall.free(box, gap=0.0):
                hall.block(box)
                return (round(x, 1), round(y, 1), round(turns[0], 1))
    return None


_SAMPLES = ((0.5, 0.5), (0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))
_UP_DEG, _STEADY_DEG = 8.0, 25.0  # what a reader takes for up; how much one arrow may be wrong at a corner


def _north_deg(paper: Paper, x: float, y: float) -> float:
    """Degrees clockwise from up to the north, at a pixel."""
    lon, lat = paper.lonlat(x, y)
    (ax, ay), (bx, by) = paper.place(as_position(lon, lat - 0.05), as_position(lon, lat + 0.05))
    return math.degrees(math.atan2(bx - ax, ay - by))


def as_position(lon: float, lat: float) -> Position:
    """A position from an unwrapped longitude."""
    return Position(lat=max(-90.0, min(90.0, lat)), lon=(lon + 180.0) % 360.0 - 180.0)


def name_leads(story: Story, strokes: Sequence[Stroke], paper: Paper, hall: Crowd, sheet: Sheet) -> tuple[Label, ...]:
    """Where lines that leave a close-up are going."""
    from_words: list[Label] = []
    edge = shapely.box(0, 0, paper.width, paper.height)
    for stroke in strokes:
        end = shapely.Point(stroke.points[-1])
        if edge.contains(end) or not stroke.line.end or not edge.intersects(shapely.LineString(stroke.points)):
            continue
        inside = shapely.clip_by_rect(shapely.LineString(stroke.points), 1, 1, paper.width - 1, paper.height - 1)
        if inside.is_empty:
            continue
        x, y = shapely.get_coordinates(inside)[-1].tolist()
        towards = story.words.say("map", "towards", place=stroke.line.end_label)
        rows = tuple(Row(text=line, style="towards") for line in wrap(towards, sheet.wrap))
        width, height = size_of(rows, sheet)
        spots = [
            Spot(
                min(max(x + dx, 6), paper.width - width - 6),
                min(max(y + dy, 6), paper.height - height - 6),
                width,
                height,
                "start" if dx > 0 else "end",
            )
            for dx, dy in ((6, 0), (-6 - width, 0), (6, -height), (-6 - width, -height), (6, 8), (-6 - width, 8))
        ]
        spot = hall.first_free(spots)
        if spot is not None:
            from_words.append(set_label(spot, rows, sheet))
    return tuple(from_words)


def point_below(
    story: Story, window: tuple[float, float, float, float], hall: Crowd, sheet: Sheet
) -> tuple[Label, ...]:
    """Words beside the window that send the reader to the close-up."""
    left, top, width, height = window
    rows = (Row(text=story.words.say("map", "below"), style="towards"),)
    wide, high = size_of(rows, sheet)
    for x, y, anchor in (
        (left + width + 6, top + height - high, "start"),
        (left + width + 6, top, "start"),
        (left - 6 - wide, top + height - high, "end"),
        (left, top + height + 6, "start"),
        (left - 6 - wide, top, "end"),
        (left, top - high - 6, "start"),
    ):
        spot = Spot(x, y, wide, high, anchor)
        if hall.free(spot.box, gap=0.5):
            hall.take(spot)
            return (set_label(spot, rows, sheet),)
    return ()


def name_countries(story: Story, outlines: Outlines, paper: Paper, hall: Crowd, sheet: Sheet) -> tuple[Label, ...]:
    """Names of countries in view, those of the journey first, then the largest, a dozen at most."""
    frame = shapely.box(0, 0, paper.width, paper.height)
    cut = {code: shapely.intersection(shape, frame) for code, shape in outlines.countries}
    told = {place.country for place in story.places}
    named = {extent.place.country for extent in story.extents if extent.place.is_country}
    order = sorted(cut, key=lambda code: (code not in told, -round(cut[code].area), code))
    codes = [code for code in order if cut[code].area >= _COUNTRY_PX2 and code not in named][:_COUNTRIES]
    everyone = shapely.STRtree([cut[code] for code in order])
    labels = []
    for code in codes:
        found: list[tuple[float, int, Spot, tuple[Row, ...]]] = []
        for turn, rows in enumerate(_in_lines(story.words.country(code).upper(), "country")):
            roomy = _roomy(cut[code], order.index(code), everyone, size_of(rows, sheet), hall)
            if roomy is not None:
                found.append((-roomy[0] + 12 * turn, turn, roomy[1], rows))
        if found:
            _, _, spot, rows = min(found, key=lambda item: item[:2])
            hall.take(spot)
            labels.append(set_label(spot, rows, sheet))
    return tuple(labels)


def _in_lines(name: str, style: str) -> list[tuple[Row, ...]]:
    """The name on one line, then, if it has several words, on two."""
    kinds: list[tuple[Row, ...]] = [(Row(text=name, style=style),)]
    if " " in name or "-" in name:
        kinds.append(tuple(Row(text=part, style=style) for part in wrap(name, len(name) // 2 + 1)))
    return kinds


def _roomy(
    visible: BaseGeometry, number: int, everyone: shapely.STRtree, size: tuple[float, float], hall: Crowd
) -> tuple[float, Spot] | None:
    """The spot for a name furthest from everything else, on a grid.

    It stands over its own country, which is `number` of `everyone`, on water if need be for half of
    it, never on another's land.
    """
    width, height = size
    parts = [p for p in shapely.get_parts(visible).tolist() if p.geom_type == "Polygon"]
    if not parts:
        return None
    body = max(parts, key=lambda p: p.area)
    left, top, right, bottom = body.bounds
    step = max(14.0, math.sqrt((right - left) * (bottom - top)) / 16)
    middles = np.array([(x, y) for y in _steps(top, bottom, step) for x in _steps(left, right, step)])
    shapely.prepare(body)
    middles = middles[shapely.contains_xy(body, middles)]
    half = np.array([width / 2, height / 2])
    boxes = np.hstack([middles - half, middles - half + (width, height)])
    boxes = boxes[hall.free_boxes(boxes, gap=6.0)]
    shapes = shapely.box(*boxes.T)
    near, other = everyone.query(shapes, predicate="intersects")
    alone = np.setdiff1d(np.arange(len(boxes)), near[other != number])
    boxes, shapes = boxes[alone], shapes[alone]
    dry = np.where(shapely.contains(body, shapes), 1.0, 0.0)
    wet = np.flatnonzero(dry == 0.0)
    dry[wet] = shapely.area(shapely.intersection(body, shapes[wet])) / (width * height)
    boxes, dry = boxes[dry >= _DRY], dry[dry >= _DRY]
    return _deepest(shapely.simplify(body.exterior, 1.0), boxes, dry, size, hall)


def _deepest(
    shore: BaseGeometry, boxes: Floats, dry: Floats, size: tuple[float, float], hall: Crowd
) -> tuple[float, Spot] | None:
    """The first of the boxes that lie deepest inside their country and far from everything else."""
    away = hall.clearances(boxes, most=_FAR_PX)
    best: tuple[float, int] | None = None
    # By the depth that the shore may still reduce: what cannot be the deepest is never measured.
    for i in np.argsort(-(away + 40 * np.minimum(dry, 0.98)), kind="stable").tolist():
        bonus = 40 * min(float(dry[i]), 0.98)
        if best is not None and round(float(away[i]) + bonus, 1) < -best[0]:
            break
        depth = round(min(float(shapely.distance(shore, shapely.box(*boxes[i]))), float(away[i])) + bonus, 1)
        best = min(best or (-depth, i), (-depth, i))
    if best is None:
        return None
    left, top = boxes[best[1], :2].tolist()
    return -best[0], Spot(left, top, *size, "middle")


def _steps(low: float, high: float, step: float) -> list[float]:
    count = int((high - low) // step)
    return [low + (high - low - count * step) / 2 + i * step for i in range(count + 1)]


def name_waters(story: Story, paper: Paper, hall: Crowd, sheet: Sheet) -> tuple[tuple[Water, Label], ...]:
    """Names of the waters in view, the largest first, four at most, each wholly on its own water.

    A spot is a water's own near its middle, and where no other water's middle is nearer, in units of their radii.
    """
    if not story.waters:
        return ()
    land = land_on(paper, story.worldview)
    shapely.prepare(land)
    middles = _at_sea(paper, land)
    away = _away(story.waters, paper, middles)
    owner = away.argmin(axis=1)
    drawn = {place.id for place in story.places} | {extent.place.id for extent in story.extents}
    named: list[tuple[Water, Label]] = []
    for number in np.unique(owner[away.min(axis=1, initial=_MIDST) < _MIDST]).tolist():  # the largest come first
        water = story.waters[number]
        if not water.label or water.place.id in drawn or len(named) == _WATERS:
            continue
        own = np.flatnonzero((owner == number) & (away[:, number] < _MIDST))
        spots = middles[own[np.argsort(away[own, number], kind="stable")]]
        for rows in _in_lines(water.label, "water"):
            size = size_of(rows, sheet)
            spot = _afloat(spots, size, land, hall) if size[0] * paper.km_per_px < 2 * water.place.radius_km else None
            if spot is not None:
                hall.take(spot)
                named.append((water, set_label(spot, rows, sheet)))
                break
    return tuple(named)


def _at_sea(paper: Paper, land: BaseGeometry) -> Floats:
    """A grid of pixels that lie in the frame, on the world and on no land."""
    xs, ys = (_steps(_STEP_PX, side - _STEP_PX, _STEP_PX) for side in (paper.width, paper.height))
    middles = np.array([(x, y) for y in ys for x in xs])
    lon, lat = paper.lonlats(middles).T
    known = (np.abs(lon - paper.projection.lon0) <= 180.0) & (np.abs(lat) <= 90.0)
    wet: Floats = middles[known & ~shapely.contains_xy(land, middles)]
    return wet


def _away(waters: Sequence[Water], paper: Paper, middles: Floats) -> Floats:
    """How far pixels (rows) are from the middles of waters (columns), in units of their radii, on the sphere."""
    lon, lat = paper.lonlats(middles).T
    places = [water.place for water in waters]
    points = np.array([(place.position.lat, place.position.lon) for place in places])
    km = between_km(unit_vectors(lat, lon), unit_vectors(*points.T))
    away: Floats = km / np.array([place.radius_km for place in places])
    return away


def _afloat(middles: Floats, size: tuple[float, float], land: BaseGeometry, hall: Crowd) -> Spot | None:
    """The first spot about one of these pixels that is free and clear of land."""
    half = np.array(size) / 2
    boxes = np.hstack([middles - half, middles + half])
    boxes = boxes[hall.free_boxes(boxes, gap=_OFFSHORE_PX)]
    ashore = shapely.intersects(land, shapely.box(*(boxes + _OFFSHORE_PX * np.array([-1, -1, 1, 1])).T))
    clear = boxes[~ashore]
    if not len(clear):
        return None
    left, top = clear[0, :2].tolist()
    return Spot(left, top, *size, "middle")
