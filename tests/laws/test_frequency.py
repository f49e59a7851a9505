"""Laws of what is bought ahead: nothing is lost or counted twice, and nobody's luck is moved."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.instruments.clock import YEAR
from simsales.processes.play import play
from simsales.scenario.model import Scenario

SEASON = (0.7, 1.2, 1.4, 0.7)
#: Customers whose share of wallet stands still, so that what they need by a day is known by hand.
SITES = Scenario().but(
    {
        "farming": {},
        "customers.all": {"count": 12, "orders": {"kind": "gamma", "mean": 14, "cv": 0.6}},
        "products.standard.repeat_value": {"kind": "lognormal", "mean": "5_000 EUR", "cv": 0.8},
        "market": {"wallet": {"new": 1.0}, "closures": "0 / y", "season": list(SEASON)},
        "switches": {"satisfaction": False, "coverage": False},
        "promotion": {},
        "run.horizon": "78 w",
    }
)
EVENT = st.fixed_dictionaries(
    {
        "start": st.integers(0, 75).map("{} w".format),
        "length": st.integers(1, 60).map("{} d".format),
        "depth": st.floats(0.0, 0.2).map(lambda depth: round(depth, 3)),
    }
)
BUYING = st.fixed_dictionaries(
    {"acceleration": st.floats(0, 0.5), "quantity": st.floats(0, 0.5), "stock_share": st.floats(0, 1)}
)
#: All that is won by striving or hurrying is bought ahead and nothing of it from rivals.
REWARD = {"threshold": 5, "striving": {"stock_share": 1.0, "reset": 1.0}}
REBATE = {"steps": [{"threshold": "60_000 EUR", "rate": 0.01}, {"threshold": "75_000 EUR", "rate": 0.02}]}


def needed_by(time):
    """Orders' worth that a customer has used by then, over its own rate an hour."""
    parts = np.array(SEASON) * YEAR / len(SEASON)
    edges = np.arange(len(SEASON) * 2 + 1) * YEAR / len(SEASON)
    return np.interp(time, edges, np.concatenate([[0.0], np.cumsum(np.tile(parts, 2))]))


def purchases(changes, seed):
    rows = play(SITES.but({"run.seed": seed, **changes}), 0).table("purchases")
    return {account: rows[rows["account"] == account] for account in np.unique(rows["account"])}


def orders_worth(rows):
    """What was put on stock with each order, in usual orders."""
    return rows["stocked"] / (rows["value"] - rows["stocked"] - rows["grown"])


@settings(max_examples=12, deadline=None)
@given(
    events=st.lists(EVENT, min_size=1, max_size=5),
    buying=BUYING,
    seed=st.integers(0, 10_000),
    reward=st.booleans(),
    rebate=st.booleans(),
)
def test_what_is_bought_is_used_or_in_stock_at_every_order(events, buying, seed, reward, rebate):
    promotion = {
        "plan": {"kind": "calendar", "events": events},
        "buying": buying,
        **({"reward": REWARD} if reward else {}),
        **({"rebate": REBATE} if rebate else {}),
    }
    usual_ones, moved_ones = purchases({}, seed), purchases({"promotion": promotion}, seed)
    for account in usual_ones.keys() & moved_ones.keys():
        usual, rows = usual_ones[account], moved_ones[account]
        orders = min(len(usual), len(rows))
        usual, rows = usual[:orders], rows[:orders]
        season = np.array(SEASON)[(rows["time"] % YEAR * len(SEASON) / YEAR).astype(int)]
        rate = 1.0 / (rows["gap"] * season)
        used = rate * (needed_by(rows["time"]) - needed_by(usual["time"]))
        assert np.allclose(np.cumsum(orders_worth(rows)), used + rows["stock"], atol=1e-6)
        assert np.all(rows["stock"] >= -1e-9)


@settings(max_examples=6, deadline=None)
@given(events=st.lists(EVENT, min_size=1, max_size=4), seed=st.integers(0, 10_000))
def test_a_promotion_changes_nobodys_draws(events, seed):
    """The n-th order of a customer is as large as it would have been, what the discount adds left out."""
    promotion = {"plan": {"kind": "calendar", "events": events}, "reward": REWARD, "rebate": REBATE}
    usual_ones, moved_ones = purchases({}, seed), purchases({"promotion": promotion}, seed)
    for account in usual_ones.keys() & moved_ones.keys():
        usual, rows = usual_ones[account], moved_ones[account]
        orders = min(len(usual), len(rows))
        drawn = (rows["value"] - rows["stocked"] - rows["grown"])[:orders]
        assert np.allclose(drawn, usual["value"][:orders], rtol=1e-12)
