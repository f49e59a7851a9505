"""A SimPy environment tuned for many short waits.

The agenda holds ``(time, rank, n, act, on)`` and the run loop calls ``act(on)``: the verbs of the desk and the
market put their own small acts on it and make no event objects.  SimPy's events, conditions and processes
run on the same agenda, so a researcher may mix both.

The rank writes down who goes first when several things happen at the same instant: calendar, arrivals,
completions, decisions, accounting (`simsales.words.vocabulary`), then the entity's key.  The counter ``n`` is
reached only by two acts of one entity at one instant, so no run depends on the order of insertion between
entities.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Any, Protocol

from simpy import Environment, Event
from simpy.events import URGENT

from simsales.words.vocabulary import ACCOUNTING_EVENT, CALENDAR_EVENT, DECISION_EVENT

Act = Callable[[Any], None]
Entry = tuple[float, int, int, Act, Any]
Story = Generator[Event | None, None, None]

#: What a verb returns when the case has to wait: one empty turn, after which somebody resumes it.
WAIT: Iterable[None] = (None,)
#: What a verb returns when there is nothing to wait for.
AT_ONCE: Iterable[None] = ()


class Resumable(Protocol):
    """Whatever a story is told about: it has a key and the `send` of its running generator."""

    key: int
    send: Callable[[None], Event | None]


class _Closing(Exception):
    """The horizon is reached."""


class Kernel(Environment):
    """The clock and the agenda of one replication; time in calendar hours from Monday 00:00 of day 0."""

    now: float = 0.0  # type: ignore[assignment,misc]  # a plain attribute is read four times as fast

    def __init__(self) -> None:
        self.now = 0.0
        self.agenda: list[Entry] = []
        self.tick = count().__next__
        super().__init__()
        self._queue = self.agenda  # type: ignore[assignment]  # SimPy peeks at its own queue

    @property
    def _now(self) -> float:
        return self.now

    @_now.setter
    def _now(self, time: float) -> None:
        self.now = time

    # --- our own verbs -------------------------------------------------------------------------------

    def at(self, time: float, rank: int, act: Act, on: Any = None) -> None:
        """Put an act on the agenda."""
        heappush(self.agenda, (time, rank, self.tick(), act, on))

    def start(self, case: Resumable, story: Story) -> None:
        """Begin a case's story now; it runs until its first wait."""
        case.send = story.send
        self.resume(case)

    def resume(self, case: Resumable) -> None:
        """Tell the case's story on, until its next wait or its end."""
        try:
            event = case.send(None)
        except StopIteration:
            return
        if event is not None:
            self._resume_after(case, event)

    def pause_until(self, time: float, case: Resumable) -> Iterable[None]:
        """The case waits until `time`, holding nobody: ``yield from kernel.pause_until(...)``."""
        heappush(self.agenda, (time, DECISION_EVENT + case.key, self.tick(), self.resume, case))
        return WAIT

    def _resume_after(self, case: Resumable, event: Event) -> None:
        if event.callbacks is None:  # already processed
            self.at(self.now, DECISION_EVENT + case.key, self.resume, case)
        else:
            event.callbacks.append(lambda _: self.resume(case))

    # --- SimPy's side --------------------------------------------------------------------------------

    def schedule(self, event: Event, priority: int = 1, delay: float = 0) -> None:
        """SimPy's events take part: urgent ones before everything of their instant, others as decisions."""
        rank = CALENDAR_EVENT if priority == URGENT else DECISION_EVENT
        heappush(self.agenda, (self.now + delay, rank, self.tick(), _process, event))

    def step(self) -> None:
        """Do the next act of the agenda."""
        self.now, _, _, act, on = heappop(self.agenda)
        act(on)

    def play_until(self, horizon: float) -> None:
        """Run everything that happens before `horizon`, and the accounting of that very instant."""
        self.at(horizon, 2 * ACCOUNTING_EVENT, _close)
        agenda, pop = self.agenda, heappop
        try:
            while True:
                self.now, _, _, act, on = pop(agenda)
                act(on)
        except _Closing:
            pass


def _close(_: object) -> None:
    raise _Closing


def _process(event: Event) -> None:
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:
        raise event._value
