import hashlib
import shutil
import tomllib

import pytest
import shapely

from geomap.datadir import data_folder
from geomap.errors import WorldError
from geomap.world.basemap import ARCHIVE, load_basemap, read_basemap

FOUNDING = (118.0, 36.0, 150.0, 55.0)


def test_committed_archive_has_the_told_digest():
    folder = data_folder("world")
    told = tomllib.loads((folder / "sources.toml").read_text())["source"][0]["output_sha256"]
    assert hashlib.sha256((folder / ARCHIVE).read_bytes()).hexdigest() == told


def test_every_polygon_is_valid():
    assert shapely.is_valid(load_basemap().polygons).all()


def test_founding_frame_shows_its_countries_and_no_other():
    shown = load_basemap().countries(FOUNDING)
    assert sorted(shown) == ["CN", "JP", "KP", "KR", "MN", "RU"]
    assert all(shape.is_valid for shape in shown.values())


def test_countries_of_a_frame_add_up_to_its_land():
    base = load_basemap()
    for bbox in (FOUNDING, (-10.0, 35.0, 30.0, 60.0), (170.0, -30.0, 190.0, 75.0)):
        together = sum(shape.area for shape in base.countries(bbox).values())
        assert together == pytest.approx(base.land(bbox).area, rel=1e-6)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (125.7543, 39.0339, "KP"),
        (131.9573, 43.8047, "RU"),
        (2.3522, 48.8566, "FR"),
        (34.1, 45.0, "UA"),
        (-13.2, 27.0, "EH"),
        (21.0, 42.6, "XK"),
        (12.4393, 41.8984, "VA"),
        (44.06, 9.56, "SO"),
        (178.0, 68.0, "RU"),
        (-175.0, 67.0, "RU"),
    ],
)
def test_points_lie_in_their_country(lon, lat, code):
    shown = load_basemap().countries((lon - 1, lat - 1, lon + 1, lat + 1))
    assert [c for c, shape in shown.items() if shape.contains(shapely.Point(lon, lat))] == [code]


def test_antimeridian_leaves_no_seam():
    base = load_basemap()
    chukotka = base.land((175.0, 66.0, 185.0, 69.0))
    assert chukotka.contains(shapely.Point(180.0, 68.0))
    east, west = base.land((175.0, 60.0, 185.0, 70.0)), base.land((-185.0, 60.0, -175.0, 70.0))
    assert east.area == pytest.approx(west.area)
    assert base.land((178.0, -18.0, 182.0, -16.0)).is_valid


def test_antarctica_reaches_the_pole():
    assert load_basemap().land((-180.0, -90.0, 180.0, -60.0)).contains(shapely.Point(0.0, -89.5))


def test_coast_is_not_border():
    base = load_basemap()
    tumen = shapely.Point(130.65, 42.42)
    assert base.borders(FOUNDING).distance(tumen) < 0.05
    assert base.coast(FOUNDING).distance(tumen) > 0.05
    assert base.borders((-15.0, 25.0, -5.0, 30.0), disputed=True).length > 1


def test_empty_ocean_is_empty_not_an_error():
    base = load_basemap()
    assert base.land((-150.0, -50.0, -140.0, -40.0)).is_empty
    assert base.countries((-150.0, -50.0, -140.0, -40.0)) == {}
    assert base.borders((-150.0, -50.0, -140.0, -40.0)).is_empty


def test_damaged_archive_is_refused(tmp_path):
    for name in (ARCHIVE, "sources.toml"):
        shutil.copy(data_folder("world") / name, tmp_path / name)
    (tmp_path / ARCHIVE).write_bytes((tmp_path / ARCHIVE).read_bytes()[:-1])
    with pytest.raises(WorldError, match="damaged"):
        read_basemap(tmp_path)


def test_missing_archive_is_refused(tmp_path):
    with pytest.raises(WorldError, match="cannot read the basemap"):
        read_basemap(tmp_path)
