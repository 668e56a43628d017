"""Rows of type turned into labels: how much room they take, where their baselines run."""

import math
from collections.abc import Sequence

from geomap.render.labels import Point, Spot
from geomap.render.scene import Label, Row, Sheet
from geomap.render.text import text_width

_LEADING = 1.2
_BOLD = frozenset({"stop", "traveller"})
_SPACING = {"country": 1.4}


def size_of(rows: Sequence[Row], sheet: Sheet) -> tuple[float, float]:
    """Width and height of rows, in pixels."""
    width = max(
        text_width(
            r.text,
            sheet.type[r.style],
            bold=r.style in _BOLD,
            spacing=_SPACING.get(r.style, 0.0),
            faces=sheet.faces,
        )
        for r in rows
    )
    return round(width, 1), round(math.fsum(sheet.type[r.style] * _LEADING for r in rows), 1)


def set_label(spot: Spot, rows: tuple[Row, ...], sheet: Sheet) -> Label:
    """The rows standing in a spot."""
    x = spot.x + {"start": 0.0, "end": spot.width, "middle": spot.width / 2}[spot.anchor]
    baselines, y = [], spot.y
    for row in rows:
        size = sheet.type[row.style]
        baselines.append(round(y + size * 0.95, 1))
        y += size * _LEADING
    leader = spot.leader and (pixel(*spot.leader[0]), pixel(*spot.leader[1]))
    return Label(x=round(x, 1), baselines=tuple(baselines), anchor=spot.anchor, rows=rows, leader=leader)


def pixel(x: float, y: float) -> Point:
    """A point to a tenth of a pixel."""
    return (round(x, 1), round(y, 1))
