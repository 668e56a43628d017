"""Finding who acts: known agencies, names after a title, full names, vehicles' designations.

Reading order: `find_actors`, then the four `_find_*` steps; what one finds, the next leaves alone.
Whoever is named in full once is recognised everywhere by a part of the name ("Kim").
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from geomap.actors.actor import Actor, ActorKind
from geomap.actors.words import Kind, Words, words_of
from geomap.article.article import Article
from geomap.article.tokens import Token, most_words, tokens_of
from geomap.entities.entity import SURE, Entity, EntityKind
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.span import Cover, Span

_KNOWN, _DESIGNATION, _NAME, _OPENING, _CAPITAL = map(int, Kind)  # plain numbers are asked for each word

MOST_WORDS = 5
"""Longest run of capitalised words taken for one name; longer runs are headlines in capitals."""


def find_actors(article: Article, entities: Sequence[Entity], gazetteer: Gazetteer) -> tuple[Actor, ...]:
    """Every naming of a person, organisation or vehicle, in text order, none overlapping.

    `entities` are the names a recogniser found in the article: its people are actors, and what it takes for
    a place is one unless a title, or an agency's known name, says otherwise. The gazetteer's curated names
    are asked first, so that "Corée du Nord" is nobody's name.
    """
    words = words_of(article.lang)
    sentences = tokens_of(article)
    seen = _seen(article.text, entities)
    found: dict[Span, Actor] = {}
    for tokens in sentences:
        free = [True] * len(tokens)
        kinds = [words.kinds[token.text] for token in tokens]
        for start, end, actor in _find_all(tokens, kinds, free, words, gazetteer, seen):
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


def _find_all(  # noqa: PLR0913
    tokens: Sequence[Token],
    kinds: Sequence[int],
    free: list[bool],
    words: Words,
    gazetteer: Gazetteer,
    seen: _Seen,
) -> Iterator[tuple[int, int, Actor]]:
    kind = reduce(or_, kinds, 0)
    if kind & _KNOWN:
        yield from _find_known(tokens, kinds, free, words)
    if kind & _DESIGNATION:
        yield from _find_designations(tokens, kinds, free)
    yield from _find_people(tokens, free, seen.people, gazetteer)
    if kind & (_NAME | _OPENING):
        yield from _find_names(tokens, kinds, free, words, gazetteer, seen.places)


def _actor(  # noqa: PLR0913
    tokens: Sequence[Token], start: int, end: int, kind: ActorKind, *, name: str = "", country: str = ""
) -> Actor:
    span = Span(start=tokens[start].start, end=tokens[end - 1].end)
    text = " ".join(token.text for token in tokens[start:end])
    return Actor(span=span, text=text, kind=kind, name=name or text, country=country)


def _find_known(
    tokens: Sequence[Token], kinds: Sequence[int], free: list[bool], words: Words
) -> Iterator[tuple[int, int, Actor]]:
    for i, kind in enumerate(kinds):
        if not kind & _KNOWN:
            continue
        for form, name, country in words.known[tokens[i].text.replace("'", "’")]:
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


def _find_designations(
    tokens: Sequence[Token], kinds: Sequence[int], free: list[bool]
) -> Iterator[tuple[int, int, Actor]]:
    for i, kind in enumerate(kinds):
        if kind & _DESIGNATION and free[i]:
            yield i, i + 1, _actor(tokens, i, i + 1, ActorKind.VEHICLE)


def _find_people(
    tokens: Sequence[Token], free: list[bool], people: Mapping[int, Span], gazetteer: Gazetteer
) -> Iterator[tuple[int, int, Actor]]:
    """The recogniser's people, but for one whose name is only the beginning of a chosen place's."""
    for i, span in [(i, people[token.start]) for i, token in enumerate(tokens) if token.start in people]:
        end = next((j for j in range(i + 1, len(tokens) + 1) if tokens[j - 1].end >= span.end), 0)
        if end and tokens[end - 1].end == span.end and all(free[i:end]) and _curated_end(tokens, i, gazetteer) <= end:
            yield i, end, _actor(tokens, i, end, ActorKind.PERSON)


def _find_names(  # noqa: PLR0913
    tokens: Sequence[Token],
    kinds: Sequence[int],
    free: list[bool],
    words: Words,
    gazetteer: Gazetteer,
    places: Cover,
) -> Iterator[tuple[int, int, Actor]]:
    done = 0
    for i, own in enumerate(kinds):
        if i < done or not own & (_NAME if i else _OPENING) or not free[i]:
            continue
        place_end = _curated_end(tokens, i, gazetteer)
        if place_end:
            done = place_end
            continue
        end = i + 1
        while end < len(tokens) and free[end] and kinds[end] & _NAME and _adjacent(tokens, end):
            if _curated_end(tokens, end, gazetteer):
                break
            end += 1
        kind = _kind(tokens, i, end, words, gazetteer, places)
        if kind is not None and end - i <= MOST_WORDS:
            yield i, end, _actor(tokens, i, end, kind)
        done = end


def _adjacent(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].start - tokens[i - 1].end == 1


def _curated_end(tokens: Sequence[Token], start: int, gazetteer: Gazetteer) -> int:
    """The end of the longest curated place name that starts at a token, or 0."""
    most = most_words(tokens, start, gazetteer.opens_curated)
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
    tokens: Sequence[Token], start: int, end: int, words: Words, gazetteer: Gazetteer, places: Cover
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


def _after_title(before: Sequence[Token], words: Words) -> bool:
    """A title, then at most a few words of its office, then the name."""
    for steps, token in enumerate(reversed(before)):
        if token.text in words.titles or token.low in words.titles:
            return True
        low = token.low.rstrip("’")
        passable = low in words.title_gap or low in words.demonyms or token.text in {",", ".", "-"}
        if not passable or steps > 7:
            return False
    return False


def _after_organisation_noun(before: Sequence[Token], words: Words) -> bool:
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
    sentences: Sequence[Sequence[Token]], found: dict[Span, Actor], words: Words, places: Cover
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
    taken, kinds = Cover(actors), words.kinds
    for tokens in sentences:
        for token in tokens:
            if not kinds[token.text] & _CAPITAL:
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


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    return text.casefold().replace("-", " ")
