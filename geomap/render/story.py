"""What a report gives to draw, before anything has a place on the paper.

Reading order: `tell` makes a `Story` from a `Report`; `_stops` and `_legs` apply the rules (areas are
never stops, denied legs never drawn, an unsaid origin is the last known place), `_dimensions` finds
the distances that can be drawn between two points.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shapely.geometry.base import BaseGeometry

from geomap.checks.check import Check, Measurement, Verdict
from geomap.errors import RenderError
from geomap.gazetteer.place import Place
from geomap.geodesy import along
from geomap.journey import starts
from geomap.journey.leg import Certainty, Leg
from geomap.journey.roles import Role
from geomap.position import Position
from geomap.provenance import Source
from geomap.quantity import Unit
from geomap.rail import RailLeg
from geomap.rail.legs import STATION_KM
from geomap.render.extents import corners, extent_of, halts, holds, up_to
from geomap.render.text import clean, web_address
from geomap.render.words import Words
from geomap.report.report import Report
from geomap.stops.placing import SOURCE_ID

SUREST = tuple(Certainty)
_LONGEST = 48  # characters in a label
_VISITS, _DATES = 3, " · "  # dates that a label gives, and what stands between
OWN = "memory"
"""The source of what geomap's authors set themselves: nobody is to be thanked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A numbered point of the journey; `date` is short, or empty; `label` may be empty where there is a date.

    `traveller` is the first to come there.
    """

    number: int
    place: Place
    label: str
    date: str
    certainty: Certainty
    traveller: str = ""

    @property
    def name(self) -> str:
        """What it is called: its label, or the day that stands for one."""
        return self.label or self.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """An unnumbered point: one passed on the way, with its leg's certainty, or one beside the journey."""

    place: Place
    label: str
    certainty: Certainty | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A leg to draw: points of geodesics no more than 25 km apart, or points of the railway it follows.

    `spurs` are the stretches between a far station and the place it serves: no part of the railway.
    `start` and `end` are place identifiers. Where only a direction is told, `end` is empty, the
    only point is the start and `heading_deg` the bearing of a short arrow.
    """

    leg: Leg
    start: str
    end: str
    end_label: str
    certainty: Certainty
    points: tuple[Position, ...]
    spurs: tuple[tuple[Position, Position], ...] = ()
    heading_deg: float | None = None
    traveller: str = ""

    @property
    def on_rails(self) -> bool:
        """Whether it follows a railway, and is no sketch between two points."""
        return self.leg.rail is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """An area where a journey halts, no place in it being named: its ground in degrees."""

    place: Place
    shape: BaseGeometry
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """A sea, gulf or strait that a panel may name, and who gave its name and point."""

    place: Place
    label: str
    source: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A checked distance to draw between two points, with their names and the two lines that annotate it."""

    check: Check
    measured: Measurement
    text: tuple[str, str]
    names: tuple[str, str]

    @property
    def start(self) -> Place:
        """Where it is measured from."""
        return self.measured.anchor

    @property
    def end(self) -> Place:
        """Where it is measured to."""
        return self.measured.subject

    @property
    def tone(self) -> str:
        """A class that sets a figure apart that the measure contradicts; empty for others."""
        return " false" if self.check.distance_verdict is Verdict.CONTRADICTED else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A publisher to thank; `url` is http(s) or None."""

    text: str
    licence: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything the map says, in the language of the report; `subtitle` is empty for a journey without its articles.

    `travellers` are those whose lines are drawn, in order; one alone needs no telling apart. `undrawn` counts
    distances that are left to the list. `waters` are those of the whole world, the largest first.
    """

    words: Words
    title: str
    subtitle: str
    stops: tuple[Stop, ...]
    landmarks: tuple[Landmark, ...]
    lines: tuple[Line, ...]
    dimensions: tuple[Dimension, ...]
    worldview: str
    place_credits: tuple[Credit, ...]
    rail_credits: tuple[Credit, ...] = ()
    extents: tuple[Extent, ...] = ()
    travellers: tuple[str, ...] = ()
    undrawn: int = 0
    waters: tuple[Water, ...] = ()

    def shade(self, traveller: str) -> str:
        """The class that tells the lines of one of several travellers apart; from the third on they share it."""
        found = self.travellers
        if len(found) < 2:
            return ""
        return f" w{min(found.index(traveller), 2) + 1}" if traveller in found else ""

    @property
    def certainties(self) -> tuple[Certainty, ...]:
        """The certainties drawn, surest first."""
        drawn = {line.certainty for line in self.lines}
        return tuple(c for c in SUREST if c in drawn)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place drawn."""
        return tuple(s.place for s in self.stops) + tuple(m.place for m in self.landmarks)

    @property
    def positions(self) -> tuple[Position, ...]:
        """Every point the frame must hold."""
        drawn = tuple(q for line in self.lines for path in (line.points, *line.spurs) for q in path)
        around = tuple(q for extent in self.extents for q in corners(extent.shape))
        return tuple(p.position for p in self.places) + drawn + around


def tell(report: Report, words: Words) -> Story:
    """The story of a report; raises `RenderError` where no place can be drawn."""
    extents = _extents(report)
    lines = _lines(report, {extent.place.id: extent.shape for extent in extents})
    stops = _stops(report, words, {extent.place.id for extent in extents})
    dimensions = _dimensions(report, words)
    landmarks = _landmarks(report, stops, dimensions)
    if not stops and not landmarks:
        names = ", ".join(repr(a.id) for a in report.articles)
        what = f"for {names}: this article names" if names else "here: this journey has"
        msg = f"nothing to draw {what} no place that can be drawn"
        raise RenderError(msg)
    title, subtitle = _title(report, words, stops)
    drawn = [s.place for s in stops] + [m.place for m in landmarks]
    return Story(
        words=words,
        title=title,
        subtitle=subtitle,
        stops=stops,
        landmarks=landmarks,
        lines=lines,
        dimensions=dimensions,
        worldview=report.provenance.worldview,
        place_credits=tuple(_place_credit(report, key) for key in sorted({p.source for p in drawn})),
        rail_credits=_rail_credits(lines),
        extents=extents,
        travellers=tuple(dict.fromkeys(line.traveller for line in lines)),
        waters=_waters(report),
    )


def _waters(report: Report) -> tuple[Water, ...]:
    """The waters by the names that the articles give them, the others as their language does."""
    told = {m.resolution.place.id for m in report.mentions if m.resolution.place is not None}
    return tuple(
        Water(
            place=place,
            label=_as_label(report.label(place) if place.id in told else place.name_in(report.lang)),
            source=report.sources.get(place.source),
        )
        for place in report.waters
    )


def _extents(report: Report) -> tuple[Extent, ...]:
    """The areas where somebody goes and no place within is told of."""
    legs = [leg for leg in report.legs if leg.certainty is not Certainty.DENIED]
    points = [p for leg in legs for p in leg.places if not p.is_area]
    found: dict[str, Extent] = {}
    for leg in legs:
        area = leg.destination
        if area is None or area.id in found or leg.passed or not halts(area):
            continue
        shape = extent_of(area, report.provenance.worldview)
        if not any(area.contains(p) or holds(shape, p.position) for p in points):
            found[area.id] = Extent(place=area, shape=shape, certainty=leg.certainty)
    return tuple(found.values())


def _rail_credits(lines: Sequence[Line]) -> tuple[Credit, ...]:
    """Who is to be thanked for the railways drawn, each once; the user's own lines bring their own credit."""
    rails = [line.leg.rail for line in lines if line.leg.rail is not None]
    sources = [source for rail in rails if rail.route is not None for source in rail.route.sources]
    credits_ = [credit_of(source) for source in sources if source.id != OWN]
    credits_ += [
        Credit(text=clean(text), licence="", url=None)
        for rail in rails
        if rail.route is None
        for text in rail.attributions
    ]
    return tuple({credit.text: credit for credit in credits_}.values())


def _title(report: Report, words: Words, stops: Sequence[Stop]) -> tuple[str, str]:
    travellers = list(dict.fromkeys(clean(g.traveller) for g in report.legs if g.certainty is not Certainty.DENIED))
    travellers = [t for t in travellers if t] if stops else []
    table = next((a for a in report.articles if a.is_table), None)
    if not travellers:
        title = words.say("title", "journey" if stops and (table is not None or not report.articles) else "none")
    elif len(travellers) == 1:
        title = words.say("title", "one", traveller=travellers[0])
    else:
        title = words.say("title", "several", travellers=words.join(travellers[:3]))
    if not report.articles:  # a journey by itself
        return title, ""
    days = sorted(a.published for a in report.articles if a.published is not None)
    count = len(report.articles)
    if table is not None:
        key = "table_dated" if days else "table"
        return title, words.say("subtitle", key, name=clean(table.id), date=words.day(days[0]) if days else "")
    if not days:
        key = "undated" if count == 1 else "undated_several"
        return title, words.say("subtitle", key, count=count)
    if count == 1:
        return title, words.say("subtitle", "one", date=words.day(days[0]))
    if days[0] == days[-1]:
        return title, words.say("subtitle", "same_day", count=count, date=words.day(days[0]))
    first, last = words.day(days[0]), words.day(days[-1])
    return title, words.say("subtitle", "several", count=count, first=first, last=last)


def _lines(report: Report, areas: Mapping[str, BaseGeometry]) -> tuple[Line, ...]:
    """Legs with a point to draw from and to, one for each pair of ends: the surest."""
    best: dict[tuple[str, str, str], Line] = {}
    for leg, origin in zip(report.legs, starts(report.legs), strict=True):
        if leg.certainty is Certainty.DENIED:
            continue
        end = leg.destination
        if end is not None and end.is_area and end.id not in areas:
            end = None
        if origin is None and leg.origin is not None and leg.origin.id in areas:
            origin = leg.origin  # noqa: PLW2901 - an area that is drawn may be left too
        line = _line(report, leg, origin, end, areas)
        if line is None:
            continue
        line = replace(line, traveller=clean(leg.traveller))
        ends = (leg.traveller, line.start, line.end)
        if ends not in best or SUREST.index(line.certainty) < SUREST.index(best[ends].certainty):
            best[ends] = line
    left = {line.start for line in best.values() if line.end}
    return tuple(line for line in best.values() if line.end or line.start not in left)


def _line(
    report: Report, leg: Leg, origin: Place | None, end: Place | None, areas: Mapping[str, BaseGeometry]
) -> Line | None:
    if origin is None or (end is not None and origin.id == end.id):
        return None
    if end is None:
        if leg.direction is None or leg.destination is not None:
            return None
        return Line(
            leg=leg,
            start=origin.id,
            end="",
            end_label="",
            certainty=leg.certainty,
            points=(origin.position,),
            heading_deg=leg.direction.bearing_deg,
        )
    if leg.rail is not None:
        return _railway(report, leg, leg.rail, origin, end)
    through = [p.position for p in leg.via if not p.is_area and p.id not in {origin.id, end.id}]
    knots = [origin.position, *through, end.position]
    points = [knots[0]]
    fine = {end.id, origin.id} & areas.keys()
    for a, b in pairwise(knots):
        points += along(a, b, step_km=5.0 if fine else 25.0)[1:]
    if end.id in areas:
        points = up_to(points, areas[end.id])
    if origin.id in areas:
        points = up_to(points[::-1], areas[origin.id])[::-1]
    return Line(
        leg=leg,
        start=origin.id,
        end=end.id,
        end_label=clean(report.label(end)),
        certainty=leg.certainty,
        points=tuple(points),
    )


def _railway(report: Report, leg: Leg, rail: RailLeg, origin: Place, end: Place) -> Line:
    """A leg along its railway: up to the places where they are the station's town, else up to the station."""
    far = [
        access.km > max(place.radius_km, STATION_KM) for access, place in zip(rail.access, (origin, end), strict=True)
    ]
    points = [*rail.geometry]
    if not far[0]:
        points.insert(0, origin.position)
    if not far[1]:
        points.append(end.position)
    spurs = [(rail.access[i].position, rail.access[i].end) for i in (0, 1) if far[i]]
    return Line(
        leg=leg,
        start=origin.id,
        end=end.id,
        end_label=clean(report.label(end)),
        certainty=leg.certainty,
        points=tuple(points),
        spurs=tuple(spurs),
    )


def _passed(report: Report) -> dict[str, tuple[Place, Certainty]]:
    """The points gone by and never stopped at, with the certainty of that."""
    legs = [leg for leg in report.legs if leg.certainty is not Certainty.DENIED]
    gone = [(p, leg.certainty) for leg in legs for p in leg.via]
    gone += [(leg.destination, leg.certainty) for leg in legs if leg.passed and leg.destination is not None]
    halts = {leg.destination.id for leg in legs if leg.destination is not None and not leg.passed}
    found: dict[str, tuple[Place, Certainty]] = {}
    for place, certainty in gone:
        if not place.is_area and place.id not in halts:
            found.setdefault(place.id, (place, certainty))
    return found


def _stops(report: Report, words: Words, areas: Collection[str]) -> tuple[Stop, ...]:
    """Ends of legs in the order they are told: numbers follow the journey."""
    stops: dict[str, Stop] = {}
    passed = _passed(report)
    for leg in report.legs:
        if leg.certainty is Certainty.DENIED:
            continue
        for place, date in ((leg.origin, leg.departed), (leg.destination, leg.arrived)):
            if place is None or place.id in passed or (place.is_area and place.id not in areas):
                continue
            before = stops.get(place.id)
            short = words.stated(date, short=True) if date is not None else ""
            if before is None:
                stops[place.id] = Stop(
                    number=len(stops) + 1,
                    place=place,
                    label=""
                    if short and _unnamed(report, place)
                    else _label(report, place) or words.position(place.position),
                    date=short,
                    certainty=leg.certainty,
                    traveller=clean(leg.traveller),
                )
            else:
                surest = min(before.certainty, leg.certainty, key=SUREST.index)
                late = short if place is leg.destination else ""
                dates = before.date.split(_DATES) if before.date else []
                if late and late not in dates:
                    dates.append(late)
                stops[place.id] = replace(before, date=_DATES.join(dates[:_VISITS]), certainty=surest)
    return tuple(stops.values())


def _dimensions(report: Report, words: Words) -> tuple[Dimension, ...]:
    found: dict[tuple[str, str, str], Dimension] = {}
    for check in report.checks:
        if check.verdict is Verdict.UNVERIFIABLE:
            continue
        for measured in filter(None, (check.measurement, check.judgement.from_other)):
            if measured.anchor.is_area or measured.subject.is_area or measured.anchor.id == measured.subject.id:
                continue
            text = distance_text(report, check, measured, words)
            key = (measured.anchor.id, measured.subject.id, text[0])
            names = _label(report, measured.anchor), _label(report, measured.subject)
            found.setdefault(key, Dimension(check=check, measured=measured, text=text, names=names))
    return tuple(found.values())


def distance_text(report: Report, check: Check, measured: Measurement, words: Words) -> tuple[str, str]:
    """The two lines "60 km annoncés," and "78 km mesurés"."""
    quantity, km = check.claim.quantity, measured.geodesic_km
    if quantity is None:
        reported = words.say("map", "claim_said", said=clean(report.said(check.claim)))
    else:
        one = "_one" if quantity.value < 2 else ""
        reported = words.say("map", f"claim_reported{one}", reported=words.quantity(quantity))
    one = "_one" if km < 2 else ""
    unit = Unit.KM if quantity is None else quantity.unit
    return reported, words.say("map", f"claim_measured{one}", measured=words.length(km, unit))


def _landmarks(report: Report, stops: Sequence[Stop], dimensions: Sequence[Dimension]) -> tuple[Landmark, ...]:
    """Points passed and anchors of distances; without a journey, every place told of in context."""
    found: dict[str, tuple[Place, Certainty | None]] = dict(_passed(report))
    beside = [p for d in dimensions for p in (d.start, d.end)]
    if not stops:
        beside += [
            m.resolution.place
            for m in report.mentions
            if m.role is not Role.NONE and m.resolution.place is not None and not m.resolution.place.is_area
        ]
    for place in beside:
        found.setdefault(place.id, (place, None))
    for stop in stops:
        found.pop(stop.place.id, None)
    return tuple(Landmark(place=p, label=_label(report, p), certainty=c) for p, c in found.values())


def _unnamed(report: Report, place: Place) -> bool:
    """Whether a table gives no more of a stop than its point: where it has a day, the map writes that instead."""
    named = (m.resolution.place for m in report.mentions)
    return place.source == SOURCE_ID and all(p is None or p.id != place.id for p in named)


def _label(report: Report, place: Place) -> str:
    """A label starts with a capital even where a sentence would not ("cosmodrome de Vostotchny").

    Past a length that no gazetteer needs it is cut short: the list under the map has the whole name.
    """
    return _as_label(report.label(place))


def _as_label(name: str) -> str:
    """A name as a label writes it."""
    label = clean(name)
    short = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
    return short[:1].upper() + short[1:]


def credit_of(source: Source) -> Credit:
    """The credit a source asks for."""
    return Credit(text=clean(source.attribution), licence=clean(source.licence), url=web_address(source.url))


def _place_credit(report: Report, key: str) -> Credit:
    source = report.sources.get(key)
    if source is None:
        return Credit(text=clean(key), licence="", url=None)
    return credit_of(source)
