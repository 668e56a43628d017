import os
import random
from array import array

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer.mapped import DamagedError, open_mapped, pack, seal_of, unpack

KEY = "0123456789abcdef"
SECTIONS = {
    "names": marisa_trie.Trie(["Khasan", "Хасан", "New York", "New"]),
    "lat": array("i", range(-2000, 2000)),
    "texts": ["", "é", "Oussouriïsk"],
    "none": array("I"),
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "names.index"
    path.write_bytes(pack(KEY, {"rows": 3}, SECTIONS))
    return path


def refused(path, key=KEY):
    with pytest.raises(DamagedError) as caught:
        open_mapped(path, key)
    return str(caught.value)


def test_what_is_packed_comes_back(path):
    mapped = open_mapped(path, KEY)
    names = mapped.sections["names"]
    assert names.text(names.number("Хасан")) == "Хасан"
    assert sorted(names.starting("New")) == ["New", "New York"]
    assert list(mapped.sections["lat"]) == list(range(-2000, 2000))
    assert [mapped.sections["texts"][n] for n in range(3)] == ["", "é", "Oussouriïsk"]
    assert list(mapped.sections["none"]) == []
    assert mapped.about == {"rows": 3}
    assert mapped.size == path.stat().st_size


def test_the_same_arguments_give_the_same_bytes(path):
    assert pack(KEY, {"rows": 3}, SECTIONS) == path.read_bytes()


def test_a_file_is_the_same_in_memory(path):
    assert unpack(path.read_bytes(), KEY).sections["names"].number("Khasan") >= 0


@given(st.text(st.characters(), max_size=8))
def test_no_text_breaks_a_trie(text):
    names = unpack(pack(KEY, {}, SECTIONS), KEY).sections["names"]
    assert (names.number(text) >= 0) == (text in {"Khasan", "Хасан", "New York", "New"})
    list(names.starting(text))


def test_every_truncated_file_is_refused(path):
    whole = path.read_bytes()
    for length in {0, 1, 15, 16, 20, 24, 100, 300, *range(0, len(whole), 997), len(whole) - 1}:
        path.write_bytes(whole[:length])
        refused(path)


def test_every_changed_byte_is_found_even_in_a_file_opened_before(path):
    whole = path.read_bytes()
    generator = random.Random(1)  # noqa: S311
    for at in [0, 17, 21, 60, *(generator.randrange(len(whole)) for _ in range(60))]:
        path.write_bytes(whole)
        try:
            open_mapped(path, KEY)
        except DamagedError:  # pragma: no cover
            pytest.fail("the whole file was refused")
        changed = bytearray(whole)
        changed[at] ^= 0x55
        path.write_bytes(changed)
        refused(path)


def test_a_longer_file_is_refused(path):
    path.write_bytes(path.read_bytes() + b"\0")
    assert refused(path) == "cut short"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 something else entirely", b"geomap index 2\n\0" + bytes(200)])
def test_a_foreign_file_is_refused(path, content):
    path.write_bytes(content)
    refused(path)


def test_a_file_of_other_sources_is_refused(path):
    assert refused(path, "fedcba9876543210") == "compiled from other sources"


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    refused(tmp_path / "nothing")
    refused(tmp_path)


def test_a_file_read_once_is_sealed_and_a_touched_one_read_again(path):
    assert not seal_of(path).exists()
    open_mapped(path, KEY)
    seal = seal_of(path).read_text()
    os.utime(path, ns=(1, 1))
    open_mapped(path, KEY)
    assert seal_of(path).read_text() != seal


@pytest.mark.parametrize("seal", [b"", b"\xff\xfe", b"1 2 3 4\n"])
def test_a_damaged_seal_only_costs_another_reading(path, seal):
    seal_of(path).write_bytes(seal)
    assert open_mapped(path, KEY).about == {"rows": 3}


def test_an_opened_file_outlives_its_replacement(path):
    mapped = open_mapped(path, KEY)
    other = path.with_suffix(".part")
    other.write_bytes(b"another")
    other.replace(path)
    assert mapped.sections["names"].number("Khasan") >= 0
