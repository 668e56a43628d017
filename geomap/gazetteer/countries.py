"""What countries are called: Unicode CLDR's names in five languages, and the curated aliases around them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from geomap.gazetteer.place import Name, NameKind, Place
from geomap.gazetteer.tables import CountryName, Tables

# The languages in which CLDR names countries for us, in the order their names are listed.
COUNTRY_NAME_LANGUAGES = ("en", "fr", "de", "es", "ru")


def with_country_names(tables: Tables) -> Iterator[Place]:
    """The places, countries having in each language: aliases of rank 0, CLDR's name, other aliases."""
    aliases: defaultdict[str, list[CountryName]] = defaultdict(list)
    for alias in tables.country_names:
        aliases[alias.country].append(alias)
    territories = _territories()
    for place in tables.places:
        if not place.is_country:
            yield place
            continue
        own = aliases[place.country]
        cldr = [
            Name(text=text, lang=lang, kind=NameKind.SHORT)
            for lang in COUNTRY_NAME_LANGUAGES
            for text in _plain_forms(territories[lang].get(place.country, ""))
        ]
        first = [alias.name for alias in own if alias.rank == 0]
        after = [alias.name for alias in own if alias.rank > 0]
        unique: dict[tuple[str, str], Name] = {}
        for name in (*first, *cldr, *after, *place.names):
            unique.setdefault((name.lang, name.text), name)
        yield replace(place, names=tuple(unique.values()))


def _territories() -> dict[str, Mapping[str, str]]:
    from babel import Locale  # noqa: PLC0415  (needed to compile the index, never to read it)

    return {lang: Locale(lang).territories for lang in COUNTRY_NAME_LANGUAGES}


def _plain_forms(text: str) -> tuple[str, ...]:
    """What newspapers write of a CLDR name: "Myanmar (Birmanie)" is "Myanmar" or "Birmanie"."""
    outer, _, inner = text.partition(" (")
    return tuple(form for form in (outer, inner.removesuffix(")")) if form)
