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

from geomap.checks.check import Check, Measurement, Verdict
from geomap.checks.summary import compass_words, edge_words, number, stated_length
from geomap.gazetteer.place import Place
from geomap.journey.leg import Certainty, Leg, StatedDate
from geomap.journey.roles import Role
from geomap.lang.pack import answered_in, load_pack
from geomap.mentions.mention import MentionKind
from geomap.position import Position
from geomap.report.report import Report

_STYLES = {
    Verdict.CONSISTENT: "green",
    Verdict.PLAUSIBLE: "yellow",
    Verdict.CONTRADICTED: "bold red",
    Verdict.UNVERIFIABLE: "dim",
}


_CERTAINTY_STYLES = {
    Certainty.CONFIRMED: "green",
    Certainty.REPORTED: "green",
    Certainty.EXPECTED: "yellow",
    Certainty.SPECULATED: "yellow",
    Certainty.DENIED: "red",
}


def _words(lang: str, *keys: str) -> str:
    return str(load_pack(answered_in(lang)).value("tables", *keys))


def _verdict(verdict: Verdict, lang: str) -> Text:
    return Text(str(load_pack(lang).value("verdicts", "verdicts", verdict)), style=_STYLES[verdict])


def _lines(text: str, indent: int, width: int, style: str = "") -> Text:
    """Prose cut into lines that fit, no-break spaces kept whole, each line indented."""
    room = max(width - indent, 20)
    lines = textwrap.wrap(" ".join(text.split(" ")), room, break_long_words=False) or [""]
    return Text("\n".join(" " * indent + line for line in lines), style=style)


def _quoted(text: str, lang: str, width: int) -> Text:
    plain = re.sub(r"[ \t\r\n]+", " ", text)
    return _lines(_words(lang, "quotes").format(plain), 3, width, "dim italic")


def checks_table(report: Report, *, width: int = 80) -> RenderableType:
    """Each reported distance: what was said, what is measured, the verdict on both parts, the sentence."""
    if not report.checks:
        return Text(_words(report.lang, "no_claims"))
    return Text("\n\n").join(_check(report, i, check, width) for i, check in enumerate(report.checks, start=1))


def _check(report: Report, position: int, check: Check, width: int) -> Text:
    lang, claim = report.lang, check.claim
    stated = stated_length(claim.quantity, lang)
    if claim.direction is not None:
        stated += f", {compass_words(claim.direction, lang)}"
    facts = [("reported", Text(stated))]
    if check.measurement is not None:
        measured = check.measurement
        text = (
            f"{number(measured.geodesic_km, lang)}\u00a0km ± {number(measured.uncertainty_km, lang)}, "
            f"{compass_words(measured.compass, lang)} ({measured.bearing_deg:.0f}°)"
        )
        facts += [
            ("measured", Text(text)),
            ("from", Text(_point(_anchor(report, measured), measured.start))),
            ("to", Text(_point(report.label(measured.subject), measured.subject.position))),
        ]
    verdict = Text.assemble(_verdict(check.distance_verdict, lang), f" ({_words(lang, 'distance')})")
    if claim.direction is not None:
        verdict += Text.assemble(", ", _verdict(check.direction_verdict, lang), f" ({_words(lang, 'direction')})")
    facts.append(("verdict", verdict))
    column = max(len(_words(lang, key)) for key, _ in facts) + 2
    sentence = claim.evidence.sentence.of(report.article(claim.article).text)
    return Text("\n").join(
        [
            _lines(f"{position}. {check.summary}", 0, width, "bold"),
            *(Text.assemble(("   " + _words(lang, key).ljust(column), "dim"), value) for key, value in facts),
            _quoted(sentence, lang, width),
        ]
    )


def _anchor(report: Report, measured: Measurement) -> str:
    name = report.label(measured.anchor)
    return name if measured.anchor_edge is None else edge_words(name, measured.anchor_edge.side, report.lang)


def _point(name: str, position: Position) -> str:
    return f"{name} ({position.lat:.3f}, {position.lon:.3f})"


def _date(stated: StatedDate | None, lang: str) -> str:
    if stated is None:
        return ""
    if stated.day is not None:
        return str(format_date(stated.day, format="d MMM", locale=lang))
    return stated.iso


def route_table(report: Report, *, width: int = 80) -> RenderableType:
    """The journey, leg by leg: from, to, when, how surely, who says so, and the sentence that tells it."""
    if not report.legs:
        return Text(_words(report.lang, "no_legs"))
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
    head = f"{position}. {ends[0]} → {ends[1]}" + (f" ({_words(lang, 'via')} {via})" if via else "")
    certainty = _words(lang, "certainties", leg.certainty)
    facts = [
        " → ".join(dict.fromkeys(d for d in (_date(leg.departed, lang), _date(leg.arrived, lang)) if d)),
        f"{number(leg.geodesic_km, lang)}\u00a0km {_words(lang, 'straight')}" if leg.geodesic_km is not None else "",
        f"{number(leg.rail_km, lang)}\u00a0km {_words(lang, 'rail')}" if leg.rail_km is not None else "",
        f"{certainty}, {_words(lang, 'observed')}" if leg.observed else certainty,
        ", ".join(leg.sources),
    ]
    evidence = leg.evidence[0]
    return Text("\n").join(
        [
            _lines(head, 0, width, "bold"),
            _lines(" · ".join(f for f in facts if f), 3, width, _CERTAINTY_STYLES[leg.certainty]),
            _quoted(evidence.sentence.of(report.article(evidence.article).text), lang, width),
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
        return Text(_words(lang, "no_places"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("place", "country", "position", "reading", "role", "times", "confidence"):
        right = column in {"times", "confidence"}
        table.add_column(
            _words(lang, column), justify="right" if right else "left", no_wrap=column != "place", overflow="fold"
        )
    for key, (place, role, sure) in sorted(kept.items(), key=lambda item: (order.index(item[1][1]), rows[item[0]][0])):
        table.add_row(
            report.label(place),
            place.country,
            f"{place.position.lat:.2f}, {place.position.lon:.2f}",
            _words(lang, "readings", key[1]),
            _words(lang, "roles", role),
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
