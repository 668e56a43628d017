"""Holding every claim against the Earth."""

from collections.abc import Mapping, Sequence

from geomap.article.article import Article
from geomap.checks.check import Check, Measurement, Verdict
from geomap.checks.measuring import measure
from geomap.checks.summary import edge_words, summarise
from geomap.checks.verdicts import direction_verdict, distance_verdict, explanations, worse
from geomap.claims.claim import Claim
from geomap.gazetteer.place import Place
from geomap.geodesy import angle_between_deg
from geomap.lang.pack import load_pack
from geomap.mentions.mention import Mention, MentionKind
from geomap.places.resolution import Resolution
from geomap.rail import RailNetwork
from geomap.span import Span


def check_claims(
    article: Article,
    claims: Sequence[Claim],
    resolutions: Sequence[Resolution],
    railways: RailNetwork | None = None,
) -> tuple[Check, ...]:
    """One check a claim, in the same order; where an end is unknown the verdicts are unverifiable."""
    by_span = {r.mention.span: r for r in resolutions}
    return tuple(_check(article, claim, by_span, railways) for claim in claims)


def _place(mention: Mention | None, by_span: Mapping[Span, Resolution]) -> Place | None:
    resolution = by_span.get(mention.span) if mention is not None else None
    return resolution.place if resolution is not None else None


def _name(mention: Mention | None, place: Place | None, lang: str) -> str:
    """A place as the article writes it where it names it, else its name in the article's language."""
    if mention is not None and mention.kind is MentionKind.NAME and not mention.head:
        return place.with_article(mention.text, lang) if place is not None else mention.text
    if place is not None:
        return place.name_in(lang)
    return mention.text if mention is not None else str(load_pack(lang).value("verdicts", "sentences", "unknown"))


def _check(article: Article, claim: Claim, by_span: Mapping[Span, Resolution], railways: RailNetwork | None) -> Check:
    subject, anchor = _place(claim.subject, by_span), _place(claim.anchor, by_span)
    names = (_name(claim.subject, subject, article.lang), _name(claim.anchor, anchor, article.lang))
    # An area, a lake or a river has no one point that "60 km from it" could start at; its edge will do when we know it.
    ends = [p for p in (subject, anchor) if p is not None and p.is_point]
    measurement: Measurement | None = None
    if len(ends) == 2 and ends[0].id != ends[1].id:
        measurement = measure(ends[0], ends[1], side=claim.anchor_side, railways=railways)
        if measurement.anchor_edge is not None:
            names = (names[0], edge_words(names[1], measurement.anchor_edge.side, article.lang))
    if measurement is None:
        return Check(
            claim=claim,
            subject=subject,
            anchor=anchor,
            measurement=None,
            error_pct=None,
            off_deg=None,
            distance_verdict=Verdict.UNVERIFIABLE,
            direction_verdict=Verdict.UNVERIFIABLE,
            verdict=Verdict.UNVERIFIABLE,
            explained_by=(),
            summary=summarise(claim, names, None, (Verdict.UNVERIFIABLE, Verdict.UNVERIFIABLE), (), article.lang),
        )
    measured = measurement.geodesic_km
    distance = distance_verdict(claim.quantity, measurement, mode=claim.mode)
    if claim.anchor_side is not None and measurement.anchor_edge is None and distance is Verdict.CONTRADICTED:
        # The edge that the text means is not known; the centre cannot speak against it.
        distance = Verdict.UNVERIFIABLE
    direction = direction_verdict(claim.direction, measurement)
    explained_by = explanations(claim.quantity, measurement, distance, mode=claim.mode)
    off_deg = (
        angle_between_deg(claim.direction.bearing_deg, measurement.bearing_deg) if claim.direction is not None else None
    )
    return Check(
        claim=claim,
        subject=subject,
        anchor=anchor,
        measurement=measurement,
        error_pct=100.0 * (claim.quantity.value_km - measured) / measured if measured > 0 else None,
        off_deg=off_deg,
        distance_verdict=distance,
        direction_verdict=direction,
        verdict=worse(distance, direction),
        explained_by=explained_by,
        summary=summarise(claim, names, measurement, (distance, direction), explained_by, article.lang),
    )
