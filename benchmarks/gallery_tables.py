"""Journeys given as tables of stops, as reports that the map draws.

A table is a CSV with the columns of `COLUMNS`: one stop a row, each traveller's stops in order. Date, mode,
certainty and note of a row tell how the traveller came to its stop; the first row is where it began.
"""

import csv
import io
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from geomap.article.article import Article
from geomap.evidence import Evidence
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.place import Place
from geomap.geodesy import distance_km
from geomap.journey.leg import Certainty, Leg, StatedDate
from geomap.position import Position
from geomap.provenance import Provenance, Source
from geomap.report.report import Report
from geomap.span import Span

COLUMNS = ("traveller", "place", "lat", "lon", "date", "mode", "certainty", "note")

OWN = Source(id="memory", publisher="the table's author", url="", licence="", attribution="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A journey of the gallery: its table, the language of its map, what it tries."""

    name: str
    table: Path
    lang: str
    as_of: date
    tries: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    line: int
    traveller: str
    place: Place
    date: str
    mode: str
    certainty: Certainty


def read_gallery(folder: Path) -> tuple[Journey, ...]:
    """The journeys that `gallery.toml` of a folder lists, in its order."""
    listed = tomllib.loads((folder / "gallery.toml").read_text(encoding="utf-8"))["journey"]
    return tuple(
        Journey(
            name=str(item["file"]),
            table=folder / f"{item['file']}.csv",
            lang=str(item["lang"]),
            as_of=item["as_of"],
            tries=str(item["tries"]),
        )
        for item in listed
    )


def report_of(journey: Journey, gazetteer: Gazetteer) -> Report:
    """The report of a journey's table; its rows stand for the article's sentences."""
    return report_from(
        journey.table.read_text(encoding="utf-8"),
        gazetteer,
        name=journey.name,
        lang=journey.lang,
        as_of=journey.as_of,
    )


def report_from(text: str, gazetteer: Gazetteer, *, name: str, lang: str, as_of: date | None) -> Report:
    """The report of a table's text."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        spans.append(Span(start=start, end=start + len(line.rstrip("\n"))))
        start += len(line)
    article = Article(id=name, text=text, lang=lang, published=as_of, sentences=tuple(spans))
    rows = _rows(text, gazetteer)
    return Report(
        lang=lang,
        articles=(article,),
        mentions=(),
        checks=(),
        legs=tuple(leg for who in dict.fromkeys(r.traveller for r in rows) for leg in _legs(article, rows, who)),
        warnings=(),
        sources={**gazetteer.sources, OWN.id: OWN},
        provenance=Provenance(geomap="", gazetteer=gazetteer.digest),
    )


def _rows(text: str, gazetteer: Gazetteer) -> list[_Row]:
    table = csv.DictReader(io.StringIO(text))
    if tuple(table.fieldnames or ()) != COLUMNS:
        msg = f"a table of stops has the columns {', '.join(COLUMNS)}, got {', '.join(table.fieldnames or ())}"
        raise ValueError(msg)
    return [
        _Row(
            line=number,
            traveller=row["traveller"],
            place=_place(row, gazetteer),
            date=row["date"],
            mode=row["mode"],
            certainty=Certainty(row["certainty"] or "confirmed"),
        )
        for number, row in enumerate(table, start=1)
    ]


def _place(row: dict[str, str], gazetteer: Gazetteer) -> Place:
    name, lat, lon = row["place"], row["lat"], row["lon"]
    if not lat:
        place = gazetteer.candidates(name)[0].place
        return replace(place, name=name, names=())
    return Place(
        id=f"table:{name}@{lat},{lon}",
        name=name,
        position=Position(lat=float(lat), lon=float(lon)),
        radius_km=1.0,
        country="",
        feature_class="P",
        feature_code="PPL",
        source=OWN.id,
    )


def _legs(article: Article, rows: list[_Row], traveller: str) -> list[Leg]:
    own = [row for row in rows if row.traveller == traveller]
    if len(own) == 1:
        return [_leg(article, None, own[0])]
    return [_leg(article, before, row, first=before is own[0]) for before, row in pairwise(own)]


def _leg(article: Article, before: _Row | None, row: _Row, *, first: bool = False) -> Leg:
    span = article.sentences[row.line]
    origin = before.place if before is not None else None
    ends = origin is not None and not origin.is_area and not row.place.is_area
    return Leg(
        article=article.id,
        traveller=row.traveller,
        mode=row.mode,
        origin=origin,
        destination=row.place,
        via=(),
        direction=None,
        departed=StatedDate(iso=before.date, text="") if before is not None and first and before.date else None,
        arrived=StatedDate(iso=row.date, text="") if row.date else None,
        certainty=row.certainty,
        observed=False,
        sources=(),
        journey=1,
        geodesic_km=distance_km(origin.position, row.place.position) if origin is not None and ends else None,
        evidence=(Evidence(article=article.id, sentence=span, cue=span, rule="table"),),
    )
