"""Words are data: one folder of TOML files per language."""

from geomap.lang.pack import Pack, languages, load_pack, load_some, plain

__all__ = ["Pack", "languages", "load_pack", "load_some", "plain"]
