import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.checks.summary import number
from geomap.claims.lengths import bounds_km, find_lengths
from geomap.lang import load_pack
from geomap.quantity import Hedge, Unit
from geomap.span import Span


def lengths(text, lang="fr"):
    return list(find_lengths(text, Span(start=0, end=len(text)), lang))


@pytest.mark.parametrize(
    ("text", "lang", "value", "unit", "hedge"),
    [
        ("60 km", "fr", 60, Unit.KM, Hedge.EXACT),
        ("environ 60 kilomètres", "fr", 60, Unit.KM, Hedge.APPROX),
        ("quelque 1\u202f200 km", "fr", 1200, Unit.KM, Hedge.APPROX),
        ("1 200 km", "fr", 1200, Unit.KM, Hedge.EXACT),
        ("5,6 km", "fr", 5.6, Unit.KM, Hedge.EXACT),
        ("une soixantaine de kilomètres", "fr", 60, Unit.KM, Hedge.APPROX),
        ("plus d’une centaine de kilomètres", "fr", 100, Unit.KM, Hedge.AT_LEAST),
        ("plus de 300 km", "fr", 300, Unit.KM, Hedge.AT_LEAST),
        ("moins de 20 km", "fr", 20, Unit.KM, Hedge.AT_MOST),
        ("vingt-cinq kilomètres", "fr", 25, Unit.KM, Hedge.EXACT),
        ("quatre-vingt-dix kilomètres", "fr", 90, Unit.KM, Hedge.EXACT),
        ("deux cent cinquante kilomètres", "fr", 250, Unit.KM, Hedge.EXACT),
        ("500 mètres", "fr", 500, Unit.METRE, Hedge.EXACT),
        ("30 milles marins", "fr", 30, Unit.NAUTICAL_MILE, Hedge.EXACT),
        ("entre 50 et 60 km", "fr", 55, Unit.KM, Hedge.RANGE),
        ("M 4.6 - 12 km SSW of", "en", 12, Unit.KM, Hedge.EXACT),
        ("I’m 20 to 30 km north", "en", 25, Unit.KM, Hedge.RANGE),
        ("two miles (three kilometers)", "en", 2, Unit.MILE, Hedge.EXACT),
        ("12 km. à l’est", "fr", 12, Unit.KM, Hedge.EXACT),
        ("about 560 miles", "en", 560, Unit.MILE, Hedge.APPROX),
        ("more than 1,200 kilometers", "en", 1200, Unit.KM, Hedge.AT_LEAST),
        ("a 60-kilometer", "en", 60, Unit.KM, Hedge.EXACT),
        ("two hundred and fifty miles", "en", 250, Unit.MILE, Hedge.EXACT),
        ("40 to 50 miles", "en", 45, Unit.MILE, Hedge.RANGE),
        ("de 50 à 60 km", "fr", 55, Unit.KM, Hedge.RANGE),
        ("trente ou quarante kilomètres", "fr", 35, Unit.KM, Hedge.RANGE),
        ("between five and 10 kilometers", "en", 7.5, Unit.KM, Hedge.RANGE),
        ("seulement environ 60 km", "fr", 60, Unit.KM, Hedge.APPROX),
        ("un peu plus de 60 km", "fr", 60, Unit.KM, Hedge.AT_LEAST),
        ("à peine plus de 60 km", "fr", 60, Unit.KM, Hedge.AT_LEAST),
        ("60 kilomètres environ", "fr", 60, Unit.KM, Hedge.APPROX),
        ("60 kilomètres à peine", "fr", 60, Unit.KM, Hedge.APPROX),
        ("60 kilomètres seulement", "fr", 60, Unit.KM, Hedge.EXACT),
        ("une bonne trentaine de kilomètres", "fr", 30, Unit.KM, Hedge.APPROX),
        ("deux kilomètres et demi", "fr", 2.5, Unit.KM, Hedge.EXACT),
        ("un demi-kilomètre", "fr", 0.5, Unit.KM, Hedge.EXACT),
        ("300 m", "fr", 300, Unit.METRE, Hedge.EXACT),
        ("30 milles (48 km)", "fr", 30, Unit.MILE, Hedge.EXACT),
        ("53 milles au large", "fr", 53, Unit.NAUTICAL_MILE, Hedge.EXACT),
        ("la D 1091 à trois kilomètres environ", "fr", 3, Unit.KM, Hedge.APPROX),
        ("only less than 100 kilometers", "en", 100, Unit.KM, Hedge.AT_MOST),
        ("just over 20 miles", "en", 20, Unit.MILE, Hedge.AT_LEAST),
        ("fifty miles or so", "en", 50, Unit.MILE, Hedge.APPROX),
        ("50 or so miles", "en", 50, Unit.MILE, Hedge.APPROX),
        ("20-odd miles", "en", 20, Unit.MILE, Hedge.APPROX),
        ("a mile and a half", "en", 1.5, Unit.MILE, Hedge.EXACT),
        ("two and a half miles", "en", 2.5, Unit.MILE, Hedge.EXACT),
        ("half a mile", "en", 0.5, Unit.MILE, Hedge.EXACT),
        ("1/2 mile", "en", 0.5, Unit.MILE, Hedge.EXACT),
        ("a quarter of a mile", "en", 0.25, Unit.MILE, Hedge.EXACT),
        ("half a dozen miles", "en", 6, Unit.MILE, Hedge.APPROX),
        ("within a couple of hundred kilometres", "en", 200, Unit.KM, Hedge.AT_MOST),
        ("500 ft", "en", 500, Unit.FOOT, Hedge.EXACT),
        ("200 yards", "en", 200, Unit.YARD, Hedge.EXACT),
        ("25 nautical miles", "en", 25, Unit.NAUTICAL_MILE, Hedge.EXACT),
        ("30 miles, or 48 km, north", "en", 30, Unit.MILE, Hedge.EXACT),
    ],
)
def test_a_stated_length_is_read(text, lang, value, unit, hedge):
    (found,) = lengths(f"x {text} y", lang)
    assert (found.value, found.unit, found.hedge) == (value, unit, hedge)


@pytest.mark.parametrize(
    "text",
    [
        "60 km²", "60 km carrés", "120 km/h", "90 km à l’heure", "400 km d’altitude", "un fleuve de 900 km de long",
        "60 %", "60 kilos", "99999999999 km", "en 2023", "200 m haies", "380 km de bouchons", "un m de plus",
    ],
)  # fmt: skip
def test_what_is_no_distance_between_places_is_left_out(text):
    assert lengths(text) == []


@pytest.mark.parametrize(
    ("text", "lang", "low", "high"),
    [
        ("quelques kilomètres", "fr", 2, 10),
        ("plusieurs centaines de kilomètres", "fr", 300, 1000),
        ("a few miles", "en", 3.2, 16.1),
        ("dozens of miles", "en", 38.6, 154.5),
    ],
)
def test_a_number_nobody_counted_has_bounds(text, lang, low, high):
    (found,) = lengths(text, lang)
    assert (found.low_km, found.high_km) == pytest.approx((low, high), rel=0.01)
    assert found.vague
    assert found.hedge is Hedge.APPROX


@pytest.mark.parametrize(
    "text", ["30 miles (48 km)", "30 miles (about 48 km)", "30 miles/48 km", "30 miles, or 48 km,"]
)
def test_the_same_length_in_another_unit_is_no_second_one(text):
    (found,) = lengths(f"It lies {text} north.", "en")
    assert found.text == text


@pytest.mark.parametrize("text", ["83-kilometre-long", "10-mile radius", "120 miles per hour", "153-square mile", "5k"])
def test_english_lengths_that_are_no_distance_are_left_out(text):
    assert lengths(f"a {text} thing", "en") == []


@pytest.mark.parametrize(
    ("value", "hedge", "low", "high"),
    [
        (60, Hedge.EXACT, 55, 65),
        (78, Hedge.EXACT, 77.5, 78.5),
        (900, Hedge.EXACT, 850, 950),
        (5.6, Hedge.EXACT, 5.55, 5.65),
        (480, Hedge.APPROX, 450, 510),
        (300, Hedge.AT_LEAST, 270, math.inf),
        (20, Hedge.AT_MOST, 0, 22),
        (1000, Hedge.EXACT, 900, 1100),
    ],
)
def test_bounds_are_the_rounding_widened_by_the_hedge(value, hedge, low, high):
    assert bounds_km(value, Unit.KM, hedge) == pytest.approx((low, high))


@given(st.integers(min_value=1, max_value=20_000), st.sampled_from(["", " ", "\u00a0", "\u202f"]))
def test_a_french_figure_reads_back(value, space):
    text = f"{value:,}".replace(",", space or "")
    (found,) = lengths(f"à {text} km")
    assert found.value == value


@given(st.floats(min_value=0.1, max_value=9999), st.sampled_from(list(Unit)))
def test_an_approximate_interval_holds_the_exact_one(value, unit):
    exact, approx = bounds_km(value, unit, Hedge.EXACT), bounds_km(value, unit, Hedge.APPROX)
    assert approx[0] <= exact[0] <= value * unit.km <= exact[1] <= approx[1]


UNITS = st.sampled_from(list(Unit))
LANGUAGES = st.sampled_from(["fr", "en"])
SPACES = st.sampled_from([" ", "\u00a0", "\u202f"])


@given(st.decimals(min_value="0.1", max_value=5000, places=1), UNITS, LANGUAGES, SPACES)
def test_a_quantity_we_print_reads_back(value, unit, lang, space):
    name = load_pack(lang).words("verdicts", "units", unit)[0]
    printed = f"{number(float(value), lang)}{space}{name}"
    (found,) = lengths(printed, lang)
    assert found.text == printed
    assert found.unit is unit
    assert abs(found.value - float(value)) <= (0.5 if value >= 10 else 0.05) + 1e-9


@given(st.integers(min_value=1, max_value=9000), st.integers(min_value=1, max_value=900), LANGUAGES)
def test_the_same_interval_in_another_unit_reads_alike(low, width, lang):
    between, joint = {"fr": ("entre", "et"), "en": ("between", "and")}[lang]
    high = low + width
    (km,) = lengths(f"{between} {low} {joint} {high} km", lang)
    per_mile = Unit.MILE.km
    (miles,) = lengths(f"{between} {low / per_mile:.6f} {joint} {high / per_mile:.6f} miles", lang)
    assert (miles.low_km, miles.high_km) == pytest.approx((km.low_km, km.high_km), rel=1e-4)
    assert miles.hedge is km.hedge is Hedge.RANGE
    (metres,) = lengths(f"{between} {low * 1000} {joint} {high * 1000} m", lang)
    assert (metres.low_km, metres.high_km) == pytest.approx((km.low_km, km.high_km))


@given(st.integers(min_value=1, max_value=9000), st.sampled_from(["", "environ ", "plus de ", "moins de "]))
def test_the_bounds_of_kilometres_and_of_metres_are_the_same(value, hedge):
    (km,), (metres,) = lengths(f"{hedge}{value} km"), lengths(f"{hedge}{value * 1000} m")
    assert (metres.low_km, metres.high_km) == pytest.approx((km.low_km, km.high_km))
