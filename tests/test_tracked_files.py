"""What must never be in the public repository."""

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Put together here, so that this file does not hold them either.
_HOSTS = ("pypi" + ".org", "registry." + "npmjs.org", "files." + "pythonhosted.org")
_FORBIDDEN = re.compile(r"(?<![\w.~-])/" + r"work/|" + "|".join(map(re.escape, _HOSTS)))
_UNTRACKED = {".git", ".venv", ".venvs", "__pycache__", "node_modules", "dist", "build"}


def tracked():
    """The files git knows or would add; outside a checkout, all that is there."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        files = [ROOT / name for name in names if name]
    else:
        files = [path for path in ROOT.rglob("*") if not _UNTRACKED & set(path.relative_to(ROOT).parts)]
    return [path for path in files if path.is_file()]


def test_no_file_names_the_machine_it_was_written_on_or_a_package_host():
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data[:8000]:
            continue
        text = data.decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in _FORBIDDEN.finditer(text)]
    assert found == []


def test_there_are_files_to_look_at():
    assert len(tracked()) > 50
