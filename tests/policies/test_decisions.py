"""Qualification, pricing and pay: what each rule answers, worked by hand."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from pydantic import ValidationError

from simsales.policies.compensation import Budget, Salary
from simsales.policies.handoff import AcceptAll, Judged, PlainHandoff
from simsales.policies.pricing import ListPrice, Negotiated
from simsales.policies.qualification import Detection, LeadScore, PlainQualification

NORMAL = NormalDist()


def shares_above(threshold, separation):
    """Shares of fit and of unfit leads whose score lies above a threshold."""
    return 1 - NORMAL.cdf(threshold - separation), 1 - NORMAL.cdf(threshold)


def test_by_default_85_percent_of_fit_and_25_percent_of_unfit_leads_qualify():
    rule = Detection()
    sensitivity, false_positives = shares_above(rule.threshold, rule.separation())
    assert sensitivity == pytest.approx(0.85, abs=5e-4)
    assert false_positives == pytest.approx(0.25, abs=5e-4)


@pytest.mark.parametrize(
    ("threshold", "qualified", "precision"),
    [(0.2, 0.60, 0.54), (0.674, 0.46, 0.65), (1.0, 0.37, 0.72), (1.4, 0.27, 0.81)],
)
def test_a_higher_threshold_trades_number_for_precision(threshold, qualified, precision):
    """The sweep of dossier 3.5, with 35 % fit leads."""
    sensitivity, false_positives = shares_above(threshold, Detection(threshold=threshold).separation())
    share = 0.35 * sensitivity + 0.65 * false_positives
    assert share == pytest.approx(qualified, abs=0.005)
    assert 0.35 * sensitivity / share == pytest.approx(precision, abs=0.005)


def test_a_score_at_the_threshold_is_not_above_it():
    rule = Detection(threshold=0.5)
    assert rule.accepts(0.5001, 0.0) and not rule.accepts(0.5, 0.0)
    assert LeadScore(threshold=0.5).accepts(0.5001, 0.0) and not LeadScore(threshold=0.5).accepts(0.5, 0.0)


def test_the_area_under_the_curve_is_the_chance_that_a_fit_lead_outscores_an_unfit_one():
    # two normal scores d' apart differ by d' with deviation sqrt(2), so AUC = cdf(d' / sqrt(2))
    for auc in (0.5, 0.6, 0.76, 0.887, 0.99):
        assert NORMAL.cdf(LeadScore(auc=auc).separation() / 2**0.5) == pytest.approx(auc, abs=1e-12)
    assert LeadScore(auc=0.5).separation() == 0
    assert LeadScore(auc=0.76).separation() == pytest.approx(0.9989, abs=1e-4)  # z(.76) = .7063


def test_the_default_score_is_as_good_as_the_default_talk():
    assert LeadScore().separation() == pytest.approx(Detection().separation(), abs=0.005)


@pytest.mark.parametrize("auc", [0.49, 1.0])
def test_a_score_is_no_worse_than_a_coin_and_never_perfect(auc):
    with pytest.raises(ValidationError, match=r"between 0\.5 and 0\.9999"):
        LeadScore(auc=auc)


def test_a_plain_rule_looks_only_at_chance():
    rule = PlainQualification(share=0.46)
    assert rule.separation() == 0
    assert rule.accepts(-9.0, 0.4599) and not rule.accepts(9.0, 0.46)


def test_wishes_are_granted_up_to_the_ceiling_and_beyond_the_authority_a_manager_is_asked():
    pricing = Negotiated(authority=0.05, ceiling=0.12, deal_desk_above=0.10)
    assert [pricing.grants(wish) for wish in (0.03, 0.12, 0.15)] == [0.03, 0.12, 0.12]
    assert [pricing.asks_manager(wish) for wish in (0.05, 0.051)] == [False, True]
    assert [pricing.asks_deal_desk(wish) for wish in (0.10, 0.11)] == [False, True]


def test_without_a_limit_no_wish_comes_to_the_deal_desk():
    assert not Negotiated().asks_deal_desk(1.0)


def test_at_list_price_nothing_is_granted_and_nobody_asked():
    assert (
        ListPrice().grants(0.1) == 0
        and not ListPrice().asks_manager(0.1)
        and not ListPrice().asks_deal_desk(1.0)
    )


def test_pay_comes_with_the_employers_on_cost_and_expenses_without():
    plan = Salary(salary=60_000, variable=30_000, on_cost=0.21, expenses=14_000)
    assert plan.yearly_pay() == pytest.approx(108_900)
    assert plan.yearly_expenses() == 14_000


def test_a_budget_is_the_sum_it_says():
    assert Budget(yearly="390_000 EUR").yearly_pay() == 390_000 and Budget().yearly_expenses() == 0


@pytest.mark.parametrize("handoff", [Judged(), AcceptAll(), PlainHandoff()])
def test_reps_need_no_persuading_for_names_of_their_own(handoff):
    assert handoff.own == ("outbound",)


def test_an_agreement_may_be_in_working_time():
    assert str(Judged(agreement="24 wh").agreement) == "24 wh" and Judged().agreement is None
