"""Sentences made of templates: the same words around ever other names, so that the words teach.

A template is a marked sentence with slots in braces (`tests/corpus/templates`): {city}, {town}, {hamlet},
{country}, {region}, {river}, {person}, {surname}, {given}, {demonym}, {weekday}, {month}, {number}. A slot
with a number, as {city=1}, is filled with the same name each time in its sentence; {surname=1} and {given=1}
are parts of {person=1}.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel import Locale

from geomap.entities.corpus import MarkedText, marked_text
from geomap.entities.traits import people
from geomap.errors import CorpusError
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.names import ARTICLES
from geomap.gazetteer.place import Place
from geomap.lang.pack import forms_of, load_some
from geomap.tsv import shown

FILLINGS = 4
"""Sentences made of each template."""

CITY = 300_000
"""People from which a town counts as a city here."""

_TRIES = 20
"""Draws until a sentence's names differ; numbers and weekdays may run out."""

_ELIDED = re.compile(r"\b([dD])e (<[a-z]+>)(?=[AEIOUÂÀÉÈÊËÎÏÔÖÜŒaeiou])")
"""French "de" before a vowel."""

BIG_REGION = 1_000_000
"""People from which a first-level region may fill a slot."""

_SLOT = re.compile(r"\{([a-z]+)(?:=(\d))?\}")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")
_PLAIN = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ’'-]+(?:[ -][A-ZÀ-Ýa-zà-ÿ][a-zà-ÿ’'-]*){0,3}")


def read_templates(folder: Path) -> Mapping[str, tuple[tuple[str, int, str], ...]]:
    """The templates by language: file, line and text."""
    found: dict[str, tuple[tuple[str, int, str], ...]] = {}
    for path in sorted(folder.glob("[a-z][a-z].txt")):
        try:
            lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        except UnicodeDecodeError as error:
            msg = f"{shown(path)}: must be UTF-8, byte {error.start} is not"
            raise CorpusError(msg) from error
        found[path.stem] = tuple(
            (shown(path), number, line.strip()) for number, line in lines if line.strip() and not line.startswith("# ")
        )
    return found


def fill_templates(folder: Path, gazetteer: Gazetteer) -> Iterator[MarkedText]:
    """Each template of a folder, filled `FILLINGS` times; the same names each time it is asked.

    Raises `CorpusError` with file, line and what is wrong there.
    """
    for lang, templates in read_templates(folder).items():
        names = _Names(gazetteer, lang)
        for path, number, template in templates:
            for filling in range(FILLINGS if "{" in template else 1):
                chance = random.Random(f"{lang} {filling} {template}")  # noqa: S311 (chosen by chance, not secret)
                line = _filled(path, number, template, names, chance)
                yield marked_text(path, number, line, lang=lang, id=f"{lang}/template-{number}-{filling}")


def _filled(path: str, number: int, template: str, names: "_Names", chance: random.Random) -> str:
    kept: dict[tuple[str, str], str] = {}
    used: set[str] = set()

    def draw(slot: str) -> str:
        for _ in range(_TRIES):
            name = names.draw(slot, chance)
            if name not in used:
                break
        used.add(name)
        return name

    def fill(met: re.Match[str]) -> str:
        slot, key = met[1], met[2]
        if slot not in names.kinds:
            msg = f"{path}:{number}: a slot must be one of {', '.join(names.kinds)}, got {met[0]!r}"
            raise CorpusError(msg)
        if key is None:
            return draw(slot)
        if slot in {"person", "surname", "given"} and ("surname", key) not in kept:
            kept["given", key], kept["surname", key] = draw("given"), draw("surname")
            kept["person", key] = f"{kept['given', key]} {kept['surname', key]}"
        if (slot, key) not in kept:
            kept[slot, key] = draw(slot)
        return kept[slot, key]

    # A name in capitals stays in capitals: a dateline's slot is written {CITY}.
    odd = _BRACES.search(_SLOT.sub("", re.sub(r"\{[A-Z]+(?:=\d)?\}", "", template)))
    if odd:
        msg = f"{path}:{number}: a slot is a word in braces, as {{town}} or {{CITY=1}}, got {odd[0]!r}"
        raise CorpusError(msg)
    shouted = re.sub(r"\{([A-Z]+)((?:=\d)?)\}", lambda met: f"\0{{{met[1].lower()}{met[2]}}}\0", template)
    parts = _SLOT.sub(fill, shouted).split("\0")
    line = "".join(part.upper() if at % 2 else part for at, part in enumerate(parts))
    return _ELIDED.sub(r"\1’\2", line) if names.lang == "fr" else line


@dataclass
class _Names:
    """What fills the slots of a language's templates."""

    gazetteer: Gazetteer
    lang: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The slots there are."""
        return (*self._lists, "hamlet", "person", "number")

    def draw(self, slot: str, chance: random.Random) -> str:
        """A name for a slot."""
        if slot == "number":
            return str(chance.choice((chance.randint(2, 99), chance.randint(100, 2000))))
        if slot == "person":
            return f"{self.draw('given', chance)} {self.draw('surname', chance)}"
        if slot == "hamlet":
            # The beginning of one town and the end of another: a name that no gazetteer has.
            start, end = (chance.choice(self._lists["town"]).split()[-1] for _ in range(2))
            return (start[: len(start) // 2 + 1] + end[len(end) // 2 :]).capitalize()
        names = self._lists[slot]
        if not names:
            msg = f"nothing is known to fill {{{slot}}} in the language {self.lang!r}"
            raise CorpusError(msg)
        return chance.choice(names)

    @cached_property
    def _lists(self) -> Mapping[str, Sequence[str]]:
        locale = Locale(self.lang)
        kinds: dict[str, list[Place]] = {"city": [], "town": [], "region": [], "river": []}
        for place in self.gazetteer.every_place():
            kind = _slot_of(place)
            if kind:
                kinds[kind].append(place)
        demonyms = load_some(self.lang).table("demonyms", "demonyms").values()
        return {
            **{kind: self._named(places) for kind, places in kinds.items()},
            "country": self._named(self.gazetteer.countries()),
            "surname": [name.capitalize() for name in people("family") if _is_latin(name)],
            "given": [name.capitalize() for name in people("given") if _is_latin(name)],
            "demonym": [forms_of(forms)[0] for forms in demonyms if forms_of(forms)],
            "weekday": [str(day) for day in locale.days["format"]["wide"].values()],
            "month": [str(month) for month in locale.months["format"]["wide"].values()],
        }

    def _named(self, places: Iterator[Place] | Sequence[Place]) -> list[str]:
        names = (place.name_in(self.lang).removesuffix(" River") for place in places)
        return [name for name in names if _PLAIN.fullmatch(name) and name.split()[0].lower() not in ARTICLES]


def _slot_of(place: Place) -> str:
    """The slot that a place's name may fill, or nothing."""
    if place.feature_class == "P":
        return "city" if place.population >= CITY else "town"
    if place.is_region and place.population > BIG_REGION:
        return "region"
    return "river" if place.feature_code == "STM" else ""


def _is_latin(name: str) -> bool:
    return len(name) > 2 and all(letter.isalpha() and letter < "\u0250" for letter in name)
