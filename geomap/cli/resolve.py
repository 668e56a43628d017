"""`geomap resolve`: which places a name may mean."""

import click

from geomap.cli.common import one_line_errors, open_gazetteer, own_option, place_named, print_json


@click.command(short_help="List the places a name may mean.")
@click.argument("name")
@click.option("--near", metavar="NAME", help="A place that it should be close to.")
@click.option("--country", metavar="CC", help="Only places of this country (two letters, as RU).")
@click.option("--json", "as_json", is_flag=True, help="All candidates, for a program.")
@own_option
@one_line_errors
def resolve(name: str, near: str | None, country: str | None, *, as_json: bool) -> None:
    """List the places a name may mean, the likeliest first, with a link to check each.

    No match is an answer as well: the nearest spellings are shown.
    """
    from geomap.places.lookup import look_up  # noqa: PLC0415
    from geomap.report.lookup import lookup_object, lookup_table  # noqa: PLC0415
    from geomap.report.tables import print_table  # noqa: PLC0415

    gazetteer = open_gazetteer()
    code = gazetteer.country(country.upper()).country if country else None
    beside = place_named(near, gazetteer) if near else None
    answer = look_up(name, gazetteer, near=beside, country=code)
    if as_json:
        print_json(lookup_object(answer, near=beside, country=code))
    elif answer.found:
        print_table(lookup_table(answer))
    else:
        where = f" in {gazetteer.country(code).name}" if code else ""
        click.echo(f"No place{where} is called {name!r}.")
        if answer.nearest_spellings:
            click.echo(f"Nearest spellings: {', '.join(answer.nearest_spellings)}")
