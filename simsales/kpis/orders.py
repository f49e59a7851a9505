"""Orders: how many, how long until they are delivered, and whether that is when it was promised.

An order is delivered whole or not at all, so that *in full* holds for every delivery and being on time decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of
from simsales.kpis.quantiles import quantile
from simsales.kpis.reading import Reading, Rows
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import CANCELLED, DELIVERED, ORDER

_CHAPTER = "production"
_ROUNDING = 1e-9  # h

Chosen = NDArray[np.bool_]


class OrderFates(NamedTuple):
    """What became of each order; times are infinite for what has not happened by the end of the log."""

    product: Rows
    placed: Times
    delivered: Times
    cancelled: Times
    promised: Times  # when it should be there
    quoted: Times  # working hours that were promised
    took: Times  # working hours from order to delivery, those before the run began among them


@kpi("orders_placed", "orders", "neither", "orders that came in during the window", _CHAPTER)
def orders_placed(reading: Reading) -> float:
    return _count(reading, fates_of(reading).placed)


@kpi("orders_delivered", "orders", "higher", "orders delivered in the window", _CHAPTER)
def orders_delivered(reading: Reading) -> float:
    return _count(reading, fates_of(reading).delivered)


@kpi(
    "orders_delivered.<product>", "orders", "neither", "orders of <product> delivered in the window", _CHAPTER
)
def orders_delivered_by_product(reading: Reading) -> Mapping[str, float]:
    return _by_product(reading, lambda ours: _count(reading, fates_of(reading).delivered[ours]))


@kpi("orders_cancelled", "orders", "lower", "orders that customers withdrew in the window", _CHAPTER)
def orders_cancelled(reading: Reading) -> float:
    return _count(reading, fates_of(reading).cancelled)


@kpi(
    "open_orders",
    "orders",
    "lower",
    "orders placed and neither delivered nor withdrawn, averaged over the window (work in process)",
    _CHAPTER,
)
def open_orders(reading: Reading) -> float:
    fates, window = fates_of(reading), reading.window
    stays = window.stays(fates.placed, np.minimum(fates.delivered, fates.cancelled))
    return float(stays.sum()) / window.hours


@kpi(
    "open_orders_end",
    "orders",
    "lower",
    "orders placed and neither delivered nor withdrawn at the end of the window",
    _CHAPTER,
)
def open_orders_end(reading: Reading) -> float:
    fates, end = fates_of(reading), reading.window.until
    over = np.minimum(fates.delivered, fates.cancelled)
    return float(np.count_nonzero((fates.placed < end) & (over >= end)))


# --- lead time -------------------------------------------------------------------------------------------


@kpi(
    "lead_time",
    "wd",
    "lower",
    "mean working days from order to delivery, of orders delivered in the window",
    _CHAPTER,
)
def lead_time(reading: Reading) -> float:
    return _mean(_days(reading, _delivered(reading)))


@kpi(
    "lead_time.<product>",
    "wd",
    "lower",
    "mean working days from order to delivery, of orders of <product> delivered in the window",
    _CHAPTER,
)
def lead_time_by_product(reading: Reading) -> Mapping[str, float]:
    return _by_product(reading, lambda ours: _mean(_days(reading, _delivered(reading) & ours)))


@kpi(
    "lead_time_p90",
    "wd",
    "lower",
    "working days within which 90 % of the orders delivered in the window were delivered",
    _CHAPTER,
)
def lead_time_p90(reading: Reading) -> float:
    return quantile(_days(reading, _delivered(reading)), 0.9)


@kpi(
    "lead_time_p90.<product>",
    "wd",
    "lower",
    "working days within which 90 % of the orders of <product> delivered in the window were delivered",
    _CHAPTER,
)
def lead_time_p90_by_product(reading: Reading) -> Mapping[str, float]:
    return _by_product(reading, lambda ours: quantile(_days(reading, _delivered(reading) & ours), 0.9))


# --- what was promised -----------------------------------------------------------------------------------


@kpi(
    "promised_lead_time.<product>",
    "wd",
    "lower",
    "mean working days promised to orders of <product> placed in the window",
    _CHAPTER,
)
def promised_lead_time(reading: Reading) -> Mapping[str, float]:
    fates = fates_of(reading)
    placed = reading.window.has(fates.placed)
    return _by_product(reading, lambda ours: _mean(fates.quoted[placed & ours]) / reading.day_hours)


@kpi(
    "otif",
    "share",
    "higher",
    "orders delivered in full by the date promised, of those due in the window and not withdrawn before",
    _CHAPTER,
)
def otif(reading: Reading) -> float:
    return _mean(_on_time(reading)[_due(reading)])


@kpi(
    "otif.<product>",
    "share",
    "higher",
    "orders of <product> delivered in full by the date promised, of those due in the window",
    _CHAPTER,
)
def otif_by_product(reading: Reading) -> Mapping[str, float]:
    return _by_product(reading, lambda ours: _mean(_on_time(reading)[_due(reading) & ours]))


@kpi(
    "lateness",
    "wd",
    "lower",
    "mean working days by which orders delivered in the window came after the date promised; early is 0",
    _CHAPTER,
)
def lateness(reading: Reading) -> float:
    fates, delivered = fates_of(reading), _delivered(reading)
    late = np.maximum(reading.base.between(fates.promised[delivered], fates.delivered[delivered]), 0.0)
    return _mean(late) / reading.day_hours


# --- looking up ------------------------------------------------------------------------------------------


def fates_of(reading: Reading) -> OrderFates:
    """What became of each order of a reading."""
    return reading.of_log(order_fates)


def order_fates(reading: Reading) -> OrderFates:
    """What became of each order, from its row, what was promised, and the notes on it."""
    orders, promises = reading.log.table("orders"), reading.log.table("promises")
    count = len(orders)
    promised, quoted, earlier = np.full(count, np.inf), np.full(count, np.nan), np.zeros(count)
    rows = rows_of(promises["order"])
    promised[rows], quoted[rows], earlier[rows] = (
        promises["promised"],
        promises["quoted"],
        promises["earlier"],
    )
    placed = np.ascontiguousarray(orders["placed"])
    delivered = reading.first(DELIVERED, ORDER, count)
    until = np.minimum(delivered, reading.log.horizon)
    took = reading.base.between(np.maximum(placed, 0.0), until) + earlier
    return OrderFates(
        orders["product"].astype(np.int64),
        placed,
        delivered,
        reading.first(CANCELLED, ORDER, count),
        promised,
        quoted,
        np.where(np.isfinite(delivered), took, np.inf),
    )


def _count(reading: Reading, times: Times) -> float:
    return float(np.count_nonzero(reading.window.has(times)))


def _by_product(reading: Reading, value: Callable[[Chosen], float]) -> dict[str, float]:
    product = fates_of(reading).product
    return {name: value(product == place) for place, name in enumerate(reading.log.products)}


def _delivered(reading: Reading) -> Chosen:
    return reading.window.has(fates_of(reading).delivered)


def _days(reading: Reading, chosen: Chosen) -> Times:
    return np.asarray(fates_of(reading).took[chosen] / reading.day_hours)


def _due(reading: Reading) -> Chosen:
    fates = fates_of(reading)
    return reading.window.has(fates.promised) & (fates.cancelled > fates.promised)


def _on_time(reading: Reading) -> Chosen:
    fates = fates_of(reading)
    return np.asarray(fates.delivered <= fates.promised + _ROUNDING)


def _mean(values: NDArray[np.float64] | Chosen) -> float:
    return float(values.mean()) if len(values) else np.nan
