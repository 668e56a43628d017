"""The journey as GPX 1.1, for receivers, outdoor maps and mapping desks: a waypoint a stop, a track a leg.

Elements stand in the order of the standard's schema. It has no field for a certainty or for a day
without an hour: both stand in `desc` in words and in `cmt` for programs. Distances are no way that anybody
went, and stay out.
"""

import xml.etree.ElementTree as ET

from geomap.render.exchange import Exchange, Feature, LonLat, exchange
from geomap.render.listing import Quotes
from geomap.report.report import Report

_KEPT = ("kind", "certainty", "when", "departed", "arrived", "traveller", "observed", "sources", "schematic", "place")
_LAST = 179.999999
"""The schema's longitudes end short of 180°."""


def render_gpx(report: Report, *, journey: bool = False, quotes: Quotes = "full") -> str:
    """Stops and landmarks as waypoints, legs as tracks; only the `journey` leaves landmarks out.

    Raises `RenderError` where nothing can be drawn. The same report gives the same bytes.
    """
    content = exchange(report, journey=journey, quotes=quotes)
    root = ET.Element("gpx", version="1.1", creator="geomap", xmlns="http://www.topografix.com/GPX/1/1")
    _metadata(ET.SubElement(root, "metadata"), content)
    for feature in content.features:
        if feature.kind in {"stop", "passed", "landmark"}:
            _waypoint(root, feature)
    for feature in content.features:
        if feature.kind == "leg" and not feature.is_point:
            _track(root, feature)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _metadata(parent: ET.Element, content: Exchange) -> None:
    _text(parent, "name", content.title)
    _text(parent, "desc", f"{content.subtitle}. {content.attribution}")
    if content.credits:
        ET.SubElement(parent, "copyright", author="; ".join(dict.fromkeys(c.text for c in content.credits)))
    for url, text in {c.url: c.text for c in content.credits if c.url}.items():
        _text(ET.SubElement(parent, "link", href=url), "text", text)
    points = [point for f in content.features if f.kind != "distance" for line in f.lines for point in line]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    low, high = (min(lats), min(lons)), (max(lats), max(lons))
    ET.SubElement(
        parent, "bounds", minlat=_deg(low[0]), minlon=_lon(low[1]), maxlat=_deg(high[0]), maxlon=_lon(high[1])
    )


def _waypoint(parent: ET.Element, feature: Feature) -> None:
    ((point,),) = feature.lines
    mark = ET.SubElement(parent, "wpt", _at(point))
    _named(mark, feature)
    _text(mark, "type", feature.kind)


def _track(parent: ET.Element, feature: Feature) -> None:
    track = ET.SubElement(parent, "trk")
    _named(track, feature)
    mode = dict(feature.facts).get("mode")
    if mode:
        _text(track, "type", mode)
    for line in feature.lines:
        segment = ET.SubElement(track, "trkseg")
        for point in line:
            ET.SubElement(segment, "trkpt", _at(point))


def _named(parent: ET.Element, feature: Feature) -> None:
    _text(parent, "name", feature.name)
    facts = dict(feature.facts)
    _text(parent, "cmt", "; ".join(f"{key}={facts[key]}" for key in _KEPT if key in facts))
    if feature.words:
        _text(parent, "desc", feature.words)


def _at(point: LonLat) -> dict[str, str]:
    lon, lat = point
    return {"lat": _deg(lat), "lon": _lon(lon)}


def _deg(value: float) -> str:
    return f"{value:.6f}"


def _lon(value: float) -> str:
    return _deg(min(value, _LAST))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
