"""Laws of waiting: what queueing theory says whatever the numbers are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from simsales.instruments.eventlog import rows_of
from simsales.processes.play import play
from simsales.scenario import load
from tests.laws.stage import Stage
from tests.laws.worlds import desks, lawful, scenario
from tests.theory.case import SCENARIOS, STANDARD_ERRORS


@lawful
@given(desks())
def test_the_integral_of_the_number_at_a_desk_is_the_sum_of_its_sojourns(scenario):
    """The left side is counted live, from event to event; the right side is read off the log."""
    stage = Stage.of(scenario)
    kernel, end = stage.company.kernel, stage.company.end
    desk = stage.company.teams["sdr"].desk

    def until(time):
        busy = sum(person.case is not None for person in desk.people)
        waits = (max(min(time, case.leave_at) - kernel.now, 0.0) for case in desk.waiting())
        return busy * (time - kernel.now) + sum(waits)

    area = 0.0
    while kernel.agenda and kernel.agenda[0][0] < end:
        area += until(kernel.agenda[0][0])
        kernel.step()
    area += until(end)
    kernel.now = end
    stage.company.close()
    work = stage.company.log.worked
    assert area == pytest.approx((np.minimum(work["ended"], end) - work["asked"]).sum(), rel=1e-9)


@lawful
@given(desks(calm=True))
def test_first_come_is_first_served(scenario):
    work = play(scenario).worked
    work = work[np.isfinite(work["started"])]
    order = np.lexsort((work["started"], work["asked"]))
    assert (np.diff(work["started"][order]) >= 0.0).all()


@lawful
@given(desks(calm=True))
def test_who_has_priority_never_sees_somebody_less_urgent_go_first(scenario):
    log = play(scenario.but({"people.sdr.discipline": "priority"}))
    work = log.worked[np.isfinite(log.worked["started"])]
    outbound = log.leads["source"][rows_of(work["case"])] == log.sources.index("outbound")
    urgent, other = work[~outbound], work[outbound]
    for piece in urgent:
        overtaken = (other["started"] > piece["asked"]) & (other["started"] < piece["started"])
        assert not overtaken.any()


@lawful
@given(desks(calm=True))
def test_within_a_level_first_come_is_first_served(scenario):
    log = play(scenario.but({"people.sdr.discipline": "priority"}))
    work = log.worked[np.isfinite(log.worked["started"])]
    sources = log.leads["source"][rows_of(work["case"])]
    for source in range(len(log.sources)):
        mine = work[sources == source]
        order = np.lexsort((mine["started"], mine["asked"]))
        assert (np.diff(mine["started"][order]) >= 0.0).all()


@lawful
@given(desks(calm=True))
def test_who_is_due_earlier_goes_first(scenario):
    """With one date for all, earliest due date is first come, first served."""
    fifo = play(scenario).worked
    due = play(scenario.but({"people.sdr.discipline": "due_date"})).worked
    assert (np.sort(fifo["started"]) == np.sort(due["started"])).all()


def seen_and_true(log):
    """Number in the system as arrivals see it, and its average over time."""
    work, begin, end = log.worked, log.warm_up, log.horizon
    ended = np.minimum(work["ended"], end)
    asked = work["asked"]
    came = np.sort(asked)
    gone = np.sort(ended)
    # who arrives at t sees whoever came before t and has not gone by t
    counted = came[came >= begin]
    seen = np.searchsorted(came, counted, side="left") - np.searchsorted(gone, counted, side="right")
    inside = np.clip(ended, begin, end) - np.clip(asked, begin, end)
    return seen.mean(), inside.sum() / (end - begin)


def differences(base, replications=12):
    """Relative differences between what arrivals see and the time average: their mean and standard error."""
    pairs = [seen_and_true(play(base, replication)) for replication in range(replications)]
    relative = np.array([seen / true - 1.0 for seen, true in pairs])
    return relative.mean(), relative.std(ddof=1) / np.sqrt(replications)


def test_poisson_arrivals_see_time_averages():
    mean, error = differences(load(SCENARIOS / "t01.toml").but({"run.horizon": "800 h"}))
    assert error < 0.02
    assert abs(mean) < STANDARD_ERRORS * error


OFFICE = {
    "calendar": {"kind": "office", "holidays": []},
    "demand": {"inbound": {"rate": "10 / d"}},
    "people": {"sdr": {"count": 3, "shift": "8/5"}},
    "selling": {
        "prospecting": {
            "hours": {"kind": "exponential", "mean": "1 h"},
            "sources": {"inbound": {"team": "sdr"}},
        }
    },
    "switches": {"competitor": False},
    "run": {"warm_up": "4 w", "horizon": "52 w", "seed": 1},
}


def test_arrivals_in_office_hours_do_not_see_the_averages_of_a_desk_in_office_hours():
    """Leads that come mostly while the desk is open are not Poisson over the week: PASTA must fail."""
    mean, error = differences(scenario(OFFICE).but({"demand.inbound.profile.office_share": 0.8}))
    assert abs(mean) > 0.1 + STANDARD_ERRORS * error


def test_arrivals_spread_over_the_week_see_the_averages_even_of_a_desk_in_office_hours():
    mean, error = differences(scenario(OFFICE))
    assert error < 0.02
    assert abs(mean) < STANDARD_ERRORS * error
