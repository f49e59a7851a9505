"""Touchpoints: each step of selling is done by the portal, by an inside rep or by a field rep, who owns the deal.

Whoever does a step after somebody else has to find out what went before.  The CRM may have kept it; where it has not,
the newcomer needs time, and part of what the customer had come to see in the offer is lost.  People of one queue count
as one party, because they share their notes.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING

from simsales.company.leads.columns import MAX_ROUNDS, ONE, hours_of, plain_hours
from simsales.company.people.pods import party_of
from simsales.company.people.tenure import leaves_at
from simsales.instruments.kernel import Story
from simsales.scenario.hybrid import hybrid_of, touches
from simsales.words.records import BY_ITS_OWNER, Service
from simsales.words.vocabulary import (
    APPROACH,
    BY_FIELD,
    BY_INSIDE,
    BY_PORTAL,
    MEETING_MEDIA,
    OBJECTIONS,
    PORTAL,
    PRE_APPROACH,
    PROSPECTING,
    STEPS,
    VIDEO,
    WAYS,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.people.teams import TeamOfDesks
    from simsales.company.selling.steps import SalesStep, Slots
    from simsales.instruments.desk import Desk
    from simsales.scenario.hybrid import Hybrid
    from simsales.scenario.model import Scenario
    from simsales.words.records import Lead, Opportunity, Person

#: Serving a customer once, entered when it is asked for.
TOUCH_COLUMNS = {
    "time": "f8",
    "case": "i8",
    "step": "i2",
    "way": "i2",  # of `WAYS`
    "failed": "?",  # the portal was of no use
    "handover": "?",  # by somebody else than the last time
    "lost": "?",  # and the newcomer did not find what went before
}
#: Who has served a customer: the number of a desk, or one of these.
NOBODY, THE_PORTAL = -1, -2


class Touchpoints:
    """Who serves whom at which step."""

    def __init__(self, company: Company, slots: dict[str, Slots]) -> None:
        self._company, self._slots = company, slots
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        if any(hybrid_of(scenario) is not None for _, _, scenario in company.epochs):
            self._enter = self._log.open("touches", TOUCH_COLUMNS)
            company.sales_force.remembers_all = True

    def adopt(self, scenario: Scenario) -> None:
        """Serve from now on as `scenario` says."""
        table = hybrid_of(scenario)
        sales_force, lead_desk = self._company.sales_force, self._company.lead_desk
        self._take_up(sales_force.open_deals, table)
        if table is None:
            sales_force.touchpoints = lead_desk.traces = None
            return
        sales_force.touchpoints, lead_desk.traces = self.serve, self.beside
        self._preference = None if table.preference == "skip" else table.preference
        self._shapes = (1.0, 1.0, 1.0) if self._preference is None else self._preference.shapes()
        self._route(scenario, table)
        portal = table.portal
        self._fails, self._attended, self._traces = portal.fails, portal.attended, portal.traces
        self._inside = self._company.teams.get(table.inside.team)
        if self._inside is not None and not self._inside.owned:
            self._inside.desk.sign()  # who has talked to a customer is known afterwards
        self._medium = MEETING_MEDIA.index(table.inside.medium)
        assert scenario.media != "skip"
        self._set_up = hours_of(scenario.media.set_up, self._base).mean if self._medium == VIDEO else 0.0
        self._crm, self._kept = table.handovers.crm, 1.0 - table.handovers.loss
        self._reading_up = plain_hours(table.handovers.hours, self._base)
        self._places = {name: TouchLuck(slot) for name, slot in self._slots.items()}

    def _take_up(self, deals: Iterable[Opportunity], table: Hybrid | None) -> None:
        """A dated change: who serves while there is no table counts as nobody, and where it ends nobody minds."""
        for deal in deals:
            if table is None or deal.service is BY_ITS_OWNER:
                before, deal.service = deal.service, Service(NOBODY)
                deal.service.context = before.context

    def _route(self, scenario: Scenario, table: Hybrid) -> None:
        """Ask for every touch now, so that nobody has to ask for each touch of a customer."""
        segments, products = list(scenario.customers), list(scenario.products)
        #: The way of serving by step, segment, product and wish.
        self._ways: dict[tuple[int, int, int, int], int] = {}
        #: Segments and products to which the portal is open at any step.
        self._open: set[tuple[int, int]] = set()
        for touch in touches(table, scenario):
            way = WAYS.index(table.routes.choose(touch) or "")  # a gap would have been refused
            about = segments.index(touch.segment), products.index(touch.product)
            self._ways[STEPS.index(touch.step), *about, WAYS.index(touch.preferred)] = way
            if way == BY_PORTAL:
                self._open.add(about)

    # --- wishes and traces ---------------------------------------------------------------------------

    def wish(self, lead: Lead, step: int) -> int:
        """How a customer would like to be served at a step."""
        if self._preference is None:
            return BY_FIELD
        places, luck = self._places[lead.way.name], lead.luck
        leanings = [shape * luck[slot] for shape, slot in zip(self._shapes, places.leanings, strict=True)]
        return self._preference.wish(leanings, luck[places.wishes[step]])

    def beside(self, lead: Lead, talk: float, of_talk: float) -> tuple[float, float]:
        """d' and error of all that is known of a lead: traces beside a talk, where it has looked around by itself.

        That does who would rather be served by the portal before anybody calls, where the portal is open to them.
        """
        if (lead.segment, lead.product) not in self._open or self.wish(lead, PROSPECTING) != BY_PORTAL:
            return talk, of_talk
        return self._traces.beside(talk, of_talk, lead.luck[self._places[lead.way.name].trace])

    # --- serving -------------------------------------------------------------------------------------

    def serve(self, deal: Opportunity, step: SalesStep) -> Story:
        """A step, or a round of talks, by whom the routes name; the owner has to where the portal fails."""
        lead, number = deal.lead, step.work.task
        if deal.service is BY_ITS_OWNER:
            deal.service = Service(self._served_before(lead))
        met = max(number, APPROACH)  # who prepares is who will make the approach
        wished = self.wish(lead, met)
        way = self._ways[met, lead.segment, lead.product, wished]
        if way == BY_PORTAL and not self._works(deal, step):
            way = BY_FIELD
        if way == BY_PORTAL:
            yield from self._in_the_portal(deal, step)
        elif way == BY_INSIDE and self._inside is not None:
            yield from self._at_a_distance(deal, step, self._inside)
        else:
            yield from self._in_the_field(deal, step)
        if self._preference is not None:
            deal.service.reluctance = self._preference.reluctance(wished, way)

    def _served_before(self, lead: Lead) -> int:
        """Who has served the customer before the first step; nobody where no SDR or rep had to reach it."""
        return NOBODY if lead.touched == inf else party_of(self._company.lead_desk.desk_of(lead), lead.case)

    def _works(self, deal: Opportunity, step: SalesStep) -> bool:
        """Whether this customer gets along in the portal; nobody there prepares an approach."""
        if step.work.task == PRE_APPROACH:
            return False
        if deal.lead.luck[self._places[deal.way.name].fails[step.touch]] >= self._fails:
            return True
        self._note(deal, step, BY_PORTAL, failed=True)
        return False

    def _in_the_portal(self, deal: Opportunity, step: SalesStep) -> Story:
        """The customer does it now, whatever the hour, and takes nobody's time unless the owner sits by."""
        if self._attended:
            yield from self._in_the_field(deal, step, BY_PORTAL)
        else:
            self._note(deal, step, BY_PORTAL)
            deal.service.party, deal.owner_skill = THE_PORTAL, 1.0
        deal.medium = PORTAL

    def _at_a_distance(self, deal: Opportunity, step: SalesStep, team: TeamOfDesks) -> Story:
        """An inside rep does it, by video or telephone."""
        desk, person = self._inside_desk(deal, team)
        extra = self._take_over(deal, step, BY_INSIDE, desk)
        deal.medium = self._medium
        yield from desk.work(
            deal.case, step.work, extra + (self._set_up if step.work.task != PRE_APPROACH else 0.0)
        )
        person = person or deal.case.done_by
        assert person is not None
        deal.owner_skill = person.expertise[deal.lead.product]

    def _inside_desk(self, deal: Opportunity, team: TeamOfDesks) -> tuple[Desk, Person | None]:
        """The common desk, or that of the inside rep who serves this customer; they keep it."""
        if not team.owned:
            return team.desk_near(deal.owner), None
        now, service = self._kernel.now, deal.service
        if service.inside is None or now >= leaves_at(service.inside):
            service.inside = team.least_loaded(now) or (team.employed(now) or team.people)[0]
        desk = team.desk_of(service.inside, now)
        return desk, team.people[team.desks.index(desk)]

    def _in_the_field(self, deal: Opportunity, step: SalesStep, way: int = BY_FIELD) -> Story:
        """The owner does it, as the step is described."""
        sales_force = self._company.sales_force
        extra = self._take_over(deal, step, way, sales_force.desk_of(deal, step))
        if deal.owner is not None:
            deal.owner_skill = deal.owner.expertise[deal.lead.product]
        yield from sales_force.meet(deal, step, extra)

    # --- handovers -----------------------------------------------------------------------------------

    def _take_over(self, deal: Opportunity, step: SalesStep, way: int, desk: Desk) -> float:
        """Who serves next finds out what went before: hours that it takes, and what is lost of the offer's value."""
        service, party = deal.service, party_of(desk, deal.case)
        new, service.party = service.party not in (NOBODY, party), party
        lost = new and deal.lead.luck[self._places[deal.way.name].kept[step.touch]] >= self._crm
        self._note(deal, step, way, handover=new, lost=lost)
        if not lost:
            return 0.0
        service.context *= self._kept
        deal.perceived_value *= self._kept
        return self._reading_up

    def _note(
        self,
        deal: Opportunity,
        step: SalesStep,
        way: int,
        *,
        failed: bool = False,
        handover: bool = False,
        lost: bool = False,
    ) -> None:
        self._enter(self._kernel.now, deal.case.number, step.work.task, way, failed, handover, lost)


class TouchLuck:
    """Where the luck of touches stands in the row of a lead of one source."""

    def __init__(self, slot: Slots) -> None:
        one = slot[ONE]
        names = [*range(len(STEPS)), *((OBJECTIONS, number) for number in range(1, MAX_ROUNDS))]
        self.fails = [slot.get(("fails", name), one) for name in names]
        self.kept = [slot.get(("kept", name), one) for name in names]
        self.wishes = [slot.get(("wish", step), one) for step in range(len(STEPS))]
        self.leanings = [slot.get(("leaning", way), one) for way in range(len(WAYS))]
        self.trace = slot.get("trace", one)
