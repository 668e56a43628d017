import pytest

from geomap.actors import find_actors
from geomap.claims import find_claims
from geomap.mentions import find_mentions


@pytest.fixture
def claims(article, entities_in, gazetteer):
    def run(text, lang="fr"):
        made = article(text, lang=lang)
        entities = entities_in(made)
        return find_claims(made, find_mentions(made, entities, find_actors(made, entities, gazetteer), gazetteer))

    return run


@pytest.fixture
def ends(claims):
    """The words of subject and anchor of each claim of a text."""

    def run(text, lang="fr"):
        return [(c.subject and c.subject.text, c.anchor and c.anchor.text) for c in claims(text, lang)]

    return run
