"""Why geomap says what it says: a place in the text and the rule that read it."""

from dataclasses import dataclass

from geomap.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence that carries a conclusion, the words in it that decided, and the rule's name.

    `article` is the article's identifier; `sentence` and `cue` are spans of its text.
    """

    article: str
    sentence: Span
    cue: Span
    rule: str
