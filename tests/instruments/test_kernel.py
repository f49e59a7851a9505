"""One agenda for the house's own acts and for SimPy's events, in one written order."""

from __future__ import annotations

import itertools

import pytest
import simpy

from simsales.instruments.kernel import Kernel
from simsales.words.quantities import MOST_PEOPLE
from simsales.words.records import new_case
from simsales.words.vocabulary import (
    ACCOUNTING_EVENT,
    ARRIVAL_EVENT,
    CALENDAR_EVENT,
    COMPLETION_EVENT,
    DECISION_EVENT,
    HAND_OVER_EVENT,
    OPENING_EVENT,
    QUEUE_HAND_OVER_EVENT,
)

CLASSES = (CALENDAR_EVENT, ARRIVAL_EVENT, COMPLETION_EVENT, DECISION_EVENT, ACCOUNTING_EVENT)


def told(story):
    """Start a story that may `yield from` verbs, with a kernel and a case of its own; gives what it noted."""
    kernel, case, notes = Kernel(), new_case(1, []), []
    case.story = story(kernel, case, notes)
    kernel.start(case, case.story)
    kernel.play_until(100.0)
    return notes


def in_order(ranks):
    """The order in which acts of these ranks happen at one instant, put on the agenda in the order given."""
    kernel, happened = Kernel(), []
    for rank in ranks:
        kernel.at(3.0, rank, happened.append, rank)
    kernel.play_until(10.0)
    return happened


def test_ties_happen_in_the_written_order_whatever_the_order_of_insertion():
    for ranks in itertools.permutations(CLASSES):
        assert in_order(ranks) == list(CLASSES)


def test_within_a_class_the_key_decides():
    keys = [COMPLETION_EVENT + key for key in (0, 1, 1 << 30, ARRIVAL_EVENT - 1)]
    for ranks in itertools.permutations(keys):
        assert in_order(ranks) == keys


def test_classes_lie_as_far_apart_as_keys_may_reach():
    assert {later - earlier for earlier, later in itertools.pairwise(CLASSES)} == {ARRIVAL_EVENT}
    largest_key = 511 << 47 | (1 << 47) - 1
    assert largest_key < ARRIVAL_EVENT


def test_within_the_calendar_people_leave_before_desks_open():
    ranks = [CALENDAR_EVENT, HAND_OVER_EVENT, QUEUE_HAND_OVER_EVENT, OPENING_EVENT, ARRIVAL_EVENT]
    assert all(later - earlier > MOST_PEOPLE for earlier, later in itertools.pairwise(ranks))


def test_time_is_that_of_the_act():
    kernel, times = Kernel(), []
    for time in (5.0, 2.0, 9.0):
        kernel.at(time, DECISION_EVENT, lambda _: times.append(kernel.now))
    kernel.play_until(100.0)
    assert times == [2.0, 5.0, 9.0]


def test_what_lies_behind_the_horizon_does_not_happen():
    kernel, happened = Kernel(), []
    kernel.at(9.999, DECISION_EVENT, happened.append, "before")
    kernel.at(10.0, ACCOUNTING_EVENT, happened.append, "the accounts of the last instant")
    kernel.at(10.001, CALENDAR_EVENT, happened.append, "after")
    kernel.play_until(10.0)
    assert happened == ["before", "the accounts of the last instant"]
    assert kernel.now == 10.0


def test_a_pause_holds_the_story_and_nobody_else():
    def story(kernel, case, notes):
        yield from kernel.pause_until(4.0, case)
        notes.append(kernel.now)
        yield from kernel.pause_until(6.5, case)
        notes.append(kernel.now)

    assert told(story) == [4.0, 6.5]


def test_a_story_may_wait_for_simpys_events_between_the_verbs_of_the_house():
    def story(kernel, case, notes):
        yield kernel.timeout(3.0)
        notes.append(kernel.now)
        yield from kernel.pause_until(4.0, case)
        yield kernel.timeout(1.5) | kernel.timeout(8.0)
        notes.append(kernel.now)
        yield kernel.timeout(1.0) & kernel.timeout(2.0)
        notes.append(kernel.now)

    assert told(story) == [3.0, 5.5, 7.5]


def test_a_story_goes_on_at_once_after_an_event_that_has_happened():
    def story(kernel, case, notes):
        event = kernel.timeout(1.0)
        yield from kernel.pause_until(5.0, case)
        yield event
        notes.append(kernel.now)

    assert told(story) == [5.0]


def test_simpys_processes_run_beside_the_house():
    kernel, notes = Kernel(), []

    def other():
        for _ in range(2):
            yield kernel.timeout(2.0)
            notes.append(kernel.now)
        return "done"

    def waits():
        result = yield kernel.process(other())
        notes.append(result)

    kernel.process(waits())
    kernel.at(3.0, DECISION_EVENT, notes.append, "ours")
    kernel.play_until(10.0)
    assert notes == [2.0, "ours", 4.0, "done"]


def test_simpys_resources_and_interrupts_work_on_the_same_agenda():
    kernel, notes = Kernel(), []
    desk = simpy.Resource(kernel, capacity=1)

    def customer(name, hours):
        with desk.request() as turn:
            yield turn
            try:
                yield kernel.timeout(hours)
                notes.append((name, kernel.now))
            except simpy.Interrupt as interrupt:
                notes.append((name, kernel.now, interrupt.cause))

    first = kernel.process(customer("first", 5.0))
    kernel.process(customer("second", 2.0))
    kernel.at(3.0, DECISION_EVENT, lambda _: first.interrupt("phone"))
    kernel.play_until(10.0)
    assert notes == [("first", 3.0, "phone"), ("second", 5.0)]


def test_a_mistake_in_an_act_or_an_event_is_not_swallowed():
    def stops(_):
        raise StopIteration

    kernel = Kernel()
    kernel.at(1.0, DECISION_EVENT, stops)
    with pytest.raises(StopIteration):
        kernel.play_until(10.0)
    kernel = Kernel()
    kernel.event().fail(ValueError("wrong"))
    with pytest.raises(ValueError, match="wrong"):
        kernel.play_until(10.0)


def test_one_step_does_the_next_act():
    def story(kernel, case, notes):
        yield from kernel.pause_until(1.0, case)
        notes.append("one")
        yield from kernel.pause_until(2.0, case)
        notes.append("two")

    kernel, case, notes = Kernel(), new_case(1, []), []
    case.story = story(kernel, case, notes)
    kernel.start(case, case.story)
    kernel.step()
    assert (kernel.now, notes) == (1.0, ["one"])
    kernel.step()
    assert (kernel.now, notes) == (2.0, ["one", "two"])


def test_a_kernel_runs_as_simpys_environment_does():
    kernel = Kernel()
    assert kernel.run(until=kernel.timeout(3.0, value="there")) == "there"
    assert kernel.now == 3.0
