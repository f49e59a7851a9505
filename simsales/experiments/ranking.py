"""Which of several scenarios is best, with a stated guarantee, in as few replications as that takes."""

import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.experiments.comparison import VERDICT_KPI, must_be_comparable, must_be_measured, must_decide
from simsales.experiments.document import Block, paragraph, table
from simsales.experiments.equal_allocation import paired_needed, unpaired_needed
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.plays import Plays, playing
from simsales.experiments.replications import whole_number
from simsales.experiments.selection import BLOCK, FIRST, Numbers, Places, Selection, select
from simsales.experiments.tables import html_table, number, signed, text_table
from simsales.kpis import catalogue
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.experiment import Playable
    from simsales.scenario import Scenario

AT_MOST = 1000
_FEWEST_FIRST = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked of a ranking: the KPI, the difference worth telling apart, and how sure to be."""

    kpi: str
    worth: float
    confidence: float = 0.95
    first: int = FIRST
    at_most: int = AT_MOST

    @property
    def unit(self) -> str:
        return catalogue()[self.kpi].unit

    @property
    def sign(self) -> float:
        """1 where more of the KPI is better, -1 where less is."""
        return -1.0 if catalogue()[self.kpi].better == "lower" else 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """One scenario in the ranking.

    `mean` is over its own replications; `difference` is scenario minus leader over the replications that both
    have, `error` its standard error.  `out_after` is how many it had when it was eliminated, and `beaten_by` the
    rival that then was furthest ahead beyond doubt; None for whoever was left to the end.
    """

    place: int
    scenario: str
    mean: float
    difference: float
    error: float
    replications: int
    out_after: int | None
    beaten_by: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Ranking:
    """The best of some scenarios, and how the others stand to it.

    `chosen` is None where the most replications allowed left several in the race.  `values` holds the KPI in each
    replication of each scenario, and `since` the number of the first of them.  `paired_needed` and
    `unpaired_needed` are the replications of all scenarios together that equal allocation would have needed for
    the same guarantee, with common luck (Clark and Yang 1986) and without (Rinott 1978).
    """

    terms: Terms
    chosen: str | None
    standings: tuple[Standing, ...]
    values: Mapping[str, tuple[float, ...]]
    replications: int
    paired_needed: int
    unpaired_needed: int
    seed: int
    since: int = 0

    @property
    def left(self) -> tuple[str, ...]:
        """The scenarios that were not eliminated."""
        return tuple(each.scenario for each in self.standings if each.out_after is None)

    def of(self, scenario: str) -> Standing:
        """How one scenario stands."""
        return next(each for each in self.standings if each.scenario == scenario)

    def rows(self) -> Iterator[tuple[str, int, str, float]]:
        """The long table of what was played: scenario, replication, KPI and value."""
        for label, values in self.values.items():
            for replication, value in enumerate(values, start=self.since):
                yield label, replication, self.terms.kpi, value

    def to_pandas(self) -> "pd.DataFrame":
        """One row per scenario, the best first."""
        import pandas as pd

        return pd.DataFrame(
            list(map(astuple, self.standings)), columns=[each.name for each in fields(Standing)]
        )

    def as_dict(self) -> dict[str, Any]:
        """What was asked, what was chosen, and what it took."""
        needed = {"paired_needed": self.paired_needed, "unpaired_needed": self.unpaired_needed}
        found = {"chosen": self.chosen, "left": self.left, "replications": self.replications, **needed}
        return {**asdict(self.terms), **found, "seed": self.seed}

    def guarantee(self) -> str:
        """What is promised, in words."""
        terms = self.terms
        worth = f"{number(terms.worth)} {terms.unit}"
        if self.chosen is None:
            left = " and ".join(self.left) if len(self.left) <= 3 else f"{len(self.left)} scenarios"
            return (
                f"Unresolved: after {terms.at_most:,} replications each, {left} could not be told apart "
                f"by {worth}; allow more (--at-most), or ask for a larger difference (--worth)."
            )
        return (
            f"Choose {self.chosen}: if one of these {len(self.standings)} scenarios is better than every other by at "
            f"least {worth} of mean {terms.kpi}, the chance that this is the one is at least "
            f"{100 * terms.confidence:g} %. Where several lie closer than that, it is one of the good ones and need "
            f"not be the very best. About the order of the others nothing is promised."
        )

    def effort(self) -> str:
        """What it took, and what equal allocation would have taken."""
        paired, unpaired = (
            f"{total // len(self.standings):,}" for total in (self.paired_needed, self.unpaired_needed)
        )
        return (
            f"{self.replications:,} replications were played. Equal allocation would have needed "
            f"{self.paired_needed:,} for the same guarantee with common luck ({paired} each; Clark and Yang 1986), "
            f"{self.unpaired_needed:,} with luck of its own for each scenario ({unpaired} each; Rinott 1978), both "
            f"reckoned from the first {self.terms.first} of each."
        )

    def told(self) -> tuple[Block, ...]:
        """The ranking as a document."""
        ranked = table(
            *self._table(), f"{len(self.standings)} scenarios by {self.terms.kpi}, {self.terms.unit}"
        )
        return paragraph(self.guarantee()), ranked, paragraph(self.effort())

    def __repr__(self) -> str:
        return "\n\n".join([text_table(*self._table()), self.guarantee(), self.effort()])

    def _repr_html_(self) -> str:
        return f"{html_table(*self._table())}<p>{self.guarantee()}</p><p>{self.effort()}</p>"

    def _table(self) -> tuple[list[str], list[list[str]]]:
        header = [
            "place",
            "scenario",
            self.terms.kpi,
            "behind the first",
            "± error",
            "replications",
            "out by",
        ]
        scale = max(abs(each.mean) for each in self.standings)
        return header, [
            [
                str(each.place),
                each.scenario,
                number(each.mean, scale),
                "–" if each.place == 1 else signed(each.difference, scale),
                number(each.error, scale) if each.place > 1 else "–",
                str(each.replications),
                each.beaten_by or "–",
            ]
            for each in self.standings
        ]


def rank(
    *scenarios: "Playable",
    kpi: str = VERDICT_KPI,
    worth: float | None = None,
    confidence: float = 0.95,
    first: int = FIRST,
    at_most: int = AT_MOST,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Ranking:
    """Find the best of several scenarios by KN++ on differences paired by replication.

    `worth`, in the KPI's unit, is the smallest difference that matters.  All scenarios are played `first` times,
    then in blocks those that are still in the race, at most `at_most` times each.  Neither workers nor a store that
    knows some of it already changes a number.

    Raises InputError with everything that cannot be used, SimSalesError where a replication fails.
    """
    terms = checked(kpi, worth, confidence, first, at_most)
    named = prepared(scenarios, None, seed)
    must_be_rankable(named, kpi)
    with playing(next(iter(named.values())).run.seed, workers, executor, store, progress) as plays:
        return ranked(plays, {label: plays.enter(label, each) for label, each in named.items()}, terms)


def checked(
    kpi: str, worth: float | None, confidence: float = 0.95, first: int = FIRST, at_most: int = AT_MOST
) -> Terms:
    """The terms of a ranking; InputError says all that is wrong with them."""
    problems: list[str] = []
    if worth is None:
        problems.append(
            "--worth: must say the smallest difference that matters, found nothing: with it a ranking knows when "
            "to stop, and without it two scenarios that are alike would be played for ever; give an amount in the "
            "KPI's unit"
        )
    elif not 0.0 < worth < math.inf:
        problems.append(
            f"--worth: must be more than 0 to rank by, found {worth}; give an amount that matters"
        )
    for check in (
        lambda: must_be_a_confidence(confidence),
        lambda: must_decide(kpi, 0.0),
        lambda: whole_number("--first", first, _FEWEST_FIRST),
        lambda: whole_number("--at-most", at_most, _FEWEST_FIRST),
    ):
        try:
            check()
        except InputError as error:
            problems.append(str(error))
    if problems or worth is None:
        raise InputError("\n".join(problems))
    return Terms(kpi, worth, confidence, min(first, at_most), at_most)


def must_be_a_confidence(confidence: float) -> None:
    """Raise InputError unless this is how sure one may ask to be."""
    if not 0.5 <= confidence < 1.0:
        raise InputError(f"--confidence: must be at least 0.5 and less than 1, found {confidence}")


def must_be_rankable(named: Mapping[str, "Scenario"], kpi: str) -> None:
    """Raise InputError unless there are at least two scenarios with the same [run] table that all measure the KPI."""
    if len(named) < 2:
        raise InputError(
            f"rank: must have at least two scenarios, found only {next(iter(named))!r}; name more"
        )
    must_be_comparable(named, next(iter(named)))
    must_be_measured(kpi, list(named.values()))


def ranked(plays: Plays, keys: Mapping[str, str], terms: Terms, since: int = 0) -> Ranking:
    """Rank scenarios that have entered the plays, by label, on the replications from number `since` on."""
    places = list(keys.values())

    def draw(alive: Places, start: int, count: int) -> Numbers:
        numbers = range(since + start, since + start + count)
        return terms.sign * plays.table([places[place] for place in alive], numbers, terms.kpi)

    selection = select(draw, len(places), terms.worth, terms.confidence, terms.first, BLOCK, terms.at_most)
    opening = np.column_stack([values[: terms.first] for values in selection.values])
    asked = (opening, terms.worth, terms.confidence)
    return Ranking(
        terms,
        None if selection.chosen is None else list(keys)[selection.chosen],
        _standings(selection, list(keys), terms.sign),
        {
            label: tuple(map(float, terms.sign * own))
            for label, own in zip(keys, selection.values, strict=True)
        },
        selection.replications,
        len(places) * paired_needed(*asked),
        len(places) * unpaired_needed(*asked),
        plays.seed,
        since,
    )


def _standings(selection: Selection, labels: Sequence[str], sign: float) -> tuple[Standing, ...]:
    """The leader, and the others by what they lie behind it."""
    out = {each.candidate: each for each in selection.eliminations}
    leader = max(selection.left, key=lambda place: float(np.mean(selection.values[place])))
    behind = {place: _behind(selection, place, leader) for place in range(len(labels))}
    # Whoever was left to the end comes first, whatever replications that the others did not play may say.
    order = sorted(behind, key=lambda place: (place != leader, place in out, -behind[place][0]))
    found: list[Any] = []
    for place, candidate in enumerate(order, start=1):
        difference, error = behind[candidate]
        gone = out.get(candidate)
        found.append(
            Standing(
                place,
                labels[candidate],
                sign * float(np.mean(selection.values[candidate])),
                sign * difference,
                error,
                len(selection.values[candidate]),
                None if gone is None else gone.replications,
                None if gone is None else labels[gone.rival],
            )
        )
    return tuple(found)


def _behind(selection: Selection, place: int, leader: int) -> tuple[float, float]:
    """Mean and standard error of the paired differences from the leader, in the good direction."""
    own = selection.values[place]
    difference = own - selection.values[leader][: len(own)]
    if len(own) < 2:
        return float(np.mean(difference)), math.nan
    return float(np.mean(difference)), float(np.std(difference, ddof=1)) / math.sqrt(len(own))
