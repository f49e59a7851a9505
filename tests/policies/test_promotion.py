"""Plans of promotions: what they offer, to whom, and when that changes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsales.policies.promotion import NoPromotion, PlannedPromotion, PromotionCalendar, RegularPromotion

WEEK = 168.0
CUSTOMER = SimpleNamespace(segment="A", opened=0.0, last_order=0.0, orders=3)
OTHER = SimpleNamespace(segment="B", opened=0.0, last_order=0.0, orders=3)
TWO = PromotionCalendar(
    events=(
        PlannedPromotion(start="20 w", length="4 w", depth=0.05),
        PlannedPromotion(start="22 w", length="4 w", depth=0.10, segments=("A",)),
    )
)
PLANS = [NoPromotion(), TWO, RegularPromotion(first="3 w", every="13 w", length="2 w", depth=0.08)]


@pytest.mark.parametrize("week, offered", [(19.9, 0), (20, 0.05), (22, 0.10), (25.9, 0.10), (26, 0)])
def test_of_promotions_at_once_the_deepest_holds(week, offered):
    assert TWO.offer(CUSTOMER, week * WEEK) == offered


def test_a_promotion_for_a_segment_is_for_nobody_else():
    assert TWO.offer(OTHER, 23 * WEEK) == 0.05 and TWO.offer(OTHER, 25 * WEEK) == 0.0


@pytest.mark.parametrize("plan", PLANS)
@given(week=st.floats(0, 60), other=st.floats(0, 60))
def test_between_two_changes_the_offer_is_the_same(plan, week, other):
    time, changes = week * WEEK, plan.next_change(CUSTOMER, week * WEEK)
    between = time + (min(changes, 60 * WEEK + time) - time) * other / 60.001
    assert changes > time and plan.offer(CUSTOMER, time) == plan.offer(CUSTOMER, between)


def test_a_regular_promotion_comes_back():
    begins = [campaign.start / WEEK for campaign in PLANS[2].campaigns(52 * WEEK)]
    assert begins == [3, 16, 29, 42]
    assert [PLANS[2].offer(CUSTOMER, week * WEEK) for week in (2, 3, 4.9, 5, 16)] == [0, 0.08, 0.08, 0, 0.08]


def test_what_is_announced_lies_where_something_is_offered():
    for plan in PLANS:
        for campaign in plan.campaigns(40 * WEEK):
            assert plan.offer(CUSTOMER, campaign.start) == campaign.depth
            assert plan.offer(CUSTOMER, campaign.end - 1.0) >= campaign.depth
