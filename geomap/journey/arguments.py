"""The places, direction and date that belong to a verb of movement, among the words around it."""

from collections.abc import Mapping
from types import MappingProxyType

from geomap.gazetteer.place import Place
from geomap.geodesy import Compass
from geomap.journey.clauses import Sentence, place_of
from geomap.journey.dates import DatedSpan
from geomap.journey.sources import Speech
from geomap.journey.words import Act, Side, Verb
from geomap.mentions.mention import MentionKind

REACH = 16
"""How many tokens after a verb its places may stand."""


NO_RIVALS: Mapping[int, Verb] = MappingProxyType({})

LOOK_BACK = 40
"""How many tokens before a verb the "where" may stand that it belongs to."""


def argument_stop(sentence: Sentence, i: int, verbs: dict[int, Verb], speeches: tuple[Speech, ...]) -> int:
    """Where the places of the verb at a token end: the next verb, act of saying, or end of clause."""
    limits = [sentence.clause_end(i), i + 1 + REACH, len(sentence.tokens)]
    limits += [j for j in verbs if j > i]
    limits += [s.verb_start for s in speeches if s.verb_start > i]
    return min(limits)


def arguments_of(
    sentence: Sentence, start: int, stop: int, verb: Verb
) -> tuple[Place | None, Place | None, tuple[Place, ...]]:
    """Origin, destination and places passed, among the places in a range of tokens."""
    origin: Place | None = None
    destination: Place | None = None
    via: list[Place] = []
    if verb.idiomatic and _leads_elsewhere(sentence, start, stop):
        return None, None, ()
    for i in range(start, stop):
        if sentence.tokens[i].text == "," and (origin or destination or via):
            break
        resolution = sentence.places.get(i)
        if resolution is None or _is_turned_from(sentence, i):
            continue
        place, side = place_of(resolution), side_of(sentence, i)
        if side is None or side is Side.OBJECT:
            if not verb.takes_object or origin or destination or via:
                continue
            side = Side.OBJECT
        if verb.act is Act.PASS and side in {Side.OBJECT, Side.PASSING}:
            via.append(place)
        elif verb.act is Act.DEPART and side is Side.OBJECT:
            origin = place
        elif side is Side.ORIGIN:
            origin = origin or place
        elif side is Side.PASSING:
            via.append(place)
        elif verb.takes_object and side is Side.DESTINATION and destination is None and origin is None:
            continue  # "a gagné à Marseille": somebody won there, nobody went
        else:
            destination = destination or place
    return origin, destination, tuple(via)


def is_inside(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether the first area after a verb is moved about in rather than headed for."""
    first = next((i for i in range(start, stop) if i in sentence.places), None)
    if first is None or not place_of(sentence.places[first]).is_area:
        return False
    lead = _lead(sentence, first)
    return lead is not None and lead[0] in sentence.words.inside


def _is_turned_from(sentence: Sentence, i: int) -> bool:
    """Whether "away from" leads to the place at a token: that is a movement of its own."""
    start = i - 1
    while start >= 0 and sentence.low(start) in sentence.words.articles:
        start -= 1
    return any(
        tuple(t.low for t in sentence.tokens[max(0, start - len(form) + 1) : start + 1]) == form
        for form in sentence.words.away
    )


def side_of(sentence: Sentence, i: int) -> Side | None:
    """What the preposition before the place at a token makes of it; None where there is none."""
    lead = _lead(sentence, i)
    return sentence.words.prepositions[lead[0]] if lead is not None else None


def _leads_elsewhere(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether the words right after a verb go to something that is no place: "en politique", "a job".

    A vehicle ("en train") or a date may come first.
    """
    if start < stop and sentence.low(start) in sentence.words.articles:
        return not any(i in sentence.places for i in range(start, min(start + 2, stop)))
    form = tuple(t.low for t in sentence.tokens[start : start + 1])
    if sentence.words.prepositions.get(form) not in {Side.DESTINATION, Side.PASSING}:
        return False
    leads = [_lead(sentence, i) for i in range(start, stop) if i in sentence.places]
    if any(lead is not None and lead[1] == start for lead in leads):
        return False
    after = next((j for j in range(start + 1, stop) if sentence.low(j) not in sentence.words.articles), start)
    dated = any(d.span.start <= sentence.tokens[after].start < d.span.end for d in sentence.dates)
    return not dated and sentence.tokens[after].low not in sentence.words.vehicles


def _lead(sentence: Sentence, i: int) -> tuple[tuple[str, ...], int] | None:
    """The preposition that leads to the place at a token, and where it begins.

    The noun that introduces a name is skipped: in "vers le port spatial de Vostotchny" it is "vers".
    """
    words, resolution = sentence.words, sentence.places[i]
    j = i - 1
    head = resolution.mention.head.split() if resolution.mention.kind is MentionKind.NAME else []
    if head:
        lows = [sentence.tokens[k].low for k in range(max(0, i - 9), i)]
        for k in range(len(lows) - len(head), -1, -1):
            if lows[k : k + len(head)] == head:
                j = max(0, i - 9) + k - 1
                break
    while j >= 0 and sentence.low(j) in words.articles:
        j -= 1
    for size in (3, 2, 1):
        form = tuple(t.low for t in sentence.tokens[max(0, j - size + 1) : j + 1])
        if len(form) == size and form in words.prepositions:
            return form, j - size + 1
    return None


def relative_place(sentence: Sentence, i: int) -> Place | None:
    """The place before a relative "where": "Vladivostok, où M. Poutine se rend"."""
    for j in range(i - 1, max(sentence.clause_start(i), i - LOOK_BACK) - 1, -1):
        if sentence.low(j) in sentence.words.where:
            before = [k for k in sentence.places if k < j]
            return place_of(sentence.places[max(before)]) if before else None
        if j in sentence.places:
            return None
    return None


def place_there(sentence: Sentence, i: int, last_place: Place | None) -> Place | None:
    """What "y" or "there" beside the verb points back to."""
    near = range(max(0, i - 4), min(len(sentence.tokens), i + 2))
    if not any(sentence.low(j) in sentence.words.there for j in near):
        return None
    before = [k for k in sentence.places if k < i and not place_of(sentence.places[k]).is_area]
    return place_of(sentence.places[max(before)]) if before else last_place


def direction_of(sentence: Sentence, start: int, stop: int) -> Compass | None:
    """A heading among the tokens after a verb: "vers le nord", "north"."""
    words = sentence.words
    for i in range(start, min(stop, start + 6)):
        point = words.compass.get(sentence.tokens[i].low)
        if point is None:
            continue
        before = " ".join(sentence.tokens[j].low for j in range(max(start - 1, i - 3), i)).replace("’ ", "’")
        if "" in words.heading or any(before.endswith(form) for form in words.heading if form):
            return Compass(point)
    return None


def destination_after(sentence: Sentence, start: int, stop: int) -> Place | None:
    """The first place in a range of tokens that a preposition of destination leads to."""
    for i in range(start, stop):
        if i in sentence.places and side_of(sentence, i) is Side.DESTINATION:
            return place_of(sentence.places[i])
    return None


def scene_of(sentence: Sentence, i: int) -> Place | None:
    """Where the sentence says things happen: the nearest place before, led by a preposition of place."""
    before = [j for j in sentence.places if j < i and side_of(sentence, j) is Side.DESTINATION]
    points = [j for j in before if not place_of(sentence.places[j]).is_area]
    return place_of(sentence.places[max(points)]) if points else None


def date_of(
    sentence: Sentence,
    i: int,
    speeches: tuple[Speech, ...],
    *,
    said: Speech | None = None,
    rivals: Mapping[int, Verb] = NO_RIVALS,
) -> DatedSpan | None:
    """The date nearest to the verb in its clause, unless it dates an act of saying.

    What stands beside the verb of saying is its own, and so is what stands outside the words said; what
    stands beyond another verb of movement (`rivals`, by token) is that one's. A date that closes the words
    of an earlier verb serves this one only if it has none of its own, and never after a departure.
    """
    start, end = sentence.clause_start(i), sentence.clause_end(i)
    best: tuple[int, DatedSpan] | None = None
    for dated in sentence.dates:
        at = next((j for j, t in enumerate(sentence.tokens) if t.start >= dated.span.start), None)
        if at is None or not start <= at < end:
            continue
        if any(0 <= at - s.verb_end <= 1 or s.verb_start <= at < s.verb_end for s in speeches):
            continue
        if said is not None and not said.scope_start <= at < said.scope_end:
            continue
        if any(min(at, i) < j < max(at, i) for j in rivals):
            continue
        closed = _closed_before(sentence, at, i, rivals)
        if closed is not None and closed.act is Act.DEPART:
            continue
        distance = abs(at - i) + (REACH if closed is not None else 0)
        if best is None or distance < best[0]:
            best = (distance, dated)
    return best[1] if best is not None else None


def _closed_before(sentence: Sentence, date: int, i: int, rivals: Mapping[int, Verb]) -> Verb | None:
    """The earlier verb whose words a date before the verb at a token closes: "left on Monday and reached"."""
    if date > i:
        return None
    for j in range(date - 1, max(-1, date - REACH), -1):
        if sentence.tokens[j].text == ",":
            return None
        if j in rivals:
            return rivals[j]
    return None
