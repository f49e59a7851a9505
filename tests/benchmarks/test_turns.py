"""Runs are taken in turns, compared pair by pair, and held against the bars."""

from __future__ import annotations

import pytest

from benchmarks import bars
from benchmarks.right import Right
from benchmarks.turns import Entry, Run, Times, in_turns, play_once


def times_of(**seconds: list[float]) -> Times:
    """Return times of contestants on W1."""
    times = Times()
    for contestant, taken in seconds.items():
        for one in taken:
            times.add(Entry(contestant, "W1"), Run(one, None))
    return times


def test_everybody_runs_once_before_anybody_runs_twice() -> None:
    entries = [Entry("house", "W1"), Entry("textbook", "W1"), Entry("ciw", "W1", most_runs=1)]
    order = [(number, entry.contestant) for number, entry in in_turns(entries, 2)]
    assert order == [(0, "house"), (0, "textbook"), (0, "ciw"), (1, "house"), (1, "textbook")]


def test_a_ratio_is_the_median_over_rounds_in_which_both_ran() -> None:
    times = times_of(textbook=[4.0, 50.0, 6.0, 1.0], house=[1.0, 10.0, 1.0])
    assert times.ratio(("textbook", "W1"), ("house", "W1")) == 5.0


def test_a_contestant_who_did_not_run_has_no_ratio() -> None:
    assert times_of(house=[1.0]).ratio(("ciw", "W1"), ("house", "W1")) is None


@pytest.mark.parametrize(("house", "verdict"), [(1.0, "holds"), (1.2, "MISSED")])
def test_a_house_that_is_too_slow_misses_the_bar(house: float, verdict: str) -> None:
    first = next(bars.speed(times_of(textbook=[5.0], house=[house])))
    assert (first.about, first.verdict) == ("W1: textbook over house", verdict)


def test_a_start_may_take_twice_a_bare_interpreter_and_a_tenth_of_a_second() -> None:
    found = list(bars.start({"python": 0.02, "import simsales": 0.14, "simsales --help": 0.15}))
    assert [bar.verdict for bar in found] == ["holds", "MISSED"]


def test_an_answer_is_far_off_only_beyond_luck_and_its_own_error() -> None:
    right = Right(mean=100.0, error=3.0, spread=8.0)
    assert not right.is_far_from(117.0, replications=4)
    assert right.is_far_from(118.0, replications=4)


def test_one_run_in_a_process_of_its_own_reports_its_seconds_and_answers() -> None:
    run = play_once(Entry("textbook", "W1"), seed=3)
    assert run.answers is not None
    assert run.answers.events > 60_000
    assert run.seconds > 0
