import fcntl
import random
import signal
import subprocess
import sys
import textwrap

import pytest

from geomap.errors import CacheError, GazetteerError
from geomap.gazetteer.imported.folder import imported_stores, imports_folder, unfinished_imports
from geomap.gazetteer.imported.importing import default_name, forget_import, import_files, import_in_memory
from geomap.gazetteer.imported.store import Store


def script(code, *arguments):
    return [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]


def many(lines, count, bad=()):
    chance = random.Random(5)  # noqa: S311 (the same lines in each run)
    made = []
    for number in range(1, count + 1):
        name = f"Lieu {chance.randrange(count)}"
        country = chance.choice(["FR", "RU", "IR"])
        line = lines["place"](
            number * 3,
            name,
            chance.uniform(-90, 90),
            chance.uniform(-180, 180),
            country=country,
            others=f"Ort {number % 97},Mesto",
            population=chance.choice([0, 900, 50_000]),
        )
        made.append(line if number not in bad else line[:-20])
    return made


def test_an_import_tells_what_it_holds_and_what_it_left_out(write, lines):
    path = write("FR.zip", [*lines["good"], lines["good"][0], "one\ttwo"], beside=["readme.txt"])
    made = import_files([path])
    dataset = made.dataset
    assert (dataset.name, dataset.own, dataset.files) == ("fr", False, ("FR.zip",))
    assert (dataset.places, dataset.skipped, dataset.licence, dataset.attribution) == (5, 2, "CC-BY-4.0", "GeoNames")
    assert [(bad.file, bad.number, bad.reason) for bad in made.skipped] == [
        ("FR.zip", 6, "identifier geonames:2972350 came before: the first counts"),
        ("FR.zip", 7, "a place has 19 columns, got 2"),
    ]
    assert imported_stores() == (made.path,)
    assert sorted(path.name for path in imports_folder().iterdir()) == ["fr.places", "lock"]


def test_an_identifier_that_came_many_lines_before_is_refused_as_well(write, lines):
    made = import_files([write("a.txt", [*many(lines, 50), *many(lines, 3)])], every=7)
    assert (made.dataset.places, made.dataset.skipped) == (50, 3)


def test_twenty_bad_lines_are_told_and_the_others_counted(write, lines):
    made = import_files([write("a.txt", many(lines, 100, bad=range(10, 60)))], every=13)
    assert (len(made.skipped), made.dataset.skipped, made.dataset.places) == (20, 50, 50)
    assert [bad.number for bad in made.skipped] == list(range(10, 30))


def test_the_same_input_gives_the_same_bytes(write, lines):
    path = write("a.txt", many(lines, 500))
    first = import_files([path], every=60).path.read_bytes()
    assert import_files([path], replace=True, every=60).path.read_bytes() == first
    assert import_files([write("a.txt", many(lines, 499))], replace=True, every=60).path.read_bytes() != first


RUN = """
    import sys
    from pathlib import Path
    from geomap.gazetteer.imported.importing import import_files
    def tell(doing, done, total):
        print(f"{doing} {done}", flush=True)
    import_files([Path(path) for path in sys.argv[2:]], name="all", replace=True, progress=tell, every=int(sys.argv[1]))
    print("done", flush=True)
"""


def run(paths, *, every=50, kill_at=None):
    """Run an import in a process of its own; kill it after so many lines of progress. Gives those lines."""
    told = []
    with subprocess.Popen(script(RUN, every, *paths), stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            told.append(line.strip())
            if kill_at is not None and (len(told) == kill_at or line.startswith(str(kill_at))):
                process.send_signal(signal.SIGKILL)
                break
    assert process.returncode == (0 if kill_at is None else -signal.SIGKILL)
    return told


def kept():
    return (imports_folder() / "all.places").read_bytes()


@pytest.mark.parametrize("suffix", ["txt", "zip"])
def test_killed_at_several_points_and_asked_for_again_it_gives_the_same_bytes(write, lines, suffix):
    places = write(f"all.{suffix}", many(lines, 2000, bad={77, 1500}))
    names = write(f"names.{suffix}", [lines["name"](n, n * 3, "fr", f"Nom {n % 50}") for n in range(1, 1001)])
    whole = run([places, names])
    wanted = kept()
    forget_import("all")
    read = 0
    for point in (1, 9, 17, "writing places", "sorting names"):
        told = run([places, names], kill_at=point)
        assert unfinished_imports() == ("all",)
        assert not imported_stores()
        read += sum(1 for line in told if line.startswith(("all.", "names.")))
    told = run([places, names])
    assert kept() == wanted
    assert unfinished_imports() == ()
    # What was read once is not read again: the last run only ends the files, and writes the store.
    assert len(told) < len(whole) / 4
    assert read < len(whole) + 10


def test_killed_at_random_moments_it_gives_the_same_bytes(write):
    """A user's table, of which ids are names with numbers, read in steps of a few rows."""
    chance = random.Random(11)  # noqa: S311 (the same moments in each run)
    rows = [
        f"Bureau {chance.randrange(40)},{chance.uniform(-90, 90):.5f},{chance.uniform(-180, 180):.5f},é"
        if number % 31
        else f"bad {number},x,y,z"
        for number in range(1500)
    ]
    path = write("desk.csv", ["name,lat,lon,note", *rows])
    run([path], every=20)
    wanted = kept()
    forget_import("all")
    for _ in range(6):
        run([path], every=20, kill_at=chance.randrange(1, 14))
    run([path], every=20)
    assert kept() == wanted


def test_a_killed_import_of_another_file_is_begun_again(write, lines):
    run([write("all.txt", many(lines, 2000))], kill_at=20)
    path = write("all.txt", many(lines, 30))
    assert import_files([path], name="all").dataset.places == 30


def test_what_was_read_before_a_power_cut_broke_it_is_read_again(write, lines):
    path = write("all.txt", many(lines, 2000))
    run([path])
    wanted = kept()
    forget_import("all")
    run([path], kill_at=30)
    staging = imports_folder() / "all.staging"
    content = staging.read_bytes()
    staging.write_bytes(content[: 8 * 4096] + bytes(len(content) - 8 * 4096))
    with pytest.raises(CacheError, match=r"what was read of the import 'all' is damaged .* and forgotten: ask"):
        import_files([path], name="all", every=50)
    import_files([path], name="all", every=50)
    assert kept() == wanted


def test_the_old_store_stays_until_the_new_one_is_whole(write, lines):
    import_files([write("all.txt", lines["good"])])
    before = kept()
    path = write("all.txt", many(lines, 2000))
    for point in (5, "sorting names"):
        run([path], kill_at=point)
        assert kept() == before
    run([path])
    assert kept() != before


def test_a_name_is_not_taken_twice_unless_asked(write, lines):
    path = write("FR.txt", lines["good"])
    import_files([path])
    with pytest.raises(
        GazetteerError, match="places called 'fr' are imported already: give --replace, or another --name"
    ):
        import_files([path])
    assert import_files([path], replace=True).dataset.places == 5
    assert import_files([path], name="again").path.name == "again.places"


@pytest.mark.parametrize("name", ["", "../x", "A", "a b", "2x", "a--b"])
def test_a_name_that_is_no_file_name_is_refused(write, lines, name):
    path = write("FR.txt", lines["good"])
    with pytest.raises(GazetteerError, match="small letters, digits and hyphens"):
        import_files([path], name=name or " ")


def test_own_places_cannot_take_the_name_of_a_source(write):
    path = write("osm.csv", b"name,lat,lon\nA,1,2\n")
    with pytest.raises(GazetteerError, match="'osm' is the name of a source that geomap carries"):
        import_files([path])
    assert Store(import_in_memory(path)[0]).dataset.name == "own-osm"


def test_a_default_name_is_made_of_the_files(tmp_path):
    for file, name in (
        ("FR.txt", "fr"),
        ("Mes lieux (2).csv", "mes-lieux-2"),
        ("2024 été.csv", "t"),
        ("日本.csv", "places"),
    ):
        assert default_name(tmp_path / file) == name


def test_dumps_and_own_places_are_imported_apart(write, lines):
    own = write("desk.csv", b"name,lat,lon\nA,1,2\n")
    with pytest.raises(GazetteerError, match="one after the other"):
        import_files([write("FR.txt", lines["good"]), own])


def test_nothing_but_bad_lines_is_one_line_and_leaves_nothing(write):
    with pytest.raises(GazetteerError, match=r"nothing to import in desk.csv: desk.csv:2: lat must be a number"):
        import_files([write("desk.csv", b"name,lat,lon\nA,x,2\n")])
    assert (imported_stores(), unfinished_imports()) == ((), ())


def test_a_file_that_is_refused_was_not_stopped(write):
    with pytest.raises(GazetteerError, match="UTF-8"):
        import_files([write("desk.csv", "name,lat,lon\nOrl\xe9ans,1,2\n".encode("latin-1"))])
    assert (imported_stores(), unfinished_imports()) == ((), ())


def test_ids_given_twice_are_told_and_names_used_twice_get_a_number(write):
    rows = b"name,lat,lon,id\nA,1,1,x\nB,2,2,x\nCaf\xc3\xa9,3,3,\nCAFE,4,4,\ncafe,5,5,\nD,6,6,cafe-2\n"
    made = import_files([write("desk.csv", rows)])
    store = Store(made.path)
    assert [place.id for place in store.places()] == ["desk:x", "desk:cafe", "desk:cafe-2", "desk:cafe-3"]
    assert [(bad.number, bad.reason) for bad in made.skipped] == [
        (3, "identifier desk:x came before: the first counts"),
        (7, "identifier desk:cafe-2 came before: the first counts"),
    ]
    store.close()


def test_two_imports_at_once_are_refused_in_one_line(write, lines):
    imports_folder().mkdir(parents=True)
    with (imports_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(GazetteerError, match=r"another import into .* is under way: wait for it to end"):
            import_files([write("FR.txt", lines["good"])])
    assert import_files([write("FR.txt", lines["good"])]).dataset.places == 5


def test_an_import_can_be_forgotten(write, lines):
    import_files([write("FR.txt", lines["good"])])
    assert not forget_import("fr").exists()
    with pytest.raises(GazetteerError, match="no import is called 'fr'"):
        forget_import("fr")
    with pytest.raises(GazetteerError, match=r"no import is called '../fr'"):
        forget_import("../fr")


def test_a_folder_that_cannot_be_written_is_one_line_with_a_way_on(write, lines, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(CacheError, match=r"cannot keep imported places in .*: Not a directory; .*GEOMAP_CACHE=/some/"):
        import_files([write("FR.txt", lines["good"])])


def test_a_full_disk_is_one_line_keeps_the_old_store_and_goes_on_later(write, lines):
    import_files([write("all.txt", lines["good"])])
    before = kept()
    path = write("all.txt", many(lines, 20_000))
    code = """
        import resource, sys
        from pathlib import Path
        from geomap.errors import CacheError
        from geomap.gazetteer.imported.importing import import_files
        resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))
        try:
            import_files([Path(sys.argv[1])], replace=True, every=1000)
        except CacheError as error:
            print(error)
    """
    result = subprocess.run(script(code, path), capture_output=True, text=True, check=True)
    assert "cannot keep imported places in" in result.stdout
    assert "GEOMAP_CACHE=/some/folder" in result.stdout
    assert kept() == before
    assert import_files([path], replace=True).dataset.places == 20_000


def test_an_import_that_the_disk_has_no_room_for_is_refused_before_it_starts(write, lines, monkeypatch):
    monkeypatch.setattr("geomap.gazetteer.imported.importing._ROOM", 10**15)
    with pytest.raises(CacheError, match=r"takes about .* GB while it runs and .* GB are free"):
        import_files([write("FR.txt", lines["good"])])


def test_memory_stays_the_same_for_ten_times_as_many_rows(write, lines, tmp_path):
    code = """
        import resource, sys
        from pathlib import Path
        from geomap.gazetteer.imported.importing import import_files
        import_files([Path(sys.argv[1])], every=2000)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    """
    peaks = []
    for count in (3_000, 30_000):
        path = write(f"a{count}.txt", many(lines, count))
        peaks.append(int(subprocess.run(script(code, path), capture_output=True, text=True, check=True).stdout))
    # SQLite's pages: 32 MB at most, of which the larger file fills more.
    assert peaks[1] - peaks[0] < 48
