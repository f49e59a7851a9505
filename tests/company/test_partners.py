"""Distributors, agents and offices: what they sell, hold, order and pay."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.law import poisson_at
from simsales.kpis import measure
from simsales.policies.channels import Channel
from simsales.processes.play import play
from simsales.scenario import load
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import AGENCY, MONEY, OFFICE, REVENUE, VARIABLE_COST

NORTH = "channels.markets.north"


def market(kind, **of_channel):
    """A market of 20 pieces a week for a year, and whoever serves it."""
    channel = {"kind": kind, **of_channel}
    north = {"demand": "20 / w", "price": 500.0, "channel": channel}
    return Scenario().but({"channels": {"markets": {"north": north}}, "run.seed": 14})


def distributor(**of_channel):
    return market("distributor", **of_channel)


def weeks(scenario):
    return play(scenario).table("channels")


def ledger(log, line):
    rows = log.notes[(log.notes["activity"] == MONEY) & (log.notes["reason"] == line)]
    return float(rows["value"].sum())


def test_every_week_of_the_run_is_settled_once():
    assert (weeks(distributor())["time"] == WEEK * np.arange(1, 53)).all()


@pytest.mark.parametrize("safety", [0, 30, 100])
@pytest.mark.parametrize("waits", [True, False])
def test_no_piece_is_lost_from_sight(safety, waits):
    rows = weeks(distributor(safety=safety, waits=waits, lead="3 w"))
    first = round(3 * 20.0) + safety  # on the shelf and on its way
    sold = np.cumsum(rows["asked"] - rows["lost"])
    shelf = first + np.cumsum(rows["ordered"]) - sold - rows["on_order"] + rows["owed"]
    assert (shelf >= 0).all()
    assert ((shelf == 0) | (rows["owed"] == 0)).all()
    assert (rows["served"] + rows["lost"] <= rows["asked"]).all()
    assert (rows["lost"] == 0).all() if waits else (rows["owed"] == 0).all()


def test_with_a_known_mean_stock_on_hand_and_on_order_stays_at_its_level():
    rows = weeks(distributor(safety=30, reorder={"kind": "known_mean"}))
    assert (rows["ordered"] == rows["asked"]).all()
    assert rows["held"].max() <= 30 + 40  # all that there is


def test_a_short_shelf_makes_customers_wait_and_a_long_one_does_not():
    short, long = (weeks(distributor(safety=each)) for each in (0, 100))
    assert short["served"].sum() < 0.7 * short["asked"].sum()
    assert (long["served"] == long["asked"]).all()


def test_an_order_comes_after_the_lead_time():
    rows = weeks(distributor(reorder={"kind": "known_mean"}, lead="2 w"))
    coming = rows["ordered"][:-1] + rows["ordered"][1:]  # what was ordered now and a week ago
    assert (rows["on_order"][1:] == coming).all()


def test_when_demand_falls_away_it_sends_goods_back_if_it_may():
    fall = [{"time": "20 w", "set": {NORTH: {"demand": "2 / w"}}}]
    back, kept = (weeks(distributor(returns=each).but({"at": fall})) for each in (True, False))
    assert back["ordered"].min() < 0 and kept["ordered"].min() == 0


def test_what_it_orders_is_booked_below_list_price():
    scenario = distributor(margin=0.3, rivals=0.3)
    log = play(scenario)
    listed = 500.0 * log.table("channels")["ordered"].sum()
    assert ledger(log, REVENUE) == pytest.approx(0.7 * listed)
    assert ledger(log, VARIABLE_COST) == pytest.approx(-0.65 * listed)
    figures = measure(log, scenario)
    assert figures["contribution"] == pytest.approx(0.05 * listed)
    assert figures["net_price"] == pytest.approx(0.7)


def test_an_agent_is_paid_a_commission_of_the_invoice():
    scenario = market("agent")
    log = play(scenario)
    listed = 500.0 * log.table("channels")["asked"].sum()
    assert (ledger(log, REVENUE), ledger(log, AGENCY)) == pytest.approx((listed, -0.08 * listed))
    assert measure(log, scenario)["contribution"] == pytest.approx(0.27 * listed)


def test_an_office_costs_the_same_whatever_it_sells():
    scenario = market("direct_office", cost=100_000.0)
    log = play(scenario)
    listed = 500.0 * log.table("channels")["asked"].sum()
    assert ledger(log, OFFICE) == pytest.approx(-100_000.0 * 52 * WEEK / YEAR - 0.02 * listed)
    assert measure(log, scenario)["contribution"] == pytest.approx(0.33 * listed - 100_000.0)


def test_end_customers_are_the_same_whoever_serves_them():
    asked = [weeks(market(kind))["asked"] for kind in ("distributor", "agent", "direct_office")]
    assert (asked[0] == asked[1]).all() and (asked[0] == asked[2]).all()


def test_a_higher_rate_never_brings_fewer_in_any_week():
    more = weeks(distributor().but({f"{NORTH}.demand": "21 / w"}))["asked"]
    assert (more >= weeks(distributor())["asked"]).all()


def test_another_market_changes_nothing_in_this_one():
    south = {"channels.markets.south": {"demand": "5 / w", "channel": {"kind": "agent"}}}
    rows = weeks(distributor().but(south))
    assert (rows[rows["market"] == 0] == weeks(distributor())).all()


def test_a_poisson_quantile_is_the_least_number_that_is_likely_enough():
    from scipy.stats import poisson

    for mean in (0.1, 3.0, 36.0, 2_000.0):
        for uniform in (0.0, 1e-9, 0.2, 0.5, 0.97, 1.0 - 1e-12):
            expected = max(0, int(poisson(mean).ppf(uniform)))
            assert poisson_at(mean, uniform) == expected
    assert poisson_at(0.0, 0.9) == 0


def test_the_firms_own_business_does_not_notice():
    short = {"run.horizon": "6 w"}
    without = play(load("norddrive_selling").but(short))
    south = {"channels": {"markets": {"south": {"demand": "20 / w"}}}}
    served = play(load("norddrive_selling").but(short).but(south))
    assert (without.worked == served.worked).all()
    assert (without.leads == served.leads).all()
    own = [log.notes[log.notes["activity"] != MONEY] for log in (without, served)]
    assert (own[0] == own[1]).all()


class Consignment(Channel):
    """A channel of one's own: nothing is invoiced at all."""

    def invoiced(self):
        return 0.0

    def fee(self):
        return 0.0

    def yearly_cost(self):
        return 0.0

    def earned(self):
        return 0.3, 0.28


def test_a_channel_of_ones_own_has_the_same_verbs():
    north = {"demand": "20 / w", "price": 500.0, "channel": Consignment()}
    margin = {"time": "4 w", "set": {NORTH: {"price": 600.0}}}
    scenario = Scenario().but({"channels": {"markets": {"north": north}}, "at": [margin]})
    figures = measure(play(scenario), scenario)
    assert figures["bookings"] == 0.0 and figures["margin"] < 0.0
    assert figures["end_customer_visibility"] == 1.0
