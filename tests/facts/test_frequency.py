"""Frequency of use (F5.1 to F5.4): what is only moved in time, and what is gained."""

from __future__ import annotations

import numpy as np

from simsales.instruments.clock import WEEK
from simsales.processes.play import play
from tests.facts.paired import difference, effect

# --- F5.1, F5.3: a promotion, its echo and what remains ---------------------------------------------------

BEGIN, LENGTH = 26, 4  # weeks
GAP = 52 / 12  # weeks between two orders of a customer
PROMOTION = {
    "promotion": {
        "plan": {
            "kind": "calendar",
            "events": [{"start": f"{BEGIN} w", "length": f"{LENGTH} w", "depth": 0.10}],
        }
    }
}
NO_PROMOTION = {"promotion": {"plan": {"kind": "none"}}}
QUARTER = 0.25


def sales(log, begin: float, end: float) -> float:
    """EUR ordered between two weeks."""
    rows = log.table("purchases")
    return float(rows["value"][(rows["time"] >= begin * WEEK) & (rows["time"] < end * WEEK)].sum())


def moved(base, changes, replications):
    """Sales a week with less without: during the promotion, in one gap after it, and in two."""
    found = []
    for number in range(replications):
        with_it, without = (play(base.but(each), number) for each in ({**PROMOTION, **changes}, NO_PROMOTION))
        end = BEGIN + LENGTH
        found.append(
            [
                sales(with_it, begin, until) - sales(without, begin, until)
                for begin, until in ((BEGIN, end), (end, end + GAP), (end, end + 2 * GAP))
            ]
        )
    return np.array(found).T


def dip_of(gross, after, _):
    """Shortfall a week in the gap after a promotion over the surplus a week during it."""
    return -(after / GAP) / (gross / LENGTH)


def borrowed_of(gross, _, after):
    """What is missing in the two gaps after a promotion, as a share of the lift during it."""
    return -after / gross


def test_a_promotion_lifts_sales_and_is_missed_afterwards(slice_of, evidence):
    found = moved(slice_of("buyers"), {}, 10)
    dip, borrowed = effect(dip_of, *found), effect(borrowed_of, *found)
    evidence("lift during the promotion, EUR", difference(found[0], np.zeros(len(found[0]))))
    evidence("dip over spike", dip)
    evidence("share of the lift that is missing after it", borrowed)
    assert dip.exceeds(QUARTER)
    assert borrowed.exceeds(QUARTER)  # so that the net lift is less than three quarters of the gross


TWIN = {"promotion.buying": {"stock_share": 0.0, "acceleration": 0.0}}


def test_where_nothing_is_borrowed_nothing_is_missed(slice_of, evidence):
    base = slice_of("buyers")
    found = moved(base.but(PROMOTION), TWIN, 4)
    dip, borrowed = effect(dip_of, *found), effect(borrowed_of, *found)
    evidence("dip over spike, no stock and no haste", dip)
    evidence("share missing, no stock and no haste", borrowed)
    assert difference(found[0], np.zeros(len(found[0]))).exceeds(0.0)  # there is a spike
    assert dip.vanishes(QUARTER) and borrowed.vanishes(QUARTER)
