"""Charts of an experiment: what changed, the funnel, and the desks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simsales.experiments.comparison import Comparison, Difference
from simsales.plots.style import QUIET, colour, page
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.experiments.results import Results

_TELLING = ("contribution", "wins", "win_rate", "cost_per_win", "cycle_time", "open_opportunities")
_STAGES = ("leads", "contacted", "qualified", "opportunities")


def differences(results: Results | Comparison, kpis: Sequence[str] | None = None) -> Figure:
    """How each scenario differs from the base: mean paired difference and its interval, a panel per KPI.

    Without `kpis` six are shown that tell most.  Raises InputError for a KPI that was not measured.
    """
    comparison = results if isinstance(results, Comparison) else results.compare()
    known = [name for name in comparison.results.kpis if comparison.of(name)]
    chosen = [name for name in _TELLING if name in known] if kpis is None else list(kpis)
    for name in chosen:
        if name not in known:
            raise InputError(f"kpis: must have been measured, found '{name}'{nearest(name, known)}")
    columns = min(len(chosen), 3)
    rows = math.ceil(len(chosen) / columns)
    scenarios = len(comparison.of(chosen[0]))
    with page(rows, columns, 3.4 * columns, rows * (1.1 + 0.3 * scenarios)) as (figure, panels):
        for panel, name in zip(panels, chosen, strict=False):
            _difference_panel(panel, comparison.of(name))
        for panel in panels[len(chosen) :]:
            panel.set_axis_off()
        figure.suptitle(f"Difference to {comparison.base}, paired, with 95 % intervals", x=0.01, ha="left")
    return figure


def funnel(results: Results) -> Figure:
    """How many cases reached each stage in the window, scenario beside scenario, mean over replications."""
    stages = _stages(results)
    high = 0.8 / len(results.scenarios)
    with page(1, 1, 7.0, 1.2 + 0.2 * len(stages) * max(len(results.scenarios), 2)) as (figure, panels):
        panel = panels[0]
        for place, scenario in enumerate(results.scenarios):
            means = [_mean_and_error(results, scenario, kpi)[0] for _, kpi in stages]
            bars = panel.barh(
                np.arange(len(stages)) + place * high - 0.4 + high / 2,
                means,
                high,
                color=colour(place),
                label=scenario,
            )
            panel.bar_label(bars, labels=[f"{mean:,.0f}" for mean in means], padding=3, fontsize=8)
        panel.set_yticks(range(len(stages)), [name for name, _ in stages])
        panel.invert_yaxis()
        panel.set_xlabel("cases in the window")
        panel.margins(x=0.1)
        _legend(panel, results)
    return figure


def desks(results: Results) -> Figure:
    """How busy each team is and how long work waits for it, scenario beside scenario."""
    teams = _members(results, "utilisation")
    panels_shown = (("utilisation", "utilisation, %", 100.0), ("wait", "mean wait, working hours", 1.0))
    with page(1, 2, 8.0, 1.2 + 0.22 * len(teams) * max(len(results.scenarios), 2)) as (figure, panels):
        for panel, (family, label, scale) in zip(panels, panels_shown, strict=True):
            _bars_by_team(panel, results, teams, family, scale)
            panel.set_xlabel(label)
        panels[0].axvline(100.0, color=QUIET, linewidth=1, linestyle="--")
        panels[1].set_yticklabels([])
        _legend(panels[1], results)
    return figure


# --- panels ----------------------------------------------------------------------------------------------


def _difference_panel(panel: Axes, found: Sequence[Difference]) -> None:
    for place, d in enumerate(found):
        reach = [[0.0], [0.0]] if math.isnan(d.low) else [[d.difference - d.low], [d.high - d.difference]]
        panel.errorbar([d.difference], [place], xerr=reach, fmt="o", capsize=3, color=colour(place + 1))
    panel.axvline(0.0, color=QUIET, linewidth=1)
    panel.set_yticks(range(len(found)), [d.scenario for d in found])
    panel.set_ylim(len(found) - 0.4, -0.6)
    better = {"higher": " (more is better)", "lower": " (less is better)"}.get(found[0].better, "")
    panel.set_title(f"{found[0].kpi}{better}")
    panel.set_xlabel(found[0].unit)
    panel.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    panel.locator_params(axis="x", nbins=4)


def _bars_by_team(panel: Axes, results: Results, teams: Sequence[str], family: str, scale: float) -> None:
    high = 0.8 / len(results.scenarios)
    for place, scenario in enumerate(results.scenarios):
        found = [_mean_and_error(results, scenario, f"{family}.{team}") for team in teams]
        means, errors = (np.array(column) * scale for column in zip(*found, strict=True))
        rows = np.arange(len(teams)) + place * high - 0.4 + high / 2
        panel.barh(rows, means, high, xerr=errors, color=colour(place), ecolor="#333333", label=scenario)
    panel.set_yticks(range(len(teams)), teams)
    panel.invert_yaxis()


def _legend(panel: Axes, results: Results) -> None:
    if len(results.scenarios) > 1:
        panel.legend(loc="lower right")


# --- figures behind the charts ---------------------------------------------------------------------------


def _stages(results: Results) -> list[tuple[str, str]]:
    """Stages of the funnel in order, and the KPI that counts each."""
    steps = [(step.replace("_", "-"), f"entries.{step}") for step in _members(results, "entries")]
    shown = [(name, kpi) for name, kpi in steps if name not in ("prospecting", "pre-approach", "follow-up")]
    return [*((stage, stage) for stage in _STAGES if stage in results.kpis), *shown, ("wins", "wins")]


def _members(results: Results, family: str) -> list[str]:
    stem = f"{family}."
    return [name.removeprefix(stem) for name in results.kpis if name.startswith(stem)]


def _mean_and_error(results: Results, scenario: str, kpi: str) -> tuple[float, float]:
    """Mean over the replications and its standard error, 0 where a single one does not tell."""
    values = np.array([value for value in results.values(scenario, kpi).values() if math.isfinite(value)])
    if not len(values):
        return math.nan, 0.0
    error = float(np.std(values, ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return float(np.mean(values)), error
