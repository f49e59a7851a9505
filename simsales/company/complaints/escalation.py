"""Complaints that grow old: reminders and urgings that move them up the queue they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.leads.columns import plain_hours
from simsales.words.vocabulary import DECISION_EVENT, ESCALATED

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.complaints import Complaints
    from simsales.words.customers import Problem

#: How far up a reminder and an urging move a case, in levels of the queue.
REMINDED, URGED = -1, -5
#: Cases that are opened again come before everything else.
AGAIN = -20


class Escalations:
    """Watches target dates: half of the time is a reminder, all of it an urging (Stauss & Seidel)."""

    def __init__(self, company: Company) -> None:
        self._kernel, self._log, self._base = company.kernel, company.log, company.base

    def adopt(self, table: Complaints) -> None:
        """Escalate from now on as the table says."""
        self._stages: list[tuple[float, int]] = []
        if table.escalation != "skip":
            self._stages = [(table.escalation.remind, REMINDED), (table.escalation.urge, URGED)]
        spans = [each.target for each in table.severity.values()]
        self._targets = [(span.working, plain_hours(span, self._base)) for span in spans]

    def watch(self, problem: Problem, since: float) -> None:
        """Note in the calendar when this complaint will be old."""
        working, hours = self._targets[problem.severe]
        for share, level in self._stages:
            old = self._base.finish(since, share * hours) if working else since + share * hours
            rank = DECISION_EVENT + problem.case.key
            self._kernel.at(max(old, self._kernel.now), rank, self._escalate, (problem, level))

    def _escalate(self, what: tuple[Problem, int]) -> None:
        problem, level = what
        complaint, case = problem.state, problem.case
        if complaint is None or case.level <= level:  # settled, or before the others already
            return
        self._log.note(self._kernel.now, problem.number, ESCALATED, float(level))
        if complaint.desk is None:
            case.level = level
        else:
            complaint.desk.advance(case, level)
