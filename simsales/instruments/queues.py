"""Who is next: first come first served, by priority, or by earliest due date."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Protocol

from simsales.words.records import Case


class Queue(Protocol):
    """Cases waiting at a desk."""

    def push(self, case: Case) -> None:
        """Join the queue."""

    def push_back(self, case: Case) -> None:
        """Return to the head of the queue, after work on it was interrupted."""

    def pop(self) -> Case:
        """The next case; raises IndexError when nobody waits."""

    def remove(self, case: Case) -> None:
        """Leave the queue from wherever it stands."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Case]: ...


class Fifo(deque[Case]):
    """First come, first served."""

    push = deque.append
    push_back = deque.appendleft
    pop = deque.popleft  # the head of the queue is on the left


class ByPriority:
    """The lowest level first (the step's plus the case's own); first come first served within a level."""

    def __init__(self) -> None:
        self._levels: dict[int, Fifo] = {}
        self._order: list[Fifo] = []

    def push(self, case: Case) -> None:
        level = self._levels.get(case.step.level + case.level)
        if level is None:
            level = self._opened(case)
        level.append(case)

    def push_back(self, case: Case) -> None:
        self._opened(case).appendleft(case)

    def pop(self) -> Case:
        for level in self._order:
            if level:
                return level.popleft()
        raise IndexError("nobody waits")

    def remove(self, case: Case) -> None:
        # Its level may have changed since it came, at another desk: it stands where it stood.
        next(level for level in self._order if case in level).remove(case)

    def _opened(self, case: Case) -> Fifo:
        """The queue of the case's level, a new one if it is the first there."""
        number = case.step.level + case.level
        if number not in self._levels:
            self._levels[number] = Fifo()
            self._order = [self._levels[n] for n in sorted(self._levels)]
        return self._levels[number]

    def __len__(self) -> int:
        return sum(map(len, self._order))

    def __iter__(self) -> Iterator[Case]:
        return (case for level in self._order for case in level)


class ByDueDate:
    """The case that is due first: the earliest deadline, then the earliest request, then the key.

    Parts of one order share its key; they stand in the order in which they came.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, float, int, int, Case]] = []
        self._tick = count(1).__next__

    def push(self, case: Case) -> None:
        heappush(self._heap, (case.asked + case.step.due, case.asked, case.key, self._tick(), case))

    push_back = push

    def pop(self) -> Case:
        return heappop(self._heap)[4]

    def remove(self, case: Case) -> None:
        self._heap = [entry for entry in self._heap if entry[4] is not case]
        heapify(self._heap)

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Case]:
        return (entry[4] for entry in sorted(self._heap))


DISCIPLINES: dict[str, type[Fifo] | type[ByPriority] | type[ByDueDate]] = {
    "fifo": Fifo,
    "priority": ByPriority,
    "due_date": ByDueDate,
}
