"""The desks of a team whose people are divided among pods, as one desk: it passes on what it is asked.

Work for a deal goes to the pod of the deal's owner (`TeamOfDesks.desk_near`).  Work that belongs to no deal, such as
orders to enter, is divided among the pods by key, as customers might be.  Pods stand in for one another only where all
of a pod are on a long absence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heapify
from typing import TYPE_CHECKING

from simsales.company.people.tenure import away_at
from simsales.instruments.desk import Desk
from simsales.instruments.queues import Fifo
from simsales.instruments.roster import Roster
from simsales.words.vocabulary import QUEUE_HAND_OVER_EVENT

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.instruments.work import WorkStep
    from simsales.words.records import Case, Person


_ALL_BITS = (1 << 64) - 1


class Pod(Desk):
    """The desk of one pod; when the firm divides its people anew, people and queues go to others."""

    def send(self, person: Person, other: Pod) -> None:
        """A person changes desks now, and takes along what they are working on."""
        now, mine = self._kernel.now, (self._done, self._hand_over)
        agenda = self._agenda
        agenda[:] = [entry for entry in agenda if entry[4] is not person or entry[3] not in mine]
        heapify(agenda)
        Roster.part_with(self, person)  # they stay with the firm
        case = None if person.case is None else self._put_down(person, now)
        other.join(person)
        if case is None:
            other.serve()
        else:
            other._resume_work(case, now)

    def send_queue(self, where: Callable[[Case], Pod]) -> None:
        """Everybody who waits here waits where `where` says, in the same order and with the same patience."""
        now = self._kernel.now
        for case in list(self._queue):
            to = where(case)
            if to is self:
                continue
            self._queue.remove(case)
            self._waiting -= 1
            if case.leave_at <= now:
                self._lapse(case)
            else:
                to._queue.push(case)
                to._waiting += 1
                to.serve()


class PodDesk(Desk):
    """A desk without people of its own: each pod has one, and this one knows whose turn it is."""

    def __init__(
        self, name: str, kernel: Kernel, log: EventLog, base: Calendar, pods: Sequence[Pod], count: int
    ) -> None:
        super().__init__(-1, name, kernel, log, base, Fifo(), ())
        self._pods = pods
        self._count = count
        for pod in pods:
            pod.deputy = lambda person, pod=pod: self._there(pod)  # type: ignore[misc]  # bound to each

    def divide(self, count: int) -> None:
        """From now on there are so many pods: people change desks, with what they work on; what waits goes by key."""
        if count == self._count:
            return
        self._count = count
        for pod in self._pods:
            for person in list(pod.people):
                if (to := self.of_seat(person.seat)) is not pod:
                    pod.send(person, to)
        for pod in self._pods:
            pod.send_queue(self._by_key)

    # --- which pod -----------------------------------------------------------------------------------

    def of_seat(self, seat: int) -> Pod:
        """The desk of the pod that a seat belongs to."""
        return self._pods[seat % self._count]

    def _by_key(self, case: Case) -> Pod:
        """Keys come in order; scattered they fall to pods as if by chance, and the same always to the same."""
        return self._pods[_scattered(case.key) % self._count]

    def near(self, owner: Person) -> Pod:
        """Where work for a deal of `owner` is done now."""
        return self._there(self.of_seat(owner.seat))

    def _there(self, pod: Pod) -> Pod:
        """A pod's desk, or that of the least busy other pod where nobody of it is there."""
        now = self._kernel.now
        if _anybody(pod, now):
            return pod
        others = [each for each in self._pods[: self._count] if _anybody(each, now)]
        return min(others, key=lambda each: (each.backlog(), each.number), default=pod)

    # --- people who come, go and are away ------------------------------------------------------------

    def expect_absences(self, person: Person, end: float) -> None:
        """Whenever a person is away for long, what waits for a pod without anybody else waits elsewhere."""
        now = self._kernel.now
        for away, _ in person.absences:
            if now <= away < end:
                self._kernel.at(away, QUEUE_HAND_OVER_EVENT + person.number, self._hand_queue_over, person)

    def _hand_queue_over(self, person: Person) -> None:
        pod = self.of_seat(person.seat)
        if (other := self._there(pod)) is not pod:
            pod.pass_queue_to(other)

    def part_with(self, person: Person) -> None:
        """A person of a pod has left the firm."""
        self.of_seat(person.seat).part_with(person)
        self._hand_queue_over(person)

    def join(self, person: Person) -> None:
        """A person takes their place in a pod."""
        self.of_seat(person.seat).join(person)

    # --- as any desk ---------------------------------------------------------------------------------

    def of_case(self, case: Case) -> Pod:
        """Where work that belongs to no deal is done now: in the pod that its key falls to."""
        return self._there(self._by_key(case))

    def work(self, case: Case, step: WorkStep, extra: float = 0.0) -> Iterable[None]:
        """Have work that belongs to no deal done."""
        return self.of_case(case).work(case, step, extra)

    def serve(self) -> None:
        """Idle people who are in take up whoever waits."""
        for pod in self._pods:
            pod.serve()

    def sign(self) -> None:
        """From now on whoever begins work in a pod signs it at its end."""
        for pod in self._pods:
            pod.sign()

    def advance(self, case: Case, level: int) -> None:
        """Give a case another level, in whichever pod it waits."""
        holds = next((pod for pod in self._pods if case in pod.waiting()), self._pods[0])
        holds.advance(case, level)

    @property
    def queued(self) -> int:
        """Cases that wait in all pods."""
        return sum(pod.queued for pod in self._pods)

    def backlog(self) -> int:
        """Cases waiting or being worked on in all pods."""
        return sum(pod.backlog() for pod in self._pods)


def party_of(desk: Desk, case: Case) -> int:
    """Who works on a case at a desk, as one party: the number of the desk, or of the pod that the case falls to."""
    return desk.of_case(case).number if isinstance(desk, PodDesk) else desk.number


def _scattered(key: int) -> int:
    """A number without any order from one of 64 bits (the last steps of SplitMix64, Steele, Lea & Flood 2014)."""
    key = (key ^ key >> 30) * 0xBF58476D1CE4E5B9 & _ALL_BITS
    key = (key ^ key >> 27) * 0x94D049BB133111EB & _ALL_BITS
    return key ^ key >> 31


def _anybody(pod: Pod, now: float) -> bool:
    return any(not away_at(person, now) for person in pod.people)
