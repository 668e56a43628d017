"""Measurements, most of them on text that nobody here wrote.

That text stays outside the project: each benchmark is given its folder with --bench DIR, or in the
environment variable GEOMAP_BENCH, and says "not measured" where there is none.
"""
