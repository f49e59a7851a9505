"""Every engine in the race does the same work and comes to the right answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import import_module
from statistics import mean

import pytest

from benchmarks.right import right_answers
from benchmarks.workloads import W1, W1_HEAVY, W1_X10, Answers, Workload

Play = Callable[[Workload, int], Answers]
NEEDS = {"textbook": "simpy", "ciw_funnel": "ciw", "salabim_funnel": "salabim"}


def player(peer: str) -> Play:
    """Return the `play` of a peer, or skip where its library is missing."""
    pytest.importorskip(NEEDS[peer], reason=f"{NEEDS[peer]} is not installed; the extra 'bench' brings it")
    return import_module(f"benchmarks.peers.{peer}").play


def wrong_answers(play: Play, workload: Workload, seeds: range) -> dict[str, float]:
    """Return the mean answers that lie over 3.5 standard errors from what is right."""
    runs = [play(workload, seed) for seed in seeds]
    found = {name: mean(getattr(run, name) for run in runs) for name in right_answers(workload)}
    right = right_answers(workload)
    return {name: value for name, value in found.items() if right[name].is_far_from(value, len(runs))}


@pytest.mark.parametrize("peer", NEEDS)
def test_a_month_of_the_ample_funnel_comes_to_the_closed_form(peer: str) -> None:
    assert wrong_answers(player(peer), W1.shortened(500), range(1, 4)) == {}


def test_textbook_simpy_gives_the_right_answers() -> None:
    assert wrong_answers(player("textbook"), W1, range(1, 4)) == {}


@pytest.mark.slow
def test_textbook_simpy_gives_the_right_answers_where_people_are_short() -> None:
    assert wrong_answers(player("textbook"), W1_HEAVY, range(1, 13)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("workload", [W1, W1_HEAVY], ids=lambda workload: workload.name)
def test_ciw_gives_the_right_answers(workload: Workload) -> None:
    assert wrong_answers(player("ciw_funnel"), workload, range(1, 5)) == {}


@pytest.mark.parametrize("workload", [W1, W1_HEAVY], ids=lambda workload: workload.name)
def test_salabim_tells_the_story_of_textbook_simpy_from_the_same_seed(workload: Workload) -> None:
    """Both draw from `random` in one order, so what holds for many runs of one holds for the other."""
    short = workload.shortened(500)
    found, expected = (player(peer)(short, 7) for peer in ("salabim_funnel", "textbook"))
    assert asdict(found) == pytest.approx(asdict(expected))


@pytest.mark.slow
def test_ten_times_the_funnel_gives_ten_times_the_leads() -> None:
    assert wrong_answers(player("textbook"), W1_X10, range(1, 2)) == {}


@pytest.mark.parametrize("peer", NEEDS)
def test_the_later_stage_goes_first_where_people_are_short(peer: str) -> None:
    answers = player(peer)(W1_HEAVY.shortened(300), 1)
    assert answers.wait_1 > 3 * answers.wait_2


def test_a_funnel_with_a_stage_that_loses_too_many_is_told_from_the_right_one() -> None:

    leaky = replace(W1, horizon=500.0, survival=0.70)
    runs = [player("textbook")(leaky, seed) for seed in range(1, 4)]
    right = right_answers(W1.shortened(500))["won"]
    assert right.is_far_from(mean(run.won for run in runs), len(runs))


def test_ciw_as_released_loses_a_customer_who_changes_class_and_leaves() -> None:
    ciw = pytest.importorskip("ciw", reason="ciw is not installed; the extra 'bench' brings it")
    funnel = import_module("benchmarks.peers.ciw_funnel")
    ciw.seed(1)
    simulation = ciw.Simulation(funnel.network(W1))
    with pytest.raises(ValueError, match="not in list"):
        simulation.simulate_until_max_time(100)
