"""A distributor that forecasts: the closed form, what is read off the log, and the case.

Source: Chen, Drezner, Ryan & Simchi-Levi (2000); exact for independent demand and a constant safety stock.
"""

from __future__ import annotations

from simsales.instruments.eventlog import EventLog
from tests.theory.case import Answers, Case


def amplified(lead: float, weeks: float) -> Answers:
    """Variance of a distributor's orders over that of its sales, with a forecast by a moving average."""
    return {"amplification": 1.0 + 2.0 * lead / weeks + 2.0 * (lead / weeks) ** 2}


def of_orders(log: EventLog) -> Answers:
    """Variance of weekly orders over that of weekly demand, after the warm-up."""
    rows = log.table("channels")
    rows = rows[rows["time"] > log.warm_up]
    return {"amplification": float(rows["ordered"].var(ddof=1) / rows["asked"].var(ddof=1))}


S26 = Case(
    name="S26 distributor that forecasts",
    file="s26.toml",
    parameters={"lead": 2.0, "weeks": 8.0},
    answer=amplified,
    expected={"amplification": 1.625},
    mutation=("weeks", 0.75),
    mutant={"channels.markets.north.channel.reorder.weeks": 6},
    measure=of_orders,
)

CASES = (S26,)
