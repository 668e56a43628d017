"""A desk's table of claims with the verdicts added: each row's own columns first, as they were."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from geomap.checks.pairing import PairCheck
from geomap.checks.pairs import Row
from geomap.lang.pack import load_pack
from geomap.report.checks import compared, error_words, in_markdown, overview, overview_row
from geomap.report.objects import judgement_object
from geomap.report.rows import JUDGED_COLUMNS, judged_cells
from geomap.report.tables import words
from geomap.spreadsheet import cell

Checked = Sequence[tuple[Row, PairCheck]]


def pair_object(row: Row, checked: PairCheck) -> dict[str, object]:
    """A row with the claim's verdict members, which replace columns of the same name."""
    return {**row.cells, **judgement_object(checked.judgement, checked.summary)}


def pairs_rows(checked: Checked) -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
    """Header and rows for a spreadsheet."""
    names = dict.fromkeys(name for row, _ in checked for name in row.cells)
    own = [name for name in names if name not in JUDGED_COLUMNS]
    rows = [
        (*(_own(row.cells.get(name)) for name in own), *judged_cells(pair.judgement, pair.summary))
        for row, pair in checked
    ]
    return (*(cell(name) for name in own), *JUDGED_COLUMNS), rows


def _own(value: object) -> object:
    """A cell of the desk's own: a number stays one, though it begins with a sign."""
    if isinstance(value, str):
        return value if _is_number(value) else cell(value)
    if value is None or isinstance(value, int | float):
        return cell(value)
    return cell(json.dumps(value, ensure_ascii=False))


def _is_number(text: str) -> bool:
    body = text[1:] if text[:1] in {"+", "-"} else text
    return body.replace(".", "", 1).replace(",", "", 1).isdecimal()


def pairs_table(checked: Checked, lang: str) -> RenderableType:
    """One line a row, under its number in the file."""
    if not checked:
        return Text(words(lang, "no_claims"))
    table = overview(lang)
    for row, pair in checked:
        told = compared(pair.pair.stated, pair.judgement, lang)
        table.add_row(*overview_row(row.number, _between(pair), told, pair.judgement, lang))
    return table


def pairs_markdown(checked: Checked, lang: str) -> str:
    """One line a row, for a desk's chat."""
    lines = []
    for _, pair in checked:
        told = pair.pair.lang or lang
        verdict = str(load_pack(told).value("verdicts", "verdicts", pair.judgement.verdict)).capitalize()
        error = error_words(pair.judgement, told)
        lines.append(f"- **{verdict}**{f' ({error})' if error else ''} – {in_markdown(pair.summary)}\n")
    return "".join(lines)


def _between(pair: PairCheck) -> str:
    ends = ((pair.pair.subject, pair.subject), (pair.pair.anchor, pair.anchor))
    return " – ".join(end.name or (place.name if place is not None else "…") for end, place in ends)


def objects(checked: Checked) -> list[Mapping[str, Any]]:
    """One array of all rows."""
    return [pair_object(row, pair) for row, pair in checked]
