"""Hybrid selling: who served customers, how often they were handed over, and what serving them costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.instruments.eventlog import Table, rows_of
from simsales.kpis.fates import deal_fates
from simsales.kpis.funnel import wins
from simsales.kpis.money import cost_of_teams, spent
from simsales.kpis.people import hours_by_team_and_task
from simsales.kpis.reading import Reading, Rows, of_type, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.scenario.hybrid import hybrid_of
from simsales.words.vocabulary import (
    APPROACH,
    BY_FIELD,
    BY_INSIDE,
    BY_PORTAL,
    CLARIFICATION,
    ENTERED,
    FOLLOW_UP,
    ORDER,
    ORDER_ENTRY,
    PORTAL_COST,
    PRE_APPROACH,
    REPEAT,
    WAYS,
)

_CHAPTER = "media.hybrid"


@kpi(
    "touches.<way>",
    "touches",
    "neither",
    "steps from the approach on, and rounds of objections, at which customers were served in the window by <way>: "
    "portal, inside or field",
    _CHAPTER,
)
def touches(reading: Reading) -> Mapping[str, float]:
    served = reading.of_window(_served)
    return {name: float(np.count_nonzero(served["way"] == place)) for place, name in enumerate(WAYS)}


@kpi(
    "digital_share",
    "share",
    "neither",
    "of the touches of the window, those in which customers served themselves in the portal",
    _CHAPTER,
)
def digital_share(reading: Reading) -> float:
    served = reading.of_window(_served)
    return ratio(np.count_nonzero(served["way"] == BY_PORTAL), len(served))


@kpi(
    "portal_failures",
    "share",
    "lower",
    "uses of the portal in the window that ended in an error or were broken off",
    _CHAPTER,
)
def portal_failures(reading: Reading) -> float:
    used = reading.of_window(_of_window)
    used = used[used["way"] == BY_PORTAL]
    return ratio(np.count_nonzero(used["failed"]), len(used))


@kpi(
    "handovers_per_deal",
    "handovers / deal",
    "lower",
    "times that somebody took a customer over from a colleague or from the portal, per opportunity won or lost in the "
    "window; whether anything was lost or not",
    _CHAPTER,
)
def handovers_per_deal(reading: Reading) -> float:
    closed = reading.window.has(reading.of_log(deal_fates).closed)
    rows = reading.of_log(_touches)
    taken_over = np.bincount(rows_of(rows["case"][rows["handover"]]), minlength=len(closed))
    return ratio(float(taken_over[closed].sum()), np.count_nonzero(closed))


@kpi(
    "cost_to_serve",
    "EUR / win",
    "lower",
    "cost of the portal, and of people for the share of their hours spent on steps 2 to 7, per order signed",
    _CHAPTER,
)
def cost_to_serve(reading: Reading) -> float:
    return ratio(sum(reading.of_window(_cost_by_way)), wins(reading))


@kpi(
    "cost_per_touch.<way>",
    "EUR / touch",
    "lower",
    "cost of the portal, or of people for the share of their hours spent on steps 2 to 7, per touch by <way>",
    _CHAPTER,
)
def cost_per_touch(reading: Reading) -> Mapping[str, float]:
    of_way, number = reading.of_window(_cost_by_way), touches(reading)
    return {name: ratio(cost, number[name]) for name, cost in zip(WAYS, of_way, strict=True)}


@kpi(
    "cost_per_order_entered.<way>",
    "EUR / order",
    "lower",
    "cost of people for the share of their hours spent on entering or clarifying repeat orders that came by <way>, "
    "eshop or desk, per such order entered in the window",
    "production",
)
def cost_per_order_entered(reading: Reading) -> Mapping[str, float]:
    by_shop = reading.of_log(_by_shop)
    notes, work = reading.noted(ENTERED), reading.work
    entered = rows_of(notes["case"][reading.window.has(notes["time"])])
    mine = np.flatnonzero(np.isin(work["task"], (ORDER_ENTRY, CLARIFICATION)) & np.isfinite(work["ended"]))
    mine = mine[reading.window.has(work["ended"][mine]) & (work["person"][mine] >= 0)]
    hour = reading.of_window(_cost_of_an_hour)[reading.team_of_person[work["person"][mine]]]
    orders, cost = rows_of(work["case"][mine]), work["hours"][mine] * hour
    return {
        name: ratio(float(cost[by_shop[orders] == shop].sum()), np.count_nonzero(by_shop[entered] == shop))
        for shop, name in ((1, "eshop"), (0, "desk"))
    }


# --- touches ---------------------------------------------------------------------------------------------


def _touches(reading: Reading) -> Table:
    return reading.log.table("touches")


def _of_window(reading: Reading) -> Table:
    rows = reading.of_log(_touches)
    return rows[reading.window.has(rows["time"]) & (rows["step"] >= APPROACH)]


def _served(reading: Reading) -> Table:
    """Touches of the window; a use of the portal that failed is none."""
    rows = reading.of_window(_of_window)
    return rows[~rows["failed"]]


# --- cost ------------------------------------------------------------------------------------------------


def _cost_of_an_hour(reading: Reading) -> Times:
    """What an hour worked by each team cost in the window, EUR."""
    hours = reading.of_window(hours_by_team_and_task).sum(axis=1)
    cost = reading.of_window(cost_of_teams)
    return np.divide(cost, hours, out=np.zeros_like(cost), where=hours > 0)


def _cost_by_way(reading: Reading) -> tuple[float, ...]:
    """What serving customers cost in the window, in the order of `WAYS`."""
    hours = reading.of_window(hours_by_team_and_task)[:, PRE_APPROACH : FOLLOW_UP + 1].sum(axis=1)
    cost = hours * reading.of_window(_cost_of_an_hour)
    inside = np.array([team in _inside_teams(reading) for team in reading.teams])
    ways = {
        BY_PORTAL: spent(reading, (PORTAL_COST,)),
        BY_INSIDE: float(cost[inside].sum()),
        BY_FIELD: float(cost[~inside].sum()),
    }
    return tuple(ways[way] for way in range(len(WAYS)))


def _inside_teams(reading: Reading) -> set[str]:
    tables = [hybrid_of(then) for _, _, then in reading.epochs]
    return {table.inside.team for table in tables if table is not None}


def _by_shop(reading: Reading) -> Rows:
    """For each order 1 where it came through the e-shop, 0 where it is a repeat order for the desk, -1 for others."""
    orders = reading.log.table("orders")
    found = np.where(orders["kind"] == REPEAT, 0, -1)
    notes = reading.noted(ENTERED)
    rows = of_type(notes, ORDER)
    found[rows[(rows >= 0) & (notes["value"] > 0.0)]] = 1
    return found
