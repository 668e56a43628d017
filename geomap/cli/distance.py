"""`geomap distance`: how far it is between two places, straight and by rail."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.common import one_line_errors, open_gazetteer, own_option, print_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.place import Place
    from geomap.position import Position
    from geomap.rail import RailLeg

_LATLON = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*[,;]\s*([+-]?\d+(?:\.\d*)?)\s*")

_OTHERS = 3
"""Other places of the name that the table shows; the object has them all."""

_AT_HAND_KM = 5.0
"""A town's point lies this far from its station at most, and the table does not fuss over it."""

_NEAR = 0.05
"""Ends further from the rails than this share of the way would make a comparison with the straight line wrong."""

_FIGURE = {
    "A": "published kilometre posts, good to half a kilometre",
    "B": "published figures put together, good to some 2 km",
    "C": "sources differ by some 3 km",
    "D": "an estimate, good to some 5 km",
    None: "measured along the track as it is drawn",
}


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="The same, for a program.")
@own_option
@one_line_errors
def distance(start: str, end: str, *, as_json: bool) -> None:
    """Measure from A to B: straight, which countries that crosses, and by rail where rails are known.

    A and B are names or "latitude,longitude". By rail, the line between stations is counted, by its
    kilometre posts; how far a place is from its station stands apart.
    """
    from geomap.report.tables import print_table  # noqa: PLC0415

    gazetteer = open_gazetteer()
    told = _object(_end(start, gazetteer), _end(end, gazetteer), gazetteer)
    if as_json:
        print_json(told)
    else:
        print_table(_table(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """One end: where it is, and the places its name may mean, the chosen one first."""

    asked: str
    position: "Position"
    places: "tuple[Place, ...]" = ()

    @property
    def name(self) -> str:
        """The place's English name, or the coordinates."""
        return self.places[0].name if self.places else f"{self.position.lat:g}, {self.position.lon:g}"

    @property
    def place(self) -> str:
        """The gazetteer's id of the place, or empty."""
        return self.places[0].id if self.places else ""


def _end(text: str, gazetteer: "Gazetteer") -> _End:
    from geomap.errors import UnknownPlaceError  # noqa: PLC0415
    from geomap.places.lookup import look_up  # noqa: PLC0415
    from geomap.position import Position  # noqa: PLC0415

    numbers = _LATLON.fullmatch(text)
    if numbers:
        return _End(asked=text, position=Position(lat=float(numbers[1]), lon=float(numbers[2])))
    answer = look_up(text, gazetteer, guess=False)
    if not answer.found:
        nearest = f"; nearest spellings: {', '.join(answer.nearest_spellings)}" if answer.nearest_spellings else ""
        msg = f"no place is called {text!r}{nearest}"
        raise UnknownPlaceError(msg)
    places = tuple(found.candidate.place for found in answer.found)
    return _End(asked=text, position=places[0].position, places=places)


def _object(start: _End, end: _End, gazetteer: "Gazetteer") -> dict[str, Any]:
    from geomap.geodesy import bearing_deg, compass, distance_km  # noqa: PLC0415
    from geomap.world import crosses  # noqa: PLC0415

    straight = distance_km(start.position, end.position)
    bearing = bearing_deg(start.position, end.position)
    leg = _leg(start, end)
    return {
        "from": _end_object(start),
        "to": _end_object(end),
        "geodesic_km": round(straight, 3),
        "bearing_deg": round(bearing, 1) if straight else None,
        "compass": str(compass(bearing)) if straight else None,
        "crosses": [
            {
                "country": stretch.country,
                "name": gazetteer.country(stretch.country).name if stretch.country else None,
                "km": round(stretch.km, 1),
            }
            for stretch in crosses([start.position, end.position]).stretches
        ],
        "rail_km": None if leg is None else round(leg.rail_km, 1),
        "rail": None if leg is None else _rail_object(leg, straight),
    }


def _leg(start: _End, end: _End) -> "RailLeg | None":
    """The way by rail: over the lines geomap carries, else over the user's own."""
    from geomap.rail import RailNetwork, leg_route  # noqa: PLC0415
    from geomap.rail.store import load_track, track_path  # noqa: PLC0415

    network, places = RailNetwork.open(), (start.place, end.place)
    leg = leg_route(start.position, end.position, network, places=places)
    if leg is not None or not track_path().is_file():
        return leg
    own = load_track()
    return leg_route(start.position, end.position, network, places=places, track=own[0] if own else None)


def _end_object(end: _End) -> dict[str, Any]:
    from geomap.report.objects import place_object  # noqa: PLC0415

    return {
        "asked": end.asked,
        "name": end.name,
        "lat": end.position.lat,
        "lon": end.position.lon,
        "place": place_object(end.places[0]) if end.places else None,
        "others": [place_object(place) for place in end.places[1:]],
    }


def _rail_object(leg: "RailLeg", straight: float) -> dict[str, Any]:
    return {
        "km": round(leg.rail_km, 1),
        "circuity": round(leg.rail_km / straight, 3) if straight else None,
        "lines": list(leg.lines()),
        "scale": None if leg.route is None else str(leg.route.scale),
        "quality": None if leg.quality is None else str(leg.quality),
        "quality_words": _FIGURE[leg.quality],
        "drawn_schematically_km": round(leg.schematic_km),
        "access": [
            {
                "station": None if access.station is None else access.station.name,
                "lat": access.position.lat,
                "lon": access.position.lon,
                "km": round(access.km, 1),
            }
            for access in leg.access
        ],
        "borders": [] if leg.route is None else [list(pair) for pair in leg.route.borders],
        "notes": [note.text("en") for note in leg.notes],
        "warnings": list(leg.warnings),
        "attributions": list(leg.attributions),
    }


def _table(told: dict[str, Any]) -> "RenderableType":
    from rich.console import Group  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    facts = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    rows = [*_straight(told), *_rail(told), *(_where(told[key]) for key in ("from", "to"))]
    if told["rail"] is not None:
        rows.append(("credit", "; ".join(told["rail"]["attributions"])))
    for label, text in rows:
        facts.add_row(label, text)
    title = Text(f"{told['from']['name']} → {told['to']['name']}", style="bold")
    return Group(title, Text(""), facts)


def _straight(told: dict[str, Any]) -> list[tuple[str, str]]:
    if not told["geodesic_km"]:
        return [("straight", "0 km: one and the same point")]
    over: dict[str, float] = {}
    for stretch in told["crosses"]:
        name = stretch["name"] or ("the sea" if stretch["country"] is None else "land of no country")
        over[name] = over.get(name, 0.0) + stretch["km"]
    crossed = ", ".join(f"{name} {_km(km)}" for name, km in over.items() if round(km))
    return [
        ("straight", f"{_km(told['geodesic_km'])}, {told['compass']} ({told['bearing_deg']:.0f}°)"),
        ("over", crossed),
    ]


def _rail(told: dict[str, Any]) -> list[tuple[str, str]]:
    rail = told["rail"]
    if rail is None:
        return [("by rail", "no railway that geomap knows joins them; `geomap rail import` adds your own")]
    near = sum(access["km"] for access in rail["access"]) < _NEAR * told["geodesic_km"]
    times = f", {rail['circuity']:.2f} times the straight line" if near else ""
    rows = [
        ("by rail", f"{_km(rail['km'])}{times}"),
        ("", " · ".join(rail["lines"])),
        ("figure", rail["quality_words"]),
    ]
    for end, access in zip((told["from"], told["to"]), rail["access"], strict=True):
        if access["km"] > _AT_HAND_KM or (access["station"] is not None and access["station"] != end["name"]):
            stop = f"the station of {access['station']}" if access["station"] else "the track"
            rows.append(("apart", f"{_km(access['km'])} between {end['name']} and {stop}, not counted"))
    rows += [("note", text) for text in [*rail["notes"], *rail["warnings"]]]
    if rail["km"] + sum(access["km"] for access in rail["access"]) < told["geodesic_km"]:
        rows.append(("note", "shorter than the straight line: the posts leap on the way; do not print this figure"))
    if rail["drawn_schematically_km"]:
        rows.append(("note", f"{_km(rail['drawn_schematically_km'])} of it would be drawn schematically"))
    return rows


def _where(end: dict[str, Any]) -> tuple[str, str]:
    """Where an end is, and what else its name may mean."""
    at = f"{end['lat']:.4f}, {end['lon']:.4f}"
    if end["place"] is None:
        return "point", at
    place = end["place"]
    text = f"{end['name']} ({place['country']}, {at})" if place["country"] else f"{end['name']} ({at})"
    others = end["others"]
    if others:
        named = ", ".join(
            f"{other['name']} {other['country']} ({other['lat']:.1f}, {other['lon']:.1f})" for other in others[:_OTHERS]
        )
        more = f" and {len(others) - _OTHERS} more" if len(others) > _OTHERS else ""
        text += f"; not {named}{more}: `geomap resolve {end['asked']!r}`"
    return "place", text


def _km(km: float) -> str:
    return f"{km:,.1f}\u00a0km" if km < 10 else f"{km:,.0f}\u00a0km"
