"""What remedies cost: money that is given back, and goods that are made once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simsales.words.vocabulary import CREDIT, REMEDY, REPAIR, REPLACEMENT, REWORK

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.complaints.complaint_work import Complaint
    from simsales.company.production.jobs import Job
    from simsales.company.production.shop import Shop
    from simsales.instruments.kernel import Story
    from simsales.scenario.complaints import Complaints
    from simsales.words.customers import Problem

RepairStory = Callable[["Job", "Shop"], "Story"]


class Remedies:
    """Pays for remedies, in money and in hours of the shop."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log = company.kernel, company.log

    def adopt(self, table: Complaints) -> None:
        """Pay from now on as the table says."""
        self._repair_cost = table.repair_cost

    def open(self, story: RepairStory) -> None:
        """What is made again lives `story`."""
        self._story = story

    def give(self, problem: Problem) -> None:
        """What the customer was told is done: goods each time they are made again, money once."""
        complaint: Complaint = problem.state
        assert complaint.remedy is not None
        kind, worth = complaint.remedy
        now, number = self._kernel.now, problem.number
        if kind in (REPAIR, REPLACEMENT):
            self._log.money(now, REWORK, -worth * self._repair_cost, number)
            self._make_again(problem, worth)
        elif kind == CREDIT and complaint.passes == 1:
            self._log.money(now, REMEDY, -worth, number)

    def _make_again(self, problem: Problem, worth: float) -> None:
        """Cells and stations make as large a part of the order anew as the remedy is of its value."""
        order = problem.order
        if order is None or order.value <= 0.0:
            return
        factory = self._company.factory
        piece = factory.again(order, min(1.0, worth / order.value))
        if piece is not None:
            piece.case.number = problem.number
            self._kernel.start(piece.case, self._story(piece, factory.shop))
