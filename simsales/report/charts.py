"""The charts of a report: each a figure of `plots`, set into the page as it is."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from simsales.words.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simsales.report.gathering import Material


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: `svg` is an element ready for a page."""

    title: str
    caption: str
    svg: str


#: By the name of a chart in `plots`: its title, and how it is read.  What no table of KPIs holds is read off logs.
_OF_KPIS = {
    "funnel": ("The funnel", "Cases that reach each stage in the counted time, mean over the replications."),
    "desks": ("Teams: use and waits", "How busy each team is, and how long work waits for it."),
    "capacity": ("Capacity", "From the hours that the firm pays for to those that are left for selling."),
}
_OF_LOGS = {
    "queues": ("Queues over time", "Cases that wait for each team."),
    "pipeline": ("The pipeline over time", "Open opportunities, and what they are worth at list prices."),
    "lead_times": (
        "Lead times by path",
        "Working days from order to delivery, by where the order enters production.",
    ),
    "attainment": ("Attainment and pay", "What people attain of their quota, and what the plan pays for it."),
    "bookings": ("Bookings by week in the quarter", "When in a quarter deals are booked."),
    "complaints": ("From problem to answer", "How far the problems come that customers notice."),
}


def charts(material: Material) -> Iterator[Chart]:
    """All charts for which these results have something to show."""
    from simsales import plots

    comparison, watched = material.comparison, material.watched
    drawings: list[tuple[tuple[str, str], Callable[[], Figure]]] = []
    if comparison is not None:
        told = ("What differs", "Mean of the paired differences, each with its own interval.")
        drawings.append((told, partial(plots.differences, comparison)))
    for subject, wanted in ((material.results, _OF_KPIS), (watched, _OF_LOGS)):
        if subject is not None:
            drawings += [(told, partial(getattr(plots, name), subject)) for name, told in wanted.items()]
    for number, ((title, caption), draw) in enumerate(drawings):
        try:
            yield drawn(title, caption, draw, f"chart{number}-")
        except InputError:  # a chapter that was not played has nothing to show
            continue


def drawn(title: str, caption: str, draw: Callable[[], Figure], prefix: str) -> Chart:
    """A chart for a page; `prefix` tells its ids from those of others on it."""
    from simsales import plots

    with warnings.catch_warnings():
        # A script that the measuring font does not know: the reader's own font has it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        return Chart(title, caption, plots.svg(draw(), title=title, prefix=prefix))
