"""The report as tables for a terminal: at most 80 columns, readable at midnight.

Words come from `lang/<lang>/tables.toml`; nothing depends on colour alone.
"""

from babel.dates import format_date
from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from geomap.checks.check import Check, Verdict
from geomap.checks.summary import compass_words, number, stated_length
from geomap.gazetteer.place import Place
from geomap.journey.leg import Certainty, Leg, StatedDate
from geomap.journey.roles import Role
from geomap.lang.pack import load_pack
from geomap.mentions.mention import MentionKind
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
    return str(load_pack(lang).value("tables", *keys))


def _verdict(verdict: Verdict, lang: str) -> Text:
    return Text(str(load_pack(lang).value("verdicts", "verdicts", verdict)), style=_STYLES[verdict])


def _quoted(text: str, lang: str) -> Text:
    quotes = _words(lang, "quotes")
    return Text(quotes.format(" ".join(text.split())), style="dim italic")


def checks_table(report: Report) -> RenderableType:
    """Each reported distance: what was said, what is measured, the verdict on both parts, the sentence."""
    lang = report.lang
    if not report.checks:
        return Text(_words(lang, "no_claims"))
    blocks: list[RenderableType] = []
    for number_, check in enumerate(report.checks, start=1):
        blocks.append(_check_block(report, number_, check))
    return Group(*blocks)


def _check_block(report: Report, position: int, check: Check) -> RenderableType:
    lang, claim = report.lang, check.claim
    grid = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    stated = Text(stated_length(claim, lang))
    if claim.direction is not None:
        stated.append(f", {compass_words(claim.direction, lang)}")
    grid.add_row(_words(lang, "reported"), stated)
    if check.measurement is not None:
        measured = check.measurement
        text = (
            f"{number(measured.geodesic_km, lang)}\u00a0km ± {number(measured.uncertainty_km, lang)}, "
            f"{compass_words(measured.compass, lang)} ({measured.bearing_deg:.0f}°)"
        )
        grid.add_row(_words(lang, "measured"), Text(text))
        ends = f"{_point(report, measured.anchor)} → {_point(report, measured.subject)}"
        grid.add_row(_words(lang, "between"), Text(ends))
    verdict = Text.assemble(_verdict(check.distance_verdict, lang), f" ({_words(lang, 'distance')})")
    if claim.direction is not None:
        verdict.append_text(
            Text.assemble(", ", _verdict(check.direction_verdict, lang), f" ({_words(lang, 'direction')})")
        )
    grid.add_row(_words(lang, "verdict"), verdict)
    article = report.article(claim.article)
    head = Text(f"{position}. {check.summary}", style="bold")
    quote = _quoted(claim.evidence.sentence.of(article.text), lang)
    return Group(head, Padding(grid, (0, 0, 0, 3)), Padding(quote, (0, 0, 1, 3)))


def _point(report: Report, place: Place) -> str:
    return f"{report.label(place)} ({place.position.lat:.3f}, {place.position.lon:.3f})"


def _date(stated: StatedDate | None, lang: str) -> str:
    if stated is None:
        return ""
    if stated.day is not None:
        return str(format_date(stated.day, format="d MMM", locale=lang))
    return stated.iso


def route_table(report: Report) -> RenderableType:
    """The journey, leg by leg: from, to, when, how surely, who says so, and the sentence that tells it."""
    lang = report.lang
    if not report.legs:
        return Text(_words(lang, "no_legs"))
    blocks: list[RenderableType] = []
    for traveller in dict.fromkeys(leg.traveller for leg in report.legs):
        blocks.append(Text(f"{traveller}\n", style="bold"))
        own = [leg for leg in report.legs if leg.traveller == traveller]
        blocks += [_leg_block(report, position, leg) for position, leg in enumerate(own, start=1)]
    return Group(*blocks)


def _leg_block(report: Report, position: int, leg: Leg) -> RenderableType:
    lang = report.lang
    ends = [report.label(p) if p is not None else "…" for p in (leg.origin, leg.destination)]
    via = ", ".join(report.label(p) for p in leg.via)
    head = Text(f"{position}. {ends[0]} → {ends[1]}", style="bold")
    if via:
        head.append(f" ({_words(lang, 'via')} {via})", style="not bold")
    certainty = _words(lang, "certainties", leg.certainty)
    facts = [
        " → ".join(dict.fromkeys(d for d in (_date(leg.departed, lang), _date(leg.arrived, lang)) if d)),
        f"{number(leg.geodesic_km, lang)}\u00a0km {_words(lang, 'straight')}" if leg.geodesic_km is not None else "",
        f"{certainty}, {_words(lang, 'observed')}" if leg.observed else certainty,
        ", ".join(leg.sources),
    ]
    quotes = [
        Padding(_quoted(e.sentence.of(report.article(e.article).text), lang), (0, 0, 0, 3)) for e in leg.evidence[:1]
    ]
    line = Text(" · ".join(f for f in facts if f), style=_CERTAINTY_STYLES[leg.certainty])
    return Group(head, Padding(line, (0, 0, 0, 3)), *quotes, Text())


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


def print_table(table: RenderableType) -> None:
    """Print to standard output, coloured when a person looks at it."""
    Console(soft_wrap=False, highlight=False, emoji=False, markup=False).print(table)
