"""`python -m benchmarks.loan_desk DIR`: read the log in DIR, replay December, print figures and score."""

from __future__ import annotations

import click

from benchmarks.loan_desk.calibration import heads, values
from benchmarks.loan_desk.figures import tables
from benchmarks.loan_desk.fitting import grid
from benchmarks.loan_desk.reading import FILE, LoanLog, find_folder, read
from benchmarks.loan_desk.replay import as_known_on_1_december, replays
from benchmarks.loan_desk.scoring import disagreements, errors, table
from simsales.scenario import load


@click.command()
@click.argument("folder", required=False)
@click.option(
    "--replications", default=10, show_default=True, type=click.IntRange(2), help="Replays of December."
)
@click.option("--fit", is_flag=True, help="Print how well first touches fit over a grid, and stop.")
def main(folder: str | None, replications: int, fit: bool) -> None:
    """Read FOLDER/events_2011Q4.csv.gz, replay December 2011, and print the score."""
    found = find_folder(folder)
    if found is None:
        raise click.UsageError(
            f"no {FILE} in {folder or '../shared/data/loan_sales'}; name the folder that holds it"
        )
    log = read(found)
    if fit:
        print_fit(log, replications)
        return
    print_reading(log)
    print_calibration(log)
    print_score(log, replications)


def print_reading(log: LoanLog) -> None:
    """What was read, what was left out, and every figure."""
    click.echo(
        f"{len(log.cases):,} cases, {log.events:,} events; {len(log.sittings):,} sittings of human work."
    )
    click.echo(
        f"Left out: {log.ends_without_start} COMPLETE without START (the machine tidying up), "
        f"{log.starts_without_end} START without COMPLETE.\n"
    )
    for figures in tables(log):
        click.echo(figures)


def print_calibration(log: LoanLog) -> None:
    """The scenario's values as the log gives them."""
    click.echo("The values of scenarios/loan_sales.toml, from October and November")
    for key, value in values(log).items():
        several = isinstance(value, list)
        click.echo(f"  {key} = {' '.join(f'{v:.4g}' for v in value) if several else f'{value:.5g}'}")
    click.echo(f"\nPeople there in November\n{heads(log).to_string(float_format='{:.2f}'.format)}\n")


def print_fit(log: LoanLog, replications: int) -> None:
    """How the two fitted values were found: the first touches of October and November over a grid."""
    click.echo("First touch of October and November: misfit by availability and time before assignment (h)")
    for point in grid(log, load("loan_sales"), replications):
        click.echo("  ".join(f"{name} {value:.3f}" for name, value in point.items()))


def print_score(log: LoanLog, replications: int) -> None:
    """December as it was beside the forecasts, and how far each is off."""
    scenario = load("loan_sales")
    models = {
        "model": list(replays(log, scenario, replications)),
        "as known": list(replays(log, as_known_on_1_december(log, scenario), replications)),
    }
    scores = table(log, models)
    click.echo(
        "December 2011: cases submitted 1-31 December, followed to their end (the model to 29 February)"
    )
    click.echo(
        "(November, pooled: repeating that month, or October and November; model: stage shares in hindsight,"
    )
    click.echo(
        " low and high its single replications; as known: the same with the shares seen on 1 December)"
    )
    click.echo(scores.to_string(float_format="{:,.2f}".format))
    click.echo("\nMean absolute error, as a share of the actual figure")
    click.echo(errors(scores).to_string(float_format="{:.1%}".format))
    for sentence in disagreements(log):
        click.echo(f"Another reading than the stated one: {sentence}")


if __name__ == "__main__":
    main()
