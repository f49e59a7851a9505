"""The sales force: who gets a lead, whether they pursue it, and the hours they spend on a deal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import exp
from typing import TYPE_CHECKING, Any, cast

from simsales.company.people.teams import TeamOfDesks
from simsales.company.people.tenure import away_at, leaves_at
from simsales.company.selling.steps import SalesStep, Slots, rounds, sales_step
from simsales.instruments.kernel import AT_ONCE, WAIT, StoryOf, Waiting
from simsales.policies.handoff import AcceptAll, Judged, PlainHandoff
from simsales.words.customers import Order
from simsales.words.records import Lead, Opportunity, Person, new_opportunity
from simsales.words.vocabulary import (
    ACCEPTED,
    DECISION_EVENT,
    EXPENSES,
    HANDED_OVER,
    IGNORED,
    OBJECTIONS,
    PRE_APPROACH,
    PRESENTATION,
    REVENUE,
    STEPS,
    VARIABLE_COST,
    VIDEO,
    VISIT,
    WON,
)

if TYPE_CHECKING:
    from simsales.company.production.order_book import OrderBook
    from simsales.company.selling.market import Market
    from simsales.company.selling.meetings import Meetings
    from simsales.instruments.clock import Calendar
    from simsales.instruments.desk import Desk
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.scenario.model import Scenario


#: A pooled team has no owner to look for: ``yield from`` gives None at once.
_NOBODY = cast("StoryOf[Person | None]", cast(Any, AT_ONCE))


# It is called at every step of every deal: with fewer than thirty fields Python finds its methods at once.
class SalesForce:
    """Reps and their opportunities."""

    #: Open deals are remembered although they have no owner and nothing ends them: others may come to serve them.
    remembers_all = False

    def __init__(
        self,
        kernel: Kernel,
        log: EventLog,
        base: Calendar,
        teams: dict[str, TeamOfDesks],
        slots: dict[str, Slots],
        market: Market,
        orders: OrderBook,
        meetings: Meetings,
    ) -> None:
        self._kernel = kernel
        self._log = log
        self._enter = log.opportunity
        self._base = base
        self._teams = teams
        self._slots = slots
        self._market = market
        self._orders = orders
        self._meetings = meetings
        self._pool: list[Lead] = []
        self._routed = 0
        #: Told of every deal that is won, and of what it brings.
        self.celebrate: Callable[[Person, float], None] | None = None
        #: Who else may do a step than is described, customer by customer; None where nobody may.
        self.touchpoints: Callable[[Opportunity, SalesStep], Waiting] | None = None
        #: Open opportunities that somebody owns or something may end, in order of opening.
        self.open_deals: dict[Opportunity, None] = {}

    def adopt(self, scenario: Scenario) -> None:
        """Sell from now on as `scenario` says."""
        self._scenario = scenario
        self._handoff = scenario.handoff
        some: list[SalesStep | None] = []
        for name, way in self._market.ways.items():
            slot = self._slots[name]
            some = [
                None,
                *(sales_step(scenario, k, slot, self._base, self._teams) for k in range(1, len(STEPS))),
            ]
            way.steps, way.rounds_of_talks = some, rounds(some[OBJECTIONS], slot)
        self.team = next((step.team for step in some if step and step.team.owned), None)
        described = scenario.people[self.team.name] if self.team else None
        self._cap = described.wip_cap if described else None
        self._full_load = described.full_load if described else 1.0
        self._agree_on_travel(scenario)
        self._accepts_all = isinstance(self._handoff, AcceptAll)
        agreed = isinstance(self._handoff, Judged) and self._handoff.agreement is not None
        #: The reps a lead is offered to before it is given up.
        self.offers = range(self._handoff.tries if agreed and isinstance(self._handoff, Judged) else 1)
        self.preparation = 1.0 - exp(-_mean_hours(some, PRE_APPROACH) / 1.5)
        self._impression = (1.0 - exp(-_mean_hours(some, PRESENTATION) / 2.5)) / (1.0 - exp(-1.0))
        self._fill_from_pool()

    def _agree_on_travel(self, scenario: Scenario) -> None:
        """Who is visited, what a visit costs the firm, and what its price makes of how many there are."""
        plan = scenario.compensation.get(self.team.name) if self.team else None
        travel = None if plan is None else plan.of_visits()
        self._visit_cost = 0.0 if travel is None else travel.of_firm()
        answers = travel is not None and scenario.switches.effort
        self._visits = (
            scenario.motivation.travelling.visits(travel.of_traveller()) if travel and answers else 1.0
        )
        self._meetings.adopt(scenario, self._visit_cost, self._visits)
        #: Do a step as it is described, by its owner or team; it may take some hours more.
        self.meet = self._meet if self._meetings.steps else self._visit_some
        self._do: Callable[[Opportunity, SalesStep], Waiting] = self.touchpoints or self.meet

    # --- the hand-off --------------------------------------------------------------------------------

    def assign(self, lead: Lead) -> StoryOf[Person | None]:
        """Find the rep for a lead; it waits in the common pool while nobody has room.

        ``yield from`` gives the rep, or None where a pooled team sells.
        """
        return _NOBODY if self.team is None else self._assign(lead)

    def _assign(self, lead: Lead) -> StoryOf[Person | None]:
        lead.handed_over = min(lead.handed_over, self._kernel.now)
        rep = lead.assigned_rep or self._choose(lead)
        self._log.note(
            self._kernel.now, lead.case.number, HANDED_OVER, person=-1 if rep is None else rep.number
        )
        if rep is None:
            self._pool.append(lead)
            yield from WAIT
            rep, lead.assigned_rep = lead.assigned_rep, None
        return rep

    def _choose(self, lead: Lead) -> Person | None:
        rep = self._scenario.routing.choose(lead, self._with_room(), self._routed)
        if rep is not None:
            self._routed += 1
        return rep  # type: ignore[return-value]  # a RepView of ours is a Person

    def _with_room(self) -> list[Person]:
        assert self.team is not None
        now, cap = self._kernel.now, self._cap
        there = [p for p in self.team.people if not away_at(p, now) and (cap is None or p.open_cases < cap)]
        return there or (self.team.employed(now) if cap is None else [])

    def somebody_came(self) -> None:
        """A rep has joined, and has room."""
        self._fill_from_pool()

    def _fill_from_pool(self) -> None:
        """Somebody has room: the common pool is offered, one lead after another."""
        while self._pool:
            place = self._scenario.routing.pick(self._pool)
            rep = self._choose(self._pool[place])
            if rep is None:
                return
            lead = self._pool.pop(place)
            lead.assigned_rep = rep
            rep.open_cases += 1  # the place is kept until the story goes on
            self._kernel.at(self._kernel.now, DECISION_EVENT + lead.key, self._go_on, lead)

    def _go_on(self, lead: Lead) -> None:
        rep = lead.assigned_rep
        assert rep is not None
        rep.open_cases -= 1
        self._kernel.resume(lead.case.story)

    def pursues(self, rep: Person | None, lead: Lead) -> bool:
        """Whether the rep takes the lead up, from their own experience of marketing's leads."""
        if self._accepts_all or lead.way.name in self._handoff.own:
            return True
        handoff = self._handoff
        if isinstance(handoff, PlainHandoff):
            taken = bool(lead.luck[lead.way.pursuit] < handoff.share)
        else:
            taken = rep is None or self._judges_worthy(rep, lead, handoff)
        self._log.note(
            self._kernel.now,
            lead.case.number,
            ACCEPTED if taken else IGNORED,
            person=-1 if rep is None else rep.number,
        )
        return taken

    def _judges_worthy(self, rep: Person, lead: Lead, handoff: object) -> bool:
        tracking = handoff.tracking if isinstance(handoff, Judged) else 0.0
        load = rep.open_cases / self._full_load
        offset = self._scenario.demand[lead.way.name].pursuit
        chance = self._scenario.market.pursuit.chance(rep.trust, tracking, load, rep.experience, offset)
        return bool(lead.luck[lead.way.pursuit] < chance)

    def return_to_pool(self, lead: Lead) -> Iterable[None]:
        """An ignored lead comes back when the agreed time is over."""
        agreement = self._handoff.agreement if isinstance(self._handoff, Judged) else None
        if agreement is None:
            return AT_ONCE
        now = self._kernel.now
        if agreement.working:
            return self._kernel.pause_until(
                self._base.finish(now, agreement.working_hours(self._base.day_hours)), lead.case
            )
        return self._kernel.pause_until(now + agreement.calendar_hours, lead.case)

    # --- deals ---------------------------------------------------------------------------------------

    def open(self, lead: Lead, rep: Person | None) -> Opportunity:
        """A qualified lead gets its owner: an opportunity."""
        now = self._kernel.now
        deal = new_opportunity(lead, rep)
        enter = self._enter  # Python calls a local faster than a field
        lead.case.number = enter(lead, now, rep)
        if rep is not None:
            self.open_deals[deal] = None
            rep.open_cases += 1
            if now > lead.handed_over:  # a pool or an agreement kept the customer waiting
                deal.case.waited = self._base.hours_between(lead.handed_over, now)
        elif self.remembers_all:
            self.open_deals[deal] = None
        if not self._market.waits_for_ever:
            self.open_deals[deal] = None
            self._market.meet(deal)
        return deal

    def take_over(self, deal: Opportunity) -> None:
        """A deal that was under way before the run began is its owner's."""
        self.open_deals[deal] = None
        if deal.owner is not None:
            deal.owner.open_cases += 1

    def work(self, deal: Opportunity, step: int) -> Waiting:
        """The owner, or the team that does this step, spends its hours on the deal."""
        described: SalesStep | None = deal.way.steps[step]
        if described is None:
            return AT_ONCE
        if described.pooled is not None:
            return described.pooled.work(deal.case, described.work)
        return self._do(deal, described)

    def talk(self, deal: Opportunity, round_: int) -> Waiting:
        """One round of objections."""
        described: SalesStep = deal.way.rounds_of_talks[round_]
        if described.pooled is not None:
            return described.pooled.work(deal.case, described.work)
        return self._do(deal, described)

    def desk_of(self, deal: Opportunity, step: SalesStep) -> Desk:
        """Where a step is done as it is described: the owner's desk, or that of the team."""
        return self._desk(step.team, deal) if step.team.owned else step.team.desk_near(deal.owner)

    def _meet(self, deal: Opportunity, step: SalesStep, extra: float = 0.0) -> Waiting:
        """Do a step whose medium the firm chooses; other steps as before."""
        if step.work.task not in self._meetings.steps:
            return self._visit_some(deal, step, extra)
        return self._meetings.hold(deal, step, self.desk_of(deal, step), extra)

    def met_before(self, deal: Opportunity, step: int) -> None:
        """A deal of the past has been through a step: its customer was met as is usual now."""
        described: SalesStep | None = deal.way.steps[step]
        if described is not None and step in self._meetings.steps:
            deal.medium = self._meetings.medium(deal, step, described.visit_slot)

    def _visit_some(self, deal: Opportunity, step: SalesStep, extra: float = 0.0) -> Waiting:
        """Do a step that is a visit for a share of customers."""
        desk = self.desk_of(deal, step)
        share = step.visit_share
        if share > 0.0 and deal.lead.luck[step.visit_slot] < share * self._visits:
            deal.medium = VISIT
            if self._visit_cost and deal.owner is not None:
                self._log.money(
                    self._kernel.now, EXPENSES, -self._visit_cost, deal.case.number, deal.owner.number
                )
            return desk.work(deal.case, step.work, extra + step.travel * deal.lead.luck[step.travel_slot])
        deal.medium = VIDEO
        return desk.work(deal.case, step.work, extra)

    def _desk(self, team: TeamOfDesks, deal: Opportunity) -> Desk:
        owner, now = deal.owner, self._kernel.now
        if owner is None:
            return team.desk
        if now >= leaves_at(owner):
            owner = self._reassign(deal, owner)
        return team.desk_of(owner, now)

    def _reassign(self, deal: Opportunity, gone: Person) -> Person:
        """The owner has left the firm: the least-loaded colleague takes the deal."""
        heir = min(self._with_room() or [gone], key=lambda rep: (rep.open_cases, rep.seat))
        if heir is not gone:
            gone.open_cases -= 1
            heir.open_cases += 1
            deal.owner, deal.owner_skill = heir, heir.expertise[deal.lead.product]
        return heir

    def impression(self, deal: Opportunity) -> float:
        """Perceived value after the presentation: 1 for an average rep who takes the base hours (dossier 2)."""
        return deal.owner_skill * self._impression * deal.service.context

    def impression_by(self, deal: Opportunity, care: float) -> float:
        """The same where somebody else presents, who takes `care` times our hours."""
        if care == 1.0:
            return self.impression(deal)
        full = 1.0 / (1.0 - exp(-1.0))
        missed: float = (1.0 - self._impression / full) ** care
        return deal.owner_skill * full * (1.0 - missed) * deal.service.context

    def win(self, deal: Opportunity) -> Order:
        """The customer signs."""
        now = self._kernel.now
        paid = deal.lead.value * (1.0 - deal.discount)
        self._log.note(now, deal.case.number, WON, paid)
        self._log.money(now, REVENUE, paid, deal.case.number)
        self._log.money(now, VARIABLE_COST, -self._market.variable_cost(deal), deal.case.number)
        if deal.owner is not None:
            deal.owner.sold += paid
            if self.celebrate is not None:
                self.celebrate(deal.owner, paid)
        self.release(deal)
        deal.case.deadline = float("inf")
        return self._orders.take_deal(deal, paid, now)

    def release(self, deal: Opportunity) -> None:
        """A deal is over: its owner, if it has one, has learnt what it was worth, and has room for another."""
        if deal not in self.open_deals:
            return
        del self.open_deals[deal]
        rep = deal.owner
        if rep is None:
            return
        rep.open_cases -= 1
        if deal.way.name not in self._handoff.own:
            rep.trust = self._scenario.market.pursuit.learn(rep.trust, deal.lead.fit)
        self._fill_from_pool()


def _mean_hours(steps: list[SalesStep | None], number: int) -> float:
    """Hours of a step; those of the base where it is skipped, so that a skipped step changes nobody's odds."""
    step = steps[number] if steps else None
    if step is None:
        return 1.5 if number == PRE_APPROACH else 2.5
    return step.work.mean
