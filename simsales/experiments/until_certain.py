"""Play until a paired difference is told from what matters, and no longer.

Replications are added in blocks.  After each, the interval that holds at every look (`intervals`) is laid beside
`worth`: once it lies on one side of it for every scenario, the matter is settled.  That interval misses the truth at
any look with a probability of at most 5 %, so the verdict is false with at most that probability, whatever the blocks,
the cap and the true difference.  An ordinary interval that is looked at as often promises nothing of the kind.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.experiments.comparison import Comparison, Difference, compare_results
from simsales.experiments.decision import distance_to, open_still
from simsales.experiments.intervals import pairs_to_tell
from simsales.experiments.replications import MOST, whole_number
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.experiments.results import Results

AT_MOST = 1_000
FIRST_BLOCK = 10
#: Each block adds a quarter of what was played: processes are started for few blocks, and few pairs are in vain.
GROWTH = 4
#: So many pairs that all agree leave at most one in ten that does not, at 95 %.
ALIKE = 30
#: Where so many pairs had no value at all, more of them are not waited for.
WITHOUT_A_VALUE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """How things stand after a block: replications of each scenario played, and how many it is likely to take in all.

    `needed` is None where no number is likely to tell, and the number played where the matter is settled.
    """

    replications: int
    needed: int | None
    at_most: int

    def sentence(self) -> str:
        """For whoever waits."""
        if self.needed is None or self.needed > self.at_most:
            return f"{self.replications} pairs, not settled before {self.at_most:,} at this rate"
        return f"{self.replications} pairs, about {self.needed - self.replications:,} more needed"


def looks(at_most: int) -> Iterator[int]:
    """The numbers of replications after which is looked: 10, 20, 30, 40, 50, 63, ... and the last, `at_most`."""
    played = 0
    while played < at_most:
        played = min(at_most, played + max(FIRST_BLOCK, math.ceil(played / GROWTH)))
        yield played


def must_be_one_way_of_stopping(replications: int | None, until_certain: bool, at_most: int | None) -> None:
    """Raise InputError unless either a number of replications is fixed, or it is found with a limit."""
    if until_certain and replications is not None:
        raise InputError(
            "--replications: must be left away with --until-certain, which finds the number, "
            f"found {replications}; to limit it use --at-most"
        )
    if at_most is not None and not until_certain:
        raise InputError(
            f"--at-most: must stand beside --until-certain, found {at_most} alone; to fix the number use --replications"
        )
    if at_most is not None:
        whole_number("--at-most", at_most, 2, MOST)


def settle(
    play: Callable[[int], "Results"],
    kpi: str,
    worth: float,
    at_most: int,
    watch: Callable[[Look], None] | None = None,
) -> Comparison:
    """Compare with the first scenario until every other is told from `worth`, or `at_most` replications are played.

    `play` gives the results of so many replications of every scenario; with the same results it is always settled
    after the same number.
    """
    for replications in looks(at_most):
        comparison = compare_results(play(replications), None, kpi, worth, "any time")
        if watch is not None:
            watch(look_at_it(comparison, replications, at_most))
        if not _still_open(comparison):
            break
    return comparison


def look_at_it(comparison: Comparison, replications: int, at_most: int) -> Look:
    """How things stand after so many replications of each scenario."""
    return Look(replications, _needed(_still_open(comparison), comparison.worth, replications), at_most)


def _still_open(comparison: Comparison) -> list[Difference]:
    """The differences for which more pairs are to be played."""
    kpi, worth = comparison.kpi, comparison.worth
    results = comparison.results
    return [
        d
        for d in comparison.of(kpi)
        if is_open(d, worth)
        and _ends_at_all(results, d)
        and (d.pairs or results.replications < WITHOUT_A_VALUE)
    ]


def is_open(d: Difference, worth: float) -> bool:
    """Whether more pairs are to be played; a few that are all alike may hide one that is not."""
    return open_still(d, worth) or (d.spread == 0.0 and d.pairs < ALIKE)


def _ends_at_all(results: "Results", d: Difference) -> bool:
    """Whether both were ever played to the end: for those that always fail no number of replications will do."""
    return all(
        any(not outcome.failed for outcome in results.outcomes[label].values())
        for label in (d.base, d.scenario)
    )


def _needed(still: list[Difference], worth: float, replications: int) -> int | None:
    needed = [replications]
    for d in still:
        pairs = (
            ALIKE if d.spread == 0.0 else pairs_to_tell("any time", distance_to(worth, d), d.spread, d.level)
        )
        if pairs is None:
            return None
        needed.append(pairs)
    return max(needed)
