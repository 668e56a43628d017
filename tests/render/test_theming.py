"""A newsroom's style: what it may set, what is refused and how, and that nothing leaks out of its values."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import RenderError, ThemeError
from geomap.render import render_map
from geomap.render.style import PALETTE
from geomap.render.theme import PLAIN
from geomap.render.theming import PAIRS, contrast, faint_pairs, read_theme, theme_from_text

EXAMPLE = Path(__file__).parents[2] / "examples" / "theme.toml"


def read(text):
    return theme_from_text(text, name="desk.toml")


def test_geomap_s_own_colours_keep_the_contrasts_it_asks_of_others():
    assert list(faint_pairs(PLAIN)) == []


def test_every_pair_names_colours_of_the_palette():
    assert {name for pair in PAIRS for name in pair[:2]} <= {*PALETTE}


def test_contrast_is_wcag_s():
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_the_example_is_read_whole():
    theme = read_theme(EXAMPLE)
    assert theme.colours["sea"] == ("#d5e5e3", "#15201f")
    assert theme.font == '"Source Serif 4","Charter","Georgia",serif'
    assert (theme.sizes["stop"], theme.weights["title"], theme.lines["confirmed"]) == (15, 600, 4)
    assert theme.numbers == "en_GB"


@pytest.mark.parametrize(("engine", "format"), [("leaflet", "html"), ("svg", "html"), ("svg", "svg")])
def test_a_theme_dresses_every_map(report, engine, format):  # noqa: A002
    theme = read_theme(EXAMPLE)
    drawn = render_map(report, format=format, engine=engine, theme=theme)
    assert "#d5e5e3" in drawn
    assert "#15201f" in drawn.split("prefers-color-scheme:dark")[1]
    assert 'font-family:"Source Serif 4"' in drawn
    assert re.search(r"\.stop[^{}]*\{font-size:15px\}", drawn)
    assert "#a31526" not in drawn
    assert drawn == render_map(report, format=format, engine=engine, theme=theme)
    assert drawn != render_map(report, format=format, engine=engine)


def test_a_page_says_which_theme_it_wears(report):
    theme = read_theme(EXAMPLE)
    assert re.fullmatch(r"theme\.toml [0-9a-f]{16}", theme.source)
    assert f'"theme":"{theme.source}"' in render_map(report, engine="svg", theme=theme)
    assert '"theme"' not in render_map(report, engine="svg")


def test_an_empty_theme_changes_nothing(report):
    for options in ({"engine": "svg"}, {"format": "svg"}):
        dressed = render_map(report, **options, theme=replace(read(""), source=""))
        assert dressed == render_map(report, **options)


def test_numbers_are_written_in_the_theme_s_language(report):
    swiss = render_map(report, engine="svg", theme=read('[numbers]\nlanguage = "de-CH"\n'))
    french = render_map(report, engine="svg")
    assert ("7.9&#160;km" in swiss, "7,9&#160;km" in french) == (True, True)


def test_the_pair_that_falls_short_is_named():
    with pytest.raises(ThemeError) as caught:
        read('[light]\nink = "#999"\n')
    assert str(caught.value) == (
        "desk.toml: in light, ink #999999 on sea #d3e2ea has a contrast of 2.1, and type needs 4.5 "
        "(and 2 more pairs fall short)"
    )
    with pytest.raises(ThemeError, match=r"in dark, claim #303030 on land #2b333b .* and type needs 4.5"):
        read('[dark]\nclaim = "#303030"\n')
    with pytest.raises(ThemeError, match=r"in light, number #000000 on second #6a2f9c has a contrast of 2\.\d"):
        read('[light]\nnumber = "#000"\n')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[light]\nlake = '#fff'", "'light.lake' is unknown; there are paper, sea, land"),
        ("[colours]\nsea = '#fff'", "'colours' is unknown; there are light, dark, fonts"),
        ("font = 'Arial'", "'font' is unknown"),
        ("light = 3", "light must be a table, [light], got 3"),
        ("[light]\nsea = 'red'", "light.sea must be a colour such as \"#1b2126\", got 'red'"),
        ("[light]\nsea = 7", "light.sea must be a colour"),
        ("[light]\nsea = '#12345'", "light.sea must be a colour"),
        ("[light]\nsea = '#fff}body{display:none'", "light.sea must be a colour"),
        ("[light]\nsea = '#fff\\n'", "light.sea must be a colour"),
        ('[fonts]\nfamilies = ["x\\"}</style><script>"]', "fonts.families must be names of fonts"),
        ("[fonts]\nfamilies = ['url(https://evil.example)']", "fonts.families must be names of fonts"),
        ("[fonts]\nfamilies = []", "fonts.families must be a list of names of fonts"),
        ("[fonts]\nfamilies = [['a']]", "fonts.families must be names of fonts"),
        ("[sizes]\nstop = 10", "sizes.stop must be pixels between 11 and 24, got 10"),
        ("[sizes]\nstop = nan", "sizes.stop must be pixels between 11 and 24"),
        ("[sizes]\nstop = '14px'", "sizes.stop must be pixels between 11 and 24"),
        ("[sizes]\nstop = true", "sizes.stop must be pixels"),
        ("[weights]\nstop = 650", "weights.stop must be a weight"),
        ("[lines]\nconfirmed = 99", "lines.confirmed must be pixels between 1 and 8"),
        ("[lines]\ndenied = 2", "'lines.denied' is unknown"),
        ("[numbers]\nlanguage = 'xx'", 'numbers.language must be a language such as "fr" or "de-CH"'),
        ("[numbers]\nlanguage = '../../etc'", "numbers.language must be a language"),
        ("[light", "desk.toml is no TOML"),
    ],
)
def test_what_is_refused_and_how(text, said):
    with pytest.raises(ThemeError) as caught:
        read(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_none(tmp_path):
    with pytest.raises(ThemeError, match="there is no theme at"):
        read_theme(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RenderError, match="cannot read the theme"):
        read_theme(tmp_path / "bad.toml")


@given(st.text(max_size=60))
def test_no_font_leaves_its_quotation_marks(text):
    try:
        font = read(f"[fonts]\nfamilies = [{_toml(text)}]").font
    except ThemeError:
        return
    assert re.fullmatch(r'("[A-Za-z0-9][A-Za-z0-9 _-]*"|[a-z-]+)(,("[A-Za-z0-9 _-]+"|[a-z-]+))*', font)


def _toml(text):
    return '"' + "".join(f"\\U{ord(c):08X}" for c in text if not 0xD800 <= ord(c) < 0xE000) + '"'
