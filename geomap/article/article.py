"""An article and the text that every conclusion quotes."""

from dataclasses import dataclass
from datetime import date

from geomap.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document.

    `text` is the text as given, never edited (for HTML: the main text extracted from the page).
    `id` is the file's name or the batch line's id. `lang` is ISO 639-1. `published` is None when
    nobody said; then "Tuesday" stays a word. `sentences` are spans of `text`, in order, none empty.
    """

    id: str
    text: str
    lang: str
    published: date | None
    sentences: tuple[Span, ...]
    title: str | None = None
    url: str | None = None
