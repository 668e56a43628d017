"""The journey in a few sentences, written from the data in the language of the map.

Verbs are chosen so that no word has to agree with a traveller whose gender nobody told ("a gagné", not
"est allé"), and so that a name follows its verb directly: no preposition has to melt into its article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from geomap.journey.leg import Certainty, Leg, StatedDate
from geomap.render.text import clean
from geomap.render.words import Words
from geomap.report.report import Report

_MOST = 8  # legs; of more, the first ones and the last are told, and the rest counted
_FIRST = 3

_VERBS = {
    Certainty.CONFIRMED: "did",
    Certainty.REPORTED: "did",
    Certainty.EXPECTED: "will",
    Certainty.SPECULATED: "may",
    Certainty.DENIED: "denied",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """What is said of a traveller, who says so, and how surely; neighbours alike become one sentence."""

    traveller: str
    sources: tuple[str, ...]
    verb: str
    texts: tuple[str, ...]


def write_summary(report: Report, words: Words) -> str:
    """The journey in sentences, each leg with its date and whose word it is; empty where there is none."""
    legs = report.legs
    if len(legs) <= _MOST:
        return " ".join(_sentences(report, words, legs))
    rest = words.say("prose", "rest", count=len(legs) - _FIRST - 1)
    return " ".join([*_sentences(report, words, legs[:_FIRST]), rest, *_sentences(report, words, legs[-1:])])


def _sentences(report: Report, words: Words, legs: Sequence[Leg]) -> Iterator[str]:
    clauses, before = [], ""
    for leg in legs:
        told = _clause(report, words, leg, before)
        if told.texts:
            clauses.append(told)
        if leg.destination is not None and leg.certainty is not Certainty.DENIED:
            before = leg.destination.id
    for (traveller, sources, verb), same in groupby(clauses, key=lambda c: (c.traveller, c.sources, c.verb)):
        told_by = words.say("prose", "source", sources=words.join(sources)) if sources and verb != "denied" else ""
        who = "" if verb == "denied" else f"{traveller} "
        text = f"{told_by}{who}{words.join(text for clause in same for text in clause.texts)}."
        yield text[:1].upper() + text[1:]


def _clause(report: Report, words: Words, leg: Leg, before: str) -> _Clause:
    """A leg's clause; its origin is left out where the leg before ended there."""
    verb = _VERBS[leg.certainty]
    texts = []
    origin, destination = (
        _name(words, report.label(place)) if place is not None else "" for place in (leg.origin, leg.destination)
    )
    if verb == "did" and leg.origin is not None and leg.origin.id != before:
        texts.append(words.say("prose", "left", place=origin, date=_date(words, leg.departed)))
    if destination:
        key = "passed" if leg.passed and verb == "did" else f"{verb}_reach"
        texts.append(words.say("prose", key, place=destination, date=_date(words, leg.arrived)))
    elif leg.direction is not None and verb == "did":
        texts.append(words.say("prose", "headed", direction=words.direction(leg.direction)))
    return _Clause(
        traveller=clean(leg.traveller) or words.say("prose", "someone"),
        sources=tuple(clean(s) for s in leg.sources),
        verb=verb,
        texts=tuple(texts),
    )


def _date(words: Words, stated: StatedDate | None) -> str:
    """The date with its preposition and a space before it, or nothing."""
    if stated is None:
        return ""
    return words.say("prose", "on" if stated.day is not None else "in", date=words.stated(stated))


def _name(words: Words, label: str) -> str:
    """The name, with its article where it is a noun's ("l’usine aéronautique")."""
    text = clean(label)
    for known in words.say("prose", "articles").split(", "):
        article, _, noun = known.replace("’", "’ ").partition(" ")
        if text == noun or text.startswith(f"{noun} "):
            return f"{article}{text}" if article.endswith("’") else f"{article} {text}"
    return text
