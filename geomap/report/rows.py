"""The report as rows for a spreadsheet.

Text from articles can begin with a sign that spreadsheets run as a formula; such cells get a leading
apostrophe, which spreadsheets hide.
"""

from geomap.checks.check import Check
from geomap.report.report import MappedMention, Report

CLAIM_COLUMNS = (
    "article", "subject", "anchor", "reported", "value_km", "hedge", "direction", "geodesic_km", "uncertainty_km",
    "bearing_deg", "compass", "error_pct", "off_deg", "distance_verdict", "direction_verdict", "verdict",
    "explained_by", "summary", "sentence",
)  # fmt: skip
"""Columns of `geomap check --format csv`."""

MENTION_COLUMNS = (
    "article", "start", "end", "text", "kind", "reading", "role", "place", "name", "lat", "lon", "country",
    "confidence",
)  # fmt: skip
"""Columns of `geomap places --format csv`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """A cell that no spreadsheet runs: text that starts like a formula is made plain.

    >>> cell("=1+1")
    "'=1+1"
    """
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if value.startswith(_FORMULA) else value


def claim_row(report: Report, check: Check) -> tuple[object, ...]:
    """One claim, in the order of `CLAIM_COLUMNS`."""
    claim, measured = check.claim, check.measurement
    sentence = claim.evidence.sentence.of(report.article(claim.article).text)
    return tuple(
        cell(value)
        for value in (
            claim.article,
            report.label(check.subject) if check.subject else claim.subject.text if claim.subject else None,
            report.label(check.anchor) if check.anchor else claim.anchor.text if claim.anchor else None,
            claim.quantity.text,
            round(claim.quantity.value_km, 3),
            str(claim.quantity.hedge),
            str(claim.direction) if claim.direction else None,
            round(measured.geodesic_km, 2) if measured else None,
            round(measured.uncertainty_km, 2) if measured else None,
            round(measured.bearing_deg, 1) if measured else None,
            str(measured.compass) if measured else None,
            round(check.error_pct, 1) if check.error_pct is not None else None,
            round(check.off_deg, 1) if check.off_deg is not None else None,
            str(check.distance_verdict),
            str(check.direction_verdict),
            str(check.verdict),
            " ".join(check.explained_by),
            check.summary,
            " ".join(sentence.split()),
        )
    )


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
