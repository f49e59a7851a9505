"""The verdict as a person who decides reads it: a word, a sentence, a card, and what it costs to be wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.experiments.card import amount, card_rows
from simsales.experiments.tables import number, percent, share, signed

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison, Difference
    from simsales.experiments.decision import Decision

_SHORT = {"choose": "Choose", "no material difference": "No material difference", "unresolved": "Unresolved"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands at the top of the page; `kind` is choose, same or open."""

    kind: str
    word: str
    plain: str
    sentence: str
    card: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]


def verdict(comparison: Comparison) -> Verdict:
    """The decision of a comparison."""
    decision = comparison.decision()
    word = f"Choose {decision.chosen}" if decision.verdict == "choose" else _SHORT[decision.verdict]
    return Verdict(
        {"choose": "choose", "no material difference": "same"}.get(decision.verdict, "open"),
        word,
        _plainly(decision),
        decision.sentence(),
        tuple(card_rows(decision)),
        tuple(_wrong(decision)),
        tuple(_standing(d) for d in comparison.of(comparison.kpi)),
    )


def _plainly(decision: Decision) -> str:
    """The verdict for people who read no tables."""
    if decision.pairs < 2 or math.isnan(decision.low):
        return f"Pairs of replications so far: {decision.pairs}. They cannot tell the two apart yet."
    if decision.low == decision.high == 0.0:
        return f"{decision.kpi} is the same under {decision.scenario} and {decision.base}, in every pair."
    unit = decision.unit
    gap = abs(decision.difference)
    away = number(gap) if unit == decision.kpi else _said(gap, unit)
    mean = (
        f"On average {decision.kpi} is {away} {'higher' if decision.difference > 0 else 'lower'} under "
        f"{decision.scenario} than under {decision.base}"
    )
    between = f"With {percent(decision.level)} confidence the true mean difference lies {_between(decision)}"
    if decision.verdict == "unresolved":
        beyond = f" by more than the {_said(decision.worth, unit)} that matter" if decision.worth else ""
        still = f"but {decision.pairs} pairs leave open whether it is better{beyond}"
        return f"{mean}, {still}. {between}."
    if decision.verdict == "no material difference":
        matters = f"{_said(decision.worth, unit)} that matter"
        return f"{mean}. {between}: closer to zero than the {matters}."
    return f"{mean}. {between}, as far as luck goes."


def _between(decision: Decision) -> str:
    scale, unit = (100.0, "percentage points") if decision.unit == "share" else (1.0, decision.unit)
    return f"between {signed(scale * decision.low)} and {signed(scale * decision.high)} {unit}"


def _said(value: float, unit: str) -> str:
    """An amount in a sentence; of shares, which are differences here, the percentage points."""
    return amount(100.0 * value, "percentage points") if unit == "share" else amount(value, unit)


def _wrong(decision: Decision) -> list[str]:
    """Risk, regret and how many replications more, in sentences."""
    if not math.isfinite(decision.expected_regret):
        return [f"Too few pairs ({decision.pairs}) to say what a wrong choice costs; play more."]
    follows = "the verdict" if decision.chosen is not None else "the mean, which decides nothing yet,"
    unit = decision.unit
    return [
        f"Whoever follows {follows} takes {decision.leaning}, and is wrong with probability "
        f"{share(decision.p_wrong)}. If so, {_said(decision.cost_if_wrong, unit)} are lost on average.",
        f"Risk times loss is the expected regret: {_said(decision.expected_regret, unit)}. It is what certainty "
        "would be worth, and so the most that one should pay for it.",
        _more(decision),
        "This is the risk of luck alone. That an assumption is wrong comes on top of it.",
    ]


def _more(decision: Decision) -> str:
    pairing = ""
    if decision.unpaired_needed is not None and math.isfinite(decision.pairing):
        pairing = (
            " With luck of its own for each scenario it would take "
            f"{number(decision.pairing)} times as many replications."
            if decision.pairing > 1
            else ""
        )
    if decision.more_pairs == 0:
        return f"No more replications are needed for this verdict.{pairing}"
    if decision.more_pairs is None:
        return "No number of replications is likely to tell the two apart; a smaller difference does not matter much."
    more = f"About {decision.more_pairs:,} more replications of each scenario would tell, if the mean stays as it is."
    return f"{more}{pairing}"


def _standing(d: Difference) -> tuple[str, ...]:
    """One scenario beside the others: difference, interval and probability of better."""
    interval = f"{signed(d.low)} … {signed(d.high)}" if math.isfinite(d.low) else "–"
    chance = share(d.p_better) if math.isfinite(d.p_better) else "–"
    return d.scenario, signed(d.difference), interval, percent(d.level), chance, str(d.pairs)
