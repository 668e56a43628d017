"""What bears a name, as numbers."""

import numpy as np
import pytest

from geomap.gazetteer.bearers import Column, Kind, kind_of
from geomap.gazetteer.place import Match


@pytest.mark.parametrize("name", ["Springfield", "Genève", "London", "Kim Chaek", "Oussouriïsk", "Atlantis of Nowhere"])
def test_bearers_are_the_candidates_as_numbers(gazetteer, name):
    bearers, candidates = gazetteer.bearers(name), gazetteer.candidates(name)
    made = [bearers.make(number) for number in range(len(bearers))]
    assert sorted(c.place.id for c in made) == sorted(c.place.id for c in candidates)
    assert bearers.table.shape == (len(candidates), len(Column))
    for candidate, row in zip(made, bearers.table.astype(np.float64), strict=True):
        place = candidate.place
        assert row[Column.LAT] == pytest.approx(place.position.lat, abs=1e-5)
        assert row[Column.LON] == pytest.approx(place.position.lon, abs=1e-5)
        assert row[Column.POPULATION] == pytest.approx(place.population, rel=1e-6)
        assert row[Column.COUNTRY] == gazetteer.catalogue.country(place.country)
        assert (row[Column.REGION] >= 0) == bool(place.region)
        assert row[Column.FEATURE] in gazetteer.catalogue.features({place.feature_code})
        kind = Kind(int(row[Column.KIND]))
        assert (Kind.EXACT in kind) == (candidate.match is Match.EXACT)
        assert (Kind.COUNTRY in kind) == place.is_country
        assert (Kind.CURATED in kind) == gazetteer.is_curated(place.id)


def test_the_surest_match_and_the_most_populous_come_first(gazetteer):
    people = gazetteer.bearers("Springfield").table[:, Column.POPULATION]
    assert (np.diff(people) <= 0).all()


def test_two_regions_of_one_code_in_two_countries_are_two(gazetteer):
    regions = {
        gazetteer.bearers(name).make(at).place.country: gazetteer.bearers(name).table[at, Column.REGION]
        for name in ("Valence", "Toronto")
        for at in range(len(gazetteer.bearers(name)))
    }
    assert regions["FR"] != regions["CA"]


def test_what_the_world_speaks_of_has_more_names(gazetteer):
    geneva = gazetteer.bearers("Geneva")
    names = {geneva.make(at).place.country: geneva.table[at, Column.NAMES] for at in reversed(range(len(geneva)))}
    assert names["CH"] > 3 * names["US"]


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Petrograd", "RU", Kind.ALIAS),
        ("USA", "US", Kind.ABBREVIATION),
        ("Moscow", "RU", Kind.OWN_NAME),
        ("Moscow", "RU", Kind.CAPITAL),
        ("Texas", "US", Kind.REGION),
    ],
)
def test_how_a_name_stands_to_its_place(gazetteer, name, country, kind):
    bearers = gazetteer.bearers(name)
    first = next(at for at in range(len(bearers)) if bearers.make(at).place.country == country)
    assert kind in Kind(int(bearers.table[first, Column.KIND]))


def test_an_exonym_knows_its_language_and_a_places_own_name_has_none(gazetteer):
    catalogue = gazetteer.catalogue
    grenada = gazetteer.bearers("Granada")
    langs = {grenada.make(at).place.name: grenada.table[at, Column.LANG] for at in range(len(grenada))}
    assert langs["Grenada"] == catalogue.lang("es")
    assert langs["Granada"] == catalogue.lang("") == -1
    assert gazetteer.bearers("Londres").table[0, Column.LANG] == -1  # French as well as Spanish


def test_the_imported_and_the_carried_have_one_table(gazetteer):
    table = gazetteer.catalogue.of_candidates(gazetteer.candidates("Lyon"), gazetteer.is_curated, "lyon")
    carried = gazetteer.bearers("Lyon").table
    shared = [Column.LAT, Column.POPULATION, Column.COUNTRY, Column.REGION, Column.FEATURE, Column.KIND, Column.PLACE]
    first = {row[Column.PLACE]: row[shared].tolist() for row in carried}
    assert {row[Column.PLACE]: row[shared].tolist() for row in table} == first


def test_kinds_are_those_of_places():
    assert kind_of("A", "PCLI") == Kind.COUNTRY | Kind.AREA
    assert kind_of("H", "SEA") == Kind.VAST | Kind.NATURAL | Kind.AREA
    assert kind_of("P", "PPLC") == Kind.CAPITAL | Kind.TOWN
    assert kind_of("S", "PAL") == Kind.SEAT
