"""Plays scenarios over and over and hands back what each person of a team brought in, instead of KPIs."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from simsales.experiments.executors import carry_out, workers_to_use
from simsales.experiments.replications import Outcome, Work, played, scenario_key, told, work_items
from simsales.kpis.attaining import Attained, attaining
from simsales.kpis.reading import Reading
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError, SimSalesError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

#: What the people of each replication brought in.
Brought: TypeAlias = dict[int, tuple[Attained, ...]]


@dataclass(frozen=True, slots=True)
class Seen(Outcome):
    """One replication, person by person and quarter by quarter."""

    people: tuple[Attained, ...] = ()


def see(team: str, work: Work) -> Seen:
    """Play one replication and look at the people of a team; an error in the play becomes part of the outcome."""
    started = perf_counter()
    people: tuple[Attained, ...] = ()
    error = None
    try:
        scenario, log = played(work)
        people = tuple(attaining(Reading(log, scenario), team))
    except Exception as problem:  # one bad replication must not take the others with it
        error = told(problem)
    seconds = perf_counter() - started
    return Seen(work.key, work.name, work.seed, work.number, None if error else {}, error, seconds, people)


def brought_in(
    named: Mapping[str, "Scenario"], team: str, workers: int | None, executor: Executor | None
) -> list[Brought]:
    """For each scenario what the team brought in, in the replications that every scenario has finished.

    Raises InputError for a team that is not there or sells nothing, and SimSalesError where nothing was finished.
    """
    first = next(iter(named.values()))
    if team not in first.people:
        raise InputError(f"team: must be a team of the scenario, found '{team}'{nearest(team, first.people)}")
    items = list(work_items(named, first.run.replications, first.run.seed))
    outcomes = list(carry_out(items, partial(see, team), workers_to_use(workers), executor))
    failed = [outcome for outcome in outcomes if outcome.failed]
    if len({outcome.number for outcome in failed}) == first.run.replications:
        raise SimSalesError(f"replications: some must be played to their end, found {failed[0].error}")
    without = {outcome.number for outcome in failed}
    found = {
        (outcome.key, outcome.number): outcome.people
        for outcome in sorted(outcomes, key=lambda outcome: outcome.number)
        if isinstance(outcome, Seen) and outcome.number not in without
    }
    if not any(each.sales for people in found.values() for each in people):
        raise InputError(
            f"team: must sell something in whole quarters of the window, found nothing sold by '{team}'; "
            "take the team that owns the deals, or a longer window"
        )
    return [
        {number: people for (key, number), people in found.items() if key == scenario_key(scenario)}
        for scenario in named.values()
    ]
