import os
from pathlib import Path

from geomap.gazetteer.imported.folder import imported_stores, imports_folder, unfinished_imports


def test_without_the_variable_imports_lie_where_no_clean_up_of_caches_takes_them(monkeypatch):
    monkeypatch.delenv("GEOMAP_CACHE")
    assert imports_folder().name == "imported"
    assert imports_folder().is_relative_to(Path.home()) or "XDG_DATA_HOME" in os.environ
    assert "cache" not in imports_folder().relative_to(Path.home()).as_posix() or "XDG_DATA_HOME" in os.environ


def test_a_folder_that_is_not_there_holds_nothing():
    assert (imported_stores(), unfinished_imports()) == ((), ())


def test_stores_come_by_name_and_unfinished_ones_apart():
    imports_folder().mkdir(parents=True)
    for name in ("fr.places", "de.places", "fr.staging", "lock", "FR.zip"):
        (imports_folder() / name).write_text("")
    assert [path.name for path in imported_stores()] == ["de.places", "fr.places"]
    assert unfinished_imports() == ("fr",)
