"""Selecting the best of several by KN++, a fully sequential procedure on paired differences.

Kim and Nelson (2006), *On the asymptotic validity of fully sequential selection procedures for steady-state
simulation*, Operations Research 54(3).  All candidates meet the same luck.  After each block of replications
a candidate goes as soon as another is ahead of it by more than luck could explain: with n replications of
both, sums that lie further apart than

    W(n) = max(0, (h²(n) S²(n) / worth - worth n) / 2),     h²(n) = (n - 1) ((2 b)^(-2 / (n - 1)) - 1),

where S² is the variance of their paired difference, found anew after every block (its n - 1 degrees of
freedom are what h² allows for), and b = (1 - confidence) / (k - 1) is each rival's part of the error that k
candidates may make (Bonferroni: nothing is assumed of how they depend on one another).

Promised is that the best is chosen with at least that confidence whenever it is better than every other by
`worth` or more.  It holds for normal differences and, as variances are updated, in the limit of small
`worth`; `tests/experiments/test_selection.py` shows how it holds at sizes in use.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
#: Values of some candidates (columns) in the next replications (rows: from the first, that many); more is better.
Draw = Callable[[Places, int, int], Numbers]

FIRST, BLOCK = 10, 5


@dataclass(frozen=True, slots=True)
class Elimination:
    """A candidate that went, after how many replications, and the rival that was furthest beyond doubt ahead."""

    candidate: int
    replications: int
    rival: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What KN++ came to.

    `chosen` is None where the most replications were played with several candidates left.  `values` holds each
    candidate's values, replication by replication for as long as it was played; `first` is how many all had.
    """

    chosen: int | None
    left: tuple[int, ...]
    eliminations: tuple[Elimination, ...]
    values: tuple[Numbers, ...]
    first: int

    @property
    def replications(self) -> int:
        """Of all candidates together."""
        return sum(map(len, self.values))


def select(
    draw: Draw,
    candidates: int,
    worth: float,
    confidence: float = 0.95,
    first: int = FIRST,
    block: int = BLOCK,
    at_most: int | None = None,
) -> Selection:
    """Choose the best of some candidates, of which `draw` gives values (the more the better).

    The first look is after `first` replications of all; then come blocks of a fifth of what has been played,
    and of at least `block`, so that a long study is not looked at ever more often than it can change.  Where
    the candidates left are equal as far as `worth` can tell, the largest mean is chosen.
    """
    alive = np.arange(candidates)
    values = [np.empty(0)] * candidates
    gone: list[Elimination] = []
    played, wanted = 0, first if at_most is None else min(first, at_most)
    while True:
        fresh = draw(alive, played, wanted - played)
        for column, candidate in enumerate(alive):
            values[candidate] = np.concatenate([values[candidate], fresh[:, column]])
        played = wanted
        alive, went, settled = _screened(alive, values, worth, (1 - confidence) / max(1, candidates - 1))
        gone += went
        if settled or played == at_most:
            break
        wanted = played + max(block, played // 5)
        wanted = wanted if at_most is None else min(wanted, at_most)
    chosen = int(alive[0]) if settled else None
    return Selection(chosen, tuple(map(int, alive)), tuple(gone), tuple(values), len(min(values, key=len)))


def reach(replications: int, error: float) -> float:
    """h² of the margin: how far apart luck alone may carry two candidates, given the error allowed to a rival."""
    freedom = replications - 1
    return freedom * ((2 * error) ** (-2 / freedom) - 1)


def spreads(values: Numbers) -> Numbers:
    """Variances of the paired differences of all columns."""
    from_first = values - values[:, :1]  # what all share would only cost digits
    covariance = np.atleast_2d(np.cov(from_first, rowvar=False))
    own = np.diag(covariance)
    return np.maximum(0.0, own[:, None] + own[None, :] - 2 * covariance)


def _screened(
    alive: Places, values: list[Numbers], worth: float, error: float
) -> tuple[Places, list[Elimination], bool]:
    """Who is still in after a look, who went, and whether it is settled who is chosen (then the one left)."""
    if len(alive) == 1:
        return alive, [], True
    table = np.column_stack([values[candidate] for candidate in alive])
    played = len(table)
    sums = (table - table[:, :1]).sum(axis=0)
    margins = np.maximum(0.0, (reach(played, error) * spreads(table) / worth - worth * played) / 2)
    beyond = sums[None, :] - margins - sums[:, None]  # [i, j]: by how much j is ahead of i beyond doubt
    np.fill_diagonal(beyond, -math.inf)
    stays = beyond.max(axis=1) <= 0.0
    if not margins[np.ix_(stays, stays)].any():  # nobody left could be told apart by playing on
        stays &= np.arange(len(alive)) == int(np.argmax(np.where(stays, sums, -math.inf)))
    rivals = beyond.argmax(axis=1)
    went = [
        Elimination(int(alive[place]), played, int(alive[rivals[place]])) for place in np.flatnonzero(~stays)
    ]
    return alive[stays], went, int(stays.sum()) == 1
