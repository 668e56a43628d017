"""From a table's stops to the report of a journey, which every output of geomap takes.

The table stands for the article: its rows are the sentences, and each leg's evidence is the row that
it arrives in; the cue is that row's note. What a row says (date, mode, certainty) is how the traveller
came there. Nobody goes on from a stop that is denied.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version

from geomap.article.article import Article
from geomap.errors import StopsError
from geomap.evidence import Evidence
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.geodesy import distance_km
from geomap.journey import Journey, follow_rails
from geomap.journey.leg import Certainty, Leg
from geomap.journey.roles import Role
from geomap.mentions.mention import Mention, MentionKind
from geomap.places.resolution import Reading, Resolution, Status
from geomap.provenance import Provenance, Source
from geomap.rail import RailNetwork
from geomap.rail.legs import Track
from geomap.report.report import MappedMention, Report
from geomap.span import Span
from geomap.stops.placing import SOURCE_ID, PlacedStop, place_stops
from geomap.stops.reading import in_order
from geomap.stops.table import StopTable, TableStop
from geomap.world import Worldview


def follow_stops(  # noqa: PLR0913 (what the result depends on)
    table: StopTable,
    gazetteer: Gazetteer,
    *,
    lang: str = "en",
    published: date | None = None,
    options: Mapping[str, str] | None = None,
    worldview: str = "un",
    railways: RailNetwork | None = None,
    track: Track | None = None,
) -> Report:
    """The report of a table of stops, in the language `lang`; `published` is the day it stands for.

    Each traveller's stops follow each other by day, or as the rows do. Legs by train follow the rails.
    `warnings` tell of every row that is left out. Raises `StopsError` where none can be placed.
    """
    travellers = dict.fromkeys(stop.traveller for stop in table.stops)
    rows = {who: [stop for stop in table.stops if stop.traveller == who] for who in travellers}
    ordered = {who: in_order(own) for who, own in rows.items()}
    placed, lost = place_stops([stop for own in ordered.values() for stop in own], gazetteer)
    missing = [f"{table.name}, row {stop.number}: {problem}" for stop, problem in lost]
    if not placed:
        msg = f"no row of {table.name!r} can be placed: {missing[0]}"
        raise StopsError(msg)
    article = Article(
        id=table.name,
        text=table.text,
        lang=lang,
        published=published,
        sentences=tuple(stop.span for stop in table.stops),
        title=table.name,
        is_table=True,
    )
    legs = [leg for who in travellers for leg in _legs(article, [p for p in placed if p.stop.traveller == who])]
    journey = follow_rails(article, Journey(legs=tuple(legs), lang=lang), railways or RailNetwork.open(), track)
    own = Source(id=SOURCE_ID, publisher=table.name, url="", licence="", attribution=table.name)
    return Report(
        lang=lang,
        articles=(article,),
        mentions=tuple(_mention(article, p) for p in placed if p.stop.name),
        checks=(),
        legs=journey.legs,
        warnings=(
            *table.problems,
            *(f"{line}; the row is left out, and its neighbours are joined" for line in missing),
            *(f"{table.name}, row {number}: {doubt}" for doubt, number in _doubts(placed).items()),
            *(_moved(table.name, who) for who in travellers if ordered[who] != tuple(rows[who])),
        ),
        sources={**gazetteer.sources, SOURCE_ID: own},
        provenance=Provenance(
            geomap=version("geomap"),
            gazetteer=gazetteer.digest,
            options=tuple(sorted((options or {}).items())),
            worldview=Worldview(worldview),
        ),
        waters=gazetteer.waters,
    )


def _doubts(placed: Sequence[PlacedStop]) -> dict[str, int]:
    """Each doubt about a name, with the first row that has it."""
    found: dict[str, int] = {}
    for p in sorted(placed, key=lambda p: p.stop.number):
        if p.doubt:
            found.setdefault(p.doubt, p.stop.number)
    return found


def _moved(name: str, traveller: str) -> str:
    whose = f"the rows of {traveller!r}" if traveller else "the rows"
    return f"{name}: {whose} are put in the order of their dates"


def _legs(article: Article, stops: Sequence[PlacedStop]) -> Iterator[Leg]:
    """One traveller's legs; a lone stop is a leg from nobody knows where."""
    if len(stops) == 1:
        yield _leg(article, None, stops[0])
        return
    before: PlacedStop | None = None
    first = True
    for placed in stops:
        if before is not None:
            yield _leg(article, before, placed, first=first)
            first = False
        if before is None or placed.stop.certainty is not Certainty.DENIED:
            before = placed


def _leg(article: Article, before: PlacedStop | None, placed: PlacedStop, *, first: bool = False) -> Leg:
    stop, place = placed.stop, placed.place
    origin = before.place if before is not None else None
    points = origin is not None and not origin.is_area and not place.is_area
    told: list[TableStop] = [stop, *([before.stop] if before is not None and first else [])]
    return Leg(
        article=article.id,
        traveller=stop.traveller,
        mode=stop.mode,
        origin=origin,
        destination=place,
        via=(),
        direction=None,
        departed=before.stop.date if before is not None and first else None,
        arrived=stop.date,
        certainty=stop.certainty,
        observed=False,
        sources=(),
        journey=1,
        geodesic_km=distance_km(origin.position, place.position) if origin is not None and points else None,
        evidence=tuple(
            Evidence(article=article.id, sentence=row.span, cue=_cell(article, row, row.note), rule=f"row {row.number}")
            for row in told
        ),
    )


def _cell(article: Article, row: TableStop, words: str) -> Span:
    """Where a cell's words stand in their row; the row itself where they are empty or written otherwise."""
    at = article.text.rfind(words, row.span.start, row.span.end) if words else -1
    return Span(start=at, end=at + len(words)) if at >= 0 else row.span


def _mention(article: Article, placed: PlacedStop) -> MappedMention:
    """The name in the row, so that the map writes the place as the table does."""
    name = placed.stop.name
    span = _cell(article, placed.stop, name)
    mention = Mention(article=article.id, span=span, text=name, kind=MentionKind.NAME)
    return MappedMention(
        resolution=Resolution(
            mention=mention,
            status=Status.RESOLVED,
            place=placed.place,
            reading=Reading.LITERAL,
            confidence=placed.confidence,
            candidates=placed.candidates,
            because=placed.because,
        ),
        role=Role.ROUTE,
    )
