import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.entities import EntityKind, corpus
from geomap.entities.corpus import LABEL_COLUMNS, MARKS, marked_text, read_corpus, read_labels, read_marked
from geomap.errors import CorpusError

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def committed():
    return read_corpus(CORPUS)


@pytest.fixture
def texts(tmp_path):
    def read(written, lang="fr"):
        path = tmp_path / lang / "news.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
        return list(read_marked(path))

    return read


@pytest.fixture
def labels(tmp_path):
    def read(*rows, columns=LABEL_COLUMNS):
        path = tmp_path / "labels.tsv"
        path.write_text("\n".join(("\t".join(columns), *rows, "")), encoding="utf-8")
        return read_labels(path)

    return read


def marked(text):
    return [(mark.span.of(text.text), mark.kind) for mark in text.marks]


def test_marks_stand_where_their_names_do_in_the_plain_text(texts):
    (text,) = texts(
        "À <place>Valence</place>, le maire <person>Paul Lambert</person> a reçu des <demonym>Polonais</demonym>.\n"
    )
    assert text.text == "À Valence, le maire Paul Lambert a reçu des Polonais."
    assert [(mark.span.start, mark.span.end) for mark in text.marks] == [(2, 9), (20, 32), (44, 52)]
    assert [mark.kind for mark in text.marks] == [EntityKind.PLACE, EntityKind.PERSON, EntityKind.DEMONYM]


def test_a_place_stands_within_an_organisation(texts):
    (text,) = texts("Le <org>Football Club de <place>Metz</place></org> rejoue samedi.")
    assert marked(text) == [("Football Club de Metz", EntityKind.ORGANISATION), ("Metz", EntityKind.PLACE)]


def test_an_organisation_comes_before_the_place_that_opens_its_name(texts):
    (text,) = texts("<org><place>Texas</place> Rangers</org>")
    assert marked(text) == [("Texas Rangers", EntityKind.ORGANISATION), ("Texas", EntityKind.PLACE)]


def test_a_mark_may_say_that_it_is_metonymic(texts):
    (text,) = texts('<place reading="metonymic">Moscou</place> dément, <place>Kiev</place> attend.')
    assert [mark.reading for mark in text.marks] == ["metonymic", ""]


def test_a_place_may_say_where_it_is_and_whether_the_text_decides(texts):
    (text,) = texts(
        'À <place at="44.93,4.91">Valence</place>, <place reading="metonymic" at="39.47,-0.38 44.93,4.91" sure="no">'
        "Valence</place> et <place>Gap</place>."
    )
    assert [[point.latlon for point in mark.points] for mark in text.marks] == [
        [(44.93, 4.91)],
        [(39.47, -0.38), (44.93, 4.91)],
        [],
    ]
    assert [mark.sure for mark in text.marks] == [True, False, True]
    assert [mark.reading for mark in text.marks] == ["", "metonymic", ""]


def test_sentences_without_a_blank_line_between_them_are_one_text(texts):
    first, second = texts(
        "Il neige à <place>Gap</place>.\n<place>Gap</place> est fermée.\n\nRien à <place>Nice</place>."
    )
    assert first.text == "Il neige à Gap.\nGap est fermée."
    assert marked(first) == [("Gap", EntityKind.PLACE)] * 2
    assert (first.sentences, second.sentences) == (2, 1)
    assert (first.id, second.id, second.lang) == ("fr/news-1", "fr/news-2", "fr")


def test_remarks_are_no_text_and_part_none(texts):
    (text,) = texts("# Du temps\nIl neige.\n# Encore\nIl pleut.\n")
    assert text.text == "Il neige.\nIl pleut."


def test_a_hashtag_opens_a_text(texts):
    (text,) = texts("#Ukraine: des tirs à <place>Soumy</place>")
    assert text.text == "#Ukraine: des tirs à Soumy"


def test_an_apostrophe_or_entity_is_left_as_it_is_written(texts):
    (text,) = texts("L'usine d’<place>Orléans</place> &amp; fils")
    assert text.text == "L'usine d’Orléans &amp; fils"
    assert marked(text) == [("Orléans", EntityKind.PLACE)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Le <town>Mans</town>", "a mark must be one of place, person, org, demonym, got 'town'"),
        ("Il vit à <place>Lyon.", "<place> is not closed"),
        ("<org>Club de <place>Lyon</place>", "<org> is not closed"),
        ("<org>Club de <place>Lyon</org></place>", "</org> closes nothing"),
        ("Il vit à Lyon</place>.", "</place> closes nothing"),
        ("<place>Lyon</person>", "</person> closes nothing"),
        ("<place></place>", "<place> must hold a name without spaces around it"),
        ("à <place> Lyon</place>", "<place> must hold a name without spaces around it"),
        ("<org><place></place></org>", "<place> must hold a name without spaces around it"),
        ("<person>Mme <place>Lille</place></person>", "<place> stands within <person>: only a place or demonym may"),
        ("<place>Lac <place>Léman</place></place>", "<place> stands within <place>: only a place or demonym may"),
        (
            "<org>A <place>B <demonym>c</demonym></place></org>",
            "<demonym> stands within <place>: only a place or demonym may",
        ),
        ("5 < 6", "an angle bracket belongs to no mark"),
        ("A -> B", "an angle bracket belongs to no mark"),
        ("<Place>Lyon</Place>", "an angle bracket belongs to no mark"),
        ('<place reading="literal">Lyon</place>', 'a mark may carry reading="metonymic", a place also at='),
        ('<place id="one">Lyon</place>', "each once, got 'id=\"one\"'"),
        ('<place at="45.75,4.85" at="45.75,4.85">Lyon</place>', "each once, got"),
        ('<place sure="no">Lyon</place>', 'a place also at="LAT,LON" and, beside it, sure="no"'),
        ('<place at="45.75,4.85" sure="yes">Lyon</place>', "each once, got"),
        ('<person at="45.75,4.85">Mme Lyon</person>', "each once, got"),
        (
            '<place at="45.7,4.8">Lyon</place>',
            "a point must be LAT,LON in degrees with two decimals or more, got '45.7",
        ),
        ('<place at="">Lyon</place>', "a point must be LAT,LON in degrees with two decimals or more, got ''"),
        ('<place at="145.75,4.85">Lyon</place>', "latitude must lie in [-90, 90], got 145.75"),
        ("<place reading=metonymic>Lyon", "an angle bracket belongs to no mark"),
    ],
)
def test_a_wrong_mark_is_refused_with_its_file_and_line(texts, line, complaint):
    with pytest.raises(CorpusError, match=re.escape(complaint)) as refused:
        texts(f"Tout va bien.\n{line}\n")
    message = str(refused.value)
    assert "fr/news.txt:2: " in message
    assert message.endswith(repr(line))
    assert "\n" not in message


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "fr" / "latin.txt"
    path.parent.mkdir()
    path.write_bytes("À Orléans".encode("latin-1"))
    with pytest.raises(CorpusError, match=r"latin\.txt: must be UTF-8, byte 0 is not"):
        list(read_marked(path))


@pytest.mark.parametrize("folder", ["", "absent"])
def test_a_folder_without_texts_is_no_corpus(tmp_path, folder):
    with pytest.raises(CorpusError, match="no corpus is here"):
        read_corpus(tmp_path / folder)


def test_every_fifth_text_of_a_file_is_kept_aside(texts):
    found = texts("\n\n".join(f"Texte {number}." for number in range(1, 13)))
    assert [text.text for text in found if text.aside] == ["Texte 5.", "Texte 10."]


_plain = st.text(st.characters(codec="utf-8", exclude_characters="<>\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")).map(
    str.strip
)
_named = st.tuples(_plain, _plain.filter(bool), st.sampled_from(sorted(MARKS)))


@given(pieces=st.lists(_named, min_size=1, max_size=6))
def test_whatever_is_marked_is_read_back(pieces):
    line = "".join(f"{before} <{mark}>{name}</{mark}>" for before, name, mark in pieces)
    text = marked_text("here", 1, line, lang="fr", id="any")
    assert text.text == "".join(f"{before} {name}" for before, name, _ in pieces)
    assert marked(text) == [(name, MARKS[mark]) for _, name, mark in pieces]


@pytest.mark.parametrize(("lang", "least"), [("fr", 400), ("en", 200), ("de", 60), ("es", 60), ("ru", 60)])
def test_the_committed_corpus_has_enough_sentences_of_each_language(committed, lang, least):
    mine = [text for text in committed if text.lang == lang]
    assert sum(text.sentences for text in mine) >= least
    assert {mark.kind for text in mine for mark in text.marks} == set(EntityKind)
    assert any(text.aside for text in mine)


def test_committed_marks_hold_names_on_one_line(committed):
    for text in committed:
        for name, _ in marked(text):
            assert name == name.strip(), text.id
            assert "\n" not in name, text.id


def test_committed_marks_overlap_only_where_a_place_stands_within_an_organisation(committed):
    nested = 0
    for text in committed:
        for one, two in combinations(text.marks, 2):
            if one.span.overlaps(two.span):
                nested += 1
                assert (one.kind, two.kind) == (EntityKind.ORGANISATION, EntityKind.PLACE), text.id
                assert one.span.contains(two.span), text.id
                assert one.span != two.span, text.id
    assert nested > 100


def test_no_committed_text_stands_in_the_corpus_twice(committed):
    assert len({text.text for text in committed}) == len(committed)
    assert len({text.id for text in committed}) == len(committed)


def test_the_command_counts_what_is_there(tmp_path, texts, monkeypatch, capsys):
    texts("À <place>Gap</place>.\nÀ <place>Nice</place>.\n\n<person>Kim</person> part.\n")
    texts("In <place>Ulm</place>.\n", lang="de")
    monkeypatch.setattr("sys.argv", ["corpus", str(tmp_path)])
    assert corpus.main() == 0
    header, german, french = (line.split() for line in capsys.readouterr().out.splitlines())
    assert header == ["texts", "aside", "sentences", *EntityKind]
    assert german == ["de", "1", "0", "1", "1", "0", "0", "0"]
    assert french == ["fr", "2", "0", "3", "2", "1", "0", "0"]


def test_the_command_says_in_one_line_what_is_wrong(tmp_path, texts, monkeypatch, capsys):
    with pytest.raises(CorpusError):
        texts("À <place>Gap.")
    monkeypatch.setattr("sys.argv", ["corpus", str(tmp_path)])
    assert corpus.main() == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.count("\n") == 1
    assert "fr/news.txt:1: <place> is not closed" in written.err


def test_labels_are_gathered_by_the_sentence_they_belong_to(labels):
    found = labels("one\t0\t4\tplace", "two\t3\t9\tperson", "one\t10\t12\torganisation")
    assert list(found) == ["one", "two"]
    assert [(mark.span.start, mark.span.end, mark.kind) for mark in found["one"]] == [
        (0, 4, EntityKind.PLACE),
        (10, 12, EntityKind.ORGANISATION),
    ]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("one\t4\t4\tplace", "end must be greater than start, got '4'"),
        ("one\t9\t4\tplace", "end must be greater than start, got '4'"),
        ("one\t-1\t4\tplace", "start must be a whole number, 0 or more, got '-1'"),
        ("one\t0\tfour\tplace", "end must be a whole number, 0 or more, got 'four'"),
        ("one\t0\t4\ttown", "kind must be one of place, person, organisation, demonym, got 'town'"),
        ("\t0\t4\tplace", "sentence must not be empty, got ''"),
        ("one\t0\t4", "a line must have 4 columns, got 3"),
    ],
)
def test_a_wrong_label_is_refused_with_its_file_and_line(labels, row, complaint):
    with pytest.raises(CorpusError, match=re.escape(complaint)) as refused:
        labels("one\t0\t4\tplace", row)
    assert "labels.tsv:3: " in str(refused.value)


def test_labels_under_another_header_are_refused(labels):
    with pytest.raises(CorpusError, match=r"labels\.tsv:1: columns must be"):
        labels("one\t0\t4\tplace", columns=("id", *LABEL_COLUMNS[1:]))


@pytest.mark.parametrize(
    ("file", "treebank"), [("fr_pud.tsv", "UD_French-PUD"), ("fr_sequoia.tsv", "UD_French-Sequoia")]
)
def test_committed_labels_are_of_one_corpus_and_of_the_size_of_names(file, treebank):
    found = read_labels(CORPUS / "labels" / file)
    assert len(found) > 500
    assert {sentence.partition(":")[0] for sentence in found} == {treebank}
    marks = [mark for each in found.values() for mark in each]
    assert {mark.kind for mark in marks} == set(EntityKind)
    assert all(len(mark.span) <= 100 for mark in marks)
    assert all(mark.span.end <= 1000 for mark in marks)
