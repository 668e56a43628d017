"""Mentions and legs as GeoJSON (RFC 7946): WGS84, longitude first, lines cut at the antimeridian."""

from collections.abc import Sequence

from geomap.gazetteer.place import Place
from geomap.geodesy import along, split_at_antimeridian
from geomap.position import Position
from geomap.report.objects import leg_object, mention_object
from geomap.report.report import Report


def _point(place: Place) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(place.position.lonlat)}


def _line(points: Sequence[Position]) -> dict[str, object]:
    lines = [[[round(degrees, 6) for degrees in p.lonlat] for p in piece] for piece in split_at_antimeridian(points)]
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def mentions_geojson(report: Report) -> dict[str, object]:
    """A feature for every mention with a place."""
    features = [
        {"type": "Feature", "geometry": _point(m.resolution.place), "properties": mention_object(m)}
        for m in report.mentions
        if m.resolution.place is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def legs_geojson(report: Report) -> dict[str, object]:
    """A feature for every leg: a line between its ends, a point where only one is known, or no geometry.

    A leg over the rails follows them; any other line is a sketch (`"schematic": true`): the geodesic between
    the ends.
    """
    features = []
    for leg in report.legs:
        ends = [p for p in (leg.origin, leg.destination) if p is not None]
        geometry: dict[str, object] | None = None
        if len(ends) == 2:
            start, end = (p.position for p in ends)
            geometry = _line(along(start, end) if leg.rail is None else leg.rail.whole)
        elif ends:
            geometry = _point(ends[0])
        properties = leg_object(leg, report.article(leg.article)) | {"schematic": leg.rail is None}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return {"type": "FeatureCollection", "features": features}
