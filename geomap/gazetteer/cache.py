"""Where compiled indexes are kept, and how one gets there without a reader ever meeting half of it.

`cached` is the whole: open the file if it is sound, otherwise compile it, under a lock so that two
processes do not both work, into a part beside it that is renamed when all of it is on the disk. A
process killed anywhere on the way leaves a part, which the next one overwrites.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_cache_dir

from geomap.errors import CacheError
from geomap.gazetteer.mapped import DamagedError, Mapped, open_mapped, seal_of, write_mapped

VARIABLE = "GEOMAP_CACHE"

_KEPT = 6
"""Indexes kept in the folder: other versions of geomap, Python or the data may still be using theirs."""

_PATIENCE_S = 120.0
"""Wait for another process's build, ten times what one takes; then build as well, for it may be asleep."""

_SUFFIX = ".index"


def cache_folder() -> Path:
    """The folder of compiled indexes: what GEOMAP_CACHE says, or the user's cache folder."""
    return Path(os.environ.get(VARIABLE) or user_cache_dir("geomap"))


def index_path(key: str) -> Path:
    """Where the index with a key lies, built or not."""
    return cache_folder() / f"names-{key}{_SUFFIX}"


def cached(key: str, compile_index: Callable[[], bytes]) -> Mapped:
    """The index with a key: opened where it is there and sound, else compiled and kept.

    Raises `CacheError` when it has to be kept and the folder cannot be written or is full.
    """
    path = index_path(key)
    try:
        return open_mapped(path, key)
    except DamagedError:
        pass
    with _building(path.parent) as alone:
        if alone:
            with suppress(DamagedError):  # built by another process while this one waited
                return open_mapped(path, key)
        return _install(path, key, compile_index, alone=alone)


def rebuild(key: str, compile_index: Callable[[], bytes]) -> Mapped:
    """Compile the index with a key again, whether it is there or not. Raises `CacheError` as `cached`."""
    path = index_path(key)
    with _building(path.parent) as alone:
        return _install(path, key, compile_index, alone=alone)


def _install(path: Path, key: str, compile_index: Callable[[], bytes], *, alone: bool) -> Mapped:
    part = path.with_suffix(".part" if alone else f".{os.getpid()}.part")
    content = compile_index()
    try:
        try:
            write_mapped(part, content)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _prune(path.parent)
        return open_mapped(path, key)
    except (OSError, DamagedError) as error:
        raise _refusal(path.parent, error, size=len(content)) from error


@contextmanager
def _building(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock, if it comes free in time; the system lets go of it when a process dies."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _refusal(folder, error) from error
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        except OSError:  # a file system without locks
            return False
        else:
            return True
    return False


def _prune(folder: Path) -> None:
    """Remove all but the newest indexes. One that a process has mapped stays with it until it ends."""
    with suppress(OSError):
        built = sorted(folder.glob(f"names-*{_SUFFIX}"), key=lambda path: path.stat().st_mtime_ns)
        for path in built[:-_KEPT]:
            path.unlink(missing_ok=True)
            seal_of(path).unlink(missing_ok=True)


def _refusal(folder: Path, error: Exception, *, size: int = 0) -> CacheError:
    reason = getattr(error, "strerror", None) or str(error)
    room = f" ({size / 1e6:.0f} MB)" if size else ""
    msg = (
        f"cannot keep the name index{room} in {str(folder)!r}: {reason}; make room there or let geomap write "
        f"elsewhere: {VARIABLE}=/some/folder"
    )
    return CacheError(msg)
