"""Checked distances as a person reads them: in a terminal, and as Markdown for a desk's chat.

The terminal's tables fit 80 columns; nothing depends on colour alone.
"""

import re
from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from geomap.checks.check import Check, Judgement, Measurement, Verdict
from geomap.checks.checking import stated_by
from geomap.checks.judging import Stated
from geomap.checks.middle import lies_aside
from geomap.checks.summary import (
    compass_words,
    edge_words,
    measured_length,
    number,
    said_words,
    side_by_side,
    stated_length,
)
from geomap.gazetteer.place import Place
from geomap.lang.pack import answered_in, load_pack
from geomap.position import Position
from geomap.quantity import Unit
from geomap.report.report import Report
from geomap.report.tables import harmless, lines, quoted, words

NO_BREAK = "\u00a0"

_STYLES = {
    Verdict.CONSISTENT: "green",
    Verdict.PLAUSIBLE: "yellow",
    Verdict.CONTRADICTED: "bold red",
    Verdict.UNVERIFIABLE: "dim",
}

_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def checks_table(report: Report, *, width: int = 80) -> RenderableType:
    """Each reported distance: the verdict and the sentence, what was said and measured, from which point to which.

    Several are listed first, one line each.
    """
    lang = report.lang
    if not report.checks:
        return Text(words(lang, "no_claims"))
    blocks = Text("\n\n").join(_block(report, i, check, width) for i, check in enumerate(report.checks, start=1))
    if len(report.checks) == 1:
        return blocks
    table = overview(lang)
    for position, check in enumerate(report.checks, start=1):
        claim, stated = check.claim, stated_by(check.claim)
        subject, anchor = report.named(claim.subject, check.subject) or "…", report.named(claim.anchor, check.anchor)
        between = f"{subject[:1].upper()}{subject[1:]} – {anchor or '…'}"
        if stated is None:
            between += f", {report.named(claim.other, check.other)}"
            told = (said_words(report.said(claim)), share_words(check.judgement, lang))
        else:
            told = compared(stated, check.judgement, lang)
        table.add_row(*overview_row(position, between, told, check.judgement, lang))
    return Group(table, blocks)


def overview(lang: str) -> Table:
    """A table to which `overview_row` adds a line for each claim."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("", "verdict", "between", "reported", "measured", "error"):
        right = column in {"", "reported", "measured", "error"}
        heading = words(lang, column).capitalize() if column else ""
        table.add_column(
            heading,
            justify="right" if right else "left",
            no_wrap=column not in {"between", "reported"},
            overflow="fold",
        )
    return table


def compared(stated: Stated, judged: Judgement, lang: str) -> tuple[str, str]:
    """What was reported and what is measured, in one unit; nothing where nothing was measured."""
    measured = judged.measurement
    reported, found = side_by_side(stated.quantity, measured.geodesic_km if measured is not None else 0.0, lang)
    return reported, "" if measured is None else found


def share_words(judged: Judgement, lang: str) -> str:
    """How far along the way from one end to the other a place lies: "45% of the way"; nothing where unmeasured.

    Of one that lies aside of the way how far it is from both.
    """
    one, two = judged.measurement, judged.from_other
    if judged.share is None or one is None or two is None:
        return ""
    if lies_aside(one, two):
        km = {"one": number(one.geodesic_km, lang), "two": number(two.geodesic_km, lang)}
        return _word(lang, "middle", "aside").format_map(km)
    return _word(lang, "middle", "share").format(percent=number(round(100 * judged.share), lang))


def overview_row(
    position: int, between: str, told: tuple[str, str], judged: Judgement, lang: str
) -> tuple[Text | str, ...]:
    """A claim on one line: verdict, places, what was reported and measured, by how much they differ."""
    return (
        str(position),
        verdict_word(judged.verdict, lang),
        harmless(between),
        harmless(told[0]),
        told[1] or "–",
        error_words(judged, lang) or "–",
    )


def verdict_word(verdict: Verdict, lang: str) -> Text:
    """A verdict in the language's word, coloured."""
    return Text(_word(lang, "verdicts", verdict), style=_STYLES[verdict])


def error_words(judged: Judgement, lang: str) -> str:
    """By how much the report differs from the measured: "−23 %"."""
    if judged.error_pct is None:
        return ""
    sign = "−" if round(judged.error_pct) < 0 else "+" if round(judged.error_pct) > 0 else ""
    figure = number(abs(round(judged.error_pct)), lang)
    return f"{sign}{figure}{NO_BREAK}%" if lang == "fr" else f"{sign}{figure}%"


def _block(report: Report, position: int, check: Check, width: int) -> Text:
    lang = report.lang
    facts = [
        (words(lang, "verdict"), _verdicts(check, answered_in(lang))),
        *((label, Text(fact)) for label, fact in check_facts(report, check)),
    ]
    column = max(len(key) for key, _ in facts) + 2
    sentence = check.claim.evidence.sentence.of(report.article(check.claim.article).text)
    return Text("\n").join(
        [
            lines(f"{position}. {check.summary}", 0, width, "bold"),
            *(_fact(key, value, column, width) for key, value in facts),
            quoted(sentence, lang, width),
        ]
    )


def _fact(key: str, value: Text, column: int, width: int) -> Text:
    """A label and its value, which goes on under itself where it is long."""
    indent = 3 + column
    if len(value.plain) <= width - indent:
        value.plain = harmless(value.plain)
        return Text.assemble(("   " + key.ljust(column), "dim"), value)
    wrapped = lines(value.plain, indent, width)
    return Text.assemble(("   " + key.ljust(column), "dim"), wrapped.plain[indent:])


def check_facts(report: Report, check: Check) -> Iterator[tuple[str, str]]:
    """What was reported and what is measured, each with its label, in the order they are read."""
    lang = answered_in(report.lang)
    quantity, measured = check.claim.quantity, check.measurement
    if quantity is None:
        yield from _middle_facts(report, check, lang)
        return
    stated = stated_length(quantity, lang)
    if check.claim.direction is not None:
        stated += f", {compass_words(check.claim.direction, lang)}"
    yield words(lang, "reported"), stated
    if measured is None:
        return
    yield words(lang, "measured"), measured_words(measured, lang)
    yield from points(report, measured)
    also = " · ".join(other_answers(check.judgement, quantity.unit, lang))
    if also:
        yield words(lang, "also"), also


def _middle_facts(report: Report, check: Check, lang: str) -> Iterator[tuple[str, str]]:
    """The same of a claim of the middle: from either end to the place, and how far along the way that is."""
    yield words(lang, "reported"), said_words(report.said(check.claim))
    if check.measurement is None or check.judgement.from_other is None:
        return
    yield words(lang, "measured"), share_words(check.judgement, lang)
    yield from _middle_points(report, check, lang)


def _middle_points(report: Report, check: Check, lang: str) -> Iterator[tuple[str, str]]:
    """The two ends, with what is measured from each, and the place between them."""
    for measured in filter(None, (check.measurement, check.judgement.from_other)):
        place = report.label(measured.anchor)
        start = _point(f"{place}, {point_word(measured.anchor, lang)}", measured.start)
        yield words(lang, "from"), f"{start}, {measured_words(measured, lang)}"
    if check.measurement is not None:
        *_, stop = points(report, check.measurement)
        yield stop


def _verdicts(check: Check, lang: str) -> Text:
    error = error_words(check.judgement, lang)
    named = f"{words(lang, 'distance')}, {error}" if error else words(lang, "distance")
    found = Text.assemble(verdict_word(check.distance_verdict, lang), f" ({named})")
    if check.claim.direction is None:
        return found
    off = "" if check.off_deg is None else f", {check.off_deg:.0f}°"
    return found + Text.assemble(
        ", ", verdict_word(check.direction_verdict, lang), f" ({words(lang, 'direction')}{off})"
    )


def measured_words(measured: Measurement, lang: str) -> str:
    """The geodesic with its uncertainty and bearing: "78 km ± 13, nord (5°)"."""
    return (
        f"{number(measured.geodesic_km, lang)}{NO_BREAK}km ± {number(measured.uncertainty_km, lang)}, "
        f"{compass_words(measured.compass, lang)} ({measured.bearing_deg:.0f}°)"
    )


def points(report: Report, measured: Measurement) -> Iterator[tuple[str, str]]:
    """The two points that were measured between, each with the word "from" or "to"."""
    lang = answered_in(report.lang)
    start = report.label(measured.anchor)
    if measured.anchor_edge is None:
        start = f"{start}, {point_word(measured.anchor, lang)}"
    else:
        start = edge_words(start, measured.anchor_edge.side, lang)
    yield words(lang, "from"), _point(start, measured.start)
    stop = f"{report.label(measured.subject)}, {point_word(measured.subject, lang)}"
    yield words(lang, "to"), _point(stop, measured.subject.position)


def point_word(place: Place, lang: str) -> str:
    """What the point of a place is: a town's centre, a station, or just its reference point."""
    station = place.feature_code in {"RSTN", "RSTP", "MTRO"}
    return _word(lang, "points", "settlement" if place.feature_class == "P" else "station" if station else "other")


def other_answers(judged: Judgement, unit: Unit, lang: str) -> Iterator[str]:
    """What is measured between other points or over other ways, where the straight line does not agree."""
    measured = judged.measurement
    if measured is None or judged.distance_verdict is Verdict.CONSISTENT:
        return
    told = {
        "rail": measured.rail_km,
        "station": measured.station_km,
        "facing": measured.facing_km,
        "edge": measured.edge_km if measured.edge_km > 0 else None,
    }
    side = "" if measured.facing is None else load_pack(lang).words("claims", "edge", "sides", measured.facing.side)[0]
    for way, km in told.items():
        if km is not None:
            yield _word(lang, "ways", way).format(km=measured_length(km, unit, lang), side=side)
    low, high = (number(km, lang) for km in measured.road_km)
    yield _word(lang, "ways", "road").format(low=low, high=high)


def checks_markdown(report: Report) -> str:
    """The same as Markdown that any chat shows: a list, no table, the quoted sentence under each sentence of ours."""
    lang = report.lang
    if not report.checks:
        return words(lang, "no_claims") + "\n"
    return "\n".join(_item(report, check) for check in report.checks)


def _item(report: Report, check: Check) -> str:
    lang = report.lang
    verdict = _word(lang, "verdicts", check.verdict).capitalize()
    sentence = " ".join(check.claim.evidence.sentence.of(report.article(check.claim.article).text).split())
    rows = [f"- **{verdict}** – {in_markdown(check.summary)}"]
    if check.measurement is not None:
        told = (
            points(report, check.measurement) if check.claim.relation is None else _middle_points(report, check, lang)
        )
        between = _word(lang, "sentences", "join").join(f"{key} {in_markdown(text)}" for key, text in told)
        rows.append(f"  {words(lang, 'measured').capitalize()} {between}.")
    rows.append(f"  > {in_markdown(words(lang, 'quotes').format(sentence))}")
    return "\n".join(rows) + "\n"


def in_markdown(text: str) -> str:
    r"""Text that stays text: no markup, no HTML, and no @name that a chat would call.

    >>> in_markdown("*Lyon* <b>")
    '\\*Lyon\\* \\<b\\>'
    """
    return _MARKDOWN.sub(r"\\\1", harmless(_BREAK.sub(" ", text))).replace("@", "@\u2060")


def _point(name: str, position: Position) -> str:
    return f"{name} ({position.lat:.3f}, {position.lon:.3f})"


def _word(lang: str, *keys: str) -> str:
    return str(load_pack(lang).value("verdicts", *keys))
