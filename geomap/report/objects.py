"""The report as plain objects, ready for JSON: names and meanings as geomap's contract has them."""

import math
from collections.abc import Mapping

from geomap.article.article import Article
from geomap.checks.check import Check, Judgement, Measurement
from geomap.evidence import Evidence
from geomap.gazetteer.place import Edge, Place
from geomap.journey.leg import Leg
from geomap.mentions.mention import Mention
from geomap.provenance import Provenance
from geomap.rail import RailLeg
from geomap.report.report import MappedMention, Report


def _round(value: float | None, digits: int = 2) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)


def place_object(place: Place | None) -> dict[str, object] | None:
    """A place; `name` is the plain English form."""
    if place is None:
        return None
    made: dict[str, object] = {
        "id": place.id,
        "name": place.name,
        "lat": place.position.lat,
        "lon": place.position.lon,
        "radius_km": place.radius_km,
        "country": place.country,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "source": place.source,
    }
    return made | ({"url": place.url} if place.url else {})


def mention_object(mapped: MappedMention) -> dict[str, object]:
    """A mention with its place, reading, role and reasons."""
    resolution, mention = mapped.resolution, mapped.resolution.mention
    return {
        "article": mention.article,
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "kind": mention.kind,
        "reading": resolution.reading,
        "role": mapped.role,
        "status": resolution.status,
        "place": place_object(resolution.place),
        "confidence": resolution.confidence,
        "candidates": resolution.candidates,
        "because": list(resolution.because),
    }


def _end_object(mention: Mention | None, place: Place | None) -> dict[str, object] | None:
    if mention is None:
        return None
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "kind": mention.kind,
        "place": place_object(place),
    }


def measured_object(measurement: Measurement | None) -> dict[str, object] | None:
    """What was measured between two places, with the other answers beside the straight line."""
    if measurement is None:
        return None
    return {
        "geodesic_km": _round(measurement.geodesic_km),
        "uncertainty_km": _round(measurement.uncertainty_km),
        "bearing_deg": _round(measurement.bearing_deg, 1),
        "compass": measurement.compass,
        "from": place_object(measurement.anchor),
        "from_edge": _edge_object(measurement.anchor_edge),
        "to": place_object(measurement.subject),
        "rail_km": _round(measurement.rail_km),
        "station_km": _round(measurement.station_km),
        "edge_km": _round(measurement.edge_km),
        "facing_edge": _edge_object(measurement.facing),
        "facing_km": _round(measurement.facing_km),
        "road_estimate_km": [_round(km) for km in measurement.road_km],
    }


def _edge_object(edge: Edge | None) -> dict[str, object] | None:
    """The edge point that a distance was measured from."""
    if edge is None:
        return None
    return {"side": edge.side, "lat": edge.position.lat, "lon": edge.position.lon, "url": edge.url or None}


def _evidence_object(evidence: Evidence, article: Article) -> dict[str, object]:
    return {
        "article": evidence.article,
        "start": evidence.sentence.start,
        "end": evidence.sentence.end,
        "text": evidence.sentence.of(article.text),
        "rule": evidence.rule,
        "cue": [evidence.cue.start, evidence.cue.end],
    }


def judgement_object(judged: Judgement, summary: str) -> dict[str, object]:
    """What was measured and what that says of a claim: the same members for an article's and a table's."""
    return {
        "measured": measured_object(judged.measurement),
        "error_pct": _round(judged.error_pct, 1),
        "off_deg": _round(judged.off_deg, 1),
        "distance_verdict": judged.distance_verdict,
        "direction_verdict": judged.direction_verdict,
        "verdict": judged.verdict,
        "explained_by": list(judged.explained_by),
        "namesake": place_object(judged.namesake),
        "summary": summary,
    }


def claim_object(check: Check, article: Article) -> dict[str, object]:
    """A claim with its measurement and verdicts: a distance, or a relation such as "halfway" between two places."""
    claim, quantity = check.claim, check.claim.quantity
    return {
        "article": claim.article,
        "kind": "distance" if claim.relation is None else "relation",
        "subject": _end_object(claim.subject, check.subject),
        "anchor": _end_object(claim.anchor, check.anchor),
        "other": _end_object(claim.other, check.other),
        "quantity": None
        if quantity is None
        else {
            "start": quantity.span.start,
            "end": quantity.span.end,
            "text": quantity.text,
            "value": quantity.value,
            "unit": quantity.unit,
            "value_km": _round(quantity.value_km, 3),
            "low_km": _round(quantity.low_km, 3),
            "high_km": _round(quantity.high_km, 3),
            "hedge": quantity.hedge,
        },
        "relation": claim.relation,
        "direction": claim.direction,
        "mode": claim.mode,
        **judgement_object(check.judgement, check.summary),
        "measured_other": measured_object(check.judgement.from_other),
        "share": _round(check.judgement.share, 3),
        "evidence": _evidence_object(claim.evidence, article),
    }


def _rail_object(rail: RailLeg | None, lang: str) -> dict[str, object] | None:
    """The way over the rails: from which station to which, on what lines, and how good its figures are."""
    if rail is None:
        return None
    return {
        "km": _round(rail.rail_km),
        "stations": [None if access.station is None else access.station.name for access in rail.access],
        "access_km": [_round(access.km) for access in rail.access],
        "lines": list(rail.lines(lang)),
        "quality": rail.quality,
        "schematic_km": _round(rail.schematic_km),
        "notes": [note.text(lang) for note in rail.notes],
    }


def leg_object(leg: Leg, article: Article) -> dict[str, object]:
    """A leg of the journey with its evidence."""
    dates = [d for d in (leg.departed, leg.arrived) if d is not None]
    stated = [d.text for d in dates if d.text]
    return {
        "article": leg.article,
        "traveller": leg.traveller,
        "mode": leg.mode,
        "from": place_object(leg.origin),
        "to": place_object(leg.destination),
        "via": [place_object(p) for p in leg.via],
        "passed": leg.passed,
        "direction": leg.direction,
        "departed": leg.departed.iso if leg.departed else None,
        "arrived": leg.arrived.iso if leg.arrived else None,
        "date_text": "; ".join(dict.fromkeys(stated)) or None,
        "certainty": leg.certainty,
        "observed": leg.observed,
        "source": "; ".join(leg.sources) or None,
        "journey": leg.journey,
        "geodesic_km": _round(leg.geodesic_km),
        "rail_km": _round(leg.rail_km),
        "rail": _rail_object(leg.rail, article.lang),
        "evidence": [_evidence_object(e, article) for e in leg.evidence],
    }


def _article_object(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "lang": article.lang,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title,
        "url": article.url,
        "characters": len(article.text),
    }


def _provenance_object(provenance: Provenance) -> dict[str, object]:
    return {
        "geomap": provenance.geomap,
        "gazetteer": provenance.gazetteer,
        "model": provenance.model,
        "worldview": provenance.worldview,
        "options": dict(provenance.options),
    }


def report_object(report: Report, *parts: str) -> dict[str, object]:
    """The whole report, or only some of "mentions", "claims", "legs", with articles, warnings, provenance."""
    made = _parts(report)
    return {
        "articles": [_article_object(a) for a in report.articles],
        **{part: made[part] for part in parts or made},
        "warnings": list(report.warnings),
        "provenance": _provenance_object(report.provenance),
    }


def document_object(report: Report) -> dict[str, object]:
    """A batch output line: one document's mentions, claims and legs."""
    article = report.articles[0]
    return {"id": article.id, "lang": article.lang, **_parts(report)}


def _parts(report: Report) -> Mapping[str, list[dict[str, object]]]:
    return {
        "mentions": [mention_object(m) for m in report.mentions],
        "claims": [claim_object(c, report.article(c.claim.article)) for c in report.checks],
        "legs": [leg_object(leg, report.article(leg.article)) for leg in report.legs],
    }
