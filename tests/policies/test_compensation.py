"""Plans, worked by hand: what a period's sales are worth, and what no plan may ever do."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log, log1p, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.integrate import quad
from scipy.special import ndtr

from simsales.policies.compensation import Bonus, Commission, Hybrid, Incentive, Period, Salary, Tier
from simsales.policies.quota import Quota

QUOTA = {"first": 100_000}
ACCELERATOR = [{"above": 1.0, "rate": 0.06}]


def earned(plan, sales, **of_period):
    return plan.pay(Period(sales, 100_000.0, **of_period)).earned


# --- what is earned ---------------------------------------------------------------------------------------


def test_flat_commission_is_a_share_of_every_euro():
    assert earned(Commission(rate=0.04), 50_000) == 2_000


def test_a_tier_pays_its_rate_only_on_what_lies_beyond_it():
    plan = Commission(rate=0.03, tiers=[{"above": 0.5, "rate": 0.05}, *ACCELERATOR], quota=QUOTA)
    assert earned(plan, 40_000) == pytest.approx(1_200)
    assert earned(plan, 80_000) == pytest.approx(1_500 + 1_500)
    assert earned(plan, 120_000) == pytest.approx(1_500 + 2_500 + 1_200)


def test_a_bonus_is_for_those_who_meet_the_quota():
    plan = Bonus(bonus=7_500, quota=QUOTA)
    assert [earned(plan, sales) for sales in (99_999.0, 100_000.0, 300_000.0)] == [0, 7_500, 7_500]


def test_a_hybrid_is_the_sum_of_its_parts_up_to_the_cap():
    plan = Hybrid(rate=0.03, tiers=ACCELERATOR, bonus=3_000, quota=QUOTA, cap=12_000)
    assert earned(plan, 120_000) == pytest.approx(3_000 + 1_200 + 3_000)
    assert earned(plan, 120_000, kickers=500.0, prize=1_000.0) == pytest.approx(8_700)
    assert earned(plan, 900_000) == 12_000


def test_who_is_there_for_half_of_a_period_has_half_of_a_bonus_a_cap_and_a_draw():
    plan = Hybrid(rate=0.1, bonus=3_000, quota=QUOTA, cap=8_000, draw=2_000)
    whole, half = (plan.pay(Period(200_000.0, 100_000.0 * p, present=p)).earned for p in (1.0, 0.5))
    assert (whole, half) == (8_000, 4_000)
    assert plan.pay(Period(present=0.5)).advance == 1_000


def test_a_draw_is_paid_whatever_was_sold_and_earned_back_later():
    plan = Commission(rate=0.1, draw=3_000)
    bad = plan.pay(Period(10_000.0))
    assert (bad.due, bad.advance, bad.owed) == (3_000, 2_000, 2_000)
    good = plan.pay(Period(45_000.0, owed=bad.owed))
    assert (good.due, good.kept_back, good.owed) == (3_000, 1_500, 500)
    better = plan.pay(Period(45_000.0, owed=good.owed))
    assert (better.due, better.owed) == (4_000, 0)


def test_an_advance_that_nobody_recovers_is_a_guarantee():
    plan = Commission(rate=0.1, draw=3_000, recoverable=False)
    assert plan.pay(Period(10_000.0)).owed == 0


def test_what_was_paid_for_a_sale_that_is_withdrawn_is_kept_back_as_far_as_there_is_pay():
    plan = Commission(rate=0.1)
    pay = plan.pay(Period(10_000.0, undone=1_500.0))
    assert (pay.due, pay.owed) == (0, 500)


def test_a_salary_knows_no_pay_day():
    assert Salary(salary=60_000, variable=30_000).pay(Period(1e6)).due == 0


# --- quotas -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sales", "next_quota"),
    [(100_000, 100_000), (120_000, 110_000), (80_000, 96_500), (300_000, 125_000), (0, 82_500)],
)
def test_the_ratchet_is_asymmetric_and_bounded(sales, next_quota):
    assert Quota(first=100_000, up=0.5, down=0.175).next_quota(100_000, sales) == pytest.approx(next_quota)


# --- T11 --------------------------------------------------------------------------------------------------

MEAN, CV, ASKED, RATE, FASTER, EXTRA, CAP = 150_000.0, 0.35, 150_000.0, 0.03, 0.06, 3_000.0, 20_000.0
SIGMA = sqrt(log1p(CV**2))
MU = log(MEAN) - SIGMA**2 / 2


def beyond(edge):
    """Chance that lognormal sales lie beyond an edge, and the sales that are expected there beyond it."""
    d = (MU - log(edge)) / SIGMA
    chance, weighted = ndtr([d, d + SIGMA])
    return chance, MEAN * weighted - edge * chance


def closed_form():
    """Expected pay beside the salary (theory case T11): no tier, no bonus and no cap is left to the plan."""
    met, over = beyond(ASKED)
    at_cap = ASKED + (CAP - EXTRA - RATE * ASKED) / FASTER
    return RATE * MEAN + (FASTER - RATE) * over + EXTRA * met - FASTER * beyond(at_cap)[1]


def by_the_plan(rate):
    """The same by quadrature over what the plan says for each amount of sales."""
    plan = Hybrid(
        rate=rate, tiers=[Tier(above=1.0, rate=FASTER)], bonus=EXTRA, cap=CAP, quota=Quota(first=ASKED)
    )

    def weighted(z):
        return plan.pay(Period(exp(MU + SIGMA * z), ASKED)).earned * exp(-z * z / 2) / sqrt(2 * pi)

    at_cap = ASKED + (CAP - EXTRA - rate * ASKED) / FASTER
    edges = [-12.0, *((log(sales) - MU) / SIGMA for sales in (ASKED, at_cap)), 12.0]
    return sum(quad(weighted, low, high, epsabs=1e-10)[0] for low, high in pairwise(edges))


def test_t11_expected_pay_of_a_hybrid_plan():
    assert closed_form() == pytest.approx(6_397.176582562983, abs=1e-6)
    assert by_the_plan(RATE) == pytest.approx(closed_form(), abs=1e-6)


def test_t11_with_a_rate_a_twentieth_higher_misses():
    assert by_the_plan(1.05 * RATE) == pytest.approx(6_591.066234984952, abs=1e-6)


# --- what holds for every plan ----------------------------------------------------------------------------

amounts = st.floats(0.0, 1e6)
rates = st.floats(0.0, 0.3)


@st.composite
def plans(draw) -> Incentive:
    edges = sorted(draw(st.sets(st.floats(0.1, 3.0), max_size=3)))
    tiers = [Tier(above=edge, rate=draw(rates)) for edge in edges]
    return Hybrid(
        rate=draw(rates),
        tiers=tiers,
        bonus=draw(st.floats(0.0, 20_000.0)),
        quota=QUOTA,
        draw=draw(st.floats(0.0, 10_000.0)),
        recoverable=draw(st.booleans()),
    )


@given(plans(), amounts, amounts)
def test_who_sells_more_is_never_paid_less(plan, one, other):
    less, more = (plan.pay(Period(sales, 100_000.0)) for sales in sorted((one, other)))
    assert less.earned <= more.earned + 1e-6
    assert less.due <= more.due + 1e-6


@given(plans(), st.floats(0.1, 3.0))
def test_commission_makes_no_jump(plan, attained):
    below, above = (plan.pay(Period(attained * 1e5 + step, 1e5)).commission for step in (-0.01, 0.01))
    assert above - below <= 0.3 * 0.02 + 1e-9


@given(plans(), st.lists(st.tuples(amounts, st.floats(0.0, 5_000.0)), min_size=1, max_size=8))
def test_nobody_pays_the_firm_and_no_debt_is_forgotten(plan, periods):
    owed = paid = earned_in_all = undone = forgiven = 0.0
    for sales, taken in periods:
        pay = plan.pay(Period(sales, 100_000.0, undone=taken, owed=owed))
        assert pay.due >= 0.0
        assert pay.owed >= 0.0
        forgiven += 0.0 if plan.recoverable else pay.advance
        owed, paid = pay.owed, paid + pay.due
        earned_in_all, undone = earned_in_all + pay.earned, undone + taken
    assert paid == pytest.approx(earned_in_all - undone + owed + forgiven, abs=1e-4)


# --- bad plans --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "values", "message"),
    [
        (
            Commission,
            {"tiers": [{"above": 1.2}, {"above": 1.0}], "quota": QUOTA},
            "begin above the one before",
        ),
        (Commission, {"tiers": ACCELERATOR}, "must have a quota"),
        (Bonus, {"quota": None}, "must have a quota"),
        (Bonus, {"quota": {"first": 0}}, "must be more than 0"),
        (Commission, {"rate": 0.1, "tiers": ACCELERATOR, "quota": QUOTA, "cap": 500}, "cap above"),
        (Commission, {"base": "revenue"}, "must be credited at delivery"),
        (Commission, {"rate": -0.1}, "must be between 0 and 1"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(plan, values, message):
    with pytest.raises(ValidationError, match=message):
        plan(**values)
