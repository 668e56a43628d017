"""The options of the commands that draw a map: how its page moves, what it quotes, what it wears."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from geomap.render.theme import Theme

engine_option = click.option(
    "--engine",
    type=click.Choice(["leaflet", "svg"]),
    default="leaflet",
    show_default=True,
    help="How an .html map moves: Leaflet over the drawing, or the drawing alone.",
)

quotes_option = click.option(
    "--quotes",
    type=click.Choice(["none", "short", "full"]),
    default="full",
    show_default=True,
    help="How much of the article's sentences the page shows.",
)

theme_option = click.option(
    "--theme",
    "theme_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A newsroom's style (.toml): colours, fonts, sizes; see examples/theme.toml.",
)


def theme_of(path: Path | None) -> "Theme":
    """The style that --theme names, or geomap's own."""
    from geomap.render.theme import PLAIN  # noqa: PLC0415

    if path is None:
        return PLAIN
    from geomap.render.theming import read_theme  # noqa: PLC0415

    return read_theme(path)
