"""What promotions, cards and programmes did, on logs written by hand."""

from math import isnan, nan

import pytest

from simsales.company.accounts.chronicle import ACCOUNT_COLUMNS, STANDING_COLUMNS
from simsales.company.frequency.promotions import CAMPAIGN_COLUMNS, PURCHASE_COLUMNS
from simsales.company.production.order_book import ORDER_COLUMNS
from simsales.instruments.clock import WEEK
from simsales.words.vocabulary import (
    ACCOUNT,
    ADOPTED,
    CHURNED,
    ORDER,
    PROGRAMME,
    PROMOTION,
    REBATE,
    REWARD,
    REWARDED,
    WON_BACK,
)
from tests.kpis.byhand import Hand, scenario


class Sites(Hand):
    """A log of customers' purchases over forty weeks; their usual gap is four weeks."""

    def __init__(self, **window):
        super().__init__(horizon=40 * WEEK, **window)
        self.scenario = scenario(farming={}, promotion={})
        self._enter = self.log.open("purchases", PURCHASE_COLUMNS)
        self._announce = self.log.open("campaigns", CAMPAIGN_COLUMNS)
        self._take_in = self.log.open("accounts", ACCOUNT_COLUMNS, ACCOUNT)
        self.log.open("standings", STANDING_COLUMNS)
        self.log.open("orders", ORDER_COLUMNS, ORDER)

    def account(self):
        return self._take_in(0.0, 0.0, 0.0, 0.0, 0.0, 0, -1, 0, 0)

    def buys(self, week, value=100.0, account=0, stocked=0.0, grown=0.0, sooner=0.0, stock=0.0, kept=0.0):
        won = (sooner, 0.0, 0.0)
        self._enter(
            *(week * WEEK, value, 0.0, stocked, grown, *won, stock, kept, 4 * WEEK, nan, account, 0, False)
        )

    def promotes(self, begin, end):
        self._announce(begin * WEEK, end * WEEK, 0.1)


def promoted():
    """A promotion from week 20 to 24; its echo ends with week 32."""
    hand = Sites()
    hand.promotes(20, 24)
    for week in (10, 13, 16, 20, 23.9, 24, 31.9, 32, 36):
        hand.buys(week)
    return hand


def test_sales_are_told_by_where_they_lie_between_promotions():
    figures = promoted().measured()
    assert (figures["promotion_sales"], figures["echo_sales"]) == (200.0, 200.0)
    assert figures["sales_with_echo"] == 400.0


def test_what_lies_in_the_next_promotion_is_no_echo_of_the_last():
    hand = promoted()
    hand.promotes(31, 33)
    assert hand.measured()["promotion_sales"] == 400.0
    assert hand.measured()["echo_sales"] == 100.0 + 100.0  # in weeks 24 and 36


def test_the_dip_is_measured_against_as_long_before():
    figures = promoted().measured()  # weeks 13 and 16 before, 24 and 31.9 after
    assert figures["dip_depth"] == 0.0
    hand = promoted()
    hand.buys(19.0)
    hand.buys(12.5)
    assert hand.measured()["dip_depth"] == pytest.approx(0.5)


def test_the_dip_looks_no_further_than_the_window_on_either_side():
    hand = Sites(follow_up=12 * WEEK)  # the window ends four weeks after the promotion
    hand.promotes(20, 24)
    for week in (13, 17, 18, 25, 29):
        hand.buys(week)
    assert hand.measured()["dip_depth"] == pytest.approx(0.5)  # 17 and 18 against 25


def test_what_is_bought_ahead_and_what_is_gained_are_kept_apart():
    hand = Sites()
    hand.buys(5.0, value=124.0, stocked=14.0, grown=10.0, sooner=0.25)
    hand.log.money(5 * WEEK, PROMOTION, -12.0)
    figures = hand.measured()
    assert figures["bought_ahead"] == pytest.approx(14.0 + 0.25 * 100.0)
    assert figures["grown_sales"] == 10.0
    assert figures["cost_per_grown_eur"] == pytest.approx(1.2)


def test_all_that_is_spent_on_frequency_is_counted_once():
    hand = Sites()
    for amount, line in enumerate((PROMOTION, REWARD, REBATE, PROGRAMME), start=1):
        hand.log.money(WEEK, line, -float(amount))
    figures = hand.measured()
    assert figures["frequency_cost"] == figures["cost"] == 10.0 and figures["contribution"] == -10.0
    assert [figures[f"cost.{line}"] for line in ("promotion", "reward", "rebate", "programme")] == [
        1,
        2,
        3,
        4,
    ]
    assert isnan(hand.measured()["cost_per_grown_eur"])


def test_cards_are_counted_and_timed_by_customer():
    hand = Sites()
    first, second = hand.account(), hand.account()
    for week, account in ((5, first), (9, second), (15, first), (29, second), (35, first)):
        hand.note(week * WEEK, account, REWARDED)
    figures = hand.measured()
    assert figures["reward_cards"] == 5.0
    assert figures["weeks_per_card"] == pytest.approx((10 + 20 + 20) / 3)


def test_customers_on_a_programme_are_those_who_are_still_there():
    hand = Sites()
    stays, leaves, returns, without = (hand.account() for _ in range(4))
    for account in (stays, leaves, returns):
        hand.note(5 * WEEK, account, ADOPTED)
    for account in (leaves, returns, without):
        hand.note(10 * WEEK, account, CHURNED)
    hand.note(20 * WEEK, returns, WON_BACK)
    assert hand.measured()["programme_customers"] == 2.0


def test_stock_at_sites_melts_until_it_is_gone_or_the_next_order_comes():
    hand = Sites()
    hand.buys(0.0, stock=0.5)  # two weeks of use, gone after two weeks: 2 week-weeks
    hand.buys(20.0, stock=0.5, kept=0.25)  # one week of use melts, one stays for twenty weeks: 0.5 + 20
    hand.buys(0.0, account=1, stock=1.0)  # four weeks of use; after two weeks there is another order: 2 + 4
    hand.buys(2.0, account=1)
    assert hand.measured()["site_stock"] == pytest.approx((2.0 + 20.5 + 6.0) / 80.0)


def test_without_a_promotion_table_none_of_this_exists():
    assert "promotion_sales" not in Hand().measured()
