"""How a problem ends for the customer: justice, satisfaction with the handling, and one of four outcomes."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from simsales.company.complaints.problems import CONTRARY
from simsales.company.leads.columns import plain_hours
from simsales.words.vocabulary import SATISFIED_FAST, SATISFIED_LATE, SETTLED, SILENT, UNSATISFIED

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.complaints.complaint_work import Complaint
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Problem
    from simsales.words.quantities import Duration

SETTLEMENT_COLUMNS = {
    "problem": "i8",
    "outcome": "i2",
    "satisfaction": "f8",
    "distributive": "f8",
    "procedural": "f8",
    "interactional": "f8",
    "churn": "f8",
    "remedy": "i2",
    "worth": "f8",
}
_NO_REMEDY = -1
_normal_at = NormalDist().inv_cdf
_EDGE = 1e-12


class Settling:
    """Judges the end of a problem as the customer does."""

    def __init__(self, company: Company) -> None:
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._enter = company.log.open("settlements", SETTLEMENT_COLUMNS)
        self._company = company

    def adopt(self, scenario: Scenario) -> None:
        """Judge from now on as `scenario` says."""
        table = scenario.complaints
        assert table != "skip"
        self._justice, self._recovery = table.justice, table.recovery
        self._mends = scenario.switches.recovery
        classes = table.severity.values()
        self._receipt = [self._hours(each.expects_receipt) for each in classes]
        self._solution = [self._hours(each.expects_solution) for each in classes]
        self._quick = [self._hours(each.quick) for each in classes]

    def _hours(self, span: Duration) -> tuple[bool, float]:
        return span.working, plain_hours(span, self._base)

    def churn_chance(self, problem: Problem) -> float:
        """Chance that the problem costs the customer; without recovery, that of all who keep silent."""
        outcome = problem.outcome if self._mends else SILENT
        return self._recovery.churn_chance(outcome, problem.severe > 0)

    def end_of_patience(self, problem: Problem) -> float:
        """When a customer whom nobody answers gives up waiting."""
        working, hours = self._solution[problem.severe]
        now = self._kernel.now
        return self._base.finish(now, hours) if working else now + hours

    def conclude(self, problem: Problem) -> None:
        """Set the problem's outcome and satisfaction, and note them."""
        complaint: Complaint = problem.state
        justice = (0.0, 0.0, 0.0)
        if not problem.voiced:
            problem.outcome = SILENT
        elif not problem.registered:
            problem.outcome = UNSATISFIED
        else:
            justice = self._judge(problem, complaint)
        farmer = None if problem.account is None else problem.account.owner
        if farmer is not None and problem.outcome in (SATISFIED_FAST, SATISFIED_LATE):
            self._company.morale.saved(farmer)
        remedy, worth = complaint.remedy or (_NO_REMEDY, 0.0)
        chance = self.churn_chance(problem)
        self._log.note(self._kernel.now, problem.number, SETTLED, float(problem.outcome))
        self._enter(problem.number, problem.outcome, problem.satisfaction, *justice, chance, remedy, worth)

    def _judge(self, problem: Problem, complaint: Complaint) -> tuple[float, float, float]:
        justice, place = self._justice, problem.severe
        assert complaint.remedy is not None
        kind, worth = complaint.remedy
        fits = justice.fits(problem.trouble, place > 0, kind) and problem.luck[CONTRARY] >= justice.contrary
        receipt = self._over(self._receipt[place], complaint.complained, complaint.acknowledged)
        solution = self._over(self._solution[place], complaint.complained, complaint.answered)
        outcome = justice.distributive(worth, problem.loss, fits)
        time = justice.procedural(receipt, solution)
        treatment = justice.interactional(complaint.skill, complaint.waiting)
        fair = justice.satisfaction(outcome, time, treatment)
        noise = justice.scatter * _normal_at(min(max(complaint.scatter, _EDGE), 1.0 - _EDGE))
        problem.satisfaction = min(100.0, max(0.0, fair + noise))
        if problem.satisfaction < justice.satisfied:
            problem.outcome = UNSATISFIED
        else:
            quick = self._over(self._quick[place], complaint.complained, complaint.answered) <= 1.0
            problem.outcome = SATISFIED_FAST if quick else SATISFIED_LATE
        return outcome, time, treatment

    def _over(self, span: tuple[bool, float], since: float, until: float) -> float:
        """Elapsed time over a span, in the span's own kind of time."""
        working, hours = span
        passed = self._base.hours_between(since, until) if working else until - since
        return passed / hours if hours > 0.0 else (0.0 if passed <= 0.0 else 1e9)
