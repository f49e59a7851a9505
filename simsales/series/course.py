"""The course of one replication: what charts show of a log that no single figure tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simsales.kpis.fates import deal_fates
from simsales.kpis.reading import Reading
from simsales.series.bookings import Booked, bookings_by_week
from simsales.series.complaints import complaint_flow
from simsales.series.deliveries import days_by_path
from simsales.series.levels import Numbers, level, spans_of
from simsales.series.pay import PayPeriods, pay_periods


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What one replication went through in its window; it holds arrays, and can be sent from process to process.

    A chapter that was not played leaves an empty mapping.
    """

    edges: Numbers  # h, of the spans in which levels are told
    queues: Mapping[str, Numbers]  # cases that wait for each team, averaged over each span
    open_opportunities: Numbers
    open_value: Numbers  # EUR at list prices
    booked: Booked
    lead_times: Mapping[str, Numbers]  # working days of each order delivered, by path
    complaints: Mapping[str, float]  # problems of the window that came to each stage
    pay: Mapping[str, PayPeriods]  # by team


def course(reading: Reading) -> Course:
    """Look at one replication."""
    edges = spans_of(reading.window)
    deals = reading.of_log(deal_fates)
    complains = reading.scenario.complaints != "skip"
    return Course(
        edges=edges,
        queues=queues(reading, edges),
        open_opportunities=level(deals.opened, deals.closed, edges),
        open_value=level(deals.opened, deals.closed, edges, reading.opportunities["value"]),
        booked=bookings_by_week(reading),
        lead_times=days_by_path(reading) if reading.scenario.production != "skip" else {},
        complaints=complaint_flow(reading) if complains else {},
        pay=pay_periods(reading),
    )


def queues(reading: Reading, edges: Numbers) -> dict[str, Numbers]:
    """How many cases wait for each team in each span, as the KPI ``queue.<team>`` counts them."""
    work = reading.work
    served = np.minimum(work["started"], work["ended"])
    teams = reading.team_of_desk[work["desk"]]
    found = {}
    for place, name in enumerate(reading.teams):
        ours = teams == place
        found[name] = level(work["asked"][ours], served[ours], edges)
    return found
