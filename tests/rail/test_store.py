import pytest

from geomap.rail.line import RailError
from geomap.rail.store import forget_track, import_track, load_track, track_path


def test_what_is_imported_is_there_the_next_time(branch, own_cache):
    track, summary = import_track(branch)
    again, told = load_track()
    assert track_path().parent == own_cache
    assert again.pieces == track.pieces
    assert again.findings == track.findings
    assert again.source == track.source
    assert told == summary


def test_openstreetmap_is_credited_unless_told_otherwise(branch, own_cache):
    track, _ = import_track(branch)
    assert (track.source.attribution, track.source.licence) == ("© OpenStreetMap contributors (ODbL)", "ODbL-1.0")
    track, _ = import_track(branch, source="us", licence="CC0-1.0", attribution="© us")
    assert (track.source.publisher, track.source.attribution, track.source.licence) == ("us", "© us", "CC0-1.0")


def test_lines_without_tags_are_credited_to_their_file(tmp_path, own_cache):
    path = tmp_path / "mine.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
        '"geometry": {"type": "LineString", "coordinates": [[5, 47], [6, 47]]}}]}',
        encoding="utf-8",
    )
    track, _ = import_track(path)
    assert (track.source.attribution, track.source.licence) == ("mine.geojson", "")


def test_nothing_imported_is_no_error(own_cache):
    assert load_track() is None
    assert forget_track() is False


def test_it_can_be_forgotten(branch, own_cache):
    import_track(branch)
    assert forget_track() is True
    assert load_track() is None


def test_a_file_that_is_refused_leaves_what_was_there(branch, own_cache, tmp_path):
    import_track(branch)
    (tmp_path / "damaged.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(RailError):
        import_track(tmp_path / "damaged.geojson")
    assert len(load_track()[0].pieces) == 10


@pytest.mark.parametrize(
    "spoil", [lambda b: b[: len(b) // 2], lambda b: b.replace(b"47.02", b"48.02", 1), lambda _: b"", lambda _: b"\xff"]
)
def test_a_damaged_file_asks_to_import_again(branch, own_cache, spoil):
    import_track(branch)
    track_path().write_bytes(spoil(track_path().read_bytes()))
    with pytest.raises(RailError, match="run `geomap rail import` again"):
        load_track()


def test_a_folder_that_cannot_be_written_is_told(branch, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "file"))
    with pytest.raises(RailError, match="GEOMAP_CACHE=/some/folder"):
        import_track(branch)


def test_no_part_of_a_file_is_left_behind(branch, own_cache):
    import_track(branch)
    assert [path.name for path in own_cache.iterdir()] == ["rail-track.json"]
