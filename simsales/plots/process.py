"""Charts of the process: how far cases get, how busy each desk is, and what becomes of problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simsales.plots.reading import (
    courses_of,
    finished,
    mean_and_error,
    members,
    must_have,
    results_of,
    watched_of,
)
from simsales.plots.style import INK, QUIET, bar, bars_key, page, rule
from simsales.plots.words import counts, label, of_replications, percent, side_by_side, write_short
from simsales.series.complaints import COMPLAINTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.experiments.results import Results
    from simsales.plots.reading import Watchable

_STAGES = ("leads", "contacted", "qualified", "opportunities")
#: Steps that all cases enter or that winning ends, so that they are no stage of their own.
_NO_STAGE = ("prospecting", "pre_approach", "follow_up")
_THICK = 0.8  # of a row are bars


def funnel(results: Watchable) -> Figure:
    """How many cases reached each stage in the window, scenario beside scenario, mean over replications.

    Raises InputError where no stage was measured.
    """
    results = results_of(results)
    stages = _stages(results)
    must_have(stages, "funnel", "stages of the process among the KPIs", results.scenarios, "measure `wins`")
    names = list(results.scenarios)
    height = _height(len(stages), len(names))
    heading = "How many cases reach each stage of the process"
    note = f"Cases that reach a stage within the window; {of_replications(finished(results))}."
    with page(1, 1, height, heading, note, bars_key(names)) as (figure, (panel,)):
        means = [[mean_and_error(results, scenario, kpi)[0] for _, kpi in stages] for scenario in names]
        for place, (each, texts) in enumerate(zip(means, counts(means), strict=True)):
            _bars(panel, place, len(names), each, texts)
        _categories(panel, [name for name, _ in stages])
        panel.set_xlabel("cases in the window")
    return figure


def desks(results: Watchable) -> Figure:
    """How busy each team is and how long work waits for it, scenario beside scenario.

    Raises InputError where no team's utilisation was measured.
    """
    results = results_of(results)
    teams = members(results, "utilisation")
    must_have(teams, "desks", "a team's utilisation among the KPIs", results.scenarios, "add people")
    names = list(results.scenarios)
    shown = (("utilisation", "utilisation, %", 100.0), ("wait", "mean wait, working hours", 1.0))
    heading = "How busy each desk is, and how long work waits for it"
    count = finished(results)
    bounds = "; thin lines: a standard error to either side" if count > 1 else ""
    note = f"{of_replications(count).capitalize()}{bounds}."
    with page(1, 2, _height(len(teams), len(names)), heading, note, bars_key(names)) as (figure, panels):
        for panel, (family, words, scale) in zip(panels, shown, strict=True):
            found = [[mean_and_error(results, name, f"{family}.{team}") for team in teams] for name in names]
            means = [[scale * mean for mean, _ in each] for each in found]
            errors = [[scale * error for _, error in each] for each in found]
            for place, texts in enumerate(side_by_side(means)):
                _bars(panel, place, len(names), means[place], texts, errors[place])
            _categories(panel, teams)
            panel.set_xlabel(words)
        panels[0].axvline(100.0, color=QUIET, linewidth=1, linestyle="--")
        panels[1].set_yticklabels([])
    return figure


def complaints(results: Watchable) -> Figure:
    """How far the problems that customers notice come, from noticed to put right, scenario beside scenario.

    Raises InputError where no scenario plays complaints.
    """
    watched = watched_of(results)
    courses = courses_of(watched)
    told = {name: [c.complaints for c in found if c.complaints] for name, found in courses.items()}
    told = {name: found for name, found in told.items() if found}
    must_have(told, "complaints", "the chapter of complaints", courses, "add the table [complaints]")
    names = list(courses)
    heading = "What becomes of the problems that customers notice"
    note = (
        f"Problems noticed in the window, as far as they had come when the log ended; "
        f"{of_replications(len(watched.replications))}. In brackets: share of those noticed."
    )
    with page(1, 1, _height(len(COMPLAINTS), len(names)), heading, note, bars_key(names)) as (
        figure,
        (panel,),
    ):
        means = [_means(told.get(name, [])) for name in names]
        for place, (each, written) in enumerate(zip(means, counts(means, 3), strict=True)):
            shares = [percent(mean / each[0] if each[0] else np.nan) for mean in each]
            texts = [f"{text}  ({share})" for text, share in zip(written, shares, strict=True)]
            _bars(panel, place, len(names), each, texts)
        _categories(panel, list(COMPLAINTS))
        panel.axhline(len(COMPLAINTS) - 1.5, color=QUIET, linewidth=0.8)
        panel.set_xlabel("problems in the window; last: customers lost over one")
        panel.margins(x=0.14)
    return figure


def _means(found: Sequence[Mapping[str, float]]) -> list[float]:
    """How many problems came to each stage, on average; unknown where the chapter is not played."""
    return [float(np.mean([each[stage] for each in found])) if found else np.nan for stage in COMPLAINTS]


# --- bars by category --------------------------------------------------------------------------------------


def _height(categories: int, scenarios: int) -> float:
    """Inches that rows of bars need."""
    return 0.6 + categories * (0.14 + 0.13 * max(scenarios, 1.6))


def _bars(
    panel: Axes,
    place: int,
    scenarios: int,
    values: Sequence[float],
    texts: Sequence[str],
    errors: Sequence[float] | None = None,
) -> None:
    """The bars of one scenario, each with its value behind it."""
    thick = _THICK / scenarios
    rows = np.arange(len(values)) + (place + 0.5) * thick - _THICK / 2
    bars = panel.barh(rows, values, 0.92 * thick, **bar(place))
    reach = np.zeros(len(values)) if errors is None else np.nan_to_num(np.asarray(errors, dtype=float))
    if errors is not None:
        panel.errorbar(values, rows, xerr=reach, fmt="none", ecolor=INK, elinewidth=1)
    for row, value, beyond, text in zip(rows, np.nan_to_num(values), reach, texts, strict=True):
        panel.annotate(
            text, (value + beyond, row), (3, 0), textcoords="offset points", va="center", fontsize=7.5
        )
    assert len(bars) == len(values)


def _categories(panel: Axes, names: Sequence[str]) -> None:
    """Names down the side, the first at the top."""
    panel.set_yticks(range(len(names)), [label(name) for name in names])
    panel.set_ylim(len(names) - 0.5, -0.5)
    panel.margins(x=0.12)
    panel.set_xlim(left=0.0)
    panel.locator_params(axis="x", nbins=6)
    write_short(panel.xaxis)
    rule(panel, "x")


def _stages(results: Results) -> list[tuple[str, str]]:
    """Stages of the funnel in order, and the KPI that counts each.

    Where leads need not be reached before they are qualified, being reached is no stage.
    """
    known = set(results.kpis)
    if "qualified" in known and not _comes_to(results, "contacted") and _comes_to(results, "qualified"):
        known.remove("contacted")
    steps = [(s.replace("_", "-"), f"entries.{s}") for s in members(results, "entries") if s not in _NO_STAGE]
    wins = [("wins", "wins")] if "wins" in known else []
    return [*((stage, stage) for stage in _STAGES if stage in known), *steps, *wins]


def _comes_to(results: Results, kpi: str) -> bool:
    return any(mean_and_error(results, name, kpi)[0] > 0.0 for name in results.scenarios)
