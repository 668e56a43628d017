"""One sentence of an article, and the feature nouns beside its names."""

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.article.article import Article
from geomap.article.tokens import Token
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.mentions.words import Words
from geomap.span import Cover, Span

_FURTHEST_NOUN = 5
"""How many tokens at most part a feature noun from its name: "port spatial de l’", and one to spare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence to find mentions in; `taken` is where actors stand, `nobody` their names as written.

    `kinds` and `ends` are its tokens' kinds and the offsets at which they end.
    """

    article: Article
    span: Span
    tokens: tuple[Token, ...]
    words: Words
    gazetteer: Gazetteer
    taken: Cover
    nobody: frozenset[str]
    slot: Slot
    kinds: Sequence[int]
    ends: Sequence[int]

    def starting(self, kind: int) -> list[int]:
        """The tokens of some kind, in order."""
        return [i for i, each in enumerate(self.kinds) if each & kind]

    def has(self, kind: int) -> bool:
        """Whether any token is of some kind."""
        return any(each & kind for each in self.kinds)

    def mention(self, start: int, end: int, kind: MentionKind, *, stop: bool = False, **more: object) -> Mention:
        """The mention made of the tokens from `start` to `end`, with the full `stop` of an abbreviation."""
        span = Span(start=self.tokens[start].start, end=self.tokens[end - 1].end + stop)
        text = span.of(self.article.text)
        return Mention(article=self.article.id, span=span, text=text, kind=kind, slot=self.slot, **more)  # type: ignore[arg-type]

    def text(self, start: int, end: int) -> str:
        """The article's words from token `start` to `end`, as written."""
        return self.article.text[self.tokens[start].start : self.tokens[end - 1].end]

    def full_stop_follows(self, end: int) -> bool:
        """Whether a full stop stands right after the token before `end`."""
        return self.article.text[self.tokens[end - 1].end :][:1] == "."

    def head(self, start: int, end: int) -> tuple[str, frozenset[str]]:
        """The feature noun that introduces the name from `start` to `end` or follows it, with its codes."""
        head, codes = self._head_before(start)
        return (head, codes) if head or not self.words.feature_follows else self._head_after(end)

    def _head_before(self, start: int) -> tuple[str, frozenset[str]]:
        """The noun before, as in "port spatial de"."""
        tokens, words = self.tokens, self.words
        if not any(t.low in words.feature_lasts for t in tokens[max(0, start - _FURTHEST_NOUN) : start]):
            return "", frozenset()
        for gap in range(_FURTHEST_NOUN):
            stop = start - gap
            if stop < 1 or (gap and not self.is_joiner(stop, start)):
                continue
            for size in range(min(words.longest_feature, stop), 0, -1):
                noun = tuple(t.low for t in tokens[stop - size : stop])
                if noun in words.features:
                    return " ".join(noun), words.features[noun]
        return "", frozenset()

    def _head_after(self, end: int) -> tuple[str, frozenset[str]]:
        """The noun right after, where the language puts it there ("the Vostochny cosmodrome")."""
        words = self.words
        if end >= len(self.tokens) or self.tokens[end].low not in words.feature_firsts:
            return "", frozenset()
        for size in range(min(words.longest_feature, len(self.tokens) - end), 0, -1):
            noun = tuple(t.low for t in self.tokens[end : end + size])
            if noun in words.features:
                return " ".join(noun), words.features[noun]
        return "", frozenset()

    def is_joiner(self, start: int, end: int) -> bool:
        """Whether tokens may join a noun to its name: articles, "de", one demonym: "la région russe du Littoral"."""
        between = " ".join(t.low for t in self.tokens[start:end]).replace("’ ", "’")
        return " ".join(w for w in between.split() if w not in self.words.demonyms) in self.words.joiners
