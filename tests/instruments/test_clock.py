"""Calendars answer by bisection what stepping through quarters of an hour answers slowly."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.instruments.clock import (
    DAY,
    WEEK,
    YEAR,
    AlwaysOpen,
    Calendar,
    Pattern,
    month_ends,
    without,
)

QUARTER = 0.25
SLOTS = 14 * 96
OFFICE = Pattern(tuple((d * DAY + 8, d * DAY + 16) for d in range(5)))

examples = settings(max_examples=60, derandomize=True, deadline=None, database=None)


class Oracle:
    """Opening hours as a list of quarters, walked through one by one."""

    def __init__(self, windows):
        self.open = [any(a <= i * QUARTER < b for a, b in windows) for i in range(SLOTS)]

    def hours_between(self, a, b):
        return sum(QUARTER for i in range(round(a / QUARTER), round(b / QUARTER)) if self.open[i])

    def next_open(self, time):
        return next((i * QUARTER for i in range(round(time / QUARTER), SLOTS) if self.open[i]), inf)

    def finish(self, start, hours):
        if hours == 0:
            return self.next_open(start)
        left = round(hours / QUARTER)
        for i in range(round(start / QUARTER), SLOTS):
            left -= self.open[i]
            if left == 0:
                return (i + 1) * QUARTER
        return inf


quarters = st.integers(0, SLOTS - 1).map(lambda i: i * QUARTER)


@st.composite
def openings(draw):
    """Windows in order that neither touch nor overlap, none, one or many."""
    corners = sorted(draw(st.sets(st.integers(0, SLOTS), max_size=24)))
    return [(a * QUARTER, b * QUARTER) for a, b in zip(corners[::2], corners[1::2], strict=False)]


@examples
@given(openings(), quarters, quarters)
def test_hours_between_two_times_are_the_open_quarters_between_them(windows, a, b):
    a, b = sorted((a, b))
    assert Calendar(windows).hours_between(a, b) == pytest.approx(Oracle(windows).hours_between(a, b))


@examples
@given(openings(), quarters, st.integers(0, 400).map(lambda i: i * QUARTER))
def test_work_is_finished_when_its_last_quarter_is_over(windows, start, hours):
    assert Calendar(windows).finish(start, hours) == pytest.approx(Oracle(windows).finish(start, hours))


@examples
@given(openings(), quarters)
def test_the_next_opening_is_the_next_open_quarter(windows, time):
    assert Calendar(windows).next_open(time) == Oracle(windows).next_open(time)


@examples
@given(openings(), quarters)
def test_the_window_at_a_time_is_open_then_or_the_next_one(windows, time):
    opens, closes = Calendar(windows).window(time)
    assert max(opens, time) == Oracle(windows).next_open(time)
    assert opens == inf or (opens, closes) in windows


@examples
@given(openings(), quarters, st.floats(0.01, 60.0))
def test_work_that_is_finished_took_its_hours(windows, start, hours):
    calendar = Calendar(windows)
    end = calendar.finish(start, hours)
    if end < inf:
        assert calendar.hours_between(start, end) == pytest.approx(hours)
        assert calendar.closing(end) >= end


@examples
@given(openings(), quarters)
def test_the_curve_of_hours_worked_goes_through_every_answer(windows, time):
    calendar = Calendar(windows)
    if windows:
        times, worked = calendar.curve()
        assert np.interp(time, times, worked) == pytest.approx(calendar.worked(time))


def test_four_hours_from_friday_afternoon_end_on_monday_morning():
    office = Calendar(OFFICE.until(4 * WEEK))
    assert office.finish(4 * DAY + 14, 4.0) == 7 * DAY + 10
    assert office.days_between(4 * DAY + 14, 7 * DAY + 10) == 0.5


def test_a_holiday_is_a_closed_day_every_year():
    office = Calendar(Pattern(OFFICE.windows, frozenset({1})).until(2 * YEAR))
    assert office.next_open(DAY) == 2 * DAY + 8
    assert office.next_open(YEAR + DAY) == YEAR + 2 * DAY + 8
    assert office.hours_between(0.0, YEAR) == 259 * 8.0


def test_leave_is_cut_out_of_the_shifts():
    week = OFFICE.until(WEEK)
    assert without(week, [(DAY, 3 * DAY)]) == [week[0], week[3], week[4]]
    assert without(week, [(10.0, 12.0)])[:2] == [(8.0, 10.0), (12.0, 16.0)]
    assert without(week, [(0.0, WEEK)]) == []
    assert without(week, []) == week


def test_a_pattern_stops_at_the_end_even_in_the_middle_of_a_window():
    assert OFFICE.until(DAY + 10.0) == [(8.0, 16.0), (DAY + 8.0, DAY + 10.0)]


def test_windows_that_touch_are_worked_through_without_a_gap():
    calendar = Calendar([(0.0, DAY), (DAY, 2 * DAY)])
    assert calendar.finish(20.0, 8.0) == 28.0
    assert calendar.window(DAY) == (DAY, 2 * DAY)
    assert calendar.next_open(DAY) == DAY


def test_who_never_rests_works_in_calendar_time():
    always = AlwaysOpen()
    assert always.finish(3.5, 100.0) == 103.5
    assert always.hours_between(2.0, 5.0) == 3.0
    assert always.next_open(7.25) == 7.25
    assert always.window(7.25) == (0.0, inf)
    assert always.closing(7.25) == inf
    assert always.days_between(0.0, WEEK) == 7.0


def test_work_after_the_last_window_is_never_done():
    assert Calendar([(8.0, 16.0)]).finish(12.0, 5.0) == inf
    assert Calendar([]).finish(0.0, 1.0) == inf
    assert Calendar([]).next_open(0.0) == inf


def test_months_have_four_four_and_five_weeks():
    assert np.diff([0.0, *month_ends(YEAR)]).tolist() == [4 * WEEK, 4 * WEEK, 5 * WEEK] * 4
    assert month_ends(4 * WEEK - 1.0) == []
    assert len(month_ends(2 * YEAR)) == 24


def test_work_that_fills_a_shift_ends_with_it_whatever_the_rounding():
    office = Calendar(OFFICE.until(WEEK))
    third = 8.0 / 3.0
    assert office.finish(office.finish(office.finish(8.0, third), third), third) == pytest.approx(16.0)
    assert office.finish(8.0, 8.0 + 1e-13) == 16.0
    assert office.finish(10.0, 6.0 + 8.0 + 1e-13) == DAY + 16.0


def test_the_least_of_work_does_not_end_before_it_begins():
    office = Calendar(OFFICE.until(WEEK))
    for hours in (1e-13, 1e-10, 1e-8):
        assert DAY + 8.0 <= office.finish(DAY + 8.0, hours) <= DAY + 8.0 + 1e-7
        assert DAY + 8.0 <= office.finish(20.0, hours) <= DAY + 8.0 + 1e-7


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=12),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 30)), max_size=8),
)
def test_what_is_left_without_absences_is_what_no_absence_covers(gaps, absences):
    """Hour by hour: open if a window is, and nobody is away."""
    windows, time = [], 0
    for gap, length in gaps:
        windows.append((float(time + gap), float(time + gap + length)))
        time += gap + length + 1
    away = [(float(start), float(start + length)) for start, length in absences]
    left = without(windows, away)
    assert left == sorted(left)
    for hour in range(time + 1):
        middle = hour + 0.5
        expected = any(a < middle < b for a, b in windows) and not any(a < middle < b for a, b in away)
        assert any(a < middle < b for a, b in left) == expected
