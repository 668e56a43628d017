"""Who moves: the subject of a movement, and whose journey the article tells."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.actors.actor import Actor, ActorKind
from geomap.journey.clauses import STOPS, Sentence
from geomap.mentions.mention import MentionKind
from geomap.places.resolution import Resolution

LOOK_BACK = 40
"""How many tokens before a verb its subject may stand; relative clauses make French sentences long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What stands as subject: `name` of a person or of a vehicle's owner; empty for "the train", "he".

    `mode` is the vehicle's ("train", "plane"), or empty. `foreign` marks a vehicle that belongs to
    somebody else ("un An-148 d'Air Koryo"), `name` then being its words.
    """

    name: str
    mode: str
    token: int
    foreign: bool = False


def subjects_in(sentence: Sentence) -> tuple[Subject, ...]:
    """Every phrase of a sentence that could be the subject of a movement, in order."""
    return tuple(sorted({*_people(sentence), *_vehicles(sentence), *_pronouns(sentence)}, key=lambda s: s.token))


def _people(sentence: Sentence) -> Iterator[Subject]:
    for i, actor in sentence.actors.items():
        if actor.kind is ActorKind.PERSON and not _is_object(sentence, i) and not _is_owner(sentence, actor):
            yield Subject(name=actor.name, mode="", token=i)


def _is_object(sentence: Sentence, i: int) -> bool:
    """Whether a preposition governs the name at a token, titles and articles skipped."""
    j = i - 1
    while j >= 0 and sentence.tokens[j].text in {".", *sentence.words.short_titles}:
        j -= 1
    return j >= 0 and sentence.low(j) in sentence.words.before_object


def _is_owner(sentence: Sentence, actor: Actor) -> bool:
    """Whether a name is only the owner of what comes next: "Smith's letter"."""
    after = bisect_left(sentence.tokens, actor.span.end, key=lambda t: t.start)
    return after < len(sentence.tokens) and sentence.tokens[after].low in sentence.words.clitics


def _vehicles(sentence: Sentence) -> Iterator[Subject]:
    words = sentence.words
    for i, token in enumerate(sentence.tokens):
        actor = sentence.actors.get(i)
        if actor is not None and actor.kind is ActorKind.VEHICLE:
            yield Subject(name=_with_owner(sentence, i, actor.text), mode="plane", token=i, foreign=True)
            continue
        mode = words.vehicles.get(token.low)
        if not mode:
            continue
        owner = _owner(sentence, i)
        if owner is not None and owner.kind is ActorKind.PERSON:
            yield Subject(name=owner.name, mode=mode, token=i)
        elif owner is not None:
            yield Subject(name=_with_owner(sentence, i, token.text), mode=mode, token=i, foreign=True)
        else:
            stranger = _stranger(sentence, i)
            yield Subject(name=stranger, mode=mode, token=i, foreign=bool(stranger))


def _stranger(sentence: Sentence, i: int) -> str:
    """Whose “appareil d’Air Koryo” is: a vehicle that belongs to a name nobody knows, or nothing."""
    if i + 2 >= len(sentence.tokens) or sentence.low(i + 1) not in sentence.words.owner_before:
        return ""
    end = i + 2
    while end < len(sentence.tokens) and sentence.tokens[end].is_capitalised and end not in sentence.places:
        end += 1
    return sentence.article.text[sentence.tokens[i].start : sentence.tokens[end - 1].end] if end > i + 2 else ""


def _owner(sentence: Sentence, i: int) -> Actor | None:
    """The person or company a vehicle belongs to: "le train personnel de Kim", "Kim's train"."""
    for j in range(i + 1, min(i + 6, len(sentence.tokens))):
        if sentence.tokens[j].text in STOPS | {","}:
            break
        actor = sentence.actors.get(j)
        if actor is not None:
            k = j - 1
            while k > i and sentence.tokens[k].text in {".", *sentence.words.short_titles}:
                k -= 1
            return actor if sentence.low(k) in sentence.words.owner_before else None
    for j in range(max(0, i - 4), i):
        actor = sentence.actors.get(j)
        if actor is not None and any(sentence.tokens[k].low in sentence.words.clitics for k in range(j + 1, i)):
            return actor
    return None


def _with_owner(sentence: Sentence, i: int, text: str) -> str:
    owner = _owner(sentence, i)
    return f"{text} ({owner.name})" if owner is not None else text


def _pronouns(sentence: Sentence) -> Iterator[Subject]:
    for i in range(len(sentence.tokens)):
        if sentence.tokens[i].low in sentence.words.pronouns:
            yield Subject(name="", mode="", token=i)
        elif sentence.has(sentence.words.groups, i):
            yield Subject(name="", mode="group", token=i, foreign=True)


def subject_of(sentence: Sentence, verb: int) -> Subject | None:
    """The subject of the verb at a token: the nearest one before it, else the first soon after it."""
    here = subjects_in(sentence)
    before = [s for s in here if verb - LOOK_BACK <= s.token < verb]
    clause = [s for s in before if s.token >= sentence.clause_start(verb)]
    if clause:
        return clause[-1]
    if before and sentence.clause_start(verb) > 0:
        return before[-1]
    after = [s for s in here if s.token > verb]
    return after[0] if after else None


def home_countries(actors: Sequence[Actor], resolutions: Sequence[Resolution]) -> dict[str, str]:
    """The country of each person whom a demonym introduces ("le dirigeant nord-coréen Kim Jong Un").

    Fifteen characters between the two leave room for a title and no more.
    """
    demonyms = [r.mention for r in resolutions if r.mention.kind is MentionKind.DEMONYM]
    homes: dict[str, Counter[str]] = {}
    index = 0
    for actor in actors:
        if actor.kind is not ActorKind.PERSON:
            continue
        while index < len(demonyms) and demonyms[index].span.end < actor.span.start - 15:
            index += 1
        if index < len(demonyms) and demonyms[index].span.end <= actor.span.start:
            homes.setdefault(actor.name, Counter())[demonyms[index].country] += 1
    return {name: countries.most_common(1)[0][0] for name, countries in homes.items()}
