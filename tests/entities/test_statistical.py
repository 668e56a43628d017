import weakref
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.datadir import data_folder
from geomap.entities import EntityKind, StatisticalRecogniser, statistical
from geomap.entities.corpus import read_corpus
from geomap.entities.model import read_model
from geomap.errors import ModelError

CORPUS = Path(__file__).parents[1] / "corpus"

PIECES = [
    "Paris", "Kim", "Jong Un", "M.", "Mr", "de", "of", "the", "University of", "université de", "rue de", "Noire", "et",
    "La", "Rochelle", "MOSCOW", "Russian", "Texas", "Department", "train", "St. Louis", "U.S.", "Jean", "-", "’s", "l’",
    ",", ".", "(", ")", "«", "»", "\n", "\n\n", "\u00a0", "\u202e", "&", "1917", "@", "🚂", "Хабаровск", "É", "E\u0301",
]  # fmt: skip
"""What names are made of, and what stands around them."""

LANGS = st.sampled_from(["fr", "en", "de", "ru", "it", "zh"])


@pytest.fixture(scope="module")
def stories():
    """Half of the French and English texts of our own corpus."""
    texts = [text for text in read_corpus(CORPUS) if text.lang in {"fr", "en"}]
    return {lang: [text.text for text in texts if text.lang == lang][::2] for lang in ("fr", "en")}


@pytest.fixture
def fresh(gazetteer):
    """A recogniser that has read nothing yet."""
    return StatisticalRecogniser.open(gazetteer)


@pytest.fixture(scope="session")
def names(recogniser):
    def find(text, lang, *kinds):
        (found,) = recogniser.recognise([text], lang)
        return [entity.span.of(text) for entity in found if entity.kind in (kinds or (EntityKind.PLACE,))]

    return find


@pytest.mark.parametrize(
    ("lang", "text", "places"),
    [
        (
            "fr",
            "Le train a quitté Vladivostok lundi soir et il est arrivé à Khabarovsk.",
            ["Vladivostok", "Khabarovsk"],
        ),
        ("fr", "À Besançon, les vignerons du Jura attendent la pluie.", ["Besançon", "Jura"]),
        (
            "fr",
            "La préfète de l’Isère s’est rendue à Grenoble, puis à Saint-Étienne.",
            ["Isère", "Grenoble", "Saint-Étienne"],
        ),
        ("fr", "Les secours sont venus de Kinshasa, à 300 km de là.", ["Kinshasa"]),
        ("en", "The ship left Rotterdam on Monday and reached Singapore in June.", ["Rotterdam", "Singapore"]),
        ("en", "Police in Manchester, England, said two people died near Leeds.", ["Manchester", "England", "Leeds"]),
        ("en", "A man from Springfield, Ohio, was hurt in Texas.", ["Springfield", "Ohio", "Texas"]),
        ("en", "She flew from Nairobi to San Francisco last week.", ["Nairobi", "San Francisco"]),
        ("de", "Der Zug nach Hamburg fuhr um acht Uhr in München ab.", ["Hamburg", "München"]),
        ("de", "Die Ministerin reiste am Samstag von Berlin nach Warschau.", ["Berlin", "Warschau"]),
        ("es", "El tren salió de Sevilla y llegó a Madrid por la tarde.", ["Sevilla", "Madrid"]),
        ("es", "La policía de Barcelona detuvo a dos hombres en Valencia.", ["Barcelona", "Valencia"]),
        ("ru", "Поезд вышел из Хабаровска и прибыл во Владивосток.", ["Хабаровска", "Владивосток"]),
        ("ru", "Министр прилетел в Пекин из Токио.", ["Пекин", "Токио"]),
        ("it", "Il treno da Torino è arrivato a Milano in ritardo.", ["Torino", "Milano"]),
    ],
)
def test_plain_sentences_have_their_obvious_places(names, lang, text, places):
    assert names(text, lang) == places


@pytest.mark.parametrize(
    ("lang", "text", "places"),
    [
        ("fr", "BERLIN (AFP) – La chancelière a reçu son homologue.", ["BERLIN"]),
        ("fr", "DAKAR, 3 mars (APS) - Un car s’est renversé.", ["DAKAR"]),
        ("en", "WASHINGTON (AP) - Lawmakers met late.", ["WASHINGTON"]),
        ("en", "PARIS — The mayor resigned.", ["PARIS"]),
        ("de", "BERLIN (dpa) - Die Abgeordneten haben abgestimmt.", ["BERLIN"]),
        ("es", "MADRID (EFE) - El Congreso aprobó la ley.", ["MADRID"]),
    ],
)
def test_a_dateline_is_a_place(names, lang, text, places):
    assert names(text, lang) == places


@pytest.mark.parametrize(
    ("lang", "text", "place"),
    [
        ("fr", "INCENDIE À MARSEILLE: TROIS BLESSÉS", "MARSEILLE"),
        ("en", "FLOODS HIT SOUTHERN PAKISTAN AGAIN", "PAKISTAN"),
        ("fr", "LE TRAIN A QUITTÉ VLADIVOSTOK", "VLADIVOSTOK"),
    ],
)
def test_a_place_is_found_in_a_line_of_capitals(names, lang, text, place):
    assert place in names(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "places"),
    [
        ("fr", "L’usine d’Orléans ferme, dit le maire d’Annecy.", ["Orléans", "Annecy"]),
        ("fr", "Elle a vécu en Côte d’Ivoire et à Villeneuve-d’Ascq.", ["Côte d’Ivoire", "Villeneuve-d’Ascq"]),
        ("en", "France’s president flew to Kenya’s capital, Nairobi.", ["France", "Kenya", "Nairobi"]),
        ("en", "The plane left N’Djamena for Cairo.", ["N’Djamena", "Cairo"]),
    ],
)
def test_a_straight_apostrophe_does_as_well_as_a_curly_one(names, lang, text, places):
    assert names(text, lang) == places
    assert names(text.replace("’", "'"), lang) == [place.replace("’", "'") for place in places]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Elle vit à Saint-Etienne, pres de Lyon.", ["Saint-Etienne", "Lyon"]),
        ("Il vient de Chateauroux et va a Orleans.", ["Chateauroux", "Orleans"]),
        ("A Besancon, il neige.", ["Besancon"]),
    ],
)
def test_missing_accents_hide_no_place(names, text, places):
    assert names(text, "fr") == places


def test_no_break_spaces_change_nothing(recogniser, stories):
    for lang, texts in stories.items():
        bound = [text.replace(" ", "\u00a0") for text in texts]
        assert recogniser.recognise(bound, lang) == recogniser.recognise(texts, lang)


def test_a_name_holds_the_no_break_space_it_is_written_with(names):
    assert names("Le vol pour New\u00a0York est parti de La\u00a0Rochelle.", "fr") == [
        "New\u00a0York",
        "La\u00a0Rochelle",
    ]


def test_a_name_goes_on_where_its_line_was_wrapped(names):
    text = "Le président est arrivé lundi matin, après une nuit de train, à New\nYork, où il a parlé."
    assert names(text, "fr") == ["New\nYork"]


@pytest.mark.parametrize(
    ("lang", "text", "kind", "name"),
    [
        ("en", "Jack London was born in San Francisco.", EntityKind.PERSON, "Jack London"),
        ("fr", "Jean-Pierre Martin, maire de Dijon, est mort.", EntityKind.PERSON, "Jean-Pierre Martin"),
        ("fr", "Le président Vladimir Poutine a parlé.", EntityKind.PERSON, "Vladimir Poutine"),
        ("en", "The Italian minister spoke in Rome.", EntityKind.DEMONYM, "Italian"),
        ("fr", "BERLIN (AFP) – Il pleut.", EntityKind.ORGANISATION, "AFP"),
    ],
)
def test_names_of_other_kinds_are_no_places(names, lang, text, kind, name):
    assert name in names(text, lang, kind)
    assert name not in names(text, lang)


def test_who_is_called_like_a_place_is_a_person_in_all_of_the_text(names):
    text = "M. Vincent Lyon a été élu. « Je suis fier », a dit Vincent Lyon. M. Lyon succède à Paul Martin."
    assert "Lyon" not in names(text, "fr")


def test_a_place_stands_within_an_organisation(recogniser):
    text = "Researchers at the University of Iowa found water in Chile."
    (found,) = recogniser.recognise([text], "en")
    assert [(entity.span.of(text), entity.kind, entity.within) for entity in found] == [
        ("University of Iowa", EntityKind.ORGANISATION, False),
        ("Iowa", EntityKind.PLACE, True),
        ("Chile", EntityKind.PLACE, False),
    ]


def test_a_language_without_weights_of_its_own_has_those_of_all_others(gazetteer, tmp_path):
    # No other file is there to be read.
    (tmp_path / "xx.weights").write_bytes((data_folder("recogniser") / "xx.weights").read_bytes())
    alone = StatisticalRecogniser.open(gazetteer, tmp_path)
    text = "Il treno da Torino è arrivato a Milano in ritardo."
    for lang in ("it", "de", "sw", ""):
        assert [entity.span.of(text) for entity in alone.recognise([text], lang)[0]][-1] == "Milano"


def test_no_texts_have_no_entities(recogniser):
    assert recogniser.recognise([], "fr") == ()
    assert recogniser.recognise(["il pleut", "", " \n"], "fr") == ((), (), ())


@pytest.mark.parametrize(("lang", "weights"), [("en", "en"), ("fr", "fr"), ("de", "xx")])
def test_its_name_tells_the_weights_that_read_a_language(recogniser, lang, weights):
    digest = read_model(data_folder("recogniser") / f"{weights}.weights").digest
    assert recogniser.name_for(lang) == f"geomap-{weights}-{digest[:16]}"


def test_forgotten_words_are_freed(gazetteer, monkeypatch):
    small = StatisticalRecogniser.open(gazetteer)
    monkeypatch.setattr("geomap.entities.statistical._KEPT", 1)
    small.recognise(["Paris"], "fr")
    forgotten = weakref.ref(small._words["fr"])
    small.recognise(["Lyon"], "fr")
    assert forgotten() is None


def test_weights_are_read_when_a_text_of_their_language_is(gazetteer, tmp_path):
    for lang in ("en", "fr"):
        content = (data_folder("recogniser") / f"{lang}.weights").read_bytes()
        (tmp_path / f"{lang}.weights").write_bytes(content if lang == "en" else content[:-100])
    opened = StatisticalRecogniser.open(gazetteer, tmp_path)
    assert len(opened.recognise(["He left Paris."], "en")[0]) == 1
    with pytest.raises(ModelError, match=r"'fr\.weights' cannot be read"):
        opened.recognise(["Il a quitté Paris."], "fr")
    with pytest.raises(ModelError, match=r"'xx\.weights' cannot be read"):
        opened.recognise(["Er verließ Paris."], "de")


def test_two_threads_find_what_one_does(fresh, recogniser, stories):
    work = [(lang, texts[at : at + 5]) for lang, texts in stories.items() for at in range(0, len(texts), 5)]
    work = [*work, *reversed(work)]
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda each: fresh.recognise(each[1], each[0]), work))
    assert found == [recogniser.recognise(texts, lang) for lang, texts in work]


def test_words_forgotten_beyond_the_limit_change_nothing(fresh, recogniser, stories, monkeypatch):
    monkeypatch.setattr(statistical, "_KEPT", 500)
    most = 0
    for lang, texts in stories.items():
        for at in range(0, len(texts), 20):
            some = texts[at : at + 20]
            before = fresh._words.get(lang)
            assert fresh.recognise(some, lang) == recogniser.recognise(some, lang)
            most += before is not None and fresh._words[lang] is not before
    assert most > 10


def test_texts_of_more_than_a_batch_are_each_read_whole(fresh, recogniser, stories, monkeypatch):
    texts = stories["fr"][:40]
    monkeypatch.setattr(statistical, "_BATCH", 300)
    assert [len(each) for each in fresh.recognise(texts, "fr")] == [
        len(recogniser.recognise([text], "fr")[0]) for text in texts
    ]


def check(text, found):
    assert list(found) == sorted(found, key=lambda entity: (entity.span.start, -entity.span.end))
    for entity in found:
        assert 0 <= entity.span.start < entity.span.end <= len(text)
        assert entity.span.of(text) == entity.span.of(text).strip()
        assert 0 < entity.confidence <= 1
    inside = set()
    for outer, inner in combinations(found, 2):
        if outer.span.overlaps(inner.span):
            assert outer.kind is EntityKind.ORGANISATION
            assert inner.kind in {EntityKind.PLACE, EntityKind.DEMONYM}
            assert outer.span.contains(inner.span)
            assert outer.span != inner.span
            inside.add(inner.span)
    assert {entity.span for entity in found if entity.within} == inside


@given(lang=LANGS, pieces=st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=40))
def test_entities_come_in_order_and_overlap_only_within_organisations(recogniser, lang, pieces):
    text = "Le train." + "".join(piece + space for piece, space in pieces)
    (found,) = recogniser.recognise([text], lang)
    check(text, found)


def test_entities_of_real_stories_overlap_only_within_organisations(recogniser, stories):
    nested = 0
    for lang, texts in stories.items():
        for text, found in zip(texts, recogniser.recognise(texts, lang), strict=True):
            check(text, found)
            nested += sum(entity.within for entity in found)
    assert nested > 20


@given(lang=LANGS, text=st.text(st.characters(), min_size=1, max_size=200))
def test_any_text_whatever_is_survived(recogniser, lang, text):
    (found,) = recogniser.recognise([text], lang)
    check(text, found)


@pytest.mark.parametrize(
    "text",
    [
        " ", "\n", "\r\n", "\0", "-", "’", "«", "…", "_", "&", "@", "\ufeff", "\ud800", "Par\udfffis", "\u202eParis",
        "A\0B Paris\x1b[0m", "E\u0301vry", "\u0301", "ǅ Ǆ", "İstanbul", "ß ẞ", "ﬁ Paris", "😀Paris😀", "١٢٣ ²", "Ⅳ",
        "𝐏𝐚𝐫𝐢𝐬", "\u2028Paris\u2029", "K ſ", "St.", "Mt. ", "L’", "l’’Oise", "U.S", "--A--", "A’A’", "A.A.A.A", "北京",
    ],
    ids=ascii,
)  # fmt: skip
@pytest.mark.parametrize("lang", ["fr", "en", "xx"])
def test_odd_signs_are_survived(recogniser, lang, text):
    for each in (text, f"{text}{text}", f"Il vit à {text} depuis 1917."):
        (found,) = recogniser.recognise([each], lang)
        check(each, found)


@pytest.mark.parametrize(
    "piece",
    ["A", "PARIS ", "Paris de ", "A-", "U.S.", "P\n", "A. ", "\n", "Kim, ", "«", "St. ", "A’", "É\u0301 "],
    ids=ascii,
)
def test_a_hundred_kilobytes_of_anything_are_survived(recogniser, piece):
    text = piece * (100_000 // len(piece))
    (found,) = recogniser.recognise([text], "fr")
    assert [entity.span for entity in found] == sorted(entity.span for entity in found)
    assert all(entity.span.of(text).strip() for entity in found)


def test_a_name_is_found_at_the_end_of_a_long_text(recogniser):
    text = "Il pleut sur la ville et les champs. " * 10_000 + "Le train est arrivé à Khabarovsk."
    (found,) = recogniser.recognise([text], "fr")
    assert [entity.span.of(text) for entity in found] == ["Khabarovsk"]


def test_a_very_long_text_is_read_in_parts(gazetteer, monkeypatch):
    short = StatisticalRecogniser.open(gazetteer)
    text = "Le train a quitté Lyon pour Marseille mardi.\n" * 40
    whole = {entity.span.of(text) for entity in short.recognise([text], "fr")[0]}
    monkeypatch.setattr("geomap.entities.statistical.LONGEST", 200)
    ((parts), after) = short.recognise([text, "Il a quitté Metz."], "fr")
    assert whole == {entity.span.of(text) for entity in parts} == {"Lyon", "Marseille"}
    assert len(parts) == 80
    assert [entity.span.start for entity in after] == [12]
