"""From mentions to places: gather candidates, rank them in context, read them, keep one sense.

Reading order: `resolve_places`. Areas first, because they say which country a small name lies in;
nominal mentions last, because they point back to names.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import TypeVar

from geomap.article.article import Article
from geomap.article.tokens import Token, tokens_of
from geomap.claims.claim import Claim
from geomap.gazetteer.gazetteer import SURE, Gazetteer
from geomap.gazetteer.place import Candidate, NameKind, Place
from geomap.lang.pack import load_some, undeclined
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.places.ranking import CLAIMED, Context, Scored, confidence, contains, fits, rank
from geomap.places.reading import read_mention
from geomap.places.resolution import Reading, Resolution, Status
from geomap.span import Span

LOOK_BACK = 60
"""How many mentions before "cette ville" the town it points back to may stand."""

INSIDE_KM = 30.0
"""How far a plant or station may lie from the town it is said to be in: a large town's own reach."""

DWARFED = 10
"""Times as many people as a namesake in the country named after a comma has: London, Ontario, has a 26th."""

_COMMA = re.compile(r",\s+|\s*\(")
"""Between a town and the area it is told to lie in: "Paris, Texas", "London (Ontario)"."""

FEW, RENOWN = 100, 0.3
"""A place votes for its region by this power of its people: a metropolis of a million as sixteen hamlets."""

LEAST_VOTES = 3
"""Names that a story has at least, when its regions are counted: one other name is no majority."""

_Key = TypeVar("_Key", str, tuple[str, str])


def resolve_places(
    article: Article, mentions: Sequence[Mention], claims: Sequence[Claim], gazetteer: Gazetteer
) -> tuple[Resolution, ...]:
    """One resolution a mention, in the same order; a mention nobody can place is kept, with status unknown."""
    senses = _senses(article, mentions, claims, gazetteer)
    cut = dict(zip(article.sentences, tokens_of(article), strict=True))
    before: list[Resolution] = []
    sentence: Span | None = None
    tokens: tuple[Token, ...] = ()
    for mention, after in zip_longest(mentions, mentions[1:]):
        here = article.sentence_at(mention.span.start)
        if here != sentence:
            sentence, tokens = here, cut[here]
        if mention.kind is MentionKind.NAME:
            resolution = _name(mention, senses[_sense_key(mention)], gazetteer, article.lang)
        elif mention.kind is MentionKind.DEMONYM:
            resolution = _demonym(mention, gazetteer)
        else:
            resolution = _nominal(article, mention, before, gazetteer, country=_country_after(mention, after))
        if resolution.place is not None:
            reading, why = read_mention(mention, resolution.place, tokens, article.lang)
            resolution = Resolution(
                mention=mention,
                status=resolution.status,
                place=resolution.place,
                reading=reading,
                confidence=resolution.confidence,
                candidates=resolution.candidates,
                because=(*resolution.because, why),
            )
        before.append(resolution)
    return tuple(before)


def _sense_key(mention: Mention) -> str:
    return mention.text.casefold()


def _senses(
    article: Article, mentions: Sequence[Mention], claims: Sequence[Claim], gazetteer: Gazetteer
) -> Mapping[str, tuple[Scored, ...]]:
    """The ranking of every distinct name: one sense per document."""
    names = [m for m in mentions if m.kind is MentionKind.NAME]
    by_key: dict[str, Mention] = {}
    for mention in names:
        known = by_key.get(_sense_key(mention))
        if known is None or (mention.features and not known.features):
            by_key[_sense_key(mention)] = mention
    candidates = {key: _bearers(m.text, article.lang, gazetteer) for key, m in by_key.items()}
    demonyms: Counter[str] = Counter(m.country for m in mentions if m.kind is MentionKind.DEMONYM)
    times = Counter(map(_sense_key, names))
    said = {key: _countries_of(found, times[key]) for key, found in candidates.items()}
    total = _together([demonyms, *said.values()])
    regions = {key: _keys_of(c.place for c in found if c.place.is_region) for key, found in candidates.items()}
    votes = {key: _votes_of(found) for key, found in candidates.items()}
    all_votes = _sum_of(votes.values())
    homes = {key: _keys_of(_best_known_town(found)) for key, found in candidates.items()}
    all_regions, all_homes = (_together(counts.values()) for counts in (regions, homes))
    home = load_some(article.lang).words("tokens", "home")
    containers = _containers(article, names, candidates)
    settled: list[Place] = []
    ranked: dict[str, tuple[Scored, ...]] = {}
    for key in sorted(by_key, key=lambda k: (len(candidates[k]), k)):
        others = total - said[key]
        weight = others.total() or 1
        context = Context(
            countries={country: n / weight for country, n in others.items()},
            settled=tuple(settled),
            is_curated=gazetteer.is_curated,
            home=home,
            containers=containers.get(key, ()),
            regions=(all_regions - regions[key]).keys(),
            inhabited=all_homes - homes[key],
            support=_share(all_votes, votes[key], len(votes) - 1),
            names=len(by_key),
        )
        ranked[key] = rank(by_key[key], candidates[key], context)
        if ranked[key] and confidence(ranked[key]) >= 0.5:
            settled.append(ranked[key][0].candidate.place)
    return _heed_claims(claims, ranked)


def _bearers(text: str, lang: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that a name may mean as it is written or, failing that, undeclined."""
    found = _written_so(text, gazetteer.candidates(text))
    for form in () if found else undeclined(text, lang):
        found = _written_so(form, gazetteer.candidates(form, tiers=SURE[:2]))
        if found:
            break
    return found


def _written_so(text: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates but for those that an abbreviation would be written otherwise for: "Man" is not "Man."."""
    if "." in text or text.isupper():
        return tuple(candidates)
    return tuple(c for c in candidates if c.name.kind is not NameKind.ABBREVIATION)


def _votes_of(candidates: Sequence[Candidate]) -> Mapping[tuple[str, str], float]:
    """How a name's one vote for where the story is falls to the regions that bear it, the better known the more."""
    weights: dict[tuple[str, str], float] = {}
    for candidate in candidates:
        place = candidate.place
        key = (place.country, place.region)
        weights[key] = weights.get(key, 0.0) + (place.population + FEW) ** RENOWN
    total = math.fsum(weights.values())
    return {key: weight / total for key, weight in weights.items() if key[1]}


def _sum_of(votes: Iterable[Mapping[tuple[str, str], float]]) -> Mapping[tuple[str, str], float]:
    cast: dict[tuple[str, str], list[float]] = {}
    for vote in votes:
        for key, share in vote.items():
            cast.setdefault(key, []).append(share)
    return {key: math.fsum(shares) for key, shares in cast.items()}


def _share(
    total: Mapping[tuple[str, str], float], own: Mapping[tuple[str, str], float], others: int
) -> Mapping[tuple[str, str], float]:
    """The votes of a story's other names for each region that one name may lie in, as a share of them."""
    return {key: (total[key] - own[key]) / max(others, LEAST_VOTES) for key in own}


def _together(counts: Iterable[Counter[_Key]]) -> Counter[_Key]:
    total: Counter[_Key] = Counter()
    for count in counts:
        total.update(count)
    return total


def _best_known_town(candidates: Sequence[Candidate]) -> list[Place]:
    """The most populous town that bears a name, if any does and no country or region is better known by it."""
    best = max((c.place for c in candidates), key=lambda place: place.population, default=None)
    return [best] if best is not None and best.feature_class == "P" else []


def _keys_of(places: Iterable[Place]) -> Counter[tuple[str, str]]:
    """Country and code of the regions that places are or lie in."""
    return Counter({(place.country, place.region) for place in places if place.region})


def _countries_of(candidates: Sequence[Candidate], times: int) -> Counter[str]:
    """What a name says about where the story is: the countries it may be, and its own where it has one bearer only."""
    found = Counter(dict.fromkeys({c.place.country for c in candidates if c.place.is_country}, times))
    homes = {c.place.country for c in candidates}
    if len(homes) == 1:
        found[next(iter(homes))] += 1
    return found


def _containers(
    article: Article, names: Sequence[Mention], candidates: Mapping[str, Sequence[Candidate]]
) -> dict[str, list[Place]]:
    """For names that another follows after a comma alone ("Paris, Texas"), the areas which that one may be.

    "London, Canada and Germany" only lists; nor is a namesake meant that lies in a country named after the
    comma and is dwarfed by another: that must be said in more words.
    """
    conjunctions = load_some(article.lang).words("tokens", "conjunctions")
    listing = re.compile(rf"\s+(?:{'|'.join(conjunctions)})\s" if conjunctions else "(?!)", re.IGNORECASE)
    found: dict[str, list[Place]] = {}
    for name, after in pairwise(names):
        if not _COMMA.fullmatch(article.text, name.span.end, after.span.start):
            continue
        if listing.match(article.text, after.span.end):
            continue
        areas = [c.place for c in candidates[_sense_key(after)] if c.place.is_region or c.place.is_country]
        known = [c.place for c in candidates[_sense_key(name)]]
        found.setdefault(_sense_key(name), []).extend(area for area in areas if not _is_dwarfed(area, known))
    return found


def _is_dwarfed(area: Place, bearers: Sequence[Place]) -> bool:
    """Whether all that a country holds of some namesakes is small beside the best known."""
    inside = max((p.population for p in bearers if contains(area, p)), default=0)
    return area.is_country and max((p.population for p in bearers), default=0) > DWARFED * max(inside, 1)


def _heed_claims(claims: Sequence[Claim], ranked: dict[str, tuple[Scored, ...]]) -> dict[str, tuple[Scored, ...]]:
    """A stated distance chooses between namesakes: "60 km north of Vladivostok" is one Ussuriysk only."""
    for claim in claims:
        ends = (claim.subject, claim.anchor)
        if any(m is None or m.kind is not MentionKind.NAME for m in ends):
            continue
        keys = [_sense_key(m) for m in ends if m is not None]
        if not all(ranked.get(key) for key in keys):
            continue
        best = [ranked[key][0].candidate.place for key in keys]
        for position, key in enumerate(keys):
            other = best[1 - position]
            kept = [
                _claimed(s, fits(claim, *((s.candidate.place, other) if position == 0 else (other, s.candidate.place))))
                for s in ranked[key]
            ]
            ranked[key] = tuple(sorted(kept, key=lambda s: -s.points))
    return ranked


def _claimed(scored: Scored, holds: bool) -> Scored:  # noqa: FBT001
    if not holds:
        return scored
    return Scored(
        candidate=scored.candidate,
        points=scored.points + CLAIMED,
        because=(*scored.because, "fits the distance the text reports"),
    )


def _resolution(mention: Mention, place: Place, sure: float, candidates: int, because: Sequence[str]) -> Resolution:
    return Resolution(
        mention=mention,
        status=Status.RESOLVED,
        place=place,
        reading=Reading.LITERAL,
        confidence=sure,
        candidates=candidates,
        because=tuple(because),
    )


def _unknown(mention: Mention, why: str, candidates: int = 0) -> Resolution:
    return Resolution(
        mention=mention,
        status=Status.UNKNOWN,
        place=None,
        reading=Reading.LITERAL,
        confidence=0.0,
        candidates=candidates,
        because=(why,),
    )


def _name(mention: Mention, ranked: Sequence[Scored], gazetteer: Gazetteer, lang: str) -> Resolution:
    if not ranked:
        return _unknown(mention, "no place bears this name")
    best = ranked[0]
    if best.stray:
        name = best.candidate.place.name
        return _unknown(mention, f"{name} bears this name, but nothing else in the story points there", len(ranked))
    if mention.head and best.candidate.place.feature_code not in mention.features:
        thing = _thing_of(mention, best.candidate.place, gazetteer, lang)
        if thing is not None:
            return _resolution(mention, thing, 0.9, 1, (f"the {mention.head} of {best.candidate.place.name}",))
    how = f"{best.candidate.match} match of “{best.candidate.name.text}”"
    return _resolution(mention, best.candidate.place, confidence(ranked), len(ranked), (how, *best.because))


def _thing_of(mention: Mention, place: Place, gazetteer: Gazetteer, lang: str) -> Place | None:
    """What stands under the noun and any name of a place: the plant in "la centrale nucléaire de Zaporijia"."""
    pack = load_some(lang)
    names = dict.fromkeys(name.text for name in place.names)
    if pack.flag("features", "feature_follows"):
        forms = [f"{name} {mention.head}" for name in names]
    else:
        joiners = [joiner for joiner in pack.words("features", "joiners") if joiner]
        forms = [f"{mention.head} {joiner} {name}" for name in names for joiner in joiners]
    found = (c.place for form in forms for c in gazetteer.curated_candidates(form))
    return next((thing for thing in found if thing.feature_code in mention.features), None)


def _demonym(mention: Mention, gazetteer: Gazetteer) -> Resolution:
    return _resolution(mention, gazetteer.country(mention.country), 0.99, 1, ("a demonym",))


def _country_after(mention: Mention, after: Mention | None) -> str:
    """The country that a demonym right behind a noun gives it: "la capitale portugaise"."""
    beside = after is not None and after.kind is MentionKind.DEMONYM and after.span.start - mention.span.end == 1
    return after.country if after is not None and beside else ""


def _nominal(
    article: Article, mention: Mention, before: Sequence[Resolution], gazetteer: Gazetteer, *, country: str = ""
) -> Resolution:
    """A noun points back to the nearest earlier place of its kind; inside another place, to what lies there.

    With a `country`, only a place of that country is meant.
    """
    near = before[-LOOK_BACK:]
    if mention.anchor is not None:
        # The anchor is itself a nominal mention that comes later in the text: resolve it the same way.
        anchor = next((r for r in near if r.mention.span == mention.anchor), None) or _nominal(
            article,
            Mention(
                article=mention.article,
                span=mention.anchor,
                text=mention.anchor.of(article.text),
                kind=MentionKind.NOMINAL,
                features=_TOWNS,
            ),
            before,
            gazetteer,
        )
        if anchor.place is None:
            return _unknown(mention, "nothing says in which town")
        inside = gazetteer.within(anchor.place.position, INSIDE_KM, codes=mention.features)
        if len(inside) == 1:
            return _resolution(mention, inside[0], 0.8, 1, (f"the only one known in {anchor.place.name}",))
        return _resolution(mention, anchor.place, 0.6, len(inside), (f"somewhere in {anchor.place.name}",))
    for resolution in reversed(near):
        place = resolution.place
        if place is None or resolution.mention.span.end > mention.span.start:
            continue
        if resolution.mention.slot is not Slot.STORY or resolution.mention.kind is MentionKind.DEMONYM:
            continue
        if country and place.country != country:
            continue
        if place.feature_code in mention.features and resolution.reading is Reading.LITERAL:
            return _resolution(mention, place, 0.8, 1, (f"“{mention.text}” points back to {place.name}",))
    return _unknown(mention, "no place of this kind was named before")


_TOWNS = frozenset({"PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLC"})
