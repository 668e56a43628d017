"""Putting a story's results together, with what a person should be warned of."""

from collections.abc import Sequence

from geomap.article.article import Article
from geomap.article.language import language_name
from geomap.checks.check import Check, Verdict
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.journey.leg import Certainty, Journey
from geomap.journey.roles import Role
from geomap.lang import languages
from geomap.mentions.mention import MentionKind
from geomap.places.resolution import Resolution
from geomap.provenance import Provenance
from geomap.report.report import MappedMention, Report
from geomap.world import Worldview, crosses


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
        warnings=(
            *_warnings(article, resolutions, checks),
            *_through_the_unnamed(article, resolutions, journey, gazetteer, Worldview(provenance.worldview)),
        ),
        sources=gazetteer.sources,
        provenance=provenance,
        waters=gazetteer.waters,
    )


def _warnings(article: Article, resolutions: Sequence[Resolution], checks: Sequence[Check]) -> tuple[str, ...]:
    warnings = []
    if article.lang not in languages():
        warnings.append(
            f"{article.id}: geomap finds places in {language_name(article.lang)}, "
            "but reads journeys and distances in French and English only"
        )
    elif article.published is None:
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


_CROSSED_KM = 10.0
"""Less than this in a country may be the outline's error: its ends are good to 3 km."""

_THROUGH_THE_AIR = frozenset({"plane", "air", "helicopter"})


def _through_the_unnamed(
    article: Article,
    resolutions: Sequence[Resolution],
    journey: Journey,
    gazetteer: Gazetteer,
    worldview: Worldview,
) -> list[str]:
    """Legs whose straight line crosses a country that the text never names: nobody says they went that way."""
    named = {r.place.country for r in resolutions if r.place is not None}
    warnings = []
    for leg in journey.legs:
        start, end = leg.origin, leg.destination
        if leg.rail is not None or leg.certainty is Certainty.DENIED or leg.mode in _THROUGH_THE_AIR:
            continue
        if start is None or end is None or start.is_area or end.is_area or start.id == end.id:
            continue
        through = crosses([start.position, end.position], worldview=worldview).countries_km
        unnamed = [code for code, km in through.items() if km >= _CROSSED_KM and code not in named]
        if unnamed:
            names = " and ".join(gazetteer.country(code).name for code in unnamed)
            warnings.append(
                f"{article.id}: {start.name} to {end.name} is drawn as a straight line, which crosses {names}; "
                "the text does not say so"
            )
    return warnings
