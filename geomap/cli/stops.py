"""A table of stops in place of an article: `--stops FILE`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from geomap.cli.common import analyse_article, open_gazetteer, own_track, warn

if TYPE_CHECKING:
    from geomap.report.report import Report

P = ParamSpec("P")


def stops_option(command: Callable[P, None]) -> Callable[P, None]:
    """The option --stops, beside an article that may then be missing."""
    return click.option(
        "--stops",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="A table of stops (.csv, .tsv) in place of an article: columns place, or lat and lon; and, if you like, "
        "traveller, date, mode, certainty, country, note.",
    )(command)


def article_or_stops(  # noqa: PLR0913 (one parameter an option)
    article: str | None,
    stops: Path | None,
    *,
    lang: str | None,
    published: date | None,
    worldview: str,
    quiet: bool,
    any_language: bool = False,
) -> "Report":
    """The report of whichever is given; both, or neither, are wrong usage. Warnings go to standard error."""
    if (article is None) == (stops is None):
        msg = "give an ARTICLE or --stops FILE" + (", not both" if stops else "")
        raise click.UsageError(msg)
    if stops is None:
        return analyse_article(
            str(article), lang=lang, published=published, worldview=worldview, quiet=quiet, any_language=any_language
        )
    from geomap.lang import load_pack  # noqa: PLC0415
    from geomap.stops import follow_stops, read_stops  # noqa: PLC0415

    told_in = lang or "en"
    load_pack(told_in)
    report = follow_stops(
        read_stops(stops),
        open_gazetteer(quiet=quiet),
        lang=told_in,
        published=published,
        options={"lang": told_in, "stops": stops.name} | ({"published": published.isoformat()} if published else {}),
        worldview=worldview,
        track=own_track(quiet=quiet),
    )
    warn(report.warnings, quiet=quiet)
    return report
