"""The command that writes all a newsroom pastes: `embed`."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from geomap.cli.common import article_options, one_line_errors, warn
from geomap.cli.drawing import engine_option, quotes_option, theme_of, theme_option
from geomap.cli.stops import article_or_stops, stops_option


@click.command(short_help="Write a map's page, pictures and snippets to paste.")
@click.argument("article", required=False)
@stops_option
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write into."
)
@click.option("--url", metavar="URL", help="Where the folder will be served (https://…/); needed to paste elsewhere.")
@engine_option
@theme_option
@quotes_option
@article_options
@one_line_errors
def embed(  # noqa: PLR0913 (one parameter an option)
    article: str | None,
    stops: Path | None,
    output: Path,
    url: str | None,
    engine: Literal["leaflet", "svg"],
    theme_file: Path | None,
    quotes: Literal["none", "short", "full"],
    lang: str | None,
    published: date | None,
    worldview: str,
    *,
    quiet: bool,
) -> None:
    """Write what a newsroom pastes into a page, and print each file: the map's page, its pictures, snippets, oEmbed.

    The journey is an article's, or with --stops FILE that of a table.
    """
    from geomap.errors import RenderError  # noqa: PLC0415
    from geomap.output import write_bytes, write_output  # noqa: PLC0415
    from geomap.render.browser import find_browser  # noqa: PLC0415
    from geomap.render.embed import CARD_FILE, check_address, render_card, render_embed  # noqa: PLC0415

    check_address(url)
    theme = theme_of(theme_file)
    report = article_or_stops(
        article, stops, lang=lang, published=published, worldview=worldview, quiet=quiet, any_language=True
    )
    card, missing = b"", ""
    try:
        find_browser("png")
        card = render_card(report, theme)
    except RenderError as error:
        missing = f"{CARD_FILE}, the picture for social media, is left out: {error}"
    files = render_embed(report, url=url, engine=engine, quotes=quotes, theme=theme, card=bool(card))
    for name, text in files.items():
        write_output(output / name, text)
        click.echo(str(output / name))
    if card:
        write_bytes(output / CARD_FILE, card)
        click.echo(str(output / CARD_FILE))
    else:
        (output / CARD_FILE).unlink(missing_ok=True)  # that of an earlier map
        warn([missing], quiet=quiet)
    if url is None and not quiet:
        click.echo("geomap: the snippets find their files beside them only; --url says where they will lie", err=True)
