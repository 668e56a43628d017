"""What a batch makes of each document: the whole analysis, names of many documents recognised at once."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from geomap.article import Article, article_from_text
from geomap.article.language import NAMED
from geomap.batch.batch import Document
from geomap.entities import Entity, Recogniser
from geomap.errors import GeomapError
from geomap.gazetteer import Gazetteer
from geomap.lang import languages
from geomap.pipeline import Stage, analyse, recognise_all
from geomap.report.objects import document_object


class Analyser:
    """The analysis of `run_batch`: told of documents ahead, then called with each."""

    def __init__(
        self, gazetteer: Gazetteer, recogniser: Recogniser, *, stages: Collection[Stage] = tuple(Stage)
    ) -> None:
        self._gazetteer, self._recogniser, self._stages = gazetteer, recogniser, stages
        self._ready: dict[Document, tuple[Article, tuple[Entity, ...]]] = {}

    def ahead(self, documents: Sequence[Document]) -> None:
        """Recognise the names of all these documents; those that cannot be read are left for later."""
        self._ready.clear()
        articles: dict[Document, Article] = {}
        for document in documents:
            with suppress(GeomapError):
                articles[document] = _article(document)
        found = recognise_all(list(articles.values()), self._recogniser)
        self._ready.update(zip(articles, zip(articles.values(), found, strict=True), strict=True))

    def __call__(self, document: Document) -> dict[str, object]:
        """The members of a document's output line. Raises `GeomapError` where it is no text that can be read."""
        article, entities = self._ready.get(document) or (_article(document), None)
        report = analyse(article, self._gazetteer, recogniser=self._recogniser, entities=entities, stages=self._stages)
        return document_object(report)


def _article(document: Document) -> Article:
    return article_from_text(
        document.text,
        id=document.id,
        lang=document.lang,
        published=document.published,
        known=languages(),
        others=NAMED,
    )
