"""The decision on a card: what to choose, how sure that is, what being wrong costs, and what more play would bring."""

import math

from simsales.experiments.decision import Decision
from simsales.experiments.tables import number, share


def card(decision: Decision) -> str:
    """A few lines for a person who decides, figures in the unit of the KPI."""
    rows = card_rows(decision)
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name.ljust(width)}  {text}" for name, text in rows]
    return "\n".join([f"Decision on {decision.kpi}", *lines])


def card_rows(decision: Decision) -> list[tuple[str, str]]:
    """What stands on the card: the name of each line and its text."""
    rows = {
        "verdict": _verdict(decision),
        f"P({decision.scenario} better{_margin(decision)})": share(decision.p_better),
        "expected regret": f"{amount(decision.expected_regret, decision.unit)} of {_following(decision)}",
        "cost of a wrong choice": f"{amount(decision.cost_if_wrong, decision.unit)}, at a risk of "
        f"{share(decision.p_wrong)}",
        "replications still needed": _still(decision),
        "without pairing": _unpaired(decision),
    }
    return [(name, text) for name, text in rows.items() if text]


def _verdict(decision: Decision) -> str:
    if decision.verdict == "choose":
        return f"choose {decision.chosen}"
    if decision.verdict == "no material difference":
        return f"no material difference, keep {decision.chosen}"
    return "unresolved"


def _margin(decision: Decision) -> str:
    return f" by more than {number(decision.worth)} {decision.unit}" if decision.worth else ""


def _following(decision: Decision) -> str:
    verb = "keeping" if decision.leaning == decision.base else "choosing"
    return f"{verb} {decision.leaning}"


def _still(decision: Decision) -> str:
    if decision.more_pairs == 0:
        return "none"
    if decision.more_pairs is None:
        return "no number is likely to tell"
    return f"about {decision.more_pairs:,} of each scenario"


def _unpaired(decision: Decision) -> str:
    """How many replications scenarios with luck of their own would have needed; nothing where it cannot be said."""
    if decision.unpaired_needed is None or decision.pairs_needed is None or math.isnan(decision.pairing):
        return ""
    times = f"{number(decision.pairing)} times the variance"
    return f"about {decision.unpaired_needed:,} replications of each instead of {decision.pairs_needed:,} ({times})"


def amount(value: float, unit: str) -> str:
    """Money in whole euros: nobody decides on a cent."""
    if unit == "EUR" and 0.0 < value < 0.5:
        return "under 1 EUR"
    whole = 1_000.0 if unit == "EUR" else None
    return f"{number(value, whole)} {unit}" if math.isfinite(value) else "not known yet"
