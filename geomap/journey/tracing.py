"""From movements to a journey: whose, in what order, which are one leg, what is only expected.

Reading order: `trace_journey`; `_own_events` keeps the protagonist's; `_timeline` puts what happened in
order; `_travelled` chains it into legs; `_awaited` adds what is planned or supposed; `_refuted` keeps
named destinations that later words deny. Countries and regions are passed through, never stopped at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.actors.actor import Actor
from geomap.article.article import Article
from geomap.gazetteer.place import Place
from geomap.geodesy import Compass, distance_km, length_km
from geomap.journey.clauses import read_sentences
from geomap.journey.events import MotionEvent, find_events
from geomap.journey.factuality import Factuality, Voice, certainty
from geomap.journey.leg import Certainty, Journey, Leg, StatedDate
from geomap.journey.protagonist import name_subjects, protagonist_of, usual_mode
from geomap.journey.travellers import home_countries
from geomap.journey.words import Act
from geomap.places.resolution import Resolution

STORY_DAYS = 45
"""A movement dated further than this from the article's date is another journey, told as background."""

SAME_STOP_KM = 15.0
"""Two places nearer than this may be one stop told twice (a station and its town)."""

ONWARD_KM = 40.0
"""An expected visit this near the expected stop before it starts there (a plant in the next town)."""

TAKEN_PLACE = frozenset({Factuality.ASSERTED, Factuality.REPORTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An event of the protagonist with what was concluded of it."""

    event: MotionEvent
    certainty: Certainty
    source: str
    mode: str
    date: StatedDate | None


def trace_journey(article: Article, actors: Sequence[Actor], resolutions: Sequence[Resolution]) -> Journey:
    """The journey of the traveller the article is about: travelled legs in order, then awaited, then denied ones."""
    sentences = read_sentences(article, actors, resolutions)
    events = find_events(sentences)
    named = name_subjects(events, sentences)
    protagonist = protagonist_of(events, named, actors)
    if not protagonist:
        return Journey(legs=(), lang=article.lang)
    homes = home_countries(actors, resolutions)
    told = _own_events(article, events, named, protagonist, homes.get(protagonist, ""))
    mode = usual_mode(events, named, protagonist)
    happened = [t for t in told if t.event.factuality in TAKEN_PLACE and t.event.act not in {Act.AWAY, Act.MEET}]
    legs = _travelled(article, protagonist, mode, _timeline(happened))
    away = [t for t in told if t.event.act is Act.AWAY]
    legs += _awaited(article, protagonist, mode, told=told, travelled=legs, away=away)
    return Journey(legs=tuple(legs), lang=article.lang)


def _own_events(
    article: Article,
    events: Sequence[MotionEvent],
    named: Sequence[str | None],
    protagonist: str,
    home: str,
) -> list[_Told]:
    told: list[_Told] = []
    for event, name in zip(events, named, strict=True):
        if name not in {"", protagonist} or _is_another_journey(article, event):
            continue
        voice = event.speech.voice(home) if event.speech is not None else Voice.NARRATOR
        told.append(
            _Told(
                event=event,
                certainty=certainty(event.factuality, voice),
                source=event.speech.name if event.speech is not None else "",
                mode=event.subject.mode if event.subject is not None else "",
                date=_date(event),
            )
        )
    return told


def _date(event: MotionEvent) -> StatedDate | None:
    """The date of an event: of one still to come, the coming weekday."""
    if event.date is None:
        return None
    to_come = event.factuality in {Factuality.PLANNED, Factuality.HEDGED}
    return event.date.ahead if to_come and event.date.ahead is not None else event.date.date


def _is_another_journey(article: Article, event: MotionEvent) -> bool:
    """Whether an event's date says that it belongs to the past ("en 2019", "en juillet")."""
    if event.date is None:
        return False
    iso = event.date.date.iso
    if article.published is None:
        return event.date.explicit_year
    day = event.date.date.day
    if day is not None:
        return abs((day - article.published).days) > STORY_DAYS
    return not article.published.isoformat().startswith(iso)


def _timeline(happened: Sequence[_Told]) -> list[_Told]:
    """What happened, in the order it did: by date, then by the text.

    An undated event stands with the one before it, and has its date when that one was an arrival: the
    day somebody left somewhere says nothing of the day they came elsewhere. An undated look back
    ("it had called at Vigo") comes before the arrival told last, and has no date from it.
    """
    placed: list[tuple[str, int, bool, _Told]] = []
    day = arrival = ""
    last: tuple[str, int] | None = None
    for position, told in enumerate(sorted(happened, key=lambda t: t.event.order)):
        stated = told.date
        if stated is None and told.event.earlier and last is not None:
            placed.append((*last, False, told))
            continue
        if stated is None and arrival and arrival == day:
            told = replace(told, date=StatedDate(iso=arrival, text=""))  # noqa: PLW2901
        elif stated is not None and stated.day is not None:
            day = stated.iso
            arrival = day if told.event.act is not Act.DEPART else ""
        at = (stated.iso if stated is not None else day, position)
        last = at if told.event.act is not Act.DEPART else None
        placed.append((*at, True, told))
    return [told for *_, told in sorted(placed, key=lambda item: item[:3])]


@dataclass(slots=True)
class _Pending:
    """What is known of a leg that has begun and not ended."""

    departed: StatedDate | None = None
    via: list[Place] | None = None
    told: list[_Told] | None = None
    direction: Compass | None = None


def _travelled(article: Article, traveller: str, mode: str, timeline: Sequence[_Told]) -> list[Leg]:
    """Chain what happened into legs; a place passed (a river, a bridge) ends a leg as a waypoint does."""
    legs: list[Leg] = []
    areas: list[tuple[Place, _Told]] = []
    current: Place | None = None
    pending = _Pending()
    for told in timeline:
        event = told.event
        if event.origin is not None and not event.origin.is_area:
            if current is None or not _same(current, event.origin):
                current = event.origin
                pending = _Pending()
            pending.departed = told.date or pending.departed
            pending.told = [*(pending.told or []), told]
        reached = [p for p in (*event.via, event.destination) if p is not None]
        areas += [(p, told) for p in reached if p.is_area]
        areas += [(event.origin, told)] if event.origin is not None and event.origin.is_area else []
        points = [p for p in reached if not p.is_area]
        if not points and event.origin is None and (event.direction is not None or event.act is Act.DEPART):
            if current is not None and event.act is Act.DEPART:
                pending.departed = pending.departed or told.date
            pending.direction = event.direction or pending.direction
            pending.told = [*(pending.told or []), told]
        for point in points:
            if current is not None and _same(current, point):
                legs[-1:] = [_also(legs[-1], told)] if legs else []
                continue
            behind = [*(pending.told or []), *([] if told in (pending.told or []) else [told])]
            legs.append(_leg(article, traveller, mode, current, point, told, behind, pending, event.direction))
            current, pending = point, _Pending()
    if pending.told and current is not None:
        last = pending.told[-1]
        if legs and pending.direction is not None and legs[-1].direction is None:
            legs[-1] = _also(replace(legs[-1], direction=pending.direction), last)
        elif not legs:
            legs.append(_leg(article, traveller, mode, current, None, last, pending.told, pending, pending.direction))
    return _through_areas(article, traveller, mode, legs, areas)


def _leg(  # noqa: PLR0913
    article: Article,
    traveller: str,
    mode: str,
    origin: Place | None,
    destination: Place | None,
    told: _Told,
    behind: Sequence[_Told],
    pending: _Pending,
    direction: Compass | None,
) -> Leg:
    waypoint = destination is not None and told.event.act is Act.PASS
    return Leg(
        article=article.id,
        traveller=traveller,
        mode=mode,
        origin=origin,
        destination=destination,
        via=(),
        direction=direction or pending.direction,
        departed=pending.departed,
        arrived=told.date if destination is not None else None,
        certainty=told.certainty,
        observed=told.event.observed,
        sources=_sources(behind),
        journey=1,
        geodesic_km=_geodesic_km(origin, destination),
        evidence=tuple(dict.fromkeys(t.event.evidence for t in (told, *behind))),
        passed=waypoint,
    )


def _also(leg: Leg, told: _Told) -> Leg:
    """The same leg told once more: one more sentence, perhaps one more source, which may confirm it."""
    sources = tuple(dict.fromkeys((*leg.sources, *([told.source] if told.source else []))))
    reported_twice = (
        leg.certainty is Certainty.REPORTED
        and told.certainty is Certainty.REPORTED
        and told.event.direction is None
        and len(sources) > len(leg.sources)
        and bool(leg.sources)
    )
    confirmed = reported_twice or told.certainty is Certainty.CONFIRMED
    travelled = leg.certainty in {Certainty.CONFIRMED, Certainty.REPORTED}
    return replace(
        leg,
        sources=sources,
        certainty=Certainty.CONFIRMED if travelled and confirmed else leg.certainty,
        observed=leg.observed or told.event.observed,
        evidence=tuple(dict.fromkeys((*leg.evidence, told.event.evidence))),
    )


def _through_areas(
    article: Article, traveller: str, mode: str, legs: list[Leg], areas: Sequence[tuple[Place, _Told]]
) -> list[Leg]:
    """Put each country or region entered into the leg that enters it; where no leg has an end, it makes one."""
    out = list(legs)
    loose: list[tuple[Place, _Told]] = []
    for area, told in areas:
        index = next(
            (
                i
                for i, leg in enumerate(out)
                if leg.destination is not None
                and leg.destination.country == area.country
                and (leg.origin is None or leg.origin.country != area.country)
            ),
            None,
        )
        if index is not None:
            leg = out[index]
            via = leg.via if any(p.id == area.id for p in leg.via) else (*leg.via, area)
            out[index] = replace(_also(leg, told), via=via, certainty=leg.certainty)
        elif not any(leg.origin and leg.origin.country == area.country for leg in out):
            loose.append((area, told))
    if out:
        return out
    for area, told in loose:
        same = next(
            (
                i
                for i, leg in enumerate(out)
                if leg.origin is leg.destination is None and area.id in {p.id for p in leg.via}
            ),
            None,
        )
        if same is not None:
            out[same] = _also(out[same], told)
            continue
        leg = _leg(article, traveller, mode, None, None, told, [told], _Pending(), told.event.direction)
        out.append(replace(leg, via=(area,), arrived=told.date))
    return out


def _awaited(  # noqa: PLR0913
    article: Article,
    traveller: str,
    mode: str,
    *,
    told: Sequence[_Told],
    travelled: list[Leg],
    away: Sequence[_Told],
) -> list[Leg]:
    """Legs that are planned, supposed or denied, from where the traveller was last known to be."""
    last = next((leg.destination or leg.origin for leg in reversed(travelled) if leg.destination or leg.origin), None)
    been = {p.id: p for leg in travelled for p in leg.places}.values()
    turned_from = {t.event.origin.id: t.event.origin for t in away if t.event.origin is not None}.values()
    legs: list[Leg] = []
    for item in told:
        event = item.event
        target = event.destination or next(iter(event.via), None)
        if target is None or event.act is Act.AWAY or event.factuality in TAKEN_PLACE:
            continue
        new = event.factuality is Factuality.NEGATED or event.returning
        if not new and any(_covers(target, p) for p in been):
            _support(travelled, target, item)
            continue
        known = next((i for i, leg in enumerate(legs) if leg.destination and _same(leg.destination, target)), None)
        refuted = any(_same(target, p) for p in turned_from)
        if known is not None:
            legs[known] = _also(legs[known], item)
            continue
        previous = legs[-1].destination if legs else None
        onward = previous is not None and distance_km(previous.position, target.position) <= ONWARD_KM
        denied = refuted or event.factuality is Factuality.NEGATED
        origin = None if denied else (event.origin or (previous if onward else last))
        leg = _leg(article, traveller, item.mode or mode, origin, target, item, [item], _Pending(), event.direction)
        legs.append(
            replace(
                leg,
                arrived=item.date if not denied else None,
                certainty=Certainty.DENIED if denied else item.certainty,
                mode="unspecified" if event.act is Act.VISIT and onward else leg.mode,
            )
        )
    denied_ids = {leg.destination.id for leg in legs if leg.destination and leg.certainty is Certainty.DENIED}
    for item in away:
        place = item.event.origin
        if place is not None and place.id in denied_ids:
            index = next(i for i, leg in enumerate(legs) if leg.destination and leg.destination.id == place.id)
            legs[index] = replace(
                legs[index], evidence=tuple(dict.fromkeys((*legs[index].evidence, item.event.evidence)))
            )
    finer = [leg.destination for leg in legs if leg.destination is not None and not leg.destination.is_area]
    kept = [
        leg
        for leg in legs
        if not (leg.destination and leg.destination.is_area and any(_covers(leg.destination, p) for p in finer))
    ]
    return sorted(kept, key=lambda leg: leg.certainty is Certainty.DENIED)


def _support(travelled: list[Leg], target: Place, told: _Told) -> None:
    """What somebody supposes and the article tells as done is one more voice for the leg that did it."""
    if told.event.factuality is not Factuality.HEDGED:
        return
    for i, leg in enumerate(travelled):
        if any(p.id == target.id for p in leg.places):
            travelled[i] = replace(_also(leg, told), certainty=leg.certainty)
            return


def _covers(area: Place, place: Place) -> bool:
    """Whether a traveller who was at `place` has been in `area`: the same stop, or its country."""
    return _same(area, place) or (area.is_area and area.country == place.country and bool(area.country))


def _same(a: Place, b: Place) -> bool:
    """Whether two places are one stop."""
    if a.id == b.id:
        return True
    town_and_station = {a.feature_class, b.feature_class} <= {"P", "S"} and "MFG" not in {
        a.feature_code,
        b.feature_code,
    }
    return town_and_station and distance_km(a.position, b.position) <= min(SAME_STOP_KM, a.radius_km + b.radius_km)


def _sources(told: Sequence[_Told]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.source for t in told if t.source))


def _geodesic_km(origin: Place | None, destination: Place | None) -> float | None:
    if origin is None or destination is None or origin.is_area or destination.is_area:
        return None
    return length_km((origin.position, destination.position))
