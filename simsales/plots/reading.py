"""What charts read of an experiment: means with their errors, the members of a family, and what logs show."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.comparison import Comparison
from simsales.experiments.watching import Watched
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.experiments.results import Results
    from simsales.series.course import Course

    Watchable: TypeAlias = Results | Watched | Comparison

Numbers = NDArray[np.float64]
LOW, HIGH = 0.1, 0.9


class Band(NamedTuple):
    """Over replications the middle of what is shown, and the bounds between which eight in ten lie."""

    middle: Numbers
    low: Numbers
    high: Numbers


def watched_of(results: Watchable) -> Watched:
    """What the logs show; plain results are watched the first time somebody asks."""
    return results if isinstance(results, Watched) else results_of(results).watched


def results_of(results: Watchable) -> Results:
    """The experiment itself."""
    return results.results if isinstance(results, Watched | Comparison) else results


def finished(results: Results) -> int:
    """How many replications of each scenario came to an end, at the least."""
    return min(sum(not o.failed for o in outcomes.values()) for outcomes in results.outcomes.values())


def band(rows: Sequence[Numbers], middle: Callable[..., Numbers] = np.median) -> Band:
    """A row for each replication; `middle` is the median or the mean over them."""
    table = np.array(rows)
    low, high = np.quantile(table, (LOW, HIGH), axis=0)
    return Band(middle(table, axis=0), low, high)


def courses_of(watched: Watched) -> dict[str, list[Course]]:
    """The courses of all scenarios by name."""
    return {name: watched.courses(name) for name in watched.sights}


def mean_and_error(results: Results, scenario: str, kpi: str) -> tuple[float, float]:
    """Mean over the replications and its standard error, 0 where a single one does not tell."""
    values = np.array([value for value in results.values(scenario, kpi).values() if math.isfinite(value)])
    if not len(values):
        return math.nan, 0.0
    error = float(np.std(values, ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return float(np.mean(values)), error


def members(results: Results, family: str) -> list[str]:
    """Names of the members of a family of KPIs that were measured, in order."""
    stem = f"{family}."
    return [name.removeprefix(stem) for name in results.kpis if name.startswith(stem)]


def must_have(found: object, chart: str, what: str, names: Mapping[str, object], remedy: str) -> None:
    """Raise InputError where a chart has nothing to show, with what it must have and what to do."""
    if not found:
        raise InputError(f"{chart}: must have {what}, found none in {', '.join(names)}; {remedy}")
