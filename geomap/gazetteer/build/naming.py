"""What regions and districts are called, by the patterns of regions.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geomap.gazetteer.build.geonames import Division

LANGUAGES = ("en", "fr", "de", "es", "ru")
"""Of the names that are written."""

_VOWELS = frozenset("aeiouAEIOUàâäéèêëîïôöùûüÀÂÄÉÈÊËÎÏÔÖÙÛÜœŒ")
_DASHES = "-–— "
_PARTICLE = 5
"""Letters of the longest particle ("de la")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What GeoNames no longer lists: its code in ISO 3166-2, and GeoNames' of what its land is part of now."""

    iso: str
    name: str
    region: str
    districts: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """The forms of each kind of division by language, and the words that are taken off a name before."""

    designators: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, Mapping[str, tuple[str, ...]]]
    kept_districts: frozenset[str]
    words: frozenset[str]
    plain: Mapping[str, str]
    former: tuple[Former, ...]

    def core(self, text: str, lang: str) -> str:
        """A name without the word for what it is: "Kharkiv Oblast" is Kharkiv."""
        pattern = self.designators.get(lang)
        bare = text
        while pattern is not None:
            cut = pattern.sub("", bare, count=1).strip(_DASHES)
            if cut == bare or not cut:
                break
            bare = cut
        return bare[:1].upper() + bare[1:]

    def forms(self, core: str, lang: str, division: Division) -> Iterator[str]:
        """The full forms in a language around a bare name, the usual one first."""
        kind = division.kind
        for key in (f"{division.country}:{kind}", f"*:{kind}", "*:*" if division.level == 1 else ""):
            if key in self.kinds:
                for form in self.kinds[key].get(lang, ()):
                    yield _filled(form, core)
                return


def _filled(form: str, core: str) -> str:
    if form.endswith(" de {}") and core[:1] in _VOWELS:
        return form.replace("de {}", f"d'{core}")
    return form.replace("{}", core)


@lru_cache
def load_patterns() -> Patterns:
    """The patterns of regions.toml."""
    table = tomllib.loads(Path(__file__).with_name("regions.toml").read_text(encoding="utf-8"))
    return Patterns(
        designators={lang: _either_end(words) for lang, words in table["designators"].items() if words},
        kinds={
            key: {lang: tuple(kind[lang]) for lang in LANGUAGES if lang in kind}
            for kind in table["kinds"]
            for key in kind["of"]
        },
        kept_districts=frozenset(table["districts"]["always"]),
        words=frozenset(table["words"]["alone"]),
        plain=table["plain"],
        former=tuple(
            Former(
                iso=entry["iso"],
                name=entry["name"],
                region=entry["region"],
                districts=tuple(f"{entry['iso'][:2]}.{entry['region']}.{number}" for number in entry["departments"]),
                code=entry.get("code", "ADM1H"),
            )
            for entry in table["former"]
        ),
    )


def _either_end(words: Sequence[str]) -> re.Pattern[str]:
    """Any of some words at the beginning or end of a name; one that ends in an apostrophe or hyphen joins on.

    Short ones count in the case given: "de Homs" loses its particle, "De Aar" is a name.
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    spelt = [re.escape(word) if len(word) <= _PARTICLE else f"(?i:{re.escape(word)})" for word in ordered]
    first = "|".join(
        spelling + ("" if word[-1] in "'’-" else r"\s") for word, spelling in zip(ordered, spelt, strict=True)
    )
    last = "|".join(("" if word[0] == "-" else r"\s") + spelling for word, spelling in zip(ordered, spelt, strict=True))
    return re.compile(rf"^(?:{first})\s*|(?:{last})$")
