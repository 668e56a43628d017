"""geomap's table of contents: an article goes in at the top, a report comes out at the bottom."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version

from geomap.actors import find_actors
from geomap.article.article import Article
from geomap.checks import check_claims
from geomap.claims import find_claims
from geomap.entities import Entity, Recogniser, StatisticalRecogniser
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


class Stage(StrEnum):
    """What an analysis may be asked for."""

    PLACES = "places"
    CLAIMS = "claims"
    ROUTE = "route"


@lru_cache
def _version() -> str:
    return version("geomap")


def recognise_all(articles: Sequence[Article], recogniser: Recogniser) -> list[tuple[Entity, ...]]:
    """The entities of each article, those of one language at once: a third of the time of one by one."""
    found: list[tuple[Entity, ...]] = [()] * len(articles)
    for lang in dict.fromkeys(article.lang for article in articles):
        mine = [at for at, article in enumerate(articles) if article.lang == lang]
        for at, entities in zip(mine, recogniser.recognise([articles[at].text for at in mine], lang), strict=True):
            found[at] = entities
    return found


def analyse(  # noqa: PLR0913 (what the result depends on)
    article: Article,
    gazetteer: Gazetteer,
    *,
    options: Mapping[str, str] | None = None,
    worldview: str = "un",
    railways: RailNetwork | None = None,
    track: Track | None = None,
    recogniser: Recogniser | None = None,
    entities: Sequence[Entity] | None = None,
    stages: Collection[Stage] = tuple(Stage),
) -> Report:
    """Everything geomap concludes from one article; of a language it has no words for, names and places alone.

    Reads nothing but its arguments and geomap's own data. Legs by train follow `railways`, by default
    the lines that geomap carries, and the user's own `track` where those do not reach.
    Of `stages`, places are always found; claims are checked and the route is followed where that is asked for.
    `entities` are what `recogniser` finds in the article, where that is known already (`recognise_all`).
    `worldview` ("un" or "defacto") says whose borders the map shows; it is printed where it matters.
    `options` are kept in the report's provenance, so that a desk can make the same result again.
    """
    railways = railways or RailNetwork.open()
    recogniser = recogniser or StatisticalRecogniser.open(gazetteer)
    if entities is None:
        entities = recogniser.recognise([article.text], article.lang)[0]
    told = article.lang in languages()  # else geomap has no words of movement and distance
    actors = find_actors(article, entities, gazetteer) if told else ()
    mentions = find_mentions(article, entities, actors, gazetteer)
    claims = find_claims(article, mentions) if told else ()
    resolutions = resolve_places(article, mentions, claims, gazetteer)
    journey = Journey(legs=())
    if told and Stage.ROUTE in stages:
        journey = follow_rails(article, trace_journey(article, actors, resolutions), railways, track)
    roles = assign_roles(resolutions, journey, claims)
    checks = check_claims(article, claims, resolutions, railways, gazetteer) if Stage.CLAIMS in stages else ()
    provenance = Provenance(
        geomap=_version(),
        gazetteer=gazetteer.digest,
        model=recogniser.name_for(article.lang),
        options=tuple(sorted((options or {}).items())),
        worldview=Worldview(worldview),
    )
    return compile_report(article, resolutions, roles, checks, journey, gazetteer, provenance)
