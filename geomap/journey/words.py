"""A language's words of movement, compiled from its pack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from geomap.errors import WordsError
from geomap.lang.pack import Pack, forms_of, load_pack


class Act(StrEnum):
    """What a traveller does at a place."""

    DEPART = "depart"
    ARRIVE = "arrive"
    STOP = "stop"
    ENTER = "enter"
    PASS = "pass"  # noqa: S105 (a movement)
    HEAD = "head"
    VISIT = "visit"
    AWAY = "away"
    MEET = "meet"
    SEEN = "seen"


class Form(StrEnum):
    """What the ending of a verb asserts."""

    PRESENT = "present"
    IMPERFECT = "imperfect"
    PAST = "past"
    PARTICIPLE = "participle"
    FUTURE = "future"
    CONDITIONAL = "conditional"
    INFINITIVE = "infinitive"
    GERUND = "gerund"


class Side(StrEnum):
    """What a preposition makes of the place after it."""

    OBJECT = "object"
    ORIGIN = "origin"
    DESTINATION = "destination"
    PASSING = "passing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One form of a verb of movement."""

    act: Act
    form: Form
    takes_object: bool
    reflexive: bool
    then: tuple[tuple[str, ...], ...]
    lemma: str
    returns: bool = False
    idiomatic: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Forms of one or more words; `firsts` lets most tokens be passed over at once."""

    forms: frozenset[tuple[str, ...]]
    firsts: frozenset[str]
    longest: int

    @classmethod
    def of(cls, forms: Iterable[str]) -> "Phrases":
        """The phrases of a list of forms, cut as the tokeniser cuts text."""
        cut = frozenset(tuple(_words_of(form)) for form in forms)
        return cls(cut, frozenset(form[0] for form in cut), max(map(len, cut), default=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionWords:
    """Everything the journey stage asks of a language. Keys and forms are lower case."""

    verbs: Mapping[str, tuple[Verb, ...]]
    nouns: Mapping[str, Act]
    sightings: frozenset[str]
    away: tuple[tuple[str, ...], ...]
    prepositions: Mapping[tuple[str, ...], Side]
    inside: frozenset[tuple[str, ...]]
    heading: frozenset[str]
    compass: Mapping[str, str]
    saying: Phrases
    supposing: Phrases
    confirming: Phrases
    according: Phrases
    unnamed: Phrases
    planning: Phrases
    planning_phrases: Phrases
    hedges: Phrases
    particles: frozenset[str]
    completions: frozenset[str]
    negations: Phrases
    denying: frozenset[str]
    pluperfect: frozenset[str]
    conditional: frozenset[str]
    future: frozenset[str]
    conditions: Phrases
    inverted_conditions: frozenset[str]
    unconditional_before: frozenset[str]
    unconditional_after: frozenset[str]
    past: frozenset[str]
    sequence: Phrases
    onward: Phrases
    vehicles: Mapping[str, str]
    pronouns: frozenset[str]
    thing_pronouns: frozenset[str]
    groups: Phrases
    before_object: frozenset[str]
    possessives: frozenset[str]
    owner_before: frozenset[str]
    starters: frozenset[str]
    reflexives: frozenset[str]
    relatives: frozenset[str]
    turns: frozenset[str]
    only: frozenset[str]
    short_titles: frozenset[str]
    articles: frozenset[str]
    noun_markers: frozenset[str]
    infinitive: frozenset[str]
    where: frozenset[str]
    there: frozenset[str]
    clitics: frozenset[str]


def _words_of(form: str) -> list[str]:
    """A form cut as the tokeniser cuts text: an elided article is a word."""
    return form.lower().replace("’", "’ ").split()


def _verbs(pack: Pack) -> dict[str, tuple[Verb, ...]]:
    conjugations = pack.table("motion", "conjugations")
    forms: dict[str, list[Verb]] = {}
    for row in pack.rows("motion", "verbs"):
        endings = conjugations.get(str(row["conjugation"]))
        if not isinstance(endings, Mapping):
            msg = f"geomap/lang/{pack.lang}/motion.toml: no conjugation is called {row['conjugation']!r}"
            raise WordsError(msg)
        infinitive = str(row["stem"]) + forms_of(endings["infinitive"])[0]
        then = tuple(tuple(_words_of(item)) for item in forms_of(row.get("then")))
        for form, suffixes in endings.items():
            for suffix in forms_of(suffixes):
                verb = Verb(
                    act=Act(str(row["act"])),
                    form=Form(form),
                    takes_object=row["place"] == "object",
                    reflexive=bool(row.get("reflexive")),
                    then=then,
                    returns=bool(row.get("returns")),
                    idiomatic=bool(row.get("idiomatic")),
                    lemma=infinitive + (f" {' '.join(then[0])}" if then else ""),
                )
                forms.setdefault(str(row["stem"]) + suffix, []).append(verb)
    return {form: tuple(verbs) for form, verbs in forms.items()}


@lru_cache
def motion_words(lang: str) -> MotionWords:
    """The compiled words of a language. Raises `WordsError` where a file is wrong."""
    pack = load_pack(lang)

    def forms(key: str) -> frozenset[str]:
        return frozenset(f.lower() for row in pack.rows("motion", key) for f in forms_of(row["forms"]))

    return MotionWords(
        verbs=_verbs(pack),
        nouns={f.lower(): Act(str(row["act"])) for row in pack.rows("motion", "nouns") for f in forms_of(row["forms"])},
        sightings=forms("sightings"),
        away=tuple(tuple(_words_of(f)) for f in sorted(forms("away"))),
        prepositions={
            tuple(_words_of(form)): side
            for side in (Side.ORIGIN, Side.DESTINATION, Side.PASSING)
            for form in pack.words("motion", "prepositions", side)
        },
        inside=Phrases.of(pack.words("motion", "prepositions", "inside")).forms,
        heading=frozenset(f.lower() for f in pack.words("motion", "directions_after", "heading")),
        compass={
            form.lower(): point for point, some in pack.table("claims", "directions").items() for form in forms_of(some)
        },
        saying=Phrases.of(pack.words("factuality", "reporting", "plain")),
        supposing=Phrases.of(pack.words("factuality", "reporting", "hedged")),
        confirming=Phrases.of(pack.words("factuality", "reporting", "confirming")),
        according=Phrases.of(pack.words("factuality", "reporting", "according")),
        unnamed=Phrases.of(pack.words("factuality", "unnamed")),
        planning=Phrases.of(pack.words("factuality", "planning", "verbs")),
        planning_phrases=Phrases.of(pack.words("factuality", "planning", "phrases")),
        hedges=Phrases.of(pack.words("factuality", "planning", "hedges")),
        particles=frozenset(pack.words("factuality", "negation", "particles")),
        completions=frozenset(pack.words("factuality", "negation", "completions")),
        negations=Phrases.of(pack.words("factuality", "negation", "words")),
        denying=frozenset(pack.words("factuality", "negation", "denying")),
        pluperfect=frozenset(pack.words("factuality", "auxiliaries", "pluperfect")),
        conditional=frozenset(pack.words("factuality", "auxiliaries", "conditional")),
        future=frozenset(pack.words("factuality", "auxiliaries", "future")),
        conditions=Phrases.of(pack.words("factuality", "conditions", "openers")),
        inverted_conditions=frozenset(pack.words("factuality", "conditions", "inverted")),
        unconditional_before=frozenset(pack.words("factuality", "conditions", "except_before")),
        unconditional_after=frozenset(pack.words("factuality", "conditions", "except_after")),
        past=frozenset(pack.words("factuality", "auxiliaries", "past")),
        sequence=Phrases.of(pack.words("factuality", "sequence", "words")),
        onward=Phrases.of(pack.words("factuality", "sequence", "onward")),
        vehicles={noun: str(mode) for noun, mode in pack.table("actors", "vehicles").items()},
        pronouns=frozenset(pack.words("actors", "pronouns")),
        thing_pronouns=frozenset(pack.words("actors", "thing_pronouns")),
        groups=Phrases.of(pack.words("actors", "groups")),
        before_object=frozenset(pack.words("actors", "before_object")),
        possessives=frozenset(pack.words("actors", "owners", "possessives")),
        owner_before=frozenset(w.rstrip("’") for w in pack.words("actors", "owners", "before")),
        starters=frozenset(pack.words("tokens", "starters")),
        reflexives=frozenset(pack.words("factuality", "reflexives")),
        relatives=frozenset(pack.words("factuality", "relatives")),
        turns=frozenset(pack.words("factuality", "turns")),
        only=frozenset(pack.words("factuality", "only")),
        articles=frozenset(pack.words("factuality", "articles")),
        noun_markers=frozenset(pack.words("factuality", "noun_markers")),
        infinitive=frozenset(pack.words("factuality", "infinitive")),
        where=frozenset(pack.words("factuality", "where")),
        there=frozenset(pack.words("factuality", "there")),
        short_titles=frozenset(pack.words("actors", "short_titles")),
        clitics=frozenset(f"’{clitic}" for clitic in pack.words("tokens", "clitics")),
    )
