"""Finding claims of distance: a length, what it is measured from, and what lies that far away.

A length becomes a claim only when words tie it to a place ("à 60 km au nord de X"); anything else
(a river's length, a missile's range) is left alone. Reading order: `find_claims`, `_link`, `_subject`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.article.article import Article
from geomap.claims.claim import Claim, Mode
from geomap.claims.lengths import SPACE, find_lengths
from geomap.evidence import Evidence
from geomap.geodesy import Compass
from geomap.lang.pack import forms_of, load_pack, plain
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.quantity import Quantity
from geomap.span import Span

LEAD = 60
"""How many characters before a length its opener may take, spaces and a denial included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """How a length meets its anchor: the pattern of the words between, and its name."""

    rule: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    openers: re.Pattern[str]
    opener_optional: bool
    led_in: re.Pattern[str]
    denied: re.Pattern[str]
    starters: frozenset[str]
    subject_changes: frozenset[str]
    appositions: frozenset[str]
    bare_apposition: bool
    links: tuple[_Link, ...]
    endings: tuple[_Link, ...]
    directions: dict[str, Compass]
    sides: dict[str, Compass]
    modes: tuple[tuple[re.Pattern[str], Mode], ...]


def _form(text: str) -> str:
    """A form as a regex: any apostrophe, any space; an elided article needs no space after it."""
    escaped = re.escape(plain(text)).replace("’", "['’]").replace(r"\ ", f"{SPACE}+").replace(r"\-", "[-‐‑]")
    return escaped.replace(r"\{", "{").replace(r"\}", "}")


def _any_of(forms: Iterable[str]) -> str:
    """A regex for any of some forms, the longest first."""
    return "|".join(sorted(map(_form, forms), key=len, reverse=True))


@lru_cache
def _words(lang: str) -> _Words:
    pack = load_pack(lang)
    directions = {
        plain(form).lower(): Compass(point)
        for point, forms in pack.table("claims", "directions").items()
        for form in forms_of(forms)
    }
    some_direction = _any_of(directions)
    some_of = _any_of(pack.words("claims", "of", "forms"))
    sides = {
        plain(form).lower(): Compass(point)
        for point, forms in pack.table("claims", "edge", "sides").items()
        for form in forms_of(forms)
    }
    some_edge = (
        _form(str(pack.value("claims", "edge", "form")))
        .replace("{noun}", f"(?:{_any_of(pack.words('claims', 'edge', 'nouns'))})")
        .replace("{side}", f"(?P<side>{_any_of(sides)})")
        .replace("{of}", f"(?:{some_of})")
    )
    modes = tuple(
        (re.compile(rf"{SPACE}*,?{SPACE}*(?:{'|'.join(map(_form, forms_of(forms)))})(?!\w)", re.IGNORECASE), Mode(mode))
        for mode, forms in pack.table("claims", "modes").items()
    )

    def links(key: str) -> tuple[_Link, ...]:
        made = []
        for row in pack.rows("claims", key):
            form = str(row["form"])
            pattern = (
                _form(form)
                .replace("{direction}", f"(?P<direction>{some_direction})")
                .replace("{of}", f"(?:{some_edge}|{some_of})")
            )
            made.append(_Link(rule=f"{lang}: {form}", pattern=re.compile(rf"{SPACE}*{pattern}{SPACE}*", re.IGNORECASE)))
        return tuple(made)

    openers = _any_of(pack.words("claims", "openers"))
    denials = "|".join(map(_form, pack.words("claims", "denials")))
    return _Words(
        led_in=re.compile(rf"(?:(?<!\w)(?:{openers}))?[\s,:–—-]*$", re.IGNORECASE),
        denied=re.compile(rf"(?<!\w)(?:{denials}){SPACE}+(?:(?:{openers}){SPACE}+)?$", re.IGNORECASE),
        starters=frozenset(pack.words("tokens", "starters")),
        subject_changes=frozenset(pack.words("claims", "subject_changes")),
        appositions=frozenset(pack.words("claims", "appositions")),
        bare_apposition=pack.flag("claims", "bare_apposition"),
        openers=re.compile(rf"(?<!\w)(?:{openers}){SPACE}+$", re.IGNORECASE),
        opener_optional=pack.flag("claims", "opener_optional"),
        links=links("links"),
        endings=links("endings"),
        directions=directions,
        sides=sides,
        modes=modes,
    )


def find_claims(article: Article, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
    """Every claim of distance between two places, in text order, before anyone knows which places."""
    words = _words(article.lang)
    usable = [m for m in mentions if m.kind is not MentionKind.DEMONYM and m.slot is Slot.STORY]
    claims: list[Claim] = []
    index = 0
    for sentence in article.sentences:
        while index < len(usable) and usable[index].span.start < sentence.start:
            index += 1
        here = []
        for mention in usable[index:]:
            if mention.span.start >= sentence.end:
                break
            here.append(mention)
        if here:
            claims += _claims_in(article, sentence, here, words)
    return tuple(claims)


def _claims_in(article: Article, sentence: Span, here: Sequence[Mention], words: _Words) -> Iterator[Claim]:
    last: Claim | None = None
    for quantity in find_lengths(article.text, sentence, article.lang):
        lead = max(sentence.start, quantity.span.start - LEAD)
        if not (words.opener_optional or words.openers.search(article.text, lead, quantity.span.start)):
            continue
        if words.denied.search(article.text, lead, quantity.span.start):
            continue
        mode, start = _mode(article.text, quantity.span.end, words)
        linked = _link(article.text, sentence, start, here, words)
        if linked is None:
            continue
        rule, anchor, direction, direction_text, side, end = linked
        after_mode, _ = _mode(article.text, end, words)
        subject = _subject(article.text, sentence, here, quantity, anchor, last, words)
        if subject is None and anchor is None:
            continue
        last = Claim(
            article=article.id,
            subject=subject,
            anchor=anchor,
            quantity=quantity,
            direction=direction,
            direction_text=direction_text,
            mode=mode if mode is not Mode.UNSPECIFIED else after_mode,
            anchor_side=side,
            evidence=Evidence(
                article=article.id, sentence=sentence, cue=Span(start=quantity.span.start, end=end), rule=rule
            ),
        )
        yield last


def _mode(text: str, at: int, words: _Words) -> tuple[Mode, int]:
    for pattern, mode in words.modes:
        match = pattern.match(text, at)
        if match:
            return mode, match.end()
    return Mode.UNSPECIFIED, at


def _link(
    text: str, sentence: Span, start: int, here: Sequence[Mention], words: _Words
) -> tuple[str, Mention | None, Compass | None, str, Compass | None, int] | None:
    """The anchor that the words after a length lead to: rule, anchor, direction, its words, side, end."""
    first = bisect_left(here, start, key=lambda m: m.span.start)
    for mention in here[first : first + 3]:
        lead = mention.head
        for link in words.links:
            between = text[start : mention.span.start]
            if lead and not link.pattern.fullmatch(between):
                # "au sud du lac Khanka": the noun of the feature belongs to the anchor.
                cut = re.sub(rf"{re.escape(lead)}\s*(?:d['’]|de |du |of )?$", "", between, flags=re.IGNORECASE)
                between = cut
            match = link.pattern.fullmatch(between)
            if match:
                direction_text = match.groupdict().get("direction") or ""
                side = match.groupdict().get("side") or ""
                return (
                    link.rule,
                    mention,
                    words.directions.get(plain(direction_text).lower()),
                    direction_text,
                    words.sides.get(plain(side).lower()),
                    mention.span.end,
                )
    for ending in words.endings:
        match = ending.pattern.match(text, start, sentence.end)
        if match:
            direction_text = match["direction"]
            direction = words.directions.get(plain(direction_text).lower())
            return ending.rule, None, direction, direction_text, None, match.end()
    return None


def _named_first(text: str, here: Sequence[Mention], at: int, words: _Words) -> Mention:
    """The mention that others behind it only locate: Perry in "Perry, in Taylor County, Florida, 50 miles …"."""
    while at > 0 and text[here[at].span.end : here[at].span.end + 1] == ",":
        between = text[here[at - 1].span.end : here[at].span.start]
        said = [plain(word).lower() for word in re.findall(r"\w+", between)]
        if not between.startswith(",") or not (said or words.bare_apposition):
            break
        if not words.appositions.issuperset(said):
            break
        at -= 1
    return here[at]


def _subject(  # noqa: PLR0913
    text: str,
    sentence: Span,
    here: Sequence[Mention],
    quantity: Quantity,
    anchor: Mention | None,
    last: Claim | None,
    words: _Words,
) -> Mention | None:
    """What lies that far away: the nearest mention before the length, else the first after the anchor.

    A capitalised word right before the length is the subject even if it is no place we know. A mention that
    the sentence measured from already stays an anchor: "Lille est à 225 km de Paris et à 110 km de Bruxelles".
    """
    at = bisect_left(here, quantity.span.start, key=lambda m: m.span.start)
    before = next((here[i] for i in range(at - 1, -1, -1) if here[i].span.end <= quantity.span.start), None)
    begin = before.span.end if before is not None else sentence.start
    opened = words.led_in.search(text, max(begin, quantity.span.start - LEAD), quantity.span.start)
    said = re.findall(r"\w[\w’'-]*", text[begin : opened.start() if opened is not None else quantity.span.start])
    if said and said[-1][0].isupper() and said[-1].lower() not in words.starters:
        return None
    if before is not None:
        before = _named_first(text, here, here.index(before), words)
        again = last is not None and last.anchor == before
        same = words.subject_changes.isdisjoint(word.lower() for word in said)
        return last.subject if last is not None and again and same else before
    if anchor is None or any(word.lower() not in words.starters for word in said):
        return None
    after = bisect_left(here, anchor.span.end, key=lambda m: m.span.start)
    return here[after] if after < len(here) else None
