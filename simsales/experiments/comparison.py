"""What changed between two scenarios, paired by replication.

Replication i of every scenario meets the same customers with the same luck, so that the difference of the
two, pair by pair, is the effect of what was changed plus little else.  The differences of n pairs give a
mean and, by Student's t with n - 1 degrees of freedom, an interval and a probability.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.decision import Decision, decide
from simsales.experiments.tables import html_table, number, signed, text_table
from simsales.kpis import catalogue
from simsales.scenario.changes import differences
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError, SimSalesError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.results import Results
    from simsales.scenario import Scenario

LEVEL = 0.95
VERDICT_KPI = "contribution"
# Differences this small against the values they come from are the rounding of sums, not an effect.
_ROUNDING = 1e-12

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """One KPI of one scenario against the base: scenario minus base, over the pairs that have both.

    `low` and `high` bound the mean difference at `level`; `p_better` is the probability that the mean
    difference exceeds what it must be worth, in the good direction; `share_better` is the share of single
    pairs in which it does.  A figure that the pairs cannot give is NaN: the interval of a single pair, or
    the probability of better where neither direction is good.
    """

    kpi: str
    unit: str
    better: str
    base: str
    scenario: str
    base_mean: float
    mean: float
    difference: float
    low: float
    high: float
    level: float
    p_better: float
    pairs: int
    share_better: float
    spread: float

    def towards(self, better: str) -> "Difference":
        """The same difference judged by another direction; in how many pairs it was better is not known any more."""
        gain = {"higher": 1.0, "lower": -1.0}.get(better, math.nan) * self.difference
        chance = _p_exceeds(gain, 0.0, self.spread, self.pairs)
        return replace(self, better=better, p_better=chance, share_better=math.nan)

    def csv_row(self) -> tuple[Any, ...]:
        return astuple(self)[: len(Comparison.CSV_COLUMNS)]


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Every KPI of every other scenario against the base, and what they mean for the KPI that decides."""

    CSV_COLUMNS: ClassVar[tuple[str, ...]] = (
        *("kpi", "unit", "better", "base", "scenario", "base_mean", "mean"),
        *("difference", "low", "high", "level", "p_better", "pairs"),
    )

    base: str
    kpi: str
    worth: float
    results: "Results"
    differences: tuple[Difference, ...]

    def of(self, kpi: str) -> list[Difference]:
        """This KPI's difference, one per scenario."""
        return [difference for difference in self.differences if difference.kpi == kpi]

    def decision(self) -> Decision:
        """What the KPI that decides says about which scenario to choose."""
        return decide(self.of(self.kpi), self.worth, self.results.seed)

    def to_pandas(self) -> "pd.DataFrame":
        """One row per scenario and KPI."""
        import pandas as pd

        return pd.DataFrame([{name: getattr(d, name) for name in _SHOWN} for d in self.differences])

    def text(self, scenario: str) -> str:
        """The printed table of one scenario against the base."""
        return text_table(*self._table(scenario))

    def __repr__(self) -> str:
        return "\n\n".join([*map(self.text, self._others()), self.decision().sentence()])

    def _repr_html_(self) -> str:
        tables = [html_table(*self._table(name)) for name in self._others()]
        return "".join([*tables, f"<p>{self.decision().sentence()}</p>"])

    def _table(self, scenario: str) -> tuple[list[str], list[list[str]]]:
        header = [
            "KPI",
            "unit",
            self.base,
            scenario,
            "difference",
            "95 % interval",
            "p better",
            "pairs better",
        ]
        shown = dict.fromkeys([self.kpi, *self.results.headlines])  # what decides comes first
        found = {d.kpi: d for d in self.differences if d.scenario == scenario}
        return header, [_printed(found[kpi]) for kpi in shown if found[kpi].pairs]

    def _others(self) -> list[str]:
        return list(dict.fromkeys(difference.scenario for difference in self.differences))


_SHOWN = (*Comparison.CSV_COLUMNS, "share_better")


def compare_results(results: "Results", base: str | None, kpi: str, worth: float) -> Comparison:
    """Compare every scenario of these results with one of them, by default the first.

    Raises InputError for an unknown scenario or KPI, a KPI without a good direction, fewer than two
    scenarios, or scenarios whose [run] tables differ; SimSalesError when no replication came to an end.
    """
    base = next(iter(results.scenarios)) if base is None else base
    if base not in results.scenarios:
        raise InputError(
            f"base: must be one of the scenarios, found {base!r}{nearest(base, results.scenarios)}"
        )
    must_be_comparable(results.scenarios, base)
    must_decide(kpi, worth)
    if not results.kpis:
        raise SimSalesError(f"{kpi}: must have been measured in some replication, found {results.state()}")
    if kpi not in results.kpis:  # the member of a family, such as a team that nobody has
        raise InputError(f"--kpi: must be measured here, found {kpi!r}{nearest(kpi, results.kpis)}")
    found = [
        _difference(results, base, other, name, worth if name == kpi else 0.0)
        for other in results.scenarios
        if other != base
        for name in results.kpis
    ]
    return Comparison(base, kpi, worth, results, tuple(found))


def must_be_comparable(scenarios: Mapping[str, "Scenario"], base: str) -> None:
    """Raise InputError unless there is another scenario and all have the base's [run] table."""
    if len(scenarios) < 2:
        raise InputError(f"compare: must have a base and at least one other scenario, found only {base!r}")
    tables = {label: scenario.resolved()["run"] for label, scenario in scenarios.items()}
    for label, table in tables.items():
        unlike = differences(tables[base], table)
        if unlike:
            found = ", ".join(f"run.{change}" for change in unlike)
            raise InputError(
                f"{base} and {label}: must have the same [run] table to be compared, found {found}; "
                "change one of the two"
            )


def must_decide(kpi: str, worth: float) -> None:
    """Raise InputError unless this KPI is known, has a better direction, and `worth` is 0 or more."""
    if not 0.0 <= worth < math.inf:
        raise InputError(f"--worth: must be a number of at least 0, found {worth}")
    if kpi not in catalogue():
        raise InputError(f"--kpi: must be a known KPI, found {kpi!r}{nearest(kpi, catalogue())}")
    if catalogue()[kpi].better == "neither":
        raise InputError(
            f"--kpi: must be one of which more, or less, is better, found {kpi!r}; see `simsales kpis`"
        )


#: The table of a scenario that names the members of a family of KPIs.
_NAMED_IN = {"<source>": "demand", "<team>": "people", "<product>": "products", "<segment>": "customers"}


def must_be_measured(kpi: str, scenarios: Sequence["Scenario"]) -> None:
    """Raise InputError where a scenario skips what the KPI is about, or nobody has the name that it ends in."""
    known = catalogue().get(kpi)
    skipped = [each.name for each in scenarios if known is not None and not known.exists_in(each)]
    if known is not None and skipped:
        sentence = f"must be measured in every scenario, found [{known.chapter}] skipped in {skipped[0]}"
        raise InputError(f"--kpi: {sentence}; take another KPI, or add the table")
    family = catalogue().family_of(kpi)
    table = None if family is None or family.family is None else _NAMED_IN.get(family.family)
    if family is None or table is None:
        return
    member = family.parts(kpi.partition(".")[2])[0]
    names = dict.fromkeys(
        name for each in scenarios for _, then in each.epochs() for name in getattr(then, table)
    )
    if member not in names:
        sentence = f"must end in a name of [{table}], found {member!r}{nearest(member, names)}"
        raise InputError(f"--kpi: {sentence}")


def _difference(results: "Results", base: str, scenario: str, kpi: str, worth: float) -> Difference:
    definition = results.definition(kpi)
    before, after = _pairs(results.values(base, kpi), results.values(scenario, kpi))
    change = after - before
    change[np.abs(change) <= _ROUNDING * np.maximum(np.abs(before), np.abs(after))] = 0.0
    pairs, mean, spread = len(change), _mean(change), _spread(change)
    half = _half_width(spread, pairs)
    sign = {"higher": 1.0, "lower": -1.0}.get(definition.better, math.nan)
    return Difference(
        kpi=kpi,
        unit=definition.unit,
        better=definition.better,
        base=base,
        scenario=scenario,
        base_mean=_mean(before),
        mean=_mean(after),
        difference=mean,
        low=mean - half,
        high=mean + half,
        level=LEVEL,
        p_better=_p_exceeds(sign * mean, worth, spread, pairs),
        pairs=pairs,
        share_better=math.nan if math.isnan(sign) else _mean(sign * change > worth),
        spread=spread,
    )


def _pairs(before: Mapping[int, float], after: Mapping[int, float]) -> tuple[Numbers, Numbers]:
    """Values of the replications that have a number in both scenarios."""
    numbers = [
        n
        for n in sorted(before.keys() & after.keys())
        if math.isfinite(before[n]) and math.isfinite(after[n])
    ]
    return np.array([before[n] for n in numbers]), np.array([after[n] for n in numbers])


def _mean(values: Numbers | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else math.nan


def _spread(values: Numbers) -> float:
    """Standard deviation of single pairs; exactly 0 where all pairs agree."""
    if len(values) < 2:
        return math.nan
    return 0.0 if np.all(values == values[0]) else float(np.std(values, ddof=1))


def _half_width(spread: float, pairs: int) -> float:
    """Half the t interval of the mean; nothing is known of it from fewer than two pairs."""
    if pairs < 2:
        return math.nan
    from scipy.special import stdtrit

    return float(stdtrit(pairs - 1, 0.5 + LEVEL / 2)) * spread / math.sqrt(pairs)


def _p_exceeds(gain: float, worth: float, spread: float, pairs: int) -> float:
    """Probability that the mean gain exceeds `worth`: Student's t at (gain - worth) / standard error.

    Pairs that all agree leave no doubt: the probability is then 1 or 0.
    """
    if pairs < 2 or math.isnan(gain):
        return math.nan
    if spread == 0.0:
        return float(gain > worth)
    from scipy.special import stdtr

    return float(stdtr(pairs - 1, (gain - worth) / (spread / math.sqrt(pairs))))


def _printed(d: Difference) -> list[str]:
    scale = max(abs(d.base_mean), abs(d.mean))
    interval = f"{signed(d.low, scale)} … {signed(d.high, scale)}" if math.isfinite(d.low) else "–"
    share = f"{d.share_better * 100:.0f} %" if math.isfinite(d.share_better) else "–"
    chance = f"{d.p_better:.3f}" if math.isfinite(d.p_better) else "–"
    if d.spread == 0.0 == d.difference:
        chance = share = "same"
    values = (number(d.base_mean, scale), number(d.mean, scale), signed(d.difference, scale))
    return [d.kpi, d.unit, *values, interval, chance, share]
