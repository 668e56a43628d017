"""`geomap gazetteer`: what geomap knows of places."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.common import one_line_errors, open_gazetteer, print_json

if TYPE_CHECKING:
    from geomap.gazetteer.imported.importing import Imported


@click.group("gazetteer", short_help="What geomap knows of places, and from where.")
def gazetteer_group() -> None:
    """Places and their names: what geomap knows, and from where."""


@gazetteer_group.command("info")
@click.option("--json", "as_json", is_flag=True, help="The same, for a program.")
@one_line_errors
def gazetteer_info(*, as_json: bool) -> None:
    """Tell how many places and names there are, from where, under which licence, and where the index lies."""
    from geomap.gazetteer.imported.folder import unfinished_imports  # noqa: PLC0415
    from geomap.report.lookup import gazetteer_object, gazetteer_table  # noqa: PLC0415
    from geomap.report.tables import print_table  # noqa: PLC0415

    opened = open_gazetteer()
    if as_json:
        print_json(gazetteer_object(opened))
    else:
        print_table(gazetteer_table(opened))
    for name in unfinished_imports():
        click.echo(f"geomap: the import {name!r} was stopped: ask for it again to go on, or forget it", err=True)


@gazetteer_group.command("build")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@one_line_errors
def gazetteer_build(*, quiet: bool) -> None:
    """Compile the name index again, and print where it lies.

    It is compiled by itself where it is missing, damaged or older than the data.
    """
    click.echo(str(open_gazetteer(quiet=quiet, fresh=True).path))


@gazetteer_group.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What the import is called; the first file's name unless given.")
@click.option("--attribution", metavar="TEXT", help="Credit that maps show for these places.")
@click.option("--licence", metavar="TEXT", help="Licence of these places, as CC-BY-4.0.")
@click.option("--replace", is_flag=True, help="Put it in the place of an import of that name.")
@click.option(
    "--download", metavar="DUMP", multiple=True, help="Get cities500, allCountries, FR … from GeoNames first."
)
@click.option("--base-url", metavar="URL", help="Where the dumps lie, instead of GeoNames' own server.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no list of lines left out.")
@one_line_errors
def gazetteer_import(  # noqa: PLR0913 (one parameter an option)
    files: tuple[Path, ...],
    name: str | None,
    attribution: str | None,
    licence: str | None,
    download: tuple[str, ...],
    base_url: str | None,
    *,
    replace: bool,
    quiet: bool,
) -> None:
    """Import GeoNames dumps (.txt, .zip), or places of your own (.csv, .geojson), which win.

    A CSV file names its columns: name, lat, lon and, if wanted, id, country, region, feature_class,
    feature_code, radius_km, population, names (separated by |), lang, url. Properties of GeoJSON are
    called the same. An import that was stopped goes on when it is asked for again.
    """
    from geomap.gazetteer.imported.download import BASE_URL, download_dump, dump_name  # noqa: PLC0415
    from geomap.gazetteer.imported.importing import check_free, default_name, import_files  # noqa: PLC0415

    if bool(files) == bool(download):
        raise click.UsageError("give either files to import or --download")
    if download:
        check_free(name or default_name(Path(dump_name(download[0]))), replace=replace)
    with _bytes_bar(quiet=quiet) as show:
        got = [download_dump(dump, base_url=base_url or BASE_URL, progress=show) for dump in download]
        made = import_files(
            [*files, *got], name=name, attribution=attribution, licence=licence, replace=replace, progress=show
        )
    for path in got:
        path.unlink(missing_ok=True)
    if not quiet:
        _tell(made)
    click.echo(str(made.path))


@gazetteer_group.command("export")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write; its suffix (.geojson, .csv, .parquet) decides.",
)
@click.option("--source", metavar="ID", multiple=True, help="Only places of this source; may be given again.")
@click.option("--country", metavar="CC", help="Only places of this country (two letters, as RU).")
@click.option("-q", "--quiet", is_flag=True, help="No count.")
@one_line_errors
def gazetteer_export(output: Path, source: tuple[str, ...], country: str | None, *, quiet: bool) -> None:
    """Write places to a file, each with its source and licence: curated, towns, imported.

    The licence of each row is that of its source; credit whom the row says.
    """
    from geomap.errors import GazetteerError  # noqa: PLC0415
    from geomap.gazetteer.imported.export import export_places  # noqa: PLC0415

    opened = open_gazetteer(quiet=quiet)
    unknown = [each for each in source if each not in opened.sources]
    if unknown:
        msg = f"no source is called {unknown[0]!r}; there are {', '.join(opened.sources)}"
        raise GazetteerError(msg)
    code = opened.country(country.upper()).country if country else None
    count = export_places(opened.every_place(source=source, country=code), opened.sources, output)
    if not quiet:
        click.echo(f"{count:,} places", err=True)
    click.echo(str(output))


@gazetteer_group.command("forget")
@click.argument("name")
@one_line_errors
def gazetteer_forget(name: str) -> None:
    """Remove an import, or what is left of one that was stopped."""
    from geomap.gazetteer.imported.importing import forget_import  # noqa: PLC0415

    click.echo(str(forget_import(name)))


def _tell(made: "Imported") -> None:
    """How an import went, on standard error: the first bad lines, then how much there is."""
    for bad in made.skipped:
        click.echo(f"geomap: {bad.file}:{bad.number}: left out: {bad.reason}", err=True)
    dataset = made.dataset
    more = dataset.skipped - len(made.skipped)
    if more:
        click.echo(f"geomap: and {more:,} more lines left out", err=True)
    further = f", {dataset.further:,} further names" if dataset.further else ""
    click.echo(f"{dataset.name}: {dataset.places:,} places{further}, {made.size / 1e6:,.1f} MB", err=True)


@contextmanager
def _bytes_bar(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar of bytes on a terminal's standard error; silent elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda _doing, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(doing: str, done: int, total: int) -> None:
            bar.update(task, description=doing, completed=done, total=total or None)

        yield show
