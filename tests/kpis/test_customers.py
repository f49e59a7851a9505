"""Customers who come, stay, grow and leave, on logs written by hand."""

from math import isnan

import pytest

from simsales.company.accounts.chronicle import ACCOUNT_COLUMNS, STANDING_COLUMNS
from simsales.company.production.order_book import ORDER_COLUMNS
from simsales.instruments.clock import WEEK, YEAR
from simsales.kpis.registry import value_of
from simsales.words.vocabulary import (
    ACCOUNT,
    AT_DELIVERY,
    CHURNED,
    CLOSED_DOWN,
    CROSS_SELL,
    MEDIA,
    ORDER,
    REFERRED,
    REPEAT,
    REVENUE,
    VARIABLE_COST,
    VISITED,
    WELCOMED,
    WON,
    WON_BACK,
)
from tests.kpis.byhand import Hand, scenario


class Base(Hand):
    """A log of customers over a year: each could spend 1,000 EUR a year with the firm, of a wallet of 1,000."""

    def __init__(self, **window):
        super().__init__(horizon=window.pop("horizon", YEAR), **window)
        self.scenario = scenario(farming={"discount": 0.08, "team": "hunter"})
        self.log.segments = tuple(self.scenario.customers)
        self._take_in = self.log.open("accounts", ACCOUNT_COLUMNS, ACCOUNT)
        self._stands = self.log.open("standings", STANDING_COLUMNS)
        self._place = self.log.open("orders", ORDER_COLUMNS, ORDER)

    def customer(self, since=0.0, seen=1000.0, yearly=1000.0, orders=0, last=0.0, **standing):
        account = self._take_in(since, 1000.0, seen, yearly, last, 0, -1, orders, 0)
        self.stands(account, max(since, 0.0), **standing)
        return account

    def stands(self, account, time, satisfaction=70.0, share=0.4, coverage=0.5, wallet=1000.0, alive=True):
        self._stands(time, satisfaction, share, coverage, 1.0, wallet, account, alive)

    def leaves(self, account, time, reason=AT_DELIVERY, **standing):
        self.note(time, account, CHURNED, reason=reason)
        self.stands(account, time, alive=False, **standing)

    def orders(self, account, time, value=100.0, kind=REPEAT):
        return self._place(time, value, account, -1, 1, 0, kind)


def figures(hand, *names):
    reading = hand.reading()
    return [value_of(reading, name) for name in names]


def test_who_comes_and_who_leaves_is_counted():
    hand = Base()
    stays, leaves, closes = (hand.customer() for _ in range(3))
    comes = hand.customer(since=0.4 * YEAR)
    hand.note(0.4 * YEAR, comes, WELCOMED)
    hand.leaves(leaves, 0.5 * YEAR)
    hand.leaves(closes, 0.6 * YEAR, CLOSED_DOWN)
    hand.note(0.1 * YEAR, stays, REFERRED)
    found = hand.measured()
    assert (found["customers"], found["customers.all"]) == (2.0, 2.0)
    assert (found["new_customers"], found["lost_customers"], found["won_back"]) == (1.0, 2.0, 0.0)
    assert (found["lost_customers.at_a_delivery"], found["lost_customers.closed_down"]) == (1.0, 1.0)
    assert found["logo_churn"] == pytest.approx(2 / 3)
    assert found["referrals"] == 1.0


def test_churn_and_retention_are_by_the_year():
    hand = Base(horizon=2 * YEAR)
    accounts = [hand.customer() for _ in range(100)]
    for account in accounts[:19]:
        hand.leaves(account, YEAR)
    assert figures(hand, "logo_churn", "nrr", "grr") == pytest.approx([0.10, 0.90, 0.90])


def test_only_the_net_figure_counts_who_has_grown():
    hand = Base()
    grows, shrinks, leaves = (hand.customer() for _ in range(3))
    hand.stands(grows, 0.5 * YEAR, share=0.5)
    hand.stands(shrinks, 0.5 * YEAR, share=0.3)
    hand.leaves(leaves, 0.5 * YEAR)
    new = hand.customer(since=0.7 * YEAR, share=0.9)
    hand.note(0.7 * YEAR, new, WELCOMED)
    nrr, grr = figures(hand, "nrr", "grr")
    assert nrr == pytest.approx((500 + 300) / 1200)
    assert grr == pytest.approx((400 + 300) / 1200)


def test_five_levers_add_up_to_the_change_of_yearly_orders():
    hand = Base()
    grows, uses, leaves, returns, gone = (hand.customer() for _ in range(5))
    hand.stands(grows, 0.5 * YEAR, share=0.5)
    hand.stands(uses, 0.5 * YEAR, share=0.5, wallet=1100.0)
    hand.leaves(leaves, 0.5 * YEAR)
    hand.leaves(returns, 0.2 * YEAR)
    hand.note(0.3 * YEAR, returns, WON_BACK)
    hand.stands(returns, 0.3 * YEAR, share=0.2)
    new = hand.customer(since=0.7 * YEAR, share=0.15)
    hand.leaves(gone, 0.1 * YEAR)
    hand.note(0.2 * YEAR, gone, WON_BACK)
    hand.stands(gone, 0.2 * YEAR)
    hand.leaves(gone, 0.3 * YEAR)
    brief = hand.customer(since=0.8 * YEAR)
    hand.leaves(brief, 0.9 * YEAR)
    levers = ("acquire", "retain", "share_of_wallet", "frequency", "win_back")
    parts = figures(hand, *(f"growth.{lever}" for lever in levers))
    assert parts == pytest.approx([150.0, -1200.0, 200.0, 50.0, 200.0])
    assert sum(parts) == pytest.approx(figures(hand, "yearly_orders")[0] - 5 * 400.0)
    assert new != brief


def test_shares_of_wallets_are_of_what_was_spent_while_they_were_customers():
    hand = Base()
    stays, leaves = hand.customer(seen=500.0), hand.customer(seen=1500.0)
    hand.orders(stays, 0.1 * YEAR, 300.0)
    hand.orders(leaves, 0.2 * YEAR, 150.0)
    hand.orders(stays, 0.3 * YEAR, 77.0, CROSS_SELL)
    hand.leaves(leaves, 0.5 * YEAR)
    assert figures(hand, "share_of_wallet", "share_of_wallet_seen", "cross_sales") == pytest.approx(
        [450 / 1500, 450 / 1250, 77.0]
    )


def test_more_use_is_a_larger_wallet():
    hand = Base()
    account = hand.customer()
    hand.stands(account, 0.5 * YEAR, wallet=2000.0)
    hand.orders(account, 0.6 * YEAR, 300.0)
    assert figures(hand, "share_of_wallet") == pytest.approx([0.2])


def test_orders_are_counted_per_year_of_a_customer():
    hand = Base(warm_up=0.25 * YEAR, follow_up=0.25 * YEAR)
    account, other = hand.customer(), hand.customer(since=0.5 * YEAR)
    for week in (14, 18, 26):
        hand.orders(account, week * WEEK)
    hand.orders(account, 20 * WEEK, kind=CROSS_SELL)
    hand.orders(other, 45 * WEEK)  # after the window
    hand.orders(account, 2 * WEEK)  # before it
    assert figures(hand, "orders_per_customer") == pytest.approx([4 / 0.75])
    assert figures(hand, "reorder_gap") == [8.0]  # of 12, 4 and 8 weeks


def test_satisfaction_is_averaged_over_the_time_it_was_felt():
    hand = Base()
    account, leaves = hand.customer(satisfaction=80.0), hand.customer(satisfaction=50.0)
    hand.stands(account, 0.5 * YEAR, satisfaction=60.0)
    hand.leaves(leaves, 0.5 * YEAR, satisfaction=50.0)
    assert figures(hand, "satisfaction") == pytest.approx([(40 + 30 + 25) / 1.5])


def test_who_recommends_us_and_how_well_all_are_covered_is_seen_at_the_end():
    hand = Base()
    for points, coverage in ((80.0, 0.2), (76.0, 0.4), (70.0, 0.6), (59.0, 0.8)):
        hand.customer(satisfaction=points, coverage=coverage)
    hand.leaves(hand.customer(satisfaction=99.0, coverage=1.0), 0.5 * YEAR)
    assert figures(hand, "recommenders", "coverage") == pytest.approx([0.25, 0.5])
    (segment,) = hand.log.segments
    assert hand.measured()[f"coverage.{segment}"] == pytest.approx(0.5)


def test_the_records_keep_a_customer_until_somebody_finds_it_gone():
    hand = Base()
    stays, unseen, found_out, back = (hand.customer() for _ in range(4))
    hand.customer(since=0.9 * YEAR)
    for account in (unseen, found_out, back):
        hand.leaves(account, 0.3 * YEAR)
    for account in (stays, found_out, back):
        hand.note(0.4 * YEAR, account, VISITED)
    hand.note(0.2 * YEAR, unseen, VISITED)
    hand.note(0.5 * YEAR, back, WON_BACK)
    hand.stands(back, 0.5 * YEAR)
    assert figures(hand, "customers", "customers_recorded", "visits") == [3.0, 4.0, 4.0]


def test_silence_makes_the_records_doubt():
    hand = Base()
    hand.scenario = scenario(
        farming={"records": {"rate_cv": 0.5, "chance_weight": 1.0}},
        customers={"all": {"orders": 12, "churn": "0.12 / y"}},
    )
    silent, busy = hand.customer(orders=6, last=-100.0), hand.customer()
    for month in range(12):
        hand.orders(busy, (month + 0.5) / 12 * YEAR)
    believed = figures(hand, "customers_believed")[0]
    # 6 orders, the last before the run began; r = 4, alpha = 1/3, a = 1, b = 99
    doubt = 1.0 / (1.0 + 1.0 / 104.0 * ((1 / 3 + 1.0) / (1 / 3 - 100.0 / YEAR)) ** 10)
    sure = 1.0 / (1.0 + 1.0 / 110.0 * ((1 / 3 + 1.0) / (1 / 3 + 11.5 / 12)) ** 16)
    assert believed == pytest.approx(doubt + sure, rel=1e-6)
    assert doubt < 0.01 < sure and silent != busy


def test_a_customer_is_worth_its_margin_over_churn_and_discount():
    hand = Base()
    hand.scenario = scenario(
        farming={"discount": 0.08},
        customers={"all": {"share": 0.5, "churn": "0.12 / y"}},
        products={"standard": {"variable_cost": 0.6}},
    )
    hand.leaves(hand.customer(), 0.5 * YEAR)
    hand.customer(share=0.4)
    new = hand.customer(since=0.5 * YEAR, share=0.25)
    hand.note(0.5 * YEAR, new, WELCOMED)
    assert figures(hand, "lifetime_value") == pytest.approx([(0.4 + 0.25) / 2 * 1000 * 0.4 / 0.2])
    deal = hand.open(0.0, 1.0)
    hand.note(2.0, deal, WON)
    hand.log.money(2.0, REVENUE, 900.0, deal)
    hand.log.money(2.0, VARIABLE_COST, -540.0, deal)
    hand.log.money(3.0, REVENUE, 5000.0, hand.orders(new, 3.0))
    worth = 360.0 + 0.5 * 1000 * 0.4 / 0.2
    assert figures(hand, "value_per_win") == pytest.approx([worth])
    hand.log.money(3.0, MEDIA, -340.0)
    assert figures(hand, "value_to_cost") == pytest.approx([worth / 340.0])


def test_what_is_sold_is_told_by_the_hour_of_those_who_look_after_customers():
    hand = Base()
    account = hand.customer()
    hand.orders(account, 5.0, 600.0)
    hand.work(1.0, 1.0, 4.0, 3.0, account, person=1)
    assert figures(hand, "sales_per_farmer_hour") == pytest.approx([200.0])


def test_where_there_is_nobody_nothing_is_shared():
    hand = Base()
    names = ("logo_churn", "nrr", "share_of_wallet", "satisfaction", "lifetime_value", "reorder_gap")
    assert all(isnan(value) for value in figures(hand, *names))
    assert figures(hand, "customers", "growth.acquire", "customers_believed") == [0.0, 0.0, 0.0]


def test_without_farming_none_of_this_exists():
    found = Hand().measured()
    assert "customers" not in found and "growth.acquire" not in found and "lifetime_value" not in found
