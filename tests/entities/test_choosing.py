import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.entities import EntityKind
from geomap.entities.choosing import KINDS, PLACE_BIAS, choose, score, spans_of
from geomap.entities.model import CLASSES, STEP, Model
from geomap.entities.reading import find_candidates, read_texts
from geomap.entities.traits import word_lists
from geomap.entities.words import Words

PLACE, PERSON, ORGANISATION, DEMONYM = EntityKind


@pytest.fixture
def chosen(gazetteer):
    """The entities where some names have a margin over being none, in logits, and all others stay below."""

    def run(text, *wanted):
        words = Words(word_lists("en"), gazetteer.standings(), frozenset())
        reading = read_texts([text], words)
        candidates = find_candidates(reading, words)
        names = [text[start:end] for _, start, end in spans_of(reading, candidates)]
        logits = np.full((len(names), CLASSES), -9, np.float32)
        logits[:, 0] = 0
        for name, kind, margin in wanted:
            logits[names.index(name), 1 + KINDS.index(kind)] = margin
        (found,) = choose(logits, reading, candidates, words)
        return [(entity.span.of(text), entity.kind, entity.within) for entity in found]

    return run


def model(rows):
    slots = np.array(sorted(rows), np.int32)
    return Model({}, slots, np.array([rows[slot] for slot in slots], np.int8), frozenset())


def test_a_score_is_the_sum_of_its_slots_weights():
    weights = model({3: [16, 0, 32, 0, -16], 8: [16, 16, 0, 0, 0]})
    logits = score(np.array([[3, 8], [8, 8], [1, 2]], np.int32), weights)
    steps = [[32, 16, 32, 0, -16], [32, 32, 0, 0, 0], [0, 0, 0, 0, 0]]
    assert logits == pytest.approx(np.array(steps) * STEP + np.array([0, PLACE_BIAS, 0, 0, 0]))


def test_sums_of_weights_do_not_overflow():
    slots = np.full((1, 60), 5, np.int32)
    logits = score(slots, model({5: [127, -127, 0, 0, 127]}))
    assert logits[0, [0, 4]] == pytest.approx(60 * 127 * STEP)
    assert logits[0, 1] == pytest.approx(PLACE_BIAS - 60 * 127 * STEP)


def test_many_candidates_are_scored_as_one_is():
    slots = np.tile(np.array([[3, 8]], np.int32), ((1 << 16) + 5, 1))
    logits = score(slots, model({3: [1, 2, 3, 4, 5], 8: [5, 4, 3, 2, 0]}))
    assert (logits == logits[0]).all()


def test_a_name_likelier_to_be_none_is_left(chosen):
    assert chosen("Kim left Gap.", ("Kim", PERSON, -0.1), ("Gap", PLACE, 0.1)) == [("Gap", PLACE, False)]


def test_of_overlapping_names_the_surest_is_chosen(chosen):
    names = [("Kim", PLACE, 2), ("Kim Jong Un", PERSON, 3), ("Jong Un", PERSON, 1)]
    assert chosen("Kim Jong Un left.", *names) == [("Kim Jong Un", PERSON, False)]
    names[0] = ("Kim", PLACE, 4)
    assert chosen("Kim Jong Un left.", *names) == [("Kim", PLACE, False), ("Jong Un", PERSON, False)]


@pytest.mark.parametrize(("outer", "inner"), [(3, 2), (2, 3)])
@pytest.mark.parametrize("kind", [PLACE, DEMONYM])
@pytest.mark.parametrize(
    ("text", "organisation", "name"),
    [
        ("The University of Iowa closed.", "University of Iowa", "Iowa"),
        ("Yesterday Iowa State University closed.", "Iowa State University", "Iowa"),
        ("The Bank of Iowa City closed.", "Bank of Iowa City", "Iowa City"),
    ],
)
def test_a_place_stands_within_an_organisation(chosen, text, organisation, name, kind, outer, inner):
    found = chosen(text, (organisation, ORGANISATION, outer), (name, kind, inner))
    assert sorted(found) == sorted([(organisation, ORGANISATION, False), (name, kind, True)])
    assert found[0][0] == organisation


def test_two_places_stand_within_an_organisation(chosen):
    found = chosen(
        "The Iowa Bank of Texas closed.",
        ("Iowa Bank of Texas", ORGANISATION, 2),
        ("Iowa", PLACE, 3),
        ("Texas", PLACE, 1),
    )
    assert found == [("Iowa Bank of Texas", ORGANISATION, False), ("Iowa", PLACE, True), ("Texas", PLACE, True)]


def test_two_places_that_fill_an_organisation_stand_within_it(chosen):
    wanted = [("Paris Lyon", ORGANISATION, 1), ("Paris", PLACE, 3), ("Lyon", PLACE, 2)]
    assert [within for *_, within in chosen("On Monday Paris Lyon closed.", *wanted)] == [False, True, True]


@pytest.mark.parametrize(("outer", "inner"), [(3, 2), (2, 3)])
def test_nobody_stands_within_an_organisation(chosen, outer, inner):
    found = chosen("The Bank of Kim closed.", ("Bank of Kim", ORGANISATION, outer), ("Kim", PERSON, inner))
    assert found == [("Bank of Kim", ORGANISATION, False)] if outer > inner else [("Kim", PERSON, False)]


@pytest.mark.parametrize(("one", "two"), [(3, 2), (2, 3)])
def test_no_organisation_stands_within_another(chosen, one, two):
    wanted = [("Bank of Iowa", ORGANISATION, one), ("Iowa", ORGANISATION, two)]
    assert chosen("The Bank of Iowa closed.", *wanted) == [(wanted[two > one][0], ORGANISATION, False)]


@pytest.mark.parametrize(("one", "two"), [(3, 2), (2, 3)])
def test_no_place_stands_within_another(chosen, one, two):
    wanted = [("Iowa City", PLACE, one), ("Iowa", PLACE, two)]
    assert chosen("In Iowa City it rains.", *wanted) == [(wanted[two > one][0], PLACE, False)]


@pytest.mark.parametrize(("one", "two"), [(3, 2), (2, 3)])
def test_a_place_does_not_reach_out_of_an_organisation(chosen, one, two):
    wanted = [("Bank of Iowa", ORGANISATION, one), ("Iowa City", PLACE, two)]
    name, kind, _ = wanted[two > one]
    assert chosen("The Bank of Iowa City closed.", *wanted) == [(name, kind, False)]


def test_the_name_of_one_kind_only_is_chosen_once(chosen):
    assert chosen("Iowa closed.", ("Iowa", PLACE, 2), ("Iowa", ORGANISATION, 3)) == [("Iowa", ORGANISATION, False)]


def test_the_village_of_one_letter_is_left(chosen):
    assert chosen("Y is in France.", ("Y", PLACE, 9), ("France", PLACE, 1)) == [("France", PLACE, False)]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("He left Fresno, Calif. on Monday", "Calif", "Calif."),
        ("He left Fresno, Calif on Monday", "Calif", "Calif"),
        ("He left Houston. On Monday", "Houston", "Houston"),
    ],
)
def test_an_abbreviated_place_takes_its_full_stop(chosen, text, name, found):
    assert chosen(text, (name, PLACE, 2)) == [(found, PLACE, False)]


def test_a_person_called_like_an_abbreviation_takes_no_full_stop(chosen):
    assert chosen("He met Calif. On Monday", ("Calif", PERSON, 2)) == [("Calif", PERSON, False)]


def test_confidence_is_the_likelihood_of_the_kind(gazetteer):
    words = Words(word_lists("en"), gazetteer.standings(), frozenset())
    reading = read_texts(["in Gap"], words)
    logits = np.array([[0, np.log(3), 0, -np.inf, -np.inf]], np.float32)
    ((entity,),) = choose(logits, reading, find_candidates(reading, words), words)
    assert entity.confidence == 0.6


def test_each_text_has_its_own_entities(gazetteer):
    words = Words(word_lists("en"), gazetteer.standings(), frozenset())
    texts = ["in Gap", "", "it rains", "Nice and Gap"]
    reading = read_texts(texts, words)
    candidates = find_candidates(reading, words)
    logits = np.tile(np.array([0, 1, 0, 0, 0], np.float32), (len(candidates.first), 1))
    found = choose(logits, reading, candidates, words)
    assert [[entity.span.of(text) for entity in each] for text, each in zip(texts, found, strict=True)] == [
        ["Gap"],
        [],
        [],
        ["Nice", "Gap"],
    ]


NAMES = "Alba Berg Como Dole Erfurt Fano Gand Horta"


@given(data=st.data(), joined=st.lists(st.sampled_from([" ", " of ", "-", ", "]), min_size=7, max_size=7))
def test_whatever_the_scores_only_places_within_organisations_overlap(gazetteer, data, joined):
    text = "".join(name + link for name, link in zip(NAMES.split(), [*joined, "."], strict=True))
    words = Words(word_lists("en"), gazetteer.standings(), frozenset())
    reading = read_texts([text], words)
    candidates = find_candidates(reading, words)
    seed = data.draw(st.integers(0, 2**32 - 1))
    logits = np.random.default_rng(seed).normal(0, 3, (len(candidates.first), CLASSES)).astype(np.float32)
    (found,) = choose(logits, reading, candidates, words)
    assert list(found) == sorted(found, key=lambda entity: (entity.span.start, -entity.span.end))
    outer = {entity.span for entity in found if entity.kind is ORGANISATION}
    for at, entity in enumerate(found):
        around = [span for span in outer if span.contains(entity.span) and entity.kind is not ORGANISATION]
        assert entity.within == bool(around)
        assert not around or entity.kind in {PLACE, DEMONYM}
        assert 0 < entity.confidence <= 1
        for other in found[:at]:
            assert not other.span.overlaps(entity.span) or other.span in around
