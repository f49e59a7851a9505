"""How many are there over time, counted by hand."""

from math import inf

import numpy as np
import pytest

from simsales.kpis.window import Window
from simsales.series.levels import level, spans_of

WEEK = 168.0


def test_a_level_is_the_mean_number_present_in_each_span():
    begins, ends = np.array([0.0, 5.0, 12.0]), np.array([10.0, 15.0, inf])
    told = level(begins, ends, np.array([0.0, 10.0, 20.0]))
    assert told.tolist() == [1.5, 1.3], "10 h and 5 h of ten; 5 h and 8 h of ten"


def test_who_came_before_the_first_span_counts_from_its_begin_on():
    assert level(np.array([-50.0]), np.array([15.0]), np.array([10.0, 20.0])).tolist() == [0.5]


def test_who_is_gone_at_once_or_never_came_does_not_count():
    begins, ends = np.array([3.0, inf, 8.0]), np.array([3.0, inf, 4.0])
    assert level(begins, ends, np.array([0.0, 10.0])).tolist() == [0.0]


def test_a_level_of_values_weighs_each_by_what_it_is_worth():
    begins, ends, values = np.array([0.0, 0.0]), np.array([5.0, inf]), np.array([100.0, 7.0])
    assert level(begins, ends, np.array([0.0, 10.0]), values).tolist() == [57.0]


def test_nobody_at_all_is_a_level_of_nothing():
    assert level(np.zeros(0), np.zeros(0), np.array([0.0, 1.0, 2.0])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("since", "until", "step", "count"),
    [(0.0, 52 * WEEK, WEEK, 52), (3 * WEEK, 5 * WEEK, 24.0, 14), (0.0, 8 * WEEK + 24.0, WEEK, 9)],
)
def test_windows_are_told_week_by_week_and_short_ones_day_by_day(since, until, step, count):
    edges = spans_of(Window(since, until))
    assert len(edges) == count + 1
    assert (edges[0], edges[-1], edges[1] - edges[0]) == (since, until, step)
    assert np.all(np.diff(edges) > 0.0)
