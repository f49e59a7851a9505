"""Meetings by hand: how often, how far and by what means, and what came of it."""

from math import isnan

import pytest

from simsales.company.selling.meetings import MEETING_COLUMNS
from simsales.words.vocabulary import (
    CLOSING,
    COMPETITOR,
    EXPENSES,
    OBJECTIONS,
    PAY,
    PRESENTATION,
    VIDEO,
    VISIT,
    WON,
)
from tests.kpis.byhand import Hand, scenario

MEDIA = {"media": {"visits": {"kind": "always_visit"}}, "market.persuasion": {}}
FIGURES = ("visits_per_win", "travel_share", "cost_per_meeting")


class Met(Hand):
    """Two hunters who meet customers."""

    def __init__(self, **window):
        super().__init__(**window)
        self.scenario = scenario(**MEDIA)
        self._meet = self.log.open("meetings", MEETING_COLUMNS)

    def meet(self, ended, case, step, medium, hours, travel=0.0, equivocality=0.3, person=1):
        """A meeting with its work; a visit costs 120 EUR."""
        cost = 120.0 if medium == VISIT else 0.0
        self.work(ended - hours, ended - hours, ended, hours, case, step, person)
        if cost:
            self.log.money(ended, EXPENSES, -cost, case, person)
        self._meet(ended, case, step, medium, person, travel, cost, equivocality, False)


def quarter():
    """Three deals in 100 h: two visited and won, one called and lost."""
    hand = Met()
    one, two, three = (hand.open(1.0, 2.0) for _ in range(3))
    hand.meet(10.0, one, PRESENTATION, VISIT, 5.0, travel=3.0, equivocality=0.8)
    hand.meet(20.0, one, CLOSING, VIDEO, 2.0, equivocality=0.8)
    hand.meet(40.0, two, PRESENTATION, VISIT, 6.0, travel=4.0)
    hand.meet(50.0, two, OBJECTIONS, VISIT, 5.0, travel=4.0)
    hand.meet(60.0, three, PRESENTATION, VIDEO, 2.0, person=2)
    hand.note(30.0, one, WON, 100.0)
    hand.note(70.0, two, WON, 100.0)
    hand.lose(80.0, three, COMPETITOR)
    hand.log.money(90.0, PAY, -10_000.0, person=1)
    hand.log.money(90.0, EXPENSES, -2_000.0, person=2)
    return hand


def test_visits_per_win_counts_visits_of_all_deals():
    assert quarter().measured()["visits_per_win"] == 3 / 2


def test_travel_share_is_travel_over_all_hours_of_those_who_meet_customers():
    hand = quarter()
    hand.work(5.0, 5.0, 6.0, 1.0, hand.lead(3.0))  # the SDR meets nobody
    assert hand.measured()["travel_share"] == 11 / 20


def test_cost_of_a_meeting_is_its_hours_at_what_one_costs_and_the_visits():
    # two hunters, 100 h each: 12,000 EUR beside visits make 60 EUR an hour; 20 h and three visits for five meetings
    assert quarter().measured()["cost_per_meeting"] == pytest.approx((20 * 60 + 3 * 120) / 5)


def test_who_was_won_by_what():
    figures = quarter().measured()
    assert figures["met_win_rate.fourth.video"] == 1.0  # the last meeting counts
    assert figures["met_win_rate.second.visit"] == 1.0
    assert figures["met_win_rate.second.video"] == 0.0
    assert isnan(figures["met_win_rate.first.visit"]) and isnan(figures["met_win_rate.fourth.visit"])
    assert sum(name.startswith("met_win_rate.") for name in figures) == 8


def test_meetings_and_endings_outside_the_window_are_not_counted():
    hand = Met(warm_up=15.0, follow_up=25.0)
    early, late = hand.open(1.0, 2.0), hand.open(1.0, 2.0)
    hand.meet(10.0, early, PRESENTATION, VISIT, 5.0, travel=3.0)
    hand.meet(20.0, late, PRESENTATION, VISIT, 4.0, travel=3.0)
    hand.note(30.0, early, WON, 100.0)
    hand.note(80.0, late, WON, 100.0)
    figures = hand.measured()
    assert figures["visits_per_win"] == 1.0
    assert figures["travel_share"] == 3 / 4
    assert figures["met_win_rate.second.visit"] == 1.0


def test_without_meetings_nothing_can_be_said():
    figures = Met().measured()
    assert all(isnan(figures[name]) for name in FIGURES)


def test_where_media_are_skipped_there_are_no_such_figures():
    figures = Hand().measured()
    assert not {*FIGURES} & set(figures)
    assert not [name for name in figures if name.startswith("met_win_rate.")]
