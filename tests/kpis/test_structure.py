"""Decisions by hand: how long requests take, how many approvals, who leads whom, and what meetings take."""

from math import isnan

import pytest

from simsales.company.selling.decisions import DECISION_COLUMNS
from simsales.instruments.eventlog import Crew
from simsales.words.vocabulary import APPROVAL, DISCOUNT_ASKED, LEAD_TIME_ASKED, PRESALES, WON
from tests.kpis.byhand import WEEK, Hand, office, scenario

DAY = 24.0
NAMES = (
    *("decision_latency", "approvals_per_deal", "decided_at_first_level", "manager_utilisation", "span"),
    *("meeting_hours", "expert_wait"),
)
CHAIN = {"kind": "hierarchical", "levels": ["boss"], "limits": {"discount": [0.05]}, "meetings": 4.0}
BOSSES = {"people.boss": {"count": 1, "available": 0.5}, "structure": CHAIN}


class Office(Hand):
    """Four weeks of an SDR who writes quotes, two hunters and a manager, who is person 3 at desk 3."""

    def __init__(self, **window):
        super().__init__(horizon=4 * WEEK, calendar=office(), **window)
        self.log.desks.append("boss")
        self.log.people.append(Crew(3, "boss", "boss", 0, 1.0, 0.5, office()))
        self.scenario = scenario(**BOSSES)
        self.decided = self.log.open("decisions", DECISION_COLUMNS)


def two_requests():
    hand = Office()
    deals = [hand.open(0.0, 8.0), hand.open(0.0, 8.0)]
    # asked on Monday at 9, decided on Tuesday at 11: 7 + 3 h; and one that takes 2 h with three approvals
    hand.decided(9.0, DAY + 11.0, deals[0], DISCOUNT_ASKED, 0.1, 1)
    hand.decided(10.0, 12.0, deals[0], LEAD_TIME_ASKED, 0.2, 3)
    hand.decided(10.0, 10.0, deals[1], DISCOUNT_ASKED, 0.01, 0)
    for deal in deals:
        hand.note(2 * DAY, deal, WON)
    return hand


def test_latency_is_in_working_hours_and_of_requests_that_needed_somebody():
    assert two_requests().measured()["decision_latency"] == pytest.approx((10 + 2) / 2)


def test_approvals_are_counted_per_deal_that_was_decided():
    assert two_requests().measured()["approvals_per_deal"] == pytest.approx(4 / 2)


def test_one_approval_at_most_is_the_first_level():
    assert two_requests().measured()["decided_at_first_level"] == pytest.approx(2 / 3)


def test_requests_decided_outside_the_window_are_not_counted():
    hand = Office(warm_up=WEEK)
    deal = hand.open(0.0, 8.0)
    hand.decided(9.0, 10.0, deal, DISCOUNT_ASKED, 0.1, 1)
    hand.decided(9.0, WEEK + 9.0, deal, DISCOUNT_ASKED, 0.1, 2)
    figures = hand.measured()
    assert figures["decision_latency"] == pytest.approx(7 + 4 * 8 + 1)
    assert figures["decided_at_first_level"] == 0.0
    assert isnan(figures["approvals_per_deal"])  # no deal was won or lost in the window


def test_managers_are_busy_for_part_of_the_time_they_have():
    hand = Office()
    deal = hand.open(0.0, 8.0)
    hand.work(8.0, 8.0, 16.0, 4.0, deal, APPROVAL, person=3)
    # 4 h of the 4 weeks x 40 h x .5, less an hour a week that is met beyond the usual
    assert hand.measured()["manager_utilisation"] == pytest.approx(4 / (80 - 4))


def test_after_a_reorganisation_those_count_who_approve_then():
    boss_too = {**BOSSES, "people.head": {"count": 1}}
    leads = [{"time": "1 w", "set": {"structure": {**CHAIN, "levels": ["head"]}}}]
    hand = Office()
    hand.log.desks.append("head")
    hand.log.people.append(Crew(4, "head", "head", 0, 1.0, 1.0, office()))
    hand.scenario = scenario(**boss_too, at=leads)
    deal = hand.open(0.0, 8.0)
    hand.work(8.0, 8.0, 16.0, 4.0, deal, APPROVAL, person=3)
    hand.work(WEEK + 8.0, WEEK + 8.0, WEEK + 16.0, 8.0, deal, APPROVAL, person=4)
    hand.work(WEEK + 8.0, WEEK + 8.0, WEEK + 16.0, 4.0, deal, APPROVAL, person=3)  # a manager no more
    # of a week of one at .5 and three of the other, each less an hour a week that is met beyond the usual
    assert hand.measured()["manager_utilisation"] == pytest.approx((4 + 8) / (20 - 1 + 3 * (40 - 1)))
    assert hand.measured()["span"] == pytest.approx(3.0)


def test_the_span_is_those_who_are_led_over_those_who_lead():
    # two hunters sell and the SDR writes quotes; one manager leads all three
    assert Office().measured()["span"] == pytest.approx(3.0)


def test_meetings_take_everybody_who_belongs_to_it():
    # four people, four weeks, four hours a week
    assert Office().measured()["meeting_hours"] == pytest.approx(4 * 4 * 4)


def test_only_named_teams_meet():
    hand = Office()
    hand.scenario = scenario(**{**BOSSES, "structure": {**CHAIN, "members": ["hunter"]}})
    figures = hand.measured()
    assert figures["meeting_hours"] == pytest.approx(3 * 4 * 4)
    assert figures["span"] == pytest.approx(2.0)


def test_deals_wait_for_an_engineer_in_working_hours():
    hand = Office()
    deal = hand.open(0.0, 8.0)
    hand.work(9.0, 11.0, 12.0, 1.0, deal, PRESALES, person=3)
    hand.work(15.0, DAY + 9.0, DAY + 10.0, 1.0, deal, PRESALES, person=3)  # 1 h on Monday and 1 h on Tuesday
    assert hand.measured()["expert_wait"] == pytest.approx(2.0)


def test_more_meetings_than_usual_are_no_time_for_work():
    hand = Office()
    usual = hand.measured()
    # 4 h a week instead of the usual 3 that the SDR's half shift leaves out already: .5 - 1/40
    assert usual["capacity.sdr.ready"] == pytest.approx(160 * (0.5 - 1 / 40))
    hand.scenario = scenario(**{**BOSSES, "structure": {**CHAIN, "usual_meetings": 4.0}})
    assert hand.measured()["capacity.sdr.ready"] == pytest.approx(160 * 0.5)


def test_where_the_structure_is_skipped_there_are_no_such_figures():
    assert not set(NAMES) & set(Hand().measured())
