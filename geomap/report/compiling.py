"""Putting a story's results together, with what a person should be warned of."""

from collections.abc import Sequence

from geomap.article.article import Article
from geomap.checks.check import Check, Verdict
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.journey.leg import Journey
from geomap.journey.roles import Role
from geomap.mentions.mention import MentionKind
from geomap.places.resolution import Resolution
from geomap.provenance import Provenance
from geomap.report.report import MappedMention, Report


def compile_report(  # noqa: PLR0913
    article: Article,
    resolutions: Sequence[Resolution],
    roles: Sequence[Role],
    checks: Sequence[Check],
    journey: Journey,
    gazetteer: Gazetteer,
    provenance: Provenance,
) -> Report:
    """One article's report. `roles` go with `resolutions`, one each."""
    return Report(
        lang=article.lang,
        articles=(article,),
        mentions=tuple(
            MappedMention(resolution=r, role=role)
            for r, role in zip(resolutions, roles, strict=True)
            if r.place is not None or r.mention.kind is not MentionKind.NOMINAL
        ),
        checks=tuple(checks),
        legs=journey.legs,
        warnings=_warnings(article, resolutions, checks),
        sources=gazetteer.sources,
        provenance=provenance,
    )


def _warnings(article: Article, resolutions: Sequence[Resolution], checks: Sequence[Check]) -> tuple[str, ...]:
    warnings = []
    if article.published is None:
        warnings.append(
            f"{article.id}: nobody said when it was published, so weekdays stay undated; give --published YYYY-MM-DD"
        )
    if not any(r.place is not None for r in resolutions):
        warnings.append(f"{article.id}: no place is named that the gazetteer knows")
    contradicted = sum(c.verdict is Verdict.CONTRADICTED for c in checks)
    if contradicted:
        figures = "distance is" if contradicted == 1 else "distances are"
        warnings.append(f"{article.id}: {contradicted} reported {figures} contradicted by the measured one")
    return tuple(warnings)
