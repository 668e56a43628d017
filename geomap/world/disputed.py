"""Areas whose belonging is disputed, as `data/world/disputed.toml` lists them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from geomap.datadir import data_folder
from geomap.errors import GeomapError, WorldError
from geomap.world.archive import Worldview


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedArea:
    """An area that a map may have to say a word about.

    `un` and `defacto` are the country each world view counts it to, empty for nobody; `basis` and `url`
    say where the United Nations' view can be read. `names` are by language ("en", "fr").
    """

    id: str
    un: str
    defacto: str
    basis: str
    url: str
    names: Mapping[str, str] = field(hash=False)

    @property
    def differs(self) -> bool:
        """Whether the world view changes the map here."""
        return self.un != self.defacto

    def country(self, worldview: Worldview) -> str:
        """The country it is counted to in a view, empty for nobody."""
        return self.un if worldview is Worldview.UN else self.defacto


@cache
def load_disputed() -> tuple[DisputedArea, ...]:
    """The disputed areas, in the file's order; raises `WorldError` if the file is missing or damaged."""
    try:
        folder = data_folder("world")
    except GeomapError as error:
        raise WorldError(str(error)) from error
    return read_disputed(folder)


def read_disputed(folder: Path) -> tuple[DisputedArea, ...]:
    """The disputed areas of a folder that holds `disputed.toml`."""
    path = folder / "disputed.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["area"]
        return tuple(
            DisputedArea(
                names={str(lang): str(name) for lang, name in row["name"].items()},
                **{key: str(row[key]) for key in ("id", "un", "defacto", "basis", "url")},
            )
            for row in rows
        )
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        msg = f"cannot read the disputed areas in {str(path)!r}: {error!r}; install geomap again"
        raise WorldError(msg) from error
