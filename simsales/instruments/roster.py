"""Who of a team is in, who is idle, and who is due next.

People come and go by their own calendars; nothing happens at the beginning of a shift unless somebody waits.
"""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush
from math import inf

from simsales.instruments.eventlog import _MARK
from simsales.instruments.kernel import Kernel
from simsales.words.records import Person
from simsales.words.vocabulary import OPENING_EVENT


class Roster:
    """The people of a desk; whoever extends it says in `serve` what they do when they come in."""

    def __init__(self, kernel: Kernel, number: int) -> None:
        self.number = number
        self.people: list[Person] = []
        self._kernel = kernel
        self._waiting = 0  # cases in the queue, kept beside it because every end of work asks
        self._idle: deque[Person] = deque()
        self._away: list[tuple[float, int, Person]] = []
        self._opens = inf  # when the first absent colleague comes in
        self._wake = inf  # when an opening event is due

    def join(self, person: Person) -> None:
        """A person takes their place; they come in when their calendar opens."""
        self.people.append(person)
        person.mark = _MARK.pack(self.number, person.number)
        if self._still_in(person, self._kernel.now):
            self._idle.append(person)

    def part_with(self, person: Person) -> None:
        """A person whose calendar has ended leaves their place for good."""
        self.people.remove(person)
        if person in self._idle:
            self._idle.remove(person)
        self._away = [entry for entry in self._away if entry[2] is not person]
        heapify(self._away)
        self._opens = self._away[0][0] if self._away else inf

    def serve(self) -> None:
        """Idle people who are in take up whoever waits."""
        raise NotImplementedError

    def _still_in(self, person: Person, now: float) -> bool:
        """Whether a person whose shift has ended is already in the next one; else they go home until it opens."""
        opens, person.closes = person.calendar.window(now)
        if opens <= now:
            return True
        if opens < inf:  # not gone for good
            heappush(self._away, (opens, person.number, person))
            self._opens = self._away[0][0]
            if self._waiting and self._opens < self._wake:
                self._set_alarm()
        return False

    def _bring_in(self, now: float) -> None:
        """Those whose shift has begun are there; those who came and went unneeded are due next time."""
        away = self._away
        while away and away[0][0] <= now:
            _, _, person = heappop(away)
            if now < person.closes or self._still_in(person, now):
                self._idle.append(person)
        self._opens = away[0][0] if away else inf

    def _set_alarm(self) -> None:
        self._wake = self._opens
        self._kernel.at(self._opens, OPENING_EVENT + self.number, self._open, None)

    def _open(self, _: object) -> None:
        if self._kernel.now >= self._wake:
            self._wake = inf
        self.serve()
