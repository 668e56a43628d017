"""The command line: parse, call one verb of the library, print.

Results go to standard output, everything else to standard error. Exit 0 done, 1 a geomap error in one
line, 2 wrong usage, 3 `check --strict` found a contradicted claim. One module a command or group of
commands; heavy libraries are imported where they work, so that `geomap --help` is instant.
"""

import click

from geomap.cli.article import map_command, places, route
from geomap.cli.batch import batch
from geomap.cli.check import check
from geomap.cli.distance import distance
from geomap.cli.embed import embed
from geomap.cli.gazetteer import gazetteer_group
from geomap.cli.rail import rail_group
from geomap.cli.resolve import resolve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="geomap", message="%(prog)s %(version)s")
def main() -> None:
    """Map the journey a news article tells, and check every distance it reports.

    ARTICLE is a .txt, .md or .html file, or - for standard input.
    """


for command in (map_command, embed, check, places, route, batch, resolve, distance, gazetteer_group, rail_group):
    main.add_command(command)
