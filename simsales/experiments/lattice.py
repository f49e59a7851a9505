"""The plans that some levers make: places on a lattice, and which of them the budgets allow."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.experiments.budget import Budget, amount_of
from simsales.experiments.designs import Point, unit_points
from simsales.experiments.levers import Lever, value_at
from simsales.experiments.parameters import comparable
from simsales.experiments.searching import Place
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

_TRIED = 1000  # places that are tried for a start that the budgets allow
_RELATIVE = re.compile(r"[x×]\s*([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Lattice:
    """The plans of some levers: their levels, and the budgets; `now` is what the budgets' keys come to as it is."""

    scenario: "Scenario"
    levers: tuple[Lever, ...]
    levels: tuple[tuple[Any, ...], ...]
    budgets: tuple[Budget, ...]
    now: Mapping[str, float]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(map(len, self.levels))

    @property
    def ordered(self) -> tuple[bool, ...]:
        """Of which levers the levels are amounts, so that some lie beside each other."""
        return tuple(all(comparable(_bare(value)) is not None for value in values) for values in self.levels)

    def point(self, place: Place) -> Point:
        """The values at a place."""
        return Point(
            {
                lever.key: values[level]
                for lever, values, level in zip(self.levers, self.levels, place, strict=True)
            }
        )

    def amounts(self, point: Point) -> dict[str, float]:
        """What the keys of the budgets come to at a point."""
        return {key: _amount(point.values.get(key), now) for key, now in self.now.items()}

    def allows(self, point: Point) -> bool:
        """Whether all budgets hold at a point."""
        amounts = self.amounts(point)
        return all(budget.allows(amounts) for budget in self.budgets)

    def at_an_end(self, point: Point) -> tuple[str, ...]:
        """The keys with levels in an order of which a point has the first or the last."""
        return tuple(
            lever.key
            for lever, values, ordered in zip(self.levers, self.levels, self.ordered, strict=True)
            if ordered and len(values) > 1 and point.values.get(lever.key) in (values[0], values[-1])
        )

    def starts(self, count: int, seed: int) -> list[Place]:
        """Where to begin: the place nearest to the scenario as it is, and others spread over what is allowed."""
        spread = unit_points("sobol", len(self.levers), _TRIED, seed)
        places = [self._nearest(), *(self._at(row) for row in spread)]
        allowed = list(dict.fromkeys(place for place in places if self.allows(self.point(place))))
        if not allowed:
            raise InputError(
                f"--budget: must leave at least one plan, found none among {_TRIED:_} that were tried; allow more, or "
                "vary the keys further down"
            )
        return allowed[:count]

    def _at(self, shares: Iterable[float]) -> Place:
        return tuple(min(int(share * size), size - 1) for share, size in zip(shares, self.sizes, strict=True))

    def _nearest(self) -> Place:
        """For each lever the level nearest to what the scenario says; the first one where that cannot be told."""
        return tuple(
            self._level(lever, values) for lever, values in zip(self.levers, self.levels, strict=True)
        )

    def _level(self, lever: Lever, values: Sequence[Any]) -> int:
        now = value_at(self.scenario, lever.key)
        if now in values:
            return list(values).index(now)
        amount = ("number", 1.0) if lever.times else comparable(now)
        distances = [
            math.inf if amount is None or other is None else abs(other[1] - amount[1])
            for other in (comparable(_bare(value)) for value in values)
        ]
        return int(np.argmin(distances))


def lattice_of(
    scenario: "Scenario", levers: Sequence[Lever], levels: int, budgets: Sequence[Budget]
) -> Lattice:
    """The plans of some levers on a scenario, a range of amounts cut into so many levels."""
    now = {key: amount_of(scenario, key) for budget in budgets for key in budget.keys}
    cut = tuple(lever.levels(levels) for lever in levers)
    return Lattice(scenario, tuple(levers), cut, tuple(budgets), now)


def _bare(value: Any) -> Any:
    """A relative value ("x1.2") as its factor."""
    form = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    return value if form is None else float(form[1])


def _amount(value: Any, now: float) -> float:
    """The amount of a key that is set to a value, where it now has another."""
    if value is None:
        return now
    if _bare(value) is not value:
        return now * float(_bare(value))
    amount = comparable(value)
    return now if amount is None else amount[1]
