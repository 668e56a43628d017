import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.article import article_from_text
from geomap.claims import Mode, find_claims
from geomap.geodesy import Compass
from geomap.mentions import Mention, MentionKind
from geomap.quantity import Hedge
from geomap.span import Span


def told(claim):
    return (
        claim.subject.text if claim.subject else None,
        claim.quantity.value,
        claim.direction,
        claim.anchor.text if claim.anchor else None,
    )


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Ussuriysk, ville située à environ 60 km au nord de Vladivostok, dort.", "fr",
         ("Ussuriysk", 60, Compass.N, "Vladivostok")),
        ("Lyon se trouve à 390\u00a0km au sud-est de Paris.", "fr", ("Lyon", 390, Compass.SE, "Paris")),
        ("À 110 km au sud de Paris, Orléans s’éveille.", "fr", ("Orléans", 110, Compass.S, "Paris")),
        ("Marseille est à 660 km de Paris.", "fr", ("Marseille", 660, None, "Paris")),
        ("Ussuriysk lies about 60 km north of Vladivostok.", "en", ("Ussuriysk", 60, Compass.N, "Vladivostok")),
        ("Leeds is 170 miles from London.", "en", ("Leeds", 170, None, "London")),
        ("Minsk, 440 miles west of Moscow, was calm.", "en", ("Minsk", 440, Compass.W, "Moscow")),
    ],
)  # fmt: skip
def test_a_claim_is_read(claims, text, lang, expected):
    (claim,) = claims(text, lang)
    assert told(claim) == expected


def test_the_subject_may_be_a_noun(claims):
    text = "Il va au cosmodrome de Vostotchny. La base de lancement est à 900 km au nord-ouest d’Ussuriysk."
    (claim,) = claims(text)
    assert told(claim) == ("La base de lancement", 900, Compass.NW, "Ussuriysk")


def test_a_direction_without_an_anchor_leaves_it_open(claims):
    (claim,) = claims("Quittons Lyon : Grenoble se trouve à 90 km au sud-est.")
    assert (claim.anchor, claim.direction) == (None, Compass.SE)


def test_a_stated_mode_is_kept(claims):
    (claim,) = claims("Lyon est à 390 km à vol d’oiseau de Paris.")
    assert claim.mode is Mode.STRAIGHT


@pytest.mark.parametrize(
    "text",
    [
        "Un incendie a ravagé 60 km² au nord de Vladivostok.",
        "La Loire coule sur 1 000 km de la source à la mer.",
        "Le missile d’une portée de 900 km vise Séoul.",
        "Le train file à 120 km/h vers Moscou.",
        "Lyon compte 60 kilomètres de pistes cyclables.",
    ],
)
def test_other_lengths_are_no_claims(claims, text):
    assert claims(text) == ()


def test_the_evidence_quotes_sentence_and_cue(claims):
    text = "Il pleut. Marseille est à 660 km de Paris. Il vente."
    (claim,) = claims(text)
    assert claim.evidence.sentence.of(text) == "Marseille est à 660 km de Paris."
    assert claim.evidence.cue.of(text) == "660 km de Paris"


def test_a_second_length_is_measured_to_the_same_subject(claims):
    first, second = claims("Lille est à 225 km de Paris et à 110 km de Bruxelles.")
    assert told(first) == ("Lille", 225, None, "Paris")
    assert told(second) == ("Lille", 110, None, "Bruxelles")


def test_a_relative_brings_in_a_new_subject(claims):
    first, second = claims("Grenoble est à 110 km de Lyon, qui est à 400 km de Paris.")
    assert (told(first), told(second)) == (("Grenoble", 110, None, "Lyon"), ("Lyon", 400, None, "Paris"))


def test_what_we_do_not_know_is_not_replaced_by_what_we_know(claims):
    found = claims("Le hameau dort à 30 km de Lyon et de Grenoble.")
    assert [(c.subject, c.anchor.text) for c in found] == [(None, "Lyon"), (None, "Grenoble")]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Il va à Lyon puis à Trucmuche-le-Vieux, à 30 km de Grenoble.", "fr", "Trucmuche-le-Vieux"),
        ("She flew to Lyon and drove to Whatsitville, 20 miles from Grenoble.", "en", "Whatsitville"),
    ],
)
def test_a_place_that_no_gazetteer_has_is_a_subject_by_its_name(claims, text, lang, name):
    (claim,) = claims(text, lang)
    assert claim.subject.text == name


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Lyon n’est pas à 500 km de Paris.", "fr"), ("Leeds is not 500 miles from London.", "en")],
)
def test_a_distance_denied_is_no_claim(claims, text, lang):
    assert claims(text, lang) == ()


def test_no_more_than_is_no_denial(claims):
    (claim,) = claims("Lyon n’est qu’à 390 km de Paris.")
    assert told(claim) == ("Lyon", 390, None, "Paris")


@pytest.mark.parametrize(
    ("text", "lang", "side"),
    [
        ("Oussouriïsk se trouve à 57 km de la limite nord de Vladivostok.", "fr", Compass.N),
        ("Oussouriïsk se trouve à 57 km du bord sud-est de Vladivostok.", "fr", Compass.SE),
        ("Ussuriysk lies 57 km from the northern edge of Vladivostok.", "en", Compass.N),
        ("Ussuriysk lies 57 km north of Vladivostok.", "en", None),
    ],
)
def test_the_anchors_edge_is_kept_where_the_words_name_it(claims, text, lang, side):
    (claim,) = claims(text, lang)
    assert (claim.anchor.text, claim.anchor_side) == ("Vladivostok", side)


@pytest.mark.parametrize(
    ("text", "lang", "subject"),
    [
        ("Columbus, Ohio, is 140 miles southwest of Cleveland.", "en", "Columbus"),
        ("Khabarovsk, sur l’Amour, à 650 km au nord de Vladivostok, dort.", "fr", "Khabarovsk"),
        ("Lyon, puis Marseille, à 660 km de Paris, ont voté.", "fr", "Marseille"),
    ],
)
def test_what_only_says_where_the_subject_lies_is_not_the_subject(claims, text, lang, subject):
    (claim,) = claims(text, lang)
    assert claim.subject.text == subject


def test_about_is_said_once_for_lengths_that_follow_each_other(claims):
    found = claims("York is about 20 miles from Leeds and 200 miles from London.", "en")
    assert [c.quantity.hedge for c in found] == [Hedge.APPROX, Hedge.APPROX]
    found = claims("Lille est à environ 225 km de Paris et à 110 km de Bruxelles.")
    assert [c.quantity.hedge for c in found] == [Hedge.APPROX, Hedge.EXACT]


@pytest.mark.parametrize(
    ("text", "lang", "anchors"),
    [
        ("Morlaix est à 60 km de Brest et 85 de Rennes.", "fr", ["Brest", "Rennes"]),
        ("York is 25 miles from Leeds and 200 from London.", "en", ["Leeds", "London"]),
        ("Le hameau est à 30 km de Lyon et de Grenoble.", "fr", ["Lyon", "Grenoble"]),
    ],
)
def test_what_a_sentence_leaves_out_is_understood(claims, text, lang, anchors):
    assert [c.anchor.text for c in claims(text, lang)] == anchors


def test_a_sentence_is_not_cut_after_an_initial(claims):
    text = "VILLENEUVE, (Géog.) bourg de France, à 6 lieues N. O. de Lyon, 9 S. de Dijon, & à 40 de Paris."
    found = claims(text)
    assert [(c.subject.text, c.quantity.value, c.direction) for c in found] == [
        ("VILLENEUVE", 6, Compass.NW),
        ("VILLENEUVE", 9, Compass.S),
        ("VILLENEUVE", 40, None),
    ]


def test_spans_of_the_claims_own_mentions_slice_back(claims):
    text = "Les tirs ont repris à 4 km de la frontière tchadienne."
    (claim,) = claims(text)
    assert claim.anchor.span.of(text) == claim.anchor.text == "la frontière tchadienne"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_text_without_a_unit_has_no_claim(claims, lang):
    assert claims("Lyon 60 Paris. Rien.", lang) == ()


PIECES = st.sampled_from(
    [
        *(
            "à",
            "60 km",
            "5",
            "de",
            "du",
            "d’",
            "l’",
            "la",
            "Lyon",
            "Gap",
            "nord",
            "au",
            "sud-ouest",
            "entre",
            "et",
            ",",
        ),
        *("(", ")", ".", ";", "30 miles (48 km)", "environ", "plus", "quelques centaines de mètres", "située", "est"),
        *("se trouve", "il", "C’", "Trucville-le-Haut", "frontière", "de là", "1/2", "½", "distance", "séparent", "&"),
        *("12. N. O. de", "from", "of", "the", "north", "Leeds", "and", "within", "a few", "York", "is", "away", "its"),
        *("apart", "border", "half", "mile", "to", "in", "which", "elle-même", "une", "ville", "town"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=24), st.sampled_from(["fr", "en"]))
def test_any_words_are_survived_and_every_span_slices_back(pieces, lang):
    text = " ".join(pieces)
    article = article_from_text(text, id="any", lang=lang)
    names = [
        Mention(article="any", span=Span(start=m.start(), end=m.end()), text=m.group(), kind=MentionKind.NAME)
        for m in re.finditer("Lyon|Gap|Leeds|York", text)
    ]
    found = find_claims(article, names)
    for claim in found:
        assert claim.subject is not None or claim.anchor is not None
        assert claim.evidence.sentence.contains(claim.evidence.cue)
        assert claim.quantity.span.of(text) == claim.quantity.text
        for end in (claim.subject, claim.anchor):
            assert end is None or (end.text and end.span.of(text) == end.text)
    assert [c.quantity.span.start for c in found] == sorted(c.quantity.span.start for c in found)


def test_a_sentence_as_long_as_a_book_is_read():
    text = "à 60 km de Lyon et de Gap, " * 700
    article = article_from_text(text, id="any", lang="fr")
    names = [
        Mention(article="any", span=Span(start=m.start(), end=m.end()), text=m.group(), kind=MentionKind.NAME)
        for m in re.finditer("Lyon|Gap", text)
    ]
    assert len(find_claims(article, names)) == 1400


@pytest.mark.parametrize(
    "text",
    [
        "No damage was reported, and the farm lies within 25 km of York.",
        "Selby, which was not hit, lies within 25 km of York.",
        "A traffic jam held them: the distance between Leeds and York is 35 km.",
    ],
)
def test_what_another_clause_tells_forbids_no_distance(claims, text):
    assert len(claims(text, "en")) == 1


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("No vessel may sail within 12 nautical miles of the Danish coast.", "en"),
        ("Fishing is banned within 10 miles of Leeds.", "en"),
        ("Lyon a installé des bornes à 3 bornes de recharge de Gap.", "fr"),
    ],
)
def test_a_forbidden_zone_and_posts_are_no_distance(claims, text, lang):
    assert claims(text, lang) == ()
