"""An article with its places and distances marked in the text, and each distance's verdict beside it.

One HTML file that asks nothing of any server and runs no script. Articles reach the markup only through
Jinja's escaping; the content security policy admits the page's own style and nothing else.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.dates import format_date

from geomap.article.article import Article
from geomap.checks.check import Check, Verdict
from geomap.lang.pack import answered_in, load_pack
from geomap.mentions.mention import MentionKind
from geomap.render.live import squeeze, template_text
from geomap.render.page import ascii_only, digest, environment
from geomap.render.pagestyle import LINE
from geomap.render.style import PALETTE
from geomap.render.text import clean, visible, web_address
from geomap.report.checks import check_facts
from geomap.report.claimreview import as_script
from geomap.report.report import Report
from geomap.span import Span

SIGNS = {
    Verdict.CONSISTENT: "✓",
    Verdict.PLAUSIBLE: "≈",
    Verdict.CONTRADICTED: "✗",
    Verdict.UNVERIFIABLE: "?",
}
"""Told beside the word, so that nothing depends on colour."""

COLOURS = {
    Verdict.CONSISTENT: PALETTE["claim"],
    Verdict.PLAUSIBLE: PALETTE["expected"],
    Verdict.CONTRADICTED: PALETTE["false"],
    Verdict.UNVERIFIABLE: PALETTE["speculated"],
}
TINTS = {
    Verdict.CONSISTENT: ("#dcefe9", "#12382f"),
    Verdict.PLAUSIBLE: ("#dfe8f6", "#1c2f50"),
    Verdict.CONTRADICTED: ("#f6dfee", "#4a1a3d"),
    Verdict.UNVERIFIABLE: ("#e9eaeb", "#343b42"),
}
"""What a distance stands on in the text, in light and dark: ink keeps a contrast of 7 with each."""


BROKEN_AT = 100
"""Lines no longer than this may be those of a text broken to a width."""

_ENDINGS = (".", "!", "?", "…", ":", "»", "”", '"', ")")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph: plain where it has neither a place nor a claim's number."""

    text: str
    place: str = ""
    claim: int = 0
    verdict: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim's verdict in words. `facts` are label and value, in the order they are read."""

    number: int
    verdict: str
    sign: str
    word: str
    summary: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph in pieces, and the cards of the claims it makes."""

    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    piece: Piece


def render_annotated(report: Report, *, reviews: Sequence[dict[str, object]] | None = None) -> str:
    """The page of a report's articles; with `reviews`, ClaimReview for search engines goes into its head."""
    lang = answered_in(report.lang)
    style = squeeze(
        template_text("annotated.css") + _colours(0) + f"@media screen and (prefers-color-scheme:dark){{{_colours(1)}}}"
    )
    title = clean(report.articles[0].title or report.articles[0].id)
    html = (
        environment()
        .get_template("annotated.html")
        .render(
            lang=lang,
            say=lambda key, **parts: _say(lang, key, **parts),
            csp=f"default-src 'none'; style-src {digest(style)}; base-uri 'none'; form-action 'none'",
            style=style,
            title=title,
            stories=[
                (_heading(report, a), web_address(a.url), _date(a, lang), _paragraphs(report, a))
                for a in report.articles
            ],
            counts=_counts(report, lang),
            verdicts=[(v, SIGNS[v], _word(lang, v)) for v in Verdict],
            version=report.provenance.geomap,
            credits=_credits(report),
            reviews=as_script(reviews) if reviews else "",
        )
    )
    return ascii_only(html)


def _say(lang: str, key: str, **parts: object) -> str:
    return str(load_pack(lang).value("verdicts", "page", key)).format(**parts)


def _word(lang: str, verdict: Verdict) -> str:
    return str(load_pack(lang).value("verdicts", "verdicts", verdict))


def _heading(report: Report, article: Article) -> str:
    if len(report.articles) > 1:
        return clean(article.title or article.id)
    return _say(answered_in(report.lang), "text")


def _date(article: Article, lang: str) -> str:
    if article.published is None:
        return ""
    return _say(lang, "published", date=format_date(article.published, format="long", locale=lang))


def _counts(report: Report, lang: str) -> tuple[tuple[str, str, str], ...]:
    """How many claims got each verdict: the verdict, its sign, "plausible: 2"."""
    found = [c.verdict for c in report.checks]
    return tuple(
        (str(v), SIGNS[v], _say(lang, "count", word=_word(lang, v), n=found.count(v))) for v in Verdict if v in found
    )


def _credits(report: Report) -> tuple[tuple[str, str | None], ...]:
    """Whose places were measured between: those of the sources that the checks lean on."""
    used = {place.source for c in report.checks for place in (c.subject, c.anchor, c.other) if place is not None}
    sources = [report.sources[name] for name in sorted(used) if name in report.sources]
    return tuple((clean(f"{s.attribution}, {s.licence}"), web_address(s.url)) for s in sources)


def _paragraphs(report: Report, article: Article) -> tuple[Paragraph, ...]:
    """The article's paragraphs, marked; each claim's card stands by that of its figure."""
    marks = sorted(_marks(report, article), key=lambda m: (m.span.start, m.span.end))
    starts = [mark.span.start for mark in marks]
    told = sorted(
        (c.claim.said.start, n) for n, c in enumerate(report.checks, start=1) if c.claim.article == article.id
    )
    found = []
    for span in _blocks(article.text):
        own = marks[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        numbers = told[bisect_left(told, (span.start, 0)) : bisect_left(told, (span.end, 0))]
        found.append(
            Paragraph(
                pieces=tuple(_pieces(article, span, [mark for mark in own if mark.span.end <= span.end])),
                cards=tuple(_card(report, n, report.checks[n - 1]) for _, n in numbers),
            )
        )
    return tuple(found)


def _blocks(text: str) -> Iterator[Span]:
    """The paragraphs: lines, or what lies between blank lines where lines are broken to a width."""
    start = 0
    block: list[Span] = []
    for line in text.splitlines(keepends=True):
        span = Span(start=start, end=start + len(line))
        start = span.end
        if line.strip():
            block.append(span)
            continue
        yield from _joined(text, block)
        block = []
    yield from _joined(text, block)


def _joined(text: str, block: Sequence[Span]) -> Sequence[Span]:
    """One paragraph of lines broken to a width: they are short, and most end in the middle of a sentence."""
    if len(block) < 2 or max(span.end - span.start for span in block) > BROKEN_AT:
        return block
    ended = sum(span.of(text).rstrip().endswith(_ENDINGS) for span in block[:-1])
    return block if 2 * ended > len(block) - 1 else [Span(start=block[0].start, end=block[-1].end)]


def _marks(report: Report, article: Article) -> Iterator[_Mark]:
    """Figures, and places where no figure stands already."""
    lang = answered_in(report.lang)
    figures: list[Span] = []
    for number, check in enumerate(report.checks, start=1):
        if check.claim.article == article.id:
            figures.append(check.claim.said)
            piece = Piece(text="", claim=number, verdict=str(check.verdict), word=_word(lang, check.verdict))
            yield _Mark(check.claim.said, piece)
    figures.sort(key=lambda span: span.start)
    for mapped in report.mentions:
        mention, place = mapped.resolution.mention, mapped.resolution.place
        if mention.article != article.id or place is None or mention.kind is MentionKind.DEMONYM:
            continue
        before = bisect_left(figures, mention.span.end, key=lambda span: span.start)
        if before == 0 or figures[before - 1].end <= mention.span.start:
            lat, lon = place.position.latlon
            yield _Mark(mention.span, Piece(text="", place=clean(f"{report.label(place)} ({lat:.2f}, {lon:.2f})")))


def _pieces(article: Article, line: Span, marks: Sequence[_Mark]) -> Iterator[Piece]:
    at = line.start
    for mark in marks:
        if mark.span.start < at:  # two figures of one length, or a place within another
            continue
        if mark.span.start > at:
            yield Piece(text=visible(article.text[at : mark.span.start]))
        m = mark.piece
        text = visible(mark.span.of(article.text))
        yield Piece(text=text, place=m.place, claim=m.claim, verdict=m.verdict, word=m.word)
        at = mark.span.end
    if at < line.end:
        yield Piece(text=visible(article.text[at : line.end]))


def _card(report: Report, number: int, check: Check) -> Card:
    lang = answered_in(report.lang)
    return Card(
        number=number,
        verdict=str(check.verdict),
        sign=SIGNS[check.verdict],
        word=_word(lang, check.verdict),
        summary=clean(check.summary),
        facts=tuple((key, clean(value)) for key, value in check_facts(report, check)),
    )


def _colours(scheme: int) -> str:
    c = {name: pair[scheme] for name, pair in PALETTE.items()}
    rules = [
        f"body{{background:{c['paper']};color:{c['ink']}}}",
        f".sub,.small,dt{{color:{c['muted']}}}",
        f".card,body>footer{{border-color:{LINE[scheme]}}}.card{{border-left-color:var(--v)}}",
        f".place{{text-decoration-color:{c['muted']}}}",
    ]
    for verdict, pair in COLOURS.items():
        rules.append(f".{verdict}{{--v:{pair[scheme]};--t:{TINTS[verdict][scheme]}}}")
    return "".join(rules)
