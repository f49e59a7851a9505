"""How customers answer what is done to raise the frequency of use."""

from __future__ import annotations

import pytest

from simsales.responses.promotion import Stockpiling
from simsales.responses.rewards import GoalGradient, Reaching
from simsales.responses.usage import Adoption


def test_ten_per_cent_off_bring_orders_a_fifth_sooner_and_a_quarter_larger():
    buying = Stockpiling()
    assert buying.haste(0.10) == pytest.approx(1.20)
    assert buying.size(0.10) == pytest.approx(1.24)


def test_what_is_bought_more_either_goes_on_stock_or_is_growth():
    buying = Stockpiling()
    assert buying.stocked(0.10) + buying.grown(0.10) == pytest.approx(buying.size(0.10) - 1.0)
    assert buying.stocked(0.10) == pytest.approx(0.6 * 0.24)


def test_no_discount_moves_nobody():
    buying = Stockpiling()
    assert (buying.haste(0.0), buying.size(0.0), buying.stocked(0.0), buying.grown(0.0)) == (1, 1, 0, 0)


def test_gaps_at_the_goal_are_a_fifth_shorter_than_at_the_beginning():
    """Kivetz, Urminsky & Zheng (2006): purchases came 20 % sooner at the end of the card."""
    striving = GoalGradient()
    assert striving.pace(1.0) / striving.pace(0.0) == pytest.approx(0.8)


def test_the_pace_rises_all_the_way_to_the_reward():
    paces = [GoalGradient().pace(ahead / 10) for ahead in range(10, -1, -1)]
    assert paces == sorted(paces)


@pytest.mark.parametrize("bought, chance, pace", [(84, 0.1, 1), (85, 0.1, 3), (99, 0.39, 3), (99, 0.4, 1)])
def test_of_those_just_below_a_step_some_hurry(bought, chance, pace):
    assert Reaching().pace(bought, 100.0, chance) == pace


def test_use_grows_by_three_per_cent_a_year():
    assert Adoption().use(0.0) == 1.0
    assert Adoption().use(2.0) == pytest.approx(1.03**2)
