"""What each distinct name of a document means there: one sense per document, but for names told apart in it.

"Manchester, England" and the Manchester of the story are two names, of which the first speaks for the second.

Reading order: `find_senses`, which puts the names, what the text says of each and the distances between them
into a contest, and `_sense`, which reads the winner off it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geomap.article.article import Article
from geomap.claims.claim import PLAUSIBLE_RATIO, Claim
from geomap.gazetteer.bearers import Bearers, Column, Kind
from geomap.gazetteer.gazetteer import SURE, Gazetteer
from geomap.gazetteer.place import Candidate
from geomap.geodesy import distance_km
from geomap.lang.pack import load_some, undeclined
from geomap.mentions.mention import Mention, MentionKind
from geomap.places.contest import Contest
from geomap.places.features import Feature, Told, lies_in
from geomap.places.ranking import Ranking, Tie, rank
from geomap.places.reasons import reasons_of
from geomap.span import Span

DWARFED = 10
"""Times as many people as a namesake in the country named after a comma has: London, Ontario, has a 26th."""

GUESS = 0.25
"""Share below which the best candidate is no answer: on every corpus fewer than a fifth of such guesses are right."""

LARGE_KM = 400.0
"""Radius of an area whose one point is a convention. Of 52 countries as wide as that, GeoNames' point lies within
161 km of the middle of the outline for 31, of 173 narrower than 300 km for 172 (`benchmarks.points`)."""

AGREED = 0.89
"""The most that the point of such an area is sure to be the one that somebody else would give."""

OVERTURNED = 0.02
"""Share that a name alone gives its place, below which the story's other names have chosen against a far better-known
namesake: they may only be where somebody came from or went to, and so that is never sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """The best candidate for a name, how sure it is, how many there were, and why it.

    `candidate` is None where nothing bears the name, where probably none of its bearers is meant, and where
    nothing tells which of them is (`is_open`).
    """

    candidate: Candidate | None
    confidence: float
    candidates: int
    because: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One document's distinct names that any place bears, by number, and all that their ranking reckons with.

    `by_span` tells every name's mentions apart, also of those that no place bears (`_keys_of`). Of the others,
    `keys` are the names, `texts` how one of them is written, `nouns` what it is said to be.
    """

    by_span: Mapping[Span, str]
    keys: tuple[str, ...]
    texts: tuple[str, ...]
    nouns: tuple[str, ...]
    contest: Contest
    told: Told
    ties: tuple[Tie, ...]
    demonyms: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A name and the area that follows it; `is_bare` tells that only a comma stands between."""

    name: Mention
    area: Mention
    is_bare: bool


def find_senses(
    article: Article, mentions: Sequence[Mention], claims: Sequence[Claim], gazetteer: Gazetteer
) -> Mapping[Span, Sense]:
    """The sense of every name among the mentions, by its span."""
    case = _case_of(article, mentions, claims, gazetteer)
    if case is None:
        return {m.span: _UNKNOWN for m in mentions if m.kind is MentionKind.NAME}
    ranking = rank(case.contest, case.told, case.ties, case.demonyms)
    reasons = reasons_of(ranking, case.texts, case.nouns)
    senses = {key: _sense(ranking, number, reasons[number]) for number, key in enumerate(case.keys)}
    _tell_distances(case, senses)
    return {span: senses.get(key, _UNKNOWN) for span, key in case.by_span.items()}


def _keys_of(names: Sequence[Mention], joints: Sequence[Joint]) -> dict[Span, str]:
    """What is the same for all mentions of one name, by their spans: how it is written, and the area joined to it."""
    joined = {joint.name.span: f"{joint.name.text}, {joint.area.text}".casefold() for joint in joints}
    return {name.span: joined.get(name.span, name.text.casefold()) for name in names}


def _case_of(
    article: Article, mentions: Sequence[Mention], claims: Sequence[Claim], gazetteer: Gazetteer
) -> Case | None:
    """What there is to decide about the names of a document; None where no place bears any of them."""
    names = [m for m in mentions if m.kind is MentionKind.NAME]
    joints = list(_joints(article, names))
    by_span = _keys_of(names, joints)
    first: dict[str, Mention] = {}
    for mention in names:
        key = by_span[mention.span]
        known = first.get(key)
        if known is None or (mention.features and not known.features):
            first[key] = mention
    found = {key: _bearers(mention.text, article.lang, gazetteer) for key, mention in first.items()}
    for joint in joints:
        key = by_span[joint.name.span]
        found[key] = _with_namesakes(found[key], found[by_span[joint.area.span]], gazetteer)
    keys = tuple(key for key, bearers in found.items() if len(bearers))
    if not keys:
        return None
    number = {key: at for at, key in enumerate(keys)}
    contest = Contest.of([found[key] for key in keys])
    catalogue = gazetteer.catalogue
    said = Counter(m.country for m in mentions if m.kind is MentionKind.DEMONYM)
    siblings: dict[int, list[int]] = {}
    for joint in joints:
        alone, joined = (number.get(key) for key in (joint.name.text.casefold(), by_span[joint.name.span]))
        if alone is not None and joined is not None and joined not in siblings.setdefault(alone, []):
            siblings[alone].append(joined)
    return Case(
        by_span=by_span,
        keys=keys,
        texts=tuple(first[key].text for key in keys),
        nouns=tuple(first[key].head for key in keys),
        contest=contest,
        told=Told(
            nouns={number[k]: catalogue.features(first[k].features) for k in keys if first[k].features},
            containers=_containers(joints, by_span, number, contest),
            siblings=siblings,
            lang=catalogue.lang(article.lang),
            home=[catalogue.country(code) for code in load_some(article.lang).words("tokens", "home")],
        ),
        ties=tuple(_ties(claims, by_span, number)),
        demonyms={catalogue.country(code): math.log2(1 + n) for code, n in said.items()},
    )


def _tell_distances(case: Case, senses: dict[str, Sense]) -> None:
    """Say of both ends of a reported distance that it fits, with the figures."""
    for tie in case.ties:
        keys = case.keys[tie.subject], case.keys[tie.anchor]
        ends = [senses[key].candidate for key in keys]
        if ends[0] is None or ends[1] is None:
            continue
        km = distance_km(ends[0].place.position, ends[1].place.position)
        if not PLAUSIBLE_RATIO[0] <= km / max(tie.km, 1e-9) <= PLAUSIBLE_RATIO[1]:
            continue
        for key, other in zip(keys, (tie.anchor, tie.subject), strict=True):
            why = f"{km:.0f} km from {case.texts[other]}, text says {tie.km:.0f}"
            senses[key] = replace(senses[key], because=(*senses[key].because, why))


_UNKNOWN = Sense(candidate=None, confidence=0.0, candidates=0, because=("no place bears this name",))


def _sense(ranking: Ranking, name: int, reasons: Sequence[str]) -> Sense:
    contest, rows = ranking.contest, ranking.contest.rows(name)
    shares = ranking.shares[rows]
    best = int(shares.argmax())
    bearers = contest.bearers[name]
    candidate = bearers.make(best)
    kind, radius_km = int(contest.table[rows][best, Column.KIND]), contest.table[rows][best, Column.RADIUS_KM]
    if not kind & Kind.CURATED:
        stray, is_open = shares[best] < 1.0 - shares.sum(), shares[best] < GUESS
        if stray or is_open:
            why = f"{candidate.place.name} bears this name, but nothing else in the story points there"
            if not stray:
                why = f"{len(bearers)} places bear this name, and nothing in the story tells which is meant"
            return Sense(
                candidate=None,
                confidence=0.0,
                candidates=len(bearers),
                because=(why,),
                is_open=not stray and len(bearers) > 1,
            )
    sure = min(0.99, float(shares[best]))
    because = [f"{candidate.match} match of “{candidate.name.text}”", *reasons]
    if kind & Kind.AREA and radius_km > LARGE_KM:
        sure = min(sure, AGREED)
        because.append("so wide that one point is a convention")
    told = ranking.features[rows][best]
    famous = int(ranking.alone[rows].argmax())
    if ranking.alone[rows][best] < OVERTURNED and not (told[Feature.CONTAINED] or told[Feature.NOUN]):
        sure = min(sure, AGREED)
        because.append(f"not the better-known {bearers.make(famous).place.name}, for where the others lie")
    return Sense(candidate=candidate, confidence=round(sure, 3), candidates=len(bearers), because=tuple(because))


def _bearers(text: str, lang: str, gazetteer: Gazetteer) -> Bearers:
    """The places that a name may mean as it is written or, failing that, undeclined."""
    found = _written_so(text, gazetteer.bearers(text))
    for form in () if len(found) else undeclined(text, lang):
        found = _written_so(form, gazetteer.bearers(form, tiers=SURE[:2]))
        if len(found):
            break
    return found


def _written_so(text: str, bearers: Bearers) -> Bearers:
    """The bearers but for those that an abbreviation would be written otherwise for: "Man" is not "Man."."""
    if "." in text or text.isupper() or not len(bearers):
        return bearers
    kept = np.flatnonzero((bearers.table[:, Column.KIND].astype(int) & Kind.ABBREVIATION) == 0)
    if len(kept) == len(bearers):
        return bearers
    return Bearers(table=bearers.table[kept], make=lambda number: bearers.make(int(kept[number])))


def _ties(claims: Sequence[Claim], keys: Mapping[Span, str], number: Mapping[str, int]) -> Iterator[Tie]:
    """The claims between two names that may be places, by the numbers of the names."""
    for claim in claims:
        if claim.quantity is None:
            continue
        ends = [m for m in (claim.subject, claim.anchor) if m is not None and m.kind is MentionKind.NAME]
        numbers = [number.get(keys.get(m.span, "")) for m in ends]
        subject, anchor = numbers if len(numbers) > 1 else (None, None)
        if subject is None or anchor is None or subject == anchor:
            continue
        bearing = None if claim.direction is None else claim.direction.bearing_deg
        yield Tie(subject=subject, anchor=anchor, km=claim.quantity.value_km, bearing_deg=bearing)


def _joints(article: Article, names: Sequence[Mention]) -> Iterator[Joint]:
    """Names that another follows after a comma alone, or "in": "Paris, Texas"; "London, Canada and Germany" lists."""
    joint, listing = _joint(article.lang), _listing(article.lang)
    for name, after in pairwise(names):
        met = joint.fullmatch(article.text, name.span.end, after.span.start)
        if met is None or name.text.casefold() == after.text.casefold():
            continue
        if not listing.match(article.text, after.span.end):
            yield Joint(name=name, area=after, is_bare=not any(c.isalpha() or c == "(" for c in met[0]))


def _containers(
    joints: Iterable[Joint], keys: Mapping[Span, str], number: Mapping[str, int], contest: Contest
) -> dict[int, list[int]]:
    """By the number of a name, the areas that the name joined to it may be.

    Behind a comma alone no namesake is meant that lies in a country and is dwarfed by another: that must be said
    in more words.
    """
    found: dict[int, list[int]] = {}
    for joint in joints:
        at, area = number.get(keys[joint.name.span]), number.get(keys[joint.area.span])
        if at is None or area is None or at in found:
            continue
        rows = contest.rows(area)
        areas = rows.start + np.flatnonzero(contest.kinds[rows] & int(_AREAS))
        found[at] = [int(row) for row in areas if not (joint.is_bare and _is_dwarfed(contest, at, int(row)))]
    return found


_AREAS = Kind.REGION | Kind.COUNTRY | Kind.DISTRICT


def _with_namesakes(bearers: Bearers, areas: Bearers, gazetteer: Gazetteer) -> Bearers:
    """The bearers of a name and, where none lies in the areas joined to it, those there of its plain English form.

    So a French article has its "Moscou, dans l’Idaho".
    """
    around = [row for row in areas.table if int(row[Column.KIND]) & _AREAS]
    if not around or any(lies_in(bearers.table, area).any() for area in around):
        return bearers
    chosen = np.flatnonzero(bearers.table[:, Column.KIND].astype(int) & Kind.CURATED)
    for plain in dict.fromkeys(bearers.make(int(at)).place.name for at in chosen):
        others = gazetteer.bearers(plain)
        there = np.flatnonzero(np.any([lies_in(others.table, area) for area in around], axis=0))
        if len(there):
            return _together(bearers, others, there)
    return bearers


def _together(bearers: Bearers, others: Bearers, rows: NDArray[np.intp]) -> Bearers:
    """The bearers of a name and some rows of another's."""
    count = len(bearers)
    return Bearers(
        table=np.concatenate((bearers.table, others.table[rows])),
        make=lambda at: bearers.make(at) if at < count else others.make(int(rows[at - count])),
    )


@lru_cache
def _joint(lang: str) -> re.Pattern[str]:
    """Between a place and the area it is told to lie in: "Paris, Texas", "London (Ontario)", "Moscou, dans l’Idaho"."""
    within = "|".join(
        re.escape(word).replace("’", "['’]") + ("" if word.endswith("’") else r"\s+")
        for word in load_some(lang).words("tokens", "within")
    )
    return re.compile(rf",\s+|\s*\(|,?\s+(?:{within})" if within else r",\s+|\s*\(")


@lru_cache
def _listing(lang: str) -> re.Pattern[str]:
    """What, behind two names with a comma between, makes a list of them: "London, Canada and Germany"."""
    conjunctions = load_some(lang).words("tokens", "conjunctions")
    return re.compile(rf"\s+(?:{'|'.join(conjunctions)})\s" if conjunctions else "(?!)", re.IGNORECASE)


def _is_dwarfed(contest: Contest, name: int, area: int) -> bool:
    """Whether all that a country holds of some namesakes is small beside the best known."""
    if not int(contest.table[area, Column.KIND]) & Kind.COUNTRY:
        return False
    table = contest.table[contest.rows(name)]
    people = table[:, Column.POPULATION]
    inside = float((people * lies_in(table, contest.table[area])).max(initial=0.0))
    return float(people.max(initial=0.0)) > DWARFED * max(inside, 1.0)
