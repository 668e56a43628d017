import tomllib
from importlib.resources import files

import pytest

from geomap.gazetteer import Gazetteer, fold

# States with no demonym of their own in use.
WITHOUT = {"fr": set(), "en": {"VA"}}


def read(lang):
    return tomllib.loads((files("geomap.lang") / lang / "demonyms.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def countries():
    return {place.country: place for place in Gazetteer.open(towns=False).countries()}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_code_is_a_country(lang, countries):
    words = read(lang)
    codes = {
        *words["demonyms"],
        *words["prefixes"].values(),
        *(c for pair in words["compounds"].values() for c in pair),
    }
    assert codes <= set(countries)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_state_has_a_demonym(lang, countries):
    states = {code for code, place in countries.items() if place.feature_code == "PCLI"} | {"PS"}
    assert states - set(read(lang)["demonyms"]) == WITHOUT[lang]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_form_is_listed_twice_for_a_country(lang):
    for code, forms in read(lang)["demonyms"].items():
        assert forms, code
        assert len(set(forms)) == len(forms), code
        assert all(form == form.strip() for form in forms), code


def test_french_forms_are_small_letters():
    words = read("fr")
    forms = [form for listed in words["demonyms"].values() for form in listed]
    assert all(form == form.lower() for form in [*forms, *words["prefixes"], *words["compounds"]])


@pytest.mark.parametrize(
    ("lang", "code", "forms"),
    [
        ("fr", "KP", {"nord-coréen", "nord-coréens", "nord-coréenne", "nord-coréennes"}),
        ("fr", "RU", {"russe", "russes"}),
        ("fr", "US", {"américain", "américains", "américaine", "américaines"}),
        ("fr", "JP", {"japonais", "japonaise", "japonaises"}),
        ("fr", "UA", {"ukrainien", "ukrainienne"}),
        ("en", "KP", {"North Korean", "North Koreans"}),
        ("en", "FR", {"French", "Frenchman"}),
    ],
)
def test_usual_forms_are_there(lang, code, forms):
    assert forms <= set(read(lang)["demonyms"][code])


def test_compounds_split_into_a_prefix_and_a_demonym():
    words = read("fr")
    assert words["prefixes"]["russo"] == "RU"
    assert "ukrainien" in words["demonyms"]["UA"]
    assert words["compounds"]["intercoréen"] == ["KP", "KR"]


def test_only_a_few_forms_have_two_countries():
    owners: dict[str, set[str]] = {}
    for code, forms in read("fr")["demonyms"].items():
        for form in forms:
            owners.setdefault(fold(form), set()).add(code)
    shared = {form for form, codes in owners.items() if len(codes) > 1}
    assert shared == {"congolais", "congolaise", "congolaises"}
