"""From the bytes of a file to its text."""

import codecs
import re
from pathlib import Path

from geomap.errors import ArticleError, GeomapError

# The longest mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or sound"),
    (b"PK\x03\x04", "a Word, OpenDocument, EPUB or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip file"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
# What French and English prose needs beyond ASCII. Bytes that read as almost nothing else are
# Windows-1252 (which contains Latin-1): on short texts a statistical guess does worse.
_WESTERN = frozenset("àâäæçéèêëîïíìóòôöœùûüúÿñáãåøõßÀÂÄÆÇÉÈÊËÎÏÍÓÔÖŒÙÛÜÚŸÑÁÅØ«»‹›‘’‚“”„–—…•€£°·×§©®½¼²³ªº\u00a0\u00ad")
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4_096


def decode(data: bytes, *, what: str, html: bool = False) -> str:
    """The text in `data`, its byte order mark dropped and nothing else changed.

    Tries, in order: a byte order mark; the zeros that betray UTF-16 or UTF-32; UTF-8; for HTML the
    encoding its head declares; Windows-1252 where that reads as French or English; and last
    charset-normalizer's guess. `what` names the article in errors. Raises `ArticleError` for data
    that is no text.
    """
    for signature, kind in _FORMATS:
        if data.startswith(signature):
            msg = f"{what} is {kind}, not text: save it as plain text or HTML and give that file"
            raise ArticleError(msg)
    readers = (_marked, _wide, _utf8, *([_declared] if html else []), _western, _guessed)
    text = next((read for reader in readers if (read := reader(data)) is not None), None)
    if text is None or _is_binary(text):
        msg = f"{what} is not text: give a .txt, .md or .html file, saved as UTF-8"
        raise ArticleError(msg)
    return text


def decode_table(path: Path, *, what: str, error: type[GeomapError]) -> str:
    """The text of a table's file, as `decode` reads it. Raises `error`, which calls it `what`, where there is none."""
    try:
        return decode(path.read_bytes(), what=repr(path.name))
    except FileNotFoundError:
        msg = f"there is no {what} at {str(path)!r}: check the path"
        raise error(msg) from None
    except OSError as unread:
        msg = f"cannot read the {what} {str(path)!r}: {unread.strerror or unread}"
        raise error(msg) from unread
    except ArticleError as no_text:
        raise error(str(no_text)) from no_text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding)
    return None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: in Western text nearly every other byte is zero."""
    head = data[: _HEAD - _HEAD % 4]
    zeros = [head[place::4].count(0) for place in range(4)]
    if not any(zeros):
        return None
    quarter = max(len(head) // 4, 1)
    mostly = [count > 0.4 * quarter for count in zeros]
    shapes = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    encoding = shapes.get((mostly[0], mostly[1], mostly[2], mostly[3]))
    return _try(data, encoding) if encoding else None


def _utf8(data: bytes) -> str | None:
    """UTF-8, also where a few bytes were damaged among many sound ones."""
    text = _try(data, "utf-8")
    if text is None:
        mended = data.decode("utf-8", "replace")
        beyond = sum(not character.isascii() for character in mended)
        damaged = mended.count("\ufffd")
        text = mended if beyond > 20 * damaged else None
    return text


def _declared(data: bytes) -> str | None:
    found = _META_CHARSET.search(data[:_HEAD])
    return _try(data, found[1].decode("ascii", "replace")) if found else None


def _western(data: bytes) -> str | None:
    text = _try(data, "cp1252")
    if text is None:
        return None
    beyond = [character for character in text if not character.isascii()]
    return text if sum(character in _WESTERN for character in beyond) >= 0.95 * len(beyond) else None


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 (only for rare encodings)

    best = from_bytes(data[:200_000]).best()
    return _try(data, best.encoding) if best is not None else None


def _is_binary(text: str) -> bool:
    """Whether there are control characters that no writer types: any NUL, or one in two hundred."""
    return "\x00" in text or len(_CONTROL.findall(text)) * 200 > len(text)
