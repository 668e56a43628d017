"""The command line: parse, call one verb of the library, print.

Results go to standard output, everything else to standard error. Exit 0 done, 1 a geomap error in one
line, 2 wrong usage, 3 `check --strict` found a contradicted claim. Heavy libraries are imported where
they work, so that `geomap --help` is instant.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Literal, ParamSpec

import click

from geomap.errors import GeomapError

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.place import Place
    from geomap.report.report import Report

P = ParamSpec("P")

CONTRADICTED = 3
"""Exit code of `check --strict` when a claim is contradicted."""


def _one_line_errors(command: Callable[P, None]) -> Callable[P, None]:
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


def _article_options(command: Callable[P, None]) -> Callable[P, None]:
    """The options that every command on articles takes."""
    for option in (
        click.option("--lang", metavar="CODE", help="Language of the article (fr, en); detected when not given."),
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
        click.option("-q", "--quiet", is_flag=True, help="No warnings, no progress."),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="geomap", message="%(prog)s %(version)s")
def main() -> None:
    """Map the journey a news article tells, and check every distance it reports.

    ARTICLE is a .txt, .md or .html file, or - for standard input.
    """


_MAP_FORMATS: dict[str, Literal["html", "svg", "geojson"]] = {".html": "html", ".svg": "svg", ".geojson": "geojson"}


def _map_format(target: Path) -> Literal["html", "svg", "geojson"]:
    """What the suffix of an output file asks for."""
    from geomap.errors import RenderError  # noqa: PLC0415

    kind = _MAP_FORMATS.get(target.suffix.lower())
    if kind is None:
        msg = f"a map is written as {', '.join(_MAP_FORMATS)}, got {target.name!r}; give -o a name with one of them"
        raise RenderError(msg)
    return kind


@main.command("map")
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
@_article_options
@_one_line_errors
def map_command(  # noqa: PLR0913 (one parameter an option)
    article: str,
    output: Path | None,
    engine: Literal["leaflet", "svg"],
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
    report = _analyse(article, lang=lang, published=published, worldview=worldview, quiet=quiet)
    write_output(target, render_map(report, format=kind, engine=engine))
    click.echo(str(target))


@main.command()
@click.argument("article")
@click.option(
    "--format", "kind", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True, help="Output."
)
@click.option("--strict", is_flag=True, help="Exit with 3 when a claim is contradicted, for scripts.")
@_article_options
@_one_line_errors
def check(  # noqa: PLR0913
    article: str, kind: str, lang: str | None, published: date | None, worldview: str, *, strict: bool, quiet: bool
) -> None:
    """Hold every distance the article reports against the measured one."""
    from geomap.checks import Verdict  # noqa: PLC0415
    from geomap.report.objects import report_object  # noqa: PLC0415
    from geomap.report.tables import checks_table, console_width, print_table  # noqa: PLC0415

    report = _analyse(article, lang=lang, published=published, worldview=worldview, quiet=quiet)
    if kind == "json":
        _print_json(report_object(report, "claims"))
    elif kind == "csv":
        from geomap.report.rows import CLAIM_COLUMNS, claim_row  # noqa: PLC0415

        _print_csv(CLAIM_COLUMNS, [claim_row(report, c) for c in report.checks])
    else:
        print_table(checks_table(report, width=console_width()))
    if strict and any(c.verdict is Verdict.CONTRADICTED for c in report.checks):
        sys.exit(CONTRADICTED)


@main.command()
@click.argument("article")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "geojson", "csv"]),
    default="table",
    show_default=True,
    help="Output.",
)
@_article_options
@_one_line_errors
def places(  # noqa: PLR0913
    article: str, kind: str, lang: str | None, published: date | None, worldview: str, *, quiet: bool
) -> None:
    """List the places the article names, where they are, and how it uses them."""
    from geomap.report.objects import report_object  # noqa: PLC0415
    from geomap.report.tables import places_table, print_table  # noqa: PLC0415

    report = _analyse(article, lang=lang, published=published, worldview=worldview, quiet=quiet)
    if kind == "json":
        _print_json(report_object(report, "mentions"))
    elif kind == "geojson":
        from geomap.report.geojson import mentions_geojson  # noqa: PLC0415

        _print_json(mentions_geojson(report))
    elif kind == "csv":
        from geomap.report.rows import MENTION_COLUMNS, mention_row  # noqa: PLC0415

        _print_csv(MENTION_COLUMNS, [mention_row(m) for m in report.mentions])
    else:
        print_table(places_table(report))


@main.command()
@click.argument("article")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "geojson"]),
    default="table",
    show_default=True,
    help="Output.",
)
@_article_options
@_one_line_errors
def route(  # noqa: PLR0913
    article: str, kind: str, lang: str | None, published: date | None, worldview: str, *, quiet: bool
) -> None:
    """Tell the journey leg by leg: from, to, when, how surely, and who says so."""
    from geomap.report.objects import report_object  # noqa: PLC0415
    from geomap.report.tables import console_width, print_table, route_table  # noqa: PLC0415

    report = _analyse(article, lang=lang, published=published, worldview=worldview, quiet=quiet)
    if kind == "json":
        _print_json(report_object(report, "legs"))
    elif kind == "geojson":
        from geomap.report.geojson import legs_geojson  # noqa: PLC0415

        _print_json(legs_geojson(report))
    else:
        print_table(route_table(report, width=console_width()))


@main.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write (.jsonl)."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
@_one_line_errors
def batch(source: Path, output: Path, *, quiet: bool) -> None:
    """Analyse many documents: .jsonl or .jsonl.gz in, .jsonl out, one line each, in order.

    An input line is {"id", "text", "lang"?, "published"?}. A document that fails becomes a line with an
    "error"; the others go on.
    """
    from geomap.article import article_from_text  # noqa: PLC0415
    from geomap.batch import Document, run_batch  # noqa: PLC0415
    from geomap.lang import languages  # noqa: PLC0415
    from geomap.pipeline import analyse  # noqa: PLC0415
    from geomap.report.objects import document_object  # noqa: PLC0415

    gazetteer = _open_gazetteer(quiet=quiet)

    def run(document: Document) -> dict[str, object]:
        read = article_from_text(
            document.text, id=document.id, lang=document.lang, published=document.published, known=languages()
        )
        return document_object(analyse(read, gazetteer))

    with _progress(quiet=quiet) as advance:
        summary = run_batch(source, output, run, progress=advance)
    if not quiet:
        failed = f", {summary.failures} with an error" if summary.failures else ""
        click.echo(f"{summary.documents} documents{failed}", err=True)
    click.echo(str(output))


class _progress:  # noqa: N801 (used as a with-statement's verb)
    """A line on a terminal's standard error that counts documents; silent elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._on = not quiet and sys.stderr.isatty()

    def __enter__(self) -> Callable[[int], None]:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not self._on,
        )
        task = self._bar.add_task("documents", total=None)
        self._bar.start()
        return lambda done: self._bar.update(task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _analyse(article: str, *, lang: str | None, published: date | None, worldview: str, quiet: bool) -> "Report":
    """Read one article and run the pipeline; warnings go to standard error."""
    from geomap.article import read_article  # noqa: PLC0415
    from geomap.lang import languages  # noqa: PLC0415
    from geomap.pipeline import analyse  # noqa: PLC0415

    read = read_article(article, lang=lang, published=published, known=languages())
    options = {"lang": read.lang} | ({"published": read.published.isoformat()} if read.published else {})
    report = analyse(read, _open_gazetteer(quiet=quiet), options=options, worldview=worldview)
    if not quiet:
        for warning in report.warnings:
            click.echo(f"geomap: {warning}", err=True)
    return report


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def _print_csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    click.echo(out.getvalue(), nl=False)


@main.command()
@click.argument("name")
@click.option("--near", metavar="NAME", help="A place that it should be close to.")
@click.option("--country", metavar="CC", help="Only places of this country (two letters, as RU).")
@click.option("--json", "as_json", is_flag=True, help="All candidates, for a program.")
@_one_line_errors
def resolve(name: str, near: str | None, country: str | None, *, as_json: bool) -> None:
    """List the places a name may mean, the likeliest first, with a link to check each.

    No match is an answer as well: the nearest spellings are shown.
    """
    from geomap.places.lookup import look_up  # noqa: PLC0415
    from geomap.report.lookup import lookup_object, lookup_table  # noqa: PLC0415
    from geomap.report.tables import print_table  # noqa: PLC0415

    gazetteer = _open_gazetteer()
    code = gazetteer.country(country.upper()).country if country else None
    beside = _place_named(near, gazetteer) if near else None
    answer = look_up(name, gazetteer, near=beside, country=code)
    if as_json:
        _print_json(lookup_object(answer, near=beside, country=code))
    elif answer.found:
        print_table(lookup_table(answer))
    else:
        where = f" in {gazetteer.country(code).name}" if code else ""
        click.echo(f"No place{where} is called {name!r}.")
        if answer.nearest_spellings:
            click.echo(f"Nearest spellings: {', '.join(answer.nearest_spellings)}")


@main.group("gazetteer")
def gazetteer_group() -> None:
    """Places and their names: what geomap knows, and from where."""


@gazetteer_group.command("info")
@click.option("--json", "as_json", is_flag=True, help="The same, for a program.")
@_one_line_errors
def gazetteer_info(*, as_json: bool) -> None:
    """Tell how many places and names there are, from where, under which licence, and where the index lies."""
    from geomap.report.lookup import gazetteer_object, gazetteer_table  # noqa: PLC0415
    from geomap.report.tables import print_table  # noqa: PLC0415

    opened = _open_gazetteer()
    if as_json:
        _print_json(gazetteer_object(opened))
    else:
        print_table(gazetteer_table(opened))


@gazetteer_group.command("build")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@_one_line_errors
def gazetteer_build(*, quiet: bool) -> None:
    """Compile the name index again, and print where it lies.

    It is compiled by itself where it is missing, damaged or older than the data.
    """
    click.echo(str(_open_gazetteer(quiet=quiet, fresh=True).path))


def _open_gazetteer(*, quiet: bool = False, fresh: bool = False) -> "Gazetteer":
    """Open the gazetteer; a bar on a terminal's standard error shows how far its index is, the first time."""
    from geomap.gazetteer import Gazetteer  # noqa: PLC0415

    if quiet or not sys.stderr.isatty():
        return Gazetteer.open(fresh=fresh)
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    columns = (TextColumn("name index: {task.description}"), BarColumn(), TaskProgressColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=1.0)

    def show(doing: str, done: float) -> None:
        bar.start()
        bar.update(task, description=doing, completed=done)

    try:
        return Gazetteer.open(progress=show, fresh=fresh)
    finally:
        bar.stop()


def _place_named(name: str, gazetteer: "Gazetteer") -> "Place":
    """The likeliest place of a name that an option gives."""
    from geomap.errors import UnknownPlaceError  # noqa: PLC0415
    from geomap.places.lookup import look_up  # noqa: PLC0415

    answer = look_up(name, gazetteer, guess=False)
    if not answer.found:
        nearest = f"; nearest spellings: {', '.join(answer.nearest_spellings)}" if answer.nearest_spellings else ""
        msg = f"no place is called {name!r}{nearest}"
        raise UnknownPlaceError(msg)
    return answer.found[0].candidate.place
