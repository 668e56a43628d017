import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.entities.reading import FURTHEST, MOST_CAPITALS, find_candidates, read_texts
from geomap.entities.traits import Trait, word_lists
from geomap.entities.words import Words

PIECES = [
    "Paris", "Jean", "de", "La", "Tour", "du", "Pin", "rue", "mer", "Noire", "et", "A", ".", "-", "’", "sur", "MOSCOU",
    "Kim Jong Un", ",", "\n", "\n\n", "train", "1917", "péninsule coréenne", "&", "U.S.", "St. Louis", "«", "\u00a0",
]  # fmt: skip
"""What names are made of, and what parts them."""

TEXTS = st.lists(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=20).map(
        lambda pieces: "".join(word + space for word, space in pieces)
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def words(gazetteer):
    return Words(word_lists("fr"), gazetteer.standings(), frozenset())


@pytest.fixture
def candidates(words):
    def find(*texts):
        reading = read_texts(texts, words)
        found = find_candidates(reading, words)
        return [
            texts[reading.text[first]][reading.start[first] : reading.end[last]]
            for first, last in zip(found.first, found.last, strict=True)
        ]

    return find


def tokens(reading):
    return [
        reading.texts[text][start:end]
        for text, start, end in zip(reading.text, reading.start, reading.end, strict=True)
        if text >= 0 and end > start
    ]


def soft_ends(words, text):
    reading = read_texts([text], words)
    return reading.soft[reading.has(Trait.BREAK)].tolist()


def test_tokens_slice_back_and_spaces_are_left_out(words):
    assert tokens(read_texts(["Il  neige\u00a0à\nGap.", "", "Oui !"], words)) == [
        "Il", "neige", "à", "\n", "Gap", ".", "Oui", "!",
    ]  # fmt: skip


def test_edges_stand_before_between_and_after_texts_further_than_a_feature_looks(words):
    reading = read_texts(["Gap", "Nice"], words)
    edges = FURTHEST + 1
    assert reading.has(Trait.EDGE).tolist() == [True] * edges + ([False] + [True] * edges) * 2
    assert reading.text.tolist() == [-1] * edges + [0] * (edges + 1) + [1] * (edges + 1)


def test_a_token_without_a_space_before_it_is_glued(words):
    reading = read_texts(["Jean-Luc part. Fin"], words)
    glued = dict(zip(tokens(reading), reading.glued[~reading.has(Trait.EDGE)].tolist(), strict=True))
    assert glued["-"]
    assert glued["Luc"]
    assert glued["."]
    assert not glued["part"]
    assert not glued["Fin"]


def test_the_end_of_a_line_of_usual_width_is_soft(words):
    assert soft_ends(words, "Le train blindé du dirigeant nord-coréen est arrivé à Komsomolsk-\nsur-l’Amour.") == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Météo\nIl neige sur les hauteurs.",
        "Le train blindé du dirigeant nord-coréen est arrivé hier à la gare.\nIl pleut.",
        "« Le train blindé du dirigeant nord-coréen est arrivé hier à la gare »\ndit-il.",
        "Le train blindé du dirigeant nord-coréen est arrivé hier à la gare\n\nIl pleut",
        "Le train du dirigeant est arrivé " * 5 + "\nIl pleut",
    ],
    ids=["a headline", "a full stop", "a quotation", "a blank line", "a paragraph"],
)
def test_other_line_ends_part_what_they_stand_between(words, text):
    assert soft_ends(words, text) == [False]


def test_each_line_is_measured_by_itself(words):
    wide = "Le train blindé du dirigeant nord-coréen est arrivé hier à Saint"
    assert soft_ends(words, f"Brèves\n{wide}\nDenis") == [False, True]


def test_every_part_of_a_long_name_is_a_candidate(candidates):
    found = candidates("Jean-Pierre de La Tour du Pin arrive.")
    assert {"Jean", "Jean-Pierre", "Jean-Pierre de La Tour du Pin", "La Tour du Pin", "Pin"} <= set(found)
    assert not [name for name in found if name.endswith((" de", " du", "-")) or "arrive" in name]


def test_candidates_come_by_where_they_start_and_then_by_their_end(candidates):
    assert candidates("Kim Jong Un, Lyon") == ["Kim", "Kim Jong", "Kim Jong Un", "Jong", "Jong Un", "Un", "Lyon"]


def test_a_candidate_has_few_capitals(candidates):
    found = candidates("Un Deux Trois Quatre Cinq Six Sept")
    assert "Un Deux Trois Quatre Cinq" in found
    assert max(len(name.split()) for name in found) == MOST_CAPITALS == 5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Il vit rue de Rivoli.", "rue de Rivoli"),
        ("sur la mer Noire", "mer Noire"),
        ("à Komsomolsk-sur-l’Amour", "Komsomolsk-sur-l’Amour"),
        ("à Villeneuve-d'Ascq", "Villeneuve-d'Ascq"),
        ("M. J. Dupont part", "J. Dupont"),
        ("chez Berthelin & Fils", "Berthelin & Fils"),
        ("dans la péninsule arabique", "péninsule arabique"),
        ("en Guinée équatoriale", "Guinée équatoriale"),
        ("à Trinité-et-Tobago", "Trinité-et-Tobago"),
        ("à Saint-\u00c9tienne", "Saint-Étienne"),
        ("à New\u00a0York", "New\u00a0York"),
        ("Хабаровск далеко", "Хабаровск"),
    ],
)
def test_what_may_stand_in_a_name_joins_it(candidates, text, name):
    assert name in candidates(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("à Lyon, Nice et Gap", "Lyon, Nice"),
        ("Paris et Lyon", "Paris et Lyon"),
        ("de Paris - Lyon", "Paris - Lyon"),
        ("à Gap. Nice dort", "Gap. Nice"),
        ("Gap\nNice", "Gap\nNice"),
        ("le train", "train"),
        ("la Guinée centrale", "Guinée centrale"),
        ("Lyon (Rhône)", "Lyon (Rhône"),
    ],
)
def test_what_parts_names_joins_none(candidates, text, name):
    assert name not in candidates(text)


def test_a_name_goes_on_across_a_line_that_was_wrapped(candidates):
    wrapped = "Le train blindé du dirigeant nord-coréen est parti hier pour New\nYork par la côte."
    assert "New\nYork" in candidates(wrapped)


def test_a_text_without_capitals_has_no_candidates(candidates):
    assert candidates("il neige, 12 cm à l’aube", "") == []


def test_a_name_does_not_go_on_into_the_next_text(candidates):
    assert candidates("Kim", "Jong", "Un") == ["Kim", "Jong", "Un"]


@given(texts=TEXTS)
def test_candidates_lie_within_a_text_and_begin_and_end_at_words(gazetteer, texts):
    words = Words(word_lists("fr"), gazetteer.standings(), frozenset())
    reading = read_texts(texts, words)
    found = find_candidates(reading, words)
    assert (reading.text[found.first] == reading.text[found.last]).all()
    assert (found.first <= found.last).all()
    assert (found.name >= 0).all()
    spans = list(zip(found.first.tolist(), found.last.tolist(), strict=True))
    assert spans == sorted(set(spans))
    capital, starts = reading.has(Trait.CAPITAL), reading.has(Trait.CAPITAL | Trait.OPENER)
    ends = reading.has(Trait.CAPITAL | Trait.CLOSER)
    for first, last in spans:
        assert starts[first]
        assert ends[last]
        assert capital[first : last + 1].sum() <= MOST_CAPITALS
        assert not reading.has(Trait.EDGE)[first : last + 1].any()


@given(texts=TEXTS)
def test_whatever_is_no_space_is_a_token(gazetteer, texts):
    words = Words(word_lists("fr"), gazetteer.standings(), frozenset())
    reading = read_texts(texts, words)
    assert "".join("".join(tokens(reading)).split()) == "".join("".join(texts).split())
    assert sorted(reading.start[reading.text == 0].tolist()) == reading.start[reading.text == 0].tolist()
