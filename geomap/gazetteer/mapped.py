"""One file of named arrays and tries, mapped into memory and checked before anyone trusts it.

    magic · length and checksum of the header · header (JSON) · sections, each on its own boundary

The header says the key of what was compiled, the size of the file and where each section lies. What
a section holds is read in place: opening costs the header, a lookup the pages it touches, and all
processes share them.

A file that is shorter, foreign or of another key is refused from its header. To know that no byte
within has changed, all of it has to be read, 40 ms for the world: that is done once, and the file's
size, times and inode are then kept beside it as its seal. While they are the same, so is the file.
"""

import json
import mmap
import os
import re
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import marisa_trie  # type: ignore[import-not-found]  # has no stubs

MAGIC = b"geomap index 1\n\0"
_BOUNDARY = 64
_CHUNK = 1 << 20
_PREFIX = len(MAGIC) + 8

_HALF = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair, which JSON may hold and UTF-8 may not: no name has one."""

Section: TypeAlias = "bytes | array[Any] | Sequence[str] | marisa_trie.Trie"


class DamagedError(Exception):
    """A file is not the one asked for: missing, cut short, foreign or altered. Never leaves the gazetteer."""


class Keys:
    """A trie in mapped memory: strings to numbers, numbers to strings, and the strings that open a text.

    It holds on to the memory it reads: a bare `marisa_trie.Trie` would not.
    """

    __slots__ = ("_memory", "_trie")

    def __init__(self, memory: memoryview) -> None:
        self._memory = memory
        self._trie = marisa_trie.Trie()
        self._trie.map(memory)

    def __len__(self) -> int:
        return len(self._trie)

    def number(self, key: str) -> int:
        """The number of a key, or -1."""
        try:
            return int(self._trie.get(key, -1))
        except UnicodeEncodeError:  # as _HALF
            return -1

    def text(self, number: int) -> str:
        """The key with a number."""
        return str(self._trie.restore_key(number))

    def starting(self, prefix: str) -> Iterable[str]:
        """The keys that start with a prefix, in no order."""
        found: Iterable[str] = () if _HALF.search(prefix) else self._trie.iterkeys(prefix)
        return found


class Texts:
    """Strings in mapped memory, by number."""

    __slots__ = ("_ends", "_memory")

    def __init__(self, memory: memoryview) -> None:
        count = int.from_bytes(memory[:8], sys.byteorder)
        self._ends = memory[8 : 8 + 4 * count].cast("I")
        self._memory = memory[8 + 4 * count :]

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return str(self._memory[start : self._ends[number]], "utf-8")


@dataclass(frozen=True, slots=True)
class Mapped:
    """The sections of an opened file by name, and what its header says about them."""

    sections: Mapping[str, Any]
    about: Mapping[str, Any]
    size: int


def pack(key: str, about: Mapping[str, object], sections: Mapping[str, Section]) -> bytes:
    """The bytes of a file. The same arguments give the same bytes."""
    body = bytearray()
    places: dict[str, tuple[int, int, str]] = {}
    for name, section in sections.items():
        content, kind = _content(section)
        places[name] = (len(body), len(content), kind)
        body += content
        body += bytes(-len(body) % _BOUNDARY)
    header = _json(
        {"key": key, "byteorder": sys.byteorder, "crc": zlib.crc32(body), "body": len(body), "sections": places}
        | {"about": about}
    )
    start = MAGIC + len(header).to_bytes(4, "big") + zlib.crc32(header).to_bytes(4, "big") + header
    return start + bytes(-len(start) % _BOUNDARY) + bytes(body)


def unpack(content: bytes | mmap.mmap, key: str) -> Mapped:
    """The sections in a file's bytes. Raises `DamagedError` where the header is not of this key and size."""
    memory = memoryview(content)
    return _mapped(memory, *_header(memory, key))


def open_mapped(path: Path, key: str) -> Mapped:
    """The sections of a file, mapped. Raises `DamagedError` where it is not whole, or not of this key."""
    try:
        with path.open("rb") as file:
            memory = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            header, start = _header(memory, key)
            status = os.fstat(file.fileno())
            if not _is_sealed(path, status):
                _check_all(file.fileno(), start, header["crc"])
                _seal(path, status)
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise DamagedError(str(error)) from error
    return _mapped(memory, header, start)


def write_mapped(path: Path, content: bytes) -> None:
    """Put a file's bytes on the disk for good. Raises `OSError`; may then leave a part behind."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def seal_of(path: Path) -> Path:
    """The small file beside a mapped one that says all of it has been read and found whole."""
    return path.with_name(path.name + ".seal")


def _header(memory: memoryview, key: str) -> tuple[dict[str, Any], int]:
    """A file's header, and where its sections start."""
    if memory[: len(MAGIC)] != MAGIC:
        raise DamagedError("not a geomap index")
    length = int.from_bytes(memory[len(MAGIC) : len(MAGIC) + 4], "big")
    raw = memory[_PREFIX : _PREFIX + length]
    if zlib.crc32(raw) != int.from_bytes(memory[len(MAGIC) + 4 : _PREFIX], "big"):
        raise DamagedError("its header is damaged")
    header: dict[str, Any] = json.loads(str(raw, "utf-8"))
    start = _PREFIX + length
    start += -start % _BOUNDARY
    if (header["key"], header["byteorder"]) != (key, sys.byteorder):
        raise DamagedError("compiled from other sources")
    if len(memory) != start + header["body"]:
        raise DamagedError("cut short")
    return header, start


def _mapped(memory: memoryview, header: Mapping[str, Any], start: int) -> Mapped:
    try:
        sections = {
            name: _section(memory[start + offset : start + offset + length], kind)
            for name, (offset, length, kind) in header["sections"].items()
        }
    except RuntimeError as error:  # the trie's own check
        raise DamagedError(str(error)) from error
    return Mapped(sections, header["about"], len(memory))


def _check_all(descriptor: int, start: int, expected: int) -> None:
    """Compare the checksum of all that follows the header; reads it without mapping it in."""
    crc = 0
    while chunk := os.pread(descriptor, _CHUNK, start):
        crc = zlib.crc32(chunk, crc)
        start += len(chunk)
    if crc != expected:
        raise DamagedError("some of its bytes have changed")


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}\n"


def _is_sealed(path: Path, status: os.stat_result) -> bool:
    try:
        return seal_of(path).read_text(encoding="ascii") == _stamp(status)
    except (OSError, ValueError):
        return False


def _seal(path: Path, status: os.stat_result) -> None:
    """Note that the file is whole. Where that cannot be written, the next opening reads all of it again."""
    try:
        seal_of(path).write_text(_stamp(status), encoding="ascii")
    except OSError:
        return


def _content(section: Section) -> tuple[bytes, str]:
    if isinstance(section, marisa_trie.Trie):
        return section.tobytes(), "keys"
    if isinstance(section, array):
        return section.tobytes(), section.typecode
    if isinstance(section, bytes):
        return section, "B"
    encoded = [text.encode() for text in section]
    ends = array("I")
    end = 0
    for text in encoded:
        end += len(text)
        ends.append(end)
    return len(encoded).to_bytes(8, sys.byteorder) + ends.tobytes() + b"".join(encoded), "texts"


def _section(memory: memoryview, kind: str) -> Keys | Texts | memoryview:
    if kind == "keys":
        return Keys(memory)
    if kind == "texts":
        return Texts(memory)
    return memory.cast(kind)  # type: ignore[call-overload, no-any-return]  # one of array's codes


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
