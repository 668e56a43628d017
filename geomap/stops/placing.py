"""Which place each row of a table means.

Coordinates are taken as they are. A name is looked up, and of several bearers the one is taken that
lies near the traveller's stops before and after it: clear names first, then the others around them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from geomap.checks.pairing import POINT_RADIUS_KM, bearer_at, bearers_of, point_id
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Name, NameKind, Place
from geomap.places.lookup import Found, between_km, nearness
from geomap.position import Position
from geomap.stops.table import TableStop

SOURCE_ID = "table"
"""The source of a place whose point the table gives."""

_AREA = 4.5
"""A stop is a town sooner than a country or region of its name: Luxembourg, New York."""

_CLOSE = 1.0
"""With a lead of fewer points than this over the next bearer, a person should look."""

_FAR_KM, _NEARER = 1_000.0, 4.0
"""A stop this far from those around it is doubtful where a namesake lies so many times nearer."""

_TRIED = 12
"""Bearers of a name that are weighed: more are hamlets."""


_SEEN = 40
"""Pairs of neighbours of one name that are weighed: in a timetable they repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedStop:
    """A row's place, how many bear its name, and why this one; `doubt` is a line for a person, or empty."""

    stop: TableStop
    place: Place
    candidates: int
    confidence: float
    because: tuple[str, ...]
    doubt: str = ""


def place_stops(
    stops: Sequence[TableStop], gazetteer: Gazetteer
) -> tuple[tuple[PlacedStop, ...], tuple[tuple[TableStop, str], ...]]:
    """The stops with their places, in the same order, and those without one, with what is wrong.

    `stops` are one after the other as they were made.
    """
    bearers = {_key(stop): _bearers(stop, gazetteer) for stop in stops if stop.position is None}
    lost = tuple((stop, _unknown(stop, gazetteer)) for stop in stops if not bearers.get(_key(stop), True))
    kept = [stop for stop in stops if bearers.get(_key(stop), True)]
    points = _points(kept, gazetteer)
    chosen, around = _chosen(kept, points, bearers)
    told: dict[Key, PlacedStop] = {}
    for i, stop in enumerate(kept):
        if _key(stop) not in told:
            told[_key(stop)] = _placed(stop, bearers, around.get(_key(stop), ()), chosen[i])
    return tuple(replace(told[_key(stop)], stop=stop, place=chosen[i]) for i, stop in enumerate(kept)), lost


def _key(stop: TableStop) -> "Key":
    return stop.name, stop.country, stop.position


def _bearers(stop: TableStop, gazetteer: Gazetteer) -> tuple[Found, ...]:
    """The places of a name, best first, as one stops at them."""
    found = bearers_of(stop.name, gazetteer)
    if stop.country:
        found = tuple(f for f in found if f.candidate.place.country == stop.country)
    return tuple(sorted(found, key=lambda f: -_bare(f))[:_TRIED])


def _bare(found: Found) -> float:
    return found.points - (_AREA if found.candidate.place.is_area else 0.0)


def _unknown(stop: TableStop, gazetteer: Gazetteer) -> str:
    where = f" in {stop.country}" if stop.country else ""
    nearest = gazetteer.nearest_spellings(stop.name)
    hint = f"; nearest spellings: {', '.join(nearest[:3])}" if nearest and not where else ""
    return f"no place is called {stop.name!r}{where}{hint}; give lat and lon"


def _points(stops: Sequence[TableStop], gazetteer: Gazetteer) -> dict[int, Place]:
    """The places of rows with coordinates: the gazetteer's where one of that name lies there, moved to the point."""
    found = {i: _at_point(stop, stop.position, gazetteer) for i, stop in enumerate(stops) if stop.position is not None}
    where: dict[str, set[Position]] = {}
    for place in found.values():
        where.setdefault(place.id, set()).add(place.position)
    # Two stations of one town are two stops.
    return {i: p if len(where[p.id]) == 1 else replace(p, id=point_id(p.position)) for i, p in found.items()}


def _at_point(stop: TableStop, position: Position, gazetteer: Gazetteer) -> Place:
    known = bearer_at(stop.name, position, gazetteer) if stop.name else None
    if known is not None:
        return replace(known, position=position, source=SOURCE_ID)
    lat, lon = position.latlon
    english = f"{abs(lat):g}° {'S' if lat < 0 else 'N'}, {abs(lon):g}° {'W' if lon < 0 else 'E'}"
    french = english.replace(".", ",").replace("W", "O")
    return Place(
        id=point_id(position),
        name=stop.name or english,
        position=position,
        radius_km=POINT_RADIUS_KM,
        country=stop.country,
        feature_class="P",
        feature_code="PPL",
        source=SOURCE_ID,
        names=() if stop.name else (Name(text=french, lang="fr", kind=NameKind.OFFICIAL),),
    )


Key = tuple[str, str, Position | None]
Bearers = Mapping[Key, tuple[Found, ...]]
Surroundings = tuple[tuple[Place, ...], ...]


def _chosen(
    stops: Sequence[TableStop], points: Mapping[int, Place], bearers: Bearers
) -> tuple[dict[int, Place], dict[Key, Surroundings]]:
    """A place for every stop, and the stops around the rows of each name.

    A name means one place throughout a table. The clearest names are settled first, and all once more when
    every neighbour is known.
    """
    rows: dict[Key, list[int]] = {}
    for i, stop in enumerate(stops):
        if i not in points:
            rows.setdefault(_key(stop), []).append(i)
    chosen = dict(points)
    clearest = sorted(rows, key=lambda key: -_lead([_bare(f) for f in bearers[key]]))
    for key in (*clearest, *rows):
        around = _surroundings(rows[key], stops, chosen)
        best = max(bearers[key], key=lambda f: (_told(f, around), f.candidate.place.population, f.candidate.place.id))
        chosen |= dict.fromkeys(rows[key], best.candidate.place)
    return chosen, {key: _surroundings(at, stops, chosen) for key, at in rows.items()}


def _surroundings(rows: Sequence[int], stops: Sequence[TableStop], chosen: Mapping[int, Place]) -> Surroundings:
    """What is around the rows of a name, each pair of neighbours once."""
    pairs = (_around(i, stops, chosen) for i in rows)
    return tuple({tuple(place.id for place in pair): pair for pair in pairs if pair}.values())[:_SEEN]


def _lead(points: Sequence[float]) -> float:
    first, *others = sorted(points, reverse=True)
    return first - others[0] if others else 99.0


def _told(found: Found, around: Surroundings) -> float:
    """Points of a bearer among the stops around each row of its name."""
    near = [nearness(away) for away in _away_km(found.candidate.place, around)]
    return _bare(found) + (math.fsum(near) / len(near) if near else 0.0)


def _away_km(place: Place, around: Surroundings) -> list[float]:
    """How far a place is from the nearest stop around each row."""
    return [min(between_km(place, other) for other in beside) for beside in around if beside]


def _around(at: int, stops: Sequence[TableStop], chosen: Mapping[int, Place]) -> tuple[Place, ...]:
    """The nearest known stops before and after one, of the same traveller; else of anybody."""
    who, name = stops[at].traveller, stops[at].name

    def first(way: Iterable[int], *, own: bool) -> Place | None:
        for i in way:
            if own and stops[i].traveller != who:
                return None  # each traveller's stops stand together
            if i in chosen and not (name and stops[i].name == name):
                return chosen[i]
        return None

    for own in (True, False):
        sides = (first(range(at - 1, -1, -1), own=own), first(range(at + 1, len(stops)), own=own))
        found = tuple(place for place in sides if place is not None)
        if found:
            return found
    return ()


def _placed(stop: TableStop, bearers: Bearers, around: Surroundings, place: Place) -> PlacedStop:
    found = bearers.get(_key(stop), ())
    if not found:
        return PlacedStop(stop=stop, place=place, candidates=1, confidence=1.0, because=("its point is in the table",))
    told = {f.candidate.place.id: _told(f, around) for f in found}
    lead = _lead([*told.values()])
    ranked = sorted((f.candidate.place for f in found), key=lambda p: -told[p.id])
    # Saint-Denis-lès-Bourg is called Saint-Denis nearby, but nobody writes that in a table.
    others = [p for p in ranked if p.id != place.id and fold(p.name) == fold(stop.name)]
    rival = _rival(place, others, around, close=lead < _CLOSE)
    beside = dict.fromkeys(p.name for places in around for p in places)
    return PlacedStop(
        stop=stop,
        place=place,
        candidates=len(found),
        confidence=0.99 if len(found) == 1 else round(min(0.95, 0.5 + lead / 10), 2),
        because=(f"near {' and '.join(beside)}",) if beside and len(found) > 1 else ("the likeliest of its name",),
        doubt="" if rival is None else _doubt(stop, place, rival),
    )


def _rival(place: Place, others: Sequence[Place], around: Surroundings, *, close: bool) -> Place | None:
    """Another bearer that a person should think of: nearly as likely, or far nearer to the stops around."""
    apart = [other for other in others if between_km(place, other) > 0]
    if close and apart[:1] == list(others[:1]):
        return next(iter(apart), None)
    away = max(_away_km(place, around), default=0.0)
    if away < _FAR_KM:
        return None
    return next((other for other in apart if max(_away_km(other, around)) < away / _NEARER), None)


def _doubt(stop: TableStop, place: Place, rival: Place) -> str:
    chosen, other = (
        f"{p.name} ({p.country or p.feature_code}, {p.position.lat:.2f}, {p.position.lon:.2f})" for p in (place, rival)
    )
    return f"{stop.name!r} is taken for {chosen} rather than {other}; give a country, or lat and lon, for another"
