import pytest

from geomap.gazetteer.fuzzy import near_keys
from geomap.gazetteer.mapped import pack, unpack

NAMES = ["vladivostok", "vladimir", "khasan", "kazan", "marseille", "khabarovsk", "ufa", "lyon", "lyons"]


@pytest.fixture(scope="module")
def keys():
    import marisa_trie  # noqa: PLC0415

    return unpack(pack("k", {}, {"names": marisa_trie.Trie(NAMES)}), "k").sections["names"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vladivistok", "vladivostok"),
        ("vladivstok", "vladivostok"),
        ("vlaidvostok", "vladivostok"),
        ("bladivostok", "vladivostok"),
        ("ladivostok", "vladivostok"),
        ("lvadivostok", "vladivostok"),
        ("kvladivostok", "vladivostok"),
        ("khasna", "khasan"),
        ("marseile", "marseille"),
    ],
)
def test_one_slip_is_forgiven(keys, typed, meant):
    assert near_keys(keys, typed, slips=1, limit=5)[0] == meant


def test_the_nearest_comes_first(keys):
    assert near_keys(keys, "kahsan", slips=2, limit=5)[:2] == ["khasan", "kazan"]


def test_more_slips_than_allowed_find_nothing(keys):
    assert near_keys(keys, "vladovistek", slips=1, limit=5) == []


def test_a_name_is_not_near_itself(keys):
    assert near_keys(keys, "lyons", slips=1, limit=5) == ["lyon"]


@pytest.mark.parametrize("typed", ["", "u", "ufo", "lyom"])
def test_short_names_have_no_neighbours(keys, typed):
    assert near_keys(keys, typed, slips=2, limit=5) == []


@pytest.mark.parametrize("typed", ["\ud800bcdef", "x" * 500, "москвы"])
def test_odd_names_are_no_trouble(keys, typed):
    assert near_keys(keys, typed, slips=2, limit=5) == []
