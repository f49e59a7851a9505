"""The service desk: hears complaints and answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from simsales.company.complaints import problems as born
from simsales.company.complaints.complaint_work import Complaint, PhaseWork, phases
from simsales.company.complaints.escalation import AGAIN, Escalations
from simsales.company.complaints.inquiries import Inquiries, InquiryStory
from simsales.company.complaints.problems import Problems
from simsales.company.complaints.remedies import Remedies, RepairStory
from simsales.company.complaints.settling import Settling
from simsales.instruments.kernel import AT_ONCE, Story, Waiting
from simsales.policies.service import ToSales
from simsales.words.records import Case, new_case
from simsales.words.vocabulary import (
    ACKNOWLEDGED,
    ANSWERED,
    COMPLAINED,
    REGISTERED,
    REOPENED,
    TROUBLED,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.leads.columns import Columns
    from simsales.instruments.clock import Calendar
    from simsales.instruments.desk import Desk
    from simsales.instruments.work import WorkStep
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account, Order, Problem

ProblemStory = Callable[["Problem", "Company"], Story]
_BEFORE_SELLING = -1  # level of a complaint at a desk that sells


def order_columns(columns: Columns, scenario: Scenario, base: Calendar) -> None:
    """Nothing: problems are hashed from the order's address (`simsales.company.complaints.problems`)."""


class ServiceDesk:
    """Hears complaints and answers them; where complaints are skipped, nothing ever goes wrong."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        #: Whether anybody listens at all.
        self.listens = company.epochs[0][2].complaints != "skip"
        if self.listens:
            self._problems = Problems(company)
            self._escalations = Escalations(company)
            self._settling = Settling(company)
            self._remedies = Remedies(company)
            self._inquiries = Inquiries(company)
            self._of_receipt = company.luck.hashed("complaint.receipt")
            self._of_pass = company.luck.hashed("complaint.pass")

    def adopt(self, scenario: Scenario) -> None:
        """Serve from now on as `scenario` says."""
        table = scenario.complaints
        if not self.listens or table == "skip":
            return
        self._table = table
        self._problems.adopt(scenario)
        self._escalations.adopt(table)
        self._settling.adopt(scenario)
        self._remedies.adopt(table)
        self._inquiries.adopt(scenario)
        self._phases = phases(table, self._base)
        self._heard = self._company.partners.heard()
        self._sales = table.routing.team if isinstance(table.routing, ToSales) else ""
        self._slower = table.routing.slower if isinstance(table.routing, ToSales) else 1.0
        self._service_team = self._company.teams.get(_team_of(self._phases))

    def open(self, story: ProblemStory, repair: RepairStory, inquiry: InquiryStory) -> None:
        """Every problem lives `story`, whatever is made again for a remedy `repair`, questions live `inquiry`."""
        self._story = story
        if self.listens:
            self._remedies.open(repair)
            self._inquiries.open(inquiry)

    # --- what customers tell it ----------------------------------------------------------------------

    def problems_with(self, order: Order) -> list[Problem]:
        """What the customer will find wrong with a delivery; nothing where all is well."""
        return self._problems.with_order(order) if self.listens else []

    def welcome(self, account: Account) -> None:
        """A new customer, who may be billed wrongly or served badly one day, and has questions."""
        if self.listens:
            self._problems.watch(account)
            self._inquiries.watch(account)

    def face(self, problem: Problem) -> None:
        """A customer has a problem from now on, or will notice it when it occurs."""
        problem.state = Complaint(problem.state)
        if problem.account is not None:
            problem.account.open_problems += 1
        case = problem.case
        case.luck = problem.state.hours
        self._kernel.start(case, self._story(problem, self._company))

    def churn_chance(self, problem: Problem) -> float:
        """Chance that a problem that has ended costs the customer, beyond all other churn."""
        return self._settling.churn_chance(problem)

    # --- receipt -------------------------------------------------------------------------------------

    def until_noticed(self, problem: Problem) -> Waiting:
        """The time in use until the customer finds what is wrong."""
        if problem.occurred <= self._kernel.now:
            return AT_ONCE
        return self._kernel.pause_until(problem.occurred, problem.case)

    def is_voiced(self, problem: Problem) -> bool:
        """Whether the customer speaks up."""
        now, table, luck = self._kernel.now, self._table, problem.luck
        self._log.note(now, problem.number, TROUBLED)
        self._company.customers.suffer(problem)
        account = problem.account
        close = None if account is None else account.coverage
        chance = table.voice.speaks_up(problem.severe > 0, problem.loss, table.stimulation, close)
        if luck[born.VOICE] >= chance:
            return False
        complaint: Complaint = problem.state
        complaint.complained = now
        complaint.told_to_field = luck[born.FIELD] < table.field
        complaint.complex = table.complex != "skip" and luck[born.COMPLEX] < table.complex.share
        self._log.note(now, problem.number, COMPLAINED, float(complaint.told_to_field))
        return True

    def is_registered(self, problem: Problem) -> bool:
        """Whether whoever was told writes it down: the desk always does, field staff most times.

        What customers of a distributor say reaches the desk only where the distributor passes it on.
        """
        heard = 1.0 if problem.account is None else self._heard[problem.account.segment]
        told = problem.state.told_to_field
        return problem.luck[born.REGISTERED] < heard * (self._table.registration if told else 1.0)

    def wait_in_vain(self, problem: Problem) -> Iterable[None]:
        """Nobody answers: after the time that the customer allows for a solution, patience ends."""
        end = self._settling.end_of_patience(problem)
        return self._kernel.pause_until(end, problem.case)

    def hand_over(self, problem: Problem) -> Waiting:
        """Field staff bring what they were told; where the desk was told, they are briefed beside."""
        complaint: Complaint = problem.state
        luck = self._of_receipt(*complaint.address)
        for name, place in (("receipt", 0), ("triage", 1), ("handover", 2)):
            if name in self._phases:
                self._phases[name].draw(complaint, problem.severe, luck[place])
        complaint.scatter = luck[3]
        if "handover" not in self._phases:
            return AT_ONCE
        if complaint.told_to_field:
            return self._work("handover", problem)
        self._brief(problem)
        return AT_ONCE

    def _brief(self, problem: Problem) -> None:
        """Work beside the complaint that nobody waits for."""
        phase = self._phases["handover"]
        desk, step = self._desk(phase.team, problem), phase.steps[problem.severe]
        aside = new_case(problem.case.key, problem.state.hours)
        aside.number = problem.number
        self._kernel.start(aside, _aside(aside, desk, step))

    def register(self, problem: Problem) -> Story:
        """Write it down and acknowledge it."""
        yield from self._work("receipt", problem)
        now = self._kernel.now
        problem.state.acknowledged = now
        self._log.note(now, problem.number, REGISTERED)
        self._log.note(now, problem.number, ACKNOWLEDGED)
        self._company.evaluation.hear(problem)

    def sort(self, problem: Problem) -> Story:
        """How grave it is, who works on it, and by when."""
        yield from self._work("triage", problem)
        self._escalations.watch(problem, problem.state.complained)

    # --- processing and response ---------------------------------------------------------------------

    def assign(self, problem: Problem) -> None:
        """Somebody takes it up: the desk, or a sales team that gives its time."""
        complaint: Complaint = problem.state
        parent, kind, ordinal = complaint.address
        luck = self._of_pass(parent, kind, ordinal << 8 | complaint.passes)
        complaint.passes += 1
        processing = "complex" if complaint.complex and "complex" in self._phases else "processing"
        names = (processing, "diagnosis", "response", "approval", "control", "call")
        for name, number in zip(names, luck, strict=False):
            if name in self._phases:
                self._phases[name].draw(complaint, problem.severe, number)
        complaint.reopens = luck[6]
        complaint.owner = None
        if self._sales and self._table.routing.goes_to_sales(self._waiting()):
            complaint.owner = self._desk(self._sales, problem)

    def diagnose(self, problem: Problem) -> Waiting:
        """An engineer's part in a complex case."""
        return self._work("diagnosis", problem) if problem.state.complex else AT_ONCE

    def solve(self, problem: Problem) -> Waiting:
        """Find out what went wrong and what to do."""
        return self._owned("complex" if problem.state.complex else "processing", problem)

    def decide(self, problem: Problem) -> Waiting:
        """Choose the remedy; a dear one needs a manager's word."""
        remedy = self._table.service.remedy(problem)
        problem.state.remedy = remedy
        return (
            self._work("approval", problem) if self._table.service.needs_approval(remedy.worth) else AT_ONCE
        )

    def answer(self, problem: Problem) -> Story:
        """Tell the customer, who has the solution now."""
        yield from self._owned("response", problem)
        now, complaint = self._kernel.now, problem.state
        complaint.answered = now
        complaint.waiting = self._waiting()
        person = problem.case.done_by
        complaint.skill = 1.0 if person is None else person.skill * person.drive
        self._log.note(now, problem.number, ANSWERED, complaint.remedy.worth)
        self._remedies.give(problem)

    # --- control -------------------------------------------------------------------------------------

    def control(self, problem: Problem) -> Waiting:
        """Ask whether it is solved."""
        return self._owned("control", problem)

    def call(self, problem: Problem) -> Waiting:
        """A farmer calls and asks how the customer is."""
        return self._work("call", problem)

    def is_reopened(self, problem: Problem) -> bool:
        """Whether the solution was none; who has to come back is served first."""
        if problem.state.reopens >= self._table.reopens:
            return False
        self._log.note(self._kernel.now, problem.number, REOPENED)
        problem.case.level = AGAIN
        return True

    def settle(self, problem: Problem) -> None:
        """The problem has ended, one way or another, and the customer draws conclusions."""
        self._settling.conclude(problem)
        problem.state = None
        if problem.account is not None:
            problem.account.open_problems -= 1
        self._company.customers.settle(problem)

    def close(self) -> None:
        """The horizon."""

    # --- desks ---------------------------------------------------------------------------------------

    def _work(self, name: str, problem: Problem) -> Waiting:
        """A phase at the desk of its team; nothing where it is skipped."""
        phase = self._phases.get(name)
        if phase is None:
            return AT_ONCE
        return self._at(self._desk(phase.team, problem), problem, phase.steps[problem.severe])

    def _owned(self, name: str, problem: Problem) -> Waiting:
        """As `_work`, but by whoever in sales has taken up the case."""
        phase, owner = self._phases.get(name), problem.state.owner
        if phase is None or owner is None:
            return self._work(name, problem)
        step = phase.steps[problem.severe]
        return self._at(owner, problem, replace(step, mean=step.mean * self._slower, level=_BEFORE_SELLING))

    def _at(self, desk: Desk, problem: Problem, step: WorkStep) -> Iterable[None]:
        problem.state.desk = desk
        desk.sign()
        return desk.work(problem.case, step)

    def _desk(self, name: str, problem: Problem) -> Desk:
        """The desk of a team; of a team of owners, that of the customer's own or of the least loaded."""
        team, now = self._company.teams[name], self._kernel.now
        if not team.owned:
            return team.desk
        owner = None if problem.account is None else problem.account.owner
        if owner is None or owner.role != name:
            owner = team.least_loaded(now)
        return team.desk if owner is None else team.desk_of(owner, now)

    def _waiting(self) -> float:
        """Cases that wait per agent of the service desk."""
        team = self._service_team
        return 0.0 if team is None else team.desk.queued / max(1, len(team.employed(self._kernel.now)))


def _aside(case: Case, desk: Desk, step: WorkStep) -> Story:
    yield from desk.work(case, step)


def _team_of(phases: dict[str, PhaseWork]) -> str:
    """The team of the service desk: whoever processes complaints, or else does the first phase there is."""
    phase = phases.get("processing") or next(iter(phases.values()), None)
    return "" if phase is None else phase.team
