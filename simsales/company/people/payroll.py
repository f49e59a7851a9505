"""What the company pays, week by week: people, media, and functions without a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.people.tenure import employed_hours
from simsales.instruments.clock import WEEK, YEAR
from simsales.scenario.hybrid import portal_cost
from simsales.words.vocabulary import EXPENSES, MARKETING, MEDIA, PAY, PAYROLL_EVENT, PORTAL_COST

if TYPE_CHECKING:
    from simsales.company.people.teams import TeamOfDesks
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario


class Payroll:
    """Posts cost to the ledger as it accrues: by the week, and whenever a dated change alters what is agreed."""

    def __init__(self, kernel: Kernel, log: EventLog, teams: dict[str, TeamOfDesks]) -> None:
        self._kernel = kernel
        self._log = log
        self._teams = teams
        self._settled = 0.0  # up to when everything is paid
        kernel.at(WEEK, PAYROLL_EVENT, self._post, None)

    def adopt(self, scenario: Scenario) -> None:
        """Pay from now on as `scenario` says; what accrued before is settled as it was agreed."""
        if self._kernel.now > self._settled:
            self._settle()
        self._scenario = scenario
        self._portal = portal_cost(scenario)

    def _post(self, _: object) -> None:
        """A week is over."""
        if self._kernel.now > self._settled:
            self._settle()
        self._kernel.at(self._kernel.now + WEEK, PAYROLL_EVENT, self._post, None)

    def _settle(self) -> None:
        """Everything that accrued since the last time."""
        now = self._kernel.now
        since, self._settled = self._settled, now
        hours = now - since
        share = hours / YEAR
        for role, plan in self._scenario.compensation.items():
            if role not in self._teams:
                self._log.money(now, MARKETING, -plan.yearly_pay() * share)
                continue
            for person in self._teams[role].people:
                of_person = employed_hours(person, since, now) / YEAR
                if of_person:
                    self._log.money(now, PAY, -plan.yearly_pay() * of_person, person=person.number)
                    self._log.money(now, EXPENSES, -plan.yearly_expenses() * of_person, person=person.number)
        if self._portal:
            self._log.money(now, PORTAL_COST, -self._portal * share)
        for source in self._scenario.demand.values():
            if source.cost:
                spent = source.cost * source.spend * source.rate.per_calendar_hour * hours
                self._log.money(now, MEDIA, -spent)
