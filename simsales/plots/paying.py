"""The chart of pay by results: how far people get with their quotas, beside what the plan pays there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from simsales.plots.reading import Numbers, courses_of, must_have, watched_of
from simsales.plots.style import QUIET, line, lines_key, page, point, rule
from simsales.plots.words import listed, of_replications, write_short
from simsales.policies.compensation import Compensation, Incentive, Period
from simsales.series.pay import PayPeriods, together

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.experiments.watching import Watched
    from simsales.plots.reading import Watchable
    from simsales.scenario import Scenario
    from simsales.series.course import Course

#: Attainment is counted in bands this wide, up to where this share of all get; who gets further is in the last.
_BAND, _SHOWN = 0.2, 0.95
_FEWEST = 6  # bands, up to 120 %
_POINTS = 401


def attainment(results: Watchable) -> Figure:
    """For each team with a quota how far its people get with it, above what the plan pays for the sales of a period.

    Each point is one person and period.  The line is what the plan pays at the median quota, contests and kickers left
    out; on-cost is in neither.  Raises InputError where nobody has a quota for a period that ended in the window.
    """
    watched = watched_of(results)
    courses = courses_of(watched)
    found = _periods(courses)
    remedy = "take a plan with a quota, such as `compensation.hunter` of plan_hybrid, or a longer window"
    must_have(found, "attainment", "people with a quota whose period ended in the window", courses, remedy)
    teams = list(dict.fromkeys(team for each in found.values() for team in each))
    heading = "How far people get with their quotas, and what that pays"
    without = [name for name in courses if name not in found]
    note = (
        f"Each point: a person and period; line: what the plan pays at the median quota; "
        f"{of_replications(len(watched.replications), 'all')}. At the right edge stands who gets further."
        + (f" No quota: {listed(without)}." if without else "")
    )
    edges = bands_of(found)
    key = [each for each in lines_key(list(courses), points=True) if each[0] in found]
    with page(2, len(teams), 4.2, heading, note, key) as (figure, panels):
        for column, team in enumerate(teams):
            above, below = panels[column], panels[len(teams) + column]
            _bands(above, courses, found, team, edges)
            _payout(below, watched, found, team, edges[-1])
            above.set_title(team)
            above.set_ylabel("people and periods, %" if column == 0 else "")
            below.set_ylabel("pay, EUR a period" if column == 0 else "")
            for panel in (above, below):
                panel.set_xlabel("sales over quota, %")
                panel.set_xlim(0.0, 100.0 * edges[-1])
                panel.axvline(100.0, color=QUIET, linewidth=0.8, linestyle="--")
                panel.set_ylim(bottom=0.0)
                rule(panel, "y")
    return figure


def _periods(courses: Mapping[str, list[Course]]) -> dict[str, dict[str, PayPeriods]]:
    """The periods of all replications, by scenario and team."""
    found: dict[str, dict[str, PayPeriods]] = {}
    for name, of_scenario in courses.items():
        for team in dict.fromkeys(team for c in of_scenario for team in c.pay):
            periods = together([c.pay[team] for c in of_scenario if team in c.pay])
            found.setdefault(name, {})[team] = periods
    return found


def bands_of(found: Mapping[str, Mapping[str, PayPeriods]]) -> Numbers:
    """Edges of the bands of attainment, as shares of the quota; they hold what is met, at the least."""
    reached = [each.attained for teams in found.values() for each in teams.values()]
    furthest = float(np.quantile(np.concatenate(reached), _SHOWN))
    return np.asarray(_BAND * np.arange(max(int(np.ceil(furthest / _BAND)), _FEWEST) + 1))


def _bands(
    panel: Axes,
    courses: Mapping[str, object],
    found: Mapping[str, Mapping[str, PayPeriods]],
    team: str,
    edges: Numbers,
) -> None:
    for place, name in enumerate(courses):
        if team in found.get(name, {}):
            share = shares_by_band(found[name][team], edges)
            panel.stairs(100.0 * share, 100.0 * edges, **line(place))


def shares_by_band(periods: PayPeriods, edges: Numbers) -> Numbers:
    """The share of people and periods in each band of attainment; the last holds all beyond it."""
    reached = np.minimum(periods.attained, edges[-1] * (1.0 - 1e-12))
    return np.asarray(np.histogram(reached, edges)[0] / len(reached))


def _payout(
    panel: Axes,
    watched: Watched,
    found: Mapping[str, Mapping[str, PayPeriods]],
    team: str,
    furthest: float,
) -> None:
    reached = np.linspace(0.0, furthest, _POINTS)
    for place, (name, scenario) in enumerate(watched.results.scenarios.items()):
        if team not in found.get(name, {}):
            continue
        periods = found[name][team]
        shown = {**point(place), "markersize": 3.0, "alpha": 0.45, "linestyle": "", "clip_on": False}
        panel.plot(100.0 * np.minimum(periods.attained, furthest), periods.due, **shown)
        for plan in plans_of(scenario, team):
            panel.plot(100.0 * reached, payout(plan, float(np.median(periods.quota)), reached), **line(place))
    write_short(panel.yaxis)


def plans_of(scenario: Scenario, team: str) -> list[Incentive]:
    """The plans with a quota that a team has one after another."""
    found: list[Incentive] = []
    for _, then in scenario.epochs():
        plan = then.compensation.get(team)
        if isinstance(plan, Incentive) and plan.quota is not None and plan not in found:
            found.append(plan)
    return found


def payout(plan: Compensation, quota: float, reached: Numbers) -> Numbers:
    """What a plan pays for the sales of a whole period, as shares of its quota, EUR."""
    return np.array([plan.pay(Period(sales, quota)).due for sales in (quota * reached).tolist()])
