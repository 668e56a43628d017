import re

import pytest

from geomap.entities import StatisticalRecogniser, open_recogniser
from geomap.errors import ModelError


def test_geomap_is_the_recogniser_that_geomap_carries(gazetteer, recogniser):
    opened = open_recogniser("geomap", gazetteer)
    assert isinstance(opened, StatisticalRecogniser)
    assert opened.name_for("fr") == recogniser.name_for("fr")


@pytest.mark.parametrize("name", ["", "spacy", "spacy:", "Geomap", "geomap:fr", "stanza:en", ":", "en_core_web_sm"])
def test_another_name_is_refused_and_told_what_there_is(gazetteer, name):
    with pytest.raises(ModelError, match=re.escape(f"there is no recogniser {name!r}; it is 'geomap', or 'spacy:'")):
        open_recogniser(name, gazetteer)
