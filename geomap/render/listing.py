"""What the map shows, as text: each leg and each checked distance with the sentence it rests on.

For readers who cannot see the map, who print it, or who want to know why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from geomap.article.article import Article
from geomap.checks.check import Check
from geomap.evidence import Evidence
from geomap.gazetteer.place import Place
from geomap.journey.leg import Certainty, Leg
from geomap.rail import RailLeg
from geomap.rail.legs import STATION_KM
from geomap.render.story import Story
from geomap.render.text import clean, web_address
from geomap.render.words import Words
from geomap.report.checks import share_words
from geomap.report.report import Report

Quotes = Literal["none", "short", "full"]
"""How much of an article's sentences is shown: nothing, the words around what was read, or all of each."""

_SHORT = 90  # characters of a short quotation, about a dozen words


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of an article; `article` is its title, or empty where the story has one article."""

    text: str
    article: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegItem:
    """A leg in words: `numbers` are those of its stops on the map, `facts` short phrases.

    `sign` is the map's sign for it: a line, a mere marker, or none where the leg is denied.
    """

    heading: str
    numbers: tuple[int, ...]
    certainty: Certainty
    word: str
    facts: tuple[str, ...]
    quotes: tuple[Quote, ...]
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """A checked distance in words."""

    heading: str
    reported: str
    measured: str
    verdict: str
    verdict_word: str
    summary: str
    quotes: tuple[Quote, ...]


def leg_numbers(report: Report) -> dict[int, int]:
    """The place in `list_legs` of each of a report's legs, by its `id`: of many, no equal has to be looked for."""
    return {id(leg): number for number, leg in enumerate(report.legs)}


def list_legs(report: Report, story: Story, *, quotes: Quotes = "full") -> tuple[LegItem, ...]:
    """Every leg in the order it is told, the denied ones too, which the map does not draw."""
    numbers = {s.place.id: s.number for s in story.stops}
    several = len({leg.traveller for leg in report.legs}) > 1
    drawn = {line.leg for line in story.lines}
    shown = {place.id for place in story.places}
    items = []
    for leg in report.legs:
        denied = leg.certainty is Certainty.DENIED
        ends = [p.id for p in (leg.origin, leg.destination) if p is not None]
        seen = not denied and any(end in shown for end in ends)
        item = LegItem(
            heading=_heading(report, story.words, leg),
            numbers=() if denied else tuple(numbers[end] for end in ends if end in numbers),
            certainty=leg.certainty,
            word=story.words.certainty(leg.certainty),
            facts=tuple(_facts(report, story.words, leg, several=several, shown=seen)),
            quotes=_quotes(report, leg.evidence, quotes),
            sign="" if denied else f"leg {leg.certainty}" if leg in drawn else f"m {leg.certainty}",
        )
        items.append(item)
    return tuple(items)


def list_checks(report: Report, story: Story, *, quotes: Quotes = "full") -> tuple[CheckItem, ...]:
    """Every claim of a distance that was checked, or could not be."""
    return tuple(_check(report, story.words, check, quotes) for check in report.checks)


def _name(report: Report, place: Place, words: Words) -> str:
    return clean(report.label(place)) or words.position(place.position)


def _heading(report: Report, words: Words, leg: Leg) -> str:
    origin = _name(report, leg.origin, words) if leg.origin else words.say("list", "unknown_origin")
    if leg.destination is not None:
        heading = words.say("list", "leg", origin=origin, destination=_name(report, leg.destination, words))
    elif leg.direction is not None:
        heading = words.say("list", "towards", origin=origin, direction=words.direction(leg.direction))
    else:
        heading = words.say("list", "leg", origin=origin, destination=words.say("list", "unknown_destination"))
    return heading[:1].upper() + heading[1:]


def _facts(report: Report, words: Words, leg: Leg, *, several: bool, shown: bool) -> Iterable[str]:
    if several and leg.traveller:
        yield words.say("list", "traveller", traveller=clean(leg.traveller))
    if leg.departed is not None and leg.departed != leg.arrived:
        yield words.say("list", "departed", date=words.stated(leg.departed))
    if leg.arrived is not None:
        yield words.say("list", "arrived", date=words.stated(leg.arrived))
    if words.mode(leg.mode):
        yield words.mode(leg.mode)
    if leg.passed:
        yield words.say("legend", "passed")
    if leg.via:
        yield words.say("list", "via", places=words.join(_name(report, p, words) for p in leg.via))
    if leg.geodesic_km is not None and leg.geodesic_km >= 1:
        yield words.say("list", "geodesic", distance=words.km(leg.geodesic_km))
    if leg.rail is not None:
        yield from _rail_facts(leg.rail, words)
    if leg.observed:
        yield words.say("list", "observed")
    if leg.sources:
        yield words.say("list", "source", sources=words.join(clean(s) for s in leg.sources))
    if not shown:
        yield words.say("list", "not_drawn")


def _rail_facts(rail: RailLeg, words: Words) -> Iterable[str]:
    """How long the way over the rails is, which station serves a place far from it, and what is known badly."""
    yield words.say("list", "rail", distance=words.km(rail.rail_km))
    for access in rail.access:
        if access.station is not None and access.km > STATION_KM:
            yield words.say("list", "station", station=clean(access.station.name), distance=words.km(access.km))
    if rail.schematic_km >= 1:
        yield words.say("list", "approximate", distance=words.km(rail.schematic_km))
    for note in rail.notes:
        yield clean(note.text(words.lang))


def _check(report: Report, words: Words, check: Check, quotes: Quotes) -> CheckItem:
    claim = check.claim
    ends = ((claim.anchor, check.anchor), (claim.subject, check.subject), (claim.other, check.other))
    named = (_end(report, words, place, mention.text if mention else "") for mention, place in ends)
    return CheckItem(
        heading=" – ".join(filter(None, named)),
        reported=clean(report.said(check.claim)),
        measured=_measured(check, words),
        verdict=check.verdict.value,
        verdict_word=words.say("verdict", check.verdict.value),
        summary=clean(check.summary),
        quotes=_quotes(report, (check.claim.evidence,), quotes),
    )


def _measured(check: Check, words: Words) -> str:
    """The length measured, or how far along the way a place told to lie in the middle is."""
    if check.claim.relation is not None:
        return share_words(check.judgement, words.lang)
    return words.km(check.measurement.geodesic_km) if check.measurement is not None else ""


def _end(report: Report, words: Words, place: Place | None, text: str) -> str:
    name = _name(report, place, words) if place is not None else clean(text)
    return name[:1].upper() + name[1:]


def _quotes(report: Report, evidence: Sequence[Evidence], quotes: Quotes) -> tuple[Quote, ...]:
    """The sentences, or the notes of a table's rows, each once, at most three."""
    found: dict[str, Quote] = {}
    for item in evidence:
        article = report.article(item.article)
        text = quoted(item, article, quotes)
        title = clean(article.title or article.id) if len(report.articles) > 1 else ""
        if text:
            found.setdefault(text, Quote(text=text, article=title, url=web_address(article.url)))
    return tuple(found.values())[:3]


def quoted(evidence: Evidence, article: Article, quotes: Quotes) -> str:
    """As much of the sentence as may be shown; what a short quotation leaves out is marked by "…".

    Of a table's row its note; a row without one says nothing that the list does not.
    """
    if quotes == "none":
        return ""
    if article.is_table:
        return "" if evidence.cue == evidence.sentence else clean(evidence.cue.of(article.text))
    sentence = clean(evidence.sentence.of(article.text))
    if quotes == "full" or len(sentence) <= _SHORT:
        return sentence
    before = clean(article.text[evidence.sentence.start : max(evidence.cue.start, evidence.sentence.start)])
    return _around(sentence, min(len(before), len(sentence) - 1))


def _around(sentence: str, at: int) -> str:
    """Whole words of a sentence about one of its characters, a third of them before it."""
    start = max(0, min(at - _SHORT // 3, len(sentence) - _SHORT))
    end = min(len(sentence), start + _SHORT)
    if start:
        space = sentence.find(" ", start, at)
        start = space + 1 if space >= 0 else start
    if end < len(sentence):
        space = sentence.rfind(" ", max(start, at), end)
        end = space if space > start else end
    return f"{'… ' if start else ''}{sentence[start:end].strip()}{' …' if end < len(sentence) else ''}"
