"""Which mentions a map draws: on the journey, beside it, or not at all."""

from collections.abc import Sequence
from enum import StrEnum

from geomap.claims.claim import Claim
from geomap.journey.leg import Journey
from geomap.mentions.mention import MentionKind, Slot
from geomap.places.resolution import Reading, Resolution
from geomap.span import Span


class Role(StrEnum):
    """Route: on the journey, whatever its certainty. Context: something else told here. None: not drawn."""

    ROUTE = "route"
    CONTEXT = "context"
    NONE = "none"


def assign_roles(resolutions: Sequence[Resolution], journey: Journey, claims: Sequence[Claim]) -> tuple[Role, ...]:
    """One role a resolution, in the same order.

    A mention is on the route when it means, literally, a place of a leg and stands in a sentence that
    tells that leg; the same name measured from elsewhere is context. A country where the journey
    never goes is where something is said to be, and would only stretch the map.
    """
    route: dict[str, list[Span]] = {}
    for leg in journey.legs:
        for place in leg.places:
            route.setdefault(place.id, []).extend(e.sentence for e in leg.evidence)
    countries = {p.country for leg in journey.legs for p in leg.places}
    measured = {end.span for c in claims for end in (c.anchor, c.other) if end is not None}
    return tuple(_role(r, route, measured, countries) for r in resolutions)


def _role(resolution: Resolution, route: dict[str, list[Span]], measured: set[Span], countries: set[str]) -> Role:
    mention, place = resolution.mention, resolution.place
    if place is None or mention.slot is not Slot.STORY or mention.kind is MentionKind.DEMONYM:
        return Role.NONE
    if resolution.reading is not Reading.LITERAL:
        return Role.NONE
    if mention.span in measured:
        return Role.CONTEXT
    told = route.get(place.id, [])
    if any(sentence.contains(mention.span) for sentence in told):
        return Role.ROUTE
    if place.is_area and place.country not in countries:
        return Role.NONE
    return Role.CONTEXT
