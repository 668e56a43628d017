"""The commands on one article: `map`, `places`, `route`."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from geomap.cli.common import analyse_article, article_options, one_line_errors, print_csv, print_json
from geomap.cli.embed import quotes_option

_MAP_FORMATS: dict[str, Literal["html", "svg", "geojson"]] = {".html": "html", ".svg": "svg", ".geojson": "geojson"}


def _map_format(target: Path) -> Literal["html", "svg", "geojson"]:
    """What the suffix of an output file asks for."""
    from geomap.errors import RenderError  # noqa: PLC0415

    kind = _MAP_FORMATS.get(target.suffix.lower())
    if kind is None:
        msg = f"a map is written as {', '.join(_MAP_FORMATS)}, got {target.name!r}; give -o a name with one of them"
        raise RenderError(msg)
    return kind


@click.command("map", short_help="Draw the journey on a map, and print the file.")
@click.argument("article")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; its suffix (.html, .svg, .geojson) decides. Default: maps/ARTICLE.html.",
)
@click.option(
    "--engine",
    type=click.Choice(["leaflet", "svg"]),
    default="leaflet",
    show_default=True,
    help="How an .html map moves: Leaflet over the drawing, or the drawing alone.",
)
@quotes_option
@article_options
@one_line_errors
def map_command(  # noqa: PLR0913 (one parameter an option)
    article: str,
    output: Path | None,
    engine: Literal["leaflet", "svg"],
    quotes: Literal["none", "short", "full"],
    lang: str | None,
    published: date | None,
    worldview: str,
    *,
    quiet: bool,
) -> None:
    """Draw the journey on a map that loads anywhere, and print where the file is."""
    from geomap.output import write_output  # noqa: PLC0415
    from geomap.render import render_map  # noqa: PLC0415

    target = output or Path("maps") / f"{Path(article).stem if article != '-' else 'article'}.html"
    kind = _map_format(target)
    report = analyse_article(
        article, lang=lang, published=published, worldview=worldview, quiet=quiet, any_language=True
    )
    write_output(target, render_map(report, format=kind, engine=engine, quotes=quotes))
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
@click.argument("article")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "geojson"]),
    default="table",
    show_default=True,
    help="Output.",
)
@article_options
@one_line_errors
def route(  # noqa: PLR0913
    article: str, kind: str, lang: str | None, published: date | None, worldview: str, *, quiet: bool
) -> None:
    """Tell the journey leg by leg: from, to, when, how surely, and who says so."""
    from geomap.report.objects import report_object  # noqa: PLC0415
    from geomap.report.tables import console_width, print_table, route_table  # noqa: PLC0415

    report = analyse_article(article, lang=lang, published=published, worldview=worldview, quiet=quiet)
    if kind == "json":
        print_json(report_object(report, "legs"))
    elif kind == "geojson":
        from geomap.report.geojson import legs_geojson  # noqa: PLC0415

        print_json(legs_geojson(report))
    else:
        print_table(route_table(report, width=console_width()))
