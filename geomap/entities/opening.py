"""The recogniser that a name on the command line means."""

from geomap.entities.entity import Recogniser
from geomap.entities.statistical import StatisticalRecogniser
from geomap.errors import ModelError
from geomap.gazetteer.gazetteer import Gazetteer


def open_recogniser(name: str, gazetteer: Gazetteer) -> Recogniser:
    """The recogniser called `name`: "geomap", or "spacy:" and a pipeline's name or folder.

    Raises `ModelError` where there is none, or it cannot be opened.
    """
    own = StatisticalRecogniser.open(gazetteer)
    family, _, model = name.partition(":")
    if name == "geomap":
        return own
    if family == "spacy" and model:
        from geomap.entities.spacy_recogniser import SpacyRecogniser  # noqa: PLC0415 (an extra)

        return SpacyRecogniser.open(model, own)
    msg = f"there is no recogniser {name!r}; it is 'geomap', or 'spacy:' and a pipeline's name or folder"
    raise ModelError(msg)
