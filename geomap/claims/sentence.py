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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence to find claims in; `mentions` are the usable ones in it, in text order.

    `in_small_letters` says that nothing in it is capitalised, so that capitals cannot show a name.
    """

    article: Article
    span: Span
    tokens: tuple[Token, ...]
    mentions: Sequence[Mention]
    words: ClaimWords
    in_small_letters: bool

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

    def mentions_from(self, offset: int) -> Sequence[Mention]:
        """The mentions that begin at `offset` or later."""
        return self.mentions[bisect_left(self.mentions, offset, key=lambda mention: mention.span.start) :]

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
    return Sentence(
        article=article,
        span=span,
        tokens=tokenise(article.text, span, load_pack(article.lang)),
        mentions=inside,
        words=claim_words(article.lang),
        in_small_letters=text == text.lower(),
    )
