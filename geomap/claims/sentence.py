"""One sentence that states a length, with its words and the places named in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.article.article import Article
from geomap.article.tokens import Token, tokenise
from geomap.claims.words import ClaimWords, claim_words
from geomap.lang.pack import load_pack
from geomap.mentions.mention import Mention, MentionKind
from geomap.span import Span

_REACH = 400
"""Characters before a length in which its own words, and what it is said of, stand."""

_AHEAD = 16
"""Mentions looked at after a length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence to find claims in; `mentions` are the usable ones in it, in text order.

    `in_small_letters` says that nothing in it is capitalised, so that capitals cannot show a name;
    `tells_race` that it has a word of races, whose lengths between towns are stages.
    """

    article: Article
    span: Span
    tokens: tuple[Token, ...]
    mentions: Sequence[Mention]
    words: ClaimWords
    in_small_letters: bool
    tells_race: bool

    @property
    def text(self) -> str:
        """The article's text, which all offsets count in."""
        return self.article.text

    def token_from(self, offset: int) -> int:
        """The index of the first token that begins at `offset` or later."""
        return bisect_left(self.tokens, offset, key=lambda token: token.start)

    def token_before(self, offset: int) -> int:
        """The index of the last token that ends at `offset` or earlier; -1 where there is none."""
        return bisect_right(self.tokens, offset, key=lambda token: token.end) - 1

    def low(self, index: int) -> str:
        """A token's word in small letters, or nothing beyond the sentence."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def mention_over(self, index: int) -> Mention | None:
        """The mention that a token belongs to."""
        if not 0 <= index < len(self.tokens):
            return None
        token = self.tokens[index]
        at = bisect_right(self.mentions, token.start, key=lambda mention: mention.span.start) - 1
        mention = self.mentions[at] if at >= 0 else None
        return mention if mention is not None and token.start < mention.span.end else None

    def governor(self, mention: Mention) -> int:
        """The token before a mention, its article passed over: "de" in "l’est de la Turquie"; may be negative."""
        before = self.token_from(mention.span.start) - 1
        return before - (self.low(before) in self.words.phrases.definite)

    def mentions_from(self, offset: int) -> Sequence[Mention]:
        """The first few mentions that begin at `offset` or later."""
        at = self.mention_from(offset)
        return self.mentions[at : at + _AHEAD]

    def mention_from(self, offset: int) -> int:
        """The index of the first mention that begins at `offset` or later."""
        return bisect_left(self.mentions, offset, key=lambda mention: mention.span.start)

    def reach(self, offset: int) -> int:
        """How far back words that belong to a length at `offset` may begin: a sentence may be a book's length."""
        return max(self.span.start, offset - _REACH)

    def own(self, first: int, last: int, kind: MentionKind) -> Mention:
        """A mention of the claim's own, over tokens that no mention covers: no place, but words to quote."""
        span = Span(start=self.tokens[first].start, end=self.tokens[last].end)
        return Mention(article=self.article.id, span=span, text=span.of(self.text), kind=kind)


def read_sentence(article: Article, span: Span, mentions: Sequence[Mention]) -> Sentence:
    """A sentence with its words and the mentions in it; of two that overlap, the one that begins first counts."""
    inside = mentions[
        bisect_left(mentions, span.start, key=lambda m: m.span.start) : bisect_left(
            mentions, span.end, key=lambda m: m.span.start
        )
    ]
    text = span.of(article.text)
    words, tokens = claim_words(article.lang), tokenise(article.text, span, load_pack(article.lang))
    return Sentence(
        article=article,
        span=span,
        tokens=tokens,
        mentions=inside,
        words=words,
        in_small_letters=text == text.lower(),
        tells_race=not words.races.isdisjoint(token.low for token in tokens),
    )
