from geomap.checks.measuring import edge_to_edge_km, measure
from geomap.gazetteer.place import Edge, Place
from geomap.geodesy import Compass
from geomap.position import Position

PAGE = "https://example.org/"


def town(name, lat, lon, radius_km, *extent):
    edges = tuple(Edge(side=side, position=Position(lat=at, lon=on), url=PAGE) for side, at, on in extent)
    return Place(
        id=f"geomap:{name}", name=name, position=Position(lat=lat, lon=lon), radius_km=radius_km, country="RU",
        feature_class="P", feature_code="PPL", source="memory", extent=edges,
    )  # fmt: skip


NORTH = (Compass.N, 43.3, 132.0)
CITY = town("city", 43.1, 131.9, 10, NORTH, (Compass.S, 42.9, 131.7))
FAR = town("far", 43.8, 132.0, 5)


def test_a_named_edge_is_where_the_line_starts():
    measured = measure(FAR, CITY, side=Compass.N)
    assert measured.anchor_edge.side is Compass.N
    assert measured.start == Position(lat=43.3, lon=132.0)
    assert 55.4 < measured.geodesic_km < 55.7
    assert measure(FAR, CITY).geodesic_km > 77


def test_an_edge_nobody_knows_leaves_the_reference_point():
    measured = measure(CITY, FAR, side=Compass.S)
    assert measured.anchor_edge is None
    assert measured.start == FAR.position


def test_from_edge_to_edge_known_edges_come_before_radii():
    with_edges = edge_to_edge_km(measure(FAR, CITY))
    bare = town("bare", 43.1, 131.9, 10)
    assert 50.4 < with_edges < 50.7  # from the northern edge, less the other's radius
    assert 62.0 < edge_to_edge_km(measure(FAR, bare)) < 63.5


def test_overlapping_places_are_no_distance_apart():
    assert edge_to_edge_km(measure(town("a", 43.1, 131.9, 10), town("b", 43.15, 131.9, 10))) == 0
