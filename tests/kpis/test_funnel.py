"""Each stage counts the cases that reach it in the window, once each."""

from simsales.words.vocabulary import (
    COMPETITOR,
    CONTACTED,
    DID_NOT_ADVANCE,
    HANDED_OVER,
    LAPSED,
    NOT_REACHED,
    QUALIFIED,
    QUOTATION,
    REACTIVATED,
    WON,
)
from tests.kpis.byhand import Hand


def test_leads_are_counted_by_source():
    hand = Hand()
    for arrived, source in ((1.0, 0), (2.0, 0), (3.0, 1)):
        hand.lead(arrived, source)
    figures = hand.measured()
    assert figures["leads"] == 3
    assert (figures["leads.inbound"], figures["leads.outbound"]) == (2, 1)


def test_a_lead_reached_twice_is_contacted_once():
    hand = Hand()
    first, second = hand.lead(1.0), hand.lead(2.0, source=1)
    for time, lead in ((3.0, first), (4.0, first), (5.0, second)):
        hand.note(time, lead, CONTACTED)
    figures = hand.measured()
    assert figures["contacted"] == 2
    assert (figures["contacted.inbound"], figures["contacted.outbound"]) == (1, 1)


def test_qualified_is_who_passed_the_talk_or_was_never_doubted():
    hand = Hand()
    talked, nurtured, straight, opened, out = (hand.lead(float(n)) for n in range(5))
    hand.note(10.0, talked, QUALIFIED)
    hand.note(11.0, talked, HANDED_OVER)
    hand.note(12.0, nurtured, REACTIVATED)
    hand.note(13.0, straight, HANDED_OVER)
    hand.deal(opened, 14.0)
    hand.lose(15.0, out, NOT_REACHED)
    figures = hand.measured()
    assert figures["qualified"] == 4
    assert figures["qualified.inbound"] == 4


def test_an_opportunity_counts_in_the_window_in_which_it_opens():
    hand = Hand(horizon=100.0, warm_up=10.0)
    hand.open(1.0, 9.0)
    hand.open(2.0, 11.0)
    hand.open(3.0, 12.0, source=1)
    figures = hand.measured()
    assert figures["opportunities"] == 2
    assert (figures["opportunities.inbound"], figures["opportunities.outbound"]) == (1, 1)


def test_wins_and_losses_go_by_the_day_of_closing():
    hand = Hand(horizon=100.0, warm_up=10.0)
    early, won, lost, still = (hand.open(1.0, 2.0, source=n % 2) for n in range(4))
    hand.note(9.0, early, WON)
    hand.note(20.0, won, WON)
    hand.lose(30.0, lost, COMPETITOR)
    hand.enter(still, approach=40.0)
    figures = hand.measured()
    assert (figures["wins"], figures["losses"]) == (1, 1)
    assert (figures["wins.inbound"], figures["wins.outbound"]) == (0, 1)


def test_a_customer_who_leaves_after_signing_is_no_lost_deal():
    hand = Hand()
    deal = hand.open(1.0, 2.0)
    hand.note(20.0, deal, WON)
    hand.lose(30.0, deal, DID_NOT_ADVANCE)
    figures = hand.measured()
    assert (figures["wins"], figures["losses"], figures["win_rate"]) == (1, 0, 1.0)


def test_every_loss_has_its_reason():
    hand = Hand()
    hand.lose(5.0, hand.lead(1.0), LAPSED)
    hand.lose(6.0, hand.lead(2.0), LAPSED)
    hand.lose(7.0, hand.open(1.0, 2.0), COMPETITOR)
    figures = hand.measured()
    assert figures["lost.lapsed"] == 2
    assert figures["lost.competitor"] == 1
    assert sum(value for name, value in figures.items() if name.startswith("lost.")) == 3


def test_a_step_is_entered_when_its_work_is_asked_for():
    hand = Hand()
    won, lost = hand.open(1.0, 2.0), hand.open(1.0, 2.0)
    hand.enter(won, pre_approach=3.0, approach=4.0, presentation=5.0, objections=6.0, closing=7.0)
    hand.note(8.0, won, WON)
    hand.enter(lost, pre_approach=3.0, approach=4.0)
    figures = hand.measured()
    counts = {name.removeprefix("entries."): value for name, value in figures.items() if "entries." in name}
    assert counts == {
        "prospecting": 2,
        "pre_approach": 2,
        "approach": 2,
        "presentation": 1,
        "objections": 1,
        "closing": 1,
        "follow_up": 1,
    }


def test_objections_begin_with_the_quote():
    hand = Hand()
    deal = hand.open(1.0, 2.0)
    hand.work(5.0, 5.0, 6.0, 1.0, deal, QUOTATION)
    assert hand.measured()["entries.objections"] == 1


def test_who_entered_closing_has_been_through_the_steps_before():
    hand = Hand()
    hand.enter(hand.open(1.0, 2.0), closing=7.0)
    figures = hand.measured()
    assert figures["entries.presentation"] == figures["entries.objections"] == figures["entries.closing"] == 1


def test_a_step_that_the_scenario_skips_is_not_counted():
    hand = Hand()
    hand.scenario = hand.scenario.but({"selling.objections": "skip", "selling.quotation": "skip"})
    hand.enter(hand.open(1.0, 2.0), closing=7.0)
    figures = hand.measured()
    assert "entries.objections" not in figures
    assert "hours.objections" not in figures
    assert figures["snapshot_conversion.presentation"] == 1.0
