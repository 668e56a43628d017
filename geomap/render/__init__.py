"""Draws the map of a report: `render_map`.

Nothing heavy is imported before it is needed, so that `import geomap.render` stays instant; folium
comes in only with the interactive engine.
"""

from typing import Literal

from geomap.errors import RenderError
from geomap.report.report import Report

__all__ = ["render_map"]


def render_map(
    report: Report,
    *,
    format: Literal["html", "svg", "geojson"] = "html",  # noqa: A002
    engine: Literal["leaflet", "svg"] = "leaflet",
    quotes: Literal["none", "short", "full"] = "full",
) -> str:
    """The map of a report, as a self-contained page, a picture or data.

    The same report gives the same bytes. `engine` chooses, for a page, between an interactive map
    over the picture and the picture alone; `quotes` how much of the articles’ sentences is shown.
    Raises `RenderError` where the articles name no place
    that can be drawn, or for a format or an engine that does not exist.
    """
    if format == "svg":
        from geomap.render.svg import render_svg  # noqa: PLC0415

        return render_svg(report)
    if format == "geojson":
        from geomap.render.geojson import render_geojson  # noqa: PLC0415

        return render_geojson(report, quotes=quotes)
    if format == "html":
        from geomap.render.page import render_page  # noqa: PLC0415

        return render_page(report, engine=engine, quotes=quotes)
    msg = f"a map is drawn as html, svg or geojson, got format {format!r}"
    raise RenderError(msg)
