"""Channels by hand: what partners pay, what they hold, and what their orders tell."""

from math import isnan

import pytest

from simsales.company.partners.channels import CHANNEL_COLUMNS
from simsales.words.vocabulary import AGENCY, CONFLICTED, OFFICE, REVENUE, VARIABLE_COST
from tests.kpis.byhand import WEEK, Hand, office, scenario

MARKETS = {
    "markets": {"north": {"channel": {"kind": "distributor"}}, "south": {"channel": {"kind": "agent"}}}
}


class Partners(Hand):
    """Four weeks of five working days of a distributor in the north and an agent in the south."""

    def __init__(self, **window):
        super().__init__(horizon=4 * WEEK, calendar=office(), **window)
        self.scenario = scenario(channels=MARKETS)
        self._settle = self.log.open("channels", CHANNEL_COLUMNS)

    def week(self, number, market, asked, ordered, net=0.0, listed=0.0, held=0.0, seen=None, shelf=None):
        seen = market == 1 if seen is None else seen
        shelf = market == 0 if shelf is None else shelf
        self._settle(number * WEEK, market, asked, asked, 0, 0, held, 0, ordered, listed, net, seen, shelf)


def month():
    hand = Partners()
    for number, asked, ordered, held in ((1, 10, 8, 20), (2, 12, 14, 10), (3, 8, 4, 30), (4, 10, 14, 40)):
        hand.week(number, 0, asked, ordered, net=72.0 * ordered, listed=100.0 * ordered, held=held)
        hand.week(number, 1, 5, 5, net=460.0, listed=500.0)
    return hand


def test_variance_of_orders_over_that_of_demand():
    # demand 10, 12, 8, 10: squares 0 + 4 + 4 + 0; orders 8, 14, 4, 14 around 10: 4 + 16 + 36 + 16
    assert month().measured()["order_variance_amplification"] == pytest.approx(72 / 8)


def test_net_price_is_what_remains_of_list_price():
    assert month().measured()["net_price"] == pytest.approx((72 * 40 + 460 * 4) / (100 * 40 + 500 * 4))


def test_end_customers_of_a_distributor_are_not_seen():
    assert month().measured()["end_customer_visibility"] == pytest.approx(20 / 60)


def test_stock_range_is_stock_over_what_is_asked_for_on_a_working_day():
    # 25 pieces on the shelf on average, 40 asked for in 20 working days
    assert month().measured()["distributor_stock_range"] == pytest.approx(12.5)


def test_weeks_outside_the_window_are_not_counted():
    hand = Partners(warm_up=WEEK, follow_up=WEEK)
    for number, ordered in ((1, 100), (2, 10), (3, 14), (4, 100)):
        hand.week(number, 0, 10 + number, ordered, net=ordered, listed=2 * ordered, held=7)
    figures = hand.measured()
    assert figures["order_variance_amplification"] == pytest.approx(8 / 0.5)
    assert figures["net_price"] == 0.5
    assert figures["distributor_stock_range"] == pytest.approx(7 * 10 / 25)


def test_without_a_distributor_there_is_no_stock_and_nothing_to_amplify():
    hand = Partners()
    hand.week(1, 1, 5, 5, net=460.0, listed=500.0)
    figures = hand.measured()
    assert isnan(figures["order_variance_amplification"]) and isnan(figures["distributor_stock_range"])
    assert figures["end_customer_visibility"] == 1.0


def test_orders_that_a_partner_passes_on_amplify_nothing_and_lie_on_no_shelf():
    hand = month()
    before = hand.measured()
    for number, asked in ((1, 3), (2, 9), (3, 3), (4, 9)):
        hand.week(number, 2, asked, asked, net=7.2 * asked, listed=10.0 * asked, seen=False, shelf=False)
    figures = hand.measured()
    for name in ("order_variance_amplification", "distributor_stock_range"):
        assert figures[name] == before[name]
    assert figures["end_customer_visibility"] == pytest.approx(20 / (60 + 24))


def test_a_conflict_is_a_deal_of_our_own_reps_with_a_partners_customer():
    hand = Partners(warm_up=WEEK, follow_up=WEEK)
    for hours in (0.5 * WEEK, 1.5 * WEEK, 2.5 * WEEK, 3.5 * WEEK):
        hand.note(hours, hand.open(0.1, 0.2), CONFLICTED, 5_000.0)
    assert hand.measured()["channel_conflict"] == 2.0


def test_an_office_breaks_even_at_its_cost_over_what_it_saves():
    hand = Partners()
    assert "channel_break_even.north" not in hand.measured()
    hand.scenario = scenario(
        channels={"markets": {**MARKETS["markets"], "west": {"channel": {"kind": "direct_office"}}}}
    )
    figures = hand.measured()
    assert figures["channel_break_even.north"] == pytest.approx(350_000 / (0.35 - 0.02 - 0.07))
    assert figures["channel_break_even.south"] == pytest.approx(350_000 / (0.35 - 0.02 - 0.27))
    assert "channel_break_even.west" not in figures


def test_commissions_and_offices_are_cost():
    hand = Partners()
    hand.log.money(WEEK, REVENUE, 1000.0)
    hand.log.money(WEEK, VARIABLE_COST, -650.0)
    hand.log.money(WEEK, AGENCY, -80.0)
    hand.log.money(WEEK, OFFICE, -20.0)
    figures = hand.measured()
    assert (figures["cost.agency"], figures["cost.office"]) == (80.0, 20.0)
    assert (figures["bookings"], figures["margin"], figures["cost"]) == (1000.0, 350.0, 100.0)
    assert figures["contribution"] == 250.0


def test_where_channels_are_skipped_there_are_no_such_figures():
    figures = Hand().measured()
    names = (
        "order_variance_amplification",
        "net_price",
        "end_customer_visibility",
        "distributor_stock_range",
        "channel_conflict",
    )
    assert not {*names, "cost.agency", "cost.office"} & set(figures)
