"""People at work: the one verb that spends a person's time is ``yield from desk.work(case, step)``.

A desk owns people with their calendars, and one queue.  A rep who serves only their own deals has a desk for
themselves.  The desk starts and finishes the work, the case's story only waits: there is no event for granting.

What holds always: nobody idles while eligible work waits, nobody works outside their calendar, and the hours
booked never exceed the hours available.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heapify, heappush
from math import inf

from simsales.instruments.clock import Calendar
from simsales.instruments.eventlog import _MARK, _WORK, EventLog
from simsales.instruments.kernel import WAIT, Kernel
from simsales.instruments.queues import Queue
from simsales.instruments.roster import Roster
from simsales.instruments.work import WorkStep
from simsales.words.lost import Lost
from simsales.words.records import Case, Person
from simsales.words.vocabulary import (
    HAND_OVER_EVENT,
    LEFT_WAITING,
    ORDER_ENTRY,
)

_pack, _mark = _WORK.pack, _MARK.pack


class Desk(Roster):
    """A team with one queue, or one rep with theirs."""

    def __init__(
        self,
        number: int,
        name: str,
        kernel: Kernel,
        log: EventLog,
        base: Calendar,
        queue: Queue,
        people: Iterable[Person],
    ) -> None:
        super().__init__(kernel, number)
        self.name = name
        #: Takes over what an absent person leaves behind; the desk's own queue by default.
        self.deputy: Callable[[Person], Desk] = lambda person: self
        self._base = base
        self._always_open = base.always
        self._agenda = kernel.agenda
        self._queue = queue
        self._record = log._work.write if log.keep else None
        self._signs = self._watches = False
        self._done = self._ending()  # bound once, not once for each piece of work
        for person in people:
            self.join(person)

    # --- asking --------------------------------------------------------------------------------------

    def work(self, case: Case, step: WorkStep, extra: float = 0.0) -> Iterable[None]:
        """Have a step of the case done by somebody of this desk: ``yield from desk.work(case, step)``.

        `extra` hours, such as travel, come on top of the step's own.  Raises Lost for a case that has ended of
        itself meanwhile.
        """
        now = self._kernel.now
        if now > case.deadline:
            raise Lost(case.deadline_reason, case.deadline)
        case.asked = now
        case.step = step
        case.hours = hours = step.mean * case.luck[step.slot] + extra
        if now >= self._opens:
            self._bring_in(now)
        idle = self._idle
        while idle:
            person = idle.popleft()
            end = now + hours * person.known_stretch
            if end < person.closes:  # the common case, without another call
                person.case = case
                case.started = now
                heappush(self._agenda, (end, case.at_completion, person.number, self._done, person))
                return WAIT
            if now < person.closes:
                self._begin(person, case, now)
                return WAIT
            if self._still_in(person, now):
                idle.append(person)
        self._enqueue(case, now)
        return WAIT

    def sign(self) -> None:
        """From now on whoever begins work here signs it at its end: `Case.done_by`."""
        self._signs = True
        self._done = self._ending()

    def watch(self) -> None:
        """From now on the hours of their shifts that people are busy here are added up: `Person.busy`."""
        self._watches = True
        self._done = self._ending()

    def _ending(self) -> Callable[[Person], None]:
        """What happens at the end of a piece of work, no more than somebody asks for."""
        finish = self._sign_and_finish if self._signs else self._finish
        if not self._watches:
            return finish

        def finish_and_add_up(person: Person) -> None:
            case: Case = person.case  # type: ignore[assignment]  # set when the work began
            person.busy += case.hours * person.stretch
            finish(person)

        return finish_and_add_up

    def waiting(self) -> Iterator[Case]:
        """The cases that stand in the queue, next first."""
        return iter(self._queue)

    @property
    def queued(self) -> int:
        """Cases that stand in the queue, those that have left it unnoticed among them."""
        return self._waiting

    def advance(self, case: Case, level: int) -> None:
        """Give a case another level; where it waits here, it goes to the end of those of its new level."""
        waits = case in self._queue
        if waits:
            self._queue.remove(case)
        case.level = level
        if waits:
            self._queue.push(case)

    def backlog(self) -> int:
        """Cases waiting or being worked on."""
        return self._waiting + sum(person.case is not None for person in self.people)

    def _enqueue(self, case: Case, now: float) -> None:
        step = case.step
        leave_at = case.deadline
        if step.patience != inf:
            patience_ends = now + step.patience * case.luck[step.patience_slot]
            if patience_ends < leave_at:
                leave_at = patience_ends
        case.leave_at = leave_at
        self._queue.push(case)
        self._waiting += 1
        if step.leave_is_event and leave_at != inf:
            self._kernel.at(leave_at, case.at_decision, self._leave, (case, case.asked))
        if self._opens < self._wake:
            self._set_alarm()

    # --- working -------------------------------------------------------------------------------------

    def _begin(self, person: Person, case: Case, now: float) -> None:
        if now > case.asked and case.step.task < ORDER_ENTRY:  # only a deal remembers how long it waited
            asked = case.asked
            case.waited += now - asked if self._always_open else self._base.hours_between(asked, now)
        if person.practice is not None:
            case.hours *= person.practice(now)
        case.started = now
        person.case = case
        end = now + case.hours * person.stretch
        if end > person.closes:
            end = self._across_shifts(person, case, now)
            if end == inf:
                return
        heappush(self._agenda, (end, case.at_completion, person.number, self._done, person))

    def _finish(self, person: Person) -> None:
        now = self._kernel.now
        case: Case = person.case  # type: ignore[assignment]  # set when the work began
        record = self._record
        if record is not None:
            record(
                _pack(
                    case.asked,
                    case.started,
                    now,
                    case.hours,
                    case.number,
                    case.step.task,
                    person.mark,
                )
            )
        person.case = None
        # The story goes on first: what it asks of this desk may be more urgent than who waits.
        event = next(case.story, None)
        if event is not None:
            self._kernel.resume_after(case.story, event)
        if self._waiting or now >= person.closes:
            self._free(person, now)
        else:
            self._idle.append(person)

    def _sign_and_finish(self, person: Person) -> None:
        case: Case = person.case  # type: ignore[assignment]  # set when the work began
        case.done_by = person
        self._finish(person)

    def _free(self, person: Person, now: float) -> None:
        """A person is free: the next case that still waits, or idle, or home."""
        if now >= person.closes and not self._still_in(person, now):
            return
        while self._waiting:
            self._waiting -= 1
            case = self._queue.pop()
            if case.leave_at > now:
                self._begin(person, case, now)
                return
            self._lapse(case)
        self._idle.append(person)

    # --- leaving -------------------------------------------------------------------------------------

    def _lapse(self, case: Case) -> None:
        """A case that left the queue before its turn learns it now, stamped with the time it left."""
        reason = case.deadline_reason if case.leave_at == case.deadline else LEFT_WAITING
        self._book(case, inf, case.leave_at, case.hours, -1)  # asked for, never begun, given up
        self._tell(case, Lost(reason, case.leave_at))

    def _leave(self, who: tuple[Case, float]) -> None:
        """A timer of patience runs out; it counts only if the case still waits for that same work."""
        case, asked = who
        if case.asked == asked and case in self._queue:
            self._queue.remove(case)
            self._waiting -= 1
            self._lapse(case)

    def _tell(self, case: Case, loss: Lost) -> None:
        try:
            event = case.story.throw(loss)
        except StopIteration:
            return
        if event is not None:
            self._kernel.resume_after(case.story, event)

    # --- shifts and absences -------------------------------------------------------------------------

    def _across_shifts(self, person: Person, case: Case, now: float) -> float:
        """When work that outlasts the shift is done; a long absence before that hands the case over."""
        calendar = person.calendar
        end: float = calendar.finish(now, case.hours * person.stretch)
        for away, back in person.absences:
            if now < away < end:
                self._kernel.at(away, HAND_OVER_EVENT + person.number, self._hand_over, person)
                person.closes = away
                return inf
            if back > end:
                break
        person.closes = calendar.closing(end)
        return end

    def _hand_over(self, person: Person) -> None:
        """A long absence begins: what is done is booked, the rest goes to a deputy."""
        now = self._kernel.now
        case = self._put_down(person, now)
        if self._still_in(person, now):
            self._idle.append(person)
        self.deputy(person)._resume_work(case, now)

    def _put_down(self, person: Person, now: float) -> Case:
        """What somebody works on is left; what is done of it is booked."""
        case = person.case
        assert case is not None
        done = min(person.calendar.hours_between(case.started, now) / person.stretch, case.hours)
        self._book(case, case.started, now, done, person.number)
        case.hours -= done
        case.asked = now
        person.case = None
        return case

    def part_with(self, person: Person) -> None:
        """A person is gone for good: nothing on the agenda is theirs any more, and a deputy has their work."""
        agenda = self._agenda
        agenda[:] = [entry for entry in agenda if entry[4] is not person]  # the kernel holds this very list
        heapify(agenda)
        super().part_with(person)
        if person.case is not None:
            self._hand_over(person)

    def _resume_work(self, case: Case, now: float) -> None:
        """Take up work that a colleague had to leave: before everything that waits, and nobody loses patience."""
        if case.deadline <= now:
            self._tell(case, Lost(case.deadline_reason, case.deadline))
            return
        case.leave_at = case.deadline
        if now >= self._opens:
            self._bring_in(now)
        self._queue.push_back(case)
        self._waiting += 1
        while self._idle and self._waiting:
            self._free(self._idle.popleft(), now)
        if self._waiting and self._opens < self._wake:
            self._set_alarm()

    def pass_queue_to(self, other: Desk) -> None:
        """Everybody who waits here waits there instead, in the same order and with the same patience."""
        now = self._kernel.now
        waiting = list(self._queue)
        for case in waiting:
            self._queue.remove(case)
        self._waiting = 0
        for case in waiting:
            if case.leave_at <= now:
                self._lapse(case)
            else:
                other._queue.push(case)
                other._waiting += 1
        other.serve()

    def serve(self) -> None:
        """Idle people who are in take up whoever waits."""
        now = self._kernel.now
        self._bring_in(now)
        while self._idle and self._waiting:
            self._free(self._idle.popleft(), now)
        if self._waiting and self._opens < self._wake:
            self._set_alarm()

    # --- the end -------------------------------------------------------------------------------------

    def close(self) -> None:
        """At the horizon: who left the queue unnoticed is told, and work still open is logged as open."""
        now = self._kernel.now
        for case in list(self._queue):
            if case.leave_at <= now:
                self._queue.remove(case)
                self._waiting -= 1
                self._lapse(case)
        for case in self._queue:
            self._book(case, inf, inf, case.hours, -1)
        for person in self.people:
            busy_with = person.case
            if busy_with is not None:
                self._book(busy_with, busy_with.started, inf, busy_with.hours, person.number)

    def _book(self, case: Case, started: float, ended: float, hours: float, person: int) -> None:
        if self._record is not None:
            task = case.step.task
            mark = _mark(self.number, person)
            self._record(_pack(case.asked, started, ended, hours, case.number, task, mark))
