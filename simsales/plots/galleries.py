"""Which charts the results of an experiment have, and all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simsales.experiments.comparison import VERDICT_KPI
from simsales.experiments.split import ADDITIVE
from simsales.plots.comparing import differences
from simsales.plots.explaining import why
from simsales.plots.flowing import bookings, lead_times, pipeline, queues
from simsales.plots.hours import capacity, sellers_of
from simsales.plots.paying import attainment
from simsales.plots.process import complaints, desks, funnel
from simsales.plots.reading import members, results_of, watched_of
from simsales.policies.compensation import Incentive
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simsales.experiments.results import Results
    from simsales.plots.reading import Watchable

_DRAWN: dict[str, Callable[..., Figure]] = {
    "differences": differences,
    "funnel": funnel,
    "desks": desks,
    "queues": queues,
    "pipeline": pipeline,
    "bookings": bookings,
    "capacity": capacity,
    "attainment": attainment,
    "lead_times": lead_times,
    "complaints": complaints,
}


def available(results: Watchable) -> tuple[str, ...]:
    """Names of the charts that these results have, in the order of a report; nothing is played to know it.

    A chart of which the scenarios play the chapter may still find nothing to show, where the window is too short.
    """
    results = results_of(results)
    return tuple(name for name, is_there in _conditions(results).items() if is_there)


def gallery(results: Watchable, kpi: str = VERDICT_KPI) -> dict[str, Figure]:
    """All charts that these results have, by name, and for each other scenario why `kpi` differs (``why.<scenario>``).

    Why is told of sums over cases only, such as contribution or wins.  Charts that find nothing to show are left out.
    """
    watched = watched_of(results)
    drawn = {}
    for name in available(watched):
        try:
            drawn[name] = _DRAWN[name](watched)
        except InputError:  # the chapter is played, and nothing came of it in the window
            continue
    if kpi in ADDITIVE:
        others = list(watched.results.scenarios)[1:]
        drawn |= {f"why.{other}": why(watched.why(other, kpi)) for other in others}
    return drawn


def _conditions(results: Results) -> dict[str, bool]:
    scenarios = list(results.scenarios.values())
    plans = [plan for s in scenarios for _, then in s.epochs() for plan in then.compensation.values()]
    known = set(results.kpis)
    return {
        "differences": len(scenarios) > 1 and bool(known),
        "funnel": bool(known & {"leads", "wins"}),
        "desks": bool(members(results, "utilisation")),
        "queues": any(s.people for s in scenarios),
        "pipeline": _some(results, "open_opportunities"),
        "bookings": _some(results, "bookings"),
        "capacity": bool(sellers_of(results)),
        "attainment": any(isinstance(plan, Incentive) and plan.quota is not None for plan in plans),
        "lead_times": any(s.production != "skip" for s in scenarios),
        "complaints": any(s.complaints != "skip" for s in scenarios),
    }


def _some(results: Results, kpi: str) -> bool:
    """Whether some replication has more than nothing of a KPI; of one that was not measured nothing is known."""
    if kpi not in results.kpis:
        return True
    return any(value > 0.0 for label in results.scenarios for value in results.values(label, kpi).values())
