"""Only the window counts, and what crosses its edge is cut there exactly."""

from itertools import pairwise
from math import inf

import numpy as np
import pytest

from simsales.instruments.clock import AlwaysOpen, Calendar
from simsales.kpis.people import available_hours, hours_within
from simsales.kpis.window import Window, Worked, counted, together, weeks
from tests.kpis.byhand import DAY, WEEK, Hand, office


def test_warm_up_and_follow_up_are_not_counted():
    hand = Hand(horizon=100.0, warm_up=20.0, follow_up=30.0)
    assert counted(hand.log) == Window(20.0, 70.0)
    for arrived in (19.9, 20.0, 69.9, 70.0):
        hand.lead(arrived)
    assert hand.measured()["leads"] == 2


def test_a_stay_is_cut_at_both_edges():
    stays = Window(10.0, 20.0).stays(
        np.array([5.0, 12.0, 18.0, 25.0, 1.0]), np.array([12.0, 15.0, inf, 30.0, 9.0])
    )
    assert stays.tolist() == [2.0, 3.0, 2.0, 0.0, 0.0]


def test_cost_posted_on_the_last_instant_pays_for_the_window():
    assert Window(168.0, 336.0).accrued(np.array([168.0, 200.0, 336.0, 504.0])).tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_work_over_a_weekend_is_cut_at_the_edge_by_the_persons_own_hours():
    # Friday 14 h to Monday 12 h: 2 h on Friday and 4 h on Monday; the SDR is available half, so 3 h of work.
    hand = Hand(horizon=2 * WEEK, calendar=office())
    hand.work(0.0, 4 * DAY + 14.0, 7 * DAY + 12.0, 3.0, case=hand.lead(0.0))
    reading = hand.reading()
    assert hours_within(reading, 0.0, WEEK).tolist() == pytest.approx([1.0])
    assert hours_within(reading, WEEK, 2 * WEEK).tolist() == pytest.approx([2.0])
    assert hours_within(reading, 5 * DAY, 6 * DAY).tolist() == [0.0]


def test_the_parts_of_a_piece_of_work_add_up_to_the_whole():
    hand = Hand(horizon=2 * WEEK, calendar=office())
    hand.work(0.0, 4 * DAY + 14.3, 8 * DAY + 9.7, 3.35, case=hand.lead(0.0))
    edges = np.linspace(0.0, 2 * WEEK, 38)
    parts = [hours_within(hand.reading(), a, b)[0] for a, b in pairwise(edges)]
    assert sum(parts) == pytest.approx(3.35, abs=1e-12)


def test_work_that_the_end_cut_off_counts_as_far_as_it_got():
    hand = Hand(horizon=10.0)
    hand.work(0.0, 4.0, inf, 20.0, case=hand.lead(0.0))
    assert hours_within(hand.reading(), 0.0, 10.0).tolist() == [3.0], (
        "6 h of the shift, half of them available"
    )


def test_who_waits_at_the_end_has_had_no_work():
    hand = Hand(horizon=10.0)
    hand.work(0.0, inf, inf, 20.0, case=hand.lead(0.0))
    assert hours_within(hand.reading(), 0.0, 10.0).tolist() == [0.0]


def test_hours_available_are_shift_hours_by_what_meetings_leave():
    hand = Hand(horizon=2 * WEEK, calendar=office())
    assert available_hours(hand.reading(), 0.0, WEEK).tolist() == [20.0, 40.0, 40.0]


def test_a_dated_change_of_availability_counts_from_its_date():
    hand = Hand(horizon=2 * WEEK, calendar=office())
    hand.scenario = hand.scenario.but({"at": [{"time": "1 w", "set": {"people.sdr.available": 0.75}}]})
    assert available_hours(hand.reading(), 0.0, 2 * WEEK).tolist() == [20.0 + 30.0, 80.0, 80.0]


def test_a_week_that_is_not_whole_is_left_out():
    assert weeks(Hand(horizon=2.5 * WEEK, warm_up=0.25 * WEEK).log) == [
        Window(0.25 * WEEK, 1.25 * WEEK),
        Window(1.25 * WEEK, 2.25 * WEEK),
    ]


def test_somebody_who_is_never_there_works_no_hours():
    assert Worked.by(Calendar([])).between(0.0, 100.0) == 0.0
    assert Worked.by(None).between(0.0, 100.0) == 0.0


def test_a_team_is_there_when_anybody_is():
    early, late, never = Calendar([(8, 12), (32, 36)]), Calendar([(10, 16)]), Calendar([])
    there = together([early, late, never])
    assert there.at([8.0, 12.0, 16.0, 33.0, 99.0]).tolist() == [0.0, 4.0, 8.0, 9.0, 12.0]
    assert together([early, AlwaysOpen()]).between(0.0, 50.0) == 50.0
    assert together([never]).between(0.0, 50.0) == 0.0


def test_open_hours_can_be_turned_back_into_instants():
    assert Worked.by(office()).when(np.array([4.0, 12.0])).tolist() == [12.0, DAY + 12.0]
