"""From mentions to places: names by their one sense, nouns by the names they point back to, and how each is read.

Reading order: `resolve_places`; names are ranked in `senses`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import zip_longest

from geomap.article.article import Article
from geomap.article.tokens import tokens_of
from geomap.claims.claim import Claim
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.place import Place
from geomap.lang.pack import load_some
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.places.reading import read_mention
from geomap.places.resolution import Reading, Resolution, Status
from geomap.places.senses import Sense, find_senses

LOOK_BACK = 60
"""How many mentions before "cette ville" the town it points back to may stand."""

INSIDE_KM = 30.0
"""How far a plant or station may lie from the town it is said to be in: a large town's own reach."""


def resolve_places(
    article: Article, mentions: Sequence[Mention], claims: Sequence[Claim], gazetteer: Gazetteer
) -> tuple[Resolution, ...]:
    """One resolution a mention, in the same order; a mention nobody can place is kept, with status unknown."""
    senses = find_senses(article, mentions, claims, gazetteer)
    cut, starts = tokens_of(article), [span.start for span in article.sentences]
    before: list[Resolution] = []
    for mention, after in zip_longest(mentions, mentions[1:]):
        tokens = cut[max(bisect_right(starts, mention.span.start) - 1, 0)]
        if mention.kind is MentionKind.NAME:
            resolution = _name(mention, senses[mention.span], gazetteer, article.lang)
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


def _unknown(mention: Mention, why: str, *, candidates: int = 0, status: Status = Status.UNKNOWN) -> Resolution:
    return Resolution(
        mention=mention,
        status=status,
        place=None,
        reading=Reading.LITERAL,
        confidence=0.0,
        candidates=candidates,
        because=(why,),
    )


def _name(mention: Mention, sense: Sense, gazetteer: Gazetteer, lang: str) -> Resolution:
    if sense.candidate is None:
        status = Status.AMBIGUOUS if sense.is_open else Status.UNKNOWN
        return _unknown(mention, *sense.because, candidates=sense.candidates, status=status)
    place = sense.candidate.place
    if mention.head and place.feature_code not in mention.features:
        thing = _thing_of(mention, place, gazetteer, lang)
        if thing is not None:
            return _resolution(mention, thing, 0.9, 1, (f"the {mention.head} of {place.name}",))
    return _resolution(mention, place, sense.confidence, sense.candidates, sense.because)


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
