import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from geomap.errors import CacheError, GazetteerError
from geomap.gazetteer.cache import cache_folder, cached, index_path, rebuild
from geomap.gazetteer.mapped import pack
from geomap.gazetteer.tables import PLACE_COLUMNS

KEY = "0123456789abcdef"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Compiler:
    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return pack(KEY, {"times": self.times}, {"texts": ["Khasan"]})


@pytest.fixture
def compiler():
    return Compiler()


def script(code, *arguments):
    return [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]


def test_an_index_is_compiled_once(compiler):
    assert cached(KEY, compiler).about == cached(KEY, compiler).about == {"times": 1}
    assert compiler.times == 1


def test_an_index_is_compiled_again_when_asked(compiler):
    cached(KEY, compiler)
    assert rebuild(KEY, compiler).about == {"times": 2}
    assert cached(KEY, compiler).about == {"times": 2}


@pytest.mark.parametrize("content", [b"", b"something else", b"geomap index 1\n\0\0\0\0"])
def test_a_damaged_index_is_replaced(compiler, content):
    cached(KEY, compiler)
    index_path(KEY).write_bytes(content)
    assert cached(KEY, compiler).sections["texts"][0] == "Khasan"
    assert compiler.times == 2


def test_nothing_but_the_index_its_seal_and_the_lock_is_left(compiler, folder):
    cached(KEY, compiler)
    assert {path.name for path in folder.iterdir()} == {f"names-{KEY}.index", f"names-{KEY}.index.seal", "lock"}


def test_a_failed_compilation_leaves_nothing(folder):
    def fail():
        raise GazetteerError("places.tsv:3: no")

    with pytest.raises(GazetteerError, match="places"):
        cached(KEY, fail)
    assert [path.name for path in folder.iterdir()] == ["lock"]


def test_the_oldest_indexes_are_removed(compiler, folder):
    for number in range(9):
        key = f"{number:016}"
        cached(key, lambda key=key: pack(key, {}, {}))
        os.utime(index_path(key), (number, number))
    assert len(list(folder.glob("*.index"))) == len(list(folder.glob("*.seal"))) == 6
    assert index_path("0000000000000008").exists()


def test_without_the_variable_the_users_cache_folder_is_used(monkeypatch):
    monkeypatch.delenv("GEOMAP_CACHE")
    assert cache_folder().name == "geomap"
    assert cache_folder().is_relative_to(Path.home()) or "XDG_CACHE_HOME" in os.environ


def test_a_folder_that_cannot_be_made_is_refused_with_a_way_on(compiler, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(CacheError, match=r"cannot keep the name index in '.*': Not a directory; .*GEOMAP_CACHE=/some/"):
        cached(KEY, compiler)
    assert compiler.times == 0


def test_a_read_only_folder_is_read_but_refused_for_more(monkeypatch):
    # Root writes everywhere, so the process becomes nobody once all is imported.
    code = """
        import os, sys
        from geomap.errors import CacheError
        from geomap.gazetteer.cache import cached, index_path
        from geomap.gazetteer.mapped import pack
        compiled = lambda: pack(sys.argv[1], {}, {"texts": ["Khasan"]})
        cached(sys.argv[1], compiled)
        index_path(sys.argv[1]).parent.chmod(0o555)
        if os.geteuid() == 0:
            os.setuid(65534)
        assert cached(sys.argv[1], None).sections["texts"][0] == "Khasan"
        try:
            cached("another", compiled)
        except CacheError as error:
            print(error)
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("GEOMAP_CACHE", folder)
        result = subprocess.run(script(code, KEY), capture_output=True, text=True, check=True)
        Path(folder).chmod(0o755)
    assert "Permission denied" in result.stdout


def test_a_full_disk_is_refused_with_a_way_on_and_leaves_nothing(folder):
    code = """
        import resource, sys
        from geomap.errors import CacheError
        from geomap.gazetteer.cache import cached
        from geomap.gazetteer.mapped import pack
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            cached(sys.argv[1], lambda: pack(sys.argv[1], {}, {"texts": ["x" * 2_000_000]}))
        except CacheError as error:
            print(error)
    """
    result = subprocess.run(script(code, KEY), capture_output=True, text=True, check=True)
    assert "cannot keep the name index (2 MB) in" in result.stdout
    assert "GEOMAP_CACHE=/some/folder" in result.stdout
    assert [path.name for path in folder.iterdir()] == ["lock"]


def test_two_processes_that_need_it_at_once_compile_it_once(tmp_path):
    code = """
        import sys, time
        from geomap.gazetteer.cache import cached
        from geomap.gazetteer.mapped import pack
        def compile_index():
            with open(sys.argv[2], "a") as log:
                log.write("compiled\\n")
            time.sleep(0.3)
            return pack(sys.argv[1], {}, {"texts": ["Khasan"]})
        assert cached(sys.argv[1], compile_index).sections["texts"][0] == "Khasan"
    """
    running = [subprocess.Popen(script(code, KEY, tmp_path / "log")) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert (tmp_path / "log").read_text() == "compiled\n"


def test_killed_at_random_moments_the_next_call_works(tmp_path):
    """Twenty forks that do nothing but build are killed; after each, the index opens or is built."""
    code = """
        import os, random, signal, sys, time
        from pathlib import Path
        from geomap.gazetteer.cache import cached, index_path, rebuild
        from geomap.gazetteer.compiling import compile_index
        from geomap.gazetteer.index import NameIndex
        from geomap.gazetteer.mapped import seal_of
        from geomap.gazetteer.tables import read_tables

        key, tables, chance = sys.argv[1], read_tables(Path(sys.argv[2])), random.Random(7)
        def build():
            return compile_index(key, tables, tuple, lambda doing, done: None)
        began = time.perf_counter()
        build()
        one = time.perf_counter() - began
        for _ in range(20):
            if chance.random() < 0.5:
                index_path(key).unlink(missing_ok=True)
            child = os.fork()
            if not child:
                while True:
                    rebuild(key, build)
            time.sleep(chance.uniform(0, 2.5 * one))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            assert set(NameIndex(cached(key, build)).folded("HASAN-VILLE")) == {0}
        print(sorted(path.name for path in index_path(key).parent.iterdir()))
    """
    folder = small_gazetteer(tmp_path / "small")
    result = subprocess.run(script(code, KEY, folder), capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stderr
    assert f"names-{KEY}.index" in result.stdout


def small_gazetteer(folder):
    folder.mkdir()
    (folder / "sources.toml").write_text(
        '[[sources]]\nid = "geonames"\npublisher = "G"\nurl = "https://a.b"\nlicence = "X"\nattribution = "G"\n'
        'date = 2026-01-01\nnote = "n"\n'
    )
    row = ["geonames:1", "Hasan Ville", "42.5", "130.6", "1", "RU", "", "P", "PPL", "700", "https://a.b/1"]
    (folder / "places.geonames.tsv").write_text("\t".join(PLACE_COLUMNS) + "\n" + "\t".join(row) + "\n")
    return folder
