"""`geomap batch`: many documents."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from geomap.cli.common import chosen_recogniser, one_line_errors, open_gazetteer, own_option, recogniser_option


@click.command(short_help="Analyse many documents, .jsonl in and out.")
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write (.jsonl)."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
@own_option
@recogniser_option
@one_line_errors
def batch(source: Path, output: Path, *, quiet: bool) -> None:
    """Analyse many documents: .jsonl or .jsonl.gz in, .jsonl out, one line each, in order.

    An input line is {"id", "text", "lang"?, "published"?}. A document that fails becomes a line with an
    "error"; the others go on.
    """
    from geomap.article import article_from_text  # noqa: PLC0415
    from geomap.article.language import NAMED  # noqa: PLC0415
    from geomap.batch import Document, run_batch  # noqa: PLC0415
    from geomap.lang import languages  # noqa: PLC0415
    from geomap.pipeline import analyse  # noqa: PLC0415
    from geomap.report.objects import document_object  # noqa: PLC0415

    gazetteer = open_gazetteer(quiet=quiet)
    recogniser = chosen_recogniser(gazetteer)

    def run(document: Document) -> dict[str, object]:
        read = article_from_text(
            document.text,
            id=document.id,
            lang=document.lang,
            published=document.published,
            known=languages(),
            others=NAMED,
        )
        return document_object(analyse(read, gazetteer, recogniser=recogniser))

    with counting(quiet=quiet) as advance:
        summary = run_batch(source, output, run, progress=advance)
    if not quiet:
        failed = f", {summary.failures} with an error" if summary.failures else ""
        click.echo(f"{summary.documents} documents{failed}", err=True)
    click.echo(str(output))


class counting:  # noqa: N801 (used as a with-statement's verb)
    """A line on a terminal's standard error that counts what is done, of a total if it is known; silent elsewhere."""

    def __init__(self, what: str = "documents", total: int | None = None, *, quiet: bool) -> None:
        self._what, self._total = what, total
        self._on = not quiet and sys.stderr.isatty()

    def __enter__(self) -> Callable[[int], None]:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not self._on,
        )
        task = self._bar.add_task(self._what, total=self._total)
        self._bar.start()
        return lambda done: self._bar.update(task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
