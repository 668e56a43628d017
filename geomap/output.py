"""Writing results so that a reader never meets half a file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from geomap.errors import GeomapError, OutputError


def write_output(path: Path, text: str) -> None:
    """Write UTF-8 text to a temporary file beside `path`, then rename it into place.

    Makes missing folders. Raises `OutputError` when the folder cannot be written or the disk is
    full; the file that was there before, if any, is then untouched.
    """
    with open_output(path) as out:
        out.write(text)


def write_bytes(path: Path, content: bytes) -> None:
    """As `write_output`, of bytes as they are."""
    with _replacing(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def open_output(path: Path) -> Iterator[TextIO]:
    """A UTF-8 file to write piece by piece, which becomes `path` only when the block ends well.

    An error in the block, or Ctrl-C, leaves what was there before untouched. A link is followed; a
    device or pipe, such as /dev/stdout, is written to directly. Raises `OutputError` as `write_output`.
    """
    with _replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        yield out


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file to write in place of `path`: itself where that is a device, else one that is renamed to it at the end."""
    try:
        target = Path(os.path.realpath(path))
        if path.exists() and not path.is_file() and not path.is_dir():
            yield path
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part")
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(0o644)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except GeomapError:
        raise
    except OSError as error:
        msg = f"cannot write {str(path)!r}: {error.strerror or error}; choose another place with -o"
        raise OutputError(msg) from error
