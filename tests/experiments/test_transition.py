"""The whole way of a change: mean path, trough, break-even and loss, of paths that were written by hand."""

from math import inf, isnan, nan

import numpy as np
import pytest

from simsales.experiments.transition import (
    Band,
    BreakEven,
    Trough,
    band,
    break_even,
    mean_loss,
    told,
    transition,
    trough,
)
from simsales.scenario import Scenario, load
from simsales.words.errors import InputError

#: Three weeks in which a change costs 10 a week, and seven in which it brings 5.
INVESTED = np.array([-10.0, -10.0, -10.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0])
HALF_OF_ONE = 4.302653 / 3**0.5  # of the interval of three pairs with a standard deviation of 1


def pairs_of(path, *offsets):
    """Pairs that are apart by a sum in the first week, so that their sums are as far apart in every week."""
    first = np.eye(1, len(path))[0]
    return np.array([path + offset * first for offset in offsets])


def summed(paths):
    return band(paths.cumsum(axis=1))


def test_the_trough_is_the_lowest_sum_below_zero():
    assert trough(INVESTED.cumsum().tolist()) == Trough(30.0, 3)
    assert trough([5.0, -1.0, 4.0, -7.0, 2.0]) == Trough(7.0, 4)


def test_a_change_that_pays_from_the_first_week_has_no_trough():
    assert trough([0.0, 1.0, 0.0]) == Trough(0.0, 0)
    assert break_even(summed(pairs_of(np.ones(4), 0.0, 0.0))) == BreakEven(0.0, 0.0, 0.0)


def test_it_breaks_even_in_the_week_from_which_the_sum_is_never_below_zero_again():
    assert break_even(summed(pairs_of(INVESTED, 0.0, 0.0))) == BreakEven(9.0, 9.0, 9.0)
    back_and_forth = np.array([-1.0, 2.0, -2.0, 2.0, 0.0])  # sums -1, 1, -1, 1, 1
    assert break_even(summed(pairs_of(back_and_forth, 0.0, 0.0))).week == 4.0


def test_the_date_is_as_uncertain_as_the_path():
    """Sums are -10, -20, -30, -25, -20, -15, -10, -5, 0, 5."""
    one, three = (break_even(summed(pairs_of(INVESTED, -spread, 0.0, spread))) for spread in (1.0, 3.0))
    assert one == BreakEven(9.0, 9.0, 10.0), f"within {HALF_OF_ONE:.1f} of zero in week 9 alone"
    assert three == BreakEven(9.0, 8.0, inf), f"within {3 * HALF_OF_ONE:.1f} of zero from week 8 to the end"
    assert str(three) == "week 9 (8 to beyond the run)"


def test_the_earliest_week_is_one_at_which_the_sum_may_be_back_whatever_comes_later():
    """A week that happens to be known well says nothing of those before it."""
    low, high = (-3.0, -9.0, -9.0, -2.0, -9.0), (-1.0, 4.0, 4.0, -1.0, 4.0)
    assert break_even(Band((-2.0, -3.0, -3.0, -1.5, -3.0), low, high)) == BreakEven(inf, 2.0, inf)
    assert break_even(Band((-1.0, 1.0), (-2.0, -1.0), (1.0, 2.0))) == BreakEven(2.0, 0.0, inf)


def test_one_that_never_breaks_even_says_so():
    found = break_even(summed(pairs_of(-INVESTED[::-1] - 6.0, 0.0, 0.0)))
    assert found == BreakEven(inf, inf, inf) and str(found) == "not within the run"
    perhaps = break_even(summed(pairs_of(INVESTED[:8], -3.0, 0.0, 3.0)))
    assert str(perhaps) == "not within the run, week 8 at the earliest"


def test_a_single_pair_tells_a_week_and_no_bounds_of_it():
    found = break_even(summed(INVESTED[np.newaxis]))
    assert found.week == 9.0 and isnan(found.earliest) and isnan(found.latest) and str(found) == "week 9"
    assert str(break_even(summed(INVESTED[np.newaxis, :5]))) == "not within the run"


def test_a_path_is_a_mean_between_the_bounds_of_student():
    found = band(np.array([[1.0, 5.0], [2.0, 5.0], [3.0, nan]]))
    assert found.mean == (2.0, 5.0)
    assert found.low[0] == pytest.approx(2.0 - HALF_OF_ONE) and found.high[0] == pytest.approx(
        2.0 + HALF_OF_ONE
    )
    assert (found.low[1], found.high[1]) == (5.0, 5.0), "two pairs that agree"
    assert isnan(band(np.array([[1.0]])).low[0])


def test_the_loss_is_what_is_missed_in_weeks_that_are_worse():
    paths = pairs_of(INVESTED, 0.0, 0.0)
    assert mean_loss(paths, "higher") == (30.0, 30.0, 30.0)
    assert mean_loss(paths, "lower") == (35.0, 35.0, 35.0)
    loss, low, high = mean_loss(pairs_of(INVESTED, -1.0, 0.0, 1.0), "higher")
    assert loss == 30.0 and high - loss == pytest.approx(HALF_OF_ONE) == loss - low
    assert isnan(mean_loss(paths[:1], "higher")[1])


def hand_made(weekly, figure=None):
    differences = np.stack([weekly if figure is None else figure, weekly], axis=1)
    named = {name: Scenario().but({"run.seed": 1}, name=name) for name in ("base", "other")}
    return told(named, "wins", 13 * 168.0, differences)


def test_the_whole_way_is_told_in_a_table_and_a_sentence():
    found = hand_made(1_000.0 * pairs_of(INVESTED, -1.0, 0.0, 1.0), pairs_of(INVESTED, 0.0, 0.0, 0.0))
    assert (found.unit, found.pairs, found.loss, found.path.mean[0]) == ("wins", 3, 30.0, -10.0)
    assert found.sentence() == (
        "other is deepest in the red against base in week 3 after the change, by 30,000 EUR (95 % interval of the sum "
        "-32,484 to -27,516); it breaks even: week 9 (9 to 10); after 10 weeks +5,000 EUR."
    )
    printed = repr(found).splitlines()
    assert printed[0] == "other against base, week by week from week 13 on, 3 paired replications"
    assert [line.split()[0] for line in printed[3:6]] == ["4", "8", "10"]
    frame = found.to_pandas()
    assert list(frame.columns) == ["mean", "low", "high", "cumulated_mean", "cumulated_low", "cumulated_high"]
    assert frame.loc[9, "cumulated_mean"] == 0.0


def test_whoever_is_never_in_the_red_is_told_so():
    found = hand_made(1_000.0 * pairs_of(np.ones(4), 0.0, 0.0))
    assert found.sentence() == "other is never in the red against base: after 4 weeks +4,000 EUR."


# --- played ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def base():
    return load("abroad_stay_home").but(
        {"run.horizon": "20 w", "demand.inbound.rate": "4000 / y"}, name="base"
    )


def test_weeks_count_from_the_change_on_and_add_up_to_the_difference_of_the_windows(base):
    dearer = base.but(
        {"at": [{"time": "12 w", "set": {"compensation.hunter.salary": "x1.1"}}]}, name="dearer"
    )
    found = transition(base, dearer, replications=2, workers=1)
    week = 0.1 * 90_000 * 1.21 * 9 / 52  # nine hunters, a tenth more pay
    assert len(found.path.mean) == 8 and found.begins == 12 * 168.0
    assert found.path.mean == pytest.approx([-week] * 8)
    assert found.trough.week == 8 and found.trough.depth == pytest.approx(8 * week)
    assert found.break_even.week == inf
    late, waited = (each.but({"run.warm_up": "4 w"}, name=each.name) for each in (dearer, base))
    after = transition(waited, late, replications=1, workers=1)
    assert len(after.path.mean) == 12 and after.begins == 12 * 168.0, (
        "of twenty weeks after four, eight are over"
    )
    assert after.path.mean == pytest.approx([-week] * 12)


def test_what_differs_from_the_first_day_on_is_followed_from_the_first_day_of_the_window_on(base):
    waiting = base.but({"run.warm_up": "4 w"}, name="base")
    other = waiting.but({"compensation.hunter.salary": 99_000.0}, name="other")
    found = transition(waiting, other, "wins", replications=2, workers=1)
    assert len(found.path.mean) == 20 and found.begins == 4 * 168.0
    assert found.loss == 0.0, "pay alone moves nobody here"


@pytest.mark.parametrize(
    ("changes", "kpi", "message"),
    [
        ({}, "wins", "must have a scenario that differs from its base, found none"),
        ({"run.horizon": "9 w"}, "wins", "must have the same"),
        ({"people.hunter.count": 8}, "winns", "found 'winns'; did you mean 'wins'"),
        ({"people.hunter.count": 8}, "misfit", r"found \[strategy\] skipped"),
        (
            {"at": [{"time": "30 w", "set": {"people.hunter.count": 8}}]},
            "wins",
            "must begin before the last whole week of the window",
        ),
    ],
)
def test_what_cannot_be_followed_is_refused(base, changes, kpi, message):
    with pytest.raises(InputError, match=message):
        transition(base, base.but(changes, name="other"), kpi, replications=2, workers=1)


def test_a_band_is_a_value():
    assert band(np.zeros((2, 1))) == Band((0.0,), (0.0,), (0.0,))
