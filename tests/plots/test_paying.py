"""Attainment is shown beside what the plan pays for it."""

from dataclasses import replace

import numpy as np
import pytest

from simsales import plots
from simsales.plots.paying import bands_of, payout, plans_of, shares_by_band
from simsales.policies.compensation import Hybrid, Tier
from simsales.policies.quota import Quota
from simsales.scenario import Scenario
from simsales.series.pay import PayPeriods
from simsales.words.errors import InputError
from tests.plots.conftest import course_of, watched_of

PLAN = Hybrid(rate=0.03, tiers=(Tier(above=1.0, rate=0.06),), bonus=3_000.0, quota=Quota(first=100_000.0))


def test_shares_by_band_are_shares_of_all_and_who_gets_further_is_in_the_last():
    periods = PayPeriods(np.array([0.0, 19.0, 20.0, 100.0, 990.0]), np.full(5, 100.0), np.zeros(5))
    shares = shares_by_band(periods, np.array([0.0, 0.2, 0.4, 1.0, 1.2]))
    assert shares.tolist() == [0.4, 0.2, 0.0, 0.4]


def test_bands_reach_as_far_as_nearly_all_get_and_beyond_the_quota_at_the_least():
    few = {"base": {"hunter": PayPeriods(np.array([1.0]), np.array([100.0]), np.zeros(1))}}
    assert bands_of(few)[-1] == pytest.approx(1.2)
    many = {"base": {"hunter": PayPeriods(np.arange(1.0, 301.0), np.full(300, 100.0), np.zeros(300))}}
    assert bands_of(many)[-1] == pytest.approx(3.0)


def test_the_line_is_what_the_plan_pays():
    paid = payout(PLAN, 100_000.0, np.array([0.0, 0.5, 0.999999, 1.0, 1.5]))
    assert paid == pytest.approx([0.0, 1_500.0, 2_999.997, 6_000.0, 9_000.0])


def test_a_team_has_the_plans_of_all_epochs_and_who_is_paid_at_target_has_none():
    paid = {"people.hunter": {"count": 3}, "compensation.hunter": {"kind": "salary", "salary": 60_000}}
    later = {"time": "13 w", "set": {"compensation.hunter": PLAN}}
    scenario = Scenario().but({**paid, "at": [later, {"time": "20 w", "set": {"people.hunter.count": 4}}]})
    assert plans_of(scenario, "hunter") == [PLAN] and plans_of(scenario, "sdr") == []


def test_each_person_and_period_is_a_point(watched):
    scenarios = {
        name: scenario.but({"people.hunter": {"count": 3}, "compensation.hunter": PLAN}, name=name)
        for name, scenario in watched.results.scenarios.items()
    }
    watched = replace(watched, results=replace(watched.results, scenarios=scenarios))
    above, below = plots.attainment(watched).axes
    points = next(line for line in below.lines if line.get_linestyle() == "None")
    assert points.get_xdata()[:2].tolist() == [50.0, 130.0] and points.get_ydata()[:3].tolist() == [
        0.0,
        7.0,
        9.0,
    ]
    assert len(points.get_xdata()) == 9, "three people and periods in three replications"
    line = next(line for line in below.lines if len(line.get_xdata()) > 9)
    assert np.interp(150.0, line.get_xdata(), line.get_ydata()) > 3_000.0, (
        "what the plan pays at the median quota"
    )
    drawn = above.patches[0].get_data().values
    assert drawn.sum() == pytest.approx(100.0) and drawn[2] == pytest.approx(100.0 / 3.0)


def test_without_a_quota_there_is_no_attainment(results):
    with pytest.raises(
        InputError, match=r"attainment: must have people with a quota .*found none in base, more; take"
    ):
        plots.attainment(watched_of(results, course=lambda p, n: replace(course_of(p, n), pay={})))


def test_a_scenario_without_a_quota_is_named(results):
    figure = plots.attainment(
        watched_of(
            results, course=lambda p, n: replace(course_of(p, n), pay=course_of(p, n).pay if p else {})
        )
    )
    assert "No quota: base." in figure.texts[-1].get_text().replace("\n", " ")
