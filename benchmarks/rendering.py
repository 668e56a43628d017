"""How long the founding map takes to draw, beside what importing folium takes in the same process.

    python -m benchmarks.rendering [--runs N]

Each run is a new process: it reads the example article, imports what draws, and then times folium's import and the
first drawing by each engine. The medians are printed; what is aside (reading the article) is not counted.
"""

import argparse
import json
import statistics
import subprocess
import sys

_RUN = """
import json, time
from datetime import date
from geomap import Gazetteer, analyse, read_article
report = analyse(read_article("examples/train-kim.fr.txt", published=date(2023, 9, 13)), Gazetteer.open())
import geopy.distance, babel, jinja2, shapely
from geomap.render import render_map
import geomap.render.page, geomap.render.svg
clock = time.perf_counter
times = {}
def timed(name, work):
    began = clock(); work(); times[name] = clock() - began
timed("svg engine, first", lambda: render_map(report, engine="svg"))
timed("import folium", lambda: __import__("folium"))
import geomap.render.leaflet
timed("leaflet engine, second", lambda: render_map(report, engine="leaflet"))
timed("svg picture, third", lambda: render_map(report, format="svg"))
print(json.dumps(times))
"""


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description="how long a map takes to draw")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    runs = [_run() for _ in range(options.runs)]
    for name in runs[0]:
        seconds = [run[name] for run in runs]
        print(f"{name:24} {statistics.median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})")


def _run() -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", _RUN], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
