"""A local search on a lattice of plans: step to the best neighbour while there is a better one.

Plans are places on a lattice, one coordinate for each lever.  Neighbours differ by a step of one lever, or by a
step up of one and a step down of another, for under a budget what one lever gains another gives.  Steps begin wide and
halve where no neighbour is better.  All plans are measured with the same luck, so that a step is taken for
what was changed; but the best of many that met the same few years is partly the one that those years suited, and only
a ranking with fresh luck tells which is good.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

Place = tuple[int, ...]
#: Mean KPI at some places (the more the better), measured together.
Measure = Callable[[Sequence[Place]], Sequence[float]]


@dataclass(slots=True)
class Search:
    """What a search has looked at, within a number of plans that it may look at.

    `sizes` are the numbers of levels of the levers; `ordered` says of which of them a neighbour is the next level,
    and not any other.
    """

    sizes: tuple[int, ...]
    ordered: tuple[bool, ...]
    allowed: Callable[[Place], bool]
    measure: Measure
    at_most: int
    found: dict[Place, float] = field(default_factory=dict)

    def climb(self, start: Place) -> Place:
        """Go up from a start as far as steps lead or the number of plans allows; the place where it ended."""
        here, steps = start, [max(1, size // 4) for size in self.sizes]
        self._look([here])
        while here in self.found:
            around = list(dict.fromkeys(self._neighbours(here, steps)))
            self._look(around)
            best = max((place for place in around if place in self.found), key=self._worth, default=here)
            if self._worth(best) > self._worth(here):
                here = best
            elif max(steps) == 1 or self.exhausted:
                break
            else:
                steps = [max(1, step // 2) for step in steps]
        return here

    @property
    def exhausted(self) -> bool:
        """Whether no more plans may be looked at."""
        return len(self.found) >= self.at_most

    def best(self, count: int) -> list[Place]:
        """The best places looked at; of equals, whoever came first."""
        return sorted(self.found, key=lambda place: -self.found[place])[:count]

    def _look(self, places: Sequence[Place]) -> None:
        fresh = [place for place in places if place not in self.found]
        fresh = fresh[: self.at_most - len(self.found)]
        if fresh:
            self.found.update(zip(fresh, self.measure(fresh), strict=True))

    def _worth(self, place: Place) -> float:
        return self.found[place]

    def _neighbours(self, here: Place, steps: Sequence[int]) -> Iterator[Place]:
        moves = [move for axis in range(len(here)) for move in self._along(here, axis, steps[axis])]
        yield from moves
        for up in range(len(here)):
            for down in range(len(here)):
                if up != down and self.ordered[up] and self.ordered[down]:
                    there = list(here)
                    there[up] += steps[up]
                    there[down] -= steps[down]
                    if self._inside(place := tuple(there)):
                        yield place

    def _along(self, here: Place, axis: int, step: int) -> Iterator[Place]:
        levels = (here[axis] - step, here[axis] + step) if self.ordered[axis] else range(self.sizes[axis])
        for level in levels:
            place = (*here[:axis], level, *here[axis + 1 :])
            if place != here and self._inside(place):
                yield place

    def _inside(self, place: Place) -> bool:
        inside = all(0 <= level < size for level, size in zip(place, self.sizes, strict=True))
        return inside and self.allowed(place)
