"""The charts of a report: each a figure of `plots`, set into the page as it is."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
    svg: str


#: By the name of a chart in `plots`, what it is called where it cannot be seen.
_OF_KPIS = {
    "funnel": "How many cases reach each stage",
    "desks": "How busy each team is, and how long work waits for it",
    "capacity": "From the hours that the firm pays for to those that are left for selling",
}
#: The same of charts that are read off logs.
_OF_LOGS = {
    "queues": "How many cases wait for each team over time",
    "pipeline": "Open opportunities over time, and what they are worth",
    "bookings": "What is booked in each week of a quarter",
    "attainment": "What people attain of their quota, and what the plan pays for it",
    "lead_times": "How long orders take, by where they enter production",
    "complaints": "How far the problems come that customers notice",
}


def charts(material: Material) -> Iterator[Chart]:
    """All charts for which these results have something to show."""
    from simsales import plots

    results, comparison, watched = material.drawn, material.comparison, material.watched
    drawings: list[tuple[str, Callable[[], Figure]]] = []
    if comparison is not None:
        found = tuple(d for d in comparison.differences if d.scenario in results.scenarios)
        told = replace(comparison, differences=found, results=results)
        drawings.append(("What differs from the base", partial(plots.differences, told)))
    for subject, wanted in ((results, _OF_KPIS), (watched, _OF_LOGS)):
        if subject is not None:
            drawings += [(title, partial(getattr(plots, name), subject)) for name, title in wanted.items()]
    for number, (title, draw) in enumerate(drawings):
        try:
            yield drawn(title, draw, f"chart{number}-")
        except InputError:  # a chapter that was not played has nothing to show
            continue


def drawn(title: str, draw: Callable[[], Figure], prefix: str) -> Chart:
    """A chart for a page; `prefix` tells its ids from those of others on it."""
    from simsales import plots

    with warnings.catch_warnings():
        # A script that the measuring font does not know: the reader's own font has it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        return Chart(title, plots.svg(draw(), title=title, prefix=prefix))
