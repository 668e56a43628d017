"""What an interactive engine gives to the page, and how both read the files of templates."""

import re
from dataclasses import dataclass
from importlib import resources

import rjsmin

from geomap.render.story import Credit


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What an interactive engine adds to a page: markup, styles, scripts in order, and whom to thank."""

    html: str
    style: str
    scripts: tuple[str, ...]
    credit: Credit


def template_text(name: str) -> str:
    """A file of the templates' folder, as it is."""
    return (resources.files("geomap.render") / "templates" / name).read_text(encoding="utf-8")


def script_text(name: str) -> str:
    """A script of the templates' folder, made small; it holds no line's end, so that no Markdown breaks it."""
    return str(rjsmin.jsmin(template_text(name))).replace("\n", " ").strip()


def squeeze(text: str) -> str:
    """A style or script without its indentation and whole-line comments."""
    return re.sub(r"\n\s*(//[^\n]*)?(?=\n)|\n\s*", "\n", text).strip()
