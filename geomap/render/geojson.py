"""The map's content as GeoJSON (RFC 7946), for other programs and other maps."""

import json
from typing import Any

from geomap.checks.check import Check
from geomap.geodesy import split_at_antimeridian
from geomap.lang import answered_in
from geomap.position import Position
from geomap.render.listing import Quotes, quoted
from geomap.render.story import Dimension, Landmark, Line, Stop, Story, tell
from geomap.render.text import clean, web_address
from geomap.render.words import load_words
from geomap.report.report import Report

_DIGITS = 6


def render_geojson(report: Report, *, quotes: Quotes = "full") -> str:
    """A FeatureCollection of stops, points passed, landmarks, legs and distances, told apart by `properties.kind`.

    Lines over the antimeridian are cut there (RFC 7946, section 3.1.9). The text is ASCII. Raises
    `RenderError` where no place can be drawn.
    """
    story = tell(report, load_words(answered_in(report.lang)))
    lines = ",\n".join(
        json.dumps(feature, separators=(",", ":")) for feature in features_of(report, story, quotes=quotes)
    )
    head = json.dumps({"type": "FeatureCollection", **_foreign(story)}, separators=(",", ":"))
    return f'{head[:-1]},"features":[\n{lines}\n]}}\n'


def features_of(report: Report, story: Story, *, quotes: Quotes = "full") -> list[dict[str, Any]]:
    """The features of a story: its stops, landmarks, lines and dimensions, each in order."""
    return [
        *(_stop(report, stop) for stop in story.stops),
        *(_landmark(landmark) for landmark in story.landmarks),
        *(_leg(report, line, quotes) for line in story.lines),
        *(_distance(report, dimension, quotes) for dimension in story.dimensions),
    ]


def _foreign(story: Story) -> dict[str, Any]:
    credits_ = dict.fromkeys((*story.place_credits, *story.rail_credits))
    thanks = [{"text": c.text, "licence": c.licence, "url": c.url} for c in credits_]
    return {"title": story.title, "subtitle": story.subtitle, "attribution": thanks}


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _xy(position: Position) -> list[float]:
    return [round(position.lon, _DIGITS), round(position.lat, _DIGITS)]


def _point(position: Position) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _xy(position)}


def _when(report: Report, stop: Stop) -> str | None:
    """The first date told of a stop, as a day, month or year."""
    for leg in report.legs:
        for place, stated in ((leg.origin, leg.departed), (leg.destination, leg.arrived)):
            if place is not None and place.id == stop.place.id and stated is not None and leg.certainty != "denied":
                return stated.iso
    return None


def _stop(report: Report, stop: Stop) -> dict[str, Any]:
    properties = {
        "kind": "stop",
        "number": stop.number,
        "name": stop.name,
        "date": stop.date or None,
        "when": _when(report, stop),
        "certainty": stop.certainty.value,
        "place": stop.place.id,
        "country": stop.place.country or None,
        "source": stop.place.source,
        "url": web_address(stop.place.url),
    }
    if stop.place.is_area:  # the point is its middle, not where anybody halted
        properties["radius_km"] = stop.place.radius_km
    return _feature(_point(stop.place.position), properties)


def _landmark(landmark: Landmark) -> dict[str, Any]:
    place = landmark.place
    properties = {
        "kind": "landmark" if landmark.certainty is None else "passed",
        "name": landmark.label,
        "certainty": landmark.certainty.value if landmark.certainty is not None else None,
        "place": place.id,
        "country": place.country or None,
        "source": place.source,
        "url": web_address(place.url),
    }
    return _feature(_point(place.position), properties)


def _leg(report: Report, line: Line, quotes: Quotes) -> dict[str, Any]:
    leg = line.leg
    properties = {
        "kind": "leg",
        "traveller": clean(leg.traveller),
        "mode": clean(leg.mode) or None,
        "from": line.start,
        "to": line.end or None,
        "via": [p.id for p in leg.via],
        "direction": leg.direction.value if leg.direction is not None else None,
        "departed": leg.departed.iso if leg.departed is not None else None,
        "arrived": leg.arrived.iso if leg.arrived is not None else None,
        "certainty": line.certainty.value,
        "observed": leg.observed,
        "sources": [clean(s) for s in leg.sources],
        "journey": leg.journey,
        "geodesic_km": _km(leg.geodesic_km),
        "rail_km": _km(leg.rail_km),
        "schematic": not line.on_rails,
        "evidence": [text for e in leg.evidence if (text := quoted(e, report.article(e.article), quotes))],
    }
    if len(line.points) < 2:
        return _feature(_point(line.points[0]), properties)
    points = line.points
    for spur in line.spurs:
        points = (spur[1], *points) if spur[0] == points[0] else (*points, spur[1])
    return _feature(_line(points), properties)


def _distance(report: Report, dimension: Dimension, quotes: Quotes) -> dict[str, Any]:
    check: Check = dimension.check
    quantity = check.claim.quantity
    evidence = check.claim.evidence
    properties = {
        "kind": "distance",
        "anchor": dimension.start.id,
        "subject": dimension.end.id,
        "reported": clean(report.said(check.claim)),
        "reported_km": _km(quantity.value_km) if quantity is not None else None,
        "measured_km": _km(dimension.measured.geodesic_km),
        "error_pct": round(check.error_pct, 1) if check.error_pct is not None else None,
        "relation": check.claim.relation,
        "verdict": check.verdict.value,
        "summary": clean(check.summary),
        "evidence": quoted(evidence, report.article(evidence.article), quotes) or None,
    }
    return _feature(_line((dimension.start.position, dimension.end.position)), properties)


def _km(value: float | None) -> float | None:
    return round(value, 1) if value is not None else None


def _line(points: tuple[Position, ...]) -> dict[str, Any]:
    """A LineString, or a MultiLineString where it crosses the antimeridian."""
    parts = [[_xy(point) for point in piece] for piece in split_at_antimeridian(points)]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}
