"""Desks by hand: every time in these tests can be worked out on paper."""

from __future__ import annotations

from math import inf

import pytest

from simsales.instruments.clock import DAY, AlwaysOpen, Calendar
from simsales.instruments.desk import Desk
from simsales.instruments.eventlog import EventLog
from simsales.instruments.kernel import Kernel
from simsales.instruments.queues import DISCIPLINES
from simsales.instruments.work import WorkStep
from simsales.words.lost import Lost
from simsales.words.records import Person, new_case, set_pace
from simsales.words.vocabulary import ARRIVAL_EVENT, COMPETITOR, LEFT_WAITING

DAYS = [(d * DAY + 8, d * DAY + 16) for d in range(5)]


class Office:
    """A kernel, a log, desks, and customers who each want a few hours of work."""

    def __init__(self):
        self.kernel = Kernel()
        self.log = EventLog(1000.0)
        self.people = 0
        self.cases = 0
        self.ends: dict[str, float] = {}
        self.losses: dict[str, tuple[int, float | None]] = {}

    def person(self, windows=None, absences=(), available=1.0):
        person = Person()
        person.number, self.people = self.people, self.people + 1
        person.role, person.seat, person.hired = "sdr", person.number, 0.0
        person.calendar = AlwaysOpen() if windows is None else Calendar(windows)
        person.absences, person.practice = list(absences), None
        set_pace(person, available)
        person.case, person.open_cases = None, 0
        return person

    def desk(self, *people, discipline="fifo"):
        number = len(self.log.desks)
        self.log.desks.append("desk")
        queue = DISCIPLINES[discipline]()
        return Desk(number, "desk", self.kernel, self.log, AlwaysOpen(), queue, people or [self.person()])

    def ask(self, desk, name, at, *hours, level=0, due=0.0, patience=inf, event=False, deadline=inf):
        """A customer comes and wants these pieces of work, one after another."""
        case = new_case(self.cases, [1.0], level)
        case.number, self.cases = self.cases, self.cases + 1
        case.deadline, case.deadline_reason = deadline, COMPETITOR
        steps = [WorkStep(0, h, 0, 0, due, patience, 0, event) for h in hours]
        case.story = self._story(case, desk, steps, name)
        self.kernel.at(at, ARRIVAL_EVENT + case.key, lambda _: self.kernel.start(case, case.story))
        return case

    def _story(self, case, desk, steps, name):
        try:
            for step in steps:
                yield from desk.work(case, step)
        except Lost as loss:
            self.losses[name] = (loss.reason, loss.time)
        else:
            self.ends[name] = self.kernel.now

    def play(self, *desks, until=1000.0):
        self.kernel.play_until(until)
        for desk in desks:
            desk.close()
        return self.log.worked


@pytest.fixture
def office():
    return Office()


def test_one_after_another_in_the_order_of_coming(office):
    desk = office.desk()
    office.ask(desk, "first", 0.0, 3.0)
    office.ask(desk, "second", 1.0, 2.0)
    office.ask(desk, "third", 1.5, 1.0)
    work = office.play(desk)
    assert office.ends == {"first": 3.0, "second": 5.0, "third": 6.0}
    assert work["asked"].tolist() == [0.0, 1.0, 1.5]
    assert work["started"].tolist() == [0.0, 3.0, 5.0]


def test_two_people_serve_one_queue(office):
    desk = office.desk(office.person(), office.person())
    for name, at in (("a", 0.0), ("b", 0.5), ("c", 1.0)):
        office.ask(desk, name, at, 4.0)
    assert office.play(desk)["person"].tolist() == [0, 1, 0]
    assert office.ends == {"a": 4.0, "b": 4.5, "c": 8.0}


def test_availability_stretches_the_time_and_not_the_hours(office):
    desk = office.desk(office.person(available=0.5))
    office.ask(desk, "a", 0.0, 3.0)
    work = office.play(desk)
    assert office.ends == {"a": 6.0}
    assert work["hours"].tolist() == [3.0]


def test_extra_hours_come_on_top(office):
    desk = office.desk()
    case = new_case(0, [2.0])
    case.number = 0

    def story():
        yield from desk.work(case, WorkStep(0, 1.5, 0), extra=4.0)

    case.story = story()
    office.kernel.start(case, case.story)
    assert office.play(desk)["hours"].tolist() == [7.0]


def test_work_is_suspended_at_the_end_of_a_shift_and_resumed_by_the_same_person(office):
    desk = office.desk(office.person(DAYS), office.person(DAYS))
    office.ask(desk, "long", 14.0, 5.0)
    office.ask(desk, "other", 15.0, 2.0)
    work = office.play(desk)
    assert office.ends == {"long": DAY + 11.0, "other": DAY + 9.0}
    assert sorted(zip(work["started"].tolist(), work["person"].tolist(), strict=True)) == [
        (14.0, 0),
        (15.0, 1),
    ]
    assert len(work) == 2


def test_what_comes_at_night_waits_for_the_morning(office):
    desk = office.desk(office.person(DAYS))
    office.ask(desk, "night", 20.0, 1.0)
    office.ask(desk, "later", 22.0, 1.0)
    office.play(desk)
    assert office.ends == {"night": DAY + 9.0, "later": DAY + 10.0}


def test_who_finishes_at_closing_time_leaves_the_rest_for_the_morning(office):
    """Nobody new has to come to wake the desk up."""
    desk = office.desk(office.person(DAYS))
    office.ask(desk, "until closing", 8.0, 8.0)
    office.ask(desk, "waits", 9.0, 1.0)
    office.play(desk)
    assert office.ends == {"until closing": 16.0, "waits": DAY + 9.0}


def test_who_was_idle_at_closing_time_is_there_again_in_the_morning(office):
    desk = office.desk(office.person(DAYS))
    office.ask(desk, "today", 9.0, 1.0)
    office.ask(desk, "the day after tomorrow", 2 * DAY + 9.0, 1.0)
    office.play(desk)
    assert office.ends["the day after tomorrow"] == 2 * DAY + 10.0


def test_shifts_that_touch_are_one_long_shift(office):
    desk = office.desk(office.person([(0.0, DAY), (DAY, 2 * DAY)]))
    office.ask(desk, "a", 20.0, 4.0)
    office.ask(desk, "b", 21.0, 2.0)
    office.play(desk)
    assert office.ends == {"a": DAY, "b": DAY + 2.0}


def test_staggered_shifts_cover_the_day(office):
    desk = office.desk(office.person([(7.0, 15.0)]), office.person([(11.0, 19.0)]))
    office.ask(desk, "early", 7.5, 1.0)
    office.ask(desk, "late", 16.0, 1.0)
    office.ask(desk, "too late", 19.0, 1.0)
    work = office.play(desk)
    assert office.ends == {"early": 8.5, "late": 17.0}
    assert work["person"].tolist()[:2] == [0, 1]


def test_an_absence_of_more_than_two_days_hands_the_work_to_a_colleague(office):
    absent = office.person(DAYS[:1], absences=[(DAY, 4 * DAY)])
    desk = office.desk(absent, office.person(DAYS))
    office.ask(desk, "long", 12.0, 6.0)
    work = office.play(desk)
    assert office.ends == {"long": DAY + 10.0}
    assert work["hours"].tolist() == [4.0, 2.0]
    assert work["person"].tolist() == [0, 1]
    assert work["asked"].tolist() == [12.0, DAY], "the rest is asked for when the absence begins"
    assert work["ended"].tolist() == [DAY, DAY + 10.0]


def test_a_deputy_is_asked_where_every_rep_has_a_desk_of_their_own(office):
    absent = office.person(DAYS[:1], absences=[(DAY, inf)])
    own, other = office.desk(absent), office.desk(office.person(DAYS))
    own.deputy = lambda person: other
    office.ask(own, "long", 12.0, 6.0)
    office.ask(other, "waiting there", DAY + 7.0, 1.0)
    work = office.play(own, other)
    assert office.ends == {"long": DAY + 10.0, "waiting there": DAY + 11.0}
    assert work["desk"].tolist() == [0, 1, 1]


def test_a_short_absence_keeps_the_work_with_its_person(office):
    desk = office.desk(office.person([DAYS[0], DAYS[2]]), office.person(DAYS))
    office.ask(desk, "long", 12.0, 6.0)
    work = office.play(desk)
    assert office.ends == {"long": 2 * DAY + 10.0}
    assert work["person"].tolist() == [0]


def test_a_queue_passed_on_keeps_its_order_and_its_patience(office):
    here, there = office.desk(), office.desk(office.person([(20.0, 40.0)]))
    office.ask(here, "busy", 0.0, 50.0)
    office.ask(here, "a", 1.0, 2.0)
    office.ask(here, "impatient", 2.0, 2.0, patience=3.0)
    office.ask(here, "b", 3.0, 2.0)
    office.kernel.at(10.0, 0, lambda _: here.pass_queue_to(there))
    office.play(here, there)
    assert office.ends == {"busy": 50.0, "a": 22.0, "b": 24.0}
    assert office.losses == {"impatient": (LEFT_WAITING, 5.0)}


def test_who_loses_patience_is_found_out_later_and_stamped_with_the_time_of_leaving(office):
    desk = office.desk()
    office.ask(desk, "busy", 0.0, 10.0)
    office.ask(desk, "impatient", 1.0, 1.0, patience=4.0)
    office.ask(desk, "patient", 2.0, 1.0, patience=9.0)
    office.play(desk)
    assert office.losses == {"impatient": (LEFT_WAITING, 5.0)}
    assert office.ends == {"busy": 10.0, "patient": 11.0}


def test_leaving_may_be_an_event_of_its_own(office):
    desk = office.desk()
    office.ask(desk, "busy", 0.0, 10.0)
    office.ask(desk, "impatient", 1.0, 1.0, patience=4.0, event=True)
    told = []
    office.kernel.at(5.5, 0, lambda _: told.append(dict(office.losses)))
    office.play(desk)
    assert told == [{"impatient": (LEFT_WAITING, 5.0)}]


@pytest.mark.parametrize("discipline", DISCIPLINES)
def test_it_makes_no_difference_when_leaving_is_noticed(discipline):
    def fates(event):
        office = Office()
        desk = office.desk(discipline=discipline)
        for number in range(12):
            office.ask(desk, str(number), 0.5 * number, 1.0, patience=2.2, event=event)
        office.play(desk)
        return office.ends, {
            name: (reason, time or office.kernel.now) for name, (reason, time) in office.losses.items()
        }

    ends, losses = fates(event=False)
    assert (ends, losses) == fates(event=True)
    assert len(ends) > 5
    assert len(losses) > 2


def test_patience_does_not_run_while_somebody_works(office):
    desk = office.desk()
    office.ask(desk, "served", 0.0, 5.0, patience=1.0, event=True)
    office.play(desk)
    assert office.ends == {"served": 5.0}


def test_patience_counts_for_the_work_it_was_for(office):
    """The timer of the first piece of work does not end the wait for the second."""
    desk = office.desk()
    office.ask(desk, "busy", 0.0, 1.0)
    office.ask(desk, "twice", 0.5, 0.5, 2.0, patience=3.0, event=True)
    office.ask(desk, "between", 0.6, 2.5)
    office.play(desk)
    assert office.losses == {}
    assert office.ends == {"busy": 1.0, "between": 4.0, "twice": 6.0}


def test_a_case_that_ends_of_itself_leaves_the_queue_for_its_own_reason(office):
    desk = office.desk()
    office.ask(desk, "busy", 0.0, 10.0)
    office.ask(desk, "rival's", 1.0, 1.0, patience=8.0, deadline=6.0)
    office.play(desk)
    assert office.losses == {"rival's": (COMPETITOR, 6.0)}


def test_no_work_is_begun_on_a_case_that_has_ended(office):
    desk = office.desk()
    office.ask(desk, "too late", 0.0, 2.0, 1.0, deadline=1.0)
    work = office.play(desk)
    assert office.losses == {"too late": (COMPETITOR, 1.0)}
    assert work["ended"].tolist() == [2.0]


def test_who_left_unnoticed_is_told_at_the_horizon_and_who_waits_is_logged_as_open(office):
    desk = office.desk()
    office.ask(desk, "busy", 0.0, 100.0)
    office.ask(desk, "left", 1.0, 1.0, patience=3.0)
    office.ask(desk, "waits", 2.0, 1.0)
    work = office.play(desk, until=50.0)
    assert office.losses == {"left": (LEFT_WAITING, 4.0)}
    assert sorted(zip(work["asked"], work["started"], work["ended"], work["person"], strict=True)) == [
        (0.0, 0.0, inf, 0),
        (1.0, inf, 4.0, -1),
        (2.0, inf, inf, -1),
    ]


def test_the_urgent_go_first_and_within_a_level_who_came_first(office):
    desk = office.desk(discipline="priority")
    office.ask(desk, "busy", 0.0, 5.0, level=9)
    for name, at, level in (("low", 1.0, 2), ("high", 2.0, 0), ("low too", 3.0, 2), ("high too", 4.0, 0)):
        office.ask(desk, name, at, 1.0, level=level)
    office.play(desk)
    assert list(office.ends) == ["busy", "high", "high too", "low", "low too"]


def test_a_case_whose_level_changes_elsewhere_still_stands_where_it_stood(office):
    queue = DISCIPLINES["priority"]()
    step = WorkStep(0, 1.0, 0, level=1)
    first, second = new_case(1, [1.0]), new_case(2, [1.0])
    for case in (first, second):
        case.step = step
        queue.push(case)
    first.level = 3  # a complaint that grows old while it waits at a farmer's
    queue.remove(first)
    assert list(queue) == [second]


def test_who_is_due_first_goes_first(office):
    desk = office.desk(discipline="due_date")
    office.ask(desk, "busy", 0.0, 5.0)
    office.ask(desk, "next week", 1.0, 1.0, due=100.0)
    office.ask(desk, "tonight", 2.0, 1.0, due=10.0)
    office.ask(desk, "tonight too", 3.0, 1.0, due=9.0)
    office.play(desk)
    assert list(office.ends) == ["busy", "tonight", "tonight too", "next week"]


def test_what_a_story_asks_next_competes_with_who_waits(office):
    """The desk goes on with what is most urgent, be it the next step of the same case."""
    desk = office.desk(discipline="priority")
    office.ask(desk, "two pieces", 0.0, 2.0, 2.0, level=0)
    office.ask(desk, "waits", 1.0, 1.0, level=1)
    office.play(desk)
    assert office.ends == {"two pieces": 4.0, "waits": 5.0}


def test_nobody_is_there_before_they_are_hired_or_after_they_have_gone(office):
    desk = office.desk(office.person([(30.0, 40.0)]))
    office.ask(desk, "before", 5.0, 2.0)
    office.ask(desk, "after", 45.0, 2.0)
    work = office.play(desk)
    assert office.ends == {"before": 32.0}
    assert work["person"].tolist() == [0, -1]


def test_backlog_counts_who_waits_and_who_is_served(office):
    desk = office.desk()
    for name in ("a", "b", "c"):
        office.ask(desk, name, 0.0, 2.0)
    counted = []
    for time in (1.0, 3.0, 7.0):
        office.kernel.at(time, 0, lambda _: counted.append(desk.backlog()))
    office.play(desk)
    assert counted == [3, 2, 0]


def test_learning_lengthens_the_hours_that_are_booked(office):
    learner = office.person()
    learner.practice = lambda now: 2.0 if now < 5.0 else 1.0
    set_pace(learner, 1.0)
    desk = office.desk(learner)
    office.ask(desk, "early", 0.0, 3.0)
    office.ask(desk, "late", 10.0, 3.0)
    assert office.play(desk)["hours"].tolist() == [6.0, 3.0]


def test_a_deputy_does_not_take_up_what_has_ended_meanwhile(office):
    absent = office.person(DAYS[:1], absences=[(DAY, inf)])
    desk = office.desk(absent, office.person(DAYS[2:]))
    office.ask(desk, "ended before the absence", 12.0, 6.0, deadline=20.0)
    office.play(desk)
    assert office.losses == {"ended before the absence": (COMPETITOR, 20.0)}


def test_nor_what_ends_before_the_deputy_comes_in(office):
    absent = office.person(DAYS[:1], absences=[(DAY, inf)])
    desk = office.desk(absent, office.person(DAYS[2:]))
    office.ask(desk, "ended since", 12.0, 6.0, patience=0.1, deadline=DAY + 3.0)
    work = office.play(desk)
    assert office.losses == {"ended since": (COMPETITOR, DAY + 3.0)}
    assert work["hours"].tolist() == [4.0, 2.0]


def gone(office, desk, person, at):
    """A person's calendar ends, and they leave the desk."""

    def leave(_):
        windows = (
            [] if person.calendar.always else zip(person.calendar.starts, person.calendar.ends, strict=True)
        )
        person.calendar = Calendar([(a, min(b, at)) for a, b in windows if a < at] or [(0.0, at)])
        person.absences = [(at, inf)]
        desk.part_with(person)

    office.kernel.at(at, 0, leave)


def test_whoever_leaves_for_good_leaves_the_rest_of_their_work_to_a_colleague(office):
    leaver, colleague = office.person(), office.person()
    desk = office.desk(leaver, colleague)
    office.ask(desk, "a", 0.0, 8.0)
    office.ask(desk, "b", 1.0, 4.0)
    gone(office, desk, leaver, 3.0)
    agenda = office.kernel.agenda
    work = office.play(desk)
    assert office.kernel.agenda is agenda
    assert office.ends == {"b": 5.0, "a": 10.0}
    assert [tuple(row) for row in work[["case", "person", "started", "ended", "hours"]].tolist()] == [
        (0, 0, 0.0, 3.0, 3.0),
        (1, 1, 1.0, 5.0, 4.0),
        (0, 1, 5.0, 10.0, 5.0),
    ]


def test_nothing_is_given_to_whoever_has_left_idle_or_on_their_way(office):
    idle, away, colleague = office.person(), office.person(DAYS), office.person([(20.0, 40.0)])
    desk = office.desk(idle, away, colleague)
    gone(office, desk, idle, 2.0)
    gone(office, desk, away, 3.0)
    office.ask(desk, "a", 9.0, 1.0)
    work = office.play(desk)
    assert office.ends == {"a": 21.0}
    assert work["person"].tolist() == [2]


def test_a_handing_over_that_was_due_is_off_when_somebody_leaves_before(office):
    leaver, colleague = office.person(DAYS, absences=[(60.0, 400.0)]), office.person()
    desk = office.desk(leaver)
    other = office.desk(colleague)
    desk.deputy = lambda _: other
    office.ask(desk, "a", 8.0, 30.0)
    gone(office, desk, leaver, 34.0)
    work = office.play(desk, other)
    assert work["hours"].tolist() == [10.0, 20.0]
    assert office.ends == {"a": 54.0}
