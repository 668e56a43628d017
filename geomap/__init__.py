"""Reads a news article, maps the journey it tells and checks every distance it reports.

The verbs below are the whole of it; each is imported when it is first used, so that `import geomap`
costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.article import Article, article_from_text, read_article
    from geomap.entities import StatisticalRecogniser
    from geomap.gazetteer import Gazetteer
    from geomap.pipeline import analyse
    from geomap.render import render_map, render_picture
    from geomap.report.report import Report
    from geomap.stops import follow_stops, read_stops

__all__ = [
    "Article",
    "Gazetteer",
    "Report",
    "StatisticalRecogniser",
    "analyse",
    "article_from_text",
    "follow_stops",
    "read_article",
    "read_stops",
    "render_map",
    "render_picture",
]

_HOMES = {
    "Article": "geomap.article",
    "Gazetteer": "geomap.gazetteer",
    "Report": "geomap.report.report",
    "StatisticalRecogniser": "geomap.entities",
    "analyse": "geomap.pipeline",
    "article_from_text": "geomap.article",
    "follow_stops": "geomap.stops",
    "read_article": "geomap.article",
    "read_stops": "geomap.stops",
    "render_map": "geomap.render",
    "render_picture": "geomap.render",
}


def __getattr__(name: str) -> object:
    """Import a public name from the module that defines it."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
