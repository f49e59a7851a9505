"""`trace`: the journey of a lead, an order, a complaint or a customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from simsales.cli.ending import command_line, every, say_how_to_repeat
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.journeys import Journey

_NUMBER = "Its number, as the journeys of others tell it: from 0 in order of coming in."


@click.command()
@click.argument("file")
@click.option("--lead", metavar="KEY", help="As the log prints it, such as inbound/3/17.")
@click.option("--order", type=int, metavar="NUMBER", help=f"An order instead.  {_NUMBER}")
@click.option("--complaint", type=int, metavar="NUMBER", help=f"A customer's problem instead.  {_NUMBER}")
@click.option("--account", type=int, metavar="NUMBER", help=f"A customer instead.  {_NUMBER}")
@click.option("--replication", type=int, default=0, show_default=True, help="Which play.")
@click.option("--seed", type=int, metavar="S", help="Where luck begins [default: the file's].")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of the scenario.")
def trace(
    file: str,
    lead: str | None,
    order: int | None,
    complaint: int | None,
    account: int | None,
    replication: int,
    seed: int | None,
    overrides: tuple[str, ...],
) -> None:
    """Tell the journey of a lead, an order, a complaint or a customer, in sentences and as a timeline."""
    from simsales.experiments.experiment import LARGEST_SEED
    from simsales.experiments.replications import whole_number
    from simsales.scenario import load

    asked = {"lead": lead, "order": order, "complaint": complaint, "account": account}
    scenario, tell, *_ = every(
        lambda: load(file, overrides),
        lambda: _teller(asked),
        lambda: whole_number("--replication", replication, 0),
        lambda: whole_number("--seed", seed or 0, 0, LARGEST_SEED),
    )
    from simsales.processes.play import play

    told = tell(play(scenario, replication=replication, seed=seed))
    click.echo("\n".join(told.sentences()))
    click.echo(f"\n{told.timeline()}")
    options = {name: value for name, value in asked.items() if value is not None}
    say_how_to_repeat(
        command_line("trace", (file,), **options, replication=replication, seed=seed, set=overrides)
    )


def _teller(asked: dict[str, str | int | None]) -> Callable[[EventLog], Journey]:
    """What tells the one journey that is asked for."""
    from simsales import journeys

    given = [name for name, value in asked.items() if value is not None]
    if len(given) != 1:
        found = " and ".join(f"--{name}" for name in given) or "none"
        raise InputError(f"trace: must have one of --lead, --order, --complaint and --account, found {found}")
    key = asked[given[0]]
    tellers = {
        "lead": journeys.journey,
        "order": journeys.order_journey,
        "complaint": journeys.complaint_journey,
        "account": journeys.account_journey,
    }
    return lambda log: tellers[given[0]](log, key)  # type: ignore[operator]  # each takes its own key
