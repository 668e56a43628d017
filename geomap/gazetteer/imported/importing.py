"""Importing files into a store of their own, in little memory, and going on where an import was stopped.

Every `EVERY` lines are written to a staging file together with how far each input has been read: a
process killed in between has lost those lines at most. When all is read, the store is written from the
staging file in one go, sorted, so that it has the same bytes whatever happened on the way, beside its
place and then renamed: whoever reads meanwhile has the one before.

Reading order: `import_files`; `_read_all` and `_Staging`, the first half; `_write_store`, the second.
"""

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from geomap.datadir import data_folder
from geomap.errors import CacheError, GazetteerError
from geomap.gazetteer.cache import VARIABLE
from geomap.gazetteer.grid import COLUMNS, DEGREE
from geomap.gazetteer.imported.entry import LAST_RANK, Entry, Further, Listed, keys_of, rank_of
from geomap.gazetteer.imported.folder import PART, STAGING, SUFFIX, imports_folder
from geomap.gazetteer.imported.inputs import Input, Step, find_input, read_input
from geomap.gazetteer.imported.store import (
    APPLICATION,
    FORMAT,
    PLACE_COLUMNS,
    TABLES,
    Dataset,
    about_json,
    packed_names,
    packed_place,
)
from geomap.gazetteer.place import NameKind

Progress = Callable[[str, int, int], None]
"""Told what is being done, and how many bytes of how many; of 0 while what is read is sorted."""

EVERY = 20_000
"""Lines between two writes to the staging file: 20 MB of memory, a quarter of a second of work."""

SHOWN = 20
"""Bad lines of a file that are told one by one; the others are counted."""

_ROOM = 4
"""Bytes that an import takes on the disk while it runs, for each it reads: staging file, sorting, store. Measured:
2.9 for 13 million rows."""

_CACHE_KB = 32_000
"""Pages of SQLite held in memory, which it sorts in as well: three times as much saves no time."""

_NAME = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")

GEONAMES_LICENCE = "CC-BY-4.0"
GEONAMES = ("GeoNames", "https://www.geonames.org/", GEONAMES_LICENCE, "GeoNames")
OWN_LICENCE = "LicenseRef-own"
"""The user's own places, of which no licence was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A line that was left out, and why."""

    file: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How an import went: what the store holds, where it lies, and the first bad lines of each file."""

    dataset: Dataset
    path: Path
    size: int
    skipped: tuple[Skipped, ...]


def default_name(path: Path) -> str:
    """What an import is called when nobody says: the file's name in small letters and hyphens."""
    plain = "-".join(re.findall("[a-z0-9]+", path.stem.lower())).lstrip("0123456789-")
    return plain or "places"


def import_files(  # noqa: PLR0913 (what a publisher's data comes with)
    paths: Sequence[Path],
    *,
    name: str | None = None,
    attribution: str | None = None,
    licence: str | None = None,
    replace: bool = False,
    progress: Progress | None = None,
    every: int = EVERY,
) -> Imported:
    """Make one store of files: GeoNames dumps, or the user's own CSV and GeoJSON files, not both.

    Lines that break a rule are left out and told. An import that was stopped goes on where it was when
    it is asked for again with the same files. `replace` allows to put it in the place of one with that
    name. Raises `GazetteerError` where a file as a whole cannot be used or another import is under way,
    `CacheError` where the store cannot be written.
    """
    inputs = [find_input(path) for path in paths]
    name = _checked_name(name or default_name(paths[0]), inputs)
    folder = imports_folder()
    target = folder / f"{name}{SUFFIX}"
    with _alone(folder):
        check_free(name, replace=replace)
        _check_room(folder, inputs)
        staging_path = folder / f"{name}{STAGING}"
        part = folder / f"{name}{PART}"
        try:
            with closing(_Staging(staging_path, _mark(name, inputs))) as staging:
                _read_all(staging, inputs, name, progress or _silent, every)
                dataset = _dataset(staging, name, inputs, attribution=attribution, licence=licence)
                _forget(part)
                _write_store(staging, part, dataset, progress or _silent)
                skipped = staging.skipped(inputs)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(target)
            _forget(staging_path)
        except GazetteerError as error:
            if not isinstance(error, OSError):  # refused, not stopped: trying again would change nothing
                _forget(staging_path)
            raise
        except (OSError, sqlite3.Error) as error:
            _forget(part)
            if type(error) is sqlite3.DatabaseError:  # its children tell of full disks and the like
                _forget(staging_path)
                msg = f"what was read of the import {name!r} is damaged ({error}) and forgotten: ask for it once more"
                raise CacheError(msg) from error
            raise _refusal(folder, error) from error
        return Imported(dataset=dataset, path=target, size=target.stat().st_size, skipped=skipped)


def check_free(name: str, *, replace: bool) -> None:
    """Raise `GazetteerError` where an import has that name already and must stay."""
    if not replace and (imports_folder() / f"{name}{SUFFIX}").exists():
        msg = f"places called {name!r} are imported already: give --replace, or another --name"
        raise GazetteerError(msg)


def import_in_memory(path: Path) -> tuple[bytes, tuple[Skipped, ...]]:
    """A store of one of the user's own files, as bytes. Raises `GazetteerError` as `import_files`."""
    source = find_input(path)
    if not source.kind.is_own:
        msg = f"cannot use {str(path)!r} as it is: a GeoNames dump has to be imported with `geomap gazetteer import`"
        raise GazetteerError(msg)
    name = _checked_name(default_name(path), [source], prefix="own-")
    with closing(_Staging(None, "")) as staging:
        _read_all(staging, [source], name, _silent, EVERY)
        dataset = _dataset(staging, name, [source], attribution=None, licence=None)
        _write_store(staging, None, dataset, _silent)
        return staging.serialized(), staging.skipped([source])


def forget_import(name: str) -> Path:
    """Remove an import, or what is left of one that was stopped. Raises `GazetteerError` where there is none."""
    folder = imports_folder()
    with _alone(folder):
        there = [path for suffix in (SUFFIX, STAGING, PART) if (path := folder / f"{name}{suffix}").exists()]
        if not there or not _NAME.fullmatch(name):
            msg = f"no import is called {name!r}; `geomap gazetteer info` lists them"
            raise GazetteerError(msg)
        for path in there:
            _forget(path)
        return there[0]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when a process dies."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _refusal(folder, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"another import into {str(folder)!r} is under way: wait for it to end"
            raise GazetteerError(msg) from error
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(descriptor)


def _checked_name(name: str, inputs: Sequence[Input], prefix: str = "") -> str:
    if not _NAME.fullmatch(name):
        msg = f"the name of an import must be small letters, digits and hyphens, as 'my-places', got {name!r}"
        raise GazetteerError(msg)
    own = {source.kind.is_own for source in inputs}
    if len(own) > 1:
        raise GazetteerError("GeoNames dumps and your own places have to be imported one after the other")
    sources = tomllib.loads((data_folder("gazetteer") / "sources.toml").read_text(encoding="utf-8"))["sources"]
    if own == {True} and name in {source["id"] for source in sources}:
        if prefix:
            return prefix + name
        msg = f"{name!r} is the name of a source that geomap carries: give your places another --name"
        raise GazetteerError(msg)
    return name


def _check_room(folder: Path, inputs: Sequence[Input]) -> None:
    needed, free = _ROOM * sum(source.size for source in inputs), shutil.disk_usage(folder).free
    if needed > free:
        msg = (
            f"cannot import into {str(folder)!r}: that takes about {needed / 1e9:.1f} GB while it runs and "
            f"{free / 1e9:.1f} GB are free; make room there or let geomap write elsewhere: {VARIABLE}=/some/folder"
        )
        raise CacheError(msg)


def _mark(name: str, inputs: Sequence[Input]) -> str:
    """Changes with whatever makes a staging file useless: other files, other rules."""
    code = hashlib.sha256(f"{name}\n{FORMAT}\n".encode())
    for source in inputs:
        code.update(f"{source.kind} {source.member} {source.mark}\n".encode())
    for module in ("entry.py", "geonames.py", "importing.py", "inputs.py", "own.py", "store.py"):
        code.update(Path(__file__).with_name(module).read_bytes())
    for module in ("names.py", "spelling.py", "towns.py"):
        code.update(Path(__file__).parent.with_name(module).read_bytes())
    return code.hexdigest()


class _Staging:
    """Rows as they are read, and how far that has come; a file, or memory where there is no path."""

    _TABLES = f"""
    CREATE TABLE mark (mark TEXT);
    CREATE TABLE far (file INTEGER PRIMARY KEY, done INTEGER, count INTEGER, number INTEGER, digest TEXT,
        ended INTEGER, skipped INTEGER, names INTEGER);
    CREATE TABLE skipped (file INTEGER, number INTEGER, reason TEXT);
    CREATE TABLE staged (row INTEGER PRIMARY KEY, rank INTEGER, {", ".join(PLACE_COLUMNS[1:])});
    CREATE TABLE staged_keys (key TEXT, rank INTEGER, row INTEGER);
    CREATE TABLE staged_further (row INTEGER, weight INTEGER, text TEXT, lang TEXT, kind TEXT);
    CREATE UNIQUE INDEX staged_ids ON staged (id) WHERE id IS NOT NULL;
    """

    def __init__(self, path: Path | None, mark: str) -> None:
        self._path = path
        if path is not None and not self._is_of(path, mark):
            _forget(path)
        fresh = path is None or not path.exists()
        self.connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        try:
            for setting in (
                "page_size = 4096",
                f"cache_size = -{_CACHE_KB}",
                "journal_mode = TRUNCATE",
                "synchronous = NORMAL",
                "temp_store = FILE",
            ):
                self.connection.execute(f"PRAGMA {setting}")
            if path is not None:
                # SQLite sorts in files; those belong on the disk whose room was looked at.
                with suppress(sqlite3.Error):
                    folder = str(path.parent).replace("'", "''")
                    self.connection.execute(f"PRAGMA temp_store_directory = '{folder}'")
            if fresh:
                self.connection.executescript(f"BEGIN;{self._TABLES}COMMIT;")
                self.connection.execute("INSERT INTO mark VALUES (?)", (mark,))
            found = self.connection.execute("SELECT max(row) FROM staged").fetchone()[0]
            self._last: int = found or 0
            self._namesakes: dict[str, int] = {}
        except BaseException:
            self.connection.close()
            raise

    @staticmethod
    def _is_of(path: Path, mark: str) -> bool:
        if not path.exists():
            return False
        try:
            with closing(sqlite3.connect(path)) as connection:
                return bool(connection.execute("SELECT mark FROM mark").fetchone() == (mark,))
        except sqlite3.Error:
            return False

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def far(self, file: int) -> tuple[int, int, int, str, bool]:
        """Bytes, steps, lines and digest of what is read of a file, and whether that is all."""
        found = self.connection.execute("SELECT done, count, number, digest, ended FROM far WHERE file = ?", (file,))
        done, count, number, digest, ended = found.fetchone() or (0, 0, 0, "", 0)
        return done, count, number, digest, bool(ended)

    def counted(self, what: str) -> int:
        """A sum over all files."""
        return int(self.connection.execute(f"SELECT coalesce(sum({what}), 0) FROM far").fetchone()[0])  # noqa: S608

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 (a constant)

    def digest(self) -> str:
        """Of all that was read."""
        found = self.connection.execute("SELECT digest FROM far ORDER BY file")
        return hashlib.sha256("\n".join(digest for (digest,) in found).encode()).hexdigest()[:16]

    def skipped(self, inputs: Sequence[Input]) -> tuple[Skipped, ...]:
        """The bad lines that are told one by one."""
        found = self.connection.execute("SELECT file, number, reason FROM skipped ORDER BY file, number, rowid")
        return tuple(Skipped(file=inputs[file].path.name, number=n, reason=why) for file, n, why in found)

    def serialized(self) -> bytes:
        """All of it, where it is in memory."""
        return self.connection.serialize(name="made")

    def add(self, file: int, steps: Sequence[Step], *, digest: str, ended: bool) -> None:
        """Some more steps of a file, all of them or, should the process die, none."""
        places: list[tuple[object, ...]] = []
        keys: list[tuple[str, int | None, int]] = []
        further: list[tuple[object, ...]] = []
        skipped: list[tuple[int, str]] = []
        names = 0
        seen: set[int | str] = set()
        for step in steps:
            made = step.made
            if isinstance(made, Entry):
                entry = self._unique(made, seen, skipped, step.number)
                if entry is not None:
                    row, country = entry.row, entry.country
                    rank = rank_of(entry.feature_class, entry.feature_code, entry.population)
                    places.append((row, rank, *packed_place(entry)[1:]))
                    texts = [name if isinstance(name, str) else name.text for name in entry.names]
                    found = dict.fromkeys(key for text in texts for key in keys_of(text, country))
                    keys += [(key, rank, row) for key in found]
                    names += len(texts)
            elif isinstance(made, Further):
                further.append((made.row, made.weight, *made.name))
                keys += [(key, None, made.row) for key in keys_of(made.name.text, "")]
                names += 1
            elif made is not None:
                skipped.append((step.number, made))
        done, count, number = steps[-1][:3] if steps else self.far(file)[:3]
        execute = self.connection.execute
        execute("BEGIN")
        try:
            marks = ", ".join("?" * (len(PLACE_COLUMNS) + 1))
            self.connection.executemany(f"INSERT INTO staged VALUES ({marks})", places)  # noqa: S608 (a constant)
            self.connection.executemany("INSERT INTO staged_keys VALUES (?, ?, ?)", keys)
            self.connection.executemany("INSERT INTO staged_further VALUES (?, ?, ?, ?, ?)", further)
            told = execute("SELECT count(*) FROM skipped WHERE file = ?", (file,)).fetchone()[0]
            self.connection.executemany(
                "INSERT INTO skipped VALUES (?, ?, ?)", [(file, *bad) for bad in skipped[: max(0, SHOWN - told)]]
            )
            execute("INSERT OR IGNORE INTO far VALUES (?, 0, 0, 0, '', 0, 0, 0)", (file,))
            execute(
                "UPDATE far SET done = ?, count = ?, number = ?, digest = ?, ended = ?, skipped = skipped + ?, "
                "names = names + ? WHERE file = ?",
                (done, count, number, digest, ended, len(skipped), names, file),
            )
            execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                execute("ROLLBACK")
            raise

    def _unique(self, entry: Entry, seen: set[int | str], skipped: list[tuple[int, str]], number: int) -> Entry | None:
        """The entry, unless its identifier came before; one that only its name identifies gets a number then."""
        key: int | str = entry.row if entry.id is None else entry.id
        if self._is_taken(key, seen):
            if not entry.by_name:
                told = f"geonames:{key}" if entry.id is None else key
                skipped.append((number, f"identifier {told} came before: the first counts"))
                return None
            nth = self._namesakes.get(str(key), 2)
            while self._is_taken(f"{key}-{nth}", seen):
                nth += 1
            self._namesakes[str(key)] = nth
            key = f"{key}-{nth}"
        seen.add(key)
        if isinstance(key, int):
            self._last = max(self._last, key)
            return entry
        self._last += 1
        return entry._replace(id=key, row=self._last)

    def _is_taken(self, key: int | str, seen: set[int | str]) -> bool:
        if key in seen:
            return True
        if isinstance(key, int):
            # Dumps ascend: most numbers are above all that were written.
            query = "SELECT 1 FROM staged WHERE row = ?" if key <= self._last else ""
        else:
            query = "SELECT 1 FROM staged WHERE id = ?"
        return bool(query) and self.connection.execute(query, (key,)).fetchone() is not None


def _read_all(staging: _Staging, inputs: Sequence[Input], name: str, progress: Progress, every: int) -> None:
    """Every line of every input that has not been read yet, into the staging file."""
    before, total = 0, sum(source.size for source in inputs)
    for file, source in enumerate(inputs):
        done, count, number, digest, ended = staging.far(file)
        if not ended:
            read = hashlib.sha256(digest.encode())
            steps: list[Step] = []
            for step in read_input(source, name, done=done, count=count, number=number):
                steps.append(step)
                read.update(step.raw)
                if len(steps) >= every:
                    digest = read.hexdigest()
                    staging.add(file, steps, digest=digest, ended=False)
                    progress(source.path.name, before + step.done, total)
                    read, steps = hashlib.sha256(digest.encode()), []
            staging.add(file, steps, digest=read.hexdigest(), ended=True)
        before += source.size
        progress(source.path.name, before, total)


def _dataset(
    staging: _Staging, name: str, inputs: Sequence[Input], *, attribution: str | None, licence: str | None
) -> Dataset:
    """What the store will say of itself. Raises `GazetteerError` where nothing at all could be read."""
    places, further, own = staging.rows("staged"), staging.rows("staged_further"), inputs[0].kind.is_own
    if not places and not further:
        bad = staging.skipped(inputs)
        why = f": {bad[0].file}:{bad[0].number}: {bad[0].reason}" if bad else ""
        msg = f"nothing to import in {', '.join(source.path.name for source in inputs)}{why}"
        raise GazetteerError(msg)
    publisher, url, usual_licence, credit = (name, "", OWN_LICENCE, name) if own else GEONAMES
    return Dataset(
        name=name,
        own=own,
        files=tuple(source.path.name for source in inputs),
        places=places,
        further=further,
        names=staging.counted("names"),
        skipped=staging.counted("skipped"),
        digest=staging.digest(),
        publisher=publisher,
        url=url,
        licence=licence or usual_licence,
        attribution=attribution or credit,
    )


_CELL = f"min(179, (lat + {90 * DEGREE}) / {DEGREE}) * {COLUMNS} + ((lon + {180 * DEGREE}) / {DEGREE}) % {COLUMNS}"
"""`cell_of`, on stored coordinates."""


def _write_store(staging: _Staging, part: Path | None, dataset: Dataset, progress: Progress) -> None:
    """The store of all that is staged, written in order from beginning to end: the same rows, the same bytes."""
    run = staging.connection.execute
    run("ATTACH ? AS made", (str(part) if part else ":memory:",))
    for setting in (
        *("page_size = 4096", "auto_vacuum = NONE", "journal_mode = OFF", "synchronous = OFF"),
        *(f"application_id = {APPLICATION}", f"user_version = {FORMAT}"),
    ):
        run(f"PRAGMA made.{setting}")
    run("BEGIN")
    for table in TABLES.strip().split(";"):
        run(table.replace("CREATE TABLE ", "CREATE TABLE made."))
    progress("writing places", 0, 0)
    columns = ", ".join(PLACE_COLUMNS)
    run(f"INSERT INTO made.places SELECT {columns} FROM staged ORDER BY row")  # noqa: S608 (constants)
    if dataset.own:
        run("CREATE UNIQUE INDEX made.ids ON places (id)")
    progress("sorting places", 0, 0)
    run(f"INSERT INTO made.cells SELECT {_CELL} AS cell, lat, lon, row FROM staged ORDER BY 1, 2, 3, 4")  # noqa: S608
    progress("sorting names", 0, 0)
    run(
        "INSERT OR IGNORE INTO made.keys SELECT key, coalesce(rank, (SELECT rank FROM staged WHERE staged.row = "  # noqa: S608
        f"staged_keys.row), {LAST_RANK}) AS rank, row FROM staged_keys ORDER BY 1, 2, 3"
    )
    staging.connection.executemany("INSERT INTO made.further VALUES (?, ?)", _further_rows(staging.connection))
    run("INSERT INTO made.about VALUES (?)", (about_json(dataset),))
    run("COMMIT")
    if part is not None:
        run("DETACH made")


def _further_rows(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    query = "SELECT row, text, lang, kind FROM staged_further ORDER BY row, weight, rowid"
    with closing(connection.cursor()) as cursor:
        for row, rows in groupby(cursor.execute(query), key=lambda found: int(found[0])):
            names = dict.fromkeys(Listed(text, lang, NameKind(kind)) for _, text, lang, kind in rows)
            yield row, packed_names(tuple(names))


def _forget(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-journal")):
        each.unlink(missing_ok=True)


def _refusal(folder: Path, error: Exception) -> CacheError:
    reason = getattr(error, "strerror", None) or str(error)
    msg = (
        f"cannot keep imported places in {str(folder)!r}: {reason}; make room there or let geomap write "
        f"elsewhere: {VARIABLE}=/some/folder"
    )
    return CacheError(msg)


def _silent(_doing: str, _done: int, _total: int) -> None:
    pass
