"""What the commands share: options, errors in one line, opening the gazetteer, printing.

Heavy libraries are imported where they work, so that `geomap --help` is instant.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from geomap.errors import GeomapError

if TYPE_CHECKING:
    from geomap.entities import Recogniser
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.place import Place
    from geomap.rail.track import TrackNetwork
    from geomap.report.report import Report

P = ParamSpec("P")


def one_line_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a `GeomapError` into one line on standard error and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except GeomapError as error:
            click.echo(f"geomap: {' '.join(str(error).split())}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)

    return run


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """Read the value of --published; a wrong one is wrong usage."""
    from geomap.article.dates import parse_published  # noqa: PLC0415

    if value is None:
        return None
    try:
        return parse_published(value)
    except GeomapError as error:
        raise click.BadParameter(str(error)) from error


_OWN = "geomap.own"


def _keep_own(context: click.Context, _parameter: click.Parameter, value: tuple[Path, ...]) -> None:
    """Keep the values of --gazetteer for `open_gazetteer`, so that no command has to hand them on."""
    context.meta[_OWN] = value


own_option = click.option(
    "--gazetteer",
    metavar="PATH",
    type=click.Path(path_type=Path),
    multiple=True,
    expose_value=False,
    callback=_keep_own,
    help="CSV or GeoJSON file of your own places, which win; may be given again.",
)


_RECOGNISER = "geomap.recogniser"


def _keep_recogniser(context: click.Context, _parameter: click.Parameter, value: str) -> None:
    """Keep the value of --recogniser for `chosen_recogniser`."""
    context.meta[_RECOGNISER] = value


recogniser_option = click.option(
    "--recogniser",
    metavar="NAME",
    default="geomap",
    show_default=True,
    expose_value=False,
    callback=_keep_recogniser,
    help="What finds the names in the text: geomap, or spacy:PIPELINE (installed, or a folder).",
)


def chosen_recogniser(gazetteer: "Gazetteer") -> "Recogniser":
    """The recogniser that --recogniser names."""
    from geomap.entities import open_recogniser  # noqa: PLC0415  (imports NumPy)

    context = click.get_current_context(silent=True)
    return open_recogniser(context.meta.get(_RECOGNISER, "geomap") if context else "geomap", gazetteer)


def article_options(command: Callable[P, None]) -> Callable[P, None]:
    """The options that every command on articles takes."""
    for option in (
        click.option("--lang", metavar="CODE", help="Language of the article (fr, en …); detected when not given."),
        click.option(
            "--published", metavar="DATE", callback=_day, help="Day the article appeared, so that “Tuesday” is a date."
        ),
        click.option(
            "--worldview",
            type=click.Choice(["un", "defacto"]),
            default="un",
            show_default=True,
            help="Whose borders a map shows where they are disputed.",
        ),
        own_option,
        recogniser_option,
        click.option("-q", "--quiet", is_flag=True, help="No warnings, no progress."),
    ):
        command = option(command)
    return command


def analyse_article(  # noqa: PLR0913 (one parameter an option)
    article: str,
    *,
    lang: str | None,
    published: date | None,
    worldview: str,
    quiet: bool,
    any_language: bool = False,
) -> "Report":
    """Read one article and run the pipeline; warnings go to standard error.

    In `any_language`: names and places are enough, as of a language that geomap has no other words for.
    """
    from geomap.article import read_article  # noqa: PLC0415
    from geomap.article.language import NAMED  # noqa: PLC0415
    from geomap.lang import languages  # noqa: PLC0415
    from geomap.pipeline import analyse  # noqa: PLC0415

    read = read_article(
        article, lang=lang, published=published, known=languages(), others=NAMED if any_language else ()
    )
    options = {"lang": read.lang} | ({"published": read.published.isoformat()} if read.published else {})
    gazetteer = open_gazetteer(quiet=quiet)
    report = analyse(
        read,
        gazetteer,
        options=options,
        worldview=worldview,
        track=own_track(quiet=quiet),
        recogniser=chosen_recogniser(gazetteer),
    )
    warn(report.warnings, quiet=quiet)
    return report


def warn(lines: Iterable[str], *, quiet: bool = False) -> None:
    """Say on standard error what a person should know, a line each, unless nothing is to be said."""
    for line in () if quiet else lines:
        click.echo(f"geomap: {' '.join(line.split())}", err=True)


def own_track(*, quiet: bool) -> "TrackNetwork | None":
    """The user's own railways, where some are imported; damaged ones are told of and left out."""
    from geomap.rail.store import load_track, track_path  # noqa: PLC0415

    if not track_path().is_file():
        return None
    try:
        loaded = load_track()
    except GeomapError as error:
        warn([str(error)], quiet=quiet)
        return None
    return loaded[0] if loaded is not None else None


def print_json(value: object) -> None:
    """Print a JSON value on standard output."""
    click.echo(json_text(value), nl=False)


def json_text(value: object) -> str:
    """A JSON value, indented, with a line's end."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def print_csv(columns: Sequence[object], rows: Sequence[Sequence[object]]) -> None:
    """Print a header and rows as CSV on standard output."""
    click.echo(csv_text(columns, rows), nl=False)


def csv_text(columns: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """A header and rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def open_gazetteer(*, quiet: bool = False, fresh: bool = False) -> "Gazetteer":
    """Open the gazetteer; a bar on a terminal's standard error shows how far its index is, the first time."""
    from geomap.gazetteer import Gazetteer  # noqa: PLC0415

    context = click.get_current_context(silent=True)
    own: tuple[Path, ...] = context.meta.get(_OWN, ()) if context else ()
    if quiet or not sys.stderr.isatty():
        return _told(Gazetteer.open(own=own, fresh=fresh), quiet=quiet)
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    columns = (TextColumn("name index: {task.description}"), BarColumn(), TaskProgressColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=1.0)

    def show(doing: str, done: float) -> None:
        bar.start()
        bar.update(task, description=doing, completed=done)

    try:
        opened = Gazetteer.open(own=own, progress=show, fresh=fresh)
    finally:
        bar.stop()
    return _told(opened, quiet=quiet)


def _told(gazetteer: "Gazetteer", *, quiet: bool) -> "Gazetteer":
    """The gazetteer, after telling on standard error what of the user's places was left out."""
    warn(gazetteer.problems, quiet=quiet)
    return gazetteer


def place_named(name: str, gazetteer: "Gazetteer") -> "Place":
    """The likeliest place of a name that an option gives."""
    from geomap.errors import UnknownPlaceError  # noqa: PLC0415
    from geomap.places.lookup import look_up  # noqa: PLC0415

    answer = look_up(name, gazetteer, guess=False)
    if not answer.found:
        nearest = f"; nearest spellings: {', '.join(answer.nearest_spellings)}" if answer.nearest_spellings else ""
        msg = f"no place is called {name!r}{nearest}"
        raise UnknownPlaceError(msg)
    return answer.found[0].candidate.place
