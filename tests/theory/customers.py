"""Textbook customers: their closed forms, what is read off the log, and the cases.

Sources: Fader, Hardie & Lee (2005) for BG/NBD, Schmittlein, Morrison & Colombo (1987) for Pareto/NBD, Cox (1962) for
renewals, Gupta & Lehmann (2003) for lifetime value.  Times in weeks, or in years where it says so.
"""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
from scipy.special import hyp2f1

from simsales.instruments.clock import DAY, WEEK, YEAR
from simsales.instruments.eventlog import EventLog, rows_of
from simsales.words.vocabulary import MONEY, REVENUE, VARIABLE_COST
from tests.theory.case import Answers, Case

UNTIL = (39, 52, 78)  # weeks
QUARTER = 63  # days
DISCOUNT = 0.08


# --- closed forms ----------------------------------------------------------------------------------------


def bg_nbd(r: float, alpha: float, a: float, b: float) -> Answers:
    """Repeat orders by a week, of rates Gamma(r, alpha) and chances to leave Beta(a, b); and who never orders again."""

    def orders(t: float) -> float:
        grown = 1.0 - (alpha / (alpha + t)) ** r * hyp2f1(r, b, a + b - 1.0, t / (alpha + t))
        return float((a + b - 1.0) / (a - 1.0) * grown)

    return {f"orders by {t} w": orders(t) for t in UNTIL} | {"none by 39 w": (alpha / (alpha + 39.0)) ** r}


def pareto_nbd(r: float, alpha: float, s: float, beta: float) -> Answers:
    """Repeat orders by a week, of rates Gamma(r, alpha) and hazards of leaving Gamma(s, beta)."""

    def orders(t: float) -> float:
        return r * beta / (alpha * (s - 1.0)) * (1.0 - (beta / (beta + t)) ** (s - 1.0))

    return {f"orders by {t} w": orders(t) for t in UNTIL}


def compound_poisson(daily: float, value: float, cv: float) -> Answers:
    """Mean and standard deviation of a quarter's revenue, EUR."""
    expected = daily * QUARTER
    return {"mean": expected * value, "deviation": value * sqrt(expected * (1.0 + cv**2))}


def lifetime_value(margin: float, churn: float) -> Answers:
    """Margin of a constant rate until an exponential end, discounted continuously, EUR; `churn` lost in a year."""
    return {"value": margin / (-log(1.0 - churn) + log(1.0 + DISCOUNT))}


def even_renewals(stages: float) -> Answers:
    """Orders in the year after one, in gaps of two exponential stages of this rate a year."""
    return {"orders": stages / 2.0 - 0.25 + exp(-2.0 * stages) / 4.0}


def met_anywhere(stages: float) -> Answers:
    """The same in a year that begins at no special time."""
    return {"orders": stages / 2.0}


# --- what is read off a log ------------------------------------------------------------------------------


def repeat_orders(log: EventLog) -> Answers:
    """Mean orders of a customer by some weeks, and share of customers without one by the first of them."""
    orders, customers = log.table("orders"), len(log.table("accounts"))
    early = orders["account"][orders["placed"] <= UNTIL[0] * WEEK]
    found = {f"orders by {t} w": float((orders["placed"] <= t * WEEK).sum()) / customers for t in UNTIL}
    return found | {"none by 39 w": 1.0 - len(np.unique(early)) / customers}


def quarterly_revenue(log: EventLog) -> Answers:
    """Mean and standard deviation of a quarter's revenue, from those of its days."""
    orders = log.table("orders")
    days = np.bincount((orders["placed"] // DAY).astype(int), orders["value"], round(log.horizon / DAY))
    return {"mean": float(days.mean()) * QUARTER, "deviation": float(days.std(ddof=1)) * sqrt(QUARTER)}


def discounted_margin(log: EventLog) -> Answers:
    """Margin of all orders, each discounted to the beginning, over those who were customers then."""
    rows = log.notes[log.notes["activity"] == MONEY]
    rows = rows[np.isin(rows["reason"], (REVENUE, VARIABLE_COST))]
    known = log.table("orders")["account"][rows_of(rows["case"])] >= 0
    today = rows["value"] * (1.0 + DISCOUNT) ** (-rows["time"] / YEAR)
    return {"value": float(today[known].sum()) / len(log.table("accounts"))}


def yearly_orders(log: EventLog) -> Answers:
    """Mean orders of a customer in the run."""
    return {"orders": len(log.table("orders")) / len(log.table("accounts"))}


# --- the cases -------------------------------------------------------------------------------------------


def _rates(r: float, alpha: float) -> dict[str, object]:
    """Order rates of a Gamma law as the scenario says them, a year."""
    return {"customers.all.orders": {"kind": "gamma", "mean": 52.0 * r / alpha, "cv": 1.0 / sqrt(r)}}


T10 = Case(
    name="T10 BG/NBD customers",
    file="t10.toml",
    parameters={"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426},
    answer=bg_nbd,
    expected={
        "orders by 39 w": 1.1967231933207985,
        "orders by 52 w": 1.446050595396398,
        "orders by 78 w": 1.8605190579427455,
        "none by 39 w": 0.5737863520960094,
    },
    mutation=("r", 1.05),
    mutant=_rates(1.05 * 0.243, 4.414),
    measure=repeat_orders,
    replications=90,
    mutant_replications=16,
    slow=True,
)
S17 = Case(
    name="S17 a quarter's revenue",
    file="s17.toml",
    parameters={"daily": 22.0, "value": 5_405.0, "cv": 1.2},
    answer=compound_poisson,
    expected={"mean": 7_491_330.0, "deviation": 314_320.15256104723},
    mutation=("value", 1.05),
    mutant={"products.standard.repeat_value.mean": 5_405.0 * 1.05},
    measure=quarterly_revenue,
    replications=120,
    mutant_replications=60,
    slow=True,
)
S18 = Case(
    name="S18 lifetime value",
    file="s18.toml",
    parameters={"margin": 14_600.0, "churn": 0.12},
    answer=lifetime_value,
    expected={"value": 71_291.00746140018},
    mutation=("margin", 1.05),
    mutant={"products.standard.repeat_value": 20_000.0 * 1.05},
    measure=discounted_margin,
    replications=45,
    mutant_replications=15,
    slow=True,
)
S22 = Case(
    name="S22 Pareto/NBD customers",
    file="s22.toml",
    parameters={"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669},
    answer=pareto_nbd,
    expected={
        "orders by 39 w": 1.2130028442810157,
        "orders by 52 w": 1.4729968033751073,
        "orders by 78 w": 1.9093981293136852,
    },
    mutation=("r", 1.05),
    mutant=_rates(1.05 * 0.553, 10.578),
    measure=repeat_orders,
    replications=40,
    mutant_replications=16,
    slow=True,
)
S25 = Case(
    name="S25 even renewals",
    file="s25.toml",
    parameters={"stages": 24.0},
    answer=even_renewals,
    expected={"orders": 11.75},
    mutation=("stages", 1.05),
    mutant={"customers.all.orders": 12.0 * 1.05},
    measure=yearly_orders,
    replications=24,
    mutant_replications=10,
)
S25_SOONER = Case(
    name="S25 even renewals, 15 % sooner",
    file="s25.toml",
    parameters={"stages": 24.0 * 1.15},
    answer=even_renewals,
    expected={"orders": 13.549999999999999},
    mutation=("stages", 1.05),
    mutant={"customers.all.orders": 12.0 * 1.15 * 1.05},
    measure=yearly_orders,
    changes={"customers.all.orders": 12.0 * 1.15},
    replications=24,
    mutant_replications=10,
)
S25_MET_ANYWHERE = Case(
    name="S25 even renewals, met at any time",
    file="s25.toml",
    parameters={"stages": 24.0},
    answer=met_anywhere,
    expected={"orders": 12.0},
    mutation=("stages", 1.05),
    mutant={"customers.all.orders": 12.0 * 1.05},
    measure=yearly_orders,
    changes={"customers.all.first_gap": "stationary"},
    replications=24,
    mutant_replications=10,
)

CASES = (T10, S17, S18, S22, S25, S25_SOONER, S25_MET_ANYWHERE)
