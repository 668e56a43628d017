"""Where the committed data lies: the one function that knows."""

from pathlib import Path

from geomap.errors import GeomapError

_PACKAGE = Path(__file__).parent


def data_folder(name: str) -> Path:
    """The folder of committed data called `name` ("gazetteer", "world").

    An installed wheel carries it as `geomap/data/<name>`; a checkout, editable or not, has it as
    `data/<name>` beside the package. Raises `GeomapError` where neither is there.
    """
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / "data" / name):
        if folder.is_dir():
            return folder
    msg = f"geomap's data folder {name!r} is missing: the installation is incomplete; install geomap again"
    raise GeomapError(msg)
