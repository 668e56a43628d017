import hashlib
import shutil
import tomllib

import numpy as np
import pytest

from geomap.datadir import data_folder
from geomap.errors import WorldError
from geomap.world.archive import Worldview, archive_name, load_archive, read_archive

SCALES = ("50m", "10m")


@pytest.fixture
def copy(tmp_path):
    for name in ("sources.toml", *map(archive_name, SCALES)):
        shutil.copy(data_folder("world") / name, tmp_path / name)
    return tmp_path


def repin(folder, scale):
    """Tell the digest of a changed archive, as if it had been committed so."""
    digest = hashlib.sha256((folder / archive_name(scale)).read_bytes()).hexdigest()
    told = (folder / "sources.toml").read_text()
    old = tomllib.loads(told)["output_sha256"][archive_name(scale)]
    (folder / "sources.toml").write_text(told.replace(old, digest))


@pytest.mark.parametrize("scale", SCALES)
def test_committed_archive_has_the_told_digest(scale):
    folder = data_folder("world")
    told = tomllib.loads((folder / "sources.toml").read_text())["output_sha256"][archive_name(scale)]
    assert hashlib.sha256((folder / archive_name(scale)).read_bytes()).hexdigest() == told


def test_archives_are_small():
    assert sum((data_folder("world") / archive_name(scale)).stat().st_size for scale in SCALES) < 1_600_000


@pytest.mark.parametrize("scale", SCALES)
def test_every_code_is_two_capitals_or_nobody(scale):
    codes = load_archive(scale).codes.ravel().tolist()
    assert all(not code or (len(code) == 2 and code.isalpha() and code.isupper()) for code in codes)


def test_world_views_differ_about_three_areas():
    for scale in SCALES:
        archive = load_archive(scale)
        un, defacto = archive.area_codes(Worldview.UN), archive.area_codes(Worldview.DEFACTO)
        differ = {(a, u, d) for a, u, d in zip(archive.areas, un, defacto, strict=True) if u != d}
        assert differ == {("crimea", "UA", "RU"), ("golan", "SY", "IL"), ("western-sahara", "EH", "MA")}


@pytest.mark.parametrize("scale", SCALES)
def test_no_coast_or_border_runs_along_the_antimeridian(scale):
    archive = load_archive(scale)
    arc = np.repeat(np.arange(len(archive.count)), archive.count)
    on = np.isclose(np.abs(archive.points[:, 0]), 180.0, rtol=0, atol=1e-9)
    along = on[1:] & on[:-1] & (arc[1:] == arc[:-1])
    assert along.any()
    assert (archive.sides[arc[1:][along]] < -1).all()


def test_damaged_archive_is_refused(copy):
    path = copy / archive_name("50m")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(WorldError, match=r"^world-50m.npz is damaged: .* install geomap again$"):
        read_archive(copy, "50m")


def test_missing_archive_is_refused(tmp_path):
    with pytest.raises(WorldError, match=r"^cannot read the outlines in .*; install geomap again$"):
        read_archive(tmp_path, "10m")


def test_sources_without_the_scale_are_refused(copy):
    told = (copy / "sources.toml").read_text()
    (copy / "sources.toml").write_text(told.replace('scale = "10m"', 'scale = "11m"'))
    with pytest.raises(WorldError, match="cannot read the outlines"):
        read_archive(copy, "10m")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_archive_is_refused(copy, content):
    (copy / archive_name("50m")).write_bytes(content)
    repin(copy, "50m")
    with pytest.raises(WorldError, match=r"^world-50m.npz cannot be decoded: [^\n]+$"):
        read_archive(copy, "50m")
