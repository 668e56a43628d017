"""Cutting a sentence into words.

A word keeps inner hyphens and dots (`Komsomolsk-sur-l’Amour`, `U.S.`, `An-148`); an elided article
(`l’`, `qu’`) and an English possessive (`’s`) are words of their own. Punctuation marks are single
tokens, so that a rule can see a comma.
"""

import re
from collections import deque
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from geomap.article.article import Article
from geomap.lang.pack import Pack, load_some
from geomap.span import Span

_Value = TypeVar("_Value")


class Token(NamedTuple):
    """A word or mark: `low` is its lower-case form with typographic apostrophes."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_capitalised(self) -> bool:
        """Whether its first letter is upper case."""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number rather than a mark."""
        return self.text[0].isalnum()


def tokens_of(article: Article) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each sentence of an article; stages that ask one after the other are told the same."""
    for known, tokens in tuple(_RECENT):
        if known is article:
            return tokens
    pack = load_some(article.lang)
    made = tuple(tokenise(article.text, span, pack) for span in article.sentences)
    _RECENT.append((article, made))
    return made


_RECENT: "deque[tuple[Article, tuple[tuple[Token, ...], ...]]]" = deque(maxlen=2)
"""The articles asked for last."""


def tokenise(text: str, span: Span, pack: Pack) -> tuple[Token, ...]:
    """The tokens of a span of `text`, in order, with offsets into the whole text."""
    new, low = tuple.__new__, _LOW  # a `Token` made so takes half the time
    return tuple(
        [
            new(Token, (start := met.start(), start + len(word := met[0]), word, low[word]))
            for met in _pattern(pack.lang).finditer(text, span.start, span.end)
        ]
    )


def lower(word: str) -> str:
    """A word as `Token.low` has it."""
    return word.lower().replace("'", "’").replace("-\u00a0", "-")


class ByWord(dict[str, _Value]):
    """Something of each word as written, worked out when first met; forgotten all at once when words are many."""

    def __init__(self, work_out: Callable[[str], _Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> _Value:
        if len(self) >= _REMEMBERED:
            self.clear()
        value = self[word] = self._work_out(word)
        return value


_REMEMBERED = 1 << 16

_LOW = ByWord(lower)


def most_words(tokens: Sequence[Token], at: int, opens: Callable[[str], int]) -> int:
    """How many words the longest name that may start at a token has; 0 for none.

    `opens` tells it of a word that a name may open with. Asked of the token, and of it with a clitic: "People’s".
    """
    word = tokens[at].text
    most = opens(word)
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.low[0] == "’" and following.start == tokens[at].end:
        most = max(most, opens(word + following.text))
    return most


UNSEEN = r"\u00ad\u200b-\u200f\u2060\ufeff"
"""Soft hyphens, marks of direction and other invisible characters, for a class of a regular expression."""
ATTACHED = rf"[\u0300-\u036f{UNSEEN}]*"
"""The accents and invisible characters that belong to the letter before, in a regular expression."""

_LETTERS = rf"\w[\w\u0300-\u036f{UNSEEN}]*"


@lru_cache
def _pattern(lang: str) -> re.Pattern[str]:
    pack = load_some(lang)
    elisions = "|".join(sorted(pack.words("tokens", "elisions"), key=len, reverse=True))
    clitics = "|".join(pack.words("tokens", "clitics"))
    parts = [
        rf"(?<!\w)(?:{elisions})['’](?=\w)" if elisions else "",
        rf"(?<=\w)['’](?:{clitics})(?!\w)" if clitics else "",
        r"(?:[^\W\d_]\.){2,}",
        r"\d+(?:[.,]\d+)+",
        # A word; a hyphen joins what follows, through an elided article too (Komsomolsk-sur-l’Amour).
        # Accents and invisible characters belong to the letter before.
        rf"{_LETTERS}(?:(?:[-\u2010\u2011](?:l['’])?|\.(?=[a-z]{{2,}}\b)|(?<=[ODN])['’](?=[A-Z])){_LETTERS})*",
        # The dot of a short title (M., Mr.) belongs to it and ends nothing.
        r"\." + "".join(rf"(?<!\b{re.escape(title)}\.)" for title in pack.words("actors", "short_titles")),
        r"[^\w\s.]",
    ]
    return re.compile(rf"(?=\S)(?:{'|'.join(p for p in parts if p)})", re.IGNORECASE if elisions else 0)
