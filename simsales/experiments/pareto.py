"""Which scenarios are worth considering when two or three KPIs count and none of them alone decides."""

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.comparison import must_be_measured, must_decide
from simsales.experiments.document import Block, paragraph, table
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.plays import Plays, playing
from simsales.experiments.ranking import must_be_a_confidence, must_be_rankable
from simsales.experiments.selection import Numbers
from simsales.experiments.tables import html_table, number, text_table
from simsales.kpis import catalogue
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.experiment import Playable
    from simsales.experiments.results import Results

_FEWEST_KPIS, _MOST_KPIS = 2, 3


@dataclass(frozen=True, slots=True)
class Place:
    """One scenario: the means of the KPIs, and whether another is better in all of them.

    `dominated_by` is the scenario that, by the means, is better in every KPI, and by most where there are several;
    `certain` says that some other is so beyond the luck of the replications.  `errors` are standard errors of the
    means without the luck that all scenarios share.
    """

    scenario: str
    means: tuple[float, ...]
    dominated_by: str | None
    certain: bool
    errors: tuple[float, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Front:
    """The scenarios that no other beats in every KPI, and those that are beaten."""

    kpis: tuple[str, ...]
    places: tuple[Place, ...]
    confidence: float
    replications: int
    seed: int

    @property
    def front(self) -> tuple[str, ...]:
        """Those that no other beats in every KPI, going by the means."""
        return tuple(each.scenario for each in self.places if each.dominated_by is None)

    @property
    def beaten(self) -> tuple[str, ...]:
        """Those that another beats in every KPI for certain."""
        return tuple(each.scenario for each in self.places if each.certain)

    def to_pandas(self) -> "pd.DataFrame":
        """One row per scenario, with a column for each KPI."""
        import pandas as pd

        return pd.DataFrame(
            {
                "scenario": each.scenario,
                **dict(zip(self.kpis, each.means, strict=True)),
                "dominated_by": each.dominated_by,
                "certain": each.certain,
            }
            for each in self.places
        )

    def as_dict(self) -> dict[str, Any]:
        """What was asked and what came of it."""
        found = {"front": self.front, "beaten": self.beaten, "replications": self.replications}
        return {"kpis": self.kpis, "confidence": self.confidence, **found, "seed": self.seed}

    def sentence(self) -> str:
        """What is promised, in words."""
        open_ones = [each.scenario for each in self.places if each.dominated_by and not each.certain]
        unsettled = (
            f" {', '.join(open_ones)}: beaten by the means, and more replications might bring them back."
            if open_ones
            else ""
        )
        return (
            f"On the front: {', '.join(self.front)}. With {100 * self.confidence:g} % confidence every scenario that "
            f"is beaten for certain has another that is better in each of {', '.join(self.kpis)}; whether those on the "
            f"front all belong there is an estimate from {self.replications} replications.{unsettled}"
        )

    def told(self) -> tuple[Block, ...]:
        """The front as a document."""
        caption = (
            f"{len(self.places)} scenarios by {', '.join(self.kpis)}, {self.replications} replications each"
        )
        return paragraph(self.sentence()), table(*self._table(), caption)

    def __repr__(self) -> str:
        return f"{text_table(*self._table())}\n\n{self.sentence()}"

    def _repr_html_(self) -> str:
        return f"{html_table(*self._table())}<p>{self.sentence()}</p>"

    def _table(self) -> tuple[list[str], list[list[str]]]:
        def standing(each: Place) -> str:
            if each.dominated_by is None:
                return "on the front"
            return f"beaten by {each.dominated_by}{', for certain' if each.certain else ''}"

        rows = [[each.scenario, *map(number, each.means), standing(each)] for each in self.places]
        return ["scenario", *self.kpis, "standing"], rows


def pareto(
    *scenarios: "Playable",
    kpis: Sequence[str],
    confidence: float = 0.95,
    replications: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Front:
    """Play scenarios equally often and find those that no other beats in two or three KPIs at once.

    A scenario is beaten for certain by a rival that is ahead in each KPI by paired t at a level of
    (1 - confidence) / (k (k - 1)): being ahead in all is claimed only where each alone is certain, and
    Bonferroni's share goes over all ordered pairs of the k scenarios.

    Raises InputError with everything that cannot be used, SimSalesError where a replication fails.
    """
    must_have_directions(kpis)
    must_be_a_confidence(confidence)
    named = prepared(scenarios, replications, seed)
    for kpi in kpis:
        must_be_rankable(named, kpi)
        must_be_measured(kpi, list(named.values()))
    first = next(iter(named.values())).run
    if first.replications < 2:
        raise InputError("--replications: must be at least 2 to tell luck from what is better, found 1")
    with playing(first.seed, workers, executor, store, progress) as plays:
        keys = {label: plays.enter(label, each) for label, each in named.items()}
        return _front(plays, keys, tuple(kpis), confidence, first.replications)


def must_have_directions(kpis: Sequence[str]) -> None:
    """Raise InputError unless these are two or three different KPIs of which more, or less, is better."""
    problems = []
    if not _FEWEST_KPIS <= len(set(kpis)) == len(kpis) <= _MOST_KPIS:
        problems.append(f"--kpi: must be two or three different ones for a front, found {', '.join(kpis)}")
    for kpi in dict.fromkeys(kpis):
        try:
            must_decide(kpi, 0.0)
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(problems))


def _front(
    plays: Plays, keys: Mapping[str, str], kpis: tuple[str, ...], confidence: float, replications: int
) -> Front:
    numbers = range(replications)
    plays.play(keys.values(), numbers)
    values = np.stack([plays.table(list(keys.values()), numbers, kpi) for kpi in kpis])
    return told_front(values, list(keys), kpis, confidence, plays.seed)


def front_of(results: "Results", kpis: Sequence[str], confidence: float = 0.95) -> Front:
    """The front of scenarios that have been played; nothing is played for it.

    It goes by the replications in which every scenario has a number for each KPI.  Raises InputError with everything
    that cannot be used, also where fewer than two replications are left.
    """
    must_have_directions(kpis)
    must_be_a_confidence(confidence)
    for kpi in kpis:
        must_be_rankable(dict(results.scenarios), kpi)
    columns = [[results.values(label, kpi) for label in results.scenarios] for kpi in kpis]
    shared = set.intersection(
        *({n for n, value in each.items() if math.isfinite(value)} for row in columns for each in row)
    )
    if len(shared) < 2:
        raise InputError(
            f"front: must have {', '.join(kpis)} in at least 2 replications of every scenario, found {len(shared)}; "
            "play more of them, or take another KPI"
        )
    values = np.array([[[each[n] for each in row] for n in sorted(shared)] for row in columns])
    return told_front(values, list(results.scenarios), tuple(kpis), confidence, results.seed)


def told_front(
    values: Numbers, labels: Sequence[str], kpis: tuple[str, ...], confidence: float, seed: int
) -> Front:
    """The front that values tell: by KPI, replication and scenario."""
    signs = np.array([-1.0 if catalogue()[kpi].better == "lower" else 1.0 for kpi in kpis])
    values = values * signs[:, None, None]
    replications = values.shape[1]
    means = values.mean(axis=1)  # KPI, scenario
    errors = own_errors(values)
    ahead = dominates(means)
    sure = _certainly(values, (1 - confidence) / (len(labels) * (len(labels) - 1)))
    ranges = np.ptp(means, axis=1, keepdims=True)
    alike = means / np.where(ranges > 0.0, ranges, 1.0)  # euros beside hours
    gaps = np.where(ranges[:, :, None] > 0.0, alike[:, :, None] - alike[:, None, :], math.inf)
    lead = np.where(ahead, gaps.min(axis=0), -math.inf)
    places = [
        Place(
            label,
            tuple(map(float, means[:, place] * signs)),
            labels[int(lead[:, place].argmax())] if ahead[:, place].any() else None,
            bool(sure[:, place].any()),
            tuple(map(float, errors[:, place])),
        )
        for place, label in enumerate(labels)
    ]
    return Front(kpis, tuple(places), confidence, replications, seed)


def own_errors(values: Numbers) -> Numbers:
    """Standard errors of means (KPI, scenario) without what a replication does to all scenarios alike.

    Each value counts as its distance from the mean of its replication, and k scenarios have k / (k - 1) times the
    variance of that (Cousineau 2005, Morey 2008).  Of two scenarios both errors, in quadrature, are that of their
    paired difference; of more they are so on average.
    """
    own = values - values.mean(axis=2, keepdims=True)
    count, scenarios = values.shape[1:]
    return np.asarray(own.std(axis=1, ddof=1) * math.sqrt(scenarios / (scenarios - 1) / count))


def dominates(means: Numbers) -> NDArray[np.bool_]:
    """[i, j]: whether i is at least as good as j in each KPI (rows; the more the better) and better in one."""
    difference = means[:, :, None] - means[:, None, :]
    return np.asarray((difference >= 0).all(axis=0) & (difference > 0).any(axis=0))


def _certainly(values: Numbers, error: float) -> NDArray[np.bool_]:
    """[i, j]: whether i is ahead of j in each KPI (first axis) beyond the luck of the replications (second)."""
    from scipy.special import stdtrit

    replications = values.shape[1]
    difference = values[:, :, :, None] - values[:, :, None, :]
    mean, spread = difference.mean(axis=1), difference.std(axis=1, ddof=1)
    least = mean - float(stdtrit(replications - 1, 1 - error)) * spread / math.sqrt(replications)
    return np.asarray((least > 0).all(axis=0))
