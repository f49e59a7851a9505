"""What changed between two scenarios, paired by replication.

Replication i of every scenario meets the same customers with the same luck, so that the difference of the
two, pair by pair, is the effect of what was changed plus little else.  The differences of n pairs give a
mean and, by Student's t with n - 1 degrees of freedom, an interval and a probability.  Where the number of pairs was
not fixed beforehand but found by looking, intervals are those that hold at every look.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.card import card
from simsales.experiments.decision import Decision, decide
from simsales.experiments.intervals import Rule, half_width, p_exceeds
from simsales.experiments.simultaneous import Together, by_bonferroni, by_max_t
from simsales.experiments.tables import html_table, number, percent, signed, text_table
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
_ROUNDING = 1e-12  # differences this small against the values they come from are no effect
_ENOUGH_THAT_AGREE = 6  # five pairs agree by chance more often than one time in twenty: 2 x .5 ** 5

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """One KPI of one scenario against the base: scenario minus base, over the pairs that have both.

    `low` and `high` bound the mean difference at `level`; `p_better` is the probability that the mean
    difference exceeds what it must be worth, in the good direction; `share_better` is the share of single
    pairs in which it does.  `simultaneous_low` and `simultaneous_high` bound it so that all differences of the KPIs
    that a screen shows are covered together.  `spread` is the standard deviation of single pairs, `unpaired_spread`
    what it would be had the two been played with luck of their own.  A figure that the pairs cannot give is NaN: the
    interval of a single pair, the probability of better where neither direction is good, or the simultaneous interval
    of a KPI that no screen shows.
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
    unpaired_spread: float = math.nan
    simultaneous_low: float = math.nan
    simultaneous_high: float = math.nan

    @property
    def holds_together(self) -> bool:
        """Whether 0 is excluded even where all that a screen shows is covered together; few that agree do not tell."""
        excluded = self.simultaneous_low > 0.0 or self.simultaneous_high < 0.0
        return excluded and (self.spread > 0.0 or self.pairs >= _ENOUGH_THAT_AGREE)

    def towards(self, better: str) -> "Difference":
        """The same difference judged by another direction; in how many pairs it was better is not known any more."""
        gain = {"higher": 1.0, "lower": -1.0}.get(better, math.nan) * self.difference
        chance = p_exceeds(gain, 0.0, self.spread, self.pairs)
        return replace(self, better=better, p_better=chance, share_better=math.nan)

    def csv_row(self) -> tuple[Any, ...]:
        return tuple(getattr(self, column) for column in Comparison.CSV_COLUMNS)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Every KPI of every other scenario against the base, and what they mean for the KPI that decides.

    `rule` says whether the intervals hold after a number of pairs fixed beforehand or whenever one stops, and
    `together` at what level each holds for all to hold at once.  Probabilities are Student's under either rule.
    """

    CSV_COLUMNS: ClassVar[tuple[str, ...]] = (
        *("kpi", "unit", "better", "base", "scenario", "base_mean", "mean"),
        *("difference", "low", "high", "level", "p_better", "pairs"),
        *("simultaneous_low", "simultaneous_high"),
    )

    base: str
    kpi: str
    worth: float
    results: "Results"
    differences: tuple[Difference, ...]
    rule: Rule
    together: Together

    def of(self, kpi: str) -> list[Difference]:
        """This KPI's difference, one per scenario."""
        return [difference for difference in self.differences if difference.kpi == kpi]

    def decision(self) -> Decision:
        """What the KPI that decides says about which scenario to choose.

        Several scenarios are judged at the level at which their verdicts hold together (Bonferroni): at 95 % each, one
        of twenty that change nothing would often be chosen.
        """
        found = self.of(self.kpi)
        if self.rule == "fixed" and len(found) > 1:
            each = by_bonferroni(len(found), LEVEL).each
            found = [_bounded(d, self.rule, each) for d in found]
        return decide(found, self.worth, self.results.seed, self.rule)

    def to_pandas(self) -> "pd.DataFrame":
        """One row per scenario and KPI."""
        import pandas as pd

        return pd.DataFrame([{name: getattr(d, name) for name in _SHOWN} for d in self.differences])

    def text(self, scenario: str) -> str:
        """The printed table of one scenario against the base."""
        table = text_table(*self._table(scenario))
        marked = any(d.holds_together and d.scenario == scenario for d in self.differences)
        return f"{table}\n\n{self.together.sentence()}" if marked else table

    def __repr__(self) -> str:
        decision = self.decision()
        return "\n\n".join([*map(self.text, self._others()), decision.sentence(), card(decision)])

    def _repr_html_(self) -> str:
        tables = [html_table(*self._table(name)) for name in self._others()]
        decision = self.decision()
        return "".join(
            [*tables, f"<p>{escape(decision.sentence())}</p>", f"<pre>{escape(card(decision))}</pre>"]
        )

    def _table(self, scenario: str) -> tuple[list[str], list[list[str]]]:
        header = [
            "KPI",
            "unit",
            self.base,
            scenario,
            "difference",
            f"{percent(self.differences[0].level)} interval",
            "p better",
            "pairs better",
        ]
        found = {d.kpi: d for d in self.differences if d.scenario == scenario}
        return header, [printed(found[kpi]) for kpi in shown(self.results, self.kpi) if found[kpi].pairs]

    def _others(self) -> list[str]:
        return list(dict.fromkeys(difference.scenario for difference in self.differences))


_SHOWN = (*Comparison.CSV_COLUMNS, "share_better")


def shown(results: "Results", kpi: str) -> tuple[str, ...]:
    """The KPIs on a screen: what decides comes first."""
    return tuple(dict.fromkeys([kpi, *results.headlines]))


def compare_results(
    results: "Results", base: str | None, kpi: str, worth: float, rule: Rule = "fixed"
) -> Comparison:
    """Compare every scenario of these results with one of them, by default the first.

    With the rule `any time` intervals hold whenever one stops, and at the level at which those of all scenarios hold
    together (Bonferroni), so that their verdicts do.

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
    others = [label for label in results.scenarios if label != base]
    level = LEVEL if rule == "fixed" else by_bonferroni(len(others), LEVEL).each
    found = [
        _difference(results, (base, other), name, worth if name == kpi else 0.0, rule, level)
        for other in others
        for name in results.kpis
    ]
    on_screen = shown(results, kpi)
    together = _together(results, [d for d in found if d.kpi in on_screen], rule)
    found = [_bounded_together(d, rule, together.each) if d.kpi in on_screen else d for d in found]
    return Comparison(base, kpi, worth, results, tuple(found), rule, together)


def _together(results: "Results", shown: Sequence[Difference], rule: Rule) -> Together:
    """At what level each of the differences shown holds for all to hold at once."""
    if rule == "any time":  # the bootstrap is for a number of pairs that was fixed
        return by_bonferroni(sum(d.spread > 0.0 for d in shown), LEVEL)
    return by_max_t([changes_of(results, d.base, d.scenario, d.kpi)[2] for d in shown], LEVEL, results.seed)


def _bounded(d: Difference, rule: Rule, level: float) -> Difference:
    half = half_width(rule, d.spread, d.pairs, level)
    return replace(d, low=d.difference - half, high=d.difference + half, level=level)


def _bounded_together(d: Difference, rule: Rule, each: float) -> Difference:
    half = half_width(rule, d.spread, d.pairs, each)
    return replace(d, simultaneous_low=d.difference - half, simultaneous_high=d.difference + half)


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


def _difference(
    results: "Results", compared: tuple[str, str], kpi: str, worth: float, rule: Rule, level: float
) -> Difference:
    definition = results.definition(kpi)
    base, scenario = compared
    before, after, changes = changes_of(results, base, scenario, kpi)
    change = np.array(list(changes.values()))
    pairs, mean, spread = len(change), _mean(change), _spread(change)
    half = half_width(rule, spread, pairs, level)
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
        level=level,
        p_better=p_exceeds(sign * mean, worth, spread, pairs),
        pairs=pairs,
        share_better=math.nan if math.isnan(sign) else _mean(sign * change > worth),
        spread=spread,
        unpaired_spread=math.hypot(_spread(before), _spread(after)),
    )


def changes_of(
    results: "Results", base: str, scenario: str, kpi: str
) -> tuple[Numbers, Numbers, dict[int, float]]:
    """Values of the replications that have a number in both scenarios, and the change in each by its number."""
    first, second = results.values(base, kpi), results.values(scenario, kpi)
    numbers = [
        n
        for n in sorted(first.keys() & second.keys())
        if math.isfinite(first[n]) and math.isfinite(second[n])
    ]
    before, after = (np.array([values[n] for n in numbers]) for values in (first, second))
    change = after - before
    rounding = _ROUNDING * np.maximum(np.abs(before), np.abs(after))
    change[np.abs(change) <= rounding] = 0.0
    if len(change) and np.ptp(change) <= rounding.max():
        change[:] = change[0]  # what changes by the same in every pair has no spread
    return before, after, dict(zip(numbers, change.tolist(), strict=True))


def _mean(values: Numbers | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else math.nan


def _spread(values: Numbers) -> float:
    """Standard deviation of single pairs; exactly 0 where all pairs agree."""
    if len(values) < 2:
        return math.nan
    return 0.0 if np.all(values == values[0]) else float(np.std(values, ddof=1))


def printed(d: Difference) -> list[str]:
    """The row of a difference: KPI, unit, both means, difference, interval, probability and share of better."""
    scale = max(abs(d.base_mean), abs(d.mean))
    interval = f"{signed(d.low, scale)} … {signed(d.high, scale)}" if math.isfinite(d.low) else "–"
    share = f"{d.share_better * 100:.0f} %" if math.isfinite(d.share_better) else "–"
    chance = f"{d.p_better:.3f}" if math.isfinite(d.p_better) else "–"
    if d.spread == 0.0 == d.difference:
        chance = share = "same"
    values = (number(d.base_mean, scale), number(d.mean, scale), signed(d.difference, scale))
    return [d.kpi, d.unit, *values, interval, chance, share + (" *" if d.holds_together else "  ")]
