"""From a paired difference to a decision, and how sure it is.

The other scenario must be better than the base by more than `worth`.  When the whole interval says so, it is
chosen; when the whole interval says it is not, the base is kept; when the interval lies within `worth` on
both sides of zero, there is no material difference; otherwise the pairs played so far do not tell.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from simsales.experiments.intervals import Rule, p_exceeds, pairs_to_tell
from simsales.experiments.tables import number, percent, share, signed
from simsales.words.errors import SimSalesError

if TYPE_CHECKING:
    from simsales.experiments.comparison import Difference

Verdict = Literal["choose", "no material difference", "unresolved"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one KPI.

    `chosen` is a scenario's name, or None while unresolved.  The figures are those of the scenario that
    decided it, against the base; `expected_regret` is the loss to expect, in the KPI's unit, from following
    the verdict (or, while unresolved, from following the mean), the mean difference being Student-distributed
    about what was found.  `pairs_needed` estimates how many pairs settle the matter if the mean stays, `more_pairs` how
    many of them are still to be played; None says that no number is likely to.

    `p_wrong` is the probability that the verdict (or the mean) points to the wrong scenario, and `cost_if_wrong` what
    is then lost: the regret to expect if it is wrong.  `unpaired_needed` is `pairs_needed` for scenarios that are
    played with luck of their own, and `pairing` how many times as many that is, whatever the difference: the sum of
    the two variances over that of the paired difference.
    """

    kpi: str
    worth: float
    verdict: Verdict
    chosen: str | None
    p_better: float
    expected_regret: float
    difference: float
    low: float
    high: float
    pairs: int
    pairs_needed: int | None
    seed: int
    base: str
    scenario: str
    unit: str
    better: str
    level: float
    rule: Rule
    p_wrong: float
    cost_if_wrong: float
    more_pairs: int | None
    unpaired_needed: int | None
    pairing: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.pairs < 2:
            return f"Unresolved: {self.pairs} pair of replications shows no certainty; play more."
        if math.isnan(self.low):
            return f"Unresolved: {self.pairs} pairs are too few for an interval at every look; play more."
        if self.low == self.high == 0.0:
            return (
                f"No difference: {self.kpi} is the same in all {self.pairs} pairs "
                f"of {self.scenario} and {self.base}."
            )
        stops = " whenever one stops" if self.rule == "any time" else ""
        evidence = (
            f"{self.kpi} {signed(self.difference)} {self.unit} for {self.scenario} against {self.base} "
            f"({percent(self.level)} interval{stops} {signed(self.low)} to {signed(self.high)}, {self.pairs} pairs, "
            f"probability of better{self._by_worth()} {share(self.p_better)})"
        )
        if self.verdict == "choose":
            return f"Choose {self.chosen}: {evidence}."
        if self.verdict == "no material difference":
            return f"No material difference: {evidence}."
        return f"Unresolved: {evidence}{self._pairs_hint()}."

    @property
    def leaning(self) -> str:
        """The scenario that is chosen, or to which the mean points."""
        if self.chosen is not None:
            return self.chosen
        gain = -self.difference if self.better == "lower" else self.difference
        return self.scenario if gain > self.worth else self.base

    def _by_worth(self) -> str:
        return f" by more than {number(self.worth)}" if self.worth else ""

    def _pairs_hint(self) -> str:
        if self.pairs_needed is None:
            return "; no number of pairs is likely to tell them apart"
        return f"; about {self.pairs_needed:,} pairs would tell"


def decide(candidates: Sequence["Difference"], worth: float, seed: int, rule: Rule = "fixed") -> Decision:
    """Decide between the base and the candidates, each of which is compared with the base alone.

    Raises SimSalesError when no candidate has a pair to judge by.
    """
    judged = [(_verdict(d, worth), d) for d in candidates if d.pairs]
    if not judged:
        raise SimSalesError(
            f"{candidates[0].kpi}: must have a value in at least one pair of replications, found none; "
            "see the failed replications"
        )
    verdict, decisive = _decisive(judged)
    toward_other = verdict == "choose other" or (verdict == "unresolved" and _gain(decisive) > worth)
    chosen = {"choose other": decisive.scenario, "unresolved": None}.get(verdict, decisive.base)
    regret = _expected_regret(decisive, worth, toward_other)
    wrong = _p_worse(decisive, worth) if toward_other else decisive.p_better
    distance = distance_to(worth, decisive)
    needed = pairs_to_tell(rule, distance, decisive.spread, decisive.level)
    return Decision(
        kpi=decisive.kpi,
        worth=worth,
        verdict="choose" if verdict.startswith("choose") else verdict,  # type: ignore[arg-type]  # one of three words
        chosen=chosen,
        p_better=decisive.p_better,
        expected_regret=regret,
        difference=decisive.difference,
        low=decisive.low,
        high=decisive.high,
        pairs=decisive.pairs,
        pairs_needed=needed,
        seed=seed,
        base=decisive.base,
        scenario=decisive.scenario,
        unit=decisive.unit,
        better=decisive.better,
        level=decisive.level,
        rule=rule,
        p_wrong=wrong,
        cost_if_wrong=0.0 if wrong == 0.0 else regret / wrong,
        more_pairs=0 if verdict != "unresolved" else _still(needed, decisive.pairs),
        unpaired_needed=pairs_to_tell(rule, distance, decisive.unpaired_spread, decisive.level),
        pairing=pairing(decisive),
    )


def pairing(d: "Difference") -> float:
    """Replications that independent luck needs for each pair that tells as much: the ratio of the two variances."""
    return (d.unpaired_spread / d.spread) ** 2 if d.spread > 0.0 else math.nan


def distance_to(worth: float, d: "Difference") -> float:
    """How far the mean gain lies from `worth`: what an interval must be narrower than to tell."""
    return abs(_gain(d) - worth)


def open_still(d: "Difference", worth: float) -> bool:
    """Whether the pairs played so far do not tell this difference from `worth`."""
    return _verdict(d, worth) == "unresolved"


def _still(needed: int | None, pairs: int) -> int | None:
    return None if needed is None else max(needed - pairs, 1)


def _decisive(judged: Sequence[tuple[str, "Difference"]]) -> tuple[str, "Difference"]:
    """The best clear winner; else the best that is open; else the best of what the base beats."""
    for verdict in ("choose other", "unresolved", "no material difference", "choose base"):
        having = [d for found, d in judged if found == verdict]
        if having:
            return verdict, max(having, key=_gain)
    raise AssertionError("every candidate has a verdict")


def _p_worse(d: "Difference", worth: float) -> float:
    """The probability left to the base: as a tail of its own, for 1 - p_better would lose all its digits."""
    return p_exceeds(-_gain(d), -worth, d.spread, d.pairs)


def _gain(d: "Difference") -> float:
    """The difference counted in the good direction."""
    return -d.difference if d.better == "lower" else d.difference


def _verdict(d: "Difference", worth: float) -> str:
    worst, best = (-d.high, -d.low) if d.better == "lower" else (d.low, d.high)
    if not math.isfinite(worst):
        return "unresolved"
    if -worth <= worst and best <= worth:
        return "no material difference"
    if worst > worth:
        return "choose other"
    return "choose base" if best < worth else "unresolved"


def _expected_regret(d: "Difference", worth: float, toward_other: bool) -> float:
    """Expected shortfall of a Student variable: E(T - a)+ = f(a) (n + a²)/(n - 1) - a (1 - F(a)).

    With n degrees of freedom, density f and distribution F; it needs n > 1, so at least three pairs.
    """
    shortfall = worth - _gain(d) if toward_other else _gain(d) - worth
    if d.spread == 0.0:
        return max(0.0, shortfall)
    if d.pairs < 3:
        return math.nan
    from scipy.special import stdtr

    freedom, error = d.pairs - 1, d.spread / math.sqrt(d.pairs)
    a = -shortfall / error
    tail = float(stdtr(freedom, -a))
    return error * (_student_density(a, freedom) * (freedom + a * a) / (freedom - 1) - a * tail)


def _student_density(x: float, freedom: int) -> float:
    log_scale = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    return math.exp(log_scale - (freedom + 1) / 2 * math.log1p(x * x / freedom))
