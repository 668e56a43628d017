"""Keys under which two spellings of one name meet that `fold` keeps apart.

A French, an English and a German newspaper write one Cyrillic, Korean or Arabic name in three ways:
Oussouriïsk, Ussuriysk, Ussurijsk. Each script has its table of which letters of theirs may stand for
one sound; a key has one letter for each such set. Keys are loose on purpose (z and ts are one, sh and
zh are one), so they are asked only about countries whose names are romanised, and only when nothing
else bears the name.

A gazetteer's spelling is read the English way, which GeoNames follows, or from its Cyrillic letters;
a newspaper's also the German way, where ch and j stand for other sounds.

Towns on a river have one more key, in any country, in which sur, on, upon, am are one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Script(StrEnum):
    """The script that a country's names are romanised from; its letter opens the keys."""

    CYRILLIC = "c"
    KOREAN = "k"
    ARABIC = "a"


_COUNTRIES: Mapping[str, Script] = {
    **dict.fromkeys(
        ("AM", "AZ", "BG", "BY", "GE", "KG", "KZ", "MD", "MN", "RU", "TJ", "TM", "UA", "UZ"), Script.CYRILLIC
    ),
    **dict.fromkeys(("KP", "KR"), Script.KOREAN),
    **dict.fromkeys(
        (
            *("AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "IQ", "IR", "JO", "KM", "KW", "LB", "LY", "MA"),
            *("MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE"),
        ),
        Script.ARABIC,
    ),
}

SHORTEST = 4
"""Letters a key needs: below that, half the towns of a country sound alike."""

# Russian and Ukrainian letters as English writes them. Folding has made й и, ї і and ё е.
_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгґдежзиіклмнопрстуфхцчшщъыьэюяєў",
            (
                *("a", "b", "v", "g", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s"),
                *("t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "e", "u"),
            ),
            strict=True,
        )
    )
)

CONNECTORS = ("am", "an der", "na", "nad", "on", "sur", "upon", "en", "im", "in")
"""What joins a town to its river or country: Rostov-na-Donu, Châlons-en-Champagne."""

_CONNECTOR = re.compile(r" (?:am|an|na|nad|on|sur|upon) (?:(?:der|dem|den|l|la|le|the) )?")

_AFTER_CONNECTOR = re.compile(r"(@\w+?)[aeiou]+\b")
"""The river's ending, which Russian declines: na Donu, na Amure."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Letters to sounds, tried at each place in the order given."""

    sounds: Mapping[str, str]
    pattern: re.Pattern[str]

    def key(self, folded: str) -> str:
        return self.pattern.sub(lambda met: self.sounds[met[0]], folded)


def _reading(sounds: Mapping[str, str]) -> _Reading:
    longest_first = sorted(sounds, key=lambda letters: (-len(letters), letters))
    return _Reading(sounds, re.compile("|".join(longest_first)))


_SLAVIC = {
    **dict.fromkeys(("schtsch", "chtch", "shch", "stch", "tsch", "tch", "sch", "sh", "zh", "ch", "j"), "c"),
    **dict.fromkeys(("kh", "h"), "h"),
    **dict.fromkeys(("ts", "tz", "z", "s", "ss", "zz"), "s"),
    **dict.fromkeys(("ou", "oo", "u"), "u"),
    **dict.fromkeys(("ck", "c", "q", "k"), "k"),
    "gue": "ge",
    "gui": "gi",
    "gh": "g",
    "ph": "f",
    "w": "v",
    "x": "ks",
    "y": "i",
    "ce": "se",
    "ci": "si",
    "cy": "si",
}

_KOREAN = {
    **dict.fromkeys(("tch", "ch", "dj", "j"), "c"),
    **dict.fromkeys(("ou", "oo", "eu", "u", "w"), "u"),
    **dict.fromkeys(("eo", "o"), "o"),
    **dict.fromkeys(("ae", "oe", "e"), "e"),
    **dict.fromkeys(("kh", "k", "g", "gu"), "k"),
    **dict.fromkeys(("th", "t", "d"), "t"),
    **dict.fromkeys(("ph", "p", "b"), "p"),
    **dict.fromkeys(("sh", "s"), "s"),
    **dict.fromkeys(("r", "l"), "l"),
    "y": "i",
}

_ARABIC = {
    **dict.fromkeys(("dj", "dsch", "j", "g", "gu", "gh"), "j"),
    **dict.fromkeys(("sch", "sh", "ch"), "c"),
    **dict.fromkeys(("aou", "aw", "au", "ou", "oo", "o", "u", "w"), "u"),
    **dict.fromkeys(("ai", "ay", "ei", "ey", "ee", "ie", "e", "i", "y"), "i"),
    **dict.fromkeys(("kh", "k", "q", "ck"), "k"),
    **dict.fromkeys(("dh", "d"), "d"),
    **dict.fromkeys(("th", "t"), "t"),
    **dict.fromkeys(("z", "s"), "s"),
    "v": "u",
    "p": "b",
}

_ENGLISH = {Script.CYRILLIC: _reading(_SLAVIC), Script.KOREAN: _reading(_KOREAN), Script.ARABIC: _reading(_ARABIC)}
_GERMAN = {
    Script.CYRILLIC: _reading(_SLAVIC | {"ch": "h", "j": "i"}),
    Script.KOREAN: _reading(_KOREAN | {"j": "i"}),
    Script.ARABIC: _reading(_ARABIC | {"ch": "k"}),
}

_REPEATED = re.compile(r"(\w)\1+")
_GLIDE = re.compile(r"i(?=[aeiou])")
_GLIDED_O = re.compile(r"io")
_ARABIC_ARTICLE = re.compile(r"\b(?:a[dlnrstz]|ash|e[dlnrstz]|esh|oul|ul)\s")
_ASSIMILATED = re.compile(r"\b[ae]([dlnrstz])\1")
_SILENT_H = re.compile(r"h\b")


def script_of(country: str) -> Script | None:
    """The script that names of a country (ISO 3166-1 alpha-2) are romanised from, or None.

    >>> script_of("RU"), script_of("FR")
    (<Script.CYRILLIC: 'c'>, None)
    """
    return _COUNTRIES.get(country)


def listed_key(folded: str, script: Script) -> str:
    """The key of a gazetteer's name, given folded; empty where it would be too short to tell anything.

    >>> listed_key("ussuriysk", Script.CYRILLIC), listed_key("уссурииск", Script.CYRILLIC)
    ('c usurisk', 'c usurisk')
    """
    return _key(folded, script, _ENGLISH[script])


def asked_keys(folded: str) -> tuple[str, ...]:
    """Every key that words of an article, given folded, may be listed under; each once.

    >>> "c usurisk" in asked_keys("oussouriisk") and "c usurisk" in asked_keys("ussurijsk")
    True
    """
    keys = (_key(folded, script, reading[script]) for script in Script for reading in (_ENGLISH, _GERMAN))
    return tuple(dict.fromkeys(key for key in keys if key))


def river_key(folded: str) -> str:
    """The key of a name that tells a town by its river, given folded; empty for other names.

    >>> river_key("stratford upon avon") == river_key("stratford on avon")
    True
    """
    joined = _CONNECTOR.sub(" @", folded, count=1)
    return f"r {joined}" if "@" in joined else ""


def _key(folded: str, script: Script, reading: _Reading) -> str:
    if script is Script.CYRILLIC:
        sounds = _slavic(folded, reading)
    elif script is Script.ARABIC:
        sounds = _arabic(folded, reading)
    else:
        sounds = reading.key(folded).replace(" ", "")
    sounds = _REPEATED.sub(r"\1", sounds)
    return f"{script} {sounds}" if len(sounds) >= SHORTEST and sounds.isascii() else ""


def _slavic(folded: str, reading: _Reading) -> str:
    latin = folded.translate(_CYRILLIC)
    joined = _CONNECTOR.sub(" @", latin, count=1)
    sounds = _REPEATED.sub(r"\1", reading.key(joined))
    sounds = _GLIDE.sub("", _GLIDED_O.sub("e", sounds))
    return _AFTER_CONNECTOR.sub(r"\1", sounds) if "@" in sounds else sounds


def _arabic(folded: str, reading: _Reading) -> str:
    bare = _ASSIMILATED.sub(r"\1", _ARABIC_ARTICLE.sub("", folded))
    return reading.key(_SILENT_H.sub("", bare)).replace(" ", "")
