"""Names of seas on a map: in italics, in the article's language, on their own water and on nothing else."""

import html
import re
from dataclasses import replace

import pytest
import shapely

from benchmarks.legibility import faults
from geomap.gazetteer import Gazetteer
from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.provenance import Source
from geomap.render.compose import compose
from geomap.render.outline import land_on
from geomap.render.svg import credit_lines, render_svg, svg_of
from geomap.render.tags import as_position
from geomap.render.theming import TEXT, contrast, theme_from_text
from geomap.render.typeset import size_of


@pytest.fixture(scope="module")
def waters(gazetteer):
    return gazetteer.waters


@pytest.fixture(scope="module")
def voyage(story, report, waters):
    """A voyage between two points, as a report that knows the waters."""

    def make(start, end, lang="fr", **changes):
        a, b = (story.place(str(i), f"Port {i}", *at, "P.PPL", "FR") for i, at in enumerate((start, end), start=1))
        leg = story.leg(a, b, story.Certainty.CONFIRMED, 0, mode="ship")
        changed = {"lang": lang, "legs": (leg,), "checks": (), "mentions": (), "waters": waters} | changes
        return replace(report, **changed)

    return make


GULF_OF_LION = ((43.3, 5.37), (41.38, 2.17))
BLACK_SEA = ((41.3, 29.2), (41.65, 41.63))
VOYAGES = (
    *(GULF_OF_LION, BLACK_SEA),
    ((54.5, 10.1), (60.1, 24.9)),
    ((37.9, 23.6), (31.2, 29.9)),
    ((-36.8, 174.8), (34.0, -118.2)),
    ((53.4, -3.0), (40.7, -74.0)),
    ((69.6, 18.9), (78.2, 15.6)),
)


def named(picture):
    """Names of waters, panel by panel, with their boxes."""
    found = []
    for panel in picture.panels:
        for label in (tag for tag in panel.tags if tag.rows[0].style == "water"):
            width, height = size_of(label.rows, picture.sheet)
            top = label.baselines[0] - picture.sheet.type["water"] * 0.95
            box = shapely.box(label.x - width / 2, top, label.x + width / 2, top + height)
            found.append((" ".join(row.text for row in label.rows), box, panel))
    return found


@pytest.mark.parametrize(("lang", "name"), [("fr", "Mer Noire"), ("en", "Black Sea"), ("de", "Black Sea")])
def test_a_coastal_story_names_its_sea_in_italics_in_its_language(voyage, lang, name):
    told = voyage(*BLACK_SEA, lang)
    scene = compose(told)
    for picture in (scene.wide, scene.portrait):
        assert name in [text for text, _, _ in named(picture)]
    text = render_svg(told)
    assert f">{name}</text>" in text.replace("\n", "")
    assert re.search(r'<text class="t water"', text)
    assert re.search(r"\.water\{font-style:italic\}", text)
    assert not re.search(r"\.landmark\{[^}]*italic", text)


@pytest.mark.parametrize("ends", VOYAGES)
def test_a_name_lies_wholly_on_its_own_water_and_on_nothing_else(voyage, waters, ends):
    scene = compose(voyage(*ends))
    assert faults(scene) == []
    known = {f"{w.name_in('fr')[:1].upper()}{w.name_in('fr')[1:]}": w for w in waters}
    for picture in (scene.wide, scene.portrait):
        found = named(picture)
        assert found
        for panel in picture.panels:
            assert len(panel.waters) == sum(p is panel for _, _, p in found) <= 4
        for text, box, panel in found:
            assert not land_on(panel.paper, scene.story.worldview).intersects(box)
            middle = as_position(*panel.paper.lonlat(*box.centroid.coords[0]))
            near = {w.id: distance_km(middle, w.position) / w.radius_km for w in waters}
            assert min(near, key=near.get) == known[text].id
            assert near[known[text].id] < 0.65


def test_a_name_that_meets_land_is_a_fault(voyage):
    scene = compose(voyage(*BLACK_SEA))
    panel = scene.wide.panels[0]
    (label,) = (tag for tag in panel.tags if tag.rows[0].text == "Mer Noire")
    ((x, y),) = panel.paper.place(Position(lat=39.5, lon=34.0))
    ashore = replace(label, x=x, baselines=(y,))
    wrong = replace(scene.wide, panels=(replace(panel, tags=(ashore,)), *scene.wide.panels[1:]))
    assert "name of a water on land" in [fault.kind for fault in faults(replace(scene, wide=wrong))]


def test_an_inland_story_names_none(voyage, waters):
    inland = voyage((48.2, 16.37), (50.08, 14.43))
    scene = compose(inland)
    assert not named(scene.wide)
    assert not named(scene.portrait)
    assert svg_of(scene) == render_svg(replace(inland, waters=()))


def test_the_name_is_the_articles_own(voyage, story, waters):
    black = next(w for w in waters if w.name == "Black Sea")
    told = story.mapped("Russie", black)  # whatever the article says of it
    found = named(compose(voyage(*BLACK_SEA, mentions=(told,))).wide)
    assert "Russie" in [text for text, _, _ in found]


def test_a_sea_that_is_a_landmark_is_named_once(voyage, story, waters):
    channel = next(w for w in waters if w.name == "English Channel")
    ends = (50.7, -1.1), (49.65, -1.6)
    plain = voyage(*ends)
    assert "Manche" in [text for text, _, _ in named(compose(plain).wide)]
    through = replace(plain, legs=(replace(plain.legs[0], via=(channel,)),))
    scene = compose(through)
    assert "Manche" in [m.label for m in scene.story.landmarks]
    assert "Manche" not in [text for text, _, _ in named(scene.wide)]


def test_waters_are_credited_unless_the_basemap_names_their_publisher(voyage, report, waters):
    black = next(w for w in waters if w.name == "Black Sea")
    theirs = Source(
        id="hydro", publisher="Hydro", url="https://hydro.example", licence="CC-BY-4.0", attribution="Hydro"
    )
    known = replace(theirs, publisher="Natural Earth", attribution="Made with Natural Earth")

    def credits_for(source, ends=BLACK_SEA):
        told = voyage(*ends, waters=(replace(black, source="hydro"),), sources={**report.sources, "hydro": source})
        scene = compose(told)
        return [credit.text for _, given in credit_lines(scene, [scene.wide]) for credit in given]

    assert any("Hydro" in text for text in credits_for(theirs))
    assert not any("Hydro" in text for text in credits_for(theirs, GULF_OF_LION))
    assert "Made with Natural Earth" not in credits_for(known)


def test_a_hostile_name_of_the_users_own_gazetteer_stays_text(voyage, tmp_path):
    wild = "<b onload=x>&'"
    own = tmp_path / "own.csv"
    head = "id,name,lat,lon,radius_km,feature_class,feature_code"
    own.write_text(f"{head}\nnaturalearth:black-sea,{wild},44.136,33.804,366.6,H,SEA\n", encoding="utf-8")
    waters = Gazetteer.open(own=(own,)).waters
    text = render_svg(voyage(*BLACK_SEA, waters=waters))
    shown = re.findall(r'<text class="t water"[^<>]*>([^<>]*)</text>', text)
    assert wild in html.unescape(" ".join(shown))
    assert "<b onload" not in text


def test_a_name_without_anything_to_see_is_left_out(voyage, waters):
    hidden = [replace(w, names=(), name="\u200b") for w in waters if w.name == "Black Sea"]
    assert not named(compose(voyage(*BLACK_SEA, waters=tuple(hidden))).wide)


def test_a_theme_may_colour_waters_as_far_as_they_can_be_read():
    assert theme_from_text("[light]\nwater = '#123456'", name="t").colours["water"][0] == "#123456"
    assert contrast("#8899aa", "#d3e2ea") < TEXT
    with pytest.raises(Exception, match="water"):
        theme_from_text("[light]\nwater = '#8899aa'", name="t")
