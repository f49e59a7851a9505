"""A SimPy environment tuned for many short waits.

The agenda holds ``(time, rank, n, act, on)``.  The run loop calls ``act(on)``, or tells the story `on` on where
there is no act: the verbs of the desk and the market put both on it and make no event objects.  SimPy's events,
conditions and processes run on the same agenda, so a researcher may mix both.

The rank writes down who goes first when several things happen at the same instant: calendar, arrivals,
completions, decisions, accounting (`simsales.words.vocabulary`), then the entity's key.  The counter ``n`` is
reached only by two acts of one entity at one instant, so no run depends on the order of insertion between
entities.  A case does one thing at a time: what tells it that its work or its thinking is over has no rival of
the same rank but a timer or an event of SimPy's, and goes before them without asking the counter.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Any, Protocol, TypeVar

from simpy import Environment, Event
from simpy.events import URGENT

from simsales.words.vocabulary import ACCOUNTING_EVENT, CALENDAR_EVENT, DECISION_EVENT

#: Something to do.
Act = Callable[[Any], Any]
Entry = tuple[float, int, int, Act | None, Any]
Outcome = TypeVar("Outcome")
#: A story or part of one: it yields while it waits and may give something back at its end.
Story = Generator[Event | None, None, None]
StoryOf = Generator[Event | None, None, Outcome]
#: What ``yield from`` takes: a story, or a verb's own waiting.
Waiting = Iterable[None] | Story

#: What a verb returns when the case has to wait: one empty turn, after which somebody resumes it.
WAIT: Iterable[None] = (None,)
#: What a verb returns when there is nothing to wait for: spent already, so that nothing is made to find that out.
AT_ONCE: Iterable[None] = iter(())


class Resumable(Protocol):
    """Whatever a story is told about: it has its rank among decisions, and its running story."""

    at_decision: int
    story: Story


class _Closing(Exception):
    """The horizon is reached."""


class Kernel(Environment):
    """The clock and the agenda of one replication; time in calendar hours from Monday 00:00 of day 0."""

    now = 0.0  # a plain attribute is read four times as fast as SimPy's property

    def __init__(self) -> None:
        self.now = 0.0
        self.agenda: list[Entry] = []
        self.tick = count(1).__next__
        super().__init__()
        self._queue = self.agenda  # type: ignore[assignment]  # SimPy peeks at its own queue

    @property
    def _now(self) -> float:
        return self.now

    @_now.setter
    def _now(self, time: float) -> None:
        self.now = time

    # --- our own verbs -------------------------------------------------------------------------------

    def at(self, time: float, rank: int, act: Act | None, on: Any = None) -> None:
        """Put an act on the agenda; without one, the story `on` goes on then."""
        heappush(self.agenda, (time, rank, self.tick(), act, on))

    def start(self, case: Resumable, story: Story) -> None:
        """Begin a case's story now; it runs until its first wait."""
        case.story = story
        self.resume(story)

    def resume(self, story: Story) -> None:
        """Tell a story on, until its next wait or its end."""
        event = next(story, None)
        if event is not None:
            self.resume_after(story, event)

    def pause_until(self, time: float, case: Resumable) -> Iterable[None]:
        """The case waits until `time`, holding nobody: ``yield from kernel.pause_until(...)``."""
        heappush(self.agenda, (time, case.at_decision, self.tick(), None, case.story))
        return WAIT

    def resume_after(self, story: Story, event: Event) -> None:
        """A story that waits for one of SimPy's events goes on when that has happened."""
        if event.callbacks is None:  # already processed
            self.at(self.now, DECISION_EVENT, None, story)
        else:
            event.callbacks.append(lambda _: self.resume(story))

    # --- SimPy's side --------------------------------------------------------------------------------

    def schedule(self, event: Event, priority: int = 1, delay: float = 0) -> None:
        """SimPy's events take part: urgent ones before everything of their instant, others as decisions."""
        rank = CALENDAR_EVENT if priority == URGENT else DECISION_EVENT
        heappush(self.agenda, (self.now + delay, rank, self.tick(), _process, event))

    def step(self) -> None:
        """Do the next act of the agenda."""
        self.now, _, _, act, on = heappop(self.agenda)
        if act is None:
            self.resume(on)
        else:
            act(on)

    def play_until(self, horizon: float) -> None:
        """Run everything that happens before `horizon`, and the accounting of that very instant.

        The collector of circular garbage rests meanwhile: stories that end leave no circles (`tests/laws`), and
        to look for some among all that waits is work for nothing.
        """
        self.at(horizon, 2 * ACCOUNTING_EVENT, _close)
        collects = gc.isenabled()
        gc.disable()
        try:
            self._play()
        finally:
            if collects:
                gc.enable()

    def _play(self) -> None:
        agenda, pop, tell_on = self.agenda, heappop, next
        try:
            while True:
                self.now, _, _, act, on = pop(agenda)
                if act is not None:
                    act(on)
                    continue
                event = tell_on(on, None)  # no exception to make at a story's end, as `send` would
                if event is not None:
                    self.resume_after(on, event)
        except _Closing:
            return


def _close(_: object) -> None:
    raise _Closing


def _process(event: Event) -> None:
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # as SimPy does
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:
        raise event._value
