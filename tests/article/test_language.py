import pytest

from geomap.article.language import check_language, detect_language
from geomap.errors import LanguageError

FRENCH = "Le train blindé de Kim Jong-un a quitté Pyongyang dimanche et franchi la frontière russe."
ENGLISH = "The armored train of Kim Jong Un left Pyongyang on Sunday and crossed the Russian border."


@pytest.mark.parametrize(("text", "lang"), [(FRENCH, "fr"), (ENGLISH, "en"), (FRENCH.upper(), "fr")])
def test_language_of_prose_is_found(text, lang):
    assert detect_language(text) == lang


@pytest.mark.parametrize(
    "text", ["Paris", "1234", "!!!", "PARIS (AFP) – Séisme", "Kim Jong-un", "Vladivostok, 12 sept.", "🚂", ""]
)
def test_text_too_short_to_tell_is_read_as_a_known_language(text):
    assert detect_language(text) in {"fr", "en"}
    assert detect_language(text, ("en",)) == "en"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Der Zug des nordkoreanischen Machthabers ist am Dienstag in Russland eingetroffen.", r"German \(de\)"),
        ("El tren blindado llegó el martes a Rusia, según la agencia estatal de noticias.", r"Spanish \(es\)"),
        ("Поезд Ким Чен Ына прибыл в Россию во вторник утром.", r"Russian \(ru\)"),
        ("金正恩的专列周二早上抵达俄罗斯远东地区。", r"Chinese \(zh\)"),
        ("وصل القطار المدرع إلى روسيا صباح الثلاثاء.", r"Arabic \(ar\)"),
    ],
)
def test_other_language_is_named_and_what_to_do(text, name):
    says = f"looks {name}; geomap reads French and English so far: pass --lang fr or --lang en"
    with pytest.raises(LanguageError, match=says):
        detect_language(text)


def test_other_languages_can_become_known():
    assert detect_language("Der Zug ist am Dienstag in Russland eingetroffen.", ("fr", "en", "de")) == "de"


def test_foreign_quotation_does_not_change_an_article():
    assert detect_language(FRENCH * 3 + " « Поезд прибыл в Россию » " + FRENCH) == "fr"


@pytest.mark.parametrize(
    ("given", "code"), [("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("en_US", "en"), (" en ", "en")]
)
def test_language_given_is_taken_by_its_first_part(given, code):
    assert check_language(given) == code


def test_language_given_without_words_is_refused():
    with pytest.raises(LanguageError, match="no words for the language 'de'; it reads French and English"):
        check_language("de")
