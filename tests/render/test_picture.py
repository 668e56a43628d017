"""PNG and PDF through Chromium: sizes, hostile text, no network, and what is said where there is none."""

import os
import re
import shutil
import stat
import struct
from dataclasses import replace

import pytest

from benchmarks.legibility import picture_faults
from geomap.errors import RenderError
from geomap.render import render_picture
from geomap.render.browser import find_browser, photograph
from geomap.render.compose import compose
from geomap.render.picture import card, fit_card, page_around
from geomap.render.svg import draw_graphic

BLANK = "<!DOCTYPE html><title>x</title><body style='margin:0'>"

needs_chromium = pytest.mark.skipif(
    shutil.which("chromium") is None and not os.environ.get("CI"), reason="chromium is not installed"
)


@pytest.fixture(scope="module")
def scene(report):
    return compose(report)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A program in the browser's place."""

    def make(script):
        path = tmp_path / "stand-in"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("GEOMAP_CHROMIUM", str(path))

    return make


@pytest.mark.parametrize("size", [(1200, 630), (1080, 1080), (1080, 1920), (800, 418)])
def test_a_card_has_the_shape_it_was_asked_for_and_its_map_enough_of_it(scene, size):
    drawn = card(scene, size)
    assert drawn.width / drawn.height == pytest.approx(size[0] / size[1], rel=0.02)
    tall = float(re.search(r'<svg y="[\d.]+" width="[\d.]+" height="([\d.]+)"', drawn.svg)[1])
    assert tall >= 0.3 * drawn.height
    smallest = min(float(px) for px in re.findall(r"font-size:([\d.]+)px", drawn.svg))
    assert smallest * size[0] / drawn.width >= 10.9


@pytest.mark.parametrize("size", [(1200, 630), (1080, 1080)])
def test_a_card_names_the_whole_journey_and_has_no_faults(scene, size):
    fitted = fit_card(scene, size)
    assert fitted.picture.unlabelled == ()
    assert list(picture_faults(scene, fitted.picture)) == []


def test_a_card_that_lies_has_its_words_beside_a_journey_that_stands(scene):
    fitted = fit_card(scene, (1200, 630))
    assert fitted.picture.width < 0.7 * fitted.graphic.width
    assert fitted.picture.height == pytest.approx(fitted.graphic.height, abs=1)


def test_a_small_map_is_left_whole(scene):
    fitted = fit_card(scene, (640, 336))
    assert len(fitted.picture.panels) == 1


@pytest.mark.parametrize("size", [(400, 210), (300, 300)])
def test_a_card_without_room_for_its_map_is_refused_with_a_size_that_would_do(scene, size):
    with pytest.raises(RenderError, match=f"a picture of {size[0]}x{size[1]} leaves the map no room") as refused:
        card(scene, size)
    enough = re.search(r"make it larger, (\d+)x(\d+) is enough$", str(refused.value))
    assert fit_card(scene, (int(enough[1]), int(enough[2]))) is not None


@pytest.mark.parametrize("size", [(10, 630), (1200, 90_000)])
def test_sizes_out_of_bounds_are_refused(report, size):
    with pytest.raises(RenderError, match="sides are 200 to 6000 pixels"):
        render_picture(report, size=size)


def test_the_page_loads_and_runs_nothing(report, story):
    bad = replace(story.PYONGYANG, name="<script>alert(1)</script>", names=())
    scene = compose(replace(story.with_place(report, story.PYONGYANG, bad), mentions=()))
    page = page_around(draw_graphic(scene, scene.wide, dark=False), (760, 700), "</title><script>x</script>")
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert "<script" not in page
    assert "prefers-color-scheme" not in page
    assert not re.search(r"""\b(src|href)\s*=""", page)


def test_without_a_browser_one_line_says_how_to_get_one(monkeypatch):
    monkeypatch.delenv("GEOMAP_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(RenderError) as caught:
        find_browser("png")
    assert str(caught.value).startswith("a .png map is drawn by Chromium, and it is not installed: install it")
    monkeypatch.setenv("GEOMAP_CHROMIUM", "/nowhere/chrome")
    with pytest.raises(RenderError, match="GEOMAP_CHROMIUM names '/nowhere/chrome', which does not run"):
        find_browser("pdf")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo '[1:2:ERROR:x.cc(3)] No usable sandbox!' >&2; exit 1", "drew no .png: No usable sandbox!; .svg"),
        ("exit 0", "drew no .png: it said nothing"),
        ('for a in "$@"; do case $a in --screenshot=*) echo junk > "${a#*=}";; esac; done', "drew no .png"),
    ],
)
def test_a_browser_that_fails_gets_one_line(stand_in, script, said):
    stand_in(script)
    with pytest.raises(RenderError) as caught:
        photograph(BLANK, kind="png", size=(300, 200))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_browser_that_never_ends_is_ended(stand_in, monkeypatch):
    monkeypatch.setattr("geomap.render.browser._SECONDS", 0.3)
    stand_in("sleep 60")
    with pytest.raises(RenderError, match="it took more than"):
        photograph(BLANK, kind="png", size=(300, 200))


def test_the_profile_is_temporary_and_names_are_not_resolved(stand_in, tmp_path):
    stand_in(f'echo "$@" > {tmp_path / "asked"}')
    with pytest.raises(RenderError):
        photograph(BLANK, kind="pdf", size=(300, 200))
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    profile = re.search(r"--user-data-dir=(\S+)", asked)[1]
    assert not os.path.exists(os.path.dirname(profile))  # noqa: PTH110, PTH120
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in asked
    assert ("--no-sandbox" in asked) == (os.geteuid() == 0)


@needs_chromium
@pytest.mark.browser
@pytest.mark.enable_socket
def test_pictures_are_drawn(report):
    png = render_picture(report, size=(1200, 630))
    assert struct.unpack(">II", png[16:24]) == (1200, 630)
    whole = render_picture(report)
    assert struct.unpack(">I", whole[16:20]) == (1520,)
    pdf = render_picture(report, format="pdf")
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    assert re.search(rb"/MediaBox \[0 0 570 ", pdf)
