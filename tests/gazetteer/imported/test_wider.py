import json
import os
import pickle
import subprocess
import sys

import pytest

from geomap.article import article_from_text
from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, Match, NameKind
from geomap.gazetteer.imported.folder import imports_folder
from geomap.gazetteer.imported.importing import import_files
from geomap.pipeline import analyse
from geomap.position import Position
from geomap.render import render_map

NANCY = "geonames:2990999"


@pytest.fixture
def dump(write, lines):
    import_files([write("FR.txt", lines["good"])])
    return Gazetteer.open()


@pytest.fixture
def desk(write):
    path = write(
        "desk.csv",
        (
            "name,lat,lon,id,country,names,lang\n"
            "Nancy,43.6,5.1,,FR,,\n"
            "Hangar 7,48.71,6.21,h7,FR,Le hangar|Hangar sept,fr\n"
            "Paris-Siège,48.8534,2.3488,geonames:2988507,FR,,fr\n"
        ).encode(),
    )
    return Gazetteer.open(own=[path])


def ids(candidates):
    return [candidate.place.id for candidate in candidates]


def test_without_imports_the_gazetteer_is_the_plain_one(gazetteer, cache):
    opened = Gazetteer.open()
    assert type(opened) is Gazetteer
    assert (opened.imported, opened.problems, opened.digest) == ((), (), gazetteer.digest)


def test_opening_without_imports_loads_neither_sqlite_nor_csv():
    code = "import sys; from geomap.gazetteer import Gazetteer; Gazetteer.open(); print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_an_imported_place_is_a_candidate_of_each_of_its_spellings(dump):
    for spelling in ("Zwybrücken-les-Essarts", "ZWYBRUCKEN LES ESSARTS", "Zwybrucken-les-essarts"):
        assert ids(dump.candidates(spelling)) == ["geonames:990000001"]
    found = dump.candidates("Zwybrücken-les-Essarts")[0]
    assert (found.match, found.place.source) == (Match.EXACT, "geonames")
    assert dump.candidates("zwybrucken les essarts")[0].match is Match.FOLDED
    assert dump.place("geonames:990000001").name == "Zwybrücken-les-Essarts"
    assert dump.place_ids("Zwybrücken-les-Essarts") == ("geonames:990000001",)
    assert dump.place_ids("ZWYBRÜCKEN-LES-ESSARTS") == ()


def test_other_romanisations_and_short_forms_of_imported_names_are_found(dump):
    found = dump.candidates("Oulgofka", tiers=[Match.TRANSLITERATED])
    assert not found
    assert ids(dump.candidates("Ulgovka")) == ["geonames:990000002"]
    assert dump.candidates("Ulgovka")[0].match is Match.TRANSLITERATED
    assert ids(dump.candidates("Pic des Ess.", tiers=[Match.ABBREVIATED])) == ["geonames:990000003"]


def test_a_place_that_both_know_comes_once_as_geomap_knows_it(dump, gazetteer):
    assert ids(dump.candidates("Nancy")) == ids(gazetteer.candidates("Nancy"))
    assert ids(dump.candidates("Nanzig")).count(NANCY) == 1
    assert dump.candidates("Nanzig")[0].place == gazetteer.place(NANCY)


def test_half_a_surrogate_pair_is_no_name(dump, desk):
    for opened in (dump, desk):
        assert opened.candidates("Nan\ud83dcy") == opened.curated_candidates("\ud83d") == ()
        assert [span.start for span in opened.names_in("Nan\ud83dcy et Toul")][-1] == 10


def test_imported_dumps_are_no_curated_places(dump):
    assert dump.curated_candidates("Zwybrücken-les-Essarts") == ()
    assert not dump.is_curated("geonames:990000001")


def test_names_of_imports_are_found_in_running_text(dump, desk, gazetteer):
    text = "Le convoi a quitté Zwybrücken-les-Essarts pour Hangar Sept."
    found = {opened: [span.of(text) for span in opened.names_in(text)] for opened in (dump, desk, gazetteer)}
    assert found[dump] == ["Zwybrücken-les-Essarts"]
    assert "Hangar Sept" in found[desk]
    assert "Hangar Sept" not in found[gazetteer]
    assert [span.of(text) for span in dump.names_at(text, 19)] == ["Zwybrücken-les-Essarts"]


def test_the_users_own_places_win_over_namesakes(desk, gazetteer):
    assert len(gazetteer.candidates("Nancy")) > 1
    assert ids(desk.candidates("Nancy")) == ids(desk.curated_candidates("NANCY")) == ["desk:nancy"]
    assert desk.is_curated("desk:nancy")
    assert desk.candidates("Nancy")[0].name.kind is NameKind.OFFICIAL


def test_the_users_own_place_takes_the_identifier_of_another(desk):
    assert desk.place("geonames:2988507").name == "Paris-Siège"
    assert ids(desk.candidates("Paris-Siège")) == ["geonames:2988507"]
    assert [c.place.source for c in desk.candidates("Paris")] == ["desk"]


def test_a_bare_name_of_ones_own_is_a_mention_and_the_map_credits_it(desk):
    text = "Hangar 7 a brûlé mardi. Les pompiers sont venus de Nancy."
    report = analyse(article_from_text(text, id="story", lang="fr"), desk)
    found = {m.resolution.mention.text: m.resolution.place.id for m in report.mentions if m.resolution.place}
    assert found == {"Hangar 7": "desk:h7", "Nancy": "desk:nancy"}
    assert report.provenance.gazetteer == desk.digest


def test_a_map_of_ones_own_places_is_drawn_and_credits_them(write):
    path = write("desk.csv", b"name,lat,lon\nHangar 7,48.71,6.21\nHangar 9,49.1,6.7\n")
    opened = Gazetteer.open(own=[path])
    text = "Le train a quitté Hangar 7 mardi. Il est arrivé à Hangar 9 mercredi."
    report = analyse(article_from_text(text, id="story", lang="fr"), opened)
    assert "desk" in render_map(report, format="svg")


def test_a_hamlet_of_a_dump_is_found_like_any_town(dump):
    beside = analyse(article_from_text("Le village d’Oulgovka a brûlé mardi.", id="story", lang="fr"), dump)
    assert [m.resolution.place.id for m in beside.mentions if m.resolution.place] == ["geonames:990000002"]


def test_what_is_near_counts_imports_as_towns_and_own_places_as_curated(dump, desk):
    here = Position(lat=48.7, lon=6.2)
    assert "geonames:990000001" not in [place.id for place in dump.within(here, 5)]
    near = [place.id for place in dump.within(here, 5, towns=True)]
    assert near[0] == "geonames:990000001"
    assert near.count(NANCY) == 1
    assert "desk:h7" in [place.id for place in desk.within(here, 5)]
    assert [place.id for place in dump.within(here, 5, towns=True, codes={"MT"})] == ["geonames:990000003"]


def test_further_names_reach_places_that_geomap_knows(write, lines, gazetteer):
    made = [("fr", "Nancie", ""), ("de", "Nanzig", "p"), ("iata", "ENC", ""), ("fr", "Vieux Nancy", "h")]
    dump = write(
        "alternateNamesV2.txt", [lines["name"](n, 2990999, *name[:2], flags=name[2]) for n, name in enumerate(made, 1)]
    )
    import_files([dump])
    opened = Gazetteer.open()
    assert opened.place(NANCY).name_in("de") == "Nanzig"
    assert gazetteer.place(NANCY).name_in("de") == "Nancy"
    assert ids(opened.candidates("Nancie")) == [NANCY]
    assert opened.candidates("Vieux Nancy")[0].name.kind is NameKind.HISTORICAL
    assert NANCY in ids(opened.candidates("ENC"))
    assert opened.candidates("Nancy")[0].place.names.count(opened.candidates("Nancy")[0].place.names[0]) == 1


def test_names_of_places_that_nobody_has_are_no_candidates(write, lines):
    import_files([write("alternateNamesV2.txt", [lines["name"](1, 990000009, "fr", "Qvarbopolis")])])
    assert Gazetteer.open().candidates("Qvarbopolis") == ()


def test_several_imports_stand_side_by_side(write, lines):
    import_files([write("FR.txt", lines["good"][:3])])
    import_files([write("RU.txt", lines["good"][3:])])
    import_files(
        [
            write(
                "mine.geojson",
                json.dumps(
                    {
                        "type": "FeatureCollection",
                        "features": [
                            {
                                "type": "Feature",
                                "properties": {"name": "Oulgovka"},
                                "geometry": {"type": "Point", "coordinates": [1, 2]},
                            },
                        ],
                    }
                ).encode(),
            )
        ]
    )
    opened = Gazetteer.open()
    assert [dataset.name for dataset in opened.imported] == ["mine", "fr", "ru"]
    assert ids(opened.candidates("Oulgovka")) == ["mine:oulgovka"]
    assert opened.place("geonames:990000002").name == "Oulgovka"
    assert opened.sources["mine"].attribution == "mine"


def test_the_digest_says_what_is_imported(write, lines, gazetteer):
    seen = {gazetteer.digest}
    for count in (3, 4):
        import_files([write("FR.txt", lines["good"][:count])], replace=True)
        seen.add(Gazetteer.open().digest)
    assert len(seen) == 3
    assert Gazetteer.open(imported=False).digest == gazetteer.digest


def test_another_process_opens_the_same_places(dump, desk):
    dump = Gazetteer.open()
    for opened in (dump, desk, Gazetteer.open(imported=False)):
        again = pickle.loads(pickle.dumps(opened))  # noqa: S301 (our own)
        assert type(again) is type(opened)
        assert (again.digest, again.imported) == (opened.digest, opened.imported)
    child = os.fork()
    if not child:
        os._exit(0 if ids(desk.candidates("Nancy")) == ["desk:nancy"] else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_damaged_import_is_told_and_left_out_and_the_others_go_on(write, lines):
    import_files([write("FR.txt", lines["good"][:3])])
    import_files([write("RU.txt", lines["good"][3:])])
    path = imports_folder() / "fr.places"
    path.write_bytes(path.read_bytes()[:5000])
    opened = Gazetteer.open()
    assert [dataset.name for dataset in opened.imported] == ["ru"]
    assert len(opened.problems) == 1
    assert opened.problems[0].startswith("the imported places 'fr' are damaged and left out")
    assert "--replace" in opened.problems[0]
    assert opened.candidates("Nancy")
    import_files([write("FR.txt", lines["good"][:3])], replace=True)
    assert Gazetteer.open().problems == ()


def test_bad_lines_of_ones_own_file_are_told_and_a_useless_one_is_refused(write, lines):
    opened = Gazetteer.open(own=[write("desk.csv", b"name,lat,lon\nA,1,2\nB,x,2\n")])
    assert opened.problems == ("desk.csv:3: left out: lat must be a number of degrees, got 'x'",)
    with pytest.raises(GazetteerError, match="nothing to import in desk"):
        Gazetteer.open(own=[write("desk.csv", b"name,lat,lon\n")])
    with pytest.raises(GazetteerError, match="has to be imported with `geomap gazetteer import`"):
        Gazetteer.open(own=[write("FR.txt", lines["good"])])


def test_every_place_comes_once(write, lines, gazetteer):
    before = [place.id for place in gazetteer.every_place(country="RU")]
    assert len(before) > 5000
    import_files([write("FR.txt", lines["good"])])
    import_files([write("again.txt", lines["good"][1:4])])
    own = b"name,lat,lon,id,country\nA,1,2,,RU\nQuay,1,2,geonames:2014006,RU\n"
    opened = Gazetteer.open(own=[write("desk.csv", own)])
    found = [place.id for place in opened.every_place(country="RU")]
    assert len(found) == len(set(found)) == len(before) + 2
    assert set(found) - set(before) == {"geonames:990000002", "desk:a"}
    assert [place.name for place in opened.every_place(source={"desk"})] == ["A", "Quay"]
