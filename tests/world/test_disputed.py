import pytest

from geomap.errors import WorldError
from geomap.world.archive import Worldview, load_archive
from geomap.world.disputed import load_disputed, read_disputed


def test_areas_that_the_view_moves():
    moved = {area.id: (area.country(Worldview.UN), area.country(Worldview.DEFACTO)) for area in load_disputed()}
    assert {k: v for k, v in moved.items() if v[0] != v[1]} == {
        "crimea": ("UA", "RU"),
        "western-sahara": ("EH", "MA"),
        "golan": ("SY", "IL"),
    }


def test_file_and_archive_agree():
    archive = load_archive("10m")
    for area in load_disputed():
        row = archive.areas.index(area.id)
        assert (area.un, area.defacto) == tuple(archive.codes[row])
        assert {"en", "fr"} <= set(area.names)
        assert area.url.startswith("https://")


@pytest.mark.parametrize("text", ["[[area]]\nid = 'x'\n", "area = 3\n", "no toml", "[[area]]\nname = 'x'\n"])
def test_a_damaged_file_is_refused(tmp_path, text):
    (tmp_path / "disputed.toml").write_text(text)
    with pytest.raises(WorldError, match=r"^cannot read the disputed areas in [^\n]+$"):
        read_disputed(tmp_path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(WorldError, match="cannot read the disputed areas"):
        read_disputed(tmp_path)
