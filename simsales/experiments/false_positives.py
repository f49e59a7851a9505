"""How many of those flagged as weak are not: a rule on bad quarters, held against what people are truly good at.

A quarter is bad that stays below a share of the quota, or where nobody has a quota, of what the median colleague sold.
Only a simulation knows true skill; the rule sees what was sold.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.experiment import prepared
from simsales.experiments.persons import brought_in
from simsales.experiments.replications import whole_number
from simsales.kpis.attaining import Attained
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.experiments.experiment import Playable

Chosen = NDArray[np.bool_]
# Skills as equal as rounding lets them be.
_EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class FalsePositives:
    """Who was flagged, and how many of them were no worse than their colleagues on average.

    `people` counts each person of each replication once.  `false_share` is the share of those flagged whose true skill
    is at or above their team's average, with its standard error over replications; `share_without_rule` the same of all
    people, which is what a blind choice would get; `found_share` the share of those below average who are flagged.
    A share of nobody is NaN.
    """

    scenario: str
    team: str
    quarters: int
    below: float
    replications: int
    people: int
    flagged: int
    false_share: float
    error: float
    share_without_rule: float
    found_share: float

    def sentence(self) -> str:
        """The answer in one sentence."""
        if not self.flagged:
            return f"Nobody of {self.people} {self.team}s is flagged by {self._rule()}."
        return (
            f"Of {self.people} {self.team}s {self.flagged} are flagged by {self._rule()}; "
            f"{self.false_share:.0%} of them (standard error {self.error:.0%}) are at or above average, "
            f"as are {self.share_without_rule:.0%} of all, and {self.found_share:.0%} of those below average are found."
        )

    def _rule(self) -> str:
        return f"{self.quarters} quarters in a row below {self.below:.0%}"


def false_positives(
    scenario: "Playable",
    team: str = "hunter",
    quarters: int = 2,
    below: float = 0.8,
    replications: int | None = None,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
) -> FalsePositives:
    """Flag whoever has so many bad quarters in a row, and count those flagged who are at or above average in skill.

    Raises InputError for a team that is not there or sells nothing, and for a rule that cannot be kept.
    """
    whole_number("quarters", quarters, 1)
    if not below > 0.0:
        raise InputError(f"below: must be a share above 0, found {below}")
    named = prepared((scenario,), replications, seed)
    (brought,) = brought_in(named, team, workers, executor)
    judged = [_judged(people, quarters, below) for people in brought.values()]
    flagged, able = (np.concatenate(column) for column in zip(*judged, strict=True))
    counts = np.array([(np.count_nonzero(f & a), np.count_nonzero(f)) for f, a in judged], dtype=float)
    return FalsePositives(
        scenario=next(iter(named)),
        team=team,
        quarters=quarters,
        below=below,
        replications=len(brought),
        people=len(flagged),
        flagged=int(flagged.sum()),
        false_share=_share(able, flagged),
        error=_error(counts),
        share_without_rule=float(np.mean(able)),
        found_share=_share(flagged, ~able),
    )


def _judged(people: Sequence[Attained], quarters: int, below: float) -> tuple[Chosen, Chosen]:
    """For each person of a replication whether the rule flags them, and whether they are at or above average."""
    skill = {each.person: each.skill for each in people}
    bad = {(each.person, each.quarter) for each, bar in _bars(people) if each.sales < below * bar}
    flagged = [any(_in_a_row(bad, person, q, quarters) for p, q in bad if p == person) for person in skill]
    skills = np.array([*skill.values()])
    return np.array(flagged, dtype=bool), skills >= skills.mean() * (1.0 - _EQUAL)


def _in_a_row(bad: set[tuple[int, int]], person: int, first: int, quarters: int) -> bool:
    return all((person, first + later) in bad for later in range(quarters))


def _bars(people: Sequence[Attained]) -> Iterator[tuple[Attained, float]]:
    """Each person and quarter with what a whole quota comes to: the quota, or what the median colleague sold."""
    for quarter in dict.fromkeys(each.quarter for each in people):
        colleagues = [each for each in people if each.quarter == quarter]
        median = float(np.median([each.sales for each in colleagues]))
        yield from ((each, median if np.isnan(each.quota) else each.quota) for each in colleagues)


def _share(part: Chosen, whole: Chosen) -> float:
    return float(np.mean(part[whole])) if whole.any() else np.nan


def _error(counts: NDArray[np.float64]) -> float:
    """Standard error of a ratio of two counts that add up over replications (jackknife)."""
    part, whole = (counts.sum(axis=0) - counts).T
    if len(counts) < 2 or not whole.all():
        return np.nan
    again = part / whole
    return float(np.sqrt((len(counts) - 1) * np.mean((again - again.mean()) ** 2)))
