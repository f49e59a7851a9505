"""`python -m benchmarks.loan_desk DIR`: read the loan desk's log in DIR, print every figure and the score."""

from __future__ import annotations

import click

from benchmarks.loan_desk.figures import tables
from benchmarks.loan_desk.reading import FILE, LoanLog, find_folder, read
from benchmarks.loan_desk.scoring import disagreements, errors, table


@click.command()
@click.argument("folder", required=False)
def main(folder: str | None) -> None:
    """Print the figures read off FOLDER/events_2011Q4.csv.gz, and December's score."""
    found = find_folder(folder)
    if found is None:
        raise click.UsageError(
            f"no {FILE} in {folder or '../shared/data/loan_sales'}; name the folder that holds it"
        )
    log = read(found)
    print_reading(log)
    print_score(log)


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


def print_score(log: LoanLog) -> None:
    """December as it was beside the forecasts, and how far each is off."""
    scores = table(log)
    click.echo("December 2011: cases submitted 1-31 December, followed to their end")
    click.echo(scores.to_string(float_format="{:,.2f}".format))
    click.echo("\nMean absolute error, as a share of the actual figure")
    click.echo(errors(scores).to_string(float_format="{:.1%}".format))
    for sentence in disagreements(log):
        click.echo(f"Another reading than the stated one: {sentence}")


if __name__ == "__main__":
    main()
