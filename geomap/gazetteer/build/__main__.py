"""`python -m geomap.gazetteer.build PACKAGES`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from geomap.datadir import data_folder
from geomap.gazetteer.build.building import build


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the generated files into the gazetteer's folder."""
    parser = argparse.ArgumentParser(prog="python -m geomap.gazetteer.build", description="Derive the gazetteer.")
    parser.add_argument("packages", type=Path, help="folder with the archives of the packages")
    parser.add_argument("--folder", type=Path, default=None, help="where to write (default: the committed folder)")
    options = parser.parse_args(arguments)
    build(options.folder or data_folder("gazetteer"), packages=options.packages)


if __name__ == "__main__":
    main(sys.argv[1:])
