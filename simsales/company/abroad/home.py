"""What deals abroad ask of people at home: hours at the desk of a team that has other customers as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.leads.columns import hours_of
from simsales.instruments.eventlog import case_number
from simsales.instruments.kernel import AT_ONCE, Waiting
from simsales.instruments.work import WorkStep
from simsales.words.records import Case, new_case
from simsales.words.vocabulary import EXPORT, FOREIGN_DEAL

if TYPE_CHECKING:
    from simsales.company.abroad.countries import ForeignDeal
    from simsales.company.company import Company
    from simsales.instruments.desk import Desk
    from simsales.scenario.expansion import Expansion

_FOREIGN = 3 << 54  # where the keys of deals abroad begin, beyond those of orders
_COUNTRY, _STRIP = 46, 26  # bits of a key below a country's number, and below a strip's


class HomeDesk:
    """Whoever works at home on deals abroad."""

    def __init__(self, company: Company, table: Expansion) -> None:
        self._company = company
        self._deals = 0
        self._home = None if table.home == "skip" else table.home
        if self._home is not None:
            self._team = company.teams[self._home.team]
            self._hours = hours_of(self._home.hours, company.base)

    def share(self, stage: int) -> float:
        """Part of the work on a deal that is done at home, at a stage of commitment."""
        return 0.0 if self._home is None or not stage else self._home.shares[stage - 1]

    def case_of(self, country: int, deal: ForeignDeal, uniform: float) -> Case:
        """A deal as a case of its own, with the luck of its hours."""
        key = _FOREIGN + (country << _COUNTRY | deal.strip << _STRIP | deal.place)
        case = new_case(key, (1.0 if self._home is None else self._hours.unit_at(uniform),))
        case.number = case_number(FOREIGN_DEAL, self._deals)
        self._deals += 1
        return case

    def work(self, case: Case, stage: int, effort: float) -> Waiting:
        """Whoever at home has the fewest cases waiting does their part of the work on a deal."""
        share = self.share(stage)
        if not share:
            return AT_ONCE
        return self._desk().work(case, WorkStep(EXPORT, self._hours.mean * share * effort, 0))

    def _desk(self) -> Desk:
        team, now = self._team, self._company.kernel.now
        if not team.owned:
            return team.desk
        person = team.least_loaded(now)
        return team.desk if person is None else team.desk_of(person, now)
