import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.claims.numbers import read_figure, read_words
from geomap.lang import load_pack


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.200", 1200), ("1’200", 1200), ("5.6", 5.6), ("1/2", 0.5), ("2½", 2.5), ("1 1/4", 1.25), ("12 000,5", 12000.5)],
)
def test_a_figure_is_read(text, value):
    assert read_figure(text) == pytest.approx(value)


@given(st.integers(min_value=0, max_value=99_999), st.integers(min_value=1, max_value=99))
def test_a_decimal_reads_back(whole, hundredths):
    assert read_figure(f"{whole},{hundredths:02d}") == pytest.approx(whole + hundredths / 100)


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("fr", "cent quatre-vingt-deux", 182),
        ("fr", "mille deux cents", 1200),
        ("fr", "soixante et onze", 71),
        ("fr", "vingt-quatre mille", 24000),
        ("en", "two hundred and fifty", 250),
        ("en", "three thousand", 3000),
    ],
)
def test_a_number_in_words_is_read(lang, text, value):
    numbers = {word: float(str(n)) for word, n in load_pack(lang).table("lengths", "numbers").items()}
    assert read_words(text, numbers) == value
