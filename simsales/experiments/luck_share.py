"""How much of what people attain is skill, how much the leads they are given, and how much is luck.

Identical people are run again: each replication is played as it is, with people who are all alike, and with people who
are all alike and get their leads in turn; customers and their luck are the same in all three.  What skill is worth is
what true skill explains, the leads that it brings included, once what the same luck brings identical people is taken
out.  Of what skill does not explain, the part that vanishes when identical people get their leads in turn is the
routing's, and the rest is luck: whose customer happened to be large, and to say yes.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.experiment import prepared
from simsales.experiments.persons import Brought, brought_in
from simsales.experiments.tables import text_table
from simsales.kpis.attaining import Attained
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.experiment import Playable

Numbers = NDArray[np.float64]
Span = Literal["quarter", "window"]
Source = Literal["skill", "allocation", "luck"]
SPANS: tuple[Span, ...] = ("quarter", "window")
SOURCES: tuple[Source, ...] = ("skill", "allocation", "luck")
# Skills by product that are the same but for rounding count once.
_COLLINEAR = 1e-9
_IDENTICAL = {"switches.skill": False}
_IN_TURN = {**_IDENTICAL, "routing": {"kind": "round_robin"}}


@dataclass(frozen=True, slots=True)
class Part:
    """One source's part in the variance between people; `error` is the standard error of the share.

    `spread` is the standard deviation between people that the source alone would make, as a share of the mean; it is 0
    where chance has the estimate fall below nothing.
    """

    span: Span
    source: Source
    share: float
    error: float
    spread: float


@dataclass(frozen=True, slots=True, repr=False)
class LuckShare:
    """What makes people of a team differ, in a quarter and over the whole window; shares add up to one."""

    scenario: str
    team: str
    measure: Literal["attainment", "sales"]
    replications: int
    parts: tuple[Part, ...]

    def of(self, source: Source, span: Span = "window") -> Part:
        """One source's part."""
        return next(part for part in self.parts if (part.source, part.span) == (source, span))

    def to_pandas(self) -> "pd.DataFrame":
        """One row per span and source."""
        import pandas as pd

        return pd.DataFrame([asdict(part) for part in self.parts])

    def __repr__(self) -> str:
        rows = [[p.span, p.source, f"{p.share:.3f}", f"{p.error:.3f}", f"{p.spread:.2f}"] for p in self.parts]
        differ = f"what makes the {self.measure} of {self.team}s differ"
        title = f"{self.scenario}: {differ}, {self.replications} replications"
        return f"{title}\n{text_table(['span', 'source', 'share', 'error', 'spread'], rows)}"


def luck_share(
    scenario: "Playable",
    team: str = "hunter",
    replications: int | None = None,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
) -> LuckShare:
    """Split what makes the people of a team differ into skill, the allocation of leads, and luck.

    What differs is credited sales over quota, or where nobody has a quota the value of the deals that each person won,
    in a quarter and over all quarters of the window.  Standard errors are those of a jackknife over replications.

    Raises InputError for a team that is not there or sells nothing, fewer than three replications, and for a routing
    that changes by date.
    """
    (as_it_is,) = prepared((scenario,), replications, seed).values()
    if as_it_is.run.replications < 3:
        raise InputError(
            f"--replications: must be at least 3 to tell skill from luck, found {as_it_is.run.replications}"
        )
    alike = as_it_is.but(_IDENTICAL, name=f"{as_it_is.name}, identical people")
    in_turn = as_it_is.but(_IN_TURN, name=f"{as_it_is.name}, identical people, leads in turn")
    if any(then.routing != in_turn.routing for _, then in in_turn.epochs()):
        raise InputError(
            "routing: must be the same throughout to be told from luck, found another by date; take it out of [[at]]"
        )
    arms = brought_in({arm.name: arm for arm in (as_it_is, alike, in_turn)}, team, workers, executor)
    with_quota = all(np.isfinite(each.quota) for people in arms[0].values() for each in people)
    return LuckShare(
        as_it_is.name,
        team,
        "attainment" if with_quota else "sales",
        len(arms[0]),
        tuple(part for span in SPANS for part in _parts(span, arms, with_quota)),
    )


# --- from people to variances ----------------------------------------------------------------------------


class _Sums(NamedTuple):
    """Sums of squares and products about the mean of each group of colleagues; they add up over replications."""

    freedom: Numbers
    total: Numbers  # what people attained
    alike: Numbers  # the same of identical people
    in_turn: Numbers  # who get their leads in turn
    paired: Numbers  # products of what people attained with what they would have, were they identical
    skills: Numbers  # squares and products of the logarithms of skill and of skill by product
    with_total: Numbers  # products of these with what people attained
    with_alike: Numbers  # and with what they would have, were they identical


def _parts(span: Span, arms: Sequence[Brought], with_quota: bool) -> Iterator[Part]:
    groups = [_of_replication(span, [arm[number] for arm in arms], with_quota) for number in arms[0]]
    if not any(groups):
        _must_differ(0.0, 1)
    mean = float(np.mean(np.concatenate([attained[0] for group in groups for attained, _ in group])))
    count = max(skills.shape[1] for group in groups for _, skills in group)
    each = [_sums(group, count) for group in groups]
    whole = _Sums(*(np.sum(column, axis=0) for column in zip(*each, strict=True)))
    _must_differ(float(whole.freedom - max(one.freedom for one in each)), count)
    variances = _variances(whole)
    shares = variances / variances.sum()
    without = [_variances(_Sums(*(a - b for a, b in zip(whole, one, strict=True)))) for one in each]
    again = np.array([found / found.sum() for found in without])
    errors = np.sqrt((len(each) - 1) * np.mean((again - again.mean(axis=0)) ** 2, axis=0))
    spreads = np.sqrt(np.maximum(variances, 0.0)) / mean
    for source, share, error, spread in zip(SOURCES, shares, errors, spreads, strict=True):
        yield Part(span, source, float(share), float(error), float(spread))


def _must_differ(freedom: float, count: int) -> None:
    """Raise InputError unless colleagues are enough to tell skill from noise, with any replication left out."""
    if freedom <= count:
        raise InputError(
            "team: must have several people who are there together, in enough replications to tell skill from noise, "
            f"found {freedom:.0f} comparisons for {count} skills; play more replications, or take a larger team"
        )


def _variances(sums: _Sums) -> Numbers:
    """Variance between people by skill, by allocation and by luck."""
    total = float(sums.total / sums.freedom)
    skill = _explained(sums)
    luck = (total - skill) * float(sums.in_turn / sums.alike)
    return np.array([skill, total - skill - luck, luck])


def _explained(sums: _Sums) -> float:
    """Variance of what skill brings, as far as it is linear in its logarithms.

    What the same luck brings identical people owes nothing to skill and is taken out first, as a control variate.
    Least squares explain some of the noise, too: as much as there are coefficients, in residual variances.
    """
    by_luck = float(sums.paired / sums.alike)
    left = float(sums.total - 2.0 * by_luck * sums.paired + by_luck**2 * sums.alike)
    both = sums.with_total - by_luck * sums.with_alike
    tolerance = _COLLINEAR * max(float(np.trace(sums.skills)), _COLLINEAR)
    rank = int(np.linalg.matrix_rank(sums.skills, tol=tolerance, hermitian=True))
    explained = float(both @ np.linalg.pinv(sums.skills, rcond=_COLLINEAR, hermitian=True) @ both)
    noise = (left - explained) / (float(sums.freedom) - rank)
    return (explained - rank * noise) / float(sums.freedom)


_Group = tuple[list[Numbers], Numbers]


def _of_replication(span: Span, arms: list[tuple[Attained, ...]], with_quota: bool) -> list[_Group]:
    """Groups of colleagues who are compared with each other: what they attained in each arm, and their skills."""
    by_person = [_attained(span, people, with_quota) for people in arms]
    skills = {each.person: np.log((each.skill, *each.expertise)) for each in arms[0]}
    found = []
    for quarter in dict.fromkeys(quarter for quarter, _ in by_person[0]):
        people = [person for q, person in by_person[0] if q == quarter]
        attained = [np.array([arm[quarter, person] for person in people]) for arm in by_person]
        found.append((attained, np.array([skills[person] for person in people])))
    return found


def _attained(span: Span, people: tuple[Attained, ...], with_quota: bool) -> dict[tuple[int, int], float]:
    """Attainment, or else sales, by quarter and person; over the window of those who were there throughout."""
    held: dict[tuple[int, int], list[Attained]] = {}
    for each in people:
        held.setdefault((each.quarter if span == "quarter" else 0, each.person), []).append(each)
    quarters = len({each.quarter for each in people}) if span == "window" else 1
    return {
        place: sum(e.sales for e in rows) / (sum(e.quota for e in rows) if with_quota else 1.0)
        for place, rows in held.items()
        if len(rows) == quarters
    }


def _sums(groups: list[_Group], count: int) -> _Sums:
    """Sums of squares and products of one replication; nothing where nobody was there throughout."""
    if not groups:
        none = np.array(0.0)
        squares, products = np.zeros((count, count)), np.zeros(count)
        return _Sums(none, none, none, none, none, squares, products, products)
    freedom = float(sum(len(skills) - 1 for _, skills in groups))
    total, alike, in_turn = (
        np.concatenate([attained[arm] - attained[arm].mean() for attained, _ in groups]) for arm in range(3)
    )
    skills = np.concatenate([own - own.mean(axis=0) for _, own in groups])
    return _Sums(
        np.array(freedom),
        total @ total,
        alike @ alike,
        in_turn @ in_turn,
        total @ alike,
        skills.T @ skills,
        skills.T @ total,
        skills.T @ alike,
    )
