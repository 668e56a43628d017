"""`geomap batch`: many documents."""

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import click

from geomap.cli.common import chosen_recogniser, one_line_errors, open_gazetteer, own_option, recogniser_option

STAGES = ("places", "claims", "route")


def _stages(value: str) -> tuple[str, ...]:
    """The stages that are named, with commas between."""
    named = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    wrong = [name for name in named if name not in STAGES]
    if wrong or not named:
        msg = f"{', '.join(map(repr, wrong)) or 'nothing'} is no stage: choose among {', '.join(STAGES)}"
        raise click.BadParameter(msg)
    return named


@click.command(short_help="Analyse many documents, .jsonl in and out.")
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write (.jsonl)."
)
@click.option(
    "--stages",
    default="places,claims,route",
    show_default=True,
    callback=lambda _ctx, _param, value: _stages(value),
    help="What is wanted, with commas between: places alone are found in half the time.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
@own_option
@recogniser_option
@one_line_errors
def batch(source: Path, output: Path, *, stages: tuple[str, ...], quiet: bool) -> None:
    """Analyse many documents: .jsonl or .jsonl.gz in, .jsonl out, one line each, in order.

    An input line is {"id", "text", "lang"?, "published"?}. A document that fails becomes a line with an
    "error"; the others go on.
    """
    from geomap.batch import run_batch  # noqa: PLC0415
    from geomap.batch.analysing import Analyser  # noqa: PLC0415
    from geomap.pipeline import Stage  # noqa: PLC0415

    gazetteer = open_gazetteer(quiet=quiet)
    analyser = Analyser(gazetteer, chosen_recogniser(gazetteer), stages=tuple(map(Stage, stages)))
    # What is loaded by now stays; of the millions of small objects that follow, few are part of a cycle.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    with counting(quiet=quiet) as advance:
        summary = run_batch(source, output, analyser, ahead=analyser.ahead, progress=advance)
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
        if not self._on:
            return lambda _done: None
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        task = self._bar.add_task(self._what, total=self._total)
        self._bar.start()
        return lambda done: self._bar.update(task, completed=done)

    def __exit__(self, *_: object) -> None:
        if self._on:
            self._bar.stop()
