"""`report`, and the page that other commands leave beside their tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simsales.cli.ending import INTERRUPTED, command_line, every, say_error, say_how_to_repeat
from simsales.cli.progress import progress_bar

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison
    from simsales.experiments.results import Results
    from simsales.report.studies import Found
    from simsales.scenario import Scenario


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--workers", type=int, metavar="N", help="Processes [default: one per processor].")
@click.option(
    "--without-playing",
    is_flag=True,
    help="Leave out what only playing again shows; the only way for a folder of another version of the model.",
)
def report(folder: str, workers: int | None, without_playing: bool) -> None:
    """Write report.html again, from a folder that --out of compare or run has written.

    It plays five replications of each scenario once more, with the same luck.
    """
    from simsales.experiments.executors import workers_to_use
    from simsales.experiments.reopening import reopen
    from simsales.report import write_again

    reopened, _ = every(lambda: reopen(folder, without_playing), lambda: workers_to_use(workers))
    with progress_bar(TITLE) as progress:
        path = write_again(reopened, not without_playing, workers=workers, progress=progress)
    click.echo(f"wrote {path}: {path.stat().st_size / 1000:,.0f} kB, one file that opens without a network")
    flag = True if without_playing else None
    say_how_to_repeat(command_line("report", (folder,), without_playing=flag))


TITLE = "playing five replications once more, for the report"


def leave_report(
    folder: str, results: "Results", line: str, comparison: "Comparison | None", workers: int | None
) -> None:
    """The report of `compare` or `run`, beside tables that are written already."""
    from simsales.report import write

    try:
        with progress_bar(TITLE) as progress:
            write(Path(folder), results, line, comparison, workers=workers, progress=progress)
    except KeyboardInterrupt:
        say_error(
            "interrupted; the tables are written, and only the report is missing\n"
            f"resume: {command_line('report', (folder,))}"
        )
        raise click.exceptions.Exit(INTERRUPTED) from None


def leave_study_report(folder: str, scenarios: "Mapping[str, Scenario]", found: "Found", line: str) -> None:
    """The report of another command, beside its tables; nothing is played for it."""
    from simsales.report import write_study

    write_study(Path(folder), scenarios, found, line)
