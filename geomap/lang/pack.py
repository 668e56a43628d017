"""The words of one language, read from the TOML files of its folder.

A pack only reads and checks; each stage compiles what it needs from it. Another language is another
folder with the same files, or some of them: no code names a word.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice, product
from typing import Literal

from babel.dates import get_day_names, get_month_names

from geomap.errors import LanguageError, WordsError

FILES = (
    "abbreviations",
    "actors",
    "claims",
    "dates",
    "demonyms",
    "entities",
    "factuality",
    "features",
    "lengths",
    "motion",
    "readings",
    "stops",
    "tables",
    "tokens",
    "verdicts",
)
"""What every language's folder holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A language's tables, by file. `lang` is ISO 639-1.

    The accessors raise `WordsError` naming file and key when a value is not of the kind asked for. A pack
    that is not `whole` has only some files, of a language in which geomap finds names and no more: lists
    and tables that it lacks are empty.
    """

    lang: str
    tables: Mapping[str, Mapping[str, object]]
    whole: bool = True

    def value(self, file: str, *keys: str) -> object:
        """Whatever stands at a dotted key of a file."""
        value: object = self.tables[file]
        for key in keys:
            if not isinstance(value, Mapping) or key not in value:
                raise WordsError(self._at(file, keys, "is missing"))
            value = value[key]
        return value

    def words(self, file: str, *keys: str) -> tuple[str, ...]:
        """A list of forms, apostrophes made typographic."""
        value = self._value_or(file, keys, nothing=[])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise WordsError(self._at(file, keys, f"must be a list of words, got {value!r}"))
        return tuple(plain(item) for item in value)

    def table(self, file: str, *keys: str) -> Mapping[str, object]:
        """A table, its keys made plain."""
        value = self._value_or(file, keys, nothing={})
        if not isinstance(value, Mapping):
            raise WordsError(self._at(file, keys, f"must be a table, got {value!r}"))
        return {plain(key): item for key, item in value.items()}

    def rows(self, file: str, *keys: str) -> tuple[Mapping[str, object], ...]:
        """An array of tables; absent is empty."""
        if keys[-1] not in self.tables[file]:
            return ()
        value = self.value(file, *keys)
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise WordsError(self._at(file, keys, "must be an array of tables"))
        return tuple(value)

    def flag(self, file: str, *keys: str) -> bool:
        """A yes or no."""
        value = self._value_or(file, keys, nothing=False)
        if not isinstance(value, bool):
            raise WordsError(self._at(file, keys, f"must be true or false, got {value!r}"))
        return value

    def _value_or(self, file: str, keys: tuple[str, ...], *, nothing: object) -> object:
        try:
            return self.value(file, *keys)
        except (KeyError, WordsError):
            if self.whole:
                raise
            return nothing

    def _at(self, file: str, keys: tuple[str, ...], what: str) -> str:
        return f"geomap/lang/{self.lang}/{file}.toml: {'.'.join(keys)} {what}"


def plain(text: str) -> str:
    """A form with typographic apostrophes and single ordinary spaces, of the same length or shorter.

    >>> plain("d'après")
    'd’après'
    """
    return " ".join(text.replace("'", "’").replace("\u02bc", "’").split())


@lru_cache
def weekdays(lang: str) -> frozenset[str]:
    """The days of the week in a language, lower case, from CLDR.

    >>> "tuesday" in weekdays("en")
    True
    """
    return frozenset(name.lower() for name in get_day_names("wide", locale=lang).values())


@lru_cache
def months(lang: str) -> frozenset[str]:
    """The months in a language, lower case, from CLDR.

    >>> "mars" in months("fr")
    True
    """
    return frozenset(name.lower() for name in get_month_names("wide", locale=lang).values())


@lru_cache
def dates(lang: str) -> frozenset[str]:
    """The days and months of a language, in full and abbreviated, lower case, without their full stops.

    >>> {"tuesday", "tue", "january", "jan"} <= dates("en")
    True
    """
    names = [table(width, locale=lang) for table in (get_day_names, get_month_names) for width in _WIDTHS]
    return frozenset(name.lower().rstrip(".") for each in names for name in each.values())


@lru_cache
def demonyms(lang: str) -> Mapping[str, str]:
    """What the people of a country are called, in small letters, each with the country (ISO 3166-1 alpha-2).

    >>> demonyms("fr")["russes"]
    'RU'
    """
    table = load_some(lang).table("demonyms", "demonyms")
    return {form.lower(): country for country, forms in table.items() for form in forms_of(forms)}


def undeclined(name: str, lang: str) -> Iterator[str]:
    """The names that a declined one may be of, likeliest first; none in a language without endings.

    >>> "Уссурийск" in undeclined("Уссурийске", "ru"), list(undeclined("Lyon", "fr"))
    (True, [])
    """
    endings = _endings(lang)
    if not endings:
        return
    words = name.split(" ")
    if len(words) > _MOST_DECLINED:
        return
    for forms in islice(product(*(_stems(word, endings) for word in words)), _MOST_FORMS):
        found = " ".join(forms)
        if found != name:
            yield found


_MOST_FORMS = 64
"""Forms tried of one name."""
_MOST_DECLINED = 3
"""Words of a name that are undeclined together."""


def _stems(word: str, endings: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A word, and what it may be with another ending; one of three letters is left alone."""
    stems = [word]
    for size in range(min(5, len(word) - 3), 0, -1):
        ending = word[-size:]
        bare = ending.lower()
        if bare in endings:
            shout = ending.isupper()
            stems += [word[:-size] + (form.upper() if shout else form) for form in endings[bare]]
    return list(dict.fromkeys(stems))


@lru_cache
def _endings(lang: str) -> Mapping[str, tuple[str, ...]]:
    pack = load_some(lang)
    table = pack.table("entities", "endings") if not pack.whole else {}
    return {ending: forms_of(forms) for ending, forms in table.items()}


_WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")


def forms_of(value: object) -> tuple[str, ...]:
    """The forms of a list read from a table, made plain; nothing where the value is no list.

    >>> forms_of(["d'après", "selon"])
    ('d’après', 'selon')
    """
    return tuple(plain(str(item)) for item in value) if isinstance(value, list) else ()


@lru_cache
def languages() -> tuple[str, ...]:
    """The languages that have all words, sorted; of some others geomap knows those that names are found by."""
    root = files("geomap.lang")
    return tuple(
        sorted(
            item.name for item in root.iterdir() if item.is_dir() and all((item / f"{f}.toml").is_file() for f in FILES)
        )
    )


@lru_cache
def load_pack(lang: str) -> Pack:
    """The pack of a language. Raises `LanguageError` for one without a folder, `WordsError` for a bad file."""
    if lang not in languages():
        msg = f"geomap has no words for the language {lang!r}; it knows {', '.join(languages())}"
        raise LanguageError(msg)
    return Pack(lang=lang, tables={name: _table(lang, name) for name in FILES})


def answered_in(lang: str) -> str:
    """The language that geomap answers in about a text: the text's own where it has all words, else English."""
    return lang if lang in languages() else "en"


@lru_cache
def load_some(lang: str) -> Pack:
    """The pack of any language, with whatever files it has: none of them, for most.

    >>> load_some("de").words("entities", "coordinators"), load_some("sw").words("entities", "coordinators")
    (('und',), ())
    """
    if lang in languages():
        return load_pack(lang)
    folder = files("geomap.lang") / lang
    there = [name for name in FILES if lang.isalpha() and (folder / f"{name}.toml").is_file()]
    return Pack(lang=lang, tables={name: _table(lang, name) for name in there}, whole=False)


def _table(lang: str, name: str) -> Mapping[str, object]:
    try:
        return tomllib.loads((files("geomap.lang") / lang / f"{name}.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
        msg = f"geomap/lang/{lang}/{name}.toml cannot be read: {error}"
        raise WordsError(msg) from error
