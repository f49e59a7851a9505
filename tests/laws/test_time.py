"""Laws of time: units are words, dates have no past, and ties have one written order."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.clock import WEEK
from simsales.processes.play import play
from simsales.scenario import load
from simsales.scenario.model import Scenario
from tests.laws.test_luck import FULL, same
from tests.laws.worlds import scenario
from tests.theory.case import SCENARIOS

IN_HOURS = {
    "demand.inbound.rate": "0.5 / h",
    "demand.inbound.patience": {"kind": "exponential", "mean": "12 h"},
    "selling.prospecting.hours": {"kind": "lognormal", "mean": "1.5 h", "cv": 1.0},
    "run.horizon": "4 w",
}
IN_MINUTES_AND_DAYS = {
    "demand.inbound.rate": "12 / d",
    "demand.inbound.patience": {"kind": "exponential", "mean": "720 min"},
    "selling.prospecting.hours": {"kind": "lognormal", "mean": "90 min", "cv": 1.0},
    "run.horizon": "28 d",
}


def test_units_of_time_are_words_for_the_same_thing():
    base = load(SCENARIOS / "t01.toml").but({"people.sdr.count": 1, "people.sdr.shift": "12/5"})
    one, two = play(base.but(IN_HOURS)), play(base.but(IN_MINUTES_AND_DAYS))
    assert len(one.worked) == len(two.worked) > 100
    for column in ("asked", "started", "ended", "hours"):
        assert one.worked[column] == pytest.approx(two.worked[column], rel=1e-9)


def test_working_days_are_as_long_as_the_office_day():
    full = scenario(FULL)
    one = play(full.but({"selling.closing.think": "2 wd"}))
    assert same(one, play(full.but({"selling.closing.think": "16 wh"})))
    assert not same(one, play(full.but({"selling.closing.think": "2 d"})))


def with_change(change: dict[str, object], time: str = "10 w", lasting: str = "4 w") -> Scenario:
    return scenario({**FULL, "at": [{"time": time, "for": lasting, "set": change}]})


def history(log, until: float):
    """All that was begun, noted or ended before a time; a person's number may differ, since teams grow."""
    work, notes = log.worked, log.notes
    done = work[work["ended"] < until]
    begun = work[(work["started"] < until) & (work["ended"] >= until)]
    columns = ("asked", "started", "hours", "case", "task")
    told = [
        (log.leads[log.leads["arrived"] < until], log.leads.dtype.names),
        (log.opportunities[log.opportunities["opened"] < until], ("opened", "value", "lead")),
        (done, (*columns, "ended")),
        (begun[np.argsort(begun["case"])], columns),
        (notes[notes["time"] < until], ("time", "value", "case", "activity", "reason")),
    ]
    return [table[column].tolist() for table, columns in told for column in columns]


CHANGES = {
    "one rep more": {"people.hunter.count": "+1"},
    "one supporter more": {"people.supporter.count": "+1"},
    "one SDR more": {"people.sdr.count": "+1"},
    "a third more leads": {"demand.inbound.rate": "x1.3"},
    "another threshold": {"qualification.threshold": 0.0},
    "longer talks": {"selling.objections.hours": "3 h"},
    "less time for customers": {"people.hunter.available": 0.5},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_dated_change_changes_nothing_before_its_date(change):
    base, changed = play(scenario(FULL)), play(with_change(change))
    assert history(base, 10 * WEEK) == history(changed, 10 * WEEK)
    assert not same(base, changed)


def test_a_dated_rate_adds_leads_while_it_is_in_force_and_moves_none():
    base, more = play(scenario(FULL)), play(with_change({"demand.inbound.rate": "x1.3"}))
    extra = more.leads[~np.isin(more.leads["key"], base.leads["key"])]
    kept = more.leads[np.isin(more.leads["key"], base.leads["key"])]
    assert kept.tobytes() == base.leads.tobytes()
    assert len(extra) > 5
    assert ((extra["arrived"] >= 10 * WEEK) & (extra["arrived"] < 14 * WEEK)).all()


def test_somebody_hired_for_a_while_works_only_then():
    log = play(with_change({"people.sdr.count": "+1"}))
    last = max(person.number for person in log.people if person.role == "sdr")
    mine = log.worked[(log.worked["person"] == last) & np.isfinite(log.worked["ended"])]
    assert len(mine) > 5
    assert mine["started"].min() >= 10 * WEEK
    assert mine["ended"].max() <= 14 * WEEK


def test_what_comes_overnight_is_assigned_together_and_called_in_the_order_of_keys():
    """The calendar makes ties: leads of a weekend are assigned at the same instant, when the office opens."""
    log = play(
        scenario(FULL).but(
            {
                "selling.prospecting.sources.inbound": {"attempts": 1, "assignment": "1 wh"},
                "people.sdr": {"count": 2, "shift": "8/5", "discipline": "fifo"},
                "demand.outbound.rate": "0 / y",
                "demand.referral.rate": "0 / y",
            }
        )
    )
    first = log.worked[(log.worked["task"] == 0) & np.isfinite(log.worked["started"])]
    ties = 0
    for time in np.unique(first["asked"]):
        together = first[first["asked"] == time]
        keys = log.leads["key"][together["case"]]
        by_start = keys[np.lexsort((keys, together["started"]))]
        ties += len(together) > 1
        assert (by_start == np.sort(keys)).all()
    assert ties > 10
