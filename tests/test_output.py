import os
import threading
from pathlib import Path

import pytest

from geomap.errors import ArticleError, OutputError
from geomap.output import open_output, write_output


def test_text_is_written_as_utf8_with_plain_line_ends(tmp_path):
    target = tmp_path / "a" / "b" / "map.html"
    write_output(target, "Oussouriïsk\n🚂\n")
    assert target.read_bytes() == "Oussouriïsk\n🚂\n".encode()
    assert list(target.parent.iterdir()) == [target]


def test_file_can_be_read_by_a_web_server(tmp_path):
    target = tmp_path / "map.html"
    write_output(target, "x")
    assert target.stat().st_mode & 0o777 == 0o644


def test_failure_half_way_keeps_what_was_there(tmp_path):
    target = tmp_path / "map.html"
    write_output(target, "old")
    with pytest.raises(UnicodeEncodeError):
        write_output(target, "half \ud800")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_interrupt_leaves_nothing(tmp_path):
    def interrupted():
        with open_output(tmp_path / "map.html") as out:
            out.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_error_of_ours_in_the_block_stays_itself(tmp_path):
    def failing():
        with open_output(tmp_path / "map.html"):
            raise ArticleError("the article is empty")

    with pytest.raises(ArticleError, match="the article is empty"):
        failing()


def test_folder_in_the_way_is_said(tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*choose another place with -o"):
        write_output(tmp_path, "x")


def test_file_in_place_of_a_folder_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot write"):
        write_output(tmp_path / "file" / "map.html", "x")


def test_very_long_name_is_said(tmp_path):
    with pytest.raises(OutputError, match="cannot write"):
        write_output(tmp_path / ("x" * 300), "x")


def test_link_is_followed(tmp_path):
    real = tmp_path / "real.html"
    real.write_text("old")
    link = tmp_path / "link.html"
    link.symlink_to(real)
    write_output(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_device_is_written_to_and_never_replaced():
    device = Path(os.devnull)
    before = device.stat().st_rdev
    write_output(device, "x")
    assert device.stat().st_rdev == before != 0


def test_pipe_receives_the_text(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()))
    reader.start()
    write_output(pipe, "x")
    reader.join(10)
    assert received == ["x"]
