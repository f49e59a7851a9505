"""How partners share their effort among principals, what price they ask, and what they do for a segment of ours."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.policies.channels import Agent, DirectOffice, Distributor, break_even
from simsales.responses.channels import (
    ConstantElasticity,
    Diligence,
    EffortShare,
    GivenDemand,
    LinearDemand,
    end_price,
)


@pytest.mark.parametrize(
    ("ours", "share"),
    [(0.28, 1 / 8), (0.14, 0.5**1.5 / (0.5**1.5 + 7)), (0.56, 2**1.5 / (2**1.5 + 7)), (0.0, 0.0)],
)
def test_effort_goes_where_it_pays(ours, share):
    assert EffortShare().effort(ours, 0.28) == pytest.approx(share)
    assert EffortShare().reach(ours, 0.28) == pytest.approx(8 * share)


def test_without_sharpness_all_principals_are_alike():
    assert EffortShare(sharpness=0.0).effort(0.05, 0.28) == pytest.approx(1 / 8)


def test_a_partner_of_ours_alone_gives_us_everything():
    assert EffortShare(principals=1).effort(0.05, 0.28) == 1.0


def test_where_nobody_pays_anything_nobody_is_preferred():
    assert EffortShare().effort(0.0, 0.0) == pytest.approx(1 / 8)


def test_whoever_works_for_us_alone_loses_nothing():
    assert EffortShare().reach(1.0, 1.0) == pytest.approx(1.0)


# --- the partner's price: closed forms ---------------------------------------------------------------------

COST = 0.65  # of a piece, as a share of list price


def tried(demand, channel):
    """The partner's best price by trying all of them."""
    prices = np.linspace(0.5, 3.0, 250_001)
    quantities = np.array([demand.quantity(price) for price in prices[::50]])
    profits = (prices[::50] - channel.invoiced()) * quantities
    profits += np.array([channel.rebate_on(quantity) for quantity in quantities])
    return float(prices[::50][profits.argmax()])


@pytest.mark.parametrize("demand", [LinearDemand(), ConstantElasticity()])
def test_list_price_is_what_the_firm_itself_would_ask(demand):
    """So that nothing but the second margin moves the price (Lerner: elasticity = 1 / (1 - cost))."""
    assert demand.best(COST) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("demand", [LinearDemand(), ConstantElasticity(), LinearDemand(elasticity=1.5)])
@pytest.mark.parametrize("margin", [0.2, 0.28, 0.4])
@pytest.mark.parametrize("rebate", [0.0, 0.04, 0.15])
def test_a_partner_asks_what_is_best_for_itself(demand, margin, rebate):
    channel = Distributor(margin=margin, rebate=rebate)
    assert end_price(demand, channel) == pytest.approx(tried(demand, channel), abs=3e-3)


def test_two_margins_in_a_row_sell_less_and_leave_less_to_both():
    """Spengler 1950: the linear closed forms, in shares of list price."""
    demand, invoice = LinearDemand(elasticity=2.0), 0.8
    price = end_price(demand, Distributor(margin=1.0 - invoice))
    assert price == pytest.approx((1 + 1 / 2 + invoice) / 2)
    together = (1 + 1 / 2 + COST) / 2
    assert demand.quantity(price) == pytest.approx(1.0 * (1.5 - invoice))
    assert demand.quantity(together) == pytest.approx(1.0 * (1.5 - COST))

    def joint(at):
        return (at - COST) * demand.quantity(at)

    assert price > together and joint(price) < joint(together)


def test_the_firms_own_best_invoice_price_halves_the_quantity_of_a_linear_market():
    demand = LinearDemand(elasticity=2.0)
    together = demand.quantity((1.5 + COST) / 2)
    invoices = np.linspace(COST, 1.4, 10_001)
    ours = [(each - COST) * demand.quantity(demand.best(each)) for each in invoices]
    best = invoices[int(np.argmax(ours))]
    assert demand.quantity(demand.best(best)) == pytest.approx(together / 2, abs=1e-3)


def test_a_rebate_as_large_as_our_margin_brings_both_to_one_price():
    """Jeuland & Shugan 1983: what the last piece costs the partner is what it costs us."""
    demand = LinearDemand()
    aligned = Distributor(margin=0.28, rebate=0.72 - COST)
    assert end_price(demand, aligned) == pytest.approx(demand.best(COST))
    unaligned = Distributor(margin=0.28, rebate=0.07, rebate_above=1.0)
    assert end_price(demand, unaligned) > 1.03  # nothing is beyond what it would have to sell


@pytest.mark.parametrize(
    "demand", [GivenDemand(), LinearDemand(elasticity=0.0), ConstantElasticity(elasticity=0.9)]
)
def test_where_price_does_not_matter_list_price_is_kept(demand):
    assert end_price(demand, Distributor()) == 1.0


@pytest.mark.parametrize("channel", [Agent(), DirectOffice()])
def test_whoever_sells_in_our_name_sells_at_list_price(channel):
    assert end_price(LinearDemand(), channel) == 1.0


# --- what partners do ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reach", "pursued", "care"), [(0.4, 0.3, 1.0), (1.0, 0.75, 1.0), (2.0, 1.0, 1.5)])
def test_more_effort_first_takes_up_more_leads_and_then_spends_longer_on_each(reach, pursued, care):
    diligence = Diligence()
    assert (diligence.pursued(reach), diligence.care(reach)) == pytest.approx((pursued, care))
    assert pursued * care == pytest.approx(0.75 * reach)


def test_what_breaks_even_is_the_fixed_cost_over_what_it_saves():
    assert break_even(350_000, 0.35, 0.02, 0.07) == pytest.approx(1.346e6, rel=1e-3)
    assert break_even(350_000, 0.35, 0.02, 0.27) == pytest.approx(5.833e6, rel=1e-3)
    assert break_even(350_000, 0.35, 0.02, 0.33) == float("inf")
