"""Inquiries: customers ask, in office hours, what is no complaint, and the same desk answers them.

Each customer has a clock of its own, so that inquiries follow the number of customers and one customer more moves
nobody's luck.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log1p
from typing import TYPE_CHECKING

from simsales.company.leads.columns import hours_of
from simsales.instruments.clock import YEAR
from simsales.instruments.kernel import Story
from simsales.instruments.work import WorkStep
from simsales.words.records import new_case
from simsales.words.vocabulary import ARRIVAL_EVENT, INQUIRY

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.law import Law
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account
    from simsales.words.records import Case

InquiryStory = Callable[["Case", "Company", str, WorkStep], Story]

_KEY_BITS = (1 << 54) - 1
#: Places in the numbers an inquiry is born with.
_GAP, _THINNED, _HOURS = range(3)


class Inquiries:
    """Lets inquiries in, as the scenario in force describes them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._base = company.kernel, company.base
        self._luck = company.luck.hashed("account.inquiry")
        self._open_hours = company.base.hours_between(0.0, YEAR)
        #: The highest rate of a customer, per open hour, over all dated changes.
        self._highest = max(self._rate(scenario) for _, _, scenario in company.epochs)

    def adopt(self, scenario: Scenario) -> None:
        """Ask from now on as `scenario` says."""
        self._now = self._rate(scenario)
        table = scenario.complaints
        if table != "skip" and table.inquiries != "skip":
            self._team = table.inquiries.team
            self._law: Law = hours_of(table.inquiries.hours, self._base)
            self._step = WorkStep(INQUIRY, self._law.mean, 0, table.inquiries.level)

    def _rate(self, scenario: Scenario) -> float:
        table = scenario.complaints
        if table == "skip" or table.inquiries == "skip":
            return 0.0
        asking = sum(segment.count for segment in self._company.epochs[0][2].customers.values())
        return table.inquiries.rate.per_calendar_hour * YEAR / (self._open_hours * max(1, asking))

    def open(self, story: InquiryStory) -> None:
        """Every inquiry lives `story`."""
        self._story = story

    def watch(self, account: Account) -> None:
        """From now on this customer may ask."""
        if self._highest > 0.0:
            self._expect(account, 0)

    def _expect(self, account: Account, ordinal: int) -> None:
        luck = self._luck(account.key, 0, ordinal)
        time = self._base.finish(self._kernel.now, -log1p(-luck[_GAP]) / self._highest)
        rank = ARRIVAL_EVENT + (account.key & _KEY_BITS)
        self._kernel.at(time, rank, self._ask, (account, ordinal, luck))

    def _ask(self, what: tuple[Account, int, list[float]]) -> None:
        account, ordinal, luck = what
        self._expect(account, ordinal + 1)
        if account.alive and luck[_THINNED] * self._highest < self._now:
            case = new_case(account.key, [self._law.unit_at(luck[_HOURS])])
            case.number = account.number
            self._kernel.start(case, self._story(case, self._company, self._team, self._step))
