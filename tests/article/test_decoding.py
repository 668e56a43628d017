import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.article.decoding import decode
from geomap.errors import ArticleError

PROSE = "Le train blindé a quitté Pyongyang, où « rien n’a filtré » – 5 €. Il était à Lyon, déjà."
LATIN = "Il est né à Lyon, près de la Saône. Ça s'est passé à Orléans."


def read(data, **options):
    return decode(data, what="the article 'x.txt'", **options)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252"]
)
def test_text_is_the_same_in_every_encoding(encoding):
    assert read(PROSE.encode(encoding)) == PROSE


def test_marked_big_endian_text_is_read():
    assert read(b"\xfe\xff" + PROSE.encode("utf-16-be")) == PROSE


@pytest.mark.parametrize("text", [LATIN, "Il est né à Lyon.", "Élysée", "Où ça ?", "déjà parti"])
def test_latin_1_is_read_however_short(text):
    assert read(text.encode("latin-1")) == text


def test_cyrillic_encodings_are_guessed():
    text = "Поезд Ким Чен Ына прибыл в Россию во вторник утром, сообщило агентство"
    assert read(text.encode("cp1251")) == text
    assert read(text.encode("koi8-r")) == text


def test_one_damaged_byte_does_not_spoil_the_rest():
    data = bytearray((PROSE * 20).encode())
    data[data.index("é".encode())] = 0xFF
    text = read(bytes(data))
    assert text.count("\ufffd") == 2
    assert text.count("où") == 20


def test_line_ends_and_spaces_are_untouched():
    text = "Lyon\r\n\r\n\tParis \u00a0\u202f\u2028x\r"
    assert read(text.encode()) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=100))
def test_any_utf8_text_comes_back(text):
    if not text.startswith(("\ufeff", "%PDF", "GIF8", "RIFF", "{\\rtf")):
        assert read(text.encode()) == text


def test_page_may_declare_its_encoding():
    page = '<html><head><meta charset="koi8-r"></head><p>Поезд</p>'
    assert read(page.encode("koi8-r"), html=True) == page


def test_page_declaring_an_unknown_encoding_is_read_all_the_same():
    page = '<html><head><meta charset="nonsense"></head><p>né à Lyon</p>'
    assert read(page.encode("cp1252"), html=True) == page


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"PK\x03\x04rest", "a Word"),
        (b"{\\rtf1 Lyon}", "an RTF document"),
        (b"\x1f\x8b\x08", "a gzip file"),
    ],
)
def test_known_format_is_named(data, kind):
    with pytest.raises(ArticleError, match=f"the article 'x.txt' is {kind}"):
        read(data)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 10, b"Lyon\0Paris", b"\x7fELF\x02\x01\x01\0\0\0", b"\x01\x02\x03" * 100, b"\xff\xfe\x00"],
)
def test_binary_is_refused_in_one_line(data):
    with pytest.raises(ArticleError, match=r"is not text: give a .txt, .md or .html file") as caught:
        read(data)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data):
    try:
        assert isinstance(read(data), str)
    except ArticleError as error:
        assert "\n" not in str(error)  # noqa: PT017 (either outcome is right)
