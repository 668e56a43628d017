"""From a page of HTML to the article in it.

trafilatura finds the main text among menus and advertisements. What it is given was first cut into
tokens and tamed (`_tokens`), because a page may be broken or hostile; where it finds nothing, the
visible words of the page are the text (`_visible`).
"""

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_LOOKS_LIKE = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html\b)",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 8_192

_OPENING = re.compile(r"<(?=[/!?a-zA-Z])")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>\"'<]*+)(?P<rest>(?:[^\"'>]|\"[^\"]*+\"|'[^']*+')*+)>")
# Their content is no markup, up to their own end tag.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_HIDDEN = frozenset({"svg", "math", "template", "object", "select", "button", "nav"})
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "img"),
        *("ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    }
)
# Attributes longer than this carry pictures and programs, never the article; parsers take a time
# that grows with the square of their number (100,000 attributes: 45 s).
_LONGEST_ATTRIBUTES = 4_096
# News pages have 500 to 10,000 tags. Comparing several extractors takes a time that grows with the square
# of the number of paragraphs, and even one takes minutes on the million tags that 10 MB can hold.
_MOST_TOKENS_COMPARED = 12_000
_MOST_TOKENS = 100_000
# Left to itself the search for a date stops at today's: the same page would read differently next year.
_LAST_DAY = "2099-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page of HTML says of its article; `text` is empty where nothing can be read."""

    text: str
    title: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the page: text where `name` is empty, else a tag ("/p" is an end), "!" or "#raw"."""

    name: str
    source: str


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page of HTML does."""
    return _LOOKS_LIKE.match(text[:_HEAD]) is not None


def read_page(source: str) -> Page:
    """The main text, title, day of publication and address of a page.

    The day comes from the page's metadata only, never from a date in its prose.
    """
    tokens = list(_tokens(source))
    page = _extracted(tokens) if len(tokens) <= _MOST_TOKENS else Page(text="")
    if page.text:
        return page
    text = _visible(tokens, _HIDDEN) or _visible(tokens, frozenset())
    return Page(text=text, title=page.title, published=page.published, url=page.url)


def _extracted(tokens: list[_Token]) -> Page:
    """What trafilatura finds; an empty page where it finds nothing or breaks."""
    from trafilatura import bare_extraction  # noqa: PLC0415 (0.3 s)
    from trafilatura.settings import Document  # noqa: PLC0415

    for name in ("trafilatura", "htmldate", "justext", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # what it gives up on is handled here
    try:
        found = bare_extraction(
            "".join(token.source for token in tokens),
            fast=len(tokens) > _MOST_TOKENS_COMPARED,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": _LAST_DAY},
        )
    except Exception:  # noqa: BLE001 (a hostile page can break any parser; its visible words remain)
        found = None
    if not isinstance(found, Document):
        return Page(text="")
    return Page(
        text=(found.text or "").strip(),
        title=found.title or None,
        published=_day(found.date),
        url=found.url or None,
    )


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None


def _tokens(source: str) -> Iterator[_Token]:
    """The page cut into text and tags, without comments and overlong attributes.

    Every character is scanned a bounded number of times, whatever is left open: as in a browser, a
    tag or comment that never closes ends the page.
    """
    position = 0
    while position < len(source):
        opening = _OPENING.search(source, position)
        start = len(source) if opening is None else opening.start()
        if start > position:
            yield _Token("", source[position:start])
        position = start
        if source[start + 1 : start + 2] in {"!", "?"}:
            position = _end_of_declaration(source, start)
            if source[start : start + 3].lower() == "<!d":
                yield _Token("!", source[start:position])
        elif opening is not None:
            tag = _TAG.match(source, start)
            if tag is None:
                return
            name, position = tag["name"].lower(), tag.end()
            kept = tag["rest"] if len(tag["rest"]) <= _LONGEST_ATTRIBUTES else ""
            yield _Token(tag["end"] + name, f"<{tag['end']}{tag['name']}{kept}>")
            if name in _RAW and not tag["end"]:
                closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(source, position)
                position = len(source) if closing is None else closing.start()
                yield _Token("#raw", source[tag.end() : position])


def _end_of_declaration(source: str, start: int) -> int:
    """Where a comment, doctype or processing instruction ends: the page's end if it never does."""
    mark = "-->" if source.startswith("<!--", start) else ">"
    end = source.find(mark, start + (4 if mark == "-->" else 2))
    return len(source) if end < 0 else end + len(mark)


def _visible(tokens: list[_Token], hidden: frozenset[str]) -> str:
    """The words a reader would see outside the elements in `hidden`, one block of the page a line."""
    pieces: list[str] = []
    inside = ""
    for token in tokens:
        if inside:
            inside = "" if token.name == "/" + inside else inside
        elif token.name in hidden:
            inside = "" if token.source.endswith("/>") else token.name
        elif not token.name:
            pieces.append(re.sub(r"\s+", " ", html.unescape(token.source)))
        elif token.name[0] != "#" and token.name.lstrip("/") not in _INLINE:
            pieces.append("\n")
    lines = (re.sub(r" +", " ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
