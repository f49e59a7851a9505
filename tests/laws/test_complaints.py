"""Laws of complaints in random firms: one fate each, bounded recovery, and luck that stays where it is born."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.instruments.eventlog import EventLog, rows_of, types_of
from simsales.kpis.problems import problem_fates
from simsales.kpis.reading import Reading
from simsales.processes.play import play
from simsales.scenario import Scenario
from simsales.words.vocabulary import PROBLEM, PROCESSING, RECEIPT, SETTLED, SILENT, TRIAGE, UNSATISFIED
from tests.laws.worlds import hours, lawful, scenario, team

PHASES = ("receipt", "triage", "processing", "response", "control")


@st.composite
def firms(draw: st.DrawFn) -> Scenario:
    """Two dozen customers with plenty of trouble, for ten weeks."""
    complaints: dict[str, Any] = {
        "billing": draw(st.sampled_from(["0 / y", "4 / y"])),
        "failures": "3 / y",
        "defects": {"standard": draw(st.sampled_from([0.1, 0.6]))},
        "found": draw(st.sampled_from(["0 h", {"kind": "exponential", "mean": "10 wd"}])),
        "one_at_a_time": draw(st.booleans()),
        "voice": draw(st.sampled_from([{"kind": "logit"}, {"kind": "plain", "share": 0.5}])),
        "field": draw(st.sampled_from([0.0, 0.5])),
        "handover": draw(st.sampled_from(["skip", {"team": "farmer", "hours": "0.3 h"}])),
        "call": draw(st.sampled_from(["skip", {"team": "farmer", "hours": "0.3 h"}])),
        "complex": draw(st.sampled_from(["skip", {"diagnosis": {"team": "engineer", "hours": "2 h"}}])),
        "escalation": draw(st.sampled_from(["skip", {"remind": 0.3, "urge": 0.6}])),
        "service": draw(
            st.sampled_from([{"kind": "fitting", "empowerment": 100.0}, {"kind": "one_for_all"}])
        ),
        "routing": draw(
            st.sampled_from([{"kind": "desk"}, {"kind": "sales", "team": "farmer", "above": 1.0}])
        ),
        "reopens": draw(st.sampled_from([0.0, 0.3])),
        "quality": draw(st.sampled_from(["skip", {"evidence": 2, "cycle": "4 h", "cycle_every": "20 wd"}])),
    }
    for phase in PHASES:
        if phase != "processing" and draw(st.booleans()):
            complaints[phase] = "skip"
        elif phase != "processing":
            complaints[phase] = {"hours": draw(hours(st.floats(0.1, 1.0)))}
    farmers = draw(team(1, 2)) | {"queue": draw(st.sampled_from(["owner", "pooled"]))}
    return scenario(
        {
            "farming": {},
            "customers": {"all": {"count": 24, "orders": 12}},
            "products": {"standard": {"repeat_value": 2000.0, "delivery": "2 wd"}},
            "people": {
                "service": draw(team(1, 3)),
                "farmer": farmers,
                "engineer": draw(team(1, 1)),
                "manager": draw(team(1, 1)),
                "quality": draw(team(1, 1)),
            },
            "complaints": complaints,
            "run": {"horizon": "10 w", "seed": draw(st.integers(1, 99))},
        }
    )


# --- one fate each ---------------------------------------------------------------------------------------


@lawful
@given(firms())
def test_every_problem_ends_in_silence_in_vain_with_an_answer_or_is_open(firm: Scenario) -> None:
    log = play(firm)
    fates = problem_fates(Reading(log, firm))
    over, noticed = np.isfinite(fates.settled), np.isfinite(fates.noticed)
    silent = noticed & ~fates.voiced & over
    in_vain = fates.voiced & ~fates.written_down & over
    answered = fates.written_down & over
    still_open = fates.voiced & ~over
    unnoticed = ~noticed
    parts = np.array([silent, in_vain, answered, still_open, unnoticed])
    assert (parts.sum(axis=0) == 1).all()
    assert (fates.outcome[silent] == SILENT).all()
    assert (fates.outcome[in_vain] == UNSATISFIED).all()
    assert (fates.outcome[answered] >= UNSATISFIED).all()
    assert (log.table("problems")["occurred"][unnoticed] >= log.horizon).all()
    assert np.isfinite(fates.answered[answered]).all()


@lawful
@given(firms())
def test_a_problem_goes_through_its_phases_in_order_and_ends_once(firm: Scenario) -> None:
    log = play(firm)
    fates = problem_fates(Reading(log, firm))
    answered = fates.written_down & np.isfinite(fates.settled)
    stages = np.array([fates.noticed, fates.complained, fates.registered, fates.answered, fates.settled])
    assert (np.diff(stages[:, answered], axis=0) >= 0.0).all()
    ends = log.notes["case"][log.notes["activity"] == SETTLED]
    assert len(np.unique(ends)) == len(ends) == len(log.table("settlements"))


# --- recovery is bounded ---------------------------------------------------------------------------------


@lawful
@given(firms())
def test_recovery_lifts_nobody_much_above_what_was_before(firm: Scenario) -> None:
    log = play(firm)
    fates, standings = problem_fates(Reading(log, firm)), log.table("standings")
    for problem in np.flatnonzero(np.isfinite(fates.settled) & (fates.account >= 0)):
        path = standings[standings["account"] == fates.account[problem]]
        times, felt = path["time"], path["satisfaction"]
        before = felt[np.searchsorted(times, fates.noticed[problem], "left") - 1]
        until = felt[np.searchsorted(times, fates.settled[problem], "left") - 1]
        after = felt[np.searchsorted(times, fates.settled[problem], "right") - 1]
        assert after <= max(before + 3.0, until) + 1e-9


@lawful
@given(firms())
def test_no_end_of_a_problem_is_better_for_loyalty_than_none_nor_worse_than_silence(firm: Scenario) -> None:
    log = play(firm)
    settled, recovery = log.table("settlements"), firm.complaints.recovery
    severe = log.table("problems")["severity"][rows_of(settled["problem"])] > 0
    silence = np.where(severe, recovery.silent_major, recovery.silent_minor)
    assert (settled["churn"] >= 0.0).all()
    assert (settled["churn"] <= silence + 1e-12).all()


# --- luck stays where it is born -------------------------------------------------------------------------

CALM = {"switches.satisfaction": False, "switches.recovery": False}


def born(log: EventLog) -> dict[tuple[int, ...], tuple[float, ...]]:
    """What each problem is born with, by its address: the customer, and the order or the time of the trouble."""
    problems, orders = log.table("problems"), log.table("orders")
    keys = log.table("accounts")["key"][rows_of(problems["account"])].tolist()
    of_order = problems["order"] >= 0
    ordinal = np.where(of_order, orders["ordinal"][np.where(of_order, rows_of(problems["order"]), 0)], 0)
    moment = np.where(of_order, 0.0, problems["occurred"])
    addresses = zip(keys, problems["trouble"].tolist(), ordinal.tolist(), moment.tolist(), strict=True)
    luck = zip(problems["severity"].tolist(), problems["loss"].tolist(), first_hours(log), strict=True)
    return dict(zip(addresses, luck, strict=True))


def first_hours(log: EventLog) -> list[tuple[tuple[int, float], ...]]:
    """Hours of each problem's first pass through receipt, triage and processing."""
    work, count = log.worked, len(log.table("problems"))
    found: list[dict[int, float]] = [{} for _ in range(count)]
    mine = np.isin(work["task"], (RECEIPT, TRIAGE, PROCESSING)) & (types_of(work["case"]) == PROBLEM)
    for row in np.sort(work[mine & np.isfinite(work["ended"])], order="ended"):
        found[int(rows_of(row["case"]))].setdefault(int(row["task"]), float(row["hours"]))
    return [tuple(sorted(hours.items())) for hours in found]


def agree(one: dict[Any, Any], other: dict[Any, Any]) -> int:
    """How many problems two runs have in common; each is born with the same, as far as it was worked on in both."""
    common = one.keys() & other.keys()
    for address in common:
        (severe, loss, done), (severe_too, loss_too, done_too) = one[address], other[address]
        assert (severe, loss) == (severe_too, loss_too)
        hours, hours_too = dict(done), dict(done_too)
        for task in hours.keys() & hours_too.keys():
            assert hours[task] == pytest.approx(hours_too[task], rel=1e-12)
    return len(common)


few = settings(lawful, max_examples=5)  # these play two firms each, and read them row by row

POLICIES = (
    {"people.service.count": 3},
    {"complaints.stimulation": 2.0},
    {"complaints.escalation": "skip"},
    {"complaints.service": {"kind": "one_for_all", "what": "apology"}},
    {"complaints.reopens": 0.0, "complaints.service.empowerment": 5000.0},
)


@few
@given(firms(), st.sampled_from(POLICIES))
def test_a_complaint_policy_changes_nobodys_draws(firm: Scenario, policy: dict[str, Any]) -> None:
    base = firm.but(
        {
            "people.service.leave_days": 0,
            "people.service.sick_days": 0.0,
            "complaints.routing": {"kind": "desk"},
        }
    )
    one, other = born(play(base)), born(play(base.but(policy)))
    assert agree(one, other) > 0.8 * min(len(one), len(other)) > 0


@few
@given(firms())
def test_one_more_problem_moves_no_other(firm: Scenario) -> None:
    base = firm.but(
        {
            **CALM,
            "complaints.one_at_a_time": False,
            "complaints.quality": "skip",
            "complaints.routing": {"kind": "desk"},
        }
    )
    share = base.complaints.defects["standard"]
    one, other = born(play(base)), born(play(base.but({"complaints.defects": {"standard": share + 0.02}})))
    assert one.keys() <= other.keys()
    assert agree(one, other) == len(one)
