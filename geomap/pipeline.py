"""geomap's table of contents: an article goes in at the top, a report comes out at the bottom."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version

from geomap.actors import find_actors
from geomap.article.article import Article
from geomap.checks import check_claims
from geomap.claims import find_claims
from geomap.entities import Recogniser, StatisticalRecogniser
from geomap.gazetteer import Gazetteer
from geomap.journey import Journey, assign_roles, follow_rails, trace_journey
from geomap.lang import languages
from geomap.mentions import find_mentions
from geomap.places import resolve_places
from geomap.provenance import Provenance
from geomap.rail import RailNetwork
from geomap.rail.legs import Track
from geomap.report.compiling import compile_report
from geomap.report.report import Report
from geomap.world import Worldview


@lru_cache
def _version() -> str:
    return version("geomap")


def analyse(  # noqa: PLR0913 (what the result depends on)
    article: Article,
    gazetteer: Gazetteer,
    *,
    options: Mapping[str, str] | None = None,
    worldview: str = "un",
    railways: RailNetwork | None = None,
    track: Track | None = None,
    recogniser: Recogniser | None = None,
) -> Report:
    """Everything geomap concludes from one article; of a language it has no words for, names and places alone.

    Reads nothing but its arguments and geomap's own data. Legs by train follow `railways`, by default
    the lines that geomap carries, and the user's own `track` where those do not reach.
    `worldview` ("un" or "defacto") says whose borders the map shows; it is printed where it matters.
    `options` are kept in the report's provenance, so that a desk can make the same result again.
    """
    railways = railways or RailNetwork.open()
    recogniser = recogniser or StatisticalRecogniser.open(gazetteer)
    entities = recogniser.recognise([article.text], article.lang)[0]
    told = article.lang in languages()  # else geomap has no words of movement and distance
    actors = find_actors(article, entities, gazetteer) if told else ()
    mentions = find_mentions(article, entities, actors, gazetteer)
    claims = find_claims(article, mentions) if told else ()
    resolutions = resolve_places(article, mentions, claims, gazetteer)
    journey = Journey(legs=())
    if told:
        journey = follow_rails(article, trace_journey(article, actors, resolutions), railways, track)
    roles = assign_roles(resolutions, journey, claims)
    checks = check_claims(article, claims, resolutions, railways, gazetteer)
    provenance = Provenance(
        geomap=_version(),
        gazetteer=gazetteer.digest,
        model=recogniser.name_for(article.lang),
        options=tuple(sorted((options or {}).items())),
        worldview=Worldview(worldview),
    )
    return compile_report(article, resolutions, roles, checks, journey, gazetteer, provenance)
