"""The company: its departments, its people and the dated changes that happen to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simsales.company.abroad.expansion import ExpansionDesk
from simsales.company.accounts.customers import Customers
from simsales.company.accounts.farmers import Farmers
from simsales.company.complaints.evaluation import Evaluation
from simsales.company.complaints.quality import Quality
from simsales.company.complaints.service_desk import ServiceDesk
from simsales.company.frequency.promotions import Promotions
from simsales.company.leads.arrivals import stream_number
from simsales.company.leads.births import Births
from simsales.company.leads.columns import lead_columns, merged
from simsales.company.leads.lead_desk import LeadDesk
from simsales.company.leads.reception import Reception
from simsales.company.partners.channels import Channels
from simsales.company.partners.partners import Partners
from simsales.company.partners.reps import PartnerReps
from simsales.company.people.beliefs import Beliefs
from simsales.company.people.incentives import Incentives
from simsales.company.people.morale import Morale
from simsales.company.people.pay_days import PayDays
from simsales.company.people.payroll import Payroll
from simsales.company.people.rotas import Epoch
from simsales.company.people.specialists import Specialists
from simsales.company.people.staffing import Staffing
from simsales.company.people.supervision import Supervision
from simsales.company.people.teams import base_calendar
from simsales.company.people.turnover import Turnover
from simsales.company.production.factory import Factory
from simsales.company.production.order_book import OrderBook
from simsales.company.selling.decisions import Decisions
from simsales.company.selling.last_days import LastDays
from simsales.company.selling.management import Management
from simsales.company.selling.meetings import Meetings
from simsales.company.selling.persuading import market_of
from simsales.company.selling.presales import Presales
from simsales.company.selling.quote_desk import QuoteDesk
from simsales.company.selling.sales_force import SalesForce
from simsales.company.selling.touchpoints import Touchpoints
from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import EventLog
from simsales.instruments.kernel import Kernel
from simsales.instruments.luck import BLOCK, DoorTable, Luck, slots_of
from simsales.scenario.organisation import available, pods_of
from simsales.words.lost import Lost
from simsales.words.records import Lead, set_pace
from simsales.words.vocabulary import CALENDAR_EVENT, CLOSED, FOLLOWED_UP, LOST

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario


class Company:
    """A sales organisation ready to be played for one replication."""

    def __init__(self, scenario: Scenario, luck: Luck, keep_log: bool = True) -> None:
        run = scenario.run
        warm_up, horizon, follow_up = (_hours(span) for span in (run.warm_up, run.horizon, run.follow_up))
        self.end = warm_up + horizon + follow_up
        self.epochs = _epochs(scenario, self.end)
        self.luck = luck
        self.kernel = Kernel()
        self.base = base_calendar(scenario, max(self.end, YEAR))
        self.source_names = sorted({name for _, _, s in self.epochs for name in s.demand})
        self.log = EventLog(
            horizon=self.end,
            warm_up=warm_up,
            follow_up=follow_up,
            seed=luck.seed,
            replication=luck.replication,
            keep=keep_log,
            base=self.base,
            sources=tuple(self.source_names),
            products=tuple(scenario.products),
            segments=tuple(scenario.customers),
        )
        self._note = self.log.note
        self.tables = self._door_tables()
        slots: dict[str, dict[Any, int]] = {name: tables[0].slot for name, tables in self.tables.items()}
        self.staffing = Staffing(self.epochs, luck, self.kernel, self.log, self.base)
        self.teams = self.staffing.teams()
        self._open_departments(slots)
        self.adopt(0)
        for place in range(1, len(self.epochs)):
            self.kernel.at(self.epochs[place][0], CALENDAR_EVENT, self.adopt, place)

    def _open_departments(self, slots: dict[str, dict[Any, int]]) -> None:
        luck = self.luck
        self.market = market_of(self.epochs)(self.kernel, self.base, slots)
        self.lead_desk = LeadDesk(self.kernel, self.log, self.base, self.teams, slots, self.market.ways)
        self.orders = OrderBook(self.epochs, luck, self.log, self.base)
        recorded = self.epochs[0][2].media != "skip"
        self.meetings = Meetings(self.kernel, self.log, self.base, self.market, recorded)
        self.sales_force = SalesForce(
            self.kernel, self.log, self.base, self.teams, slots, self.market, self.orders, self.meetings
        )
        self.touchpoints = Touchpoints(self, slots)
        self.quote_desk = QuoteDesk(self.kernel, self.log, self.base, self.teams, slots)
        self.decisions = Decisions(
            *(self.kernel, self.log, self.base, self.teams, slots),
            ever=any(scenario.structure != "skip" for _, _, scenario in self.epochs),
        )
        self.presales = Presales(self.base, self.teams, slots, self.market, self.decisions)
        self.management = Management(
            self.kernel, self.log, self.base, self.teams, slots, self.market, self.decisions
        )
        self.factory = Factory(self)
        self.market.lead_time_of = self.factory.relative_lead_time
        self.promotions = Promotions(self)
        self.customers = Customers(self)
        self.farmers = Farmers(self)
        self.quality = Quality(self)
        self.evaluation = Evaluation(self)
        self.service_desk = ServiceDesk(self)
        self.payroll = Payroll(self.kernel, self.log, self.teams)
        self.pay_days = PayDays(self)
        self.orders.sold = self.pay_days.order_taken if self.pay_days.active else None
        self.management.stake_in = self.pay_days.stake_in
        self.beliefs = Beliefs(self)
        self.supervision = Supervision(self)
        self.morale = Morale(self)
        self.sales_force.celebrate = self.morale.won if self.morale.active else None
        self.incentives = Incentives(self)
        self.last_days = LastDays(self)
        self.market.last_days = self.last_days
        self.channels = Channels(self)
        self.partners = Partners(self)
        self.partner_reps = PartnerReps(self)
        self.abroad = ExpansionDesk(self)
        self.specialists = Specialists(self)
        self.reception = Reception(self)
        self.turnover = Turnover(self)
        self.turnover.factor = self.morale.restless

    @property
    def scenario(self) -> Scenario:
        """The scenario in force."""
        return self._scenario

    def adopt(self, place: int) -> None:
        """A dated change: from now on the company lives by the scenario of this epoch."""
        scenario = self.epochs[place][2]
        before = self.market.hazards if place else (0.0, 0.0)
        self._scenario = scenario
        self.market.adopt(scenario)
        if place and self.market.hazards != before:
            self.market.rethink_hazards(self.sales_force.open_deals, before)
        self.lead_desk.adopt(scenario)
        self.touchpoints.adopt(scenario)
        self.quote_desk.adopt(scenario)
        self.decisions.adopt(scenario)
        self.presales.adopt(scenario)
        self.management.adopt(scenario)
        self.orders.adopt(place)
        self.partners.adopt(scenario)
        self.factory.adopt(scenario)
        self.promotions.adopt(scenario)
        self.farmers.adopt(scenario)
        self.customers.adopt(scenario, place)
        self.quality.adopt(scenario)
        self.evaluation.adopt(scenario)
        self.service_desk.adopt(scenario)
        self.payroll.adopt(scenario)
        self.pay_days.adopt(scenario)
        self.beliefs.adopt(scenario)
        self.supervision.adopt(scenario)
        self.morale.adopt(scenario)
        self.incentives.adopt(scenario)
        self.last_days.adopt(scenario)
        self.channels.adopt(scenario)
        self.abroad.adopt(scenario)
        self.reception.adopt(scenario, place, {name: tables[place] for name, tables in self.tables.items()})
        self._adopt_availability(scenario)
        self.sales_force.adopt(scenario)
        self.specialists.adopt(scenario)

    def _adopt_availability(self, scenario: Scenario) -> None:
        for team in self.teams.values():
            if team.name in scenario.people:
                pace = available(scenario, team.name)
                for person in team.people:
                    set_pace(person, pace)
                team.divide(pods_of(scenario, team.name))

    def _door_tables(self) -> dict[str, list[DoorTable]]:
        """For every source, the rows of luck of its leads, once per epoch in one common layout."""
        return {name: self._tables_of(name, BLOCK) for name in self.source_names}

    def referred(self) -> list[DoorTable]:
        """The rows of luck of leads that customers refer, once per epoch, in the layout of their source."""
        return self._tables_of("referral", 1)

    def _tables_of(self, name: str, block: int) -> list[DoorTable]:
        known = [scenario for _, _, scenario in self.epochs if name in scenario.demand]
        known = [known[0]] * (len(self.epochs) - len(known)) + known  # a source may be added by date
        layouts = merged([lead_columns(scenario, name, self.base) for scenario in known])
        number = stream_number(name)
        return [
            DoorTable(self.luck, number, layout, Births(scenario, name, slots_of(layout)).of, block)
            for scenario, layout in zip(known, layouts, strict=True)
        ]

    # --- how a story ends ----------------------------------------------------------------------------

    def lose(self, lead: Lead, loss: Lost) -> None:
        """The lead, or the opportunity it became, leaves the process."""
        time = self.kernel.now if loss.time is None else loss.time
        note, deal = self._note, lead.deal
        note(time, lead.case.number, LOST, 0.0, loss.reason)
        loss.__traceback__ = None  # it may be raised again, and must not hold on to this lead
        if deal is not None:
            if deal.owner is not None:
                self.sales_force.release(deal)
                if self.morale.active:
                    self.morale.lost(deal.owner)
            elif self.sales_force.open_deals:
                self.sales_force.release(deal)
            lead.deal = None  # a finished story leaves no circle of references behind

    def keep(self, lead: Lead) -> None:
        """The customer has been followed up."""
        self.log.note(self.kernel.now, lead.case.number, FOLLOWED_UP)
        lead.deal = None

    def close(self) -> None:
        """The horizon: whatever is still open is logged as open."""
        self.customers.close()
        self.promotions.close()
        self.service_desk.close()
        for team in self.teams.values():
            for desk in team.desks:
                desk.close()
        self.log.note(self.end, -1, CLOSED)


def _hours(span: Any) -> float:
    return float(span.calendar_hours)


def _epochs(scenario: Scenario, end: float) -> Sequence[Epoch]:
    """The scenarios in force one after another, with the times between which each is."""
    dated = [(date.calendar_hours, then) for date, then in scenario.epochs()]
    dated = [(time, then) for time, then in dated if time < end]
    starts = [time for time, _ in dated]
    return [(time, until, then) for (time, then), until in zip(dated, [*starts[1:], end], strict=True)]
