"""The map's content as KML 2.2, for Google Earth and geographic information systems.

Elements stand in the order of the standard's schema. Programs show a `description` as HTML, so that
text of articles is escaped there once more than XML wants; everything else is plain text.
"""

import html
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from geomap.journey.leg import Certainty
from geomap.render.exchange import Exchange, Feature, LonLat, exchange
from geomap.render.listing import Quotes
from geomap.render.scene import LINE_WIDTH
from geomap.render.style import PALETTE
from geomap.report.report import Report

_FOLDERS = (
    ("stops", ("stop",)),
    ("landmarks", ("passed", "landmark")),
    ("legs", ("leg",)),
    ("distances", ("distance",)),
)


def render_kml(report: Report, *, journey: bool = False, quotes: Quotes = "full") -> str:
    """Stops, landmarks, legs and distances in a folder each, or only the `journey`, with its credits inside.

    Raises `RenderError` where nothing can be drawn. The same report gives the same bytes.
    """
    content = exchange(report, journey=journey, quotes=quotes)
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(root, "Document")
    _text(document, "name", content.title)
    _text(document, "open", "1")
    _described(document, [f"{content.subtitle}.", content.attribution])
    for name, colour, width in _styles():
        _style(document, name, colour, width)
    _data(document, _thanks(content))
    for folder, kinds in _FOLDERS:
        features = [feature for feature in content.features if feature.kind in kinds]
        if features:
            inside = ET.SubElement(document, "Folder")
            _text(inside, "name", folder)
            for feature in features:
                _placemark(inside, feature)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _thanks(content: Exchange) -> list[tuple[str, str]]:
    named = [f"{c.text} ({c.licence})" if c.licence else c.text for c in content.credits]
    return [("attribution", "; ".join(dict.fromkeys(named)))] if named else []


def _placemark(parent: ET.Element, feature: Feature) -> None:
    mark = ET.SubElement(parent, "Placemark")
    _text(mark, "name", feature.name)
    _described(mark, feature.words.split("\n"))
    style = feature.kind if feature.kind in {"landmark", "distance"} else feature.certainty
    _text(mark, "styleUrl", f"#{style}")
    _data(mark, feature.facts)
    if feature.is_point:
        _text(ET.SubElement(mark, "Point"), "coordinates", _coordinates(feature.lines[0]))
        return
    holder = ET.SubElement(mark, "MultiGeometry") if len(feature.lines) > 1 else mark
    for line in feature.lines:
        string = ET.SubElement(holder, "LineString")
        _text(string, "tessellate", "1")
        _text(string, "coordinates", _coordinates(line))


def _coordinates(line: Iterable[LonLat]) -> str:
    return " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in line)


def _styles() -> Iterable[tuple[str, str, float]]:
    for certainty in Certainty:
        if certainty in LINE_WIDTH:
            yield certainty.value, PALETTE[certainty.value][0], LINE_WIDTH[certainty]
    yield "landmark", PALETTE["muted"][0], 1.0
    yield "distance", PALETTE["claim"][0], 1.3


def _style(parent: ET.Element, name: str, colour: str, width: float) -> None:
    """A style for points and lines; KML writes a colour as opacity, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    abgr = f"ff{blue}{green}{red}"
    style = ET.SubElement(parent, "Style", id=name)
    _text(ET.SubElement(style, "IconStyle"), "color", abgr)
    line = ET.SubElement(style, "LineStyle")
    _text(line, "color", abgr)
    _text(line, "width", f"{width:g}")


def _described(parent: ET.Element, paragraphs: Iterable[str]) -> None:
    """Paragraphs as HTML in which nothing but the line breaks is markup."""
    shown = [html.escape(text, quote=False) for text in paragraphs if text]
    if shown:
        _text(parent, "description", "<br>".join(shown))


def _data(parent: ET.Element, facts: Iterable[tuple[str, str]]) -> None:
    facts = list(facts)
    if facts:
        extended = ET.SubElement(parent, "ExtendedData")
        for name, value in facts:
            _text(ET.SubElement(extended, "Data", name=name), "value", value)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
