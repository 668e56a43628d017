"""Many documents in, one line of results each out, in the same order."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from geomap.article.dates import parse_published
from geomap.errors import BatchError
from geomap.output import open_output


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One line of a batch's input."""

    id: str
    text: str
    lang: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """How a batch went: `failures` of `documents` have an error in place of results."""

    documents: int
    failures: int


_GROUP, _GROUP_BYTES = 64, 1 << 18
"""Documents read ahead at most, and bytes from which no more are."""

Analysis = Callable[[Document], dict[str, object]]
"""What a batch does with each document: gives the members of its output line."""


def run_batch(
    source: Path,
    target: Path,
    analyse: Analysis,
    *,
    ahead: Callable[[Sequence[Document]], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> BatchSummary:
    """Analyse every line of `source` (.jsonl or .jsonl.gz) into one line of `target` (.jsonl).

    A few documents are in memory at a time: `ahead` is told of them all before they are analysed one by one, for
    what costs less when done at once. What it raises is left to the analysis of the document that is to blame.
    A line that is no document, or a document whose analysis raises, gives `{"id", "error": {"type", "message"}}`
    and the others go on; blank lines are skipped. `progress` is told the number of documents done. `target`
    appears, or changes, only once all is done: nothing is left of an interrupted run.

    Raises `BatchError` when `source` is missing or damaged, `OutputError` when `target` cannot be written.
    """
    _check(source, target)
    documents = failures = 0
    with _opened(source) as lines, open_output(target) as out:
        for group in _groups(_numbered(source, lines)):
            read = [_read(number, line) for number, line in group]
            if ahead is not None:
                with suppress(Exception):
                    ahead([each for each in read if isinstance(each, Document)])
            for each in read:
                result, failed = _outcome(each, analyse)
                out.write(result + "\n")
                documents += 1
                failures += failed
                if progress is not None:
                    progress(documents)
    return BatchSummary(documents=documents, failures=failures)


def _check(source: Path, target: Path) -> None:
    if target.suffix == ".gz":
        msg = f"a batch's output is not compressed: name it .jsonl rather than {target.name!r}"
        raise BatchError(msg)
    if source.exists() and target.exists() and source.samefile(target):
        msg = f"a batch cannot write over its own input {str(source)!r}: choose another output with -o"
        raise BatchError(msg)


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        if source.is_dir():
            msg = f"the batch's input {str(source)!r} is a folder: give a .jsonl or .jsonl.gz file"
            raise BatchError(msg)
        opener = gzip.open if source.suffix == ".gz" else open
        file = cast("BinaryIO", opener(source, "rb"))
    except FileNotFoundError:
        msg = f"there is no batch input at {str(source)!r}: check the path"
        raise BatchError(msg) from None
    except (OSError, ValueError) as error:
        msg = f"cannot read the batch's input {str(source)!r}: {getattr(error, 'strerror', None) or error}"
        raise BatchError(msg) from error
    with file:
        yield file


def _numbered(source: Path, lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, numbered from 1."""
    number = 0
    while True:
        try:
            line = lines.readline()
        except (OSError, EOFError, zlib.error) as error:
            msg = f"the batch's input {str(source)!r} is damaged after line {number}: {error}"
            raise BatchError(msg) from error
        if not line:
            return
        number += 1
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield number, line


def _groups(lines: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Lines by the group; an error in the input is raised once the lines before it are done."""
    group: list[tuple[int, bytes]] = []
    size = 0
    damage: BatchError | None = None
    try:
        for number, line in lines:
            group.append((number, line))
            size += len(line)
            if len(group) == _GROUP or size >= _GROUP_BYTES:
                yield group
                group, size = [], 0
    except BatchError as error:
        damage = error
    if group:
        yield group
    if damage is not None:
        raise damage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """A line that is no document, or one whose analysis failed: its name and what went wrong."""

    name: str
    error: Exception


def _read(number: int, line: bytes) -> Document | _Failure:
    name = f"line-{number}"
    try:
        members = _members(line)
        name = _name(members, name)
        return _document(members, name)
    except Exception as error:  # noqa: BLE001 (one document must never stop the others)
        return _Failure(name=name, error=error)


def _outcome(read: Document | _Failure, analyse: Analysis) -> tuple[str, bool]:
    """The output line, and whether it tells of a failure."""
    if isinstance(read, Document):
        try:
            return _json({"id": read.id, **analyse(read)}), False
        except Exception as error:  # noqa: BLE001
            read = _Failure(name=read.id, error=error)
    kind = type(read.error).__name__
    return _json({"id": read.name, "error": {"type": kind, "message": str(read.error) or kind}}), True


def _members(line: bytes) -> dict[str, object]:
    try:
        members = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        msg = f"the line is not UTF-8 (byte {error.start})"
        raise BatchError(msg) from None
    except RecursionError:
        msg = "the line is not a document: its JSON is nested too deeply"
        raise BatchError(msg) from None
    except ValueError as error:
        msg = f"the line is not JSON: {error}"
        raise BatchError(msg) from None
    if not isinstance(members, dict):
        msg = f"the line must be a JSON object with a text, got {type(members).__name__}"
        raise BatchError(msg)
    return members


def _name(members: dict[str, object], fallback: str) -> str:
    """The document's id; a number is taken as its digits, none as the line's."""
    given = members.get("id")
    if given is None:
        return fallback
    if isinstance(given, bool) or not isinstance(given, str | int):
        msg = f'"id" must be a string, got {type(given).__name__}'
        raise BatchError(msg)
    return str(given)


def _document(members: dict[str, object], name: str) -> Document:
    text, lang, published = (members.get(key) for key in ("text", "lang", "published"))
    if not isinstance(text, str):
        msg = '"text" is missing' if text is None else f'"text" must be a string, got {type(text).__name__}'
        raise BatchError(msg)
    if lang is not None and not isinstance(lang, str):
        msg = f'"lang" must be a string such as "fr", got {type(lang).__name__}'
        raise BatchError(msg)
    if published is not None and not isinstance(published, str):
        msg = f'"published" must be a string such as "2023-09-13", got {type(published).__name__}'
        raise BatchError(msg)
    day = parse_published(published) if published else None
    return Document(id=name, text=text, lang=lang or None, published=day)


_HALF = re.compile("[\ud800-\udfff]")


def _json(members: dict[str, object]) -> str:
    """One compact line. Escapes stand in for characters only where half a character cannot be written."""
    line = json.dumps(members, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if _HALF.search(line):
        line = json.dumps(members, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return line
