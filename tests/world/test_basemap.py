import itertools

import numpy as np
import pytest
import shapely

from geomap.errors import WorldError
from geomap.world.archive import Worldview, load_archive
from geomap.world.basemap import Kind, load_basemap

FOUNDING = (118.0, 36.0, 150.0, 55.0)
EVERY = [{"scale": s, "worldview": w} for s, w in itertools.product(("50m", "10m"), Worldview)]
every = pytest.mark.parametrize("which", EVERY, ids=lambda which: "-".join(which.values()))


def owner_of(base, lon, lat):
    shown = base.countries((lon - 1, lat - 1, lon + 1, lat + 1))
    return [code for code, shape in shown.items() if shape.contains(shapely.Point(lon, lat))]


def test_the_default_is_50m_in_the_view_of_the_united_nations():
    assert load_basemap() is load_basemap(scale="50m", worldview=Worldview.UN)
    assert load_basemap().source.attribution == "Natural Earth, visionscarto"


@every
def test_every_polygon_is_valid(which):
    shaping = load_basemap(**which).shaping
    assert shapely.is_valid(shaping.polygons(np.arange(len(shaping.polygon_boxes)))).all()


@every
def test_boxes_hold_their_shapes(which):
    shaping = load_basemap(**which).shaping
    for boxes, shapes in ((shaping.polygon_boxes, shaping.polygons), (shaping.arc_boxes, shaping.arcs)):
        assert np.array_equal(boxes, shapely.bounds(shapes(np.arange(len(boxes)))))


@every
def test_polygons_of_a_country_overlap_at_most_in_one_place(which):
    # two in Hokkaido do, at 1:10m, by a sliver left of rounding
    shown = load_basemap(**which).countries((-180.0, -90.0, 180.0, 90.0))
    assert [code for code, shape in shown.items() if not shape.is_valid] == (["JP"] if which["scale"] == "10m" else [])


@every
def test_countries_together_are_the_land(which):
    base = load_basemap(**which)
    archive, bit = load_archive(base.scale), 1 if base.worldview is Worldview.UN else 2
    land, countries = (
        shapely.area(base.shaping.polygons(rows)).sum()
        for rows in (
            base.land_rows,
            np.flatnonzero((archive.polygon_seen & bit != 0) & (archive.polygon_area >= 0)),
        )
    )
    assert countries == pytest.approx(land, rel=1e-12)


@every
def test_founding_frame_shows_its_countries_and_no_other(which):
    shown = load_basemap(**which).countries(FOUNDING)
    assert sorted(shown) == ["CN", "JP", "KP", "KR", "MN", "RU"]
    assert all(shapely.is_valid(shapely.get_parts(shape)).all() for shape in shown.values())


@every
def test_countries_of_a_frame_add_up_to_its_land(which):
    base = load_basemap(**which)
    for bbox in (FOUNDING, (-10.0, 35.0, 30.0, 60.0), (170.0, -30.0, 190.0, 75.0)):
        together = sum(shape.area for shape in base.countries(bbox).values())
        assert together == pytest.approx(base.land(bbox).area, rel=1e-6)


@pytest.mark.parametrize("scale", ["50m", "10m"])
@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (125.7543, 39.0339, "KP"),
        (131.9573, 43.8047, "RU"),
        (2.3522, 48.8566, "FR"),
        (34.1, 45.0, "UA"),
        (-13.2, 27.0, "EH"),
        (21.0, 42.6, "XK"),
        (44.06, 9.56, "SO"),
        (-52.6, 4.5, "GF"),
        (16.5, 78.5, "SJ"),
        (178.0, 68.0, "RU"),
        (-175.0, 67.0, "RU"),
    ],
)
def test_points_lie_in_their_country(scale, lon, lat, code):
    assert owner_of(load_basemap(scale=scale), lon, lat) == [code]


@pytest.mark.parametrize("scale", ["50m", "10m"])
@pytest.mark.parametrize(
    ("lon", "lat", "un", "defacto"),
    [(34.1, 45.0, "UA", "RU"), (-14.5, 24.5, "EH", "MA"), (35.78, 33.0, "SY", "IL"), (-11.0, 26.3, "EH", "EH")],
)
def test_the_world_view_moves_disputed_areas(scale, lon, lat, un, defacto):
    assert owner_of(load_basemap(scale=scale), lon, lat) == [un]
    assert owner_of(load_basemap(scale=scale, worldview=Worldview.DEFACTO), lon, lat) == [defacto]


@pytest.mark.parametrize("scale", ["50m", "10m"])
def test_a_view_draws_no_line_within_what_it_counts_to_one_country(scale):
    berm = (-15.0, 24.0, -11.0, 26.0)
    assert load_basemap(scale=scale).borders(berm, disputed=True).is_empty
    assert not load_basemap(scale=scale, worldview=Worldview.DEFACTO).borders(berm, disputed=True).is_empty


@pytest.mark.parametrize("scale", ["50m", "10m"])
@pytest.mark.parametrize("worldview", Worldview)
def test_no_area_that_hangs_on_the_view_is_without_a_mark(scale, worldview):
    base = load_basemap(scale=scale, worldview=worldview)
    for area, shape in base.disputed((-180.0, -90.0, 180.0, 90.0)).items():
        if area.differs:
            west, south, east, north = shape.bounds
            around = (west - 0.1, south - 0.1, east + 0.1, north + 0.1)
            assert base.borders(around, disputed=True).length > 0.3, area.id


def test_disputed_areas_of_a_frame_are_listed_for_a_note():
    base = load_basemap()
    black_sea = base.disputed((28.0, 40.0, 42.0, 48.0))
    assert [(area.id, area.differs) for area in black_sea] == [("crimea", True)]
    (crimea,) = black_sea.values()
    assert crimea.contains(shapely.Point(34.1, 45.0))
    assert not base.disputed(FOUNDING)
    assert {area.id for area in base.disputed((-180.0, -90.0, 180.0, 90.0)) if not area.differs} == {
        "kosovo",
        "north-cyprus",
        "siachen",
        "somaliland",
    }


@every
def test_antimeridian_leaves_no_seam(which):
    base = load_basemap(**which)
    frame = (175.0, 66.0, 185.0, 69.0)
    for chukotka in (base.land(frame), base.countries(frame)["RU"]):
        assert chukotka.contains(shapely.Point(180.0, 68.0))
    assert not base.coast(frame).intersects(shapely.LineString([(179.9, 67.5), (180.1, 67.5)]))
    east, west = base.land((175.0, 60.0, 185.0, 70.0)), base.land((-185.0, 60.0, -175.0, 70.0))
    assert east.area == pytest.approx(west.area)
    assert base.land((178.0, -18.0, 182.0, -16.0)).is_valid


@every
def test_antarctica_reaches_the_pole(which):
    assert load_basemap(**which).land((-180.0, -90.0, 180.0, -60.0)).contains(shapely.Point(0.0, -89.5))


def test_coast_is_not_border():
    base = load_basemap()
    tumen = shapely.Point(130.65, 42.42)
    assert base.borders(FOUNDING).distance(tumen) < 0.05
    assert base.coast(FOUNDING).distance(tumen) > 0.05
    assert base.borders((-15.0, 25.0, -5.0, 30.0), disputed=True).length > 1
    assert set(base.kinds.tolist()) <= {int(kind) for kind in Kind}


def test_empty_ocean_is_empty_not_an_error():
    base = load_basemap()
    ocean = (-150.0, -50.0, -140.0, -40.0)
    assert base.land(ocean).is_empty
    assert base.countries(ocean) == {}
    assert base.disputed(ocean) == {}
    assert base.borders(ocean).is_empty


def test_an_unknown_scale_or_view_is_refused():
    with pytest.raises(WorldError, match=r"^no outlines at scale '20m': expected 50m or 10m$"):
        load_basemap(scale="20m")
    with pytest.raises(WorldError, match=r"^no world view 'nato': expected un or defacto$"):
        load_basemap(worldview="nato")


def test_land_in_boxes_smaller_than_asked_for_is_left_out_and_the_rest_is_the_same() -> None:
    japan = (128.0, 30.0, 146.0, 46.0)
    basemap = load_basemap(scale="50m")
    whole, large = (shapely.get_parts(basemap.land(japan, least_deg2=least)) for least in (0.0, 6.0))
    assert 0 < len(large) < len(whole)
    assert {shape.wkb for shape in large} < {shape.wkb for shape in whole}
