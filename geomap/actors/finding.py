"""Finding who acts: known agencies, names after a title, full names, vehicles' designations.

Reading order: `find_actors`, then the four `_find_*` steps; what one finds, the next leaves alone.
Whoever is named in full once is recognised everywhere by a part of the name ("Kim").
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.actors.actor import Actor, ActorKind
from geomap.article.article import Article
from geomap.article.tokens import Token, tokens_of
from geomap.entities.entity import SURE, Entity, EntityKind
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.lang.pack import demonyms, forms_of, load_pack, plain, weekdays
from geomap.span import Cover, Span

MOST_WORDS = 5
"""Longest run of capitalised words taken for one name; longer runs are headlines in capitals."""

_DESIGNATION = re.compile(r"[A-ZÀ-Ý]\w*-\d+\w*$")  # An-148, Hwasong-11, Covid-19, F-16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    titles: frozenset[str]
    title_gap: frozenset[str]
    organisation_nouns: frozenset[str]
    organisation_words: frozenset[str]
    starters: frozenset[str]
    known: Mapping[str, tuple[tuple[str, str, str], ...]]
    places_before: frozenset[str]
    owner_before: frozenset[str]
    linkers: frozenset[str]
    demonyms: frozenset[str]
    weekdays: frozenset[str]


@lru_cache
def _words(lang: str) -> _Words:
    pack = load_pack(lang)
    known: dict[str, list[tuple[str, str, str]]] = {}
    for row in pack.rows("actors", "known"):
        for form in map(plain, forms_of(row["forms"])):
            first = form.replace("’", "’ ").split()[0]
            known.setdefault(first, []).append((form, str(row["name"]), str(row.get("country", ""))))
    return _Words(
        titles=frozenset(pack.words("actors", "titles")),
        title_gap=frozenset(pack.words("actors", "title_gap")),
        organisation_nouns=frozenset(pack.words("actors", "organisation_nouns")),
        organisation_words=frozenset(pack.words("actors", "organisation_words")),
        starters=frozenset(pack.words("tokens", "starters")),
        known={first: tuple(sorted(forms, key=lambda f: -len(f[0]))) for first, forms in known.items()},
        places_before=frozenset(
            form for kind in ("origin", "destination", "passing") for form in pack.words("motion", "prepositions", kind)
        ),
        owner_before=frozenset(pack.words("actors", "owners", "before")),
        linkers=frozenset(pack.words("entities", "linkers")),
        demonyms=frozenset(demonyms(lang)),
        weekdays=weekdays(lang),
    )


def find_actors(article: Article, entities: Sequence[Entity], gazetteer: Gazetteer) -> tuple[Actor, ...]:
    """Every naming of a person, organisation or vehicle, in text order, none overlapping.

    `entities` are the names a recogniser found in the article: its people are actors, and what it takes for
    a place is one unless a title, or an agency's known name, says otherwise. The gazetteer's curated names
    are asked first, so that "Corée du Nord" is nobody's name.
    """
    words = _words(article.lang)
    sentences = tokens_of(article)
    seen = _seen(article.text, entities)
    found: dict[Span, Actor] = {}
    for tokens in sentences:
        free = [True] * len(tokens)
        for start, end, actor in _find_all(tokens, free, words, gazetteer, seen):
            free[start:end] = [False] * (end - start)
            found[actor.span] = actor
    return _unify(sentences, found, words, seen.places)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a recogniser found: places, and people by where they start."""

    places: Cover
    people: Mapping[int, Span]


def _seen(text: str, entities: Sequence[Entity]) -> _Seen:
    """The sure people, and the places; a name that is more often a person's in the article is no place's."""
    votes: Counter[str] = Counter()
    for entity in entities:
        votes[entity.span.of(text)] += (entity.kind is EntityKind.PERSON) - (entity.kind is EntityKind.PLACE)
    return _Seen(
        places=Cover(e.span for e in entities if e.kind is EntityKind.PLACE and votes[e.span.of(text)] <= 0),
        people={e.span.start: e.span for e in entities if e.kind is EntityKind.PERSON and e.confidence >= SURE},
    )


def _find_all(
    tokens: Sequence[Token], free: list[bool], words: _Words, gazetteer: Gazetteer, seen: _Seen
) -> Iterator[tuple[int, int, Actor]]:
    yield from _find_known(tokens, free, words)
    yield from _find_designations(tokens, free)
    yield from _find_people(tokens, free, seen.people, gazetteer)
    yield from _find_names(tokens, free, words, gazetteer, seen.places)


def _actor(  # noqa: PLR0913
    tokens: Sequence[Token], start: int, end: int, kind: ActorKind, *, name: str = "", country: str = ""
) -> Actor:
    span = Span(start=tokens[start].start, end=tokens[end - 1].end)
    text = " ".join(token.text for token in tokens[start:end])
    return Actor(span=span, text=text, kind=kind, name=name or text, country=country)


def _find_known(tokens: Sequence[Token], free: list[bool], words: _Words) -> Iterator[tuple[int, int, Actor]]:
    for i, token in enumerate(tokens):
        for form, name, country in words.known.get(token.text.replace("'", "’"), ()):
            end = _match_form(tokens, i, form)
            if end and all(free[i:end]):
                yield i, end, _actor(tokens, i, end, ActorKind.ORGANISATION, name=name, country=country)
                break


def _match_form(tokens: Sequence[Token], start: int, form: str) -> int:
    """Where a known form that starts at a token ends, or 0; its elisions are glued to what follows."""
    built, i = "", start
    while i < len(tokens) and len(built) < len(form):
        glue = "" if not built or built.endswith("’") else " "
        built += glue + tokens[i].text.replace("'", "’")
        i += 1
    return i if built == form else 0


def _find_designations(tokens: Sequence[Token], free: list[bool]) -> Iterator[tuple[int, int, Actor]]:
    for i, token in enumerate(tokens):
        if "-" in token.text and free[i] and _DESIGNATION.match(token.text):
            yield i, i + 1, _actor(tokens, i, i + 1, ActorKind.VEHICLE)


def _find_people(
    tokens: Sequence[Token], free: list[bool], people: Mapping[int, Span], gazetteer: Gazetteer
) -> Iterator[tuple[int, int, Actor]]:
    """The recogniser's people, but for one whose name is only the beginning of a chosen place's."""
    for i, token in enumerate(tokens):
        span = people.get(token.start)
        if span is None:
            continue
        end = next((j for j in range(i + 1, len(tokens) + 1) if tokens[j - 1].end >= span.end), 0)
        if end and tokens[end - 1].end == span.end and all(free[i:end]) and _curated_end(tokens, i, gazetteer) <= end:
            yield i, end, _actor(tokens, i, end, ActorKind.PERSON)


def _find_names(
    tokens: Sequence[Token], free: list[bool], words: _Words, gazetteer: Gazetteer, places: Cover
) -> Iterator[tuple[int, int, Actor]]:
    i = 0
    while i < len(tokens):
        if not (tokens[i].text[0].isupper() and free[i] and _is_name_word(tokens[i], words, start=i == 0)):
            i += 1
            continue
        place_end = _curated_end(tokens, i, gazetteer)
        if place_end:
            i = place_end
            continue
        end = i + 1
        while end < len(tokens) and free[end] and _is_name_word(tokens[end], words) and _adjacent(tokens, end):
            if _curated_end(tokens, end, gazetteer):
                break
            end += 1
        kind = _kind(tokens, i, end, words, gazetteer, places)
        if kind is not None and end - i <= MOST_WORDS:
            yield i, end, _actor(tokens, i, end, kind)
        i = end


def _is_name_word(token: Token, words: _Words, *, start: bool = False) -> bool:
    if not (token.is_capitalised and token.text[0].isalpha()):
        return False
    if (
        token.low in words.weekdays
        or token.low in words.demonyms
        or token.low in words.title_gap
        or token.low in words.organisation_nouns
    ):
        return False
    return not ((start or len(token.text) == 1) and token.low in words.starters) and token.text not in words.titles


def _adjacent(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].start - tokens[i - 1].end == 1


def _curated_end(tokens: Sequence[Token], start: int, gazetteer: Gazetteer) -> int:
    """The end of the longest curated place name that starts at a token, or 0."""
    most = gazetteer.opens_curated(tokens[start].text)
    if not most:
        return 0
    ends, words = [], 0
    for end in range(start + 1, min(len(tokens), start + 7) + 1):
        if tokens[end - 1].is_word:
            words += 1
            if words > most:
                break
            ends.append(end)
    return next((end for end in reversed(ends) if gazetteer.curated_candidates(_joined(tokens, start, end))), 0)


def _joined(tokens: Sequence[Token], start: int, end: int) -> str:
    parts = [tokens[start].text]
    for left, right in zip(tokens[start : end - 1], tokens[start + 1 : end], strict=True):
        parts.append(("" if left.end == right.start else " ") + right.text)
    return "".join(parts)


def _kind(  # noqa: PLR0913
    tokens: Sequence[Token], start: int, end: int, words: _Words, gazetteer: Gazetteer, places: Cover
) -> ActorKind | None:
    """What a run of capitalised words is, from what stands before it and how long it is."""
    before = list(tokens[max(0, start - 8) : start])
    if end - start > 1 and any(t.text in words.organisation_words for t in tokens[start:end]):
        return ActorKind.ORGANISATION
    is_place = places.meets(Span(start=tokens[start].start, end=tokens[end - 1].end))
    if _after_title(before[-1:] if is_place else before, words):  # "le maire de Lyon" is not called Lyon
        return ActorKind.PERSON
    # The institute Sejong is called so; the University of Idaho is in Idaho.
    linked = bool(before) and before[-1].low.rstrip("’") in words.linkers
    if _after_organisation_noun(before, words) and not (is_place and linked):
        return ActorKind.ORGANISATION
    if end - start == 1 or all(t.text.isupper() for t in tokens[start:end]):
        return None
    governor = before[-1].low if before else ""
    if governor in words.places_before and (
        governor not in words.owner_before or gazetteer.candidates(_joined(tokens, start, end))
    ):
        return None
    return None if is_place else ActorKind.PERSON


def _after_title(before: Sequence[Token], words: _Words) -> bool:
    """A title, then at most a few words of its office, then the name."""
    for steps, token in enumerate(reversed(before)):
        if token.text in words.titles or token.low in words.titles:
            return True
        low = token.low.rstrip("’")
        passable = low in words.title_gap or low in words.demonyms or token.text in {",", ".", "-"}
        if not passable or steps > 7:
            return False
    return False


def _after_organisation_noun(before: Sequence[Token], words: _Words) -> bool:
    skipped = 0
    tail = list(before)
    while tail and skipped < 3:
        for size in (3, 2, 1):
            if " ".join(t.low for t in tail[-size:]) in words.organisation_nouns:
                return True
        low = tail[-1].low
        if not (low in words.demonyms or tail[-1].text.islower()) or low in words.places_before or low in {",", "et"}:
            return False
        tail.pop()
        skipped += 1
    return False


def _unify(
    sentences: Sequence[Sequence[Token]], found: dict[Span, Actor], words: _Words, places: Cover
) -> tuple[Actor, ...]:
    """Give every actor its fullest name, and find the bare parts of names elsewhere in the article."""
    named = Counter(a.text for a in found.values() if a.kind is ActorKind.PERSON)
    fullest: dict[str, str] = {}
    for name in sorted(named, key=lambda n: (" " not in n and "-" not in n, -named[n], n)):
        parts = name.split()
        for part in (name, parts[-1], parts[0]):
            if len(part) > 1 and part.lower() not in words.starters:
                fullest.setdefault(_key(part), name)
    organisations = {_key(a.text): a for a in found.values() if a.kind is ActorKind.ORGANISATION}
    actors: dict[Span, Actor] = {}
    for span, actor in found.items():
        name = actor.name
        if actor.kind is ActorKind.PERSON:
            parts = actor.text.split()
            name = fullest.get(_key(actor.text)) or fullest.get(_key(parts[-1]), actor.text)
        actors[span] = Actor(span=span, text=actor.text, kind=actor.kind, name=name, country=actor.country)
    taken = Cover(actors)
    for tokens in sentences:
        for token in tokens:
            if not token.text[0].isupper():
                continue
            key = _key(token.text)
            if key not in fullest and key not in organisations:
                continue
            if taken.meets_range(token.start, token.end) or places.meets_range(token.start, token.end):
                continue
            span = Span(start=token.start, end=token.end)
            if key in fullest and token.low not in words.starters:
                actors[span] = Actor(span=span, text=token.text, kind=ActorKind.PERSON, name=fullest[key])
            elif key in organisations:
                known = organisations[key]
                actors[span] = Actor(
                    span=span, text=token.text, kind=known.kind, name=known.name, country=known.country
                )
    return tuple(actors[span] for span in sorted(actors))


def _key(text: str) -> str:
    return text.casefold().replace("-", " ")
