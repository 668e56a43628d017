"""Where imported places lie."""

import os
from pathlib import Path

from platformdirs import user_data_dir

from geomap.gazetteer.cache import VARIABLE

SUFFIX = ".places"
STAGING = ".staging"
PART = ".part"


def imports_folder() -> Path:
    """The folder of imported places: within what GEOMAP_CACHE says, or the user's data folder.

    Unlike the name index, imports cannot be made again by themselves: a clean-up of caches must not
    take them.
    """
    return Path(os.environ.get(VARIABLE) or user_data_dir("geomap")) / "imported"


def imported_stores() -> tuple[Path, ...]:
    """The files of all imports, by name."""
    return tuple(sorted(imports_folder().glob(f"*{SUFFIX}")))


def unfinished_imports() -> tuple[str, ...]:
    """The names of imports that were stopped, or are under way."""
    return tuple(path.stem for path in sorted(imports_folder().glob(f"*{STAGING}")))
