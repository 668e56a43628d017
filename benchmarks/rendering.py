"""How long the founding map takes to draw, beside what importing folium takes in the same process.

    python -m benchmarks.rendering [--runs N]

Each figure is a new process's first drawing: it reads the example article and imports what draws, neither of which
is counted, then times one drawing and folium's import, which the interactive engine needs first and the other only
for comparison. The runs of the three take turns, so that a machine whose speed drifts treats them alike. Printed
are medians, and the median of each run's own ratio: below 1 the drawing takes less than the import. The last line
is folium imported into a process that has nothing yet, neither numpy nor jinja2, as a reader of its own meets it.
"""

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

DRAWINGS = {
    "page, svg engine": 'engine="svg"',
    "page, leaflet engine": 'engine="leaflet"',
    "picture alone": 'format="svg"',
}

_RUN = """
import json, sys, time
from datetime import date
from geomap import Gazetteer, analyse, read_article
report = analyse(read_article("examples/train-kim.fr.txt", published=date(2023, 9, 13)), Gazetteer.open())
import geopy.distance, babel, jinja2, shapely
from geomap.render import render_map
import geomap.render.page, geomap.render.svg
assert "folium" not in sys.modules
clock = time.perf_counter
def folium():
    began = clock(); import folium; return clock() - began
def drawing():
    began = clock(); render_map(report, {options}); return clock() - began
if "leaflet" in '{options}':
    imported = folium()
    import geomap.render.leaflet
    drawn = drawing()
else:
    drawn = drawing()
    imported = folium()
print(json.dumps([drawn, imported]))
"""
_ALONE = "import json, time; began = time.perf_counter(); import folium; print(json.dumps(time.perf_counter() - began))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Seconds that a process took for its first drawing, and for importing folium."""

    drawn: float
    imported: float

    @property
    def ratio(self) -> float:
        """The drawing as a share of the import."""
        return self.drawn / self.imported


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description="how long a map takes to draw")
    parser.add_argument("--runs", type=int, default=7)
    turns = range(parser.parse_args().runs)
    alone: list[float] = []
    runs: dict[str, list[Run]] = {name: [] for name in DRAWINGS}
    for _ in turns:
        for name in DRAWINGS:
            runs[name].append(run(name))
        alone.append(json.loads(_printed(_ALONE)))
    for name, taken in runs.items():
        share = statistics.median(r.ratio for r in taken)
        print(f"{_line(name, [r.drawn for r in taken])}  {share:.2f} of folium's import")
    print(_line("import folium", [r.imported for taken in runs.values() for r in taken]))
    print(_line("import folium, alone", alone))


def run(name: str) -> Run:
    """One of `DRAWINGS` in a new process."""
    drawn, imported = json.loads(_printed(_RUN.format(options=DRAWINGS[name])))
    return Run(drawn=drawn, imported=imported)


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def _line(name: str, seconds: list[float]) -> str:
    return f"{name:22} {statistics.median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})"


if __name__ == "__main__":
    main()
