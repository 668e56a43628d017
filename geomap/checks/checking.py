"""Holding every claim of an article against the Earth."""

from collections.abc import Mapping, Sequence

from geomap.article.article import Article
from geomap.checks.check import Check, Judgement
from geomap.checks.judging import UNVERIFIABLE, End, Stated, judge
from geomap.checks.middle import judge_middle
from geomap.checks.summary import edge_words, said_words, summarise, summarise_middle
from geomap.claims.claim import Claim
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.place import Match, Place
from geomap.lang.pack import load_pack
from geomap.mentions.mention import Mention, MentionKind
from geomap.places.resolution import Resolution
from geomap.rail import RailNetwork
from geomap.span import Span

SAME_NAME = (Match.EXACT, Match.FOLDED)
"""How a name is met by those that another place may be suspected to be."""


def check_claims(
    article: Article,
    claims: Sequence[Claim],
    resolutions: Sequence[Resolution],
    railways: RailNetwork | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Check, ...]:
    """One check a claim, in the same order; where an end is unknown the verdicts are unverifiable.

    With a `gazetteer`, a contradiction is put to the other bearers of both names before it is told.
    """
    by_span = {r.mention.span: r for r in resolutions}
    return tuple(_check(article, claim, by_span, railways, gazetteer) for claim in claims)


def _check(
    article: Article,
    claim: Claim,
    by_span: Mapping[Span, Resolution],
    railways: RailNetwork | None,
    gazetteer: Gazetteer | None,
) -> Check:
    lang = article.lang
    subject, anchor = (_end(mention, by_span, gazetteer) for mention in (claim.subject, claim.anchor))
    stated = stated_by(claim)
    if stated is None:
        return _check_middle(article, claim, (subject, anchor), by_span, railways, gazetteer)
    judged: Judgement = UNVERIFIABLE
    if subject is not None and anchor is not None:
        judged = judge(stated, subject, anchor, railways)
    names = (_name(claim.subject, _place(subject), lang), _name(claim.anchor, _place(anchor), lang))
    if judged.measurement is not None and judged.measurement.anchor_edge is not None:
        names = (names[0], edge_words(names[1], judged.measurement.anchor_edge.side, lang))
    return Check(
        claim=claim,
        subject=_place(subject),
        anchor=_place(anchor),
        judgement=judged,
        summary=summarise(stated, names, judged, lang, (_place(subject), _place(anchor))),
    )


def stated_by(claim: Claim) -> Stated | None:
    """What a claim says of two places; None of one that tells no length."""
    if claim.quantity is None:
        return None
    return Stated(quantity=claim.quantity, direction=claim.direction, mode=claim.mode, side=claim.anchor_side)


def _check_middle(  # noqa: PLR0913
    article: Article,
    claim: Claim,
    known: tuple[End | None, End | None],
    by_span: Mapping[Span, Resolution],
    railways: RailNetwork | None,
    gazetteer: Gazetteer | None,
) -> Check:
    """The check of a claim that a place lies in the middle of two others."""
    (subject, anchor), other = known, _end(claim.other, by_span, gazetteer)
    judged: Judgement = UNVERIFIABLE
    if claim.relation is not None and subject is not None and anchor is not None and other is not None:
        judged = judge_middle(claim.relation, subject, (anchor, other), railways)
    places = (_place(subject), _place(anchor), _place(other))
    mentions = (claim.subject, claim.anchor, claim.other)
    names = [_name(mention, place, article.lang) for mention, place in zip(mentions, places, strict=True)]
    said = said_words(claim.said.of(article.text))
    return Check(
        claim=claim,
        subject=places[0],
        anchor=places[1],
        other=places[2],
        judgement=judged,
        summary=summarise_middle(said, names, judged, article.lang, places),
    )


def _end(mention: Mention | None, by_span: Mapping[Span, Resolution], gazetteer: Gazetteer | None) -> End | None:
    resolution = by_span.get(mention.span) if mention is not None else None
    if mention is None or resolution is None or resolution.place is None:
        return None
    place = resolution.place

    def namesakes() -> Sequence[Place]:
        if gazetteer is None or mention.kind is not MentionKind.NAME:
            return ()
        return [c.place for c in gazetteer.candidates(mention.text, tiers=SAME_NAME) if c.place.id != place.id]

    return End(place=place, confidence=resolution.confidence, namesakes=namesakes)


def _place(end: End | None) -> Place | None:
    return None if end is None else end.place


def _name(mention: Mention | None, place: Place | None, lang: str) -> str:
    """A place as the article writes it where it names it, else its name in the article's language."""
    if mention is not None and mention.kind is MentionKind.NAME and not mention.head:
        return place.with_article(mention.text, lang) if place is not None else mention.text
    if place is not None:
        return place.name_in(lang)
    return mention.text if mention is not None else str(load_pack(lang).value("verdicts", "sentences", "unknown"))
