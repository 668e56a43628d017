"""Legs by train, put on the rails.

A train does not take the geodesic: where both ends of its leg lie on a line we know, or within 30 km of
a station of it, the leg follows that line. A leg that the text leads through a place far from the rails
stays as it was told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geomap.article.article import Article
from geomap.gazetteer.place import Place
from geomap.geodesy import distance_km
from geomap.journey.leg import Certainty, Journey, Leg
from geomap.lang.pack import load_pack, plain
from geomap.rail import RailLeg, RailNetwork, leg_route
from geomap.rail.legs import Track
from geomap.rail.network import WITHIN_KM

TRAIN = "train"


def follow_rails(article: Article, journey: Journey, network: RailNetwork, track: Track | None = None) -> Journey:
    """The journey, its legs by train with the way over the rails where there is one.

    `track` holds the user's own lines, for what `network` does not reach.

    A leg whose sentences speak of another vehicle is none by train, whatever its traveller takes most.
    """
    off_rails = _off_rails(article.lang)
    legs = []
    for leg, start in zip(journey.legs, starts(journey.legs), strict=True):
        if leg.mode == TRAIN and any(off_rails.search(plain(e.sentence.of(article.text))) for e in leg.evidence):
            legs.append(replace(leg, mode="unspecified"))
        else:
            legs.append(replace(leg, rail=_rail(leg, start, network, track)))
    return replace(journey, legs=tuple(legs))


@lru_cache
def _off_rails(lang: str) -> re.Pattern[str]:
    """Any of the words that say that somebody goes by air, road or water."""
    forms = "|".join(map(re.escape, load_pack(lang).words("motion", "off_rails")))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


def starts(legs: Sequence[Leg]) -> tuple[Place | None, ...]:
    """Where each leg starts: at its origin, or where the traveller was last known to be; never in an area.

    None where nobody knows, and for what did not happen.
    """
    last: dict[tuple[str, int], Place] = {}
    found: list[Place | None] = []
    for leg in legs:
        if leg.certainty is Certainty.DENIED:
            found.append(None)
            continue
        key = (leg.traveller, leg.journey)
        origin = leg.origin if leg.origin is not None else last.get(key)
        found.append(None if origin is None or origin.is_area else origin)
        end = leg.destination if leg.destination is not None and not leg.destination.is_area else leg.origin
        if end is not None and not end.is_area:
            last[key] = end
    return tuple(found)


def _rail(leg: Leg, start: Place | None, network: RailNetwork, track: Track | None) -> RailLeg | None:
    end = leg.destination
    if leg.mode != TRAIN or start is None or end is None or end.is_area or start.id == end.id:
        return None
    way = leg_route(start.position, end.position, network, places=(start.id, end.id), track=track)
    if way is None:
        return None
    passed = [place for place in leg.via if not place.is_area]
    near = all(min(distance_km(place.position, point) for point in way.geometry) <= WITHIN_KM for place in passed)
    return way if near else None
