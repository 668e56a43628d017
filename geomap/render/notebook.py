"""A report or a journey in a notebook: its map in a frame of its own, and its features as a table of geopandas.

The frame's sandbox is empty: no script runs in it, nothing is loaded, and the notebook's own page is out
of its reach, whatever an article or a table smuggles in.
"""

import html
import json
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from geomap.errors import RenderError
from geomap.gazetteer import Gazetteer
from geomap.journey import Journey
from geomap.lang import answered_in
from geomap.provenance import Provenance
from geomap.render.compose import compose
from geomap.render.geojson import features_of
from geomap.render.page import page_of
from geomap.render.scene import Scene
from geomap.render.story import tell
from geomap.render.svg import svg_of
from geomap.render.text import clean
from geomap.render.words import load_words
from geomap.report.report import Report

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LARGEST = 1_000_000
"""Bytes that a map may add to a notebook: a page beyond it gives way to its picture, that to a line."""

_WIDE = 900
_ABOVE = 150
"""Widest frame, and what title and key add to the map's height, in pixels."""

_HIGHEST = 900


def notebook_html(report: Report) -> str:
    """The map of a report as HTML for a notebook's cell; a line of text where nothing can be drawn."""

    def page(scene: Scene) -> str:
        whole = page_of(report, scene, engine="svg")
        return whole if len(whole) <= LARGEST else _bare(scene)

    return _shown(report, page)


def journey_html(journey: Journey) -> str:
    """The map of a journey as HTML for a notebook's cell: the picture alone, since its evidence lies in the article."""
    return _shown(report_of(journey), _bare)


def report_of(journey: Journey) -> Report:
    """A report that holds a journey and nothing else: no article, and no evidence, whose words an article has."""
    gazetteer = Gazetteer.open()
    return Report(
        lang=journey.lang,
        articles=(),
        mentions=(),
        checks=(),
        legs=tuple(replace(leg, evidence=()) for leg in journey.legs),
        warnings=(),
        sources=gazetteer.sources,
        provenance=Provenance(geomap=version("geomap"), gazetteer=gazetteer.digest),
        waters=gazetteer.waters,
    )


def _bare(scene: Scene) -> str:
    return f'<!DOCTYPE html><meta charset="utf-8"><title>map</title>{svg_of(scene)}'


def _shown(report: Report, page_around: Callable[[Scene], str]) -> str:
    """A page around a report's scene, in its frame."""
    try:
        scene = compose(report)
    except RenderError as error:
        return f"<p>{html.escape(clean(str(error)))}</p>"
    page = page_around(scene)
    if len(page) > LARGEST:
        return f"<p>this map has {len(page):,} bytes: write it to a file with render_map</p>"
    height = min(_HIGHEST, round(scene.wide.height * _WIDE / scene.wide.width) + _ABOVE)
    style = f"width:100%;max-width:{_WIDE}px;height:{height}px;border:0;resize:vertical"
    title = html.escape(scene.story.title)
    return f'<iframe sandbox="" srcdoc="{html.escape(page)}" title="{title}" style="{style}"></iframe>'


def geodataframe(report: Report) -> "GeoDataFrame":
    """A row for every stop, landmark, leg and distance of the map, told apart by `kind`; WGS84.

    Columns are the properties of the GeoJSON. Raises `RenderError` where no place can be drawn.
    """
    from geopandas import GeoDataFrame  # noqa: PLC0415 (takes most of a second)

    story = tell(report, load_words(answered_in(report.lang)))
    # Through JSON, so that a cell holds what the file would.
    features = json.loads(json.dumps(features_of(report, story)))
    return GeoDataFrame.from_features(features, crs="EPSG:4326")
