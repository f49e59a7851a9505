"""How hard people try: the solver, the worth of one more sale, and the three mistakes of the prototype."""

from __future__ import annotations

from itertools import pairwise, product
from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from simsales.policies.compensation import Bonus, Commission, Compensation, Hybrid, Period
from simsales.policies.quota import Quota
from simsales.responses.agency import best_commissions, best_contract
from simsales.responses.effort import (
    Achieving,
    Bounds,
    Choosing,
    Efforts,
    Prospect,
    best_effort,
    chance_to_reach,
    cost_of_ratchet,
    expected_pay,
    interior_effort,
    marginal_pay,
)

QUOTA = 150_000.0
SD = 0.35 * QUOTA  # of a whole quarter
FREE = Bounds(0.0, inf)
COST = ((1.0, 0.6), (0.6, 1.0))


# --- S19: the linear contract -----------------------------------------------------------------------------


def test_s19_the_noisier_the_result_the_less_it_is_paid_for():
    best = best_contract(output=1.0, cost=1.0, risk_aversion=2.0, noise=0.5)
    assert best == pytest.approx((2 / 3, 2 / 3, 1 / 3), abs=1e-9)
    assert best_contract(1.0, 1.0, 2.0, 1.0).commission < best.commission


def test_s19_the_mutant_misses():
    found = best_contract(output=1.0, cost=1.0, risk_aversion=2.0 * 1.05, noise=0.5).commission
    assert found == pytest.approx(0.6557377049180328, abs=1e-9)
    assert abs(found - 2 / 3) > 2e-9


@pytest.mark.parametrize(
    ("noise_of_farming", "commissions", "efforts"),
    [
        (0.25, (0.5833333333333335, 0.4166666666666667), (0.5208333333333336, 0.10416666666666657)),
        (1.0, (0.49275362318840576, 0.2173913043478261), (0.566123188405797, -0.12228260869565209)),
        (100.0, (0.39548022598870053, 0.0033898305084745766), (0.6147598870056497, -0.3654661016949152)),
    ],
)
def test_s19_two_tasks(noise_of_farming, commissions, efforts):
    found = best_commissions((1.0, 0.8), COST, 2.0, (0.25, noise_of_farming))
    assert found == pytest.approx(commissions, abs=1e-9)
    assert interior_effort(Efforts(*found), 0.6) == pytest.approx(efforts, abs=1e-9)


def test_s19_paying_for_hunting_only_leaves_no_farming_and_no_negative_one():
    pull = Efforts(0.5, 0.0)
    assert interior_effort(pull, 0.6) == pytest.approx((0.78125, -0.46875), abs=1e-9)
    assert best_effort(pull, 0.6, FREE, FREE) == pytest.approx((0.5, 0.0), abs=1e-9)


# --- the solver -------------------------------------------------------------------------------------------


def test_cutting_each_task_off_by_itself_is_not_the_best():
    choosing = Choosing()
    found = choosing.efforts(Efforts(1.6, 0.0))
    assert found == pytest.approx((1.9, 0.25))
    assert interior_effort(Efforts(2.8, 1.2), 0.5).farming < 0.0


@given(st.floats(-1.0, 3.0), st.floats(-1.0, 3.0), st.floats(0.0, 0.8))
def test_no_point_of_the_box_suits_better(hunting, farming, substitution):
    bounds = Bounds(0.2, 1.9), Bounds(0.0, 1.9)
    found = best_effort(Efforts(hunting, farming), substitution, *bounds)

    def worth(h, f):
        return hunting * h + farming * f - 0.5 * (h * h + 2.0 * substitution * h * f + f * f)

    grid = product(np.linspace(0.2, 1.9, 35), np.linspace(0.0, 1.9, 39))
    assert worth(*found) >= max(worth(h, f) for h, f in grid) - 1e-9
    assert 0.2 <= found.hunting <= 1.9 and 0.0 <= found.farming <= 1.9


def test_who_is_moved_by_nothing_gives_the_usual_effort():
    assert Choosing().efforts(Efforts(0.0, 0.0)) == pytest.approx((0.8, 0.8), abs=1e-15)


# --- S20: what one more sale is worth ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("elapsed", "sales", "reached", "worth"),
    [
        (0.5, 75_000.0, 0.5, 0.0322394047741575),
        (0.9, 120_000.0, 0.1831281979123915, 0.04793016933063151),
        (0.9, 60_000.0, 3.1281177837076905e-06, 2.668674901575772e-06),
        (0.9, 160_000.0, 0.9339467090399025, 0.023199287413668203),
        (0.98, 140_000.0, 0.1728892930755802, 0.10335637037922418),
    ],
)
def test_s20_a_bonus_pulls_where_the_quota_is_near_and_late(elapsed, sales, reached, worth):
    prospect = Prospect(sales, QUOTA * (1.0 - elapsed), SD * sqrt(1.0 - elapsed))
    curve = Bonus(bonus=3_000, quota={"first": QUOTA}).curve(QUOTA, QUOTA)
    assert chance_to_reach(QUOTA, prospect) == pytest.approx(reached, rel=1e-9)
    assert marginal_pay(curve, prospect) == pytest.approx(worth, rel=1e-9)


def test_a_bonus_that_is_earned_already_pulls_no_more_and_a_tier_that_is_reached_holds():
    plan = Hybrid(rate=0.03, tiers=[{"above": 1.0, "rate": 0.06}], bonus=3_000.0)
    done = Prospect(160_000.0, 15_000.0, SD * sqrt(0.1))
    ahead = plan.curve(QUOTA, QUOTA).beyond(done.sales)
    assert not ahead.jumps and marginal_pay(ahead, done) == pytest.approx(0.06)
    capped = plan.model_copy(update={"cap": 7_000.0}).curve(QUOTA, QUOTA)
    assert marginal_pay(capped.beyond(160_000.0), done) == 0.0


def test_s20_the_mutant_misses():
    prospect = Prospect(75_000.0, 75_000.0, SD * sqrt(0.5))
    curve = Bonus(bonus=3_150, quota={"first": QUOTA}).curve(QUOTA, QUOTA)
    assert marginal_pay(curve, prospect) == pytest.approx(0.03385137501286538, abs=1e-9)


PLANS = [
    Commission(rate=0.04),
    Commission(rate=0.04, cap=9_000.0),
    Bonus(bonus=7_500.0),
    Hybrid(rate=0.03, tiers=[{"above": 1.0, "rate": 0.06}], bonus=3_000.0),
    Hybrid(rate=0.03, tiers=[{"above": 1.0, "rate": 0.06}], bonus=3_000.0, cap=10_000.0),
    Hybrid(
        rate=0.03,
        tiers=[{"above": 0.5, "rate": 0.01}, {"above": 1.2, "rate": 0.1}],
        bonus=3_000.0,
        cap=6_000.0,
    ),
]


@pytest.mark.parametrize(
    "plan", PLANS, ids=lambda plan: plan.model_dump_json(include={"kind", "cap", "rate"})
)
def test_the_curve_is_what_the_plan_pays(plan):
    curve = plan.curve(QUOTA, QUOTA)
    for sales in (0.0, 30_000.0, 74_999.0, 149_999.0, 150_000.0, 180_000.0, 250_000.0, 900_000.0):
        of_parts = sum(part.rate * max(0.0, min(sales, part.high) - part.low) for part in curve.parts)
        of_jumps = sum(jump.amount for jump in curve.jumps if jump.at <= sales)
        assert of_parts + of_jumps == pytest.approx(plan.pay(Period(sales, QUOTA)).earned)


@pytest.mark.parametrize(
    "plan", PLANS, ids=lambda plan: plan.model_dump_json(include={"kind", "cap", "rate"})
)
def test_the_curve_of_a_part_of_a_period_is_what_the_plan_pays_for_it(plan):
    curve = plan.curve(QUOTA, QUOTA).of_part(0.25)
    for sales in (0.0, 30_000.0, 37_499.0, 37_500.0, 50_000.0, 250_000.0):
        of_parts = sum(part.rate * max(0.0, min(sales, part.high) - part.low) for part in curve.parts)
        of_jumps = sum(jump.amount for jump in curve.jumps if jump.at <= sales)
        due = plan.pay(Period(sales, 0.25 * QUOTA, present=0.25)).earned
        assert of_parts + of_jumps == pytest.approx(due)


@pytest.mark.parametrize(
    "plan", PLANS, ids=lambda plan: plan.model_dump_json(include={"kind", "cap", "rate"})
)
def test_expected_pay_and_what_one_more_euro_adds_are_those_of_the_plan_itself(plan):
    curve, spread = plan.curve(QUOTA, QUOTA), 40_000.0

    def by_hand(mean):
        law = stats.norm(mean, spread)
        marks = sorted({j.at for j in curve.jumps} | {p.high for p in curve.parts if p.high < inf})
        reach = [max(0.0, mean - 9 * spread), *[m for m in marks if m < mean + 9 * spread], mean + 9 * spread]
        # sales below 0 are no sales, and pay nothing
        return sum(
            quad(lambda s: plan.pay(Period(s, QUOTA)).earned * law.pdf(s), low, high, epsabs=1e-9)[0]
            for low, high in pairwise(reach)
        )

    mean = 400_000.0 if plan.cap and not curve.jumps else 170_000.0
    prospect = Prospect(60_000.0, mean - 60_000.0, spread)
    assert expected_pay(curve, prospect) == pytest.approx(by_hand(mean), rel=1e-4)
    slope = (by_hand(mean + 50.0) - by_hand(mean - 50.0)) / 100.0
    assert marginal_pay(curve, prospect) == pytest.approx(slope, rel=2e-3, abs=1e-7)


def test_a_plan_of_ones_own_is_asked_what_it_pays():
    class Squared(Compensation):
        def pay(self, period: Period):
            return Commission(rate=0.1).pay(period._replace(sales=period.sales**2 / 100_000.0))

    curve = Squared().curve(QUOTA, QUOTA)
    assert marginal_pay(curve, Prospect(100_000.0, 0.0, 10_000.0)) == pytest.approx(0.2, rel=0.01)


def test_a_part_of_a_plan_that_is_ones_own_is_asked_what_it_pays():
    class Steeper(Commission):
        def _commission(self, period: Period) -> float:
            return 0.1 * period.sales

    curve = Steeper(rate=0.04).curve(QUOTA, QUOTA)
    assert marginal_pay(curve, Prospect(100_000.0, 0.0, 10_000.0)) == pytest.approx(0.1)


def test_who_earns_a_salary_gains_nothing_by_one_more_sale():
    from simsales.policies.compensation import Salary

    assert marginal_pay(Salary(variable=30_000).curve(QUOTA, QUOTA), Prospect(0.0, 1e5, 1e4)) == 0.0


# --- the ratchet ------------------------------------------------------------------------------------------


def test_a_ratchet_costs_who_looks_ahead_and_nobody_else():
    quota = Quota(first=QUOTA, up=0.5, down=0.175)
    whole = Prospect(0.0, QUOTA, SD)
    cost = cost_of_ratchet(quota, QUOTA, whole, whole, loss=0.03, weight=0.9)
    # half of the time above (within a quarter of it more), half of it below; what was raised stays at .6625
    z = 0.5 * QUOTA / SD
    moved = 0.5 * (stats.norm.cdf(z) - 0.5) + 0.175 * (0.5 - stats.norm.cdf(-0.25 / 0.175 * QUOTA / SD))
    assert cost == pytest.approx(0.9 * moved * 0.03 / (1.0 - 0.9 * 0.6625), rel=1e-9)
    assert cost_of_ratchet(quota, QUOTA, whole, whole, loss=0.03, weight=0.0) == 0.0
    assert cost_of_ratchet(Quota(first=QUOTA), QUOTA, whole, whole, loss=0.03, weight=0.9) == 0.0


# --- what effort does -------------------------------------------------------------------------------------


def test_the_gates_together_have_the_exponent_of_the_whole_process():
    achieving = Achieving()
    assert achieving.gate(1.5, 4) ** 4 == pytest.approx(1.5**0.19)
    assert achieving.flow(1.5) * achieving.gate(1.5, 4) ** 4 == pytest.approx(1.5**0.34)
    assert achieving.pace(1.5) == pytest.approx(1.5**-0.8)
    assert achieving.gate(1.0, 4) == achieving.flow(1.0) == achieving.pace(1.0) == 1.0
