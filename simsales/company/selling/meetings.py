"""Meetings with customers where the firm decides by which medium each is held, and what is noted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from simsales.company.leads.columns import hours_of
from simsales.company.selling.market import GATE_OF_STEP
from simsales.company.selling.persuading import PersuadedMarket, Wishes
from simsales.policies.media import Meeting
from simsales.words.vocabulary import EXPENSES, MEETING_MEDIA, STEPS, VIDEO, VISIT

if TYPE_CHECKING:
    from simsales.company.selling.market import Market
    from simsales.company.selling.steps import SalesStep
    from simsales.instruments.clock import Calendar
    from simsales.instruments.desk import Desk
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel, Story
    from simsales.scenario.model import Scenario
    from simsales.words.records import Opportunity

#: A meeting that has taken place.
MEETING_COLUMNS = {
    "time": "f8",  # when it was over
    "case": "i8",
    "task": "i2",
    "medium": "i2",
    "person": "i4",  # who owns the deal; -1 where nobody does
    "travel": "f8",  # h on the way to a visit and back
    "cost": "f8",  # EUR that the firm pays for a visit
    "equivocality": "f8",
    "insists": "?",  # the customer asked for a visit
}


class Meetings:
    """Who is visited, what it takes, and who was met how."""

    def __init__(
        self, kernel: Kernel, log: EventLog, base: Calendar, market: Market, recorded: bool = False
    ) -> None:
        self._kernel, self._log, self._base = kernel, log, base
        self._market = market
        #: Steps whose meetings are decided on, by number.
        self.steps: frozenset[int] = frozenset()
        if recorded:
            self._enter = log.open("meetings", MEETING_COLUMNS)

    def adopt(self, scenario: Scenario, cost: float, made: float) -> None:
        """Meet customers from now on as `scenario` says.

        A visit costs the firm so many EUR, and of the visits that it wants a share is made.
        """
        table = scenario.media
        self.steps = frozenset()
        if table == "skip" or table.visits == "skip":
            return
        self.steps = frozenset(STEPS.index(name) for name in table.steps)
        self._buyers = cast(PersuadedMarket, self._market)  # there is no choice without them
        self._visits = table.visits
        self._otherwise = MEETING_MEDIA.index(table.otherwise)
        self._travel = hours_of(table.travel, self._base).mean
        self._set_up = hours_of(table.set_up, self._base).mean
        self._cost, self._made = cost, made

    # --- deciding ------------------------------------------------------------------------------------

    def medium(self, deal: Opportunity, step: int, luck_of_visits: int) -> int:
        """How the customer of a deal is met at a step; who pays for visits alone makes fewer than are wanted."""
        wishes = self._buyers.wishes(deal)
        medium = self._visits.choose(self._seen(deal, step, wishes))
        if medium == VISIT and deal.lead.luck[luck_of_visits] >= self._made:
            return self._otherwise
        return medium

    def _seen(self, deal: Opportunity, step: int, wishes: Wishes) -> Meeting:
        """The meeting as a policy sees it."""
        adds = self._buyers.visit_adds(deal, step, wishes, self._otherwise)
        margin = deal.lead.value - self._buyers.variable_cost(deal)
        longer = self._hours(deal, VISIT) - self._hours(deal, self._otherwise)
        gate = GATE_OF_STEP.get(step, -1)
        return Meeting(
            gate, wishes.equivocality, wishes.insists, self._otherwise, adds, margin, longer, self._cost
        )

    def _hours(self, deal: Opportunity, medium: int) -> float:
        """Hours that a medium takes beside the talk itself."""
        if medium == VISIT:
            distance: float = deal.lead.luck[deal.way.distance]
            return self._travel * distance
        return self._set_up if medium == VIDEO else 0.0

    # --- meeting -------------------------------------------------------------------------------------

    def hold(self, deal: Opportunity, step: SalesStep, desk: Desk) -> Story:
        """Meet the customer: the way there and back are hours of whoever goes."""
        task = step.work.task
        medium = self.medium(deal, task, step.visit_slot)
        hours = self._hours(deal, medium)
        deal.medium = medium
        yield from desk.work(deal.case, step.work, hours)
        self._note(deal, task, medium, hours)

    def _note(self, deal: Opportunity, task: int, medium: int, hours: float) -> None:
        now, number = self._kernel.now, deal.case.number
        person = -1 if deal.owner is None else deal.owner.number
        visited = medium == VISIT
        if visited and self._cost:
            self._log.money(now, EXPENSES, -self._cost, number, person)
        wishes = self._buyers.wishes(deal)
        self._enter(
            *(now, number, task, medium, person),
            *(hours * visited, self._cost * visited, wishes.equivocality, wishes.insists),
        )
