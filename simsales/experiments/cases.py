"""Plays scenarios and hands back the cases that a KPI is a quantile of, replication by replication."""

import math
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.executors import carry_out, workers_to_use
from simsales.experiments.replications import Outcome, Work, played, scenario_key, told, work_items
from simsales.kpis.quantiles import Quantile
from simsales.kpis.reading import Reading
from simsales.kpis.registry import figure_of
from simsales.words.errors import InputError, SimSalesError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen(Outcome):
    """One replication, case by case; `share` is NaN for a KPI that is no quantile."""

    cases: tuple[float, ...] = ()
    share: float = math.nan


def see(kpi: str, work: Work) -> Seen:
    """Play one replication and take the cases of a KPI; an error in the play becomes part of the outcome."""
    started = perf_counter()
    cases: tuple[float, ...] = ()
    share, error = math.nan, None
    try:
        scenario, log = played(work)
        figure = figure_of(Reading(log, scenario), kpi)
        if isinstance(figure, Quantile):
            cases, share = tuple(map(float, figure.cases)), figure.share
    except Exception as problem:  # one bad replication must not take the others with it
        error = told(problem)
    seconds = perf_counter() - started
    kpis: dict[str, float] | None = None if error else {}
    return Seen(work.key, work.name, work.seed, work.number, kpis, error, seconds, cases, share)


def cases_of(
    named: Mapping[str, "Scenario"], kpi: str, workers: int | None, executor: Executor | None
) -> tuple[dict[str, list[Numbers]], float]:
    """For each scenario the cases of every replication that all have finished, and the share of the quantile.

    Raises InputError for a KPI that is no quantile over cases, and SimSalesError where nothing was finished by all.
    """
    first = next(iter(named.values())).run
    seen: dict[tuple[str, int], Seen] = {}
    failures = []
    items = list(work_items(named, first.replications, first.seed))
    for outcome in carry_out(items, partial(see, kpi), workers_to_use(workers), executor):
        if outcome.failed or not isinstance(outcome, Seen):
            failures.append(outcome.error)
        elif math.isnan(outcome.share):
            raise InputError(
                f"--kpi: must be a quantile over cases, found {kpi!r}; take one such as 'cycle_time_p90'"
            )
        else:
            seen[outcome.key, outcome.number] = outcome
    keys = {label: scenario_key(scenario) for label, scenario in named.items()}
    numbers = [n for n in range(first.replications) if all((key, n) in seen for key in keys.values())]
    if not numbers:
        raise SimSalesError(f"replications: some must be played to their end, found {failures[0]}")
    cases = {label: [np.array(seen[key, n].cases) for n in numbers] for label, key in keys.items()}
    return cases, next(iter(seen.values())).share
