import html
import json

import pytest
import shapely

from geomap.render import render_map
from geomap.render.compose import compose
from geomap.render.story import tell
from geomap.render.words import load_words


@pytest.fixture(scope="module")
def story(french):
    return tell(french, load_words("fr"))


def line(story, start, end):
    names = {p.id: p.name for p in story.places}
    return next(g for g in story.lines if (names[g.start], names.get(g.end)) == (start, end))


def test_a_leg_by_train_is_drawn_along_its_railway(story):
    drawn = line(story, "Ussuriysk", "Vostochny Cosmodrome")
    assert drawn.on_rails
    # Khabarovsk, 460 km east of the geodesic, is on the way.
    assert min(abs(p.lat - 48.497) + abs(p.lon - 135.075) for p in drawn.points) < 0.1


def test_the_stretch_from_a_far_station_is_a_spur_of_its_own(story):
    drawn = line(story, "Ussuriysk", "Vostochny Cosmodrome")
    (spur,) = drawn.spurs
    assert spur[0] == drawn.points[-1]
    assert line(story, "Ussuriysk", "Komsomolsk-on-Amur").spurs == ()


def test_two_legs_on_one_railway_stand_side_by_side(french):
    panel = compose(french).wide.panels[0]
    first, second = (shapely.LineString(s.points) for s in panel.strokes[3:5])
    assert first.intersection(second.buffer(1)).length < 0.2 * first.length
    assert first.intersection(second.buffer(6)).length > 0.4 * first.length


def test_only_the_part_of_a_railway_in_view_is_drawn(french):
    inset = compose(french).wide.panels[1]
    for stroke in inset.strokes:
        beyond = [
            x
            for x, y in stroke.points
            if not (-20 <= x <= inset.paper.width + 20 and -20 <= y <= inset.paper.height + 20)
        ]
        assert len(beyond) <= 4


def test_the_map_says_that_it_follows_rails_and_thanks_for_them(french):
    svg = render_map(french, format="svg")
    assert "Les trajets en train suivent la voie ferrée." in svg
    assert "Autres trajets" in svg
    assert "Voies ferrées\u00a0: © OpenStreetMap contributors (ODbL)" in svg
    assert "LicenseRef" not in svg
    assert 'class="spur speculated"' in svg


def test_the_list_gives_kilometres_by_rail_and_the_station(french):
    page = html.unescape(render_map(french, format="html", engine="svg"))
    assert "par la voie ferrée" in page
    assert "gare de Ledyanaya, à 24\u00a0km" in page


def test_geojson_follows_the_rails_to_the_very_end(french):
    legs = [f for f in json.loads(render_map(french, format="geojson"))["features"] if f["properties"]["kind"] == "leg"]
    found = next(f for f in legs if f["properties"]["rail_km"] == 1405)
    assert found["properties"]["schematic"] is False
    assert found["geometry"]["coordinates"][-1] == [128.3334, 51.8844]
    assert len(found["geometry"]["coordinates"]) > 30
    assert [f["properties"]["schematic"] for f in legs].count(True) == 1
