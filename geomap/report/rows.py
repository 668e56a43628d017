"""The report as rows for a spreadsheet."""

from geomap.checks.check import Check, Judgement
from geomap.report.report import MappedMention, Report
from geomap.spreadsheet import cell

JUDGED_COLUMNS = (
    "geodesic_km", "uncertainty_km", "bearing_deg", "compass", "from_lat", "from_lon", "to_lat", "to_lon", "rail_km",
    "edge_km", "road_low_km", "road_high_km", "error_pct", "off_deg", "distance_verdict", "direction_verdict",
    "verdict", "explained_by", "namesake", "summary",
)  # fmt: skip
"""Columns that a check adds to a claim."""

CLAIM_COLUMNS = (
    "article", "subject", "anchor", "other", "reported", "value_km", "hedge", "direction", "mode",
    *JUDGED_COLUMNS, "sentence",
)  # fmt: skip
"""Columns of `geomap check --format csv`."""

MENTION_COLUMNS = (
    "article", "start", "end", "text", "kind", "reading", "role", "place", "name", "lat", "lon", "country",
    "confidence",
)  # fmt: skip
"""Columns of `geomap places --format csv`."""


def claim_row(report: Report, check: Check) -> tuple[object, ...]:
    """One claim, in the order of `CLAIM_COLUMNS`."""
    claim, quantity = check.claim, check.claim.quantity
    sentence = claim.evidence.sentence.of(report.article(claim.article).text)
    told = (
        claim.article,
        report.named(claim.subject, check.subject),
        report.named(claim.anchor, check.anchor),
        report.named(claim.other, check.other),
        report.said(claim),
        round(quantity.value_km, 3) if quantity is not None else None,
        str(quantity.hedge) if quantity is not None else None,
        str(claim.direction) if claim.direction else None,
        str(claim.mode),
    )
    return (*map(cell, told), *judged_cells(check.judgement, check.summary), cell(" ".join(sentence.split())))


def judged_cells(judged: Judgement, summary: str) -> tuple[object, ...]:
    """What was measured and the verdicts, in the order of `JUDGED_COLUMNS`."""
    measured = judged.measurement
    found: tuple[object, ...] = (None,) * 12
    if measured is not None:
        found = (
            round(measured.geodesic_km, 2),
            round(measured.uncertainty_km, 2),
            round(measured.bearing_deg, 1),
            str(measured.compass),
            *measured.start.latlon,
            *measured.subject.position.latlon,
            round(measured.rail_km, 2) if measured.rail_km is not None else None,
            round(measured.edge_km, 2),
            *(round(km, 2) for km in measured.road_km),
        )
    told = (
        round(judged.error_pct, 1) if judged.error_pct is not None else None,
        round(judged.off_deg, 1) if judged.off_deg is not None else None,
        str(judged.distance_verdict),
        str(judged.direction_verdict),
        str(judged.verdict),
        " ".join(judged.explained_by),
        judged.namesake.id if judged.namesake is not None else None,
        summary,
    )
    return tuple(cell(value) for value in (*found, *told))


def mention_row(mapped: MappedMention) -> tuple[object, ...]:
    """One mention, in the order of `MENTION_COLUMNS`."""
    resolution, mention = mapped.resolution, mapped.resolution.mention
    place = resolution.place
    return tuple(
        cell(value)
        for value in (
            mention.article,
            mention.span.start,
            mention.span.end,
            mention.text,
            str(mention.kind),
            str(resolution.reading),
            str(mapped.role),
            place.id if place else None,
            place.name if place else None,
            place.position.lat if place else None,
            place.position.lon if place else None,
            place.country if place else None,
            resolution.confidence,
        )
    )
