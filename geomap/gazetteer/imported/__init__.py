"""Places that the user imports: GeoNames' dumps, and places of one's own, which win.

`importing` makes a store of files, `store` reads it, `shelf` asks all of them together, `download` gets
dumps from GeoNames, `export` writes places out. Nothing is loaded here: where nothing is imported,
opening the gazetteer pays for none of it.
"""
