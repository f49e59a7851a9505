"""What the service desk, its quality engineer and the shop do about one problem, and how the customer learns of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from simsales.company.company import Company
from simsales.instruments.eventlog import rows_of, types_of
from simsales.instruments.luck import Luck
from simsales.processes.play import play
from simsales.scenario import load
from simsales.words.customers import Order
from simsales.words.vocabulary import (
    AFTER_PROBLEM,
    ASSEMBLY,
    CHURNED,
    DEFECT,
    EVALUATION,
    INQUIRY,
    LATE,
    MACHINING,
    PROBLEM,
    REGISTERED,
    REPEAT,
    RESPONSE,
    ROOT_CAUSE,
    SETTLED,
    UNSATISFIED,
)

SLICES = Path(__file__).parent.parent / "facts" / "scenarios"
DESK, QUALITY = load(SLICES / "complaints.toml"), load(SLICES / "quality.toml")
SURE = {"recovery": {"silent_major": 1.0, "silent_minor": 1.0}}  # whoever has a problem leaves


def times_of(log, activity):
    return log.notes["time"][log.notes["activity"] == activity]


# --- how a problem reaches its customer ------------------------------------------------------------------


def test_whoever_is_lost_by_a_problem_leaves_at_the_moment_it_has_ended():
    log = play(DESK.but({"run.horizon": "20 w", "complaints": SURE}))
    left = log.notes[(log.notes["activity"] == CHURNED) & (log.notes["reason"] == AFTER_PROBLEM)]
    settled = times_of(log, SETTLED)
    assert len(left) > 50
    assert np.isin(left["time"], settled).all()
    accounts = log.table("problems")["account"][rows_of(log.notes["case"][log.notes["activity"] == SETTLED])]
    assert np.isin(left["case"], accounts).all()


def test_a_problem_and_its_answer_move_the_customers_satisfaction():
    log = play(DESK.but({"run.horizon": "20 w"}))
    standings, problems = log.table("standings"), log.table("problems")
    one = problems[np.isin(problems["account"], standings["account"])][0]
    path = standings[standings["account"] == one["account"]]["satisfaction"]
    before = path[0]
    assert (path < before).any(), "noticing it is a bad experience"
    assert path[1:].max() <= before + 3.0


# --- one delivery, two troubles --------------------------------------------------------------------------


def order_of(company, late):
    account = next(iter(company.customers.accounts))
    order = Order(REPEAT, 0, 1000.0, account.key, 1, 0.0)
    order.account, order.late, order.number = account, late, 0
    return order


def stand_still(*_):
    yield None


def bad(**changes):
    sure = {"complaints.defects": {"standard": 1.0}, "complaints.late_felt": 1.0, "complaints.found": "0 h"}
    company = Company(QUALITY.but({**sure, **changes}), Luck(1, 0))
    company.customers.open(stand_still, stand_still, stand_still, stand_still)
    return company


def test_a_delivery_may_be_late_and_defective_and_is_two_problems_then():
    company = bad()
    found = company.service_desk.problems_with(order_of(company, late=True))
    assert [problem.trouble for problem in found] == [LATE, DEFECT]
    assert found[0].luck != found[1].luck


def test_a_customer_who_has_one_problem_at_a_time_has_the_first_of_the_two():
    company = bad(**{"complaints.one_at_a_time": True})
    found = company.service_desk.problems_with(order_of(company, late=True))
    assert [problem.trouble for problem in found] == [LATE]


# --- the quality engineer --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quality_log():
    return play(QUALITY)


def test_fifty_reviews_a_year_and_four_projects(quality_log):
    log = quality_log
    work = log.worked
    for task, a_year, hours in ((EVALUATION, 50, 8.0), (ROOT_CAUSE, 4, 60.0)):
        done = work[(work["task"] == task) & np.isfinite(work["ended"])]
        assert len(done) == pytest.approx(2 * a_year, abs=2)
        assert (done["hours"] == hours).all()


def test_reviews_keep_their_rhythm_while_a_project_takes_the_engineers_time(quality_log):
    asked = np.sort(quality_log.worked["asked"][quality_log.worked["task"] == EVALUATION])
    days = [quality_log.base.hours_between(a, b) / 8.0 for a, b in pairwise(asked)]
    assert days == pytest.approx([5.0] * len(days))


def test_a_project_goes_to_the_cause_that_was_complained_of_most(quality_log):
    first, notes = quality_log.table("projects")[0], quality_log.notes
    heard = notes[(notes["activity"] == REGISTERED) & (notes["time"] <= first["begun"])]
    causes = quality_log.table("problems")["cause"][rows_of(heard["case"])]
    counts = np.bincount(causes, minlength=5)
    assert (first["cause"], first["evidence"]) == (counts.argmax(), counts.max())


def test_a_remedy_shows_sixty_working_days_after_it_was_found_and_halves_its_cause():
    company = Company(QUALITY.but({"complaints.quality": {"success": 1.0}}), Luck(1, 0))
    before = company.quality.defect_chance(0)
    company.quality.mend(0, 0.5)
    share = company.scenario.complaints.causes["machining"]
    assert company.quality.defect_chance(0) == pytest.approx(before * (1.0 - 0.5 * share))


# --- what is made again ----------------------------------------------------------------------------------

MADE = {
    "people.machining": {"count": 4, "shift": "8/5"},
    "people.assembly": {"count": 2, "shift": "8/5"},
    "production": {
        "decoupling": {"kind": "fixed", "points": {"standard": "MTO"}},
        "products": {"standard": {"repeat": {"machining": "5 h", "assembly": "1 h"}}},
    },
    "products.standard.repeat_value": 1000.0,
    "run.horizon": "10 w",
}


def test_a_repair_is_work_for_the_cells_beside_new_orders():
    log = play(QUALITY.but(MADE))
    work = log.worked[np.isfinite(log.worked["ended"])]
    again = types_of(work["case"]) == PROBLEM
    made = work[again & np.isin(work["task"], (MACHINING, ASSEMBLY))]
    assert len(made) > 5
    worth = log.table("settlements")
    found = worth[np.isin(worth["problem"], made["case"]) & (worth["outcome"] >= UNSATISFIED)]
    row = found[0]
    hours = made["hours"][made["case"] == row["problem"]].sum()
    assert hours == pytest.approx(6.0 * min(1.0, row["worth"] / 1000.0))


# --- inquiries -------------------------------------------------------------------------------------------


def test_inquiries_come_in_office_hours_and_follow_the_number_of_customers():
    asked = {}
    for count in (300, 600):
        scenario = DESK.but({"complaints.inquiries": {"rate": "3000 / y"}, "customers.all.count": count})
        log = play(scenario.but({"run.warm_up": "0 w"}))
        work = log.worked[log.worked["task"] == INQUIRY]
        asked[count] = len(work)
        hours = [log.base.hours_between(time, time + 0.001) for time in work["asked"]]
        assert np.count_nonzero(hours) >= 0.99 * len(hours)
    assert asked[600] == pytest.approx(3000, abs=4 * 3000**0.5)
    assert asked[300] == pytest.approx(3000, abs=4 * 3000**0.5), (
        "the rate is that of the first day's customers"
    )


def test_one_more_customer_moves_no_inquiry():
    few, many = (
        play(DESK.but({"complaints.inquiries": {"rate": f"{5 * n} / y"}, "customers.all.count": n}))
        for n in (50, 51)
    )
    asked = [set(log.worked["asked"][log.worked["task"] == INQUIRY].round(6)) for log in (few, many)]
    assert asked[0] < asked[1]


# --- what a complaint takes ------------------------------------------------------------------------------


def test_a_complaint_takes_six_hours_and_a_half_of_the_desk_and_one_of_an_engineer():
    """.3 + .1 + 5.0 + .7 + .3 h, cases that are opened again inside; of three in ten an engineer knows a part."""
    diagnosis = {"complaints.complex.diagnosis": {"team": "engineer", "hours": "3.68 h"}}
    people = {"people.engineer": {"count": 2}, "people.service.count": 6}
    log = play(DESK.but({**diagnosis, **people, "run.warm_up": "0 w", "run.horizon": "2 y"}))
    work = log.worked[np.isfinite(log.worked["ended"])]
    settled = rows_of(log.table("settlements")["problem"])
    of_problem = np.isin(rows_of(work["case"]), settled) & (types_of(work["case"]) == PROBLEM)
    roles = np.array([person.role for person in log.people])[work["person"]]
    answered = len(np.unique(rows_of(work["case"])[of_problem & (work["task"] == RESPONSE)]))
    for role, hours in (("service", 6.4), ("engineer", 1.2)):
        taken = np.bincount(rows_of(work["case"]), weights=work["hours"] * (of_problem & (roles == role)))
        error = taken.std() / answered**0.5 * (len(taken) / answered) ** 0.5
        assert abs(taken.sum() / answered - hours) < 3.3 * error


def test_the_first_weeks_have_as_many_defects_as_later_ones():
    """What was delivered before the run and is in use is found defective now: nothing has to warm up."""
    found = []
    for replication in range(3):
        problems = play(
            QUALITY.but({"complaints.quality": "skip", "switches.recovery": False}), replication
        ).table("problems")
        times = problems["occurred"]
        found.append(
            [
                np.count_nonzero(times < 4 * 168.0),
                np.count_nonzero((times >= 8 * 168.0) & (times < 60 * 168.0)) / 13.0,
            ]
        )
    early, usual = np.array(found).sum(axis=0)
    assert abs(early - usual) < 3.3 * usual**0.5
    assert early > 0.75 * usual
