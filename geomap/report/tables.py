"""The report as tables for a terminal: at most 80 columns, readable at midnight.

Words come from `lang/<lang>/tables.toml`; nothing depends on colour alone.
"""

import re
import textwrap

from babel.dates import format_date
from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from geomap.checks.summary import number
from geomap.gazetteer.place import Place
from geomap.journey.leg import Certainty, Leg, StatedDate
from geomap.journey.roles import Role
from geomap.lang.pack import answered_in, load_pack
from geomap.mentions.mention import MentionKind
from geomap.report.report import Report

_CERTAINTY_STYLES = {
    Certainty.CONFIRMED: "green",
    Certainty.REPORTED: "green",
    Certainty.EXPECTED: "yellow",
    Certainty.SPECULATED: "yellow",
    Certainty.DENIED: "red",
}


def words(lang: str, *keys: str) -> str:
    """A word of the tables, in the language that geomap answers in."""
    return str(load_pack(answered_in(lang)).value("tables", *keys))


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    r"""Text without characters that steer a terminal or turn its lines round.

    >>> harmless("Lyon\x1b[2J")
    'Lyon[2J'
    """
    return _CONTROL.sub("", text)


def lines(text: str, indent: int, width: int, style: str = "") -> Text:
    """Prose cut into lines that fit, no-break spaces kept whole, each line indented."""
    room = max(width - indent, 20)
    wrapped = textwrap.wrap(
        harmless(" ".join(text.split(" "))), room, break_long_words=False, break_on_hyphens=False
    ) or [""]
    return Text("\n".join(" " * indent + line for line in wrapped), style=style)


def quoted(text: str, lang: str, width: int) -> Text:
    """A sentence of an article in the language's quotation marks, set apart from what is ours."""
    plain = re.sub(r"[ \t\r\n]+", " ", text)
    return lines(words(lang, "quotes").format(plain), 3, width, "dim italic")


def _date(stated: StatedDate | None, lang: str) -> str:
    if stated is None:
        return ""
    if stated.day is not None:
        return str(format_date(stated.day, format="d MMM", locale=lang))
    return stated.iso


def route_table(report: Report, *, width: int = 80) -> RenderableType:
    """The journey, leg by leg: from, to, when, how surely, who says so, and the sentence that tells it."""
    if not report.legs:
        return Text(words(report.lang, "no_legs"))
    blocks: list[Text] = []
    for traveller in dict.fromkeys(leg.traveller for leg in report.legs):
        blocks.append(Text(traveller, style="bold"))
        own = [leg for leg in report.legs if leg.traveller == traveller]
        blocks += [_leg(report, position, leg, width) for position, leg in enumerate(own, start=1)]
    return Text("\n\n").join(blocks)


def _leg(report: Report, position: int, leg: Leg, width: int) -> Text:
    lang = report.lang
    ends = [report.label(p) if p is not None else "…" for p in (leg.origin, leg.destination)]
    via = ", ".join(report.label(p) for p in leg.via)
    head = f"{position}. {ends[0]} → {ends[1]}" + (f" ({words(lang, 'via')} {via})" if via else "")
    certainty = words(lang, "certainties", leg.certainty)
    facts = [
        " → ".join(dict.fromkeys(d for d in (_date(leg.departed, lang), _date(leg.arrived, lang)) if d)),
        f"{number(leg.geodesic_km, lang)}\u00a0km {words(lang, 'straight')}" if leg.geodesic_km is not None else "",
        f"{number(leg.rail_km, lang)}\u00a0km {words(lang, 'rail')}" if leg.rail_km is not None else "",
        f"{certainty}, {words(lang, 'observed')}" if leg.observed else certainty,
        ", ".join(leg.sources),
    ]
    evidence = leg.evidence[0]
    return Text("\n").join(
        [
            lines(head, 0, width, "bold"),
            lines(" · ".join(f for f in facts if f), 3, width, _CERTAINTY_STYLES[leg.certainty]),
            quoted(evidence.sentence.of(report.article(evidence.article).text), lang, width),
        ]
    )


def places_table(report: Report) -> RenderableType:
    """Each place the article names, once: where it is, how it is used, how sure we are."""
    lang = report.lang
    rows: dict[tuple[str, str], list[int]] = {}
    kept: dict[tuple[str, str], tuple[Place, Role, float]] = {}
    order = [Role.ROUTE, Role.CONTEXT, Role.NONE]
    for mapped in report.mentions:
        resolution = mapped.resolution
        if resolution.place is None or resolution.mention.kind is MentionKind.DEMONYM:
            continue
        key = (resolution.place.id, str(resolution.reading))
        rows.setdefault(key, []).append(resolution.mention.span.start)
        known = kept.get(key)
        role = mapped.role if known is None else min(known[1], mapped.role, key=order.index)
        kept[key] = (resolution.place, role, resolution.confidence)
    if not kept:
        return Text(words(lang, "no_places"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("place", "country", "position", "reading", "role", "times", "confidence"):
        right = column in {"times", "confidence"}
        table.add_column(
            words(lang, column), justify="right" if right else "left", no_wrap=column != "place", overflow="fold"
        )
    for key, (place, role, sure) in sorted(kept.items(), key=lambda item: (order.index(item[1][1]), rows[item[0]][0])):
        table.add_row(
            report.label(place),
            place.country,
            f"{place.position.lat:.2f}, {place.position.lon:.2f}",
            words(lang, "readings", key[1]),
            words(lang, "roles", role),
            str(len(rows[key])),
            f"{sure:.2f}",
        )
    return table


def console_width() -> int:
    """Columns to fill: the terminal's, between 40 and 100; 80 where there is none."""
    return min(max(Console().width, 40), 100)


def print_table(table: RenderableType) -> None:
    """Print to standard output, coloured when a person looks at it."""
    Console(highlight=False, emoji=False, markup=False).print(table, soft_wrap=isinstance(table, Text))
