"""The command that writes all a newsroom pastes: `embed`."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from geomap.cli.common import analyse_article, article_options, one_line_errors

quotes_option = click.option(
    "--quotes",
    type=click.Choice(["none", "short", "full"]),
    default="full",
    show_default=True,
    help="How much of the article's sentences the page shows.",
)


@click.command(short_help="Write a map's page, pictures and snippets to paste.")
@click.argument("article")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write into."
)
@click.option("--url", metavar="URL", help="Where the folder will be served (https://…/); needed to paste elsewhere.")
@click.option(
    "--engine",
    type=click.Choice(["leaflet", "svg"]),
    default="leaflet",
    show_default=True,
    help="How the page's map moves: Leaflet over the drawing, or the drawing alone.",
)
@quotes_option
@article_options
@one_line_errors
def embed(  # noqa: PLR0913 (one parameter an option)
    article: str,
    output: Path,
    url: str | None,
    engine: Literal["leaflet", "svg"],
    quotes: Literal["none", "short", "full"],
    lang: str | None,
    published: date | None,
    worldview: str,
    *,
    quiet: bool,
) -> None:
    """Write what a newsroom pastes into a page, and print each file: the map's page, its pictures, snippets, oEmbed."""
    from geomap.output import write_output  # noqa: PLC0415
    from geomap.render.embed import check_address, render_embed  # noqa: PLC0415

    check_address(url)
    report = analyse_article(
        article, lang=lang, published=published, worldview=worldview, quiet=quiet, any_language=True
    )
    for name, text in render_embed(report, url=url, engine=engine, quotes=quotes).items():
        write_output(output / name, text)
        click.echo(str(output / name))
    if url is None and not quiet:
        click.echo("geomap: the snippets find their files beside them only; --url says where they will lie", err=True)
