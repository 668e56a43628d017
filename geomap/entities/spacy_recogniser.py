"""spaCy's pipelines as recognisers, for those who have one: the extra `spacy`.

    pip install 'geomap[spacy]'
    geomap places article.txt --recogniser spacy:en_core_web_sm

The pipeline is one that the user installed, or a folder; nothing is fetched.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from geomap.entities.entity import Entity, EntityKind, Recogniser
from geomap.errors import ModelError
from geomap.span import Span

if TYPE_CHECKING:
    from spacy.language import Language

LABELS: Mapping[str, EntityKind] = {
    **dict.fromkeys(("GPE", "LOC", "FAC"), EntityKind.PLACE),
    **dict.fromkeys(("PERSON", "PER"), EntityKind.PERSON),
    "ORG": EntityKind.ORGANISATION,
    "NORP": EntityKind.DEMONYM,
}
"""The labels of OntoNotes and WikiNER, which spaCy's own pipelines use; others are left out."""

CONFIDENCE = 0.9
"""spaCy does not say how sure it is: each of its entities counts as sure."""


class SpacyRecogniser:
    """One pipeline for its own language, or for all if it has several, and another recogniser for the others."""

    def __init__(self, pipeline: "Language", otherwise: Recogniser) -> None:
        self._pipeline, self._otherwise = pipeline, otherwise

    @classmethod
    def open(cls, model: str, otherwise: Recogniser) -> Self:
        """The recogniser of an installed pipeline, or of a folder that holds one. Raises `ModelError`."""
        try:
            import spacy  # noqa: PLC0415 (an extra)
        except ImportError as error:
            msg = f"the recogniser 'spacy:{model}' needs spaCy: pip install 'geomap[spacy]'"
            raise ModelError(msg) from error
        try:
            pipeline = spacy.load(model)
        except (OSError, ValueError, TypeError, ImportError) as error:
            reason = " ".join(str(error).split())
            msg = f"spaCy has no pipeline {model!r} ({reason}): install it, or name the folder that holds one"
            raise ModelError(msg) from error
        return cls(pipeline, otherwise)

    def name_for(self, lang: str) -> str:
        """The pipeline's name and version, or that of the recogniser which reads the language."""
        if not self._reads(lang):
            return self._otherwise.name_for(lang)
        meta = self._pipeline.meta
        return f"spacy:{meta['lang']}_{meta['name']}-{meta['version']}"

    def _reads(self, lang: str) -> bool:
        return self._pipeline.lang in {lang, "xx"}  # xx: spaCy's own code for several languages

    def recognise(self, texts: Sequence[str], lang: str) -> tuple[tuple[Entity, ...], ...]:
        """The entities of each text (see `Recogniser`)."""
        if not self._reads(lang):
            return self._otherwise.recognise(texts, lang)
        self._pipeline.max_length = max(self._pipeline.max_length, *map(len, texts), 0)
        return tuple(tuple(_entities(document)) for document in self._pipeline.pipe(texts))


def _entities(document: Any) -> Iterator[Entity]:  # noqa: ANN401 (spaCy's own type is compiled)
    for found in document.ents:
        kind = LABELS.get(found.label_)
        if kind is not None:
            span = Span(start=found.start_char, end=found.end_char)
            yield Entity(span=span, kind=kind, confidence=CONFIDENCE)
