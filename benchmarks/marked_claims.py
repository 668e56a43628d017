"""Our own sentences with their distance claims marked: `tests/corpus/claims/fr.txt` and `en.txt`.

A line is a text of its own, of a sentence or a few; a line that begins with `# ` is a remark. Marks:

    <subject>Sens</subject> est à <length km="60" hedge="approx" direction="N">environ 60 km</length> au nord
    d’<anchor>Auxerre</anchor>.

A length is measured from the first anchor after it, or, where none follows, the last one before it that no
other length has; its subject is the last one before it, else the first one after. Where that is not so, anchors
and subjects get an `id` that the length names: `anchor="a"`, `anchor="a b"` for two claims of one length,
`subject="s"`; `anchor=""` for none. `km="30..40"` is a range, or, with `hedge="approx"`, a number nobody
counted ("quelques kilomètres"). A line without a length holds no claim.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, object]

FOLDER = Path(__file__).parents[1] / "tests" / "corpus" / "claims"

LATER = FOLDER / "later"
"""Texts that somebody wrote who had not seen the rules: what new text may come to before it is looked at."""

_MARK = re.compile(r"<(?P<close>/?)(?P<name>subject|anchor|length)(?P<attributes>[^<>]*)>")
_ATTRIBUTE = re.compile(r'\s+(?P<key>[a-z]+)="(?P<value>[^"]*)"')
_KEYS = {"subject": {"id"}, "anchor": {"id"}, "length": {"km", "hedge", "direction", "mode", "subject", "anchor"}}
_HEDGES = {"exact", "approx", "at_least", "at_most", "range"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    name: str
    start: int
    end: int
    attributes: dict[str, str]


def read_marked_claims(lang: str, folder: Path = FOLDER) -> list[Row]:
    """The texts of a language with their claims, as the scorer's gold rows; `ValueError` names a bad line."""
    path = folder / f"{lang}.txt"
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("# "):
            continue
        try:
            text, marks = _parse(line)
            claims = list(_claims(marks, text))
        except ValueError as error:
            msg = f"{path.name}:{number}: {error}"
            raise _BadLineError(msg) from error
        rows.append({"id": f"{lang}-{number}", "lang": lang, "text": text, "claims": claims})
    return rows


class _BadLineError(ValueError):
    """A line that cannot be read, and why."""


def _parse(line: str) -> tuple[str, list[_Mark]]:
    text, marks, at = "", [], 0
    opened: tuple[str, int, dict[str, str]] | None = None
    for found in _MARK.finditer(line):
        text += line[at : found.start()]
        at = found.end()
        if found["close"]:
            if opened is None or opened[0] != found["name"]:
                msg = f"{found.group()} closes nothing"
                raise _BadLineError(msg)
            marks.append(_Mark(name=opened[0], start=opened[1], end=len(text), attributes=opened[2]))
            opened = None
            continue
        if opened is not None:
            msg = f"{found.group()} stands inside <{opened[0]}>"
            raise _BadLineError(msg)
        attributes = {a["key"]: a["value"] for a in _ATTRIBUTE.finditer(found["attributes"])}
        if set(attributes) - _KEYS[found["name"]] or _ATTRIBUTE.sub("", found["attributes"]).strip():
            msg = f"{found.group()} has more than {', '.join(sorted(_KEYS[found['name']]))}"
            raise _BadLineError(msg)
        opened = found["name"], len(text), attributes
    text += line[at:]
    if opened is not None:
        msg = f"<{opened[0]}> is never closed"
        raise _BadLineError(msg)
    if "<" in text or ">" in text:
        raise _BadLineError("a mark is not one of <subject>, <anchor>, <length>")
    return text, marks


def _claims(marks: list[_Mark], text: str) -> Iterator[Row]:
    anchors, subjects, lengths = ([m for m in marks if m.name == name] for name in ("anchor", "subject", "length"))
    taken: set[int] = set()
    for at, length in enumerate(lengths):
        following = lengths[at + 1].start if at + 1 < len(lengths) else len(text)
        chosen = _chosen(length, "anchor", anchors)
        if chosen is None:
            after = [a for a in anchors if length.end <= a.start < following]
            before = [a for a in anchors if a.end <= length.start and a.start not in taken]
            chosen = after[:1] or before[-1:]
        taken |= {a.start for a in chosen}
        subject = _chosen(length, "subject", [*subjects, *anchors])
        if subject is None:
            before = [s for s in subjects if s.end <= length.start]
            subject = before[-1:] or subjects[:1]
        for anchor in chosen or [None]:
            yield _row(length, subject[0] if subject else None, anchor, text)


def _chosen(length: _Mark, key: str, marks: list[_Mark]) -> list[_Mark] | None:
    """The marks that a length names by their ids; None where it names none."""
    if key not in length.attributes:
        return None
    by_id = {m.attributes["id"]: m for m in marks if "id" in m.attributes}
    unknown = set(length.attributes[key].split()) - set(by_id)
    if unknown:
        msg = f"no {key} has the id {', '.join(sorted(unknown))}"
        raise _BadLineError(msg)
    return [by_id[name] for name in length.attributes[key].split()]


def _row(length: _Mark, subject: _Mark | None, anchor: _Mark | None, text: str) -> Row:
    attributes = length.attributes
    if "km" not in attributes:
        msg = f"the length {text[length.start : length.end]!r} needs km"
        raise _BadLineError(msg)
    low, _, high = attributes["km"].partition("..")
    hedge = attributes.get("hedge", "exact")
    if hedge not in _HEDGES or (hedge == "range" and not high):
        msg = f"hedge must be one of {', '.join(sorted(_HEDGES))}, a range with two numbers, got {hedge!r}"
        raise _BadLineError(msg)
    named = subject is not None and text[subject.start : subject.end].lower() != text[subject.start : subject.end]
    at = [subject.start, subject.end] if subject is not None else None
    return {
        "subject": at if named else None,
        "subject_nominal": None if named else at,
        "anchor": [anchor.start, anchor.end] if anchor is not None else None,
        "value_km": (float(low) + float(high)) / 2 if high else float(low),
        "value_km_low": float(low),
        "value_km_high": float(high or low),
        "vague": bool(high) and hedge != "range",
        "unit": "km",
        "value": None,
        "hedge": hedge,
        "direction": attributes.get("direction"),
        "mode": attributes.get("mode", "unspecified"),
    }
