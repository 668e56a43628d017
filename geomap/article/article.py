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
    Of a table of stops (`is_table`), `text` is the file's and each sentence a row.
    """

    id: str
    text: str
    lang: str
    published: date | None
    sentences: tuple[Span, ...]
    title: str | None = None
    url: str | None = None
    is_table: bool = False

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds a code point, or the nearest one before it."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return self.sentences[max(low - 1, 0)]
