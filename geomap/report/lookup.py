"""Answers about the gazetteer itself, for `geomap resolve` and `geomap gazetteer info`: objects and tables.

Tables fit 80 columns. They are in English, as the commands are: no article gives them a language.
"""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.place import Place
from geomap.gazetteer.towns import SOURCE_ID
from geomap.places.lookup import Found, Lookup
from geomap.provenance import Source
from geomap.report.objects import place_object

SHOWN = 10
"""Candidates that a table shows; the object has them all."""


def lookup_object(answer: Lookup, *, near: Place | None, country: str | None) -> dict[str, object]:
    """A lookup as plain objects: every candidate with its reasons and links to check it."""
    return {
        "name": answer.name,
        "near": place_object(near),
        "country": country,
        "candidates": [_found_object(found) for found in answer.found],
        "nearest_spellings": list(answer.nearest_spellings),
    }


def lookup_table(answer: Lookup) -> RenderableType:
    """The likeliest candidates of a lookup, and under them the links to check each by its number."""
    shown = answer.found[:SHOWN]
    away = ("km",) if any(found.away_km is not None for found in shown) else ()
    table = _table("", "place", "cc", "region", "class", "people", "source", "match", *away)
    links = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    links.add_column(justify="right")
    links.add_column(overflow="fold")
    for number, found in enumerate(shown, start=1):
        place, candidate = found.candidate.place, found.candidate
        spelt = "" if candidate.name.text == answer.name else f": {candidate.name.text}"
        table.add_row(
            str(number),
            place.name,
            place.country,
            found.region.name if found.region else place.region,
            f"{place.feature_class}.{place.feature_code}",
            f"{place.population:,}" if place.population else "",
            place.source,
            f"{candidate.match}{spelt}",
            *([f"{found.away_km:,.0f}"] if found.away_km is not None else []),
        )
        for nth, link in enumerate(_links(place).values()):
            links.add_row("" if nth else str(number), link)
    more = len(answer.found) - len(shown)
    return Group(table, links, *([Text(f"and {more} more: --json has them all")] if more else []))


def gazetteer_object(gazetteer: Gazetteer) -> dict[str, object]:
    """How much the gazetteer holds, from where, under which licence, and where its index lies."""
    known = gazetteer.statistics()
    return {
        "places": known.places + known.towns,
        "names": known.names + known.town_names,
        "curated": {
            "places": known.curated,
            "countries": known.countries,
            "capitals": known.capitals,
        },
        "listed": {"places": known.places - known.curated, "regions": known.regions},
        "memory": {
            "places": known.memory,
            "share": round(known.memory / known.places, 4),
            "share_of_curated": round(known.memory / known.curated, 4),
        },
        "towns": {"places": known.towns, "names": known.town_names},
        "sources": [
            {
                "id": source.id,
                "publisher": source.publisher,
                "places": places,
                "licence": source.licence,
                "attribution": source.attribution,
                "url": source.url,
            }
            for source, places in _places_from(gazetteer)
        ],
        "imported": [
            {
                "name": dataset.name,
                "own": dataset.own,
                "places": dataset.places,
                "names": dataset.names,
                "left_out": dataset.skipped,
                "files": list(dataset.files),
                "licence": dataset.licence,
                "attribution": dataset.attribution,
            }
            for dataset in gazetteer.imported
        ],
        "digest": gazetteer.digest,
        "index": {"path": str(gazetteer.path) if gazetteer.path else None, "bytes": gazetteer.size},
    }


def gazetteer_table(gazetteer: Gazetteer) -> RenderableType:
    """The same for a person."""
    known = gazetteer.statistics()
    facts = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("places", f"{known.places + known.towns:,}")
    facts.add_row("names", f"{known.names + known.town_names:,}")
    facts.add_row(
        "curated",
        f"{known.curated:,} places; {known.countries} countries, {known.capitals} capitals",
    )
    facts.add_row("listed", f"{known.places - known.curated:,} places; {known.regions:,} first-level regions")
    facts.add_row("towns", f"{known.towns:,}")
    shares = (
        f"{known.memory / known.places:.1%} of curated and listed places, {known.memory / known.curated:.1%} of curated"
    )
    facts.add_row("from memory", f"{known.memory}: {shares}")
    facts.add_row("digest", gazetteer.digest)
    if gazetteer.path is not None:
        facts.add_row("index", f"{gazetteer.path} ({gazetteer.size / 1e6:.1f} MB)")
    sources = _table("source", "places", "licence", "attribution")
    for source, places in _places_from(gazetteer):
        sources.add_row(source.id, f"{places:,}" if places else "", source.licence, source.attribution)
    if not gazetteer.imported:
        return Group(facts, sources)
    imported = _table("imported", "places", "names", "left out", "licence", "attribution")
    for dataset in gazetteer.imported:
        counts = (f"{count:,}" for count in (dataset.places, dataset.names, dataset.skipped))
        whose = f"{dataset.name} (own)" if dataset.own else dataset.name
        imported.add_row(whose, *counts, dataset.licence, dataset.attribution)
    return Group(facts, sources, imported)


def _found_object(found: Found) -> dict[str, object]:
    place, candidate = found.candidate.place, found.candidate
    return {
        "place": place_object(place),
        "region": {"code": place.region, "name": found.region.name if found.region else None},
        "population": place.population,
        "match": candidate.match,
        "matched_name": candidate.name.text,
        "points": found.points,
        "away_km": None if found.away_km is None else round(found.away_km, 1),
        "because": list(found.because),
        "links": _links(place),
    }


def _links(place: Place) -> dict[str, str]:
    """Pages where a reader can check a place: GeoNames' or another source's, and a map."""
    lat, lon = place.position.latlon
    publisher = "geonames" if "geonames.org/" in place.url else "source"
    page = {publisher: place.url} if place.url else {}
    return page | {"openstreetmap": f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}"}


def _places_from(gazetteer: Gazetteer) -> list[tuple[Source, int]]:
    """Each source with how many places it gives, the towns' with them."""
    known = gazetteer.statistics()
    counts = dict(known.by_source)
    own = {dataset.source.id for dataset in gazetteer.imported if dataset.own}
    return [
        (source, counts.get(source.id, 0) + (known.towns if source.id == SOURCE_ID else 0))
        for source in gazetteer.sources.values()
        if source.id not in own
    ]


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        right = column in {"", "people", "places", "names", "left out", "km"}
        whole = right or column in {"cc", "class", "licence"} or (column, columns[0]) == ("source", "source")
        table.add_column(column, justify="right" if right else "left", no_wrap=whole, overflow="fold")
    return table
