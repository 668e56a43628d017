import os
import pickle
import threading

import pytest

from geomap.errors import CacheError
from geomap.gazetteer.grid import DEGREE, cell_of
from geomap.gazetteer.imported.importing import _CELL, import_files, import_in_memory
from geomap.gazetteer.imported.store import DamagedStoreError, Store
from geomap.gazetteer.place import NameKind
from geomap.position import Position


@pytest.fixture
def store(write, lines):
    opened = Store(import_files([write("FR.txt", lines["good"])]).path)
    yield opened
    opened.close()


def test_a_place_comes_back_as_it_was_read(store):
    place = store.find("geonames:2990999")
    assert (place.name, place.position.latlon, place.country, place.region) == (
        "Nancy",
        (48.68439, 6.18496),
        "FR",
        "44",
    )
    assert (place.population, place.source, place.url) == (105058, "geonames", "https://www.geonames.org/2990999")
    assert [(name.text, name.kind) for name in place.names] == [
        ("Nancy", NameKind.OFFICIAL),
        ("Nanceium", NameKind.EXONYM),
        ("Nanzig", NameKind.EXONYM),
    ]


@pytest.mark.parametrize("place_id", ["geonames:1", "geonames:02990999", "geonames:x", "desk:2990999", "2990999", ""])
def test_no_other_identifier_finds_a_place(store, place_id):
    assert store.find(place_id) is None
    assert store.row(place_id) is None


def test_bearers_come_best_known_first_and_no_more_than_wanted(write, lines):
    people = [0, 50, 9000, 0, 700]
    same = [lines["place"](n, "San Antonio", 1, n, population=p) for n, p in enumerate(people, start=1)]
    store = Store(import_files([write("MX.txt", same)]).path)
    assert store.bearers("san antonio") == [3, 5, 2, 1, 4]
    assert store.bearers("san antonio", most=2) == [3, 5]
    assert store.bearers("san") == []
    assert store.starting("san") == ["san antonio"]
    store.close()


def test_rows_lie_in_the_cells_the_grid_gives_them(store):
    points = [(-90, -180), (90, 180), (89.9999999, 179.9999999), (0, 0), (-0.0000001, -0.0000001), (48.68439, 6.18496)]
    for lat, lon in points:
        sql = f"SELECT {_CELL} FROM (SELECT ? AS lat, ? AS lon)"  # noqa: S608 (a constant)
        assert store._all(sql, round(lat * DEGREE), round(lon * DEGREE))[0][0] == cell_of(lat, lon)


def test_what_is_near_is_found_across_the_antimeridian_and_at_the_pole(write, lines):
    points = {1: (0.1, 179.9), 2: (0.1, -179.9), 3: (89.9, 10), 4: (89.9, -170), 5: (50, 50)}
    store = Store(import_files([write("a.txt", [lines["place"](n, f"N{n}", *at) for n, at in points.items()])]).path)
    assert {row for row, _, _ in store.within(Position(lat=0, lon=180), 50)} == {1, 2}
    assert {row for row, _, _ in store.within(Position(lat=90, lon=0), 50)} == {3, 4}
    store.close()


def test_further_names_of_a_place_come_preferred_first(write, lines):
    made = [("fr", "Leningrad", "h"), ("fr", "Piter", "c"), ("fr", "Saint-Pétersbourg", "p"), ("fr", "Pétersbourg", "")]
    dump = write(
        "alternateNamesV2.txt", [lines["name"](n, 498817, *name[:2], flags=name[2]) for n, name in enumerate(made, 1)]
    )
    store = Store(import_files([dump]).path)
    assert [name.text for name in store.further(498817)] == ["Saint-Pétersbourg", "Pétersbourg", "Piter", "Leningrad"]
    assert store.further(1) == ()
    assert store.bearers("leningrad") == [498817]
    assert store.place(498817) is None
    store.close()


def test_threads_and_forks_share_a_store(store):
    found = []
    threads = [threading.Thread(target=lambda: found.append(store.find("geonames:2990999").name)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Nancy"] * 8
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, store.find("geonames:2972350").name.encode())
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert os.read(reading, 100) == b"Toul"
    os.close(reading)
    os.close(writing)


def test_a_store_in_memory_is_as_one_on_the_disk(write):
    path = write("desk.csv", b"name,lat,lon,names\nBureau,48.7,6.2,Salle 4\nBad,x,1,\n")
    content, skipped = import_in_memory(path)
    store = Store(content)
    assert (store.path, store.dataset.own, store.find("desk:bureau").names[1].text) == (None, True, "Salle 4")
    assert [bad.number for bad in skipped] == [3]
    threads = [threading.Thread(target=store.find, args=("desk:bureau",)) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    store.close()


@pytest.mark.parametrize(
    "harm",
    [
        lambda _: b"",
        lambda _: b"not a database at all" * 1000,
        lambda content: content[: len(content) // 2],
        lambda content: content[:60] + b"\0\0\0\x63" + content[64:],
        lambda content: content[:100] + bytes(len(content) - 100),
    ],
)
def test_a_damaged_store_is_known_when_it_is_opened(write, lines, harm):
    path = import_files([write("FR.txt", lines["good"])]).path
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(DamagedStoreError):
        Store(path)


def test_damage_met_later_is_one_line_that_says_what_to_do(write, lines):
    path = import_files([write("FR.txt", [lines["place"](n, f"Lieu {n}", 1, 2) for n in range(1, 3000)])]).path
    store = Store(path)
    content = path.read_bytes()
    page = 4096
    path.write_bytes(content[: 2 * page] + bytes(len(content) - 3 * page) + content[-page:])
    with pytest.raises(CacheError, match=r"imported places 'fr' are damaged .*: import them again with --replace"):
        [store.find(f"geonames:{number}") for number in range(1, 3000)]
    store.close()


def test_a_store_is_opened_again_rather_than_sent_to_another_process(store):
    with pytest.raises(TypeError):
        pickle.dumps(store)
