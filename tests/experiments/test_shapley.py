"""The split of a difference among factors: exact, and the same in whatever order they change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.experiments.shapley import shapley

amounts = st.floats(-100.0, 100.0)


def product(*factors):
    return np.prod(np.stack(factors), axis=0)


def test_two_factors_share_what_they_do_together():
    parts = shapley(product, [np.array([2.0]), np.array([10.0])], [np.array([3.0]), np.array([14.0])])
    assert [float(part[0]) for part in parts] == [1.0 * 12.0, 4.0 * 2.5]


@settings(derandomize=True, deadline=None, max_examples=60, database=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=4))
def test_parts_add_up_and_a_factor_that_stays_gets_nothing(pairs):
    before, after = ([np.array([pair[side]]) for pair in pairs] for side in (0, 1))
    parts = shapley(product, before, after)
    whole = product(*after) - product(*before)
    assert sum(parts) == pytest.approx(whole, abs=1e-9 * max(1.0, float(np.abs(parts).sum())))
    for (old, new), part in zip(pairs, parts, strict=True):
        if old == new:
            assert part == 0.0


def test_the_order_of_factors_does_not_matter():
    before, after = (
        [np.array([2.0]), np.array([5.0]), np.array([7.0])],
        [np.array([x]) for x in (3.0, 1.0, 8.0)],
    )
    forwards = shapley(product, before, after)
    backwards = shapley(product, before[::-1], after[::-1])[::-1]
    assert np.allclose(forwards, backwards, rtol=1e-12)
