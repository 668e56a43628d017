"""Writing results so that a reader never meets half a file."""

import os
import tempfile
from pathlib import Path

from geomap.errors import OutputError


def write_output(path: Path, text: str) -> None:
    """Write UTF-8 text to a temporary file beside `path`, then rename it into place.

    Makes missing folders. Raises `OutputError` when the folder cannot be written or the disk is
    full; the file that was there before, if any, is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        msg = f"cannot write {str(path)!r}: {error.strerror or error}; choose another place with -o"
        raise OutputError(msg) from error
