"""Supervision: what it takes of whose time, whom it reaches, and what it is good for."""

from __future__ import annotations

import numpy as np
import pytest

from simsales import load, measure, play
from simsales.company.company import Company
from simsales.instruments.clock import WEEK
from simsales.instruments.luck import Luck
from simsales.processes.managing import supervise
from simsales.words.vocabulary import FARMING, REPORTING, SUPERVISION

WEEKLY = {"motivation.choosing": {"kind": "weekly"}}
CONTROL = {"kind": "supervision", "behaviour": 1.0}


@pytest.fixture(scope="module")
def firm():
    """Norddrive's sellers with nobody ever away, and managers with little else to do."""
    return load("norddrive_selling").but(
        {**WEEKLY, "switches.absence": False, "run.horizon": "26 w", "run.warm_up": "0 w"}
    )


def worked(log, task):
    return log.worked[(log.worked["task"] == task) & np.isfinite(log.worked["ended"])]


def test_each_week_a_manager_gives_everybody_their_hours_and_they_report(firm):
    log = play(firm.but({"control": CONTROL, "people.hunter.available": 1.0}))
    looks, reports = worked(log, SUPERVISION), worked(log, REPORTING)
    assert set(np.unique(looks["hours"])) == {3.0} and set(np.unique(reports["hours"])) == {1.0}
    roles = {crew.number: crew.role for crew in log.people}
    assert {roles[person] for person in looks["person"]} == {"manager"}
    assert {roles[person] for person in reports["person"]} == {"hunter"}
    assert 7 * 24 < len(looks) <= 7 * 26


def test_where_results_count_managers_look_for_half_an_hour_and_nobody_reports(firm):
    log = play(firm.but({"control": CONTROL | {"behaviour": 0.0}}))
    assert set(np.unique(worked(log, SUPERVISION)["hours"])) == {0.5}
    assert not len(worked(log, REPORTING))


def test_a_manager_has_no_more_people_than_the_span_allows(firm):
    log = play(firm.but({"control": CONTROL | {"span": 2.0}, "people.manager.count": 2}))
    reported = np.unique(worked(log, REPORTING)["person"])
    assert len(reported) == 4
    efforts = log.table("efforts")
    late = efforts[efforts["time"] > 8 * WEEK]
    of = {person: late["farming"][late["person"] == person].mean() for person in np.unique(late["person"])}
    seen = [of[person] for person in reported]
    left_alone = [value for person, value in of.items() if person not in reported]
    assert min(seen) > 1.2 and left_alone == pytest.approx([1.0] * 3)


def test_what_is_asked_for_is_done_as_far_as_it_shows(firm):
    """Full behaviour control that everybody feels: e = C^-1 (l + r g), by hand."""
    quick = {"people.manager.count": 9, "people.hunter.available": 1.0, "demand.inbound.rate": "100 / y"}
    log = play(firm.but({"control": CONTROL, **quick}))
    efforts = log.table("efforts")
    last = efforts[(efforts["time"] == 20 * WEEK)]
    asked = 0.7 * 0.45 * 0.75  # seen in the three weeks before, the new one is yet unseen
    full = 0.7 * 0.45
    for row in last:
        values = [(1.0 + g / 0.75 / 0.8, 1.0 - 0.5 * g / 0.75 / 0.8) for g in (full, asked, 0.5 * full)]
        assert any(
            row["farming"] == pytest.approx(f) and row["hunting"] == pytest.approx(h) for f, h in values
        )


def test_switched_off_it_is_not_there(firm):
    def story(scenario):
        log = play(scenario)
        return log.worked.tobytes(), log.notes.tobytes()

    assert story(firm.but({"control": CONTROL, "switches.control": False})) == story(firm)


def test_coaching_makes_people_better_up_to_a_point(firm):
    coached = firm.but({"control": CONTROL | {"coaching": 2.0}, "people.manager.count": 9})
    company = Company(coached, Luck(1, 0))
    before = {p: (p.skill, p.expertise) for p in company.teams["hunter"].people}
    company.supervision.open(supervise)
    company.kernel.play_until(26 * WEEK)
    for person, (skill, expertise) in before.items():
        if skill < 1.4:
            once_a_week = [skill]
            for _ in range(27):
                coached = once_a_week[-1] + 0.12 / 50.0 * (1.4 - once_a_week[-1])
                once_a_week.append(skill + (coached - skill) * np.exp(-1.0 / 156.0))
            assert once_a_week[20] < person.skill < once_a_week[27]
            assert person.expertise[0] / expertise[0] == pytest.approx(person.skill / skill)
        else:
            assert person.skill == skill


def test_what_coaching_added_fades_when_it_ends(firm):
    ends = {"at": [{"time": "26 w", "set": {"control.coaching": 0.0}}]}
    coached = firm.but(
        {"control": CONTROL | {"coaching": 2.0}, "people.manager.count": 9, "run.horizon": "3 y"}
    )
    skills = []
    for changes in ({}, ends):
        company = Company(coached.but(changes), Luck(1, 0))
        company.supervision.open(supervise)
        company.kernel.play_until(3 * 52 * WEEK)
        skills.append(np.array([person.skill for person in company.teams["hunter"].people]))
    natural = np.array([p.skill for p in Company(coached, Luck(1, 0)).teams["hunter"].people])
    on, off = skills
    weak = natural < 1.3
    assert (on[weak] > off[weak]).all() and (off[weak] > natural[weak]).all()
    gained = 0.12 / 50.0 * 26 * (1.4 - natural[weak])  # a little less, for the last steps are smaller
    left = (off[weak] - natural[weak]) / gained
    assert left == pytest.approx(np.exp(-130.0 / 156.0), rel=0.2)


def test_a_target_keeps_contacts_up_where_commission_would_let_them_go(firm):
    commission = {"compensation.hunter": {"kind": "commission", "salary": 60_000.0, "rate": 0.1}}
    quick = commission | {
        "people.manager.count": 9,
        "people.hunter.available": 1.0,
        "demand.inbound.rate": "100 / y",
    }
    target = {"control": CONTROL | {"behaviour": 0.0, "target": 1.0}}
    free, asked = (play(firm.but(quick | control)).table("efforts") for control in ({}, target))
    last = free["time"] == 20 * WEEK
    assert free["farming"][last].max() < 0.8
    assert set(np.round(asked["farming"][last], 9)) <= {0.75, 1.0}  # of the week that begins nobody knows yet
    assert (asked["hunting"][last] < free["hunting"][last]).all()


def test_counting_without_looking_makes_contacts_thin():
    """Whoever is judged by counts makes half a contact of each: as many are made, and customers feel less."""
    both = load("norddrive").but(
        {
            **WEEKLY,
            "complaints": "skip",
            "run.horizon": "52 w",
            "run.warm_up": "0 w",
            "people.manager.count": 8,
        }
    )
    figures = {}
    for quality in (True, False):
        scenario = both.but({"control": CONTROL | {"quality": quality}})
        log = play(scenario)
        farming = log.worked[log.worked["task"] == FARMING]
        per_contact = {"hours a contact": float(farming["hours"].mean()), "contacts": len(farming)}
        figures[quality] = measure(log, scenario) | per_contact
    assert figures[False]["hours a contact"] < 0.8 * figures[True]["hours a contact"]
    assert figures[False]["coverage"] < 0.95 * figures[True]["coverage"]
    assert figures[False]["contacts"] > 0.95 * figures[True]["contacts"]
