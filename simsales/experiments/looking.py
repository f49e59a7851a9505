"""Plays scenarios over and over and hands back what somebody looks for in each log, instead of all KPIs."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from simsales.experiments.executors import carry_out, workers_to_use
from simsales.experiments.replications import Outcome, Work, played, scenario_key, told, work_items
from simsales.kpis.reading import Reading
from simsales.words.errors import SimSalesError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

Found = TypeVar("Found")
#: What is looked for in a log; it must reach worker processes, as a function of a module does.
Look: TypeAlias = Callable[[Reading], Found]


@dataclass(frozen=True, slots=True)
class Seen(Outcome):
    """One replication, and what was found in it."""

    found: Any = None


def see(look: Look[Any], work: Work) -> Seen:
    """Play one replication and look; an error in the play becomes part of the outcome."""
    started = perf_counter()
    found, error = None, None
    try:
        scenario, log = played(work)
        found = look(Reading(log, scenario))
    except Exception as problem:  # one bad replication must not take the others with it
        error = told(problem)
    seconds = perf_counter() - started
    return Seen(work.key, work.name, work.seed, work.number, None if error else {}, error, seconds, found)


def look_at(
    named: Mapping[str, "Scenario"],
    look: Look[Found],
    workers: int | None,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[int, Found]]:
    """For each scenario what is found in the replications that every scenario has finished, by their numbers.

    `progress` is called with the replications finished and asked for.  Raises SimSalesError where none was finished.
    """
    first = next(iter(named.values())).run
    items = list(work_items(named, first.replications, first.seed))
    outcomes = []
    for outcome in carry_out(items, partial(see, look), workers_to_use(workers), executor):
        outcomes.append(outcome)
        if progress is not None:
            progress(len(outcomes), len(items))
    failed = [outcome for outcome in outcomes if outcome.failed]
    without = {outcome.number for outcome in failed}
    if len(without) == first.replications:
        raise SimSalesError(f"replications: some must be played to their end, found {failed[0].error}")
    found = {
        (outcome.key, outcome.number): outcome.found
        for outcome in sorted(outcomes, key=lambda outcome: outcome.number)
        if isinstance(outcome, Seen) and outcome.number not in without
    }
    return [
        {number: one for (key, number), one in found.items() if key == scenario_key(scenario)}
        for scenario in named.values()
    ]
