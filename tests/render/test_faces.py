"""A theme's type may be wider than geomap's own: the layout leaves it the room it takes."""

import re
from dataclasses import replace

import pytest

from benchmarks.legibility import faults
from geomap.render.compose import compose
from geomap.render.svg import draw_graphic
from geomap.render.text import text_width
from geomap.render.theme import PLAIN, Theme

MONO = Theme(font='"Courier New",monospace')
_TEXT = re.compile(r'<text class="(?:head|note)" x="([\d.]+)" y="[\d.]+" font-size="([\d.]+)"[^>]*>([^<]*)</text>')


@pytest.mark.parametrize("which", ["wide", "portrait"])
def test_nothing_around_the_map_is_cut_in_type_of_fixed_width(report, which):
    scene = compose(report, theme=MONO)
    picture = getattr(scene, which)
    around = _TEXT.findall(draw_graphic(scene, picture).svg)
    assert len(around) > 10
    # No entity of SVG stands for more than one character of it.
    ends = {text: float(x) + 0.6 * float(size) * len(re.sub(r"&\w+;", "&", text)) for x, size, text in around}
    assert {text: end for text, end in ends.items() if end > picture.width} == {}


def test_labels_in_type_of_fixed_width_have_the_room_they_take(report):
    scene = compose(report, theme=MONO)
    assert scene.wide.sheet.faces == ("mono",)
    assert faults(scene) == []


@pytest.mark.parametrize(
    ("font", "faces"),
    [
        ("", ("sans",)),
        ('"Arial",sans-serif', ("sans",)),
        ('"Source Serif 4",serif', ("serif",)),
        ("monospace", ("mono",)),
        ('"Roboto Mono",sans-serif', ("sans", "mono")),
    ],
)
def test_the_list_of_families_says_how_wide_type_may_be(font, faces):
    assert replace(PLAIN, font=font).faces == faces


def test_fixed_width_type_gives_each_character_the_same_room_bold_or_not():
    assert text_width("illi", 10, faces=("mono",)) == text_width("WMWM", 10, bold=True, faces=("mono",))
    assert text_width("illi", 10, faces=("mono",)) == pytest.approx(4 * 6.05)


def test_the_widest_of_several_kinds_counts():
    assert text_width("illi", 10, faces=("sans", "mono")) == text_width("illi", 10, faces=("mono",))
    assert text_width("WMWM", 10, faces=("sans", "mono")) == text_width("WMWM", 10)
