import pytest

from geomap import datadir
from geomap.datadir import data_folder
from geomap.errors import GeomapError


@pytest.mark.parametrize("name", ["gazetteer", "world"])
def test_committed_data_is_found(name):
    assert data_folder(name).is_dir()


def test_the_copy_in_an_installed_wheel_comes_first(tmp_path, monkeypatch):
    package = tmp_path / "geomap"
    (tmp_path / "data" / "world").mkdir(parents=True)
    (package / "data" / "world").mkdir(parents=True)
    monkeypatch.setattr(datadir, "_PACKAGE", package)
    assert data_folder("world") == package / "data" / "world"


def test_missing_data_says_to_install_again():
    with pytest.raises(GeomapError, match=r"'atlantis' is missing.*install geomap again"):
        data_folder("atlantis")
