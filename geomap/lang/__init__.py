"""Words are data: one folder of TOML files per language."""

from geomap.lang.pack import Pack, answered_in, languages, load_pack, load_some, plain

__all__ = ["Pack", "answered_in", "languages", "load_pack", "load_some", "plain"]
