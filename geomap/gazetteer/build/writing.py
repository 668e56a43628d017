"""Writing generated files, and pinning them in sources.toml."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.output import write_output


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A tab-separated table, its rows sorted."""
    return "".join("\t".join(row) + "\n" for row in (columns, *sorted(rows)))


def write_pinned(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a gazetteer's folder, with the sha256 of each in its line of sources.toml."""
    for name, text in files.items():
        write_output(folder / name, text)
        pin(folder / "sources.toml", name, hashlib.sha256(text.encode()).hexdigest())


def pin(path: Path, name: str, sha256: str) -> None:
    """Put a generated file's sha256 in its line of sources.toml."""
    text = path.read_text(encoding="utf-8")
    pinned, count = re.subn(rf'^"{re.escape(name)}" = "[0-9a-f]*"$', f'"{name}" = "{sha256}"', text, flags=re.MULTILINE)
    if count != 1:
        msg = f'{path}: must have one line \'"{name}" = ""\' under its source\'s sha256, found {count}'
        raise GazetteerError(msg)
    write_output(path, pinned)
