"""Draws the map of a report: `render_map`, and `render_picture` for what only a browser can draw.

Nothing heavy is imported before it is needed, so that `import geomap.render` stays instant; folium
comes in only with the interactive engine.
"""

from typing import Literal

from geomap.errors import RenderError
from geomap.render.theme import PLAIN, Theme
from geomap.report.report import Report

__all__ = ["render_map", "render_picture"]


def render_map(
    report: Report,
    *,
    format: Literal["html", "svg", "geojson", "kml", "gpx"] = "html",  # noqa: A002
    engine: Literal["leaflet", "svg"] = "leaflet",
    quotes: Literal["none", "short", "full"] = "full",
    theme: Theme = PLAIN,
) -> str:
    """The map of a report, as a self-contained page, a picture or data.

    The same report gives the same bytes. `engine` chooses, for a page, between an interactive map
    over the picture and the picture alone; `quotes` how much of the articles’ sentences is shown; `theme`
    is a newsroom's style (`geomap.render.theming`).
    Raises `RenderError` where the articles name no place that can be drawn, or for a format or an
    engine that does not exist.
    """
    if format == "svg":
        from geomap.render.svg import render_svg  # noqa: PLC0415

        return render_svg(report, theme=theme)
    if format == "geojson":
        from geomap.render.geojson import render_geojson  # noqa: PLC0415

        return render_geojson(report, quotes=quotes)
    if format == "kml":
        from geomap.render.kml import render_kml  # noqa: PLC0415

        return render_kml(report, quotes=quotes)
    if format == "gpx":
        from geomap.render.gpx import render_gpx  # noqa: PLC0415

        return render_gpx(report, quotes=quotes)
    if format == "html":
        from geomap.render.page import render_page  # noqa: PLC0415

        return render_page(report, engine=engine, quotes=quotes, theme=theme)
    msg = f"a map is drawn as html, svg, geojson, kml or gpx, got format {format!r}"
    raise RenderError(msg)


def render_picture(
    report: Report,
    *,
    format: Literal["png", "pdf"] = "png",  # noqa: A002
    size: tuple[int, int] | None = None,
    theme: Theme = PLAIN,
) -> bytes:
    """The map as the bytes of a PNG or PDF, drawn by the system's Chromium.

    `size` is width and height in pixels, such as 1200 by 630 for a social card. Raises `RenderError` where
    nothing can be drawn, the size leaves the map no room, or there is no Chromium.
    """
    from geomap.render import picture  # noqa: PLC0415

    return picture.render_picture(report, format=format, size=size, theme=theme)
