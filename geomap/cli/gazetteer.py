"""`geomap gazetteer`: what geomap knows of places."""

import click

from geomap.cli.common import one_line_errors, open_gazetteer, print_json


@click.group("gazetteer", short_help="What geomap knows of places, and from where.")
def gazetteer_group() -> None:
    """Places and their names: what geomap knows, and from where."""


@gazetteer_group.command("info")
@click.option("--json", "as_json", is_flag=True, help="The same, for a program.")
@one_line_errors
def gazetteer_info(*, as_json: bool) -> None:
    """Tell how many places and names there are, from where, under which licence, and where the index lies."""
    from geomap.report.lookup import gazetteer_object, gazetteer_table  # noqa: PLC0415
    from geomap.report.tables import print_table  # noqa: PLC0415

    opened = open_gazetteer()
    if as_json:
        print_json(gazetteer_object(opened))
    else:
        print_table(gazetteer_table(opened))


@gazetteer_group.command("build")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@one_line_errors
def gazetteer_build(*, quiet: bool) -> None:
    """Compile the name index again, and print where it lies.

    It is compiled by itself where it is missing, damaged or older than the data.
    """
    click.echo(str(open_gazetteer(quiet=quiet, fresh=True).path))
