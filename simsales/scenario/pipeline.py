"""Deals under way when a run begins."""

from __future__ import annotations

from simsales.scenario.base import Table
from simsales.words.quantities import CalendarFrequency, Share, Span, parameter


class UnderWay(Table):
    """Opportunities of one source as they came before the run."""

    rate: CalendarFrequency = parameter(
        "0 / y", help="opportunities", unit="1 / y", range=("0 / y", "10_000 / y")
    )
    fit: Share = parameter(0.65, help="share of them that fit", range=(0.2, 1), source="reference company")
    lead: Span = parameter(
        "1 wd", help="time from a lead's arrival to its opportunity", unit="wd", range=("0 wd", "20 wd")
    )


class Pipeline(Table):
    """Deals under way when the run begins: opportunities of the past whose buyers have not decided yet.

    An opportunity of the past is open if the thinking of its own buyer, and the waits below, last longer than its
    age, and neither a rival nor a doubt nor an earlier gate has ended it.  Without rates the pipeline is empty.
    """

    sources: dict[str, UnderWay] = parameter({}, help="opportunities of the past, by source")
    wait: Span = parameter(
        "1.5 wd",
        help="wait for the rep at each step",
        unit="wd",
        range=("0 wd", "5 wd"),
        source="reference company",
    )
    quote: Span = parameter(
        "4 wd", help="wait for the quote", unit="wd", range=("0 wd", "20 wd"), source="reference company"
    )
