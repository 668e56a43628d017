"""What README shows is what geomap does: each `$ geomap ...` is run and its output compared."""

import re
import shlex

import pytest
from click.testing import CliRunner

from geomap.cli import main

BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def _commands(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    for block in BLOCK.findall(text):
        for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = shown.partition("\n")
            if command.startswith("geomap "):
                yield command, output


def test_every_command_in_readme_prints_what_readme_shows(request, monkeypatch, tmp_path):
    root = request.config.rootpath
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(root / "examples")
    shown = list(_commands(root))
    assert len(shown) >= 2
    for command, output in shown:
        result = CliRunner().invoke(main, shlex.split(command)[1:], catch_exceptions=False)
        assert result.exit_code == 0, command
        assert _plain(result.stdout) == _plain(output), command


def _plain(text):
    return "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").strip().splitlines())


def test_readme_pictures_and_links_are_there(request):
    root = request.config.rootpath
    text = re.sub(r"```.*?```", "", (root / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    targets += re.findall(r'(?:src|srcset|href)="(?!https?:)([^"#]+)"', text)
    assert targets
    for target in targets:
        assert (root / target).exists(), target


@pytest.mark.parametrize(
    "command", ["map", "embed", "check", "places", "route", "batch", "resolve", "gazetteer", "distance", "rail"]
)
def test_readme_knows_every_command(command, request):
    assert f"geomap {command}" in (request.config.rootpath / "README.md").read_text(encoding="utf-8")
