import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.article.abbreviations import Abbreviations, abbreviations_of
from geomap.article.sentences import split_sentences
from geomap.errors import WordsError


def sentences(text, lang="fr"):
    return [span.of(text) for span in split_sentences(text, abbreviations_of(lang))]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "M. Poutine a reçu M. Le Pen et Mme. Kim à Moscou."),
        ("fr", "Le train est passé à 5,6 km de là, puis à 5.6 km."),
        ("fr", "Il a vécu av. J.-C. dans la région."),
        ("fr", "Né le 12 janv. 1984 à St. Petersburg, il y est mort."),
        ("fr", "« Où va-t-il ? » demande M. Kim."),
        ("fr", "« C’est loin… » souffle un employé."),
        ("fr", "Le Dr. J.-P. Martin habite au n. 5 de la rue."),
        ("fr", "Yahoo! annonce un départ vers Lyon, etc. et ainsi de suite."),
        ("en", "He flew from St. Petersburg to Mt. Vernon via Ft. Worth."),
        ("en", "The U.S. Army left at 3 p.m. Tuesday with Gen. Smith."),
        ("en", "It left on Jan. 3 at 5.6 miles an hour."),
        ("en", "J. K. Rowling and George W. Bush met in Washington, D.C. yesterday."),
        ("en", "Apple Inc. said so to Mr. Kim vs. Mr. Cook."),
        ("en", "See No. 5 on p. 12 of the report."),
        ("en", "“Where is he going?” asked Mr. Kim."),
    ],
)
def test_sentence_is_kept_whole(lang, text):
    assert sentences(text, lang) == [text]


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("fr", ["Le train est à 60 km.", "Kim est à bord."]),
        ("fr", ["Où va-t-il ?", "Nul ne sait !", "Il roule…", "Vers Lyon."]),
        ("fr", ["Il cite « des sources ».", "« Rien à dire. »", "— Rien ?", "Non."]),
        ("fr", ["Il est passé par Lyon, Nîmes, etc.", "Elle est restée."]),
        ("fr", ["Il mesure 12 m.", "Il y a 3 jours.", "12 personnes l’ont vu."]),
        ("en", ["He came back to the U.S.", "He left at 3 p.m.", "The train followed."]),
        ("en", ["He works at Apple Inc.", "The company did not answer."]),
        ("en", ["Will he go?", "No.", "He said “no.”", "(He did.)", "Then he left."]),
        ("en", ["It is 560 miles away.", "Kim is on board."]),
        ("en", ["He was born in 1984.", "It rained."]),
    ],
)
def test_sentences_are_told_apart(lang, parts):
    assert sentences(" ".join(parts), lang) == parts


def test_number_at_the_head_of_a_list_item_is_no_sentence():
    assert sentences("1. Le train part.\n2. Il arrive.") == ["1. Le train part.", "2. Il arrive."]


def test_headline_and_dateline_are_sentences():
    text = "Kim Jong Un en Russie\n\nVLADIVOSTOK (AFP) – Le train roule. Il va loin.\r\n\r\nAFP\r\n"
    assert sentences(text) == ["Kim Jong Un en Russie", "VLADIVOSTOK (AFP) – Le train roule.", "Il va loin.", "AFP"]


def test_paragraph_on_one_line_ends_with_it():
    long = "Le dirigeant nord-coréen est arrivé mardi en Russie à bord de son train blindé, parti dimanche de Pyongyang"
    text = f"{long}\n{long}\n"
    assert sentences(text) == [long, long]


def test_wrapped_paragraph_goes_on():
    text = (
        "Le train blindé du dirigeant nord-coréen a franchi mardi la frontière et a fait\n"
        "halte à Khasan, première gare du côté russe. Il est ensuite reparti vers\n"
        "Vladivostok, où l’attendaient, à en croire les médias japonais, des membres du\n"
        "gouvernement.\n"
        "\n"
        "Le convoi a ensuite filé vers le nord.\n"
    )
    found = sentences(text)
    assert [sentence.split()[0] for sentence in found] == ["Le", "Il", "Le"]
    assert found[1].endswith("membres du\ngouvernement.")


def test_line_in_lower_case_continues_the_one_before():
    assert sentences("Le train a quitté\nla gare de Lyon.") == ["Le train a quitté\nla gare de Lyon."]


def test_blank_line_always_ends_a_sentence():
    assert sentences("Le train a quitté\n\nla gare de Lyon.") == ["Le train a quitté", "la gare de Lyon."]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t \u00a0\u2028"])
def test_nothing_has_no_sentence(text):
    assert split_sentences(text) == ()


prose = st.text(alphabet=st.sampled_from("aéM.A !?…»«\"'()\n\r\u00a0\u20285-K,:"), max_size=200)


@given(st.one_of(prose, st.text(max_size=200)))
def test_every_visible_character_is_in_exactly_one_sentence(text):
    found = split_sentences(text, abbreviations_of("fr"))
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece",
    [".", "a. ", "((((( ", "\n", "a\n", "«", '."', " ", "A.-", "word " * 15 + "\n", "a.\u00a0»", "M. ", "?! ", "U.S. "],
)
def test_half_a_million_of_anything_takes_a_moment(piece):
    started = time.perf_counter()
    split_sentences(piece * (500_000 // len(piece)), abbreviations_of("en"))
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_lists_of_abbreviations_do_not_contradict_each_other(lang):
    words = abbreviations_of(lang)
    assert words.never
    assert words.starters
    assert not words.never & words.before_number
    assert not words.never & words.may_end
    assert all(not word[0].islower() for word in words.starters)


def test_language_without_abbreviations_has_none():
    assert abbreviations_of("xx") == Abbreviations()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("abbreviations = [", "is not valid TOML"),
        ('abbreviations = "M"', "must be a list of words"),
        ('abbreviations = ["M."]', "without their final stop, got 'M.'"),
        ('abreviations = ["M"]', "unknown key 'abreviations'"),
    ],
)
def test_damaged_list_of_abbreviations_is_said(tmp_path, monkeypatch, content, says):
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "abbreviations.toml").write_text(content, encoding="utf-8")
    monkeypatch.setattr("geomap.article.abbreviations.files", lambda _: tmp_path)
    with pytest.raises(WordsError, match=says):
        abbreviations_of.__wrapped__("zz")
