from pathlib import Path

import pytest

from geomap.rail import RailNetwork


@pytest.fixture(scope="session")
def network():
    return RailNetwork.open()


@pytest.fixture
def branch():
    """A branch line drawn for these tests, with everything that is amiss in real ones."""
    return Path(__file__).parent / "data" / "branch.geojson"


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A folder of one's own for what is imported."""
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"
