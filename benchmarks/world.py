"""How geomap's outlines compare with geopandas on the same outlines: `python -m benchmarks.world`.

Ratios are taken within one run, on one machine, so that they can be compared between machines; the
absolute figures are only told. geopandas gets the countries' polygons, written beforehand to GeoPackage, whose index
lets it read a frame alone; geomap also cuts land, coast and borders, and counts harbours to their coast.
"""

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import shapely

from geomap.position import Position
from geomap.world import Worldview, countries_near, country_of, crosses, distance_to_border, distance_to_coast
from geomap.world.archive import load_archive
from geomap.world.basemap import draw, load_basemap
from geomap.world.disputed import load_disputed
from geomap.world.edges import list_edges

FRAME = (124.0, 37.0, 140.0, 54.0)
ROUNDS = 5
POINTS = 2000
FRESH = """
import time; start = time.perf_counter()
from geomap.world import load_basemap
imported = time.perf_counter()
base = load_basemap(scale={what!r})
for show in (base.land, base.borders, base.coast, base.countries):
    show({frame!r})
print((imported - start) * 1e3, (time.perf_counter() - imported) * 1e3)
"""
FRESH_GEOPANDAS = """
import time; start = time.perf_counter()
import geopandas
imported = time.perf_counter()
geopandas.clip(geopandas.read_file({what!r}, bbox={frame!r}), {frame!r})
print((imported - start) * 1e3, (time.perf_counter() - imported) * 1e3)
"""


def main() -> None:
    """Print a table: what, geomap, geopandas, how many times faster."""
    print(f"{'':44} {'geomap':>10} {'geopandas':>10} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for scale in ("50m", "10m"):
            base = load_basemap(scale=scale)
            codes = [code for code, rows in base.country_rows.items() for _ in rows]
            shapes = base.shaping.polygons(np.concatenate([*base.country_rows.values()]))
            frame = geopandas.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326)
            path = Path(folder) / f"{scale}.gpkg"
            frame.to_file(path)
            load_archive.cache_clear()
            ours = timed(lambda scale=scale: (load_archive.cache_clear(), decoded(scale)))
            row(f"{scale}: read the world", ours, timed(lambda path=path: geopandas.read_file(path)))
            theirs = timed(lambda path=path: geopandas.clip(geopandas.read_file(path, bbox=FRAME), FRAME))
            row(f"{scale}: read, and cut the founding frame", timed(lambda scale=scale: framed(scale)), theirs)
            ours, imports = fresh(FRESH, scale)
            theirs, their_imports = fresh(FRESH_GEOPANDAS, str(path))
            row(f"{scale}: that frame in a fresh process", ours, theirs)
            row("    with imports", ours + imports, theirs + their_imports)
        points(frame)
    single()


def points(frame: geopandas.GeoDataFrame) -> None:
    """The country of random places, one by one and all at once."""
    dice = random.Random(1)  # noqa: S311 (places, not secrets)
    places = [Position(lat=dice.uniform(-60, 75), lon=dice.uniform(-180, 180)) for _ in range(POINTS)]
    ours = timed(lambda: [country_of(place) for place in places], rounds=3)
    spots = [shapely.Point(place.lonlat) for place in places]
    index = frame.sindex
    theirs = timed(lambda: [index.query(spot, predicate="intersects") for spot in spots], rounds=3)
    row(f"country of {POINTS} places, one by one", ours, theirs)
    series = geopandas.GeoDataFrame(geometry=spots, crs=4326)
    row("    against geopandas' join of all at once", ours, timed(lambda: series.sjoin(frame), rounds=3))
    joined = series.sjoin(frame)["code"]
    agree = sum(joined.get(i, None) == country_of(place) for i, place in enumerate(places) if i in joined.index)
    print(f"    both name a country for {len(joined)} places, the same for {agree}")


def single() -> None:
    """What one question costs."""
    ussuriysk, vostochny = Position(lat=43.8047, lon=131.9573), Position(lat=51.8844, lon=128.3334)
    paris, vladivostok = Position(lat=48.8566, lon=2.3522), Position(lat=43.1056, lon=131.8735)
    for name, ask in (
        ("edges of the world listed, once a view", lambda: list_edges(load_archive("10m"), Worldview.UN)),
        ("crosses Ussuriysk-Vostochny", lambda: crosses([ussuriysk, vostochny])),
        ("crosses Vladivostok-Paris", lambda: crosses([vladivostok, paris])),
        ("country_of", lambda: country_of(ussuriysk)),
        ("countries_near", lambda: countries_near(ussuriysk)),
        ("distance_to_border", lambda: distance_to_border(vladivostok, "RU", "KP")),
        ("distance_to_coast", lambda: distance_to_coast(ussuriysk)),
    ):
        print(f"{name:44} {timed(ask):8.2f} ms")
    china = crosses([ussuriysk, vostochny]).countries_km["CN"]
    border = distance_to_border(vladivostok, "RU", "KP")
    print(f"Ussuriysk-Vostochny: {china:.0f} km in China; Vladivostok: {border:.0f} km to the RU-KP border")


def decoded(scale: str) -> object:
    """A basemap, read anew."""
    return draw(load_archive(scale), Worldview.UN, load_disputed())


def framed(scale: str) -> object:
    """The founding frame, read anew."""
    load_archive.cache_clear()
    base = draw(load_archive(scale), Worldview.UN, load_disputed())
    return base.land(FRAME), base.borders(FRAME), base.coast(FRAME), base.countries(FRAME)


def fresh(script: str, what: str) -> tuple[float, float]:
    """Milliseconds of loading and cutting, and of importing, in a new process: medians."""
    command = [sys.executable, "-c", script.format(what=what, frame=FRAME)]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(ROUNDS)]
    return statistics.median(float(run[1]) for run in runs), statistics.median(float(run[0]) for run in runs)


def timed(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Milliseconds that a call takes at best; the first is not counted."""
    work()
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def row(name: str, ours: float, theirs: float) -> None:
    """One line of the table."""
    print(f"{name:44} {ours:7.1f} ms {theirs:7.1f} ms {theirs / ours:6.1f}x")


if __name__ == "__main__":
    main()
