"""Reading movements off sentences: verb, subject, places, direction, date, factuality, source.

Layers: `find_events` walks the sentences; `_verb_events`, `_noun_events` and `_sightings` each read
one way of telling a movement; the functions below them find one part each. What an event means for
the journey is not decided here: see `tracing`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from geomap.evidence import Evidence
from geomap.gazetteer.place import Place
from geomap.geodesy import Compass
from geomap.journey.clauses import STOPS, Sentence, place_of
from geomap.journey.dates import DatedSpan
from geomap.journey.factuality import Factuality
from geomap.journey.sources import Speech, find_speeches, speech_over
from geomap.journey.travellers import Subject, subject_of, subjects_in
from geomap.journey.words import Act, Form, Side, Verb
from geomap.mentions.mention import MentionKind
from geomap.span import Span

REACH = 16
"""How many tokens after a verb its places may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionEvent:
    """One movement as one sentence tells it, before it is fitted into a journey."""

    sentence: Sentence
    token: int
    act: Act
    subject: Subject | None
    origin: Place | None
    destination: Place | None
    via: tuple[Place, ...]
    direction: Compass | None
    factuality: Factuality
    speech: Speech | None
    date: DatedSpan | None
    observed: bool
    evidence: Evidence

    @property
    def order(self) -> tuple[int, int]:
        """Its place in the text."""
        return self.sentence.index, self.token


def find_events(sentences: Sequence[Sentence]) -> tuple[MotionEvent, ...]:
    """Every movement told, in text order; most name only one end, some none that the gazetteer knows."""
    events: list[MotionEvent] = []
    last_place: Place | None = None
    for sentence in sentences:
        speeches = find_speeches(sentence)
        found = [
            *_verb_events(sentence, speeches, last_place),
            *_noun_events(sentence, speeches),
            *_sightings(sentence, speeches),
            *_turnings(sentence, speeches),
        ]
        events += sorted(found, key=lambda e: e.token)
        points = [place_of(r) for _, r in sorted(sentence.places.items()) if not place_of(r).is_area]
        last_place = points[-1] if points else last_place
    return tuple(events)


def _verb_events(sentence: Sentence, speeches: tuple[Speech, ...], last_place: Place | None) -> Iterator[MotionEvent]:
    verbs = {i: verb for i in range(len(sentence.tokens)) if (verb := _verb_at(sentence, i)) is not None}
    for i, verb in verbs.items():
        factuality = _factuality(sentence, i, verb)
        if factuality is None:
            continue
        stop = _argument_stop(sentence, i, verbs, speeches)
        origin, destination, via = _arguments(sentence, i + 1, stop, verb)
        if origin is None and destination is None and not via:
            if verb.act in {Act.ARRIVE, Act.STOP, Act.VISIT, Act.HEAD, Act.ENTER, Act.MEET}:
                destination = _relative_place(sentence, i)
                if destination is None and factuality is Factuality.NEGATED:
                    destination = _there(sentence, i, last_place)
            elif verb.act is Act.DEPART:
                origin = _relative_place(sentence, i)
        direction = _direction(sentence, i + 1, stop)
        told = verb.form is not Form.PARTICIPLE or _auxiliary(sentence, i) is not None
        leaves = verb.act is Act.DEPART and not verb.takes_object and factuality is Factuality.ASSERTED and told
        if origin is None and destination is None and not via and direction is None and not leaves:
            continue
        speech = speech_over(speeches, i)
        act = Act.ENTER if verb.act is Act.HEAD and _is_inside(sentence, i + 1, stop) else verb.act
        yield _event(
            sentence,
            i,
            act=act,
            subject=subject_of(sentence, i),
            places=(origin, destination, via),
            direction=direction,
            factuality=_weaken(factuality, act, destination, speech),
            speech=speech,
            date=_date(sentence, i, speeches, said=speech, rivals=verbs),
            rule=f"{verb.lemma} ({verb.form})",
        )


def _event(  # noqa: PLR0913
    sentence: Sentence,
    token: int,
    *,
    act: Act,
    subject: Subject | None,
    places: tuple[Place | None, Place | None, tuple[Place, ...]],
    direction: Compass | None = None,
    factuality: Factuality,
    speech: Speech | None,
    date: DatedSpan | None,
    rule: str,
    observed: bool = False,
) -> MotionEvent:
    at = sentence.tokens[token]
    return MotionEvent(
        sentence=sentence,
        token=token,
        act=act,
        subject=subject,
        origin=places[0],
        destination=places[1],
        via=places[2],
        direction=direction,
        factuality=factuality,
        speech=speech,
        date=date,
        observed=observed,
        evidence=Evidence(
            article=sentence.article.id, sentence=sentence.span, cue=Span(start=at.start, end=at.end), rule=rule
        ),
    )


def _verb_at(sentence: Sentence, i: int) -> Verb | None:
    """The verb of movement whose form stands at a token, if the words beside it agree."""
    candidates = sentence.words.verbs.get(sentence.tokens[i].low)
    if not candidates:
        return None
    fitting = [verb for verb in candidates if _agrees(sentence, i, verb)]
    return max(fitting, key=lambda v: (bool(v.then), v.reflexive, _rank(sentence, i, v)), default=None)


def _rank(sentence: Sentence, i: int, verb: Verb) -> int:
    """Among readings of one form, a participle after an auxiliary, else the finite verb."""
    helped = _auxiliary(sentence, i) is not None
    return int((verb.form is Form.PARTICIPLE) == helped)


def _agrees(sentence: Sentence, i: int, verb: Verb) -> bool:
    words = sentence.words
    if verb.reflexive and not any(sentence.tokens[j].low in words.reflexives for j in range(max(0, i - 4), i)):
        return False
    following = tuple(t.low for t in sentence.tokens[i + 1 : i + 4])
    if verb.then and not any(following[: len(then)] == then for then in verb.then):
        return False
    marker = sentence.tokens[i - 1] if i else None
    a_noun = marker is not None and (sentence.low(i - 1) in words.noun_markers or marker.low in words.clitics)
    bare = verb.form in {Form.PRESENT, Form.INFINITIVE, Form.PAST} or _auxiliary(sentence, i) is None
    return not (bare and i > 0 and a_noun)


def _auxiliary(sentence: Sentence, i: int) -> str | None:
    """Which auxiliary governs the participle at a token: "past", "pluperfect", "conditional", or None."""
    words = sentence.words
    for j in range(i - 1, max(-1, i - 6), -1):
        low = sentence.low(j)
        for kind, forms in (("conditional", words.conditional), ("pluperfect", words.pluperfect), ("past", words.past)):
            if low in forms:
                return kind
        if sentence.tokens[j].text in STOPS | {","} or j in sentence.places:
            return None
    return None


def _factuality(sentence: Sentence, i: int, verb: Verb) -> Factuality | None:
    """What the words do with the movement of the verb at a token; None for a bare infinitive."""
    if _is_negated(sentence, i):
        return Factuality.NEGATED
    start = max(sentence.clause_start(i), i - 7)
    planned = any(sentence.has(sentence.words.planning, j) for j in range(start, i))
    hedged = any(sentence.low(j) in sentence.words.hedges for j in range(max(start, i - 5), i))
    if verb.form is Form.INFINITIVE or (verb.form is Form.PRESENT and sentence.low(i - 1) in sentence.words.infinitive):
        if hedged:
            return Factuality.HEDGED
        if planned:
            return Factuality.PLANNED
        return (
            None
            if sentence.low(i - 1) in sentence.words.infinitive or verb.form is Form.INFINITIVE
            else Factuality.ASSERTED
        )
    if hedged:
        return Factuality.HEDGED
    if verb.form is Form.PARTICIPLE:
        return Factuality.REPORTED if _auxiliary(sentence, i) == "conditional" else Factuality.ASSERTED
    if verb.form is Form.CONDITIONAL:
        return Factuality.HEDGED
    if verb.form is Form.FUTURE:
        return Factuality.PLANNED
    if verb.form is Form.GERUND and planned:
        return Factuality.PLANNED
    return Factuality.ASSERTED


def _is_negated(sentence: Sentence, i: int) -> bool:
    words = sentence.words
    window = range(max(sentence.clause_start(i), i - 6), i)
    particle = next((j for j in window if sentence.low(j) in words.particles), None)
    if particle is not None and any(
        sentence.low(j) in words.completions for j in range(particle, min(i + 4, len(sentence.tokens)))
    ):
        return True
    return any(sentence.has(words.negations, j) for j in range(max(sentence.clause_start(i), i - 4), i))


def _weaken(factuality: Factuality, act: Act, destination: Place | None, speech: Speech | None) -> Factuality:
    """What is only supposed stays supposed; heading somewhere is not arriving there."""
    if factuality is Factuality.NEGATED:
        return factuality
    if speech is not None and speech.supposing:
        return Factuality.HEDGED
    if act is Act.HEAD and destination is not None and factuality is Factuality.ASSERTED:
        return Factuality.PLANNED
    return factuality


def _argument_stop(sentence: Sentence, i: int, verbs: dict[int, Verb], speeches: tuple[Speech, ...]) -> int:
    """Where the places of the verb at a token end: the next verb, act of saying, or end of clause."""
    limits = [sentence.clause_end(i), i + 1 + REACH, len(sentence.tokens)]
    limits += [j for j in verbs if j > i]
    limits += [s.verb_start for s in speeches if s.verb_start > i]
    return min(limits)


def _arguments(
    sentence: Sentence, start: int, stop: int, verb: Verb
) -> tuple[Place | None, Place | None, tuple[Place, ...]]:
    """Origin, destination and places passed, among the places in a range of tokens."""
    origin: Place | None = None
    destination: Place | None = None
    via: list[Place] = []
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
        elif verb.takes_object and side is Side.DESTINATION and verb.act is Act.DEPART and origin is None:
            continue
        else:
            destination = destination or place
    return origin, destination, tuple(via)


def _is_inside(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether the first area after a verb is moved about in rather than headed for."""
    first = next((i for i in range(start, stop) if i in sentence.places), None)
    if first is None or not place_of(sentence.places[first]).is_area:
        return False
    return _preposition(sentence, first) in sentence.words.inside


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
    form = _preposition(sentence, i)
    return sentence.words.prepositions[form] if form is not None else None


def _preposition(sentence: Sentence, i: int) -> tuple[str, ...] | None:
    """The preposition that leads to the place at a token.

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
            return form
    return None


def _relative_place(sentence: Sentence, i: int) -> Place | None:
    """The place before a relative "where": "Vladivostok, où M. Poutine se rend"."""
    for j in range(i - 1, sentence.clause_start(i) - 1, -1):
        if sentence.low(j) in sentence.words.where:
            before = [k for k in sentence.places if k < j]
            return place_of(sentence.places[max(before)]) if before else None
        if j in sentence.places:
            return None
    return None


def _there(sentence: Sentence, i: int, last_place: Place | None) -> Place | None:
    """What "y" or "there" beside the verb points back to."""
    near = range(max(0, i - 4), min(len(sentence.tokens), i + 2))
    if not any(sentence.low(j) in sentence.words.there for j in near):
        return None
    before = [k for k in sentence.places if k < i and not place_of(sentence.places[k]).is_area]
    return place_of(sentence.places[max(before)]) if before else last_place


def _direction(sentence: Sentence, start: int, stop: int) -> Compass | None:
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


def _date(
    sentence: Sentence,
    i: int,
    speeches: tuple[Speech, ...],
    *,
    said: Speech | None = None,
    rivals: Collection[int] = (),
) -> DatedSpan | None:
    """The date nearest to the verb in its clause, unless it dates an act of saying.

    What stands beside the verb of saying is its own, and so is what stands outside the words said; what
    stands beyond another verb of movement (`rivals`, by token) is that one's.
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
        if best is None or abs(at - i) < best[0]:
            best = (abs(at - i), dated)
    return best[1] if best is not None else None


def _noun_events(sentence: Sentence, speeches: tuple[Speech, ...]) -> Iterator[MotionEvent]:
    """An awaited arrival: "en prévision de l'arrivée du train". The day somebody prepared is not its date."""
    words = sentence.words
    for i, token in enumerate(sentence.tokens):
        act = words.nouns.get(token.low)
        if act is None:
            continue
        start = max(sentence.clause_start(i), i - 6)
        planned = any(
            sentence.has(words.planning_phrases, j) or sentence.has(words.planning, j) for j in range(start, i)
        )
        if not planned:
            continue
        after = [s for s in subjects_in(sentence) if i < s.token <= i + 7]
        owned = next(
            (Subject(name=a.name, mode="", token=j) for j, a in sorted(sentence.actors.items()) if i < j <= i + 4), None
        )
        subject = (after[0] if after else None) or owned or subject_of(sentence, i)
        place = _destination_after(sentence, i + 1, min(i + 9, sentence.clause_end(i)))
        place = place or (_scene(sentence, i) if after or owned else None)
        if place is None:
            continue
        yield _event(
            sentence,
            i,
            act=act,
            subject=subject,
            places=(None, place, ()),
            factuality=Factuality.NEGATED if _is_negated(sentence, i) else Factuality.PLANNED,
            speech=speech_over(speeches, i),
            date=None,
            rule=f"planned {token.low}",
        )


def _destination_after(sentence: Sentence, start: int, stop: int) -> Place | None:
    for i in range(start, stop):
        if i in sentence.places and side_of(sentence, i) is Side.DESTINATION:
            return place_of(sentence.places[i])
    return None


def _scene(sentence: Sentence, i: int) -> Place | None:
    """Where the sentence says things happen: the nearest place before, led by a preposition of place."""
    before = [j for j in sentence.places if j < i and side_of(sentence, j) is Side.DESTINATION]
    points = [j for j in before if not place_of(sentence.places[j]).is_area]
    return place_of(sentence.places[max(points)]) if points else None


def _sightings(sentence: Sentence, speeches: tuple[Speech, ...]) -> Iterator[MotionEvent]:
    """Somebody saw the traveller: "une photo montrant le train à Oussouriïsk"."""
    for i, token in enumerate(sentence.tokens):
        if token.low not in sentence.words.sightings:
            continue
        stop = min(i + REACH, sentence.clause_end(i), len(sentence.tokens))
        subjects = subjects_in(sentence)
        owned = [
            Subject(name=a.name, mode="", token=j)
            for j, a in sorted(sentence.actors.items())
            if i < j < stop and sentence.person_at(j)
        ]
        seen = next((s for s in [*subjects, *owned] if i < s.token < stop), None) or next(
            (s for s in reversed(subjects) if i - REACH < s.token < i), None
        )
        place = _destination_after(sentence, i + 1, stop)
        if seen is None or place is None or place.is_area:
            continue
        yield _event(
            sentence,
            i,
            act=Act.SEEN,
            subject=seen,
            places=(None, place, ()),
            factuality=Factuality.NEGATED if _is_negated(sentence, i) else Factuality.ASSERTED,
            speech=speech_over(speeches, i) or _nearest_speech(speeches, i),
            date=_date(sentence, i, speeches),
            rule=f"sighting: {token.low}",
            observed=True,
        )
        return


def _nearest_speech(speeches: tuple[Speech, ...], i: int) -> Speech | None:
    before = [s for s in speeches if s.verb_start < i]
    return before[-1] if before else None


def _turnings(sentence: Sentence, speeches: tuple[Speech, ...]) -> Iterator[MotionEvent]:
    """Find “away from Vladivostok” without a verb of its own."""
    for i in range(len(sentence.tokens)):
        for form in sentence.words.away:
            if tuple(t.low for t in sentence.tokens[i : i + len(form)]) != form:
                continue
            after = [
                j for j in range(i + len(form), min(i + len(form) + 4, len(sentence.tokens))) if j in sentence.places
            ]
            if after:
                yield _event(
                    sentence,
                    i,
                    act=Act.AWAY,
                    subject=subject_of(sentence, i),
                    places=(place_of(sentence.places[after[0]]), None, ()),
                    factuality=Factuality.ASSERTED,
                    speech=speech_over(speeches, i),
                    date=None,
                    rule=" ".join(form),
                )
