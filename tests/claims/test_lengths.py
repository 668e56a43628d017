import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.claims.lengths import bounds_km, find_lengths
from geomap.claims.numbers import read_figure
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
        ("about 560 miles", "en", 560, Unit.MILE, Hedge.APPROX),
        ("more than 1,200 kilometers", "en", 1200, Unit.KM, Hedge.AT_LEAST),
        ("a 60-kilometer", "en", 60, Unit.KM, Hedge.EXACT),
        ("two hundred and fifty miles", "en", 250, Unit.MILE, Hedge.EXACT),
        ("40 to 50 miles", "en", 45, Unit.MILE, Hedge.RANGE),
    ],
)
def test_a_stated_length_is_read(text, lang, value, unit, hedge):
    (found,) = lengths(f"x {text} y", lang)
    assert (found.value, found.unit, found.hedge) == (value, unit, hedge)


@pytest.mark.parametrize(
    "text",
    [
        "60 km²", "60 km carrés", "120 km/h", "90 km à l’heure", "400 km d’altitude", "un fleuve de 900 km de long",
        "60 %", "60 kilos", "99999999999 km", "en 2023",
    ],
)  # fmt: skip
def test_what_is_no_distance_between_places_is_left_out(text):
    assert lengths(text) == []


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


@given(st.integers(min_value=0, max_value=99_999), st.integers(min_value=1, max_value=99))
def test_a_decimal_reads_back(whole, hundredths):
    assert read_figure(f"{whole},{hundredths:02d}") == pytest.approx(whole + hundredths / 100)


@given(st.floats(min_value=0.1, max_value=9999), st.sampled_from(list(Unit)))
def test_an_approximate_interval_holds_the_exact_one(value, unit):
    exact, approx = bounds_km(value, unit, Hedge.EXACT), bounds_km(value, unit, Hedge.APPROX)
    assert approx[0] <= exact[0] <= value * unit.km <= exact[1] <= approx[1]
