"""One lead's journey, told in sentences and as a timeline."""

from math import inf

import pytest

from simsales.company.selling.meetings import MEETING_COLUMNS
from simsales.journeys import clock, journey, keys
from simsales.processes.play import play
from simsales.scenario import load
from simsales.words.errors import InputError
from simsales.words.vocabulary import (
    ACTIVITIES,
    CLOSING,
    COMPETITOR,
    CONTACTED,
    DISCOUNTED,
    FOLLOWED_UP,
    HANDED_OVER,
    LEFT_WAITING,
    LOST,
    MONEY,
    PRESENTATION,
    QUOTED,
    VIDEO,
    VISIT,
    WON,
)
from tests.kpis.byhand import DAY, Hand


def wins_a_customer():
    """One lead that waits two hours, is called, becomes hunter 2's deal and signs; another is lost."""
    hand = Hand(horizon=200.0)
    other, lead = hand.lead(1.0), hand.lead(8.0, value=450.0)
    hand.work(8.0, 10.0, 10.5, 0.25, lead)
    hand.note(10.5, lead, CONTACTED)
    hand.note(10.5, lead, HANDED_OVER, person=2)
    deal = hand.deal(lead, 10.5, owner=2)
    hand.work(10.5, 34.0, 38.0, 4.0, deal, PRESENTATION, 2)
    hand.note(40.0, deal, QUOTED, 1.0)
    hand.note(50.0, deal, DISCOUNTED, 0.04)
    hand.note(58.0, deal, WON, 43_200.0)
    hand.log.money(58.0, 0, 43_200.0, deal)
    hand.note(108.0, deal, FOLLOWED_UP)
    hand.lose(90.0, other, LEFT_WAITING)
    return hand.log


def test_how_a_customer_was_met_is_told_where_the_firm_decided_on_it():
    hand = Hand(horizon=200.0)
    deal = hand.open(8.0, 10.0)
    enter = hand.log.open("meetings", MEETING_COLUMNS)
    enter(34.0, deal, PRESENTATION, VISIT, 1, 3.25, 120.0, 0.6, True)
    enter(58.0, deal, CLOSING, VIDEO, 1, 0.0, 0.0, 0.6, True)
    enter(60.0, deal + 1, CLOSING, VISIT, 1, 9.0, 120.0, 0.6, False)
    told = [line for line in journey(hand.log, "inbound/0/1").sentences() if "The customer" in line]
    assert told == [
        "week 1 Tue 10:00  The customer, who insists on a visit, has been visited, 3.2 h there and back.",
        "week 1 Wed 10:00  The customer, who insists on a visit, has been met by video.",
    ]


def test_the_story_is_told_in_order():
    first, *rest = journey(wins_a_customer(), "inbound/0/2").sentences()
    born = "standard, 450 at list price, segment all; it could really buy"
    assert first == f"week 1 Mon 08:00  inbound/0/2 comes in: {born}."
    assert rest == [
        "week 1 Mon 08:00  It waits for prospecting.",
        "week 1 Mon 10:00  sdr 1 begins prospecting after 2.0 h of waiting.",
        "week 1 Mon 10:30  sdr 1 ends prospecting, 15 min of work.",
        "week 1 Mon 10:30  It is reached.",
        "week 1 Mon 10:30  It is handed over to hunter 2.",
        "week 1 Mon 10:30  It becomes an opportunity of hunter 2.",
        "week 1 Mon 10:30  It waits for presentation.",
        "week 1 Tue 10:00  hunter 2 begins presentation after 23.5 h of waiting.",
        "week 1 Tue 14:00  hunter 2 ends presentation, 4.0 h of work.",
        "week 1 Tue 16:00  The quote is out, after an error of ours was mended.",
        "week 1 Wed 02:00  A discount of 4.0% is granted.",
        "week 1 Wed 10:00  The customer signs for 43,200.",
        "week 1 Fri 12:00  The customer has been followed up.",
    ]


def test_the_timeline_shows_waiting_and_work_to_scale():
    lines = journey(wins_a_customer(), "inbound/0/2").timeline().splitlines()
    assert [line[:25] for line in lines] == [
        "prospecting · sdr 1      ",
        "presentation · hunter 2  ",
        " " * 25,
    ]
    prospecting, presentation, axis = (line[25:] for line in lines)
    # 100 h in 60 columns, 0.6 columns an hour: the talk is waited for from hour 2.5 to 26 and lasts until 30
    assert prospecting == "·█"
    assert presentation == " " + "·" * 14 + "█" * 4
    assert axis == "week 1 Mon 08:00" + "week 1 Fri 12:00".rjust(44)


def test_a_lost_lead_says_why():
    told = journey(wins_a_customer(), "inbound/0/1")
    assert told.sentences()[-1] == "week 1 Thu 18:00  It is lost: left while waiting."
    assert told.over
    assert told.end == 90.0


def test_an_open_story_says_so():
    hand = Hand(horizon=200.0)
    deal = hand.open(8.0, 9.0)
    hand.work(100.0, inf, inf, 4.0, deal, PRESENTATION, 1)
    told = journey(hand.log, "inbound/0/1")
    assert told.sentences()[-2:] == [
        "week 1 Fri 04:00  It waits for presentation.",
        "week 2 Tue 08:00  The run ends; the story is still open.",
    ]
    assert "·" in told.timeline()
    assert "█" not in told.timeline()


def test_a_wait_shorter_than_a_minute_is_not_told():
    hand = Hand(horizon=200.0)
    hand.work(8.0, 8.001, 9.0, 0.5, hand.lead(8.0))
    assert not [line for line in journey(hand.log, "inbound/0/1").sentences() if "wait" in line]


def test_a_key_that_no_lead_has_names_the_nearest():
    log = wins_a_customer()
    assert keys(log) == ["inbound/0/1", "inbound/0/2"]
    with pytest.raises(InputError, match=r"found 'inbound/0/22'; did you mean 'inbound/0/2'\?"):
        journey(log, "inbound/0/22")


def test_time_is_told_by_week_weekday_and_minute():
    assert clock(0.0) == "week 1 Mon 00:00"
    assert clock(8 * DAY + 13.75) == "week 2 Tue 13:45"
    assert clock(7 * DAY - 0.001) == "week 2 Mon 00:00", "rounded to the minute"


def test_everything_that_can_happen_to_a_lead_is_a_sentence():
    hand = Hand()
    lead = hand.lead(1.0)
    for number in range(len(ACTIVITIES)):
        if number not in (MONEY, LOST):
            hand.note(2.0, lead, number, 0.5)
    hand.lose(3.0, lead, COMPETITOR)
    told = journey(hand.log, "inbound/0/1").sentences()
    assert len(told) == len(ACTIVITIES)
    assert all("_" not in line for line in told)


def test_every_lead_of_a_real_run_has_a_journey():
    scenario = load("norddrive_selling").but({"run.horizon": "8 w", "run.warm_up": "0 w"})
    log = play(scenario)
    for key in keys(log)[::20]:
        told = journey(log, key)
        assert told.key == key
        assert told.sentences()[0].split("  ")[1].startswith(f"{key} comes in")
        assert told.arrived <= told.end <= log.horizon
        assert all(len(line) <= 120 for line in told.timeline().splitlines())
