"""The ledger in the window, and what a lead, a customer and a win cost."""

from math import isnan

import pytest

from simsales.words.vocabulary import (
    APPROVAL,
    EXPENSES,
    MARKETING,
    MEDIA,
    PAY,
    PRESENTATION,
    PROSPECTING,
    QUALIFIED,
    REVENUE,
    VARIABLE_COST,
    VENDOR,
    WON,
)
from tests.kpis.byhand import Hand


def books():
    """Two leads, one qualified and won for 1,000 at 650; SDR 100, hunters 200 and 40, marketing 60 in all."""
    hand = Hand(horizon=100.0)
    lead, deal = hand.lead(1.0), hand.open(1.0, 5.0)
    hand.note(4.0, 1, QUALIFIED)
    hand.note(50.0, deal, WON)
    hand.log.money(50.0, REVENUE, 1000.0, deal)
    hand.log.money(50.0, VARIABLE_COST, -650.0, deal)
    hand.log.money(100.0, PAY, -100.0, person=0)
    hand.log.money(100.0, PAY, -200.0, person=1)
    hand.log.money(100.0, EXPENSES, -40.0, person=1)
    for line, amount in ((MEDIA, -30.0), (MARKETING, -20.0), (VENDOR, -10.0)):
        hand.log.money(100.0, line, amount)
    return hand, lead, deal


def test_contribution_is_margin_less_all_that_it_took():
    figures = books()[0].measured()
    assert (figures["bookings"], figures["margin"], figures["cost"]) == (1000.0, 350.0, 400.0)
    assert figures["contribution"] == -50.0
    assert figures["cost_per_eur_sold"] == 0.4


def test_cost_is_told_by_line():
    figures = books()[0].measured()
    lines = {name: value for name, value in figures.items() if name.startswith("cost.")}
    assert lines == {
        "cost.pay": 300.0,
        "cost.expenses": 40.0,
        "cost.media": 30.0,
        "cost.marketing": 20.0,
        "cost.vendor": 10.0,
    }
    assert sum(lines.values()) == figures["cost"]


def test_money_outside_the_window_is_not_counted():
    hand, _, _ = books()
    hand.log.warm_up = 60.0
    figures = hand.measured()
    assert figures["bookings"] == 0.0
    assert figures["cost"] == 400.0, "posted at 100 h for the week before"


def test_a_lead_costs_its_marketing():
    assert books()[0].measured()["cost_per_lead"] == pytest.approx(60.0 / 2)


def test_a_qualified_lead_costs_its_marketing_and_the_people_who_find_it():
    hand, lead, deal = books()
    hand.work(1.0, 1.0, 11.0, 5.0, lead, PROSPECTING, 0)
    hand.work(5.0, 5.0, 9.0, 4.0, deal, PRESENTATION, 1)
    assert hand.measured()["cost_per_qualified_lead"] == pytest.approx(60.0 + 100.0)


def test_a_team_that_does_both_is_charged_by_its_hours():
    hand, lead, deal = books()
    hand.work(1.0, 1.0, 4.0, 3.0, lead, PROSPECTING, 1)
    hand.work(5.0, 5.0, 6.0, 1.0, deal, PRESENTATION, 1)
    assert hand.measured()["cost_per_qualified_lead"] == pytest.approx(60.0 + 0.75 * 240.0)


def test_a_customer_costs_finding_and_selling_and_not_approvals():
    hand, lead, deal = books()
    hand.work(1.0, 1.0, 11.0, 5.0, lead, PROSPECTING, 0)
    hand.work(5.0, 5.0, 8.0, 3.0, deal, PRESENTATION, 1)
    hand.work(8.0, 8.0, 9.0, 1.0, deal, APPROVAL, 1)
    figures = hand.measured()
    assert figures["acquisition_cost"] == pytest.approx(60.0 + 100.0 + 0.75 * 240.0)
    assert figures["cost_per_win"] == 400.0


def test_without_a_win_there_is_no_cost_per_win():
    figures = Hand().measured()
    for name in ("cost_per_lead", "cost_per_qualified_lead", "acquisition_cost", "cost_per_win"):
        assert isnan(figures[name]), name
    assert figures["contribution"] == 0.0
