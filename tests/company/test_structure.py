"""The sales organisation at work: who approves, in which pod, with how much time, and how old news is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simsales.company.company import Company
from simsales.instruments.eventlog import rows_of
from simsales.instruments.luck import Luck
from simsales.kpis import measure
from simsales.kpis.process import little_audit
from simsales.kpis.reading import Reading
from simsales.policies.structure import Structure
from simsales.processes.play import play
from simsales.scenario import load
from simsales.scenario.model import Scenario
from simsales.scenario.organisation import available
from simsales.words.vocabulary import (
    APPROACH,
    APPROVAL,
    DISCOUNT_ASKED,
    ENGINEERING_ASKED,
    FOLLOW_UP,
    LEAD_TIME_ASKED,
    PRESALES,
    QUOTATION,
    REQUESTS,
)

SLICE = Path(__file__).parents[1] / "facts" / "scenarios" / "organisation.toml"
LIMITS = {"discount": [0.05], "lead_time": [0.05], "engineering": [8]}
MATRIX = {
    "structure": {
        "kind": "matrix",
        "product": "product_manager",
        "region": "regional_manager",
        "limits": LIMITS,
    }
}
PODS = {
    "structure": {
        "kind": "modular",
        "levels": ["pod_lead"],
        "pods": 4,
        "divided": ["supporter", "engineer", "pod_lead"],
        "limits": LIMITS,
    }
}
NOBODY_AWAY = {"switches.absence": False}


def company(**changes):
    return load(SLICE).but({"run.warm_up": "0 w", "run.horizon": "30 w", **changes})


@cache
def played():
    scenario = company(**NOBODY_AWAY)
    return {
        "chain": play(scenario),
        "matrix": play(scenario.but(MATRIX)),
        "pods": play(scenario.but(PODS)),
    }


def worked_on(log, task):
    rows = log.worked
    return rows[(rows["task"] == task) & np.isfinite(rows["ended"]) & np.isfinite(rows["started"])]


def test_whoever_comes_through_the_door_is_the_same_under_each_structure():
    chain, matrix, pods = (log.leads for log in played().values())
    assert (chain == matrix).all() and (chain == pods).all()
    assert (chain == play(company(**NOBODY_AWAY, structure="skip")).leads).all()
    assert len(chain) > 200


def test_every_kind_of_request_is_decided():
    for log in played().values():
        assert {*np.unique(log.table("decisions")["kind"])} == {
            DISCOUNT_ASKED,
            LEAD_TIME_ASKED,
            ENGINEERING_ASKED,
        }


def test_in_a_chain_it_is_the_size_that_decides_how_many_are_asked():
    rows = played()["chain"].table("decisions")
    limits = company().structure.limits
    for kind, size, approvals in rows[["kind", "size", "approvals"]].tolist():
        assert approvals == sum(size > limit for limit in limits[REQUESTS[kind]])


def test_in_a_matrix_two_are_asked_as_often_as_it_takes():
    rows = played()["matrix"].table("decisions")
    asked = rows["approvals"][rows["approvals"] > 0]
    assert (asked % 2 == 0).all() and asked.min() == 2 < asked.max()


def test_in_a_matrix_both_work_at_the_same_time():
    log = played()["matrix"]
    rows = worked_on(log, APPROVAL)
    first = rows[np.argsort(rows["asked"], kind="stable")]
    pairs = [first[first["case"] == case][:2] for case in np.unique(first["case"])]
    teams = [{log.people[person].role for person in pair["person"]} for pair in pairs if len(pair) == 2]
    assert all(both == {"product_manager", "regional_manager"} for both in teams) and teams
    assert all(pair["asked"][0] == pair["asked"][1] for pair in pairs if len(pair) == 2)


@pytest.mark.parametrize("task", [QUOTATION, PRESALES, APPROVAL])
def test_a_pod_works_for_the_deals_of_its_own(task):
    log = played()["pods"]
    rows = worked_on(log, task)
    owners = log.opportunities["owner"][rows_of(rows["case"])]
    pods = [int(log.desks[desk].rpartition(" ")[2]) - 1 for desk in rows["desk"]]
    assert pods == [log.people[owner].seat % 4 for owner in owners]
    assert {*pods} == {0, 1, 2, 3}


def test_a_pod_without_anybody_is_stood_in_for():
    """Whoever is on leave for weeks has nobody else in the pod; what is asked for meanwhile is done in another."""
    log = play(company(**PODS))
    rows = worked_on(log, QUOTATION)
    pods = log.opportunities["owner"][rows_of(rows["case"])]
    pods = np.array([log.people[owner].seat % 4 for owner in pods])
    done_by = np.array([int(log.desks[desk].rpartition(" ")[2]) - 1 for desk in rows["desk"]])
    meanwhile = np.zeros(len(rows), dtype=bool)
    for person in log.people:
        if person.role == "supporter":
            opens = person.calendar.starts[1:]
            for away, back in zip(person.calendar.ends, opens, strict=False):
                if back - away > 200.0:  # more than a week
                    meanwhile |= (
                        (pods == person.seat) & (rows["asked"] > away) & (rows["asked"] < back - 24.0)
                    )
    assert meanwhile.sum() > 3
    assert (done_by != pods)[meanwhile].all()
    assert (done_by == pods)[~meanwhile].mean() > 0.9


DATED = [({}, PODS), *(pytest.param(*pair, marks=pytest.mark.slow) for pair in ((PODS, {}), (MATRIX, PODS)))]


@pytest.mark.parametrize(("first", "later"), DATED)
def test_a_structure_that_changes_by_date_loses_nothing(first, later):
    base = load(SLICE).but(NOBODY_AWAY)
    there = [
        base.but(change).structure.model_dump() if change else base.structure.model_dump()
        for change in (first, later)
    ]
    dated = [
        {"time": "13 w", "set": {"structure": there[1]}},
        {"time": "26 w", "set": {"structure": there[0]}},
    ]
    scenario = company(**NOBODY_AWAY, structure=there[0], at=dated)
    log = play(scenario)
    for desk, (one, other) in little_audit(Reading(log, scenario)).items():
        assert one == pytest.approx(other, abs=1e-6), desk
    for person in log.people:
        mine = log.worked[log.worked["person"] == person.number]
        mine = mine[np.argsort(mine["started"], kind="stable")]
        assert (mine["started"][1:] >= mine["ended"][:-1] - 1e-9).all()
    figures = measure(log, scenario)
    opened = len(log.opportunities)
    assert opened == figures["wins"] + figures["losses"] + figures["open_opportunities_end"]
    quotes = worked_on(log, QUOTATION)
    inside = (quotes["started"] > 13 * 168.0) & (quotes["ended"] < 26 * 168.0)
    desks = {log.desks[desk] for desk in quotes["desk"][inside]}
    assert len(desks) == (4 if later is PODS else 1)


def test_meetings_beyond_the_usual_take_time_from_work():
    usual = company(**NOBODY_AWAY, **{"structure.meetings": 3.0})
    more = company(**NOBODY_AWAY, **{"structure.meetings": 6.0})
    ready = [measure(play(each), each)["capacity.hunter.ready"] for each in (usual, more)]
    none = measure(play(usual.but({"structure": "skip"})), usual.but({"structure": "skip"}))
    assert ready[0] == pytest.approx(
        none["capacity.hunter.ready"]
    )  # what they are used to is not taken twice
    assert ready[1] == pytest.approx(ready[0] * (0.65 - 3 / 40) / 0.65)


def test_whoever_knows_less_is_less_good_at_complex_products_alone():
    skilled, general = (
        Company(company(**{"structure.depth": depth}), Luck(1, 0)).teams["hunter"].people
        for depth in (1.0, 0.92)
    )
    for one, other in zip(skilled, general, strict=True):
        ratios = np.array(other.expertise[:4]) / np.array(one.expertise[:4])
        assert ratios == pytest.approx([1.0, 1.0, 0.92, 0.92])  # MTS, ATO, MTO, ETO


def first_that_differs(log):
    """When a promise first differed from what is customary."""
    promised, orders = log.table("promises"), log.table("orders")
    placed = orders["placed"][rows_of(promised["order"])]
    customary = np.array([16.0, 64.0, 200.0, 520.0])[orders["product"][rows_of(promised["order"])]]
    return placed[promised["quoted"] != customary].min()


@pytest.mark.slow
def test_news_from_the_factory_is_as_old_as_the_structure_makes_it():
    base = load("norddrive").but(
        {
            "run.horizon": "5 w",
            "production.promising": {"kind": "recent"},
            "structure": {"kind": "hierarchical", "information_delay": "0 wd"},
        }
    )
    at_once = first_that_differs(play(base))
    late = first_that_differs(play(base.but({"structure.information_delay": "10 wd"})))
    assert 14 * 24.0 - 8.0 <= late - at_once <= 15 * 24.0  # ten working days are two weeks


@pytest.mark.slow
def test_a_special_lead_time_is_a_shorter_promise():
    base = load("norddrive").but(
        {
            "run.horizon": "8 w",
            "structure": {"kind": "hierarchical"},
            "market.requests.lead_time": {"share": 1.0, "largest": 0.4},
        }
    )
    log = play(base)
    promised, orders = log.table("promises"), log.table("orders")
    customary = np.array([16.0, 64.0, 200.0, 520.0])[orders["product"][rows_of(promised["order"])]]
    of_deals = orders["deal"][rows_of(promised["order"])] >= 0
    shorter = (promised["quoted"] / customary)[of_deals & (promised["quoted"] < customary)]
    assert len(shorter) > 5 and shorter.min() >= 0.6
    assert (promised["quoted"] == customary)[~of_deals].all()


@pytest.mark.slow
def test_coaching_and_approvals_take_the_same_managers_time():
    """A narrow span costs decisions: what managers give their people, requests wait for."""
    base = company(**NOBODY_AWAY, **{"motivation.choosing": {"kind": "weekly"}})
    busy = base.but({"control": {"kind": "supervision", "team": "team_lead", "coaching": 3.0}})
    alone, coached = (measure(play(each), each) for each in (base, busy))
    assert coached["manager_utilisation"] > alone["manager_utilisation"] + 0.1
    assert coached["decision_latency"] > alone["decision_latency"] + 4.0


class TwoPairsOfEyes(Structure):
    """Whatever is asked for, two levels look at it, the second and the third only at what is large."""

    def approvals(self, request):
        large = (("manager", "director"),) if request.size > 0.1 else ()
        return (("team_lead",), *large)


def test_a_structure_of_ones_own_decides_as_it_says():
    scenario = company(**NOBODY_AWAY, structure=TwoPairsOfEyes())
    rows = play(scenario).table("decisions")
    assert {*rows["approvals"].tolist()} == {1, 3}
    assert ((rows["approvals"] == 3) == (rows["size"] > 0.1)).all()


# --- pods that others meet -----------------------------------------------------------------------------


def hybrid_in_pods(*divided):
    """Everybody is called by an SDR, met by a hunter and followed up by an inside rep."""
    rows = [{"step": "follow_up", "by": "inside"}, {}]
    tables = {
        "demand.inbound": {"rate": "3 / d", "fit": 1.0, "contact": {"kind": "off", "p_0": 1.0}},
        "people": {"sdr": {"count": 4}, "hunter": {"count": 8, "queue": "owner"}, "inside": {"count": 4}},
        "selling.prospecting": {"hours": "0.2 h", "sources": {"inbound": {"team": "sdr"}}},
        "selling.approach": {"hours": "1 h"},
        "selling.follow_up": {"hours": "1 h", "team": "hunter"},
        "market.advance": {"kind": "plain"},
        "media": {"hybrid": {"routes": {"rows": rows}, "preference": "skip"}},
        "structure": {"kind": "modular", "levels": [], "pods": 2, "divided": list(divided)},
        "run.horizon": "8 w",
    }
    return Scenario().but({**NOBODY_AWAY, **tables})


def test_a_customer_is_handed_over_from_an_sdr_in_a_pod_as_from_any_other():
    touches = [
        play(hybrid_in_pods(*divided)).table("touches") for divided in ((), ("sdr",), ("sdr", "inside"))
    ]
    for rows in touches:
        first = rows["step"] == APPROACH
        assert first.any() and rows["handover"][first].all()
        assert np.array_equal(rows["handover"], first | (rows["step"] == FOLLOW_UP))


def test_inside_reps_of_a_pod_serve_the_customers_of_its_hunters():
    log = play(hybrid_in_pods("inside"))
    rows = worked_on(log, FOLLOW_UP)
    owners = log.opportunities["owner"][rows_of(rows["case"])]
    assert len(rows) > 20
    assert [log.desks[desk] for desk in rows["desk"]] == [
        f"inside pod {log.people[owner].seat % 2 + 1}" for owner in owners
    ]


def test_inside_reps_meet_like_all_who_sell_unless_others_are_named():
    matrix = {"kind": "matrix", "meetings": 7.0}
    people = {"people.manager": {"count": 1}, "people.inside.available": 0.8, "structure": matrix}
    meets = hybrid_in_pods().but(people)
    assert available(meets, "inside") == pytest.approx(0.8 - 4 / 40)
    assert available(meets.but({"structure.members": ["hunter"]}), "inside") == 0.8
    assert available(meets.but({"media.hybrid": "skip"}), "inside") == 0.8
