"""When each lead and each opportunity passed which point of the process; infinite where it never did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of
from simsales.kpis.reading import Reading, Rows, first_times, of_type
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    APPROACH,
    ATTEMPTED,
    CLOSING,
    CONTACTED,
    DISQUALIFIED,
    FOLLOW_UP,
    FOLLOWED_UP,
    HANDED_OVER,
    LEAD,
    LOST,
    OBJECTIONS,
    OPPORTUNITY,
    PRE_APPROACH,
    PRESENTATION,
    PROSPECTING,
    QUALIFIED,
    QUOTATION,
    REACTIVATED,
    STEPS,
    WON,
)

# The task whose asking shows that an opportunity has entered a step; a quote is asked for at the objections.
_ENTERED_BY = {
    PRE_APPROACH: PRE_APPROACH,
    APPROACH: APPROACH,
    PRESENTATION: PRESENTATION,
    OBJECTIONS: OBJECTIONS,
    QUOTATION: OBJECTIONS,
    CLOSING: CLOSING,
}


@dataclass(frozen=True, slots=True, eq=False)
class LeadFates:
    """One entry per lead.  `disqualified` is the first time; `over` is when the whole story ended."""

    arrived: Times
    touched: Times
    contacted: Times
    disqualified: Times
    qualified: Times
    opened: Times
    lost: Times
    won: Times
    over: Times
    fit: NDArray[np.bool_]
    source: Rows


@dataclass(frozen=True, slots=True, eq=False)
class DealFates:
    """One entry per opportunity.  `entered` has a row per step; `closed` is the win or the loss."""

    lead: Rows
    opened: Times
    entered: NDArray[np.float64]
    won: Times
    lost: Times
    closed: Times
    over: Times
    owner: Rows


def lead_fates(reading: Reading) -> LeadFates:
    """What became of the leads."""
    leads, deals = reading.leads, reading.of_log(deal_fates)
    count = len(leads)
    opened = first_times(deals.lead, deals.opened, count)
    lost = reading.first(LOST, LEAD, count)
    passed = [reading.first(activity, LEAD, count) for activity in (QUALIFIED, REACTIVATED, HANDED_OVER)]
    over = first_times(deals.lead, deals.over, count)
    return LeadFates(
        arrived=leads["arrived"],
        touched=_touched(reading, count),
        contacted=reading.first(CONTACTED, LEAD, count),
        disqualified=reading.first(DISQUALIFIED, LEAD, count),
        qualified=np.minimum.reduce([*passed, opened]),
        opened=opened,
        lost=lost,
        won=first_times(deals.lead, deals.won, count),
        over=np.minimum(over, lost),
        fit=leads["fit"] != 0,
        source=leads["source"].astype(np.int64),
    )


def deal_fates(reading: Reading) -> DealFates:
    """What became of the opportunities."""
    table = reading.opportunities
    count = len(table)
    won = reading.first(WON, OPPORTUNITY, count)
    lost = reading.first(LOST, OPPORTUNITY, count)
    done = reading.first(FOLLOWED_UP, OPPORTUNITY, count)
    return DealFates(
        lead=rows_of(table["lead"]),
        opened=table["opened"],
        entered=_entered(reading, won, count),
        won=won,
        lost=lost,
        closed=np.minimum(won, lost),
        over=np.minimum(done, lost),
        owner=table["owner"].astype(np.int64),
    )


def _touched(reading: Reading, count: int) -> Times:
    """When somebody first tried to reach each lead: a person, or a vendor after hours."""
    work = reading.work.rows(reading.work["task"] == PROSPECTING)
    tried = first_times(of_type(work, LEAD), work["started"], count)
    return np.minimum(tried, reading.first(ATTEMPTED, LEAD, count))


def _entered(reading: Reading, won: Times, count: int) -> NDArray[np.float64]:
    """When each opportunity entered each step.

    Who entered a later step has been through the earlier ones, also where these left no work behind, such as
    objections of a customer who had none.
    """
    entered = np.full((len(STEPS), count), np.inf)
    entered[PRE_APPROACH] = reading.opportunities["opened"]
    entered[FOLLOW_UP] = won
    work, deals = reading.work, of_type(reading.work, OPPORTUNITY)
    for task, step in _ENTERED_BY.items():
        asked = work["task"] == task
        times = first_times(deals[asked], work["asked"][asked], count)
        entered[step] = np.minimum(entered[step], times)
    if reading.log.has("touches"):  # customers who serve themselves leave no work behind
        touches = reading.log.table("touches")
        for step in range(APPROACH, CLOSING + 1):
            there = touches["step"] == step
            times = first_times(rows_of(touches["case"][there]), touches["time"][there], count)
            entered[step] = np.minimum(entered[step], times)
    for step in range(CLOSING, PRE_APPROACH - 1, -1):
        entered[step] = np.minimum(entered[step], entered[step + 1])
    entered[PROSPECTING] = np.inf  # a lead's, not an opportunity's
    return entered
