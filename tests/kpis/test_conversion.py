"""Shares of those who went on, by what passed in the window and by what became of its leads."""

from math import isnan

import pytest

from simsales.words.vocabulary import (
    COMPETITOR,
    CONTACTED,
    DISQUALIFIED,
    FOLLOWED_UP,
    IGNORED,
    NOT_PURSUED,
    NOT_QUALIFIED,
    NOT_REACHED,
    QUALIFIED,
    REACTIVATED,
    STEPS,
    WON,
)
from tests.kpis.byhand import Hand


def test_contact_and_qualification_rates_divide_what_passed_in_the_window():
    hand = Hand()
    leads = [hand.lead(float(n), source=n % 2) for n in range(4)]
    for lead in leads[:3]:
        hand.note(10.0, lead, CONTACTED)
    hand.note(11.0, leads[0], QUALIFIED)
    figures = hand.measured()
    assert figures["contact_rate"] == 0.75
    assert (figures["contact_rate.inbound"], figures["contact_rate.outbound"]) == (1.0, 0.5)
    assert figures["qualification_rate"] == pytest.approx(1 / 3)


def test_pursuit_is_counted_over_leads_on_which_a_rep_decided():
    hand = Hand()
    hand.open(1.0, 5.0)
    hand.open(1.0, 5.0, source=1)
    ignored, waiting = hand.lead(1.0), hand.lead(1.0)
    hand.note(6.0, ignored, IGNORED)
    hand.lose(6.0, ignored, NOT_PURSUED)
    hand.note(6.0, waiting, QUALIFIED)
    figures = hand.measured()
    assert figures["pursuit_rate"] == pytest.approx(2 / 3)
    assert (figures["pursuit_rate.inbound"], figures["pursuit_rate.outbound"]) == (0.5, 1.0)


def test_precision_asks_who_passed_and_recall_asks_who_should_have():
    hand = Hand()
    # judged: three fit, of whom one fails; two unfit, of whom one passes
    for fit, verdict in ((True, QUALIFIED), (True, QUALIFIED), (True, DISQUALIFIED), (False, QUALIFIED)):
        hand.note(5.0, hand.lead(1.0, fit=fit), verdict)
    hand.note(5.0, hand.lead(1.0, fit=False), DISQUALIFIED)
    hand.lose(5.0, hand.lead(1.0), NOT_REACHED)
    figures = hand.measured()
    assert figures["precision"] == pytest.approx(2 / 3)
    assert figures["recall"] == pytest.approx(2 / 3)


def test_a_lead_that_passes_only_after_nurturing_did_not_pass_at_first():
    hand = Hand()
    late, early = hand.lead(1.0), hand.lead(1.0)
    hand.note(5.0, late, DISQUALIFIED)
    hand.note(50.0, late, REACTIVATED)
    hand.note(5.0, early, QUALIFIED)
    figures = hand.measured()
    assert figures["recall"] == 0.5
    assert figures["precision"] == 1.0


def test_the_win_rate_leaves_open_deals_out():
    hand = Hand()
    won, lost, _ = (hand.open(1.0, 2.0, source=n) for n in (0, 1, 0))
    hand.note(10.0, won, WON)
    hand.lose(11.0, lost, COMPETITOR)
    figures = hand.measured()
    assert figures["win_rate"] == 0.5
    assert (figures["win_rate.inbound"], figures["win_rate.outbound"]) == (1.0, 0.0)


def growing():
    """One presentation before the window and three in it, each going on 35 h later, or lost, or open."""
    hand = Hand(horizon=100.0, warm_up=50.0)
    for presented, wins in ((20.0, True), (60.0, True), (65.0, False), (90.0, None)):
        deal = hand.open(presented - 5.0, presented - 1.0)
        hand.enter(deal, presentation=presented)
        if wins:
            hand.enter(deal, closing=presented + 35.0)
        elif wins is False:
            hand.lose(presented + 30.0, deal, COMPETITOR)
    return hand


def test_where_volume_grows_snapshot_and_cohort_differ():
    figures = growing().measured()
    # the snapshot: closings at 55 and 95 h over presentations at 60, 65 and 90 h
    assert figures["snapshot_conversion.presentation"] == pytest.approx(2 / 3)
    # the cohort: of the leads that came after 50 h one went on, one was lost, one is undecided
    assert figures["conversion.presentation"] == pytest.approx(1 / 2)


def test_the_first_step_leads_from_lead_to_opportunity():
    hand = Hand()
    hand.open(1.0, 5.0)
    hand.lose(5.0, hand.lead(1.0), NOT_QUALIFIED)
    hand.lose(5.0, hand.lead(1.0), NOT_QUALIFIED)
    hand.lead(1.0)
    figures = hand.measured()
    assert figures["snapshot_conversion.prospecting"] == 0.25
    assert figures["conversion.prospecting"] == pytest.approx(1 / 3)


def test_closing_leads_to_a_win_and_follow_up_to_its_end():
    hand = Hand()
    followed, left = hand.open(1.0, 2.0), hand.open(1.0, 2.0)
    for deal in (followed, left):
        hand.enter(deal, closing=5.0)
        hand.note(10.0, deal, WON)
    hand.note(20.0, followed, FOLLOWED_UP)
    hand.lose(20.0, left, NOT_REACHED)
    figures = hand.measured()
    assert (figures["conversion.closing"], figures["conversion.follow_up"]) == (1.0, 0.5)
    assert (figures["snapshot_conversion.closing"], figures["snapshot_conversion.follow_up"]) == (1.0, 0.5)


def test_without_a_follow_up_step_closing_leads_to_the_win():
    hand = Hand()
    hand.scenario = hand.scenario.but({"selling.follow_up": "skip"})
    hand.enter(hand.open(1.0, 2.0), closing=5.0)
    won = hand.open(1.0, 2.0)
    hand.enter(won, closing=5.0)
    hand.note(6.0, won, WON)
    assert hand.measured()["snapshot_conversion.closing"] == 0.5


def test_a_cohort_is_followed_into_the_time_after_the_window():
    hand = Hand(horizon=100.0, warm_up=10.0, follow_up=50.0)
    before, inside, after = (hand.open(arrived, arrived + 1.0) for arrived in (5.0, 40.0, 60.0))
    for deal in (before, inside, after):
        hand.note(80.0, deal, WON)
    lost, undecided = hand.lead(20.0, source=1), hand.lead(30.0)
    hand.lose(90.0, lost, NOT_REACHED)
    hand.note(40.0, undecided, CONTACTED)
    figures = hand.measured()
    assert figures["cohort_followed"] == 2
    assert figures["cohort_followed_share"] == pytest.approx(2 / 3)
    assert figures["lead_to_win"] == 0.5
    assert (figures["lead_to_win.inbound"], figures["lead_to_win.outbound"]) == (1.0, 0.0)
    assert figures["wins"] == 0, "the wins of the window are another question"


def test_a_share_of_nothing_is_undefined_and_not_zero():
    figures = Hand().measured()
    for name in ("contact_rate", "qualification_rate", "pursuit_rate", "precision", "recall", "win_rate"):
        assert isnan(figures[name]), name
    for name in ("conversion.closing", "snapshot_conversion.closing", "lead_to_win", "lead_to_win.inbound"):
        assert isnan(figures[name]), name


def test_a_company_that_only_prospects_has_only_that_conversion():
    hand = Hand()
    hand.scenario = hand.scenario.but({f"selling.{step}": "skip" for step in STEPS[1:]})
    won = hand.open(1.0, 5.0)
    hand.note(5.0, won, WON)
    hand.lose(5.0, hand.lead(1.0), NOT_REACHED)
    figures = hand.measured()
    assert {name: value for name, value in figures.items() if "conversion." in name} == {
        "snapshot_conversion.prospecting": 0.5,
        "conversion.prospecting": 0.5,
    }
