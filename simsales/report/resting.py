"""What a result rests on: what was changed, and the assumptions with their grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.experiments.assumptions import GRADES
from simsales.scenario.changes import toml

if TYPE_CHECKING:
    from simsales.experiments.assumptions import Assumption, Ledger
    from simsales.report.gathering import Material

_GRADES = {
    "measured": "measured in real firms",
    "abstract": "a publication stands behind it, not this very number",
    "practitioner": "a figure without a published method",
    "derived": "computed, or calibrated from other numbers",
    "assumed": "nothing stands behind it but that it fits the rest",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One key that a scenario sets otherwise than the base."""

    key: str
    meaning: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Grade:
    """How many parameters are of a grade, and how wide its bar is, in per cent of all."""

    name: str
    meaning: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Grounds:
    """The ledger as a page shows it: by grade, those that differ from the model's defaults, and all others."""

    sentence: str
    grades: tuple[Grade, ...]
    own: tuple[Assumption, ...]
    usual: tuple[Assumption, ...]


def changed(material: Material, label: str) -> tuple[Changed, ...]:
    """What a scenario changes on the first one, old beside new."""
    scenarios = material.results.scenarios
    base = next(iter(scenarios.values()))
    meanings = {row.parameter: row.meaning for row in material.ledger.rows}
    return tuple(
        Changed(each.key, meanings.get(each.key, ""), toml(each.old), toml(each.new))
        for each in scenarios[label].changes_on(base)
    )


def grounds(ledger: Ledger) -> Grounds:
    """A ledger, told."""
    counts, whole = ledger.counts(), max(len(ledger.rows), 1)
    return Grounds(
        ledger.sentence(),
        tuple(
            Grade(name, _GRADES[name], counts[name], round(100 * counts[name] / whole, 1)) for name in GRADES
        ),
        tuple(row for row in ledger.rows if row.changed),
        tuple(row for row in ledger.rows if not row.changed),
    )
