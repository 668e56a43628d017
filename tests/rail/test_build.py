import shutil
from importlib import reload

import pytest

from geomap.datadir import data_folder
from geomap.rail import build
from geomap.rail.tables import read_tables


@pytest.mark.current
def test_the_committed_points_are_those_the_script_derives():
    committed = (data_folder("rail") / "shape.coastline.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert ["\t".join(row) for row in build.coastline_rows(data_folder("rail"))] == committed


def test_the_script_touches_nothing_but_its_own_file(tmp_path, monkeypatch):
    folder = shutil.copytree(data_folder("rail"), tmp_path / "rail")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    lengths = [line.length_km for line in read_tables(folder).lines]
    (folder / "shape.coastline.tsv").unlink()
    monkeypatch.setattr(reload(build), "data_folder", lambda _: folder)
    build.main()
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert before.keys() == after.keys()
    del before["shape.coastline.tsv"], after["shape.coastline.tsv"]
    assert before == after
    assert [line.length_km for line in read_tables(folder).lines] == lengths
