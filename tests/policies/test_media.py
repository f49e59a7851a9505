"""Who is visited, worked by hand."""

from __future__ import annotations

import pytest

from simsales.policies.media import AlwaysVisit, Meeting, NeverVisit, ShadowPrice, Threshold
from simsales.words.vocabulary import PHONE, VIDEO, VISIT

#: A deal of 45,000 EUR: at usual odds, a visit that adds .4 log-odds at the last gate adds .099 to its chance.
MEETING = Meeting(
    gate=3,
    equivocality=0.6,
    insists=False,
    otherwise=VIDEO,
    adds=0.4,
    margin=15_750.0,
    hours=2.9,
    cost=120.0,
)


def test_always_and_never():
    for otherwise in (VIDEO, PHONE):
        meeting = MEETING._replace(otherwise=otherwise, insists=True)
        assert AlwaysVisit().choose(meeting) == VISIT
        assert NeverVisit().choose(meeting) == otherwise


@pytest.mark.parametrize(
    ("equivocality", "insists", "medium"),
    [(0.5, False, VIDEO), (0.51, False, VISIT), (0.1, True, VISIT), (0.1, False, VIDEO)],
)
def test_a_threshold_visits_where_much_is_equivocal_and_where_it_is_asked_to(equivocality, insists, medium):
    assert Threshold().choose(MEETING._replace(equivocality=equivocality, insists=insists)) == medium


def test_a_threshold_may_ignore_what_is_asked():
    assert Threshold(demanded=False).choose(MEETING._replace(equivocality=0.1, insists=True)) == VIDEO


def test_what_a_visit_adds_to_the_chance_is_a_logit_from_the_usual_share_times_what_follows():
    policy = ShadowPrice(passes=(0.9, 0.8, 0.6, 0.5))
    odds = 1.4918246976412703  # e^.4
    at_the_last = odds / (1 + odds) - 0.5
    assert policy.adds_to_the_chance(MEETING) == pytest.approx(at_the_last)
    of_sixty = 0.6 * odds / (0.4 + 0.6 * odds) - 0.6
    assert policy.adds_to_the_chance(MEETING._replace(gate=2)) == pytest.approx(0.5 * of_sixty)
    assert policy.adds_to_the_chance(MEETING._replace(adds=0.0)) == 0.0


def test_a_shadow_price_visits_where_the_margin_pays_for_hours_and_way():
    worth = ShadowPrice().adds_to_the_chance(MEETING) * 15_750.0
    highest = (worth - 120.0) / 2.9
    assert highest > 100.0
    assert ShadowPrice(hour=highest - 1.0).choose(MEETING) == VISIT
    assert ShadowPrice(hour=highest + 1.0).choose(MEETING) == VIDEO


def test_where_hours_cost_nothing_a_visit_that_adds_nothing_is_still_not_made():
    free = ShadowPrice(hour=0.0)
    assert free.choose(MEETING._replace(adds=0.0, cost=0.0)) == VIDEO
    assert free.choose(MEETING._replace(adds=1e-6, cost=0.0)) == VISIT


def test_after_the_last_decision_no_visit_is_worth_its_way():
    assert ShadowPrice(hour=0.0).choose(MEETING._replace(gate=-1, adds=5.0, cost=0.0)) == VIDEO
