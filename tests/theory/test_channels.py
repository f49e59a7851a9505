"""What S26 says beside its case: other windows, and a mean that is known."""

from __future__ import annotations

import pytest

from simsales.processes.play import play
from tests.theory.channels import S26, amplified, of_orders

RULE = "channels.markets.north.channel.reorder"


@pytest.mark.parametrize("replication", range(3))
def test_with_a_known_mean_every_sale_is_passed_on_and_nothing_else(replication):
    log = play(S26.scenario.but({RULE: {"kind": "known_mean"}}), replication)
    assert of_orders(log)["amplification"] == pytest.approx(1.0, rel=0.01)
    rows = log.table("channels")
    assert (rows["ordered"] == rows["asked"]).all()


def test_end_customers_ask_for_the_same_whatever_the_distributor_does():
    known = S26.scenario.but({RULE: {"kind": "known_mean"}, "channels.markets.north.channel.safety": 5})
    asked, also = (play(each).table("channels")["asked"] for each in (S26.scenario, known))
    assert (asked == also).all()
    assert asked.mean() == pytest.approx(36.0, abs=3.3 * (36.0 / len(asked)) ** 0.5)
    assert asked.var() == pytest.approx(36.0, rel=3.3 * (2.0 / len(asked)) ** 0.5)


@pytest.mark.parametrize(
    ("weeks", "expected"), [(4, 2.5), (12, 1.3888888888888888), (52, 1.0798816568047336)]
)
def test_the_longer_it_looks_back_the_calmer_its_orders(weeks, expected):
    assert amplified(2.0, weeks)["amplification"] == pytest.approx(expected)
    log = play(S26.scenario.but({f"{RULE}.weeks": weeks, "run.horizon": "8000 w", "run.warm_up": "1 y"}))
    assert of_orders(log)["amplification"] == pytest.approx(expected, rel=0.05)


def test_it_sends_nothing_back_at_this_volume():
    assert play(S26.scenario).table("channels")["ordered"].min() >= 0


# --- double margins (Spengler 1950): the linear closed form on the engine ------------------------------------


@pytest.mark.parametrize(
    ("channel", "quantity"),
    [
        ({"kind": "distributor", "margin": 0.28}, 1.0 + 2.0 * (1.0 - (1.5 + 0.72) / 2.0)),
        ({"kind": "distributor", "margin": 0.4, "rivals": 0.4}, 1.0 + 2.0 * (1.0 - (1.5 + 0.6) / 2.0)),
        ({"kind": "agent"}, 1.0),
    ],
)
def test_end_customers_buy_what_the_partners_own_best_price_leaves(channel, quantity):
    market = {"demand": "36 / w", "answer": {"kind": "linear", "elasticity": 2.0}, "channel": channel}
    scenario = S26.scenario.but({"channels.markets.north": market, "run.horizon": "2000 w"})
    asked = play(scenario).table("channels")["asked"]
    mean = 36.0 * quantity
    assert asked.mean() == pytest.approx(mean, abs=3.3 * (mean / len(asked)) ** 0.5)
