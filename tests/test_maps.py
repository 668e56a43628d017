"""The committed maps are those that geomap draws today: `python3 dev.py map` makes them again."""

from dataclasses import replace

import pytest

from geomap.render import render_map


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
