"""How complaints are answered: each decision by hand, and what it does at the desk."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from simsales.instruments.eventlog import rows_of
from simsales.kpis.problems import problem_fates
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.policies.service import Fitting, OneForAll, ToDesk, ToSales
from simsales.processes.play import play
from simsales.responses.justice import Justice
from simsales.responses.recovery import Recovery
from simsales.responses.voice import PlainVoice, Voice
from simsales.scenario import load
from simsales.words.vocabulary import (
    APOLOGY,
    APPROVAL,
    BILLING,
    CREDIT,
    DEFECT,
    ESCALATED,
    LATE,
    PROCESSING,
    REPAIR,
    REPLACEMENT,
    ROOT_CAUSE,
    SATISFIED_FAST,
    SATISFIED_LATE,
    SERVICE,
    SILENT,
    UNSATISFIED,
)

SLICES = Path(__file__).parent.parent / "facts" / "scenarios"
DESK = load(SLICES / "complaints.toml").but(
    {"run.horizon": "26 w", "run.warm_up": "0 w", "customers.all.count": 200}
)


def trouble(kind, severe=0, loss=1000.0):
    return SimpleNamespace(trouble=kind, severe=severe, loss=loss)


# --- remedies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "severe", "remedy"),
    [
        (DEFECT, 0, REPAIR),
        (DEFECT, 1, REPLACEMENT),
        (LATE, 0, CREDIT),
        (BILLING, 1, CREDIT),
        (SERVICE, 0, APOLOGY),
    ],
)
def test_a_fitting_remedy_is_of_the_kind_of_the_failure(kind, severe, remedy):
    assert Fitting(share=0.5).remedy(trouble(kind, severe)) == (remedy, 500.0)
    assert Justice().fits(kind, bool(severe), remedy)


def test_one_remedy_for_all_does_not_suit_every_failure():
    credit = OneForAll(what="credit").remedy(trouble(DEFECT))
    assert credit == (CREDIT, 700.0)
    assert not Justice().fits(DEFECT, False, CREDIT)
    assert OneForAll(what="apology").remedy(trouble(LATE)) == (APOLOGY, 0.0), "words cost nothing"


def test_a_manager_agrees_to_what_is_worth_more_than_the_limit():
    rule = Fitting(empowerment=500.0)
    assert not rule.needs_approval(500.0)
    assert rule.needs_approval(500.01)


def test_sales_steps_in_when_enough_cases_wait():
    assert not ToDesk().goes_to_sales(99.0)
    assert [ToSales(above=2.0).goes_to_sales(waiting) for waiting in (1.9, 2.0)] == [False, True]
    assert ToSales().goes_to_sales(0.0), "0 is always"


# --- who speaks up, how fair it is found, who stays -----------------------------------------------------


def test_voice_is_a_logit_of_gravity_loss_asking_and_closeness():
    voice = Voice()

    def odds(*what):
        return np.log(voice.speaks_up(*what) / (1.0 - voice.speaks_up(*what)))

    plain = odds(False, 1000.0, 0.0, None)
    assert plain == pytest.approx(0.772)
    assert odds(True, 1000.0, 0.0, None) - plain == pytest.approx(0.9)
    assert odds(False, 1000.0 * np.e, 0.0, None) - plain == pytest.approx(0.5)
    assert odds(False, 1000.0, 1.0, None) - plain == pytest.approx(0.8)
    assert odds(False, 1000.0, 0.0, 0.9) - plain == pytest.approx(0.4 * 0.5)
    assert PlainVoice(share=0.3).speaks_up(True, 9e9, 3.0, 1.0) == 0.3


def test_sixty_two_percent_are_voiced_with_the_usual_classes_and_nobody_asking():
    quantiles = (np.arange(4000) + 0.5) / 4000
    voiced = 0.0
    for share, major, mean in ((0.75, False, 400.0), (0.25, True, 3000.0)):
        from scipy.stats import lognorm

        sigma = np.log(2.0) ** 0.5  # cv 1
        losses = lognorm(sigma, scale=mean / 2.0**0.5).ppf(quantiles)
        voiced += share * np.mean([Voice().speaks_up(major, loss, 0.0, None) for loss in losses])
    assert voiced == pytest.approx(0.62, abs=0.005)


def test_justice_is_what_came_of_it_how_long_it_took_and_how_one_was_treated():
    justice = Justice()
    assert justice.distributive(700.0, 1000.0, True) == pytest.approx(0.7)
    assert justice.distributive(700.0, 1000.0, False) == pytest.approx(0.42)
    assert justice.distributive(1500.0, 1000.0, True) == 1.0
    assert justice.procedural(1.0, 1.0) == 1.0
    assert justice.procedural(1.0, 2.0) == pytest.approx(0.5 + 0.5 * np.exp(-1.0))
    assert justice.interactional(1.0, 0.0) == 1.0
    assert justice.interactional(1.0, 2.5) == pytest.approx(0.75)
    assert justice.interactional(1.6, 99.0) == 0.5
    assert justice.satisfaction(0.7, 1.0, 1.0) == pytest.approx(100 * (0.4 * 0.7 + 0.6))


def test_churn_by_outcome_is_the_table_of_the_model():
    recovery = Recovery()
    outcomes = (SILENT, UNSATISFIED, SATISFIED_LATE, SATISFIED_FAST)
    major = [recovery.churn_chance(outcome, True) for outcome in outcomes]
    minor = [recovery.churn_chance(outcome, False) for outcome in outcomes]
    assert major == pytest.approx([0.15, 0.069, 0.015, 0.004], abs=5e-4)
    assert minor == pytest.approx([0.03, 0.021, 0.008, 0.001], abs=5e-4)


def test_recovery_may_lift_satisfaction_three_points_above_what_it_was():
    assert Recovery().mended(60.0, 66.0) == 63.0
    assert Recovery().mended(60.0, 62.0) == 62.0


# --- at the desk -----------------------------------------------------------------------------------------


def figure(name, scenario):
    return value_of(Reading(play(scenario), scenario), name)


def test_stimulation_brings_what_was_kept_silent_to_light():
    calm, asking = (figure("articulation", DESK.but({"complaints.stimulation": s})) for s in (0.0, 2.0))
    assert asking > calm + 0.15


def test_generosity_satisfies_and_costs_until_the_loss_is_made_good():
    mean, right = [], {"complaints.failures": "0 / y", "complaints.justice.scatter": 0.0}
    for share in (0.3, 0.7, 1.0, 1.2):
        scenario = DESK.but({**right, "complaints.service.share": share})
        reading = Reading(play(scenario), scenario)
        mean.append([value_of(reading, name) for name in ("complaint_satisfaction", "complaint_cost")])
    satisfied, cost = np.array(mean).T
    assert satisfied[0] < satisfied[1] < satisfied[2]
    assert satisfied[3] == pytest.approx(satisfied[2], abs=0.5), "more than all of it is not fairer"
    assert (np.diff(cost) > 0.0).all()


def test_the_limit_of_empowerment_decides_who_asks_a_manager():
    manager = {
        "people.manager": {"count": 1, "available": 0.5},
        "complaints.approval": {"team": "manager", "hours": "0.25 h"},
    }
    for limit in (100.0, 500.0):
        log = play(DESK.but({**manager, "complaints.service.empowerment": limit}))
        asked = np.unique(rows_of(log.worked["case"][log.worked["task"] == APPROVAL]))
        settled = log.table("settlements")
        dear = rows_of(settled["problem"][settled["worth"] > limit])
        assert set(dear) <= set(asked)
        assert (0.7 * log.table("problems")["loss"][asked] > limit).all()


def test_complaints_go_to_sales_and_take_more_hours_there():
    sellers = {
        "people.hunter": {"count": 3},
        "complaints.routing": {"kind": "sales", "team": "hunter", "slower": 1.25},
    }
    desk, sales = play(DESK), play(DESK.but(sellers))
    work = sales.worked[(sales.worked["task"] == PROCESSING) & np.isfinite(sales.worked["ended"])]
    assert {sales.people[person].role for person in work["person"]} == {"hunter"}
    one = desk.worked[(desk.worked["task"] == PROCESSING) & np.isfinite(desk.worked["ended"])]
    hours, longer = (
        dict(zip(rows_of(w["case"]).tolist(), w["hours"].tolist(), strict=True)) for w in (one, work)
    )
    first = next(iter(hours))
    assert longer[first] == pytest.approx(1.25 * hours[first])


def test_escalation_comes_at_half_of_the_target_and_at_all_of_it():
    at_once = {"complaints.receipt": "skip", "complaints.triage": "skip"}
    busy = DESK.but(
        {"people.service.count": 1, "people.service.leave_days": 0, "customers.all.count": 420, **at_once}
    )
    log = play(busy)
    fates = problem_fates(Reading(log, busy))
    notes = log.notes[log.notes["activity"] == ESCALATED]
    rows = rows_of(notes["case"])
    days = log.base.hours_between
    targets = np.array([10.0, 5.0])[fates.severity[rows]]
    waited = np.array(
        [days(since, now) / 8.0 for since, now in zip(fates.complained[rows], notes["time"], strict=True)]
    )
    share = np.where(notes["value"] == -1.0, 0.5, 1.0)
    assert len(notes) > 20
    assert waited == pytest.approx(targets * share)


def test_graver_complaints_wait_less_at_a_busy_desk_with_priorities():
    busy = DESK.but({"people.service.count": 1, "complaints.escalation": "skip"})
    log = play(busy)
    work = log.worked[(log.worked["task"] == PROCESSING) & np.isfinite(log.worked["started"])]
    severity = log.table("problems")["severity"][rows_of(work["case"])]
    waited = work["started"] - work["asked"]
    assert waited[severity == 1].mean() < 0.5 * waited[severity == 0].mean()


def test_the_first_agent_more_takes_the_most_off_the_answer():
    times = [figure("resolution_time", DESK.but({"people.service.count": n})) for n in (1, 2, 4)]
    assert times[0] > times[1] > times[2]
    assert times[0] - times[1] > times[1] - times[2]


def test_a_longer_target_is_met_more_often_and_changes_nothing_else_without_escalation():
    calm = DESK.but({"complaints.escalation": "skip", "people.service.count": 2})
    strict, loose = (
        calm.but({f"complaints.severity.{name}.target": target for name in ("minor", "major")})
        for target in ("1 wd", "20 wd")
    )
    assert figure("solved_in_time", strict) < figure("solved_in_time", loose)
    assert (play(strict).worked == play(loose).worked).all()


def test_hours_for_root_causes_are_the_engineers_own():
    quality = load(SLICES / "quality.toml").but({"run.horizon": "52 w"})
    for hours in (20.0, 100.0):
        log = play(quality.but({"complaints.quality.project": f"{hours} h"}))
        work = log.worked[(log.worked["task"] == ROOT_CAUSE) & np.isfinite(log.worked["ended"])]
        assert (work["hours"] == hours).all() and len(work) >= 3
        assert {log.people[person].role for person in work["person"]} == {"quality"}
