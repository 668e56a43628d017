"""The committed maps are those that geomap draws today: `python3 dev.py map` makes them again."""

import gzip
import re
from dataclasses import replace

import pytest

from benchmarks.legibility import faults
from geomap.render import render_map
from geomap.render.compose import compose


@pytest.mark.current
@pytest.mark.parametrize("example", ["french", "english"])
@pytest.mark.parametrize("kind", ["html", "svg"])
def test_a_committed_map_is_up_to_date(example, kind, request):
    report = request.getfixturevalue(example)
    options = (("lang", report.lang), ("published", report.articles[0].published.isoformat()))
    report = replace(report, provenance=replace(report.provenance, options=options))  # as the command notes them
    path = request.config.rootpath / "maps" / f"train-kim.{report.lang}.{kind}"
    if path.read_text(encoding="utf-8") != render_map(report, format=kind):
        pytest.fail(f"{path.name} is out of date: run python3 dev.py map", pytrace=False)


@pytest.mark.parametrize(
    ("options", "most", "most_packed"),
    [
        ({"format": "svg"}, 30_000, 10_000),
        ({"engine": "svg"}, 45_000, 16_000),
        ({"engine": "leaflet"}, 215_000, 66_000),
    ],
)
@pytest.mark.parametrize("example", ["french", "english"])
def test_the_founding_map_keeps_its_budget(example, options, most, most_packed, request):
    text = render_map(request.getfixturevalue(example), **options)
    assert len(text.encode()) <= most
    assert len(gzip.compress(text.encode(), 9)) <= most_packed
    assert not re.search(r"""\b(src|href)\s*=\s*["']?(https?:)?//(?!www\.w3)""", re.sub(r"<a [^>]*>", "", text))


def test_the_founding_map_names_every_stop(french):
    scene = compose(french)
    assert scene.wide.unlabelled == ()
    assert len(scene.portrait.unlabelled) <= 1
    assert faults(scene) == []
