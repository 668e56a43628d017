"""The commands on one article: `map`, `places`, `route`."""

import re
from datetime import date
from pathlib import Path
from typing import Literal

import click

from geomap.cli.common import analyse_article, article_options, one_line_errors, print_csv, print_json
from geomap.cli.drawing import engine_option, quotes_option, theme_of, theme_option
from geomap.cli.stops import article_or_stops, stops_option

_MAP_FORMATS: dict[str, Literal["html", "svg", "geojson", "kml", "gpx"]] = {
    ".html": "html",
    ".svg": "svg",
    ".geojson": "geojson",
    ".kml": "kml",
    ".gpx": "gpx",
}
_PICTURES: dict[str, Literal["png", "pdf"]] = {".png": "png", ".pdf": "pdf"}


def _check_target(target: Path, size: tuple[int, int] | None) -> None:
    """Refuse, before any work, a suffix that no map has, a size that it cannot take, and a missing browser."""
    from geomap.errors import RenderError  # noqa: PLC0415
    from geomap.render.browser import find_browser  # noqa: PLC0415

    suffix = target.suffix.lower()
    if suffix in _PICTURES:
        find_browser(_PICTURES[suffix])
    elif suffix not in _MAP_FORMATS:
        named = ", ".join((*_MAP_FORMATS, *_PICTURES))
        msg = f"a map is written as {named}, got {target.name!r}; give -o a name with one of them"
        raise RenderError(msg)
    elif size is not None:
        msg = f"--size is for a .png or .pdf, not for {target.name!r}"
        raise click.UsageError(msg)


def _size(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Read the value of --size; a wrong one is wrong usage."""
    if value is None:
        return None
    sides = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", value.strip().lower(), re.ASCII)
    if sides is None:
        msg = f"must be width x height in pixels, such as 1200x630, got {value!r}"
        raise click.BadParameter(msg)
    return int(sides[1]), int(sides[2])


@click.command("map", short_help="Draw the journey on a map, and print the file.")
@click.argument("article", required=False)
@stops_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; its suffix (.html, .svg, .png, .pdf, .geojson, .kml, .gpx) decides. "
    "Default: maps/ARTICLE.html.",
)
@engine_option
@click.option(
    "--size",
    metavar="WxH",
    callback=_size,
    help="Pixels of a .png or .pdf, such as 1200x630 for a social card; the map is laid out for them.",
)
@theme_option
@quotes_option
@article_options
@one_line_errors
def map_command(  # noqa: PLR0913 (one parameter an option)
    article: str | None,
    stops: Path | None,
    output: Path | None,
    engine: Literal["leaflet", "svg"],
    size: tuple[int, int] | None,
    theme_file: Path | None,
    quotes: Literal["none", "short", "full"],
    lang: str | None,
    published: date | None,
    worldview: str,
    *,
    quiet: bool,
) -> None:
    """Draw the journey on a map that loads anywhere, and print where the file is.

    The journey is an article's, or with --stops FILE that of a table.
    """
    from geomap.output import write_bytes, write_output  # noqa: PLC0415
    from geomap.render import render_map, render_picture  # noqa: PLC0415

    named = "article" if article == "-" else Path(article or stops or "article").stem
    target = output or Path("maps") / f"{named}.html"
    _check_target(target, size)
    theme = theme_of(theme_file)
    report = article_or_stops(
        article, stops, lang=lang, published=published, worldview=worldview, quiet=quiet, any_language=True
    )
    suffix = target.suffix.lower()
    if suffix in _PICTURES:
        write_bytes(target, render_picture(report, format=_PICTURES[suffix], size=size, theme=theme))
    else:
        write_output(target, render_map(report, format=_MAP_FORMATS[suffix], engine=engine, quotes=quotes, theme=theme))
    click.echo(str(target))


@click.command(short_help="List the places and how the article uses them.")
@click.argument("article")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "geojson", "csv"]),
    default="table",
    show_default=True,
    help="Output.",
)
@article_options
@one_line_errors
def places(  # noqa: PLR0913
    article: str, kind: str, lang: str | None, published: date | None, worldview: str, *, quiet: bool
) -> None:
    """List the places the article names, where they are, and how it uses them."""
    from geomap.report.objects import report_object  # noqa: PLC0415
    from geomap.report.tables import places_table, print_table  # noqa: PLC0415

    report = analyse_article(
        article, lang=lang, published=published, worldview=worldview, quiet=quiet, any_language=True
    )
    if kind == "json":
        print_json(report_object(report, "mentions"))
    elif kind == "geojson":
        from geomap.report.geojson import mentions_geojson  # noqa: PLC0415

        print_json(mentions_geojson(report))
    elif kind == "csv":
        from geomap.report.rows import MENTION_COLUMNS, mention_row  # noqa: PLC0415

        print_csv(MENTION_COLUMNS, [mention_row(m) for m in report.mentions])
    else:
        print_table(places_table(report))


@click.command(short_help="Tell the journey leg by leg.")
@click.argument("article", required=False)
@stops_option
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "geojson", "kml", "gpx"]),
    default="table",
    show_default=True,
    help="Output.",
)
@article_options
@one_line_errors
def route(  # noqa: PLR0913
    article: str | None,
    stops: Path | None,
    kind: str,
    lang: str | None,
    published: date | None,
    worldview: str,
    *,
    quiet: bool,
) -> None:
    """Tell the journey leg by leg: from, to, when, how surely, and who says so."""
    from geomap.report.objects import report_object  # noqa: PLC0415
    from geomap.report.tables import console_width, print_table, route_table  # noqa: PLC0415

    report = article_or_stops(article, stops, lang=lang, published=published, worldview=worldview, quiet=quiet)
    if kind == "json":
        print_json(report_object(report, "legs"))
    elif kind == "geojson":
        from geomap.report.geojson import legs_geojson  # noqa: PLC0415

        print_json(legs_geojson(report))
    elif kind == "kml":
        from geomap.render.kml import render_kml  # noqa: PLC0415

        click.echo(render_kml(report, journey=True), nl=False)
    elif kind == "gpx":
        from geomap.render.gpx import render_gpx  # noqa: PLC0415

        click.echo(render_gpx(report, journey=True), nl=False)
    else:
        print_table(route_table(report, width=console_width()))
