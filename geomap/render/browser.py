"""Pictures through the system's Chromium: a page goes in, the bytes of a PNG or PDF come out.

The page asks for nothing and may run nothing (its content security policy), Chromium resolves no
name, and its profile is a folder that goes when it has drawn. `GEOMAP_CHROMIUM` names a browser that
lies elsewhere.
"""

import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from geomap.errors import RenderError

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
VARIABLE = "GEOMAP_CHROMIUM"

_SECONDS = 90
_SIGNATURES = {"png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-color-profile=srgb",
)


def find_browser(kind: str) -> str:
    """The browser to draw with; raises `RenderError`, saying how to get one, where there is none."""
    named = os.environ.get(VARIABLE)
    path = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if path is None:
        where = f"{VARIABLE} names {named!r}, which does not run" if named else "it is not installed"
        msg = (
            f"a .{kind} map is drawn by Chromium, and {where}: install it (Debian, Ubuntu: sudo apt-get install "
            f"chromium), or name one in {VARIABLE}; .svg and .html need none"
        )
        raise RenderError(msg)
    return path


def photograph(page: str, *, kind: Literal["png", "pdf"], size: tuple[int, int], scale: int = 1) -> bytes:
    """The picture of a page `size` CSS pixels large, each of them `scale` by `scale` pixels of a PNG.

    Raises `RenderError` where there is no browser, or it fails or takes too long.
    """
    browser = find_browser(kind)
    with tempfile.TemporaryDirectory(prefix="geomap-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "map.html", Path(folder) / f"map.{kind}"
        source.write_text(page, encoding="utf-8")
        asked = [f"--screenshot={target}"] if kind == "png" else [f"--print-to-pdf={target}", "--no-pdf-header-footer"]
        command = [
            browser,
            *_FLAGS,
            # Root may not use the sandbox; what is drawn is our own page, in which no script runs.
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            f"--user-data-dir={Path(folder) / 'profile'}",
            f"--window-size={size[0]},{size[1]}",
            f"--force-device-scale-factor={scale}",
            *asked,
            source.as_uri(),
        ]
        said = _run(command)
        drawn = target.read_bytes() if target.is_file() else b""
    if not drawn.startswith(_SIGNATURES[kind]):
        msg = f"{browser} drew no .{kind}: {_reason(said)}; .svg and .html need no browser"
        raise RenderError(msg)
    if kind == "png" and struct.unpack(">II", drawn[16:24]) != (size[0] * scale, size[1] * scale):
        msg = f"{browser} drew a picture of another size than the {size[0]}x{size[1]} that was asked for"
        raise RenderError(msg)
    return drawn


def _run(command: Sequence[str]) -> str:
    """What a command prints; it and its children end with the time it is given."""
    try:
        with subprocess.Popen(  # noqa: S603 (our own flags, no shell)
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        ) as process:
            try:
                output, _ = process.communicate(timeout=_SECONDS)
            except BaseException as error:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                if isinstance(error, subprocess.TimeoutExpired):
                    return f"it took more than {_SECONDS} seconds"
                raise
    except OSError as error:
        return error.strerror or str(error)
    return output.decode("utf-8", "replace")


def _reason(said: str) -> str:
    """The line that tells why, without Chromium's prefix."""
    lines = [re.sub(r"^\[[^\]]*\]\s*", "", line).strip() for line in said.splitlines()]
    told = [line for line in lines if line and "dbus" not in line.lower() and "D-Bus" not in line]
    likely = [line for line in told if re.search(r"sandbox|cannot|failed|denied|error|took", line, re.IGNORECASE)]
    return (likely or told or ["it said nothing"])[0][:200]
