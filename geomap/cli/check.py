"""`geomap check`: every distance that an article, or a desk's table, reports against the measured one."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.common import (
    analyse_article,
    article_options,
    csv_text,
    json_text,
    one_line_errors,
    open_gazetteer,
    warn,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from geomap.checks.pairing import PairCheck
    from geomap.checks.pairs import Row
    from geomap.report.report import Report

CONTRADICTED = 3
"""Exit code of `check --strict` when a claim is contradicted."""

_SUFFIXES = {".html": "html", ".json": "json", ".csv": "csv", ".md": "md"}
_LONG = 500
"""Rows from which on a bar is shown: fewer are done before one could read it."""


@click.command(short_help="Check every distance against the measured one.")
@click.argument("article", required=False)
@click.option(
    "--pairs",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check a table of claims (.csv or .jsonl) in place of an article.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "csv", "md"]),
    help="Output; table unless -o says otherwise.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; its suffix (.html, .json, .csv, .md) decides. .html is the article with its claims marked.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 when a claim is contradicted, for scripts.")
@click.option("--claimreview", is_flag=True, help="ClaimReview (JSON-LD), signed with --author, to publish at --url.")
@click.option("--author", metavar="NAME", help="Who signs the reviews.")
@click.option("--url", metavar="URL", help="Where the reviews will be published.")
@article_options
@one_line_errors
def check(  # noqa: PLR0913 (one parameter an option)
    article: str | None,
    pairs: Path | None,
    kind: str | None,
    output: Path | None,
    author: str | None,
    url: str | None,
    lang: str | None,
    published: date | None,
    worldview: str,
    *,
    claimreview: bool,
    strict: bool,
    quiet: bool,
) -> None:
    """Hold every distance that ARTICLE reports against the measured one.

    Each gets a verdict on the number and one on the direction, and a sentence. With --pairs FILE, the
    same for a table of claims: columns subject, anchor (or subject_xy, anchor_xy as [lat, lon], which win),
    value_km and, if you like, hedge and direction; other columns are kept.
    """
    if (article is None) == (pairs is None):
        msg = "give an ARTICLE or --pairs FILE" + (", not both" if pairs else "")
        raise click.UsageError(msg)
    form = _form(kind, output, pairs=pairs is not None)
    signed = _signed(claimreview=claimreview, author=author, url=url, pairs=pairs is not None, form=form)
    if pairs is not None:
        told, contradicted = _check_pairs(pairs, form, lang or "en", quiet=quiet)
    else:
        report = analyse_article(str(article), lang=lang, published=published, worldview=worldview, quiet=quiet)
        told, contradicted = _told(report, form, signed), _any_contradicted(report)
    _put(told, output)
    if strict and contradicted:
        sys.exit(CONTRADICTED)


def _form(kind: str | None, output: Path | None, *, pairs: bool) -> str:
    """What is to be written: what --format says, or the suffix of the file."""
    if output is None:
        return kind or "table"
    suffix = _SUFFIXES.get(output.suffix.lower())
    if suffix is None or (pairs and suffix == "html"):
        named = [name for name in _SUFFIXES if not (pairs and name == ".html")]
        msg = f"-o takes a file named {', '.join(named)}, got {output.name!r}"
        raise click.UsageError(msg)
    if kind not in {None, suffix}:
        msg = f"--format {kind} and -o {output.name} do not go together"
        raise click.UsageError(msg)
    return suffix


def _signed(
    *, claimreview: bool, author: str | None, url: str | None, pairs: bool, form: str
) -> tuple[str, str] | None:
    """Author and address of the reviews; None where none are asked for."""
    from geomap.render.text import web_address  # noqa: PLC0415

    if not claimreview:
        if author or url:
            msg = "--author and --url sign a --claimreview: give that as well"
            raise click.UsageError(msg)
        return None
    if pairs:
        msg = "--claimreview reviews the claims of an ARTICLE, not of --pairs"
        raise click.UsageError(msg)
    if not (author and author.strip() and url):
        msg = "--claimreview must be signed: give --author NAME and --url URL"
        raise click.UsageError(msg)
    if web_address(url) is None:
        msg = f"--url must be the http or https address of the page that will carry the reviews, got {url!r}"
        raise click.UsageError(msg)
    if form not in {"table", "json", "html"}:
        msg = f"--claimreview is JSON, alone or within an .html file, not {form}"
        raise click.UsageError(msg)
    return author.strip(), url


def _any_contradicted(report: "Report") -> bool:
    from geomap.checks import Verdict  # noqa: PLC0415

    return any(c.verdict is Verdict.CONTRADICTED for c in report.checks)


def _put(told: "RenderableType", output: Path | None) -> None:
    """Write a text to the file, or print it; a table is printed in colour where a person looks at it."""
    from geomap.output import write_output  # noqa: PLC0415
    from geomap.report.tables import print_table  # noqa: PLC0415

    if not isinstance(told, str):
        print_table(told)
    elif output is None:
        click.echo(told, nl=False)
    else:
        write_output(output, told)
        click.echo(str(output))


def _told(report: "Report", form: str, signed: tuple[str, str] | None) -> "RenderableType":
    """An article's checks in a form: text, or a table for the terminal."""
    from geomap.report.checks import checks_markdown, checks_table  # noqa: PLC0415
    from geomap.report.claimreview import claim_reviews  # noqa: PLC0415
    from geomap.report.objects import report_object  # noqa: PLC0415
    from geomap.report.rows import CLAIM_COLUMNS, claim_row  # noqa: PLC0415
    from geomap.report.tables import console_width  # noqa: PLC0415

    reviews = None if signed is None else claim_reviews(report, author=signed[0], url=signed[1])
    if form == "html":
        from geomap.render.annotated import render_annotated  # noqa: PLC0415

        return render_annotated(report, reviews=reviews)
    if reviews is not None:
        return json_text(reviews)
    if form == "json":
        return json_text(report_object(report, "claims"))
    if form == "csv":
        return csv_text(CLAIM_COLUMNS, [claim_row(report, c) for c in report.checks])
    return checks_markdown(report) if form == "md" else checks_table(report, width=console_width())


def _check_pairs(path: Path, form: str, lang: str, *, quiet: bool) -> "tuple[RenderableType, bool]":
    """Check each row that is a claim; tell of the others, by their number, on standard error."""
    from geomap.checks import Verdict  # noqa: PLC0415
    from geomap.checks.pairing import check_pair  # noqa: PLC0415
    from geomap.checks.pairs import read_pairs  # noqa: PLC0415
    from geomap.cli.batch import counting  # noqa: PLC0415
    from geomap.lang import load_pack  # noqa: PLC0415
    from geomap.rail import RailNetwork  # noqa: PLC0415

    load_pack(lang)
    rows = read_pairs(path)
    gazetteer, railways = open_gazetteer(quiet=quiet), RailNetwork.open()
    checked: list[tuple[Row, PairCheck]] = []
    with counting("rows", len(rows), quiet=quiet or len(rows) < _LONG) as advance:
        for done, row in enumerate(rows, start=1):
            if row.pair is None:
                warn([f"{path.name}, row {row.number}: {row.problem}"])
            else:
                found = check_pair(row.pair, gazetteer, railways, lang)
                if found.problem:
                    warn([f"{path.name}, row {row.number}: {found.problem}"], quiet=quiet)
                checked.append((row, found))
            advance(done)
    contradicted = any(found.judgement.verdict is Verdict.CONTRADICTED for _, found in checked)
    return _pairs_told(checked, form, lang), contradicted


def _pairs_told(checked: "Sequence[tuple[Row, PairCheck]]", form: str, lang: str) -> "RenderableType":
    from geomap.report.pairs import objects, pairs_markdown, pairs_rows, pairs_table  # noqa: PLC0415

    if form == "json":
        return json_text(objects(checked))
    if form == "csv":
        return csv_text(*pairs_rows(checked))
    return pairs_markdown(checked, lang) if form == "md" else pairs_table(checked, lang)
