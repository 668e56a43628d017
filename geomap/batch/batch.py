"""Many documents in, one line of results each out, in the same order."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


Analysis = Callable[[Document], dict[str, object]]
"""What a batch does with each document: gives the members of its output line."""


def run_batch(
    source: Path,
    target: Path,
    analyse: Analysis,
    *,
    progress: Callable[[int], None] | None = None,
) -> BatchSummary:
    """Analyse every line of `source` (.jsonl or .jsonl.gz) into one line of `target` (.jsonl).

    One document is in memory at a time. A line that is no document, or a document whose analysis
    raises, gives `{"id", "error": {"type", "message"}}` and the others go on; blank lines are
    skipped. `progress` is told the number of documents done. `target` appears, or changes, only once
    all is done: nothing is left of an interrupted run.

    Raises `BatchError` when `source` is missing or damaged, `OutputError` when `target` cannot be written.
    """
    _check(source, target)
    documents = failures = 0
    with _opened(source) as lines, open_output(target) as out:
        for number, line in _numbered(source, lines):
            result, failed = _outcome(number, line, analyse)
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


def _outcome(number: int, line: bytes, analyse: Analysis) -> tuple[str, bool]:
    """The output line, and whether it tells of a failure."""
    name = f"line-{number}"
    try:
        members = _members(line)
        name = _name(members, name)
        document = _document(members, name)
        return _json({"id": document.id, **analyse(document)}), False
    except Exception as error:  # noqa: BLE001 (one document must never stop the others)
        message = str(error) or type(error).__name__
        return _json({"id": name, "error": {"type": type(error).__name__, "message": message}}), True


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


def _json(members: dict[str, object]) -> str:
    """One compact line. Escapes stand in for characters only where half a character cannot be written."""
    line = json.dumps(members, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if any("\ud800" <= character <= "\udfff" for character in line):
        line = json.dumps(members, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return line
