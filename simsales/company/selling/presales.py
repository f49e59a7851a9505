"""Pre-sales: an engineer works out with the customer of a complex product what would solve its problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.company.leads.columns import hours_of
from simsales.company.selling.steps import Slots, work_step
from simsales.instruments.kernel import AT_ONCE, Story, Waiting
from simsales.words.records import Opportunity
from simsales.words.vocabulary import ENGINEERING_ASKED, PRESALES

if TYPE_CHECKING:
    from simsales.company.people.teams import TeamOfDesks
    from simsales.company.selling.decisions import Decisions
    from simsales.company.selling.market import Market
    from simsales.instruments.clock import Calendar
    from simsales.scenario.model import Scenario


class Presales:
    """Engineers who help to sell."""

    def __init__(
        self,
        base: Calendar,
        teams: dict[str, TeamOfDesks],
        slots: dict[str, Slots],
        market: Market,
        decisions: Decisions,
    ) -> None:
        self._base = base
        self._teams = teams
        self._slots = slots
        self._market = market
        self._decisions = decisions

    def adopt(self, scenario: Scenario) -> None:
        """Help from now on as `scenario` says."""
        table = scenario.selling.presales
        #: Whether anybody here helps at all.
        self.helps = table != "skip" and bool(scenario.market.requests.engineering)
        if table == "skip":
            return
        structure = scenario.structure
        depth, loss = (1.0, 0.0) if structure == "skip" else (structure.depth, structure.handover_loss)
        self._kept = 1.0 - loss
        self._team = self._teams[table.team]
        self._asked = hours_of(table.hours, self._base).mean
        # who knows a product less takes longer, and what was lost is asked again
        mean = self._asked * (1.0 + loss) / depth
        self._steps = {
            name: work_step(table, PRESALES, slot, self._base, mean=mean)
            for name, slot in self._slots.items()
        }

    def help(self, deal: Opportunity) -> Waiting:
        """The hours of an engineer, where the customer asks for them and whoever decides on them agrees."""
        if not self._market.wants_an_engineer(deal):
            return AT_ONCE
        return self._help(deal)

    def _help(self, deal: Opportunity) -> Story:
        case, step = deal.case, self._steps[deal.way.name]
        yield from self._decisions.ask(deal, ENGINEERING_ASKED, self._asked * case.luck[step.slot])
        yield from self._team.desk_near(deal.owner).work(case, step)
        if case.started > case.asked:  # desks remember waits of selling steps only
            case.waited += self._base.hours_between(case.asked, case.started)
        deal.perceived_value *= self._kept
