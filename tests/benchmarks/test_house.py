"""The house runs the race with the processes that everybody uses, and comes to the right answers."""

from __future__ import annotations

from statistics import mean

import pytest

from benchmarks import house
from benchmarks.right import right_answers
from benchmarks.workloads import W1, W1_HEAVY, W1_X10, WORKLOADS, Workload
from simsales.instruments.kernel import Story
from simsales.processes import play as stage
from simsales.words.records import Lead


def wrong_answers(workload: Workload, seeds: range) -> dict[str, float]:
    """Return the mean answers that lie over 3.5 standard errors from what is right."""
    runs = [house.play(workload, seed) for seed in seeds]
    found = {name: mean(getattr(run, name) for run in runs) for name in right_answers(workload)}
    right = right_answers(workload)
    return {name: value for name, value in found.items() if right[name].is_far_from(value, len(runs))}


def test_the_funnel_comes_to_the_right_answers() -> None:
    assert wrong_answers(W1, range(1, 4)) == {}


def test_a_month_of_ten_times_the_funnel_comes_to_the_closed_form() -> None:
    assert wrong_answers(W1_X10.shortened(200), range(1, 3)) == {}


@pytest.mark.slow
def test_the_funnel_comes_to_the_right_answers_where_people_are_short() -> None:
    assert wrong_answers(W1_HEAVY, range(1, 13)) == {}


@pytest.mark.parametrize("workload", WORKLOADS.values(), ids=lambda workload: workload.name)
def test_the_scenario_file_states_the_workload(workload: Workload) -> None:
    scenario = house.scenario(workload)
    assert tuple(team.count for team in scenario.people.values()) == workload.pools
    assert scenario.demand["inbound"].rate.per_calendar_hour == pytest.approx(workload.arrivals)
    assert scenario.run.horizon.calendar_hours == workload.horizon


def test_every_lead_of_the_race_goes_through_the_seven_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    sold: list[Lead] = []
    sell = stage.sell

    def watched(lead: Lead, company: object) -> Story:
        sold.append(lead)
        return sell(lead, company)

    monkeypatch.setattr(stage, "sell", watched)
    log = house.simulate(house.scenario(W1.shortened(100)), seed=1)
    assert len(sold) == len(log.leads) > 400


def test_without_its_log_the_house_writes_nothing() -> None:
    log = house.simulate(house.scenario(W1.shortened(100)), seed=1, keep_log=False)
    assert len(log.worked) == len(log.notes) == len(log.leads) == 0
