"""Textbook systems of making and stocking: their closed forms, what is read off the log, and the cases.

Sources: Palm (1938) for base stocks; Jackson (1957) for networks of stations; Buzacott & Shanthikumar (1993) for
one cell that produces up to a level; Song (1998) for orders of several items.  Rates are per day, times in days.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from simsales.instruments.eventlog import EventLog, rows_of, types_of
from simsales.words.vocabulary import BACKORDERED, DELIVERED, ORDER
from tests.theory import closed_forms as theory
from tests.theory.case import Answers, Case

DAY = 24.0


# --- closed forms ----------------------------------------------------------------------------------------


def base_stock(demand: float, lead: float, base: float) -> Answers:
    """Poisson demand, one piece ordered for each taken, ample supply: what is on order is Poisson."""
    on_order = stats.poisson(demand * lead)
    owed = float(sum((n - base) * on_order.pmf(n) for n in range(int(base), int(base) + 200)))
    return {
        "fill": float(on_order.cdf(base - 1)),
        "backorders": owed,
        "on hand": base - demand * lead + owed,
    }


def produce_up_to(demand: float, service: float, base: float) -> Answers:
    """One cell with exponential hours makes what has been taken: the number it has to make is geometric."""
    use = demand / service
    return {
        "wait": use**base / (service - demand),
        "fill": 1.0 - use**base,
        "on hand": base - use * (1.0 - use**base) / (1.0 - use),
    }


def both_there(demand: float, quick: float, slow: float, first: float, second: float) -> Answers:
    """Two components with constant lead times, one of each in an order: orders that wait for neither."""
    early, late = stats.poisson(demand * quick), stats.poisson(demand * (slow - quick))
    counts = range(int(first))
    return {"fill": float(sum(early.pmf(j) * late.cdf(second - 1 - j) for j in counts))}


def rework_network(orders: float, cancelled: float, sent_back: float, fails: float) -> Answers:
    """Clarification, production and test as an open Jackson network: orders at each station, and in all."""
    routing = np.array([[0.0, 1.0 - cancelled, 0.0], [sent_back, 0.0, 1.0 - sent_back], [0.0, fails, 0.0]])
    arrivals = np.linalg.solve(np.eye(3) - routing.T, np.array([orders, 0.0, 0.0]))
    stations = zip(arrivals, (1.6, 0.5, 3.0), (2, 6, 1), strict=True)
    there = [a * theory.mean_wait(a, service, count) + a / service for a, service, count in stations]
    return {"orders": sum(there)} | {f"orders {place}": number for place, number in enumerate(there)}


# --- what is read off a log ------------------------------------------------------------------------------


def stock(log: EventLog) -> Answers:
    """Share of orders served at once, mean wait of an order, mean stock and mean backorders of all items."""
    orders, notes = log.table("orders"), log.notes
    counted = orders["placed"] >= log.warm_up
    waited = notes["case"][notes["activity"] == BACKORDERED]
    served = np.ones(len(orders), dtype=bool)
    served[rows_of(waited)] = False
    done = np.full(len(orders), np.nan)
    delivered = notes[notes["activity"] == DELIVERED]
    done[rows_of(delivered["case"])] = delivered["time"]
    return {
        "fill": float(served[counted].mean()),
        "wait": float(np.nanmean((done - orders["placed"])[counted])) / DAY,
        "on hand": level(log, "on_hand"),
        "backorders": level(log, "backorders"),
    }


def level(log: EventLog, column: str) -> float:
    """The mean over time of a column of the stock's table, summed over items."""
    table = log.table("stock")
    total = 0.0
    for item in np.unique(table["item"]):
        mine = table[table["item"] == item]
        times = np.clip(np.append(mine["time"], log.horizon), log.warm_up, log.horizon)
        total += float(mine[column] @ np.diff(times))
    return total / (log.horizon - log.warm_up)


def orders_at(log: EventLog, desks: Sequence[str]) -> Answers:
    """Mean number of orders at each desk and in all."""
    work = log.worked
    work = work[types_of(work["case"]) == ORDER]
    stays = np.clip(
        np.minimum(work["ended"], log.horizon) - np.maximum(work["asked"], log.warm_up), 0.0, None
    )
    hours = log.horizon - log.warm_up
    there = [float(stays[work["desk"] == log.desks.index(desk)].sum()) / hours for desk in desks]
    return {"orders": sum(there)} | {f"orders {place}": number for place, number in enumerate(there)}


# --- the cases -------------------------------------------------------------------------------------------


def _daily(rate: float) -> dict[str, object]:
    return {"demand.inbound.rate": f"{rate!r} / d"}


T05 = Case(
    name="T05 shop with rework",
    file="t05.toml",
    parameters={"orders": 2.0, "cancelled": 0.10, "sent_back": 0.05, "fails": 0.08},
    answer=rework_network,
    expected={
        "orders": 8.915889229797916,
        "orders 0": 2.3119213407729635,
        "orders 1": 4.759307694850195,
        "orders 2": 1.8446601941747574,
    },
    mutation=("orders", 1.05),
    mutant=_daily(2.1),
    measure=lambda log: orders_at(log, ("supporter", "machining", "dispatch")),
    replications=30,
    mutant_replications=8,
    slow=True,
)
T08 = Case(
    name="T08 base stock",
    file="t08.toml",
    parameters={"demand": 1.6, "lead": 10.0, "base": 22.0},
    answer=base_stock,
    expected={"fill": 0.9107733721614383, "backorders": 0.1463256388901895, "on hand": 6.14632563889019},
    mutation=("demand", 1.05),
    mutant=_daily(1.68),
    measure=stock,
    replications=70,
    mutant_replications=8,
    slow=True,
)


def _up_to(
    base: int, fill: float, wait: float, on_hand: float, checked: Sequence[str], replications: int
) -> Case:
    figures = {"wait": wait, "fill": fill, "on hand": on_hand}
    return Case(
        name=f"T09 one cell, base stock {base}",
        file="t09.toml",
        parameters={"demand": 1.6, "service": 2.0, "base": float(base)},
        answer=produce_up_to,
        expected={name: figures[name] for name in checked},
        mutation=("demand", 1.05),
        mutant=_daily(1.68),
        measure=stock,
        changes={"production.stocks.goods.base": base},
        replications=replications,
        mutant_replications=8,
        slow=True,
    )


T09 = (
    _up_to(0, 0.0, 2.5000000000000004, 0.0, ["wait"], 40),
    _up_to(4, 0.5903999999999999, 1.0240000000000005, 1.6383999999999999, ["wait", "fill"], 110),
    _up_to(16, 0.9718525023289344, 0.07036874417766407, 12.112589990684262, ["fill", "on hand"], 20),
)
S24 = Case(
    name="S24 two components",
    file="s24.toml",
    parameters={"demand": 0.8, "quick": 5.0, "slow": 12.0, "first": 7.0, "second": 15.0},
    answer=both_there,
    expected={"fill": 0.8593071797500934},
    mutation=("demand", 1.05),
    mutant=_daily(0.84),
    measure=stock,
    replications=20,
    mutant_replications=8,
    slow=True,
)

CASES = (T05, T08, *T09, S24)
