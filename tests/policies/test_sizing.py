"""Sizing by workload and by response: arithmetic by hand, and a maximum that is flat."""

import pytest

from simsales.policies.sizing import Response, Workload, by_response, by_workload, forgone, profit

# 8 MEUR at most; 35 % margin, 120,000 EUR a person and year
FALLING = [Response(most=8e6, shape=1.0, half=6.0)]
S_SHAPED = [Response(most=8e6, shape=2.0, half=9.0)]
MARGIN, COST = 0.35, 120_000.0


def test_workload_is_hours_of_calls_over_hours_that_a_person_has():
    # Norddrive's farmers: 60 x 10 x 3 + 180 x 5 x 2.4 + 360 x 1.5 x 1 = 4,500 h; 1,696 h x .65 a person
    classes = [Workload(60, 10, 3.0), Workload(180, 5, 2.4), Workload(360, 1.5, 1.0)]
    assert by_workload(classes, 1_696 * 0.65) == pytest.approx(4_500 / 1_102.4)


def test_nobody_works_in_no_time():
    with pytest.raises(ValueError, match="must have hours for work, found 0"):
        by_workload([], 0.0)


def test_half_of_the_most_is_sold_by_half():
    (curve,) = S_SHAPED
    assert curve.sales(9.0) == pytest.approx(4e6)
    assert curve.sales(0.0) == 0.0
    assert curve.sales(1e9) == pytest.approx(8e6)


@pytest.mark.parametrize(("segments", "best"), [(FALLING, 6), (S_SHAPED, 11), (FALLING + S_SHAPED, 14)])
def test_the_best_number_is_better_than_all_others(segments, best):
    profits = [profit(segments, MARGIN, COST, n) for n in range(100)]
    assert by_response(segments, MARGIN, COST) == max(range(100), key=profits.__getitem__) == best


def test_with_falling_returns_the_best_number_has_a_formula():
    # m S b / (b + N)^2 = cost: N = sqrt(m S b / cost) - b
    assert pytest.approx(5.83, abs=0.01) == (MARGIN * 8e6 * 6.0 / COST) ** 0.5 - 6.0


def test_where_nobody_pays_for_themselves_nobody_is_hired():
    assert by_response(S_SHAPED, 0.01, COST) == 0
    with pytest.raises(ValueError, match="must have a profit to lose"):
        forgone(S_SHAPED, 0.01, COST, 0.2)
    with pytest.raises(ValueError, match="must cost something, found 0"):
        by_response(S_SHAPED, MARGIN, 0.0)


def test_the_maximum_is_flat_where_returns_fall():
    """A fifth too few or too many people costs less than 3 % of the profit."""
    assert forgone(FALLING, MARGIN, COST, 0.2) == pytest.approx((0.0170, 0.0246), abs=1e-4)


def test_an_s_shaped_curve_has_a_maximum_that_is_not_so_flat():
    """The best number lies just beyond the bend, and who has a fifth less loses an eighth of the profit."""
    assert forgone(S_SHAPED, MARGIN, COST, 0.2) == pytest.approx((0.125, 0.083), abs=1e-3)
