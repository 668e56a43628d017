"""Whose journey the article tells, and which movements are theirs."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from geomap.actors.actor import Actor, ActorKind
from geomap.journey.clauses import Sentence
from geomap.journey.events import MotionEvent
from geomap.journey.travellers import Subject, subjects_in
from geomap.journey.words import Act


def name_subjects(events: Sequence[MotionEvent], sentences: Sequence[Sentence]) -> tuple[str | None, ...]:
    """Whom each event's subject means: a name, "" for the protagonist's vehicle, None for somebody else.

    A pronoun means the nearest subject before it that is no pronoun, in its own sentence or an earlier
    one, though never the speaker whose words it stands in; "it" means a vehicle or nobody.
    """
    told = [(sentence.index, s) for sentence in sentences for s in subjects_in(sentence) if s.name or s.mode]
    return tuple(_name_subject(event, told) for event in events)


def _name_subject(event: MotionEvent, told: Sequence[tuple[int, Subject]]) -> str | None:
    subject = event.subject
    if subject is None:
        return None
    if subject.mode == "group":
        return "" if event.act is Act.MEET else None
    if subject.foreign:
        return None
    if subject.name or subject.mode:
        return subject.name
    speaker = event.speech.speaker.name if event.speech is not None and event.speech.speaker is not None else ""
    thing = event.sentence.low(subject.token) in event.sentence.words.thing_pronouns
    here = (event.sentence.index, subject.token)
    end = bisect_left(told, here, key=lambda item: (item[0], item[1].token))
    for candidate in _antecedents(told[max(0, end - 8) : end], event.sentence.index):
        if thing and not candidate.mode:
            continue
        if candidate.mode != "group" and (candidate.name != speaker or not speaker):
            return None if candidate.foreign else candidate.name
    return None if thing else ""


def _antecedents(told: Sequence[tuple[int, Subject]], sentence: int) -> list[Subject]:
    """What a pronoun may stand for, likeliest first.

    The nearest subject of its own sentence, then the first of each sentence before, because a story goes
    on about whom it began with.
    """
    here = [subject for index, subject in told if index == sentence]
    before = sorted((item for item in told if item[0] < sentence), key=lambda item: (-item[0], item[1].token))
    return [*reversed(here), *(subject for _, subject in before)]


def protagonist_of(events: Sequence[MotionEvent], named: Sequence[str | None], actors: Sequence[Actor]) -> str:
    """Whose journey it is: the person most movements and vehicles belong to, then the most named.

    Where nobody is named it is the vehicle's, by the article's own word for it.
    """
    votes: Counter[str] = Counter()
    for event, name in zip(events, named, strict=True):
        if name:
            votes[name] += 2 if event.subject is not None and event.subject.mode else 1
    mentions = Counter(a.name for a in actors if a.kind is ActorKind.PERSON)
    if votes:
        return max(votes, key=lambda n: (votes[n], mentions[n], n))
    vehicle = next(
        (
            e.sentence.low(e.subject.token)
            for e in events
            if e.subject is not None and e.subject.mode and not e.subject.foreign
        ),
        "",
    )
    if vehicle and mentions:
        return max(mentions, key=lambda n: (mentions[n], n))
    return vehicle


def usual_mode(events: Sequence[MotionEvent], named: Sequence[str | None], protagonist: str) -> str:
    """How the protagonist travels most: the mode of the vehicles that are theirs."""
    modes = Counter(
        e.subject.mode
        for e, name in zip(events, named, strict=True)
        if e.subject is not None and e.subject.mode and name in {"", protagonist}
    )
    return modes.most_common(1)[0][0] if modes else "unspecified"
