import json
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.datadir import data_folder
from geomap.entities.features import SLOTS
from geomap.entities.model import CLASSES, Model, read_model, write_model
from geomap.entities.training import LICENCE, MODELS
from geomap.errors import ModelError

ABOUT = {"lang": "fr", "licence": "CC0", "trained_on": ["own/fr"]}
WEIGHTS = sorted(data_folder("recogniser").glob("*.weights"))


@pytest.fixture
def model():
    slots = np.array([3, 70_000, SLOTS - 1], np.int32)
    weights = np.array([[1, -2, 3, 0, 0], [127, -127, 0, 0, 5], [0, 0, 0, 0, -1]], np.int8)
    return Model(ABOUT, slots, weights, frozenset({"train", "été", "поезд"}))


@pytest.fixture
def path(tmp_path, model):
    path = tmp_path / "fr.weights"
    write_model(model, path)
    return path


def refusal(path):
    with pytest.raises(ModelError) as refused:
        read_model(path)
    message = str(refused.value)
    assert repr(path.name) in message
    assert message.endswith("install geomap again")
    assert "\n" not in message
    return message


def test_a_model_is_read_back_as_it_was_written(model, path):
    again = read_model(path)
    assert (again.slots == model.slots).all()
    assert (again.weights == model.weights).all()
    assert (again.slots.dtype, again.weights.dtype) == (np.int32, np.int8)
    assert again.common == model.common
    assert again.digest == model.digest
    assert {key: again.about[key] for key in ABOUT} == ABOUT


@given(
    rows=st.dictionaries(
        st.integers(0, SLOTS - 1), st.lists(st.integers(-127, 127), min_size=CLASSES, max_size=CLASSES), max_size=20
    ),
    common=st.frozensets(st.text(st.characters(categories=["Ll"]), min_size=1), min_size=1, max_size=10),
)
def test_any_model_is_read_back_as_it_was_written(tmp_path_factory, rows, common):
    slots = np.array(sorted(rows), np.int32)
    weights = np.array([rows[slot] for slot in sorted(rows)], np.int8).reshape(-1, CLASSES)
    path = tmp_path_factory.mktemp("models") / "xx.weights"
    write_model(Model(ABOUT, slots, weights, common), path)
    again = read_model(path)
    assert again.slots.tolist() == sorted(rows)
    assert again.weights.tolist() == weights.tolist()
    assert again.common == common


def test_slots_without_a_row_weigh_nothing(model):
    assert model.table.shape == (SLOTS, CLASSES)
    assert model.table[70_000].tolist() == [127, -127, 0, 0, 5]
    assert model.table[model.slots].any(axis=1).all()
    assert np.count_nonzero(model.table.any(axis=1)) == 3


def test_writing_the_same_twice_gives_the_same_bytes(model, path, tmp_path):
    write_model(model, tmp_path / "again.weights")
    assert (tmp_path / "again.weights").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("level", [0, 1, 6])
def test_the_digest_does_not_depend_on_how_it_is_compressed(model, path, level):
    header, _, packed = path.read_bytes().partition(b"\n")
    other = header + b"\n" + zlib.compress(zlib.decompress(packed), level)
    assert other != path.read_bytes()
    path.write_bytes(other)
    assert read_model(path).digest == model.digest


@pytest.mark.parametrize(
    "change",
    [
        {"slots": np.array([3, 70_001, SLOTS - 1], np.int32)},
        {"weights": np.ones((3, CLASSES), np.int8)},
        {"common": frozenset({"train", "été"})},
    ],
    ids=["slots", "weights", "common"],
)
def test_the_digest_depends_on_all_that_the_file_holds(model, change):
    parts = {"slots": model.slots, "weights": model.weights, "common": model.common} | change
    assert Model(ABOUT, **parts).digest != model.digest
    assert Model({}, model.slots, model.weights, model.common).digest == model.digest


def test_a_missing_file_is_refused(tmp_path):
    assert "No such file" in refusal(tmp_path / "fr.weights")


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(path, share):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    refusal(path)


def test_any_altered_byte_beneath_the_header_is_refused_or_says_the_same(model, path):
    content = path.read_bytes()
    refused = 0
    for at in range(content.index(b"\n") + 1, len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        try:
            assert read_model(path).digest == model.digest
        except ModelError:
            refused += 1
    assert refused > 50


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"Le train a quitt\xe9 Gap.\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"sentence\tstart\tend\tkind\n",
        b"{}\n" + zlib.compress(b""),
        b"[1]\n" + zlib.compress(b""),
        b'{"rows": "many"}\n' + zlib.compress(b""),
        b'{"rows": 9}\n' + zlib.compress(b"short"),
        b'{"rows": -1}\n' + zlib.compress(b""),
    ],
    ids=ascii,
)
def test_a_foreign_file_is_refused(path, content):
    path.write_bytes(content)
    refusal(path)


def _with_header(path, **changed):
    header, _, packed = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps(json.loads(header) | changed).encode() + b"\n" + packed)


@pytest.mark.parametrize("changed", [{"format": "geomap recogniser 2"}, {"digest": "0" * 64}])
def test_another_format_or_digest_is_refused(path, changed):
    _with_header(path, **changed)
    assert "damaged, or of another version" in refusal(path)


def test_another_count_of_rows_is_refused(path):
    _with_header(path, rows=2)
    refusal(path)


@pytest.mark.parametrize("slot", [-1, SLOTS])
def test_a_slot_out_of_range_is_refused(path, model, slot):
    write_model(Model(ABOUT, np.array([slot], np.int32), model.weights[:1], model.common), path)
    assert "a slot is out of range" in refusal(path)


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.name)
def test_committed_weights_say_their_licence_and_what_trained_them(path: Path):
    model = read_model(path)
    assert model.about["lang"] == path.stem
    assert model.about["licence"] == LICENCE == "CC-BY-SA-4.0"
    assert set(model.about["trained_on"]) == MODELS[path.stem]
    assert set(model.about["sources"]) == {name for name in MODELS[path.stem] if "/" not in name}
    assert all(len(digest) == 64 for digest in model.about["sources"].values())
    assert model.about["rows"] == len(model.slots) > 10_000
    assert (np.diff(model.slots) > 0).all()
    assert model.weights.any(axis=1).all()
    assert len(model.common) > 1000


def test_there_are_weights_for_english_for_french_and_for_all_others():
    assert [path.name for path in WEIGHTS] == ["en.weights", "fr.weights", "xx.weights"]
