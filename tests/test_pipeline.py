"""The whole way, on any text at all."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.article import article_from_text
from geomap.errors import ArticleError
from geomap.pipeline import analyse
from geomap.report.objects import report_object

PIECES = [
    "Kim", "Jong Un", "Pyongyang", "Russie", "Vladivostok", "Lyon", "le train de", "M.", "a quitté", "s’est arrêté à",
    "selon", "KCNA", "RIA-Novosti", "60 km", "au nord de", "environ", "mardi", "en 2019", "où", "mais", "n’a pas", ",",
    ".", ";", "–", "(", ")", "«", "»", "l’", "d’", "une usine de cette ville", "La base de lancement", "devait visiter",
    "se dirige vers", "en prévision de l’arrivée", "une photo montre", "\n", "\u00a0", "\u202e", "🚂", "’s",
    "the train left", "arrived in", "north of", "away from", "Some media believe it is heading to", "Mr", "1 200",
    "une centaine de kilomètres",
]  # fmt: skip


def _check(text, lang, gazetteer):
    try:
        article = article_from_text(text, id="any", lang=lang)
    except ArticleError:
        return
    report = analyse(article, gazetteer)
    for mapped in report.mentions:
        mention = mapped.resolution.mention
        assert mention.span.of(text) == mention.text
    for leg in report.legs:
        assert leg.evidence
        assert all(e.sentence.contains(e.cue) for e in leg.evidence)
    report_object(report)


@pytest.mark.parametrize("lang", ["fr", "en"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_order_of_telling_words_is_survived(words, lang, gazetteer):
    _check(" ".join(words), lang, gazetteer)


@pytest.mark.parametrize("lang", ["fr", "en"])
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_survived(text, lang, gazetteer):
    _check(text, lang, gazetteer)


def test_the_same_article_gives_the_same_report(french, gazetteer):
    again = analyse(french.articles[0], gazetteer)
    assert report_object(again) == report_object(french)


def test_the_options_are_kept_for_whoever_makes_it_again(french, gazetteer):
    report = analyse(french.articles[0], gazetteer, options={"lang": "fr"})
    assert report.provenance.options == (("lang", "fr"),)
    assert report.provenance.gazetteer == gazetteer.digest
