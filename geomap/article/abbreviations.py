"""A language's words that end in a full stop without ending a sentence."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from geomap.errors import WordsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """Words written without their final stop; capitals count.

    A sentence never ends at one of `never`; at one of `before_number` it goes on if a digit
    follows; at one of `may_end` it ends only where one of `starters` follows.
    """

    never: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()


_KEYS = {"never": "abbreviations"}


@cache
def abbreviations_of(lang: str) -> Abbreviations:
    """The words of `geomap/lang/<lang>/abbreviations.toml`; none where a language has no such file.

    Raises `WordsError` when the file is not TOML or a list holds something other than words.
    """
    source = files("geomap.lang").joinpath(lang, "abbreviations.toml")
    if not source.is_file():
        return Abbreviations()
    where = f"geomap/lang/{lang}/abbreviations.toml"
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))
    except ValueError as error:
        msg = f"{where} is not valid TOML: {error}"
        raise WordsError(msg) from error
    lists: dict[str, frozenset[str]] = {}
    for field in fields(Abbreviations):
        key = _KEYS.get(field.name, field.name)
        words = table.pop(key, [])
        if not isinstance(words, list):
            msg = f"{where}: {key} must be a list of words, got {words!r}"
            raise WordsError(msg)
        for word in words:
            if not isinstance(word, str) or word != word.strip() or word.endswith(".") or not word:
                msg = f"{where}: {key} must hold words without their final stop, got {word!r}"
                raise WordsError(msg)
        lists[field.name] = frozenset(words)
    if table:
        msg = f"{where}: unknown key {min(table)!r}; known are {', '.join(_KEYS.get(f, f) for f in lists)}"
        raise WordsError(msg)
    return Abbreviations(**lists)
