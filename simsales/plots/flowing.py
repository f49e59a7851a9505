"""Charts of what flows: queues, the pipeline and bookings over time, and how long orders take."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MultipleLocator

from simsales.instruments.clock import WEEK
from simsales.plots.reading import Band, Numbers, band, courses_of, must_have, watched_of
from simsales.plots.style import colour, line, lines_key, page, point, rule
from simsales.plots.words import listed, of_replications, write_short
from simsales.series.bookings import QUARTER
from simsales.series.deliveries import PATHS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.plots.reading import Watchable
    from simsales.series.course import Course

_ACROSS = 3
_MIDDLE = "Line: median of {count} replications; shaded: 10 to 90 % of them, interpolated"
#: Of orders delivered, the share that a chart of lead times has room for, and the points of a curve.
_SHOWN, _POINTS = 0.99, 160
#: A queue that is shorter than this on average is none, cases.
_NONE = 0.01


def queues(results: Watchable) -> Figure:
    """How many cases wait for each desk over time, a panel per desk; median and 10 to 90 % over replications.

    Each point is the mean over a week, in short windows over a day; desks without a queue are named below.  Raises
    InputError where nobody has a desk.
    """
    watched = watched_of(results)
    courses = courses_of(watched)
    teams = list(dict.fromkeys(team for found in courses.values() for c in found for team in c.queues))
    must_have(teams, "queues", "a desk", courses, "add people")
    waited = [team for team in teams if _longest(courses, team) >= _NONE]
    must_have(waited, "queues", "somebody for whom cases wait", courses, "nothing is to be done about that")
    idle = [team for team in teams if team not in waited]
    columns = min(len(waited), _ACROSS)
    rows = math.ceil(len(waited) / columns)
    note = _note(len(watched.replications)) + (f" Hardly anything waits for {listed(idle)}." if idle else "")
    heading = "How many cases wait for each desk"
    with page(rows, columns, 0.35 + 1.35 * rows, heading, note, lines_key(list(courses))) as (figure, panels):
        for number, (panel, team) in enumerate(zip(panels, waited, strict=False)):
            _over_time(panel, courses, partial(_queue_of, team))
            panel.set_title(team)
            panel.set_ylabel("cases" if number % columns == 0 else "")
            if number + columns >= len(waited):
                panel.set_xlabel("week of the run")
                # Where the row below is empty here, there is room enough.
                panel.xaxis.label.set_in_layout(number >= columns * (rows - 1))
        for panel in panels[len(waited) :]:
            panel.set_axis_off()
    return figure


def pipeline(results: Watchable) -> Figure:
    """Open opportunities over time, their number and their value at list prices; median and 10 to 90 %.

    Raises InputError where there never is one.
    """
    watched = watched_of(results)
    courses = courses_of(watched)
    some = any(c.open_opportunities.any() for found in courses.values() for c in found)
    must_have(
        some, "pipeline", "opportunities in the window", courses, "add leads to [demand], or a longer window"
    )
    shown: Sequence[tuple[str, Callable[[Course], Numbers]]] = (
        ("opportunities", lambda c: c.open_opportunities),
        ("EUR at list prices", lambda c: c.open_value),
    )
    heading = "How many opportunities are open, and what they are worth"
    key = lines_key(list(courses))
    with page(1, 2, 2.5, heading, _note(len(watched.replications)), key) as (figure, panels):
        for panel, (unit, of) in zip(panels, shown, strict=True):
            _over_time(panel, courses, of)
            panel.set_ylabel(unit)
            panel.set_xlabel("week of the run")
    return figure


def bookings(results: Watchable) -> Figure:
    """What is booked in each week of a quarter, mean over quarters and replications; shaded: 10 to 90 %.

    Raises InputError where nothing is booked.
    """
    watched = watched_of(results)
    courses = courses_of(watched)
    some = any(c.booked.amounts.any() for found in courses.values() for c in found)
    must_have(
        some, "bookings", "orders booked in the window", courses, "add leads to [demand], or a longer window"
    )
    count = len(watched.replications)
    heading = "When in the quarter orders are booked"
    shaded = "; shaded: 10 to 90 % of replications, interpolated" if count > 1 else ""
    note = f"Mean over the quarters of the window and {of_replications(count)}{shaded}."
    with page(1, 1, 2.7, heading, note, lines_key(list(courses), points=True)) as (figure, (panel,)):
        for place, found in enumerate(courses.values()):
            weeks = np.unique(np.concatenate([c.booked.week_in_quarter for c in found]))
            told = band([_by_week(c, weeks) for c in found], np.mean)
            _band(panel, place, weeks, told, len(courses) > 2)
            panel.plot(weeks, told.middle, **{**point(place), **line(place)})
        panel.set_xlabel("week of the quarter")
        panel.set_ylabel("EUR a week")
        panel.set_xticks(range(1, QUARTER + 1))
        panel.set_ylim(bottom=0.0)
        write_short(panel.yaxis)
        rule(panel, "y")
    return figure


def lead_times(results: Watchable) -> Figure:
    """How long orders take by the path they go (MTS, ATO, MTO, ETO): the share delivered within so many working days.

    Raises InputError where no scenario plays production, or nothing was delivered in the window.
    """
    watched = watched_of(results)
    courses = courses_of(watched)
    days = {name: _pooled(found) for name, found in courses.items()}
    paths = [path for path in PATHS if any(len(each.get(path, ())) for each in days.values())]
    remedy = "add the table [production], or a longer window"
    must_have(paths, "lead_times", "orders delivered in the window", courses, remedy)
    columns = min(len(paths), 2)
    rows = math.ceil(len(paths) / columns)
    heading = "How long orders take, by where they enter production"
    count = len(watched.replications)
    pooled = f"{count} replications together" if count > 1 else "one replication"
    note = f"Orders delivered in the window, {pooled}. Points: the median order; the axis ends where 99 % are there."
    key = lines_key(list(courses), points=True)
    with page(rows, columns, 0.3 + 1.7 * rows, heading, note, key) as (figure, panels):
        for number, (panel, path) in enumerate(zip(panels, paths, strict=False)):
            _shares(panel, {name: each.get(path, np.zeros(0)) for name, each in days.items()})
            panel.set_title(path)
            panel.set_ylabel("delivered within, %" if number % columns == 0 else "")
            panel.set_xlabel("working days from order to delivery")
        for panel in panels[len(paths) :]:
            panel.set_axis_off()
    return figure


def _queue_of(team: str, course: Course) -> Numbers | None:
    return course.queues.get(team)


def _longest(courses: Mapping[str, Sequence[Course]], team: str) -> float:
    """The longest mean queue of a team in any replication."""
    found = [float(c.queues[team].mean()) for each in courses.values() for c in each if team in c.queues]
    return max(found, default=0.0)


# --- panels ------------------------------------------------------------------------------------------------


def _over_time(
    panel: Axes, courses: Mapping[str, Sequence[Course]], of: Callable[[Course], Numbers | None]
) -> None:
    """A level of each scenario, span by span, from 0 up."""
    for place, found in enumerate(courses.values()):
        levels = [level for c in found if (level := of(c)) is not None]
        if not levels:
            continue
        edges = found[0].edges / WEEK
        told = band(levels)
        middles = 0.5 * (edges[1:] + edges[:-1])
        _band(panel, place, middles, told, len(courses) > 2)
        panel.plot(middles, told.middle, **line(place))
        panel.set_xlim(edges[0], edges[-1])
    if panel.get_xlim()[1] - panel.get_xlim()[0] > 2 * QUARTER:
        panel.xaxis.set_major_locator(MultipleLocator(QUARTER))
    else:
        panel.locator_params(axis="x", nbins=6, integer=True)
    panel.set_ylim(bottom=0.0)
    panel.locator_params(axis="y", nbins=5)
    write_short(panel.yaxis)
    rule(panel, "y")


def _band(panel: Axes, place: int, across: Numbers, told: Band, pale: bool) -> None:
    """The bounds over replications; paler where many overlap, and none of a single replication."""
    if np.any(told.high > told.low):
        alpha = 0.09 if pale else 0.16
        panel.fill_between(across, told.low, told.high, color=colour(place), alpha=alpha, linewidth=0.0)


def _shares(panel: Axes, days: Mapping[str, Numbers]) -> None:
    end = max((float(np.quantile(each, _SHOWN)) for each in days.values() if len(each)), default=1.0)
    grid = np.linspace(0.0, max(end, 1e-9), _POINTS)
    for place, each in enumerate(days.values()):
        if not len(each):
            continue
        ordered = np.sort(each)
        panel.plot(grid, 100.0 * np.searchsorted(ordered, grid, side="right") / len(ordered), **line(place))
        panel.plot([float(np.median(ordered))], [50.0], **point(place))
    panel.set_xlim(0.0, grid[-1])
    panel.set_ylim(0.0, 100.0)
    panel.locator_params(axis="x", nbins=6)
    write_short(panel.xaxis)
    rule(panel, "y")


def _pooled(found: Sequence[Course]) -> dict[str, Numbers]:
    """Working days of all orders of some replications, by path."""
    paths = dict.fromkeys(path for c in found for path in c.lead_times)
    return {path: np.concatenate([c.lead_times.get(path, np.zeros(0)) for c in found]) for path in paths}


def _by_week(course: Course, weeks: Numbers) -> Numbers:
    """Mean bookings of each week of a quarter over those of the window; half a week counts for half of one."""
    booked = course.booked
    ours = [booked.week_in_quarter == each for each in weeks]
    return np.array([booked.amounts[week].sum() / max(booked.shares[week].sum(), 1e-9) for week in ours])


def _note(count: int) -> str:
    return f"{_MIDDLE.format(count=count)}." if count > 1 else "One replication."
