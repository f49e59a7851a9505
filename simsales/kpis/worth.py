"""What customers are worth: the margin of what they will order, discounted, beside what it cost to win them.

A customer of margin `m` a year that leaves at a rate `churn` is worth `m / (churn + discount)` (Gupta & Lehmann 2003;
the constant rates of dossier 4).
"""

from __future__ import annotations

import numpy as np

from simsales.instruments.clock import YEAR
from simsales.kpis.funnel import wins
from simsales.kpis.lives import accounts_of, at_end
from simsales.kpis.money import acquisition_cost
from simsales.kpis.reading import Reading, of_type, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import MONEY, OPPORTUNITY, REVENUE, VARIABLE_COST, WELCOMED

_CHAPTER = "farming"


@kpi(
    "lifetime_value",
    "EUR / customer",
    "higher",
    "margin of all that a customer is expected to order until it leaves, discounted, at its share of wallet and its "
    "segment's churn at the end of the window; mean over customers",
    _CHAPTER,
)
def lifetime_value(reading: Reading) -> float:
    stand = reading.of_window(at_end)
    worth = stand.rate * _margin_rate(reading) * _life(reading)
    return ratio(float(worth.sum()), np.count_nonzero(stand.alive))


@kpi(
    "value_per_win",
    "EUR / win",
    "higher",
    "margin of the first orders signed in the window, and the worth at their segment's share of wallet of those who "
    "became customers in it, per win",
    _CHAPTER,
)
def value_per_win(reading: Reading) -> float:
    came = worth_of_customers(reading)[accounts_of(reading, WELCOMED)].sum()
    return ratio(_margin_of_deals(reading) + float(came), wins(reading))


@kpi(
    "value_to_cost",
    "ratio",
    "higher",
    "what a win is worth (value_per_win) over what it cost (acquisition_cost)",
    _CHAPTER,
)
def value_to_cost(reading: Reading) -> float:
    return ratio(value_per_win(reading), acquisition_cost(reading))


def worth_of_customers(reading: Reading) -> Times:
    """Expected margin of each customer over its remaining life, discounted, at its segment's share of wallet, EUR."""
    if reading.scenario.farming == "skip":
        return np.zeros(0)
    accounts = reading.log.table("accounts")
    share = np.array([segment.share for segment in reading.scenario.customers.values()])
    return np.asarray(
        accounts["yearly"] * share[accounts["segment"]] * _margin_rate(reading) * _life(reading)
    )


def _life(reading: Reading) -> Times:
    """Years that a yearly margin of each customer counts for."""
    scenario = reading.scenario
    assert scenario.farming != "skip"
    discount = scenario.farming.discount
    life = [1.0 / (s.churn.per_calendar_hour * YEAR + discount) for s in scenario.customers.values()]
    return np.array(life)[reading.log.table("accounts")["segment"]]


def _margin_rate(reading: Reading) -> float:
    """Margin of an EUR of repeat orders, in the usual mix of products."""
    products = list(reading.scenario.products.values())
    sold = np.array([p.repeat_share * p.repeat_value.law(float).mean for p in products])
    return 1.0 - ratio(float(sold @ [p.variable_cost for p in products]), float(sold.sum()))


def _margin_of_deals(reading: Reading) -> float:
    rows = reading.noted(MONEY)
    rows = rows[reading.window.has(rows["time"]) & np.isin(rows["reason"], (REVENUE, VARIABLE_COST))]
    return float(rows["value"][of_type(rows, OPPORTUNITY) >= 0].sum())
