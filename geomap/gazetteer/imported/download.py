"""Getting a dump from GeoNames: only when asked for, going on where a connection broke, checked by its size.

What has come lies beside the imports as NAME.zip.part, with the server's mark of the version it is
part of; the next call, or the next try, asks for the rest of that version and no other.
"""

import http.client
import json
import re
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from geomap.errors import CacheError, GazetteerError
from geomap.gazetteer.imported.folder import imports_folder

BASE_URL = "https://download.geonames.org/export/dump/"

DUMPS = ("allCountries", "alternateNamesV2", "cities500", "cities1000", "cities5000", "cities15000", "no-country")
"""What GeoNames offers as NAME.zip, beside one file a country, by its two letters."""

_KNOWN = {name.lower(): name for name in DUMPS}
_COUNTRY = re.compile("[A-Za-z]{2}")
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_CHUNK = 1 << 18
_MOST = 8_000_000_000
"""Bytes; allCountries.zip has 400 million."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to go on. `tries` without any byte more, with pauses that double from `pause_s`."""

    tries: int = 5
    pause_s: float = 1.0
    answer_s: float = 30.0
    whole_s: float = 6 * 3600.0


class _Answer(NamedTuple):
    """What a server said of the whole file: its size, if told, and the mark of its version."""

    size: int | None
    mark: str


class _AgainError(Exception):
    """A try failed in a way that may pass."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


def dump_name(name: str) -> str:
    """GeoNames' own spelling of a dump's name. Raises `GazetteerError` where it offers none such.

    >>> dump_name("allcountries"), dump_name("fr")
    ('allCountries', 'FR')
    """
    if name.lower() in _KNOWN:
        return _KNOWN[name.lower()]
    if _COUNTRY.fullmatch(name):
        return name.upper()
    msg = f"GeoNames offers {', '.join(DUMPS)}, or a country by its two letters, as FR; got {name!r}"
    raise GazetteerError(msg)


def download_dump(
    name: str,
    *,
    base_url: str = BASE_URL,
    progress: Progress | None = None,
    patience: Patience = Patience(),
    pause: Callable[[float], None] = time.sleep,
) -> Path:
    """The zip of a dump, in the folder of imports. Raises `GazetteerError` where it cannot be got whole."""
    name = dump_name(name)
    if not base_url.startswith(("http://", "https://")):
        msg = f"--base-url must begin with http:// or https://, got {base_url!r}"
        raise GazetteerError(msg)
    url = f"{base_url.rstrip('/')}/{name}.zip"
    folder = imports_folder()
    part = folder / f"{name}.zip.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _get(url, part, progress or _silent, patience, pause)
        _check_zip(url, part)
        _mark_path(part).unlink(missing_ok=True)
        return part.replace(folder / f"{name}.zip")
    except GazetteerError:
        raise
    except OSError as error:
        msg = f"cannot keep {url} in {str(folder)!r}: {error.strerror or error}; make room there"
        raise CacheError(msg) from error


def _check_zip(url: str, part: Path) -> None:
    """A server that tells a wrong size, or sends a page of excuses, gives what is no zip file."""
    if not zipfile.is_zipfile(part):
        _forget(part)
        msg = f"cannot download {url}: what came is no whole zip file; try again, or another --base-url"
        raise GazetteerError(msg)


def _get(url: str, part: Path, progress: Progress, patience: Patience, pause: Callable[[float], None]) -> None:
    end = time.monotonic() + patience.whole_s
    failed = 0
    while True:
        had = _size(part)
        try:
            _try(url, part, progress, patience, end)
        except _AgainError as error:
            failed = 1 if _size(part) > had else failed + 1
            wait_s = max(patience.pause_s * 2 ** (failed - 1), error.wait_s)
            if failed >= patience.tries or time.monotonic() + wait_s > end:
                msg = (
                    f"cannot download {url}: {error}; {_size(part):,} bytes are kept, and the same command goes on "
                    "from there"
                )
                raise GazetteerError(msg) from error
            pause(wait_s)
        else:
            return


def _try(url: str, part: Path, progress: Progress, patience: Patience, end: float) -> None:
    """One request for what is missing. Raises `_AgainError` where another may bring more."""
    known, mark = _size(part), _mark(part, url)
    if known and not mark:
        _forget(part)
        known = 0
    # The mark makes a server whose file has changed send all of it.
    headers = {"Range": f"bytes={known}-", "If-Range": mark} if known else {}
    request = urllib.request.Request(url, headers={"User-Agent": "geomap", "Accept-Encoding": "identity", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=patience.answer_s) as answer:  # noqa: S310 (http or https: checked)
            start, told = _start(answer, known)
            if told.size is not None and told.size > _MOST:
                msg = f"cannot download {url}: it is said to have {told.size:,} bytes, more than any dump"
                raise GazetteerError(msg)
            _save(answer, part, start, told, url, progress, end)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            if error.headers.get("Content-Range") == f"bytes */{known}":
                return  # all of it came, and the process died before it could say so
            _forget(part)
            raise _AgainError("the server has no such part of it") from error
        if error.code >= 500 or error.code in {408, 429}:
            after = error.headers.get("Retry-After", "")
            wait_s = float(after) if after.isdecimal() else 0.0
            why = f"the server answers {error.code} {error.reason}"
            raise _AgainError(why, wait_s) from error
        msg = f"cannot download {url}: the server answers {error.code} {error.reason}; check the name and --base-url"
        raise GazetteerError(msg) from error
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise _AgainError(str(getattr(error, "reason", "") or error or type(error).__name__)) from error


def _start(answer: http.client.HTTPResponse, known: int) -> tuple[int, _Answer]:
    """From which byte on a server sends, and what it says of the whole."""
    mark = answer.headers.get("ETag", "")
    mark = answer.headers.get("Last-Modified", "") if not mark or mark.startswith("W/") else mark
    if answer.status == HTTPStatus.PARTIAL_CONTENT:
        met = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if met is None or int(met[1]) != known:
            raise _AgainError("the server sends another part than asked for")
        return known, _Answer(int(met[3]), mark)
    length = answer.headers.get("Content-Length", "")
    return 0, _Answer(int(length) if length.isdecimal() else None, mark)


def _save(  # noqa: PLR0913 (one request's state)
    answer: http.client.HTTPResponse, part: Path, start: int, told: _Answer, url: str, progress: Progress, end: float
) -> None:
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        _mark_path(part).write_text(json.dumps([url, told.mark]), encoding="utf-8")
        done = start
        while True:
            try:
                chunk = answer.read1(_CHUNK)
            except http.client.IncompleteRead as error:
                file.write(error.partial)
                raise
            if not chunk:
                break
            file.write(chunk)
            done += len(chunk)
            if done > _MOST:
                msg = f"cannot download {url}: it does not end after {done:,} bytes"
                raise GazetteerError(msg)
            if time.monotonic() > end:
                raise _AgainError("it takes too long")
            progress(url.rsplit("/", 1)[-1], done, told.size or 0)
    if told.size is not None and done != told.size:
        why = f"the connection broke after {done:,} of {told.size:,} bytes"
        raise _AgainError(why)


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _mark_path(part: Path) -> Path:
    return part.with_name(part.name + ".mark")


def _mark(part: Path, url: str) -> str:
    """The version of which a part is, or nothing: then no rest can be asked for."""
    try:
        of, mark = json.loads(_mark_path(part).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return ""
    return str(mark) if of == url else ""


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _mark_path(part).unlink(missing_ok=True)


def _silent(_doing: str, _done: int, _total: int) -> None:
    pass
