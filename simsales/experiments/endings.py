"""How every lead and every customer of one replication ended, by a name that is the same in every scenario.

What is drawn at the door is keyed, so that lead ``inbound/3/17`` is the same buyer under any policy, and a customer who
came from it is ``from inbound/3/17``.  Times after the counted window do not count: who decides later is open.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of
from simsales.instruments.longform import lead_names
from simsales.instruments.luck import addresses_of
from simsales.kpis.fates import deal_fates, lead_fates
from simsales.kpis.lives import paths, years_of_stays
from simsales.kpis.reading import Reading, Rows, of_type
from simsales.kpis.registry import value_of
from simsales.words.vocabulary import (
    CHURNED,
    CLOSING,
    LEAD,
    LEDGER,
    LOST,
    MONEY,
    OPPORTUNITY,
    ORDER,
    PRE_APPROACH,
    REVENUE,
    STEPS,
    VARIABLE_COST,
    WON_BACK,
)

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]

#: Where a lead stands or was lost: reaching it, qualifying it, handing it to a rep, and the steps of selling a deal.
PLACES = ("contact", "qualification", "hand-off", *STEPS[PRE_APPROACH : CLOSING + 1])
_HAND_OFF = PLACES.index("hand-off")
FATES = ("won", "lost", "open")
WON, LOST_FOR_GOOD, OPEN = range(len(FATES))


@dataclass(frozen=True, slots=True, eq=False)
class Leads:
    """One entry per lead that came before the window's end; money is what was booked of it in the window, EUR."""

    names: Names
    sources: Names
    fate: Rows
    place: Rows
    reason: Rows  # 0 of who is not lost
    counted: NDArray[np.bool_]  # won in the window
    listed: Numbers  # value at list price, EUR
    paid: Numbers
    variable: Numbers  # variable cost, positive


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """One entry per customer; orders, money and years are those of the window."""

    names: Names
    left: NDArray[np.bool_]
    reason: Rows
    years: Numbers
    orders: Numbers
    paid: Numbers
    variable: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Endings:
    """What one replication came to: its cases, its ledger by line, and the KPIs that were asked for."""

    leads: Leads
    customers: Customers
    ledger: dict[str, float]
    kpis: dict[str, float]


def endings(kpis: tuple[str, ...], reading: Reading) -> Endings:
    """Look at one replication."""
    rows = reading.noted(MONEY)
    rows = rows[reading.window.accrued(rows["time"])]
    sums = np.bincount(rows["reason"], weights=rows["value"], minlength=len(LEDGER))
    return Endings(
        _leads(reading),
        _customers(reading),
        {_line(number): float(value) for number, value in enumerate(sums)},
        {kpi: value_of(reading, kpi) for kpi in kpis},
    )


def _line(number: int) -> str:
    return LEDGER[number] if number < len(LEDGER) else f"line {number}"


# --- leads -----------------------------------------------------------------------------------------------


def _leads(reading: Reading) -> Leads:
    fates, until = reading.of_log(lead_fates), reading.window.until
    count = len(fates.arrived)
    lost, reason = _losses(reading, count)
    fate = np.where(fates.won < until, WON, np.where(lost, LOST_FOR_GOOD, OPEN))
    paid, variable = (_of_deals(reading, line, count) for line in (REVENUE, VARIABLE_COST))
    there = fates.arrived < until
    return Leads(
        names=np.array(lead_names(reading.log), dtype=object)[there],
        sources=np.array(reading.log.sources, dtype=object)[fates.source][there],
        fate=fate[there],
        place=_places(reading, count)[there],
        reason=np.where(fate == LOST_FOR_GOOD, reason, 0)[there],
        counted=reading.window.has(fates.won)[there],
        listed=reading.leads["value"][there],
        paid=paid[there],
        variable=0.0 - variable[there],
    )


def _places(reading: Reading, count: int) -> Rows:
    """How far each lead had come when the window ended."""
    fates, deals, until = reading.of_log(lead_fates), reading.of_log(deal_fates), reading.window.until
    place = np.where(fates.qualified < until, _HAND_OFF, np.where(fates.contacted < until, 1, 0))
    entered = np.count_nonzero(deals.entered[PRE_APPROACH : CLOSING + 1] < until, axis=0)
    np.maximum.at(place, deals.lead, np.where(entered > 0, _HAND_OFF + entered, 0))
    return place


def _losses(reading: Reading, count: int) -> tuple[NDArray[np.bool_], Rows]:
    """Which leads, or deals of theirs, were lost before the window's end, and why."""
    notes = reading.noted(LOST)
    notes = notes[notes["time"] < reading.window.until]
    leads, deals = of_type(notes, LEAD), of_type(notes, OPPORTUNITY)
    owners = reading.of_log(deal_fates).lead
    rows = np.where(deals >= 0, owners[deals] if len(owners) else -1, leads)
    lost, reason = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
    lost[rows[rows >= 0]] = True
    reason[rows[rows >= 0]] = notes["reason"][rows >= 0]
    return lost, reason


def _of_deals(reading: Reading, line: int, count: int) -> Numbers:
    """What was booked in the window on a line of the ledger for the deals of each lead."""
    rows = reading.noted(MONEY)
    rows = rows[reading.window.accrued(rows["time"]) & (rows["reason"] == line)]
    deals = of_type(rows, OPPORTUNITY)
    leads = reading.of_log(deal_fates).lead[deals[deals >= 0]]
    return np.bincount(leads, weights=rows["value"][deals >= 0], minlength=count).astype(float)


# --- customers -------------------------------------------------------------------------------------------


def _customers(reading: Reading) -> Customers:
    log = reading.log
    if not log.has("accounts"):
        none, nobody = np.zeros(0), np.zeros(0, dtype=np.int64)
        return Customers(nobody.astype(object), nobody.astype(bool), nobody, none, none, none, none)
    accounts = log.table("accounts")
    left, reason = _departures(reading, len(accounts))
    stays = np.bincount(
        reading.of_log(paths).account, weights=reading.of_window(years_of_stays), minlength=len(accounts)
    )
    orders, paid, variable = _of_orders(reading, len(accounts))
    there = accounts["since"] < reading.window.until
    return Customers(
        names=_names(reading)[there],
        left=left[there],
        reason=reason[there],
        years=stays.astype(float)[there],
        orders=orders[there],
        paid=paid[there],
        variable=variable[there],
    )


def _names(reading: Reading) -> Names:
    """Who was there first goes by the address of its luck, who was won by its lead."""
    accounts, leads = reading.log.table("accounts"), lead_names(reading.log)
    columns = (rows_of(accounts["lead"]), accounts["lead"] >= 0, *addresses_of(accounts["key"]))
    return np.array(
        [
            f"from {leads[row]}" if won else f"customer/{place}/{strip}/{index}"
            for row, won, place, strip, index in zip(*(column.tolist() for column in columns), strict=True)
        ],
        dtype=object,
    )


def _departures(reading: Reading, count: int) -> tuple[NDArray[np.bool_], Rows]:
    """Who has left by the window's end, and why; who was won back since has not."""
    last, reason = np.full((2, count), -np.inf), np.zeros(count, dtype=np.int64)
    for place, activity in enumerate((CHURNED, WON_BACK)):
        notes = reading.noted(activity)
        notes = notes[notes["time"] < reading.window.until]
        rows = rows_of(notes["case"])
        last[place, rows] = notes["time"]
        if activity == CHURNED:
            reason[rows] = notes["reason"]
    left = last[0] > last[1]
    return left, np.where(left, reason, 0)


def _of_orders(reading: Reading, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """Orders after the first one that were booked in the window, what was paid and their variable cost, by customer."""
    rows = reading.noted(MONEY)
    rows = rows[reading.window.accrued(rows["time"]) & np.isin(rows["reason"], (REVENUE, VARIABLE_COST))]
    orders = of_type(rows, ORDER)
    rows, orders = rows[orders >= 0], orders[orders >= 0]
    owner = reading.log.table("orders")["account"][orders]
    rows, owner = rows[owner >= 0], rows_of(owner[owner >= 0])
    booked = rows["reason"] == REVENUE

    def total(chosen: NDArray[np.bool_], weights: Numbers) -> Numbers:
        return np.bincount(owner[chosen], weights=weights[chosen], minlength=count).astype(float)

    values = rows["value"].astype(float)
    return total(booked, np.ones(len(rows))), total(booked, values), 0.0 - total(~booked, values)
