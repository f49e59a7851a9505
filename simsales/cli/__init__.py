"""The command line.  Everything heavy is imported by the command that needs it, so that help is instant."""

import sys

import click

import simsales
from simsales.cli.describing import assumptions, check, kpis, new, scenarios, schema
from simsales.cli.ending import Commands
from simsales.cli.explaining import spreadsheet, transition, why
from simsales.cli.optimising import optimise
from simsales.cli.playing import compare, run
from simsales.cli.ranking import rank
from simsales.cli.reporting import report
from simsales.cli.studio import studio
from simsales.cli.sweeping import sensitivity, sweep
from simsales.cli.tracing import trace


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(simsales.__version__, prog_name="simsales", message="%(prog)s %(version)s")
def main() -> None:
    """Play a sales department many times over and see, with its certainty, what a policy changes.

    A first comparison: simsales compare norddrive fast_response
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a pipe on Windows knows no arrows: a question mark beats a traceback
            stream.reconfigure(errors="replace")


studies = (rank, sweep, sensitivity, optimise)
for command in (
    compare,
    run,
    *studies,
    why,
    transition,
    spreadsheet,
    check,
    assumptions,
    trace,
    kpis,
    scenarios,
    schema,
    new,
    report,
    studio,
):
    main.add_command(command)
