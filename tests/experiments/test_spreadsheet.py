"""The sheet is the reference company's arithmetic; the simulation departs from it only by what a sheet leaves out."""

from math import exp

import numpy as np
import pytest

from simsales import load
from simsales.experiments.spreadsheet import STAGES, sheet_of, spreadsheet
from simsales.experiments.working_time import WorkingYear, capacity
from simsales.scenario import Scenario
from tests.test_reference_company import (
    CAPACITY,
    OLD_QUOTES,
    ORDER_DESK,
    SOURCES,
    WITHIN,
    contacts,
    funnel,
    several,
)
from tests.test_whole_company import CONTENT, CROSS_SOLD, DEAL_MIX, WINS, by_hand, orders


@pytest.fixture(scope="module")
def selling():
    return sheet_of(load("norddrive_selling"))


def test_attempts_reach_what_they_reach_by_hand_when_everybody_is_called_at_once(selling):
    by_source = contacts() | {"inbound": several(0.60, 0.154, 4)}  # a web lead that does not cool
    for source in SOURCES:
        reached = selling.funnel[f"contacted.{source}"] / selling.funnel[f"leads.{source}"]
        assert reached == pytest.approx(by_source[source][0], abs=1e-3)


#: Working days between gates with the reference company's usual waits, and without any: think times alone.
WITH_WAITS, WITHOUT = (14.0, 15.5, 16.6, 23.5), (2.0 + 9.0, 14.0, 1.2 * 9.0, 21.0)


@pytest.mark.parametrize("source", SOURCES)
def test_the_rest_of_the_funnel_is_the_reference_companys(selling, source):
    """Its win rates are rounded, and hold with its usual waits, in which rivals and doubts take some more."""
    found = {stage: selling.funnel[f"{stage}.{source}"] for stage in STAGES}
    expected = funnel(source, found["contacted"] / found["leads"])
    expected["wins"] *= exp(0.0085 * (sum(WITH_WAITS) - sum(WITHOUT)))
    for stage, tolerance in (
        ("leads", 1e-9),
        ("qualified", 0.005),
        ("opportunities", 0.005),
        ("wins", WITHIN),
    ):
        assert found[stage] == pytest.approx(expected[stage], rel=tolerance), stage


def test_capacity_and_background_are_the_reference_companys(selling):
    for team, hours in CAPACITY.items():
        assert selling.available[team] == pytest.approx(hours)
    assert selling.work["supporter", "order desk"] == pytest.approx(ORDER_DESK, rel=1e-3)
    assert selling.work["supporter", "repeat quotes"] == pytest.approx(OLD_QUOTES, rel=1e-3)


@pytest.mark.parametrize("task", CONTENT)
def test_the_factorys_hours_are_the_whole_companys(task):
    sheet = sheet_of(load("norddrive"))
    more = (sheet.funnel["wins"] - WINS) * float(np.dot(CONTENT[task][1], DEAL_MIX))
    (hours,) = (hours for (_, name), hours in sheet.work.items() if name == task)
    assert hours == pytest.approx(by_hand(task) + more, rel=1e-3)
    assert orders() == 5_400.0 and pytest.approx(126 * 0.35) == CROSS_SOLD


def test_a_team_has_its_shifts_less_holidays_leave_and_sickness():
    norddrive = load("norddrive")
    assert capacity(norddrive, "machining") == pytest.approx(23 * 250 * 16 * 0.85)
    assert WorkingYear.of(norddrive) == WorkingYear(8.0, 2000.0)
    always = Scenario().but({"people.sdr": {"count": 2, "shift": "always"}, "calendar": {"kind": "always"}})
    assert capacity(always, "sdr") == pytest.approx(2 * 8736.0)
    groups = [{"count": 1, "shift": "8/5"}, {"count": 2, "shift": "24/7"}]
    shifts = Scenario().but({"people.sdr": {"groups": groups}})
    assert capacity(shifts, "sdr") == pytest.approx(8 * 250 + 2 * 8 * 260)


def test_what_a_structure_meets_beyond_the_usual_is_no_time_for_work():
    matrix = {"kind": "matrix", "meetings": 7.0, "members": ["sdr"]}
    meets = Scenario().but(
        {"people": {"sdr": {"available": 0.8}, "manager": {"count": 1}}, "structure": matrix}
    )
    usual = meets.but({"structure.meetings": 3.0})
    assert capacity(meets, "sdr") == pytest.approx(capacity(usual, "sdr") * (0.8 - 4 / 40) / 0.8)


def test_what_a_sheet_does_not_know_is_told():
    assert not spreadsheet(company(run={"horizon": "1 w"}), 1, workers=1).remarks
    hybrid = company(media={"hybrid": {}}, run={"horizon": "1 w"})
    assert "[media.hybrid]" in str(spreadsheet(hybrid, 1, workers=1).remarks)


def test_a_dated_change_counts_for_the_time_in_which_it_is_in_force():
    world = Scenario().but(
        {"demand.inbound": {"rate": "100 / y"}, "people.sdr": {"count": 2}, "run.horizon": "52 w"}
    )
    change = [{"time": "26 w", "for": "13 w", "set": {"demand.inbound.rate": "x3", "people.sdr.count": 4}}]
    plain, changed = sheet_of(world), sheet_of(world.but({"at": change}))
    assert changed.funnel["leads"] == pytest.approx(150.0)
    assert changed.available["sdr"] == pytest.approx(1.25 * plain.available["sdr"])


# --- beside the simulation -------------------------------------------------------------------------------

_TEXTBOOK = {
    "calendar": {"kind": "always"},
    "demand.inbound": {"rate": "30 / d", "fit": 0.5, "contact": {"kind": "b2b", "later": 0.2, "tau": "4 h"}},
    "people.sdr": {"count": 3, "shift": "always"},
    "people.hunter": {"count": 2, "shift": "always"},
    "selling.prospecting": {"hours": "0.5 h", "sources": {"inbound": {"attempts": 2, "spacing": "1 h"}}},
    "selling.closing": {"team": "hunter", "hours": "1 h"},
    "qualification": {"kind": "plain", "share": 0.5},
    "market.advance": {"kind": "plain", "closing": 0.4},
    "switches": {"competitor": False},
    "run": {"horizon": "6 w", "warm_up": "1 w", "replications": 5, "seed": 3},
}


def company(**changes):
    return Scenario().but({**_TEXTBOOK, **changes}, name="company")


def effect(found, name):
    return next(each for each in found.departures if each.name == name)


@pytest.mark.slow
def test_where_nothing_is_left_out_the_two_agree():
    """Ample people around the clock, leads that do not cool: a funnel is a funnel."""
    ample = {
        "people.sdr": {"count": 40, "shift": "always"},
        "people.hunter": {"count": 40, "shift": "always"},
    }
    found = spreadsheet(company(**ample), workers=1)
    for name in ("queueing", "decay", "ramp", "all three"):
        assert set(effect(found, name).effects.values()) == {0.0}, name
    for kpi, sheet in found.sheet.funnel.items():
        values = found.simulated[kpi]
        assert abs(values.mean() - sheet) < 3.3 * np.sqrt(sheet / len(values)), kpi


@pytest.mark.slow
def test_a_busy_desk_departs_by_queueing_and_decay_and_not_by_ramp():
    busy = {
        "people.sdr": {"count": 1, "shift": "always", "available": 0.8},
    }
    found = spreadsheet(company(**busy), workers=1)
    assert effect(found, "decay").effects["contacted"] < -10.0
    assert effect(found, "queueing").effects["contacted"] < -10.0
    assert effect(found, "ramp").effects["contacted"] == 0.0
    assert "with 4 times the people" in repr(found) and "Where the simulation departs" in repr(found)
    never_cools = spreadsheet(company(**busy, switches={"competitor": False, "delay": False}), 2, workers=1)
    assert effect(never_cools, "decay").effects["contacted"] == 0.0
    assert len(found.funnel()) == len(STAGES) and set(found.capacity()["team"]) == {"sdr", "hunter"}


@pytest.mark.slow
def test_newcomers_make_a_ramp_that_a_sheet_does_not_know():
    hired = {
        "at": [{"time": "1 w", "set": {"people.sdr.count": 4}}],
        "people.sdr": {"count": 1, "shift": "always"},
    }
    found = spreadsheet(company(**hired), 2, workers=1)
    assert effect(found, "ramp").effects["contacted"] < 0.0
    assert found.sheet.available["sdr"] == pytest.approx(4 * 6 * 168)


def test_what_cannot_be_taken_out_is_told():
    split = {
        "people.hunter": {"count": 2, "queue": "owner", "shift": "always"},
        "routing": {"kind": "by_territory", "territories": 2},
    }
    found = spreadsheet(company(**split, run={"horizon": "2 w"}), 1, workers=1)
    names = [each.name for each in found.departures]
    if "queueing" not in names:
        assert any("queueing could not be taken out" in remark for remark in found.remarks)
    assert {"decay", "ramp", "calendar", "variance"} <= set(names)
