"""The phases of handling a complaint as desks see them, and the luck of a complaint's hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from simsales.company.leads.columns import hours_of, plain_hours
from simsales.instruments.desk import Desk
from simsales.instruments.work import WorkStep
from simsales.words.vocabulary import (
    APPROVAL,
    CONTROL,
    DIAGNOSIS,
    FARMING,
    PROCESSING,
    RECEIPT,
    RESPONSE,
    TRIAGE,
)

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.instruments.law import Law
    from simsales.policies.service import Remedy
    from simsales.scenario.complaints import Complaints, Severity

#: Places in a complaint's row of hours.
RECEIVING, SORTING, HANDING_OVER, CALLING, SOLVING, DIAGNOSING, ANSWERING, APPROVING, CONTROLLING = range(9)

_TASKS = {
    "receipt": (RECEIVING, RECEIPT),
    "triage": (SORTING, TRIAGE),
    "handover": (HANDING_OVER, FARMING),
    "call": (CALLING, FARMING),
    "processing": (SOLVING, PROCESSING),
    "response": (ANSWERING, RESPONSE),
    "approval": (APPROVING, APPROVAL),
    "control": (CONTROLLING, CONTROL),
}


@dataclass(slots=True)
class Complaint:
    """What the service desk keeps beside a problem."""

    address: tuple[int, int, int]  # of its luck: parent, kind, ordinal
    told_to_field: bool = False
    complex: bool = False
    complained: float = inf  # h
    acknowledged: float = inf  # h
    answered: float = inf  # h
    passes: int = 0
    reopens: float = 1.0  # luck of this pass's control
    remedy: Remedy | None = None
    skill: float = 1.0  # of whoever answered
    waiting: float = 0.0  # cases per agent when it was answered
    desk: Desk | None = None  # where it is now
    owner: Desk | None = None  # of somebody in sales who has taken it up
    scatter: float = 0.5  # luck of the customer's own view of it
    hours: list[float] = field(default_factory=lambda: [1.0] * 9)


@dataclass(slots=True)
class PhaseWork:
    """A phase in plain numbers: the team, one step per class of severity, and the law of its hours."""

    team: str
    steps: list[WorkStep]
    laws: list[Law]

    def draw(self, complaint: Complaint, severity: int, luck: float) -> None:
        """Fill the place of this phase in a complaint's row of hours."""
        complaint.hours[self.steps[severity].slot] = self.laws[severity].unit_at(luck)


def phases(table: Complaints, base: Calendar) -> dict[str, PhaseWork]:
    """Every phase that is not skipped, by its name in the scenario; a complex case's work beside them."""
    classes = list(table.severity.values())
    found = {}
    for name, (slot, task) in _TASKS.items():
        phase: Any = getattr(table, name)
        if phase == "skip":
            continue
        laws = [hours_of(each.hours if name == "processing" else phase.hours, base) for each in classes]
        found[name] = _work(phase, task, slot, laws, classes, base)
    if table.complex != "skip":
        laws = [hours_of(table.complex.hours, base)] * len(classes)
        if table.processing != "skip":
            found["complex"] = _work(table.processing, PROCESSING, SOLVING, laws, classes, base)
        diagnosis = table.complex.diagnosis
        if diagnosis != "skip":
            laws = [hours_of(diagnosis.hours, base)] * len(classes)
            found["diagnosis"] = _work(diagnosis, DIAGNOSIS, DIAGNOSING, laws, classes, base)
    return found


def _work(
    phase: Any, task: int, slot: int, laws: list[Law], classes: list[Severity], base: Calendar
) -> PhaseWork:
    at_the_desk = task in (RECEIPT, TRIAGE, PROCESSING, RESPONSE, CONTROL)
    steps = [
        WorkStep(
            task,
            law.mean,
            slot,
            level=phase.level + (each.level if at_the_desk else 0),
            due=plain_hours(each.target, base),
        )
        for law, each in zip(laws, classes, strict=True)
    ]
    return PhaseWork(phase.team, steps, laws)
