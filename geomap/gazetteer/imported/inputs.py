"""What an import reads: GeoNames' dumps (.txt, or .zip around one), the user's CSV and GeoJSON files.

`read_input` gives one `Step` a line or feature, from any step on where an earlier import was stopped;
memory holds one of them at a time. Reading order: `find_input`, `read_input`, then one function a kind.
"""

import codecs
import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, NamedTuple, NoReturn, cast

from geomap.errors import GazetteerError
from geomap.gazetteer.imported.entry import Entry, Further, RefusedError
from geomap.gazetteer.imported.geonames import NAME_COLUMNS, PLACE_COLUMNS, further_of, place_of
from geomap.gazetteer.imported.own import COLUMNS, NEEDED, SAME_AS, entry_of, feature_of
from geomap.spreadsheet import uncelled

_BESIDE = frozenset({"readme.txt", "iso-languagecodes.txt"})
"""What GeoNames' zips hold besides the dump."""

_LONGEST_LINE = 1 << 20
"""Bytes. The longest line of allCountries, a capital with all its names, has some 10,000."""

_MOST_INFLATED = 100
"""Times that a zip may grow: GeoNames' grow 4 times, and nothing written by people more than 20."""

_SMALL = 50_000_000
"""Bytes that may grow as they like: a file of blanks is no danger."""

_SNIFFED = 200
"""Lines looked at to see which dump a file is."""

_CHUNK = 1 << 18


class InputKind(StrEnum):
    """What a file holds."""

    PLACES = "GeoNames places"
    FURTHER = "GeoNames names"
    TABLE = "CSV"
    FEATURES = "GeoJSON"

    @property
    def is_own(self) -> bool:
        """Whether such files hold the user's own places."""
        return self in {InputKind.TABLE, InputKind.FEATURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file to import. `size` is in bytes, unpacked; `mark` changes with the file."""

    path: Path
    kind: InputKind
    member: str
    size: int
    mark: str


class Step(NamedTuple):
    """A line or feature: `done` bytes, `steps` and lines up to `last` with it; its number, its bytes, what it gives.

    That is a place, a further name, None for nothing, or a text that says why it is refused.
    """

    done: int
    steps: int
    last: int
    number: int
    raw: bytes
    made: Entry | Further | str | None


def find_input(path: Path) -> Input:
    """What a file is, by its suffix and its first lines. Raises `GazetteerError`."""
    try:
        status = path.stat()
        if not path.is_file():
            msg = f"cannot import {str(path)!r}: it is no file"
            raise GazetteerError(msg)
        with path.open("rb") as file:
            start = hashlib.sha256(file.read(1 << 16)).hexdigest()[:16]
    except OSError as error:
        msg = f"cannot import {str(path)!r}: {error.strerror or error}; check the path"
        raise GazetteerError(msg) from error
    mark = f"{status.st_size} {status.st_mtime_ns} {start}"
    if not status.st_size:
        msg = f"cannot import {str(path)!r}: the file is empty"
        raise GazetteerError(msg)
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tsv"}:
        return Input(path=path, kind=InputKind.TABLE, member="", size=status.st_size, mark=mark)
    if suffix in {".geojson", ".json"}:
        return Input(path=path, kind=InputKind.FEATURES, member="", size=status.st_size, mark=mark)
    if suffix not in {".txt", ".zip"}:
        msg = (
            f"cannot import {str(path)!r}: a GeoNames dump ends in .txt or .zip, the user's own places "
            "in .csv or .geojson"
        )
        raise GazetteerError(msg)
    member, size = _member(path) if suffix == ".zip" else ("", status.st_size)
    return Input(path=path, kind=_dump_kind(path, member), member=member, size=size, mark=mark)


def read_input(source: Input, dataset: str, *, done: int = 0, count: int = 0, number: int = 0) -> Iterator[Step]:
    """The steps of a file after the first `count`, which end at byte `done` and line `number`.

    Raises `GazetteerError` where the file as a whole cannot be read.
    """
    if source.kind is InputKind.TABLE:
        yield from _rows(source, dataset, done, count, number)
    elif source.kind is InputKind.FEATURES:
        yield from _features(source, dataset, count)
    else:
        yield from _lines(source, done, count, number)


def _member(path: Path) -> tuple[str, int]:
    """The dump within a zip, and its size."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                info
                for info in archive.infolist()
                if info.filename.lower().endswith(".txt")
                and Path(info.filename).name.lower() not in _BESIDE
                and not info.filename.startswith("__MACOSX/")
            ]
            same = [info for info in members if Path(info.filename).stem.lower() == path.stem.lower()]
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        msg = f"cannot import {str(path)!r}: it is no whole zip file ({error}); download it again"
        raise GazetteerError(msg) from error
    found = same if len(same) == 1 else members
    if len(found) != 1:
        held = ", ".join(info.filename for info in found) or "none"
        msg = f"cannot import {str(path)!r}: a zip must hold one GeoNames .txt, this holds {held}"
        raise GazetteerError(msg)
    info = found[0]
    if info.flag_bits & 1:
        msg = f"cannot import {str(path)!r}: {info.filename} is encrypted; unpack it first"
        raise GazetteerError(msg)
    if info.file_size > _SMALL and info.file_size > _MOST_INFLATED * max(1, info.compress_size):
        times = info.file_size // max(1, info.compress_size)
        msg = f"cannot import {str(path)!r}: {info.filename} would grow {times} times, GeoNames' files grow 4 times"
        raise GazetteerError(msg)
    return info.filename, info.file_size


@contextmanager
def _opened(source: Path, member: str) -> Iterator[IO[bytes]]:
    try:
        if member:
            with zipfile.ZipFile(source) as archive, archive.open(member) as packed:
                yield cast("IO[bytes]", io.BufferedReader(cast("io.RawIOBase", packed), _CHUNK))
        else:
            with source.open("rb") as file:
                yield file
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        msg = f"cannot read {str(source)!r} to its end: {getattr(error, 'strerror', None) or error}; get it again"
        raise GazetteerError(msg) from error


def _dump_kind(path: Path, member: str) -> InputKind:
    """Which of GeoNames' dumps a file is: that of which its first lines have the columns."""
    seen: set[int] = set()
    with _opened(path, member) as file:
        for _ in range(_SNIFFED):
            line = file.readline(_LONGEST_LINE)
            if not line:
                break
            seen.add(line.count(b"\t") + 1)
    if PLACE_COLUMNS in seen:
        return InputKind.PLACES
    if seen & set(NAME_COLUMNS):
        return InputKind.FURTHER
    msg = (
        f"cannot import {str(path)!r}: no line of the first {_SNIFFED} has the {PLACE_COLUMNS} columns of GeoNames' "
        f"places or the {NAME_COLUMNS[-1]} of its names; the user's own places come as .csv or .geojson"
    )
    raise GazetteerError(msg)


def _lines(source: Input, done: int, count: int, number: int) -> Iterator[Step]:
    make = place_of if source.kind is InputKind.PLACES else further_of
    with _opened(source.path, source.member) as file:
        _forward(file, done, seekable=not source.member)
        made: Entry | Further | str | None
        while line := file.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                msg = f"{source.path}:{number + 1}: the line has more than {_LONGEST_LINE:,} bytes: no GeoNames dump"
                raise GazetteerError(msg)
            done, count, number = done + len(line), count + 1, number + 1
            try:
                text = str(line, "utf-8").rstrip("\r\n")
                made = make(text) if text.strip("\t \ufeff") else None
            except UnicodeDecodeError as error:
                made = f"not UTF-8: byte {error.start + 1} of the line is 0x{line[error.start]:02x}"
            except RefusedError as error:
                made = str(error)
            yield Step(done, count, number, number, line, made)


def _forward(file: IO[bytes], offset: int, *, seekable: bool) -> None:
    if seekable:
        file.seek(offset)
        return
    while offset > 0:
        passed = len(file.read(min(offset, _CHUNK)))
        if not passed:
            return
        offset -= passed


def _rows(source: Input, dataset: str, done: int, count: int, number: int) -> Iterator[Step]:
    with _opened(source.path, "") as file:
        head = file.readline(_LONGEST_LINE)
        columns, separator = _header(source.path, head)
        if done:
            file.seek(done)
        else:
            done, number = len(head), 1
        lines = _Lines(source.path, file, number)
        reader = csv.reader(lines, delimiter=separator, strict=True)
        while True:
            first = lines.number + 1
            made: Entry | Further | str | None
            try:
                values = next(reader)
                made = _row(values, columns, count + 1, dataset) if values else None
            except StopIteration:
                return
            except csv.Error as error:
                made = f"not CSV: {error}"
            except RefusedError as error:
                made = str(error)
            raw = lines.taken()
            done, count = done + len(raw), count + 1
            yield Step(done, count, lines.number, first, raw, made)


class _Lines:
    """The lines of a CSV file for its reader, and the bytes that each row took."""

    def __init__(self, path: Path, file: IO[bytes], number: int) -> None:
        self._path, self._file, self._raw = path, file, b""
        self.number = number

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self._raw += line
        self.number += 1
        return _utf8(self._path, line, self.number)

    def taken(self) -> bytes:
        """The bytes since last asked."""
        raw, self._raw = self._raw, b""
        return raw


def _utf8(path: Path, line: bytes, number: int) -> str:
    try:
        return str(line, "utf-8")
    except UnicodeDecodeError as error:
        msg = f"{path}:{number}: must be UTF-8, byte 0x{line[error.start]:02x} is not; save the file as UTF-8"
        raise GazetteerError(msg) from error


def _header(path: Path, line: bytes) -> tuple[tuple[str, ...], str]:
    """The columns of a CSV file in our words, and what separates them."""
    text = _utf8(path, line.removeprefix(codecs.BOM_UTF8), 1)
    best: tuple[str, ...] = ()
    for separator in (",", ";", "\t"):
        try:
            found = next(csv.reader([text], delimiter=separator), [])
        except csv.Error:
            continue
        headings = [heading.strip().lower() for heading in found]
        columns = tuple(SAME_AS.get(heading, heading) for heading in headings)
        if set(NEEDED) <= set(columns):
            twice = [column for column in COLUMNS if columns.count(column) > 1]
            if twice:
                msg = f"{path}:1: column {twice[0]!r} must stand there once"
                raise GazetteerError(msg)
            return columns, separator
        best = max(best, columns, key=len)
    msg = (
        f"{path}:1: the first line must name the columns {', '.join(NEEDED)} (and, if wanted, "
        f"{', '.join(COLUMNS[len(NEEDED) :])}), got {', '.join(best[:12])!r}"
    )
    raise GazetteerError(msg)


def _row(values: list[str], columns: tuple[str, ...], row: int, dataset: str) -> Entry | None:
    if not any(value.strip() for value in values):
        return None
    if len(values) != len(columns):
        msg = f"a row must have {len(columns)} columns as the first line, got {len(values)}"
        raise RefusedError(msg)
    return entry_of({c: uncelled(v.strip()) for c, v in zip(columns, values, strict=True)}, row, dataset)


def _features(source: Input, dataset: str, skipped: int) -> Iterator[Step]:
    """The features of a collection; those already read are read over."""
    with _opened(source.path, "") as file:
        text = _Json(source.path, file)
        count = 0
        for feature, raw in _members_of_features(text):
            count += 1
            if count <= skipped:
                continue
            made: Entry | str
            try:
                made = feature_of(feature, count, dataset)
            except RefusedError as error:
                made = str(error)
            yield Step(text.bytes_read, count, count, count, raw, made)


def _members_of_features(text: "_Json") -> Iterator[tuple[object, bytes]]:
    """Each value of the outermost object's array "features", whatever stands before or after it."""
    text.expect("{", "a GeoJSON file is an object of type 'FeatureCollection'")
    seen: dict[str, object] = {}
    while text.peek() != "}":
        key, _ = text.value()
        text.expect(":", "a colon after the name of a member")
        if key == "features" and text.peek() == "[":
            text.expect("[", "")
            while text.peek() != "]":
                yield text.value()
                if text.peek() != "]":
                    text.expect(",", "a comma between features")
            text.expect("]", "")
            seen["features"] = True
        else:
            seen[str(key)], _ = text.value()
        if text.peek() != "}":
            text.expect(",", "a comma between members")
    if seen.get("features") is not True:
        text.refuse(f"must be a FeatureCollection with an array of features, got type {seen.get('type')!r}")


class _Json:
    """A JSON text read value by value, of which memory holds the value at hand and what follows it."""

    _BLANKS = " \t\r\n"

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        self._decode = json.JSONDecoder().raw_decode
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._ended = "", 0, False
        self.bytes_read = 0
        self._more()
        self._text = self._text.removeprefix("\ufeff")

    def peek(self) -> str:
        """The next character that is not blank."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in self._BLANKS:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                self.refuse("ends too early")
            self._more()

    def expect(self, character: str, wanted: str) -> None:
        """Pass a character, which has to come."""
        found = self.peek()
        if found != character:
            self.refuse(f"expected {wanted}, got {found!r}")
        self._at += 1

    def value(self) -> tuple[Any, bytes]:
        """The next value, and its text."""
        self.peek()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except ValueError as error:
                if self._ended:
                    self.refuse(f"is not JSON: {getattr(error, 'msg', error)}")
                self._more()
            except RecursionError:
                self.refuse("is nested too deeply")
            else:
                if end == len(self._text) and not self._ended:  # a number may go on
                    self._more()
                    continue
                raw = self._text[self._at : end].encode("utf-8", "surrogatepass")
                self._at = end
                return value, raw

    def refuse(self, why: str) -> NoReturn:
        """Say what is wrong with the whole file."""
        msg = f"cannot import {str(self._path)!r}: near byte {self.bytes_read:,} the file {why}"
        raise GazetteerError(msg)

    def _more(self) -> None:
        """Read on: as much again as is held, so that a value is tried few times."""
        self._text, self._at = self._text[self._at :], 0
        chunk = self._file.read(max(_CHUNK, len(self._text)))
        self.bytes_read += len(chunk)
        self._ended = not chunk
        try:
            self._text += self._utf8.decode(chunk, final=self._ended)
        except UnicodeDecodeError as error:
            msg = f"cannot import {str(self._path)!r}: it must be UTF-8 ({error.reason}); save the file as UTF-8"
            raise GazetteerError(msg) from error
