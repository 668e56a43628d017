"""Everything geomap concluded from the articles of one story."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.article.article import Article
from geomap.checks.check import Check
from geomap.claims.claim import Claim
from geomap.gazetteer.place import Place
from geomap.journey.leg import Leg
from geomap.journey.roles import Role
from geomap.mentions.mention import Mention, MentionKind
from geomap.places.resolution import Resolution
from geomap.provenance import Provenance, Source

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedMention:
    """A resolved mention and its role on the map."""

    resolution: Resolution
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of the pipeline, ready to print or draw.

    `lang` is the language of the articles, in which everything a reader sees is written.
    `sources` are the gazetteer's, by id; `warnings` are lines for a person. `waters` are the seas, gulfs and
    straits of the world that a map of it may name, the largest first.
    """

    lang: str
    articles: tuple[Article, ...]
    mentions: tuple[MappedMention, ...]
    checks: tuple[Check, ...]
    legs: tuple[Leg, ...]
    warnings: tuple[str, ...]
    sources: Mapping[str, Source]
    provenance: Provenance
    waters: tuple[Place, ...] = ()

    def article(self, article_id: str) -> Article:
        """The article with this identifier."""
        return next(a for a in self.articles if a.id == article_id)

    def label(self, place: Place) -> str:
        """The place's name as readers of this story know it: as the article writes it most, if it does.

        A nominal mention ("cette ville") never labels a place.
        """
        written: dict[str, int] = {}
        for mapped in self.mentions:
            mention, found = mapped.resolution.mention, mapped.resolution.place
            if found is None or found.id != place.id or mention.kind is not MentionKind.NAME:
                continue
            if found.feature_code in mention.features:
                # "le cosmodrome de Vostotchny": the name without its noun would say too little.
                continue
            text = mention.text.title() if mention.text.isupper() and len(mention.text) > 3 else mention.text
            text = found.with_article(text, self.lang)
            written[text] = written.get(text, 0) + 1
        return max(written, key=lambda t: (written[t], t)) if written else place.name_in(self.lang)

    def named(self, mention: Mention | None, place: Place | None) -> str:
        """One end of a claim: its place as `label` has it, else the words that name it; empty where none do."""
        if place is not None:
            return self.label(place)
        return mention.text if mention is not None else ""

    def said(self, claim: Claim) -> str:
        """The words that state a claim, as its article has them."""
        return claim.said.of(self.article(claim.article).text)

    def to_geodataframe(self) -> "GeoDataFrame":
        """What the map shows as a table of geopandas (WGS84): a row a stop, landmark, leg or distance.

        Raises `RenderError` where no place can be drawn.
        """
        from geomap.render.notebook import geodataframe  # noqa: PLC0415 (a report shows itself)

        return geodataframe(self)

    def _repr_html_(self) -> str:
        """The map, for a notebook's cell."""
        from geomap.render.notebook import notebook_html  # noqa: PLC0415 (a report shows itself)

        return notebook_html(self)
