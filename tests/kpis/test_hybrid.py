"""Hybrid selling by hand: who served, how often customers were handed over, and what it cost."""

from math import isnan

import pytest

from simsales.company.production.order_book import ORDER_COLUMNS
from simsales.company.selling.meetings import MEETING_COLUMNS
from simsales.company.selling.touchpoints import TOUCH_COLUMNS
from simsales.kpis import catalogue
from simsales.kpis.hybrid import cost_per_order_entered
from simsales.words.vocabulary import (
    APPROACH,
    CLARIFICATION,
    CLOSING,
    COMPETITOR,
    DEAL,
    ENTERED,
    EXPENSES,
    ORDER,
    ORDER_ENTRY,
    PAY,
    PORTAL_COST,
    PRE_APPROACH,
    PRESENTATION,
    QUOTATION,
    REPEAT,
    WAYS,
    WON,
)
from tests.kpis.byhand import Hand, scenario
from tests.kpis.shop import PRODUCTION

#: Person 0 is the inside rep here, persons 1 and 2 are hunters.
HYBRID = {"hybrid": {"inside": {"team": "sdr"}}}


class Served(Hand):
    """Customers who are served in three ways."""

    def __init__(self, **of_log):
        super().__init__(**of_log)
        self.scenario = scenario(media=HYBRID)
        self._touch = self.log.open("touches", TOUCH_COLUMNS)
        self.log.open("meetings", MEETING_COLUMNS)

    def touch(self, time, case, step, way, failed=False, handover=False, lost=False):
        self._touch(time, case, step, WAYS.index(way), failed, handover, lost)

    def money(self, time, line, amount, person=-1):
        self.log.money(time, line, -amount, person=person)


def two_deals(**window):
    """One is won after an approach in the field, a call and the portal, which fails at first; one is lost."""
    hand = Served(**window)
    won, lost = hand.open(0.0, 1.0), hand.open(0.0, 2.0)
    hand.touch(2.0, won, PRE_APPROACH, "field", handover=True, lost=True)  # that is not seen by the customer
    hand.touch(4.0, won, APPROACH, "field")
    hand.touch(6.0, won, PRESENTATION, "portal", failed=True)
    hand.touch(6.0, won, PRESENTATION, "inside", handover=True)
    hand.touch(20.0, won, CLOSING, "portal")
    hand.touch(5.0, lost, APPROACH, "field")
    hand.note(25.0, won, WON, 100.0)
    hand.lose(30.0, lost, COMPETITOR)
    return hand


def test_touches_are_counted_by_way_and_a_use_of_the_portal_that_failed_is_none():
    figures = two_deals().measured()
    assert {way: figures[f"touches.{way}"] for way in WAYS} == {"portal": 1, "inside": 1, "field": 2}
    assert figures["digital_share"] == pytest.approx(1 / 4)
    assert figures["portal_failures"] == pytest.approx(1 / 2)


def test_touches_outside_the_window_are_not_counted():
    figures = two_deals(warm_up=10.0).measured()
    assert figures["digital_share"] == 1.0 and figures["portal_failures"] == 0.0
    assert figures["handovers_per_deal"] == 1.0  # of deals that were closed inside it, whenever


def test_handovers_are_those_of_the_deals_that_were_closed():
    hand = two_deals()
    still_open = hand.open(0.0, 3.0)
    hand.touch(9.0, still_open, APPROACH, "field", handover=True)
    assert hand.measured()["handovers_per_deal"] == pytest.approx(2 / 2)


def test_a_deal_enters_the_steps_that_its_customer_did_without_anybodys_work():
    figures = two_deals().measured()
    assert figures["entries.presentation"] == figures["entries.closing"] == 1.0
    assert figures["entries.approach"] == 2.0


def with_costs():
    """The inside rep works 4 h, 1 of them to sell, for 400 EUR; a hunter 2 h for 500, with 100 for a visit."""
    hand = two_deals()
    hand.work(6.0, 6.0, 7.0, 1.0, 0, PRESENTATION, person=0)
    hand.work(10.0, 10.0, 13.0, 3.0, 0, QUOTATION, person=0)
    hand.work(4.0, 4.0, 6.0, 2.0, 0, APPROACH, person=1)
    hand.money(50.0, PAY, 400.0, person=0)
    hand.money(50.0, PAY, 400.0, person=1)
    hand.money(50.0, EXPENSES, 100.0, person=1)
    hand.money(50.0, PORTAL_COST, 30.0)
    return hand


def test_serving_costs_the_portal_and_people_for_their_share_of_hours():
    figures = with_costs().measured()
    assert figures["cost_to_serve"] == pytest.approx(30.0 + 400.0 / 4.0 + 500.0)
    assert {way: figures[f"cost_per_touch.{way}"] for way in WAYS} == pytest.approx(
        {"portal": 30.0, "inside": 100.0, "field": 250.0}
    )
    assert figures["cost.portal"] == 30.0


def test_a_quote_takes_from_asking_to_writing_in_working_hours():
    hand = with_costs()
    hand.work(20.0, 22.0, 25.0, 3.0, 0, QUOTATION, person=0)
    hand.work(90.0, 95.0, 120.0, 3.0, 0, QUOTATION, person=0)  # written after the window
    assert hand.measured()["time_to_quote"] == pytest.approx((3.0 + 5.0) / 2)


def test_an_order_costs_the_order_desk_less_where_the_shop_has_entered_it():
    hand = Hand()
    hand.scenario = scenario(production=PRODUCTION)
    enter = hand.log.open("orders", ORDER_COLUMNS, ORDER)
    orders = [enter(1.0, 100.0, -1, -1, 0, 0, kind) for kind in (REPEAT, REPEAT, REPEAT, DEAL)]
    for order, by_shop, hours, task in zip(
        *(orders, (1.0, 0.0, 0.0, 0.0), (0.1, 1.0, 2.0, 7.0), (ORDER_ENTRY, *[CLARIFICATION] * 3)),
        strict=True,
    ):
        hand.work(2.0, 2.0, 2.0 + hours, hours, order, task, person=0)
        hand.note(2.0 + hours, order, ENTERED, by_shop)
    hand.log.money(50.0, PAY, -10.1 * 20.0, person=0)  # 20 EUR for each hour worked
    found = cost_per_order_entered(hand.reading())
    assert found == pytest.approx({"eshop": 2.0, "desk": 30.0})
    assert catalogue()["cost_per_order_entered.eshop"].unit == "EUR / order"


def test_a_scenario_without_hybrid_selling_has_no_such_figures():
    for media in ("skip", {}):
        hand = Hand()
        hand.scenario = scenario(media=media)
        chapter = [name for name in catalogue() if catalogue()[name].chapter == "media.hybrid"]
        assert len(chapter) == 6
        assert not [name for name in chapter if catalogue()[name].exists_in(hand.scenario)]


def test_where_nobody_was_served_nothing_is_known():
    hand = Served()
    figures = hand.measured()
    for name in ("digital_share", "portal_failures", "handovers_per_deal", "cost_to_serve", "time_to_quote"):
        assert isnan(figures[name])
