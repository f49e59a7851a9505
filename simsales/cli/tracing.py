"""`trace`: one lead's journey."""

import click

from simsales.cli.ending import command_line, every, say_how_to_repeat


@click.command()
@click.argument("file")
@click.option(
    "--lead", "key", required=True, metavar="KEY", help="As the log prints it, such as inbound/3/17."
)
@click.option("--replication", type=int, default=0, show_default=True, help="Which play.")
@click.option("--seed", type=int, metavar="S", help="Where luck begins [default: the file's].")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of the scenario.")
def trace(file: str, key: str, replication: int, seed: int | None, overrides: tuple[str, ...]) -> None:
    """Tell the journey of one lead, in sentences and as a timeline."""
    from simsales.experiments.experiment import LARGEST_SEED
    from simsales.experiments.replications import whole_number
    from simsales.scenario import load

    scenario, *_ = every(
        lambda: load(file, overrides),
        lambda: whole_number("--replication", replication, 0),
        lambda: whole_number("--seed", seed or 0, 0, LARGEST_SEED),
    )
    from simsales.journeys import journey
    from simsales.processes.play import play

    told = journey(play(scenario, replication=replication, seed=seed), key)
    click.echo("\n".join(told.sentences()))
    click.echo(f"\n{told.timeline()}")
    say_how_to_repeat(
        command_line("trace", (file,), lead=key, replication=replication, seed=seed, set=overrides)
    )
