"""Reading movements off sentences: verb, subject, places, direction, date, factuality, source.

Reading order: `find_events` walks the sentences; `_verb_events`, `_noun_events`, `_sightings` and
`_turnings` each read one way of telling a movement. Which verb stands where is `verbs`, what belongs to
it is `arguments`; what an event means for the journey is not decided here but in `tracing`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.evidence import Evidence
from geomap.gazetteer.place import Place
from geomap.geodesy import Compass
from geomap.journey.arguments import (
    REACH,
    argument_stop,
    arguments_of,
    date_of,
    destination_after,
    direction_of,
    is_inside,
    place_there,
    relative_place,
    scene_of,
)
from geomap.journey.clauses import Sentence, place_of
from geomap.journey.dates import DatedSpan
from geomap.journey.factuality import Factuality
from geomap.journey.sources import Speech, find_speeches, speech_over
from geomap.journey.travellers import Subject, subject_of, subjects_in
from geomap.journey.verbs import auxiliary_of, factuality_of, is_negated, verb_at, weaken
from geomap.journey.words import Act, Form, Verb
from geomap.span import Span


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
    returning: bool = False
    """Going back where the traveller may have been before ("rentrer à Paris")."""
    earlier: bool = False
    """Told looking back: a pluperfect that nothing carries onward ("it had called at Vigo")."""

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
    verbs = {i: verb for i in range(len(sentence.tokens)) if (verb := verb_at(sentence, i)) is not None}
    for i, verb in verbs.items():
        factuality = factuality_of(sentence, i, verb)
        if factuality is None:
            continue
        stop = argument_stop(sentence, i, verbs, speeches)
        origin, destination, via = arguments_of(sentence, i + 1, stop, verb)
        if origin is None and destination is None and not via:
            if verb.act in {Act.ARRIVE, Act.STOP, Act.VISIT, Act.HEAD, Act.ENTER, Act.MEET}:
                destination = relative_place(sentence, i)
                if destination is None and factuality is Factuality.NEGATED:
                    destination = place_there(sentence, i, last_place)
            elif verb.act is Act.DEPART:
                origin = relative_place(sentence, i)
        direction = direction_of(sentence, i + 1, stop)
        told = verb.form is not Form.PARTICIPLE or auxiliary_of(sentence, i) is not None
        leaves = verb.act is Act.DEPART and not verb.takes_object and factuality is Factuality.ASSERTED and told
        if origin is None and destination is None and not via and direction is None and not leaves:
            continue
        speech = speech_over(speeches, i)
        act = Act.ENTER if verb.act is Act.HEAD and is_inside(sentence, i + 1, stop) else verb.act
        yield _event(
            sentence,
            i,
            act=act,
            subject=subject_of(sentence, i),
            places=(origin, destination, via),
            direction=direction,
            factuality=weaken(factuality, act, destination, speech),
            speech=speech,
            date=date_of(sentence, i, speeches, said=speech, rivals=verbs),
            rule=f"{verb.lemma} ({verb.form})",
            returning=verb.returns,
            earlier=_looks_back(sentence, i, verb),
        )


def _looks_back(sentence: Sentence, i: int, verb: Verb) -> bool:
    """Whether the verb at a token tells what came before the story's last step."""
    if verb.form is not Form.PARTICIPLE or auxiliary_of(sentence, i) != "pluperfect":
        return False
    return not any(sentence.has(sentence.words.onward, j) for j in range(sentence.clause_start(i), i))


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
    earlier: bool = False,
    returning: bool = False,
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
        earlier=earlier,
        returning=returning,
        evidence=Evidence(
            article=sentence.article.id, sentence=sentence.span, cue=Span(start=at.start, end=at.end), rule=rule
        ),
    )


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
        place = destination_after(sentence, i + 1, min(i + 9, sentence.clause_end(i)))
        place = place or (scene_of(sentence, i) if after or owned else None)
        if place is None:
            continue
        yield _event(
            sentence,
            i,
            act=act,
            subject=subject,
            places=(None, place, ()),
            factuality=Factuality.NEGATED if is_negated(sentence, i) else Factuality.PLANNED,
            speech=speech_over(speeches, i),
            date=None,
            rule=f"planned {token.low}",
        )


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
        place = destination_after(sentence, i + 1, stop)
        if seen is None or place is None or place.is_area:
            continue
        yield _event(
            sentence,
            i,
            act=Act.SEEN,
            subject=seen,
            places=(None, place, ()),
            factuality=Factuality.NEGATED if is_negated(sentence, i) else Factuality.ASSERTED,
            speech=speech_over(speeches, i) or _nearest_speech(speeches, i),
            date=date_of(sentence, i, speeches),
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
