from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.entities.traits import Trait, word_lists
from geomap.entities.words import TOKEN, Table, Words
from geomap.gazetteer.standing import Standing

ANYTHING = st.text(st.characters())


@pytest.fixture
def words(gazetteer):
    return Words(word_lists("fr"), gazetteer.standings(), frozenset({"orange", "train"}))


@pytest.fixture
def word(words):
    def columns(token):
        (number,) = words.numbers([token])
        return {column: words.columns[column][number] for column in ("traits", "low", "tail", "same", "name")}

    return columns


@pytest.fixture
def name(words):
    def columns(written):
        (number,) = words.name_numbers([written])
        return {
            column: words.names[column][number] for column in ("standing", "low", "same", "exact", "demonym", "dotted")
        }

    return columns


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("l’usine d'Orléans", ["l", "’", "usine", "d", "'", "Orléans"]),
        ("Qu’il parte, lorsqu'elle", ["Qu", "’", "il", "parte", ",", "lorsqu", "'", "elle"]),
        ("aujourd’hui", ["aujourd’hui"]),
        ("Jean-Pierre", ["Jean", "-", "Pierre"]),
        ("France's end, Kim’s", ["France", "'", "s", "end", ",", "Kim", "’", "s"]),
        ("the U.S. and U.N.", ["the", "U.S.", "and", "U.N."]),
        ("St. Louis, Ste.-Foy", ["St.", "Louis", ",", "Ste", ".", "-", "Foy"]),
        ("Ft. Worth", ["Ft.", "Worth"]),
        ("at Mt.", ["at", "Mt", "."]),
        ("J. Smith", ["J", ".", "Smith"]),
        ("A7, 12h30", ["A7", ",", "12h30"]),
        ("@bbc_news", ["@", "bbc", "_", "news"]),
        ("fin.\n\n  Début", ["fin", ".", "\n\n  ", "Début"]),
        ("Хабаровск", ["Хабаровск"]),
    ],
)
def test_text_is_cut_into_words_and_marks(text, tokens):
    assert [token for token in TOKEN.findall(text) if token.strip() or "\n" in token] == tokens


@given(ANYTHING)
def test_nothing_of_a_text_is_lost_between_its_tokens(text):
    assert "".join(TOKEN.findall(text)) == text


def test_rows_added_after_a_column_was_read_are_in_it_too():
    table = Table(("one", "two"))
    assert table.add((1, 10)) == 0
    assert table["two"].tolist() == [10]
    assert [table.add((2, 20)), table.add((3, 30))] == [1, 2]
    assert table["one"].tolist() == [1, 2, 3]
    assert table["two"].tolist() == [10, 20, 30]
    assert table.count == 3


def test_a_word_keeps_its_number(words):
    first = words.numbers(["Paris", "dort", "Paris"])
    assert first[0] == first[2] != first[1]
    count = words.count
    assert words.numbers(["dort", "Paris"]).tolist() == [first[1], first[0]]
    assert words.count == count


def test_a_new_word_is_counted_with_its_name(words):
    count = words.count
    words.numbers(["Gennevilliers"])
    assert words.count == count + 2
    words.numbers([";"])
    assert words.count == count + 3


def test_spellings_of_one_word_have_one_number(words, word):
    assert word("Train")["same"] == word("TRAIN")["same"] == word("train")["same"]
    assert word("Train")["same"] != word("trains")["same"]
    assert word("aujourd'hui")["same"] == word("aujourd’hui")["same"]
    assert word("aujourd'hui")["low"] == word("aujourd’hui")["low"]
    assert word("train")["same"] < words.spellings


def test_words_and_endings_are_told_by_their_digest(word):
    assert word("Orléans")["low"] == crc32("orléans".encode())
    assert word("Orléans")["tail"] == crc32(b"ans") == word("dans")["tail"]


def test_numbers_are_told_by_how_many_digits_they_have(word):
    assert word("1917")["low"] == word("2024")["low"] != word("24")["low"]
    assert word("12345")["low"] == word("1234567")["low"]


def test_a_word_that_training_saw_in_small_letters_is_common_in_any(word):
    for spelling in ("orange", "Orange", "ORANGE"):
        assert word(spelling)["traits"] & Trait.COMMON
    assert not word("Valence")["traits"] & Trait.COMMON


def test_marks_and_spaces_are_no_names(word):
    assert [word(mark)["name"] for mark in (",", "«", " ", "\n", "")] == [-1] * 5
    assert word("Paris")["name"] >= 0


def test_the_edge_is_no_word(words):
    assert words.columns["traits"][words.edge] == Trait.EDGE


def test_the_gazetteer_tells_what_bears_a_name(name):
    assert name("France")["standing"] & Standing.COUNTRY
    assert name("Paris")["standing"] & Standing.CAPITAL
    assert name("mer Noire")["standing"] & Standing.NATURE
    assert name("Dupondurand")["standing"] == 0


def test_a_name_across_a_line_end_is_the_name(name):
    for written in ("La\nRochelle", "La  Rochelle", "La\u00a0Rochelle"):
        assert name(written) == name("La Rochelle")


def test_a_name_without_its_accents_stands_but_is_not_written_so(name):
    assert name("Saint-Étienne")["exact"]
    assert name("Saint-Etiènne")["standing"] == name("Saint-Étienne")["standing"] != 0
    assert not name("Saint-Etiènne")["exact"]


def test_a_demonym_is_told_from_a_place(name):
    assert name("Russe")["demonym"]
    assert name("burkinabè")["demonym"]
    assert not name("Russie")["demonym"]


def test_an_abbreviation_is_known_by_its_full_stop(name):
    assert name("Calif")["dotted"] & Standing.ABBREVIATION
    assert name("Lyon")["dotted"] == 0


def test_a_word_has_the_standing_that_the_same_name_has(words, word, name):
    number = word("Vladivostok")["name"]
    assert words.names["standing"][number] == name("Vladivostok")["standing"] != 0


@given(tokens=st.lists(ANYTHING, max_size=8))
def test_any_word_whatever_has_a_number(gazetteer, tokens):
    words = Words(word_lists("fr"), gazetteer.standings(), frozenset())
    numbers, names = words.numbers(tokens), words.name_numbers(tokens)
    assert len(numbers) == len(names) == len(tokens)
    same = words.columns["same"][numbers]
    assert [same[at] == same[0] for at in range(len(tokens))] == [
        token.lower().replace("'", "’") == tokens[0].lower().replace("'", "’") for token in tokens
    ]
