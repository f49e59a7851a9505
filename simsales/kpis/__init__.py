"""What a log says in figures: the KPIs, each a short function of the log alone.

`catalogue()` says what each means; `measure(log, scenario)` gives them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# The order in which the figures are printed.
# isort: off
from simsales.kpis import (
    funnel,
    conversion,
    speed,
    process,
    people,
    capacity,
    bottleneck,
    money,
    pay,
    quota,
    quarters,
    effort,
    orders,
    stocks,
    customers,
    records,
    loyalty,
    worth,
    frequency,
    complaints,
    outcomes,
    recovery,
    channels,
    abroad,
    media,
)

# isort: on
from simsales.kpis.reading import Reading
from simsales.kpis.registry import CATALOGUE, Catalogue, Kpi, kpi, values_of

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.scenario.model import Scenario

__all__ = ["Catalogue", "Kpi", "catalogue", "kpi", "measure"]

#: Whoever adds a chapter names it here.
CHAPTERS = (
    *(funnel, conversion, speed, process, people, capacity, bottleneck, money, pay, quota, quarters, effort),
    *(orders, stocks, customers, records, loyalty, worth, frequency),
    *(complaints, outcomes, recovery, channels, abroad, media),
)


def catalogue() -> Catalogue:
    """Every KPI by name: what it means, its unit, and which direction is better."""
    return CATALOGUE


def measure(log: EventLog, scenario: Scenario) -> dict[str, float]:
    """Every KPI of a log in its counted window; NaN where one is undefined, such as the cost of no win."""
    return dict(values_of(Reading(log, scenario)))
