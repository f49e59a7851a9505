"""Management: approving discounts, the deal desk, reviews at the gate, and the improvement of the process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from simsales.company.leads.columns import ONE, hours_of
from simsales.company.selling.steps import Slots, work_step
from simsales.instruments.eventlog import case_number
from simsales.instruments.kernel import AT_ONCE, Story, Waiting
from simsales.instruments.work import WorkStep
from simsales.responses.advancing import LAST_GATE, Logit
from simsales.scenario.organisation import granted_alone
from simsales.words.lost import Lost
from simsales.words.records import Case, Opportunity, Person, new_case
from simsales.words.vocabulary import (
    APPROVAL,
    BACKGROUND,
    DISCOUNT_ASKED,
    DISCOUNTED,
    GATE_REVIEW,
    IMPROVEMENT,
    LEAD_TIME_ASKED,
    REVIEWED_OUT,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.people.pay_days import Stake
    from simsales.company.people.teams import TeamOfDesks
    from simsales.company.selling.decisions import Decisions
    from simsales.company.selling.market import Market
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel
    from simsales.responses.haggling import Haggling
    from simsales.scenario.company import GateReview
    from simsales.scenario.model import Scenario


def _price(discount: float, wish: float) -> float:
    """What is paid over what the buyer holds in hand: who wants a discount has a rival quote that much lower."""
    return (1.0 - discount) / (1.0 - wish)


class Management:
    """Managers' time, and the decisions that need it."""

    #: What counts of a rep's sales for their pay; the pay days know it.
    stake_in: Callable[[Person], Stake | None]

    def __init__(
        self,
        kernel: Kernel,
        log: EventLog,
        base: Calendar,
        teams: dict[str, TeamOfDesks],
        slots: dict[str, Slots],
        market: Market,
        decisions: Decisions,
    ) -> None:
        self._kernel = kernel
        self._log = log
        self._base = base
        self._teams = teams
        self._slots = slots
        self._market = market
        self._decisions = decisions

    def adopt(self, scenario: Scenario) -> None:
        """Manage from now on as `scenario` says."""
        selling = scenario.selling
        self._pricing = scenario.pricing
        self._approval = selling.approval
        self._deal_desk = selling.deal_desk
        self._review = selling.gate_review
        haggling = scenario.motivation.haggling
        self._haggling: Haggling | None = None
        if haggling != "skip" and scenario.switches.haggling and isinstance(scenario.market.advance, Logit):
            self._haggling = haggling
        self._structured = scenario.structure != "skip"
        self._approving, self._alone = scenario.motivation.approving, granted_alone(scenario)
        self._steps = {name: self._approvals(slot) for name, slot in self._slots.items()}

    def _approvals(self, slot: Slots) -> dict[str, WorkStep]:
        steps = {}
        if self._approval != "skip":
            steps["approval"] = work_step(self._approval, APPROVAL, slot, self._base)
        if self._deal_desk != "skip":
            steps["deal desk"] = work_step(self._deal_desk, APPROVAL, slot, self._base)
            steps["deal desk"].slot = slot.get("deal desk", slot[ONE])
        if self._review != "skip":
            hours = hours_of(self._review.hours, self._base)
            steps["review"] = WorkStep(GATE_REVIEW, hours.mean, slot.get(("hours", GATE_REVIEW), slot[ONE]))
        return steps

    # --- improving the process -----------------------------------------------------------------------

    def begin_improvement(self, story: Callable[[Case, Company], Story], company: Company) -> None:
        """Begin the improvement cycle where the scenario runs one."""
        process = company.scenario.selling.process
        if process == "skip" or not process.improvement:
            return
        hours, every = hours_of(process.improvement_hours, self._base), process.improvement_every
        self._cycle = WorkStep(IMPROVEMENT, hours.mean, 0, level=9)
        self._every = (
            every.working,
            every.working_hours(self._base.day_hours) if every.working else every.calendar_hours,
        )
        cycle = new_case(0, [1.0])
        cycle.number = case_number(BACKGROUND, 0)
        self._kernel.start(cycle, story(cycle, company))

    def wait_for_cycle(self, cycle: Case) -> Iterable[None]:
        """The time between two improvement cycles."""
        working, hours = self._every
        now = self._kernel.now
        return self._kernel.pause_until(self._base.finish(now, hours) if working else now + hours, cycle)

    def work_on_process(self, cycle: Case) -> Iterable[None]:
        """A manager works on the biggest cause of errors."""
        return self._teams["manager"].desk.work(cycle, self._cycle)

    # --- decisions on deals --------------------------------------------------------------------------

    def review(self, deal: Opportunity) -> Waiting:
        """A second look before the presentation: what it sees of the customer's fit decides."""
        return AT_ONCE if self._review == "skip" else self._look_again(deal, self._review)

    def _look_again(self, deal: Opportunity, review: GateReview) -> Story:
        name = deal.way.name
        yield from self._teams[review.team].desk.work(deal.case, self._steps[name]["review"])
        seen = review.detectability * deal.lead.fit + deal.lead.luck[deal.way.review]
        if seen <= review.threshold:
            raise Lost(REVIEWED_OUT)

    def approve(self, deal: Opportunity) -> Waiting:
        """The customer's wish for a discount: granted by the rep, by a manager, or by the deal desk."""
        if self._structured:
            return self._decide(deal)
        if self._market.nobody_haggles:
            return AT_ONCE
        wish = self._market.discount_wish(deal)
        return self._negotiate(deal, wish) if wish > 0.0 else AT_ONCE

    def _concede(self, deal: Opportunity, wish: float, most: float) -> float:
        """What of it the rep really gives, who may have to pay for it."""
        if self._haggling is None or deal.owner is None or most <= 0.0:
            return most
        stake = self.stake_in(deal.owner)
        if stake is None:
            return most
        discounts = self._haggling.considered(most)
        counted = [stake.counted(discount, self._market.cost_share(deal)) for discount in discounts]
        return self._haggling.concession(discounts, counted, [self._odds(deal, d, wish) for d in discounts])

    def _odds(self, deal: Opportunity, discount: float, wish: float) -> float:
        deal.price = _price(discount, wish)
        return self._market.chance(deal, LAST_GATE)

    def _negotiate(self, deal: Opportunity, wish: float) -> Story:
        steps = self._steps[deal.way.name]
        if self._approval != "skip" and self._pricing.asks_manager(wish):
            yield from self._teams[self._approval.team].desk.work(deal.case, steps["approval"])
        if self._deal_desk != "skip" and self._pricing.asks_deal_desk(wish):
            yield from self._teams[self._deal_desk.team].desk.work(deal.case, steps["deal desk"])
        self._grant(deal, wish, self._pricing.grants(wish))

    def _decide(self, deal: Opportunity) -> Story:
        """The customer's wishes, decided by those whom the structure gives the right to."""
        wish = 0.0 if self._market.nobody_haggles else self._market.discount_wish(deal)
        if wish > 0.0:
            yield from self._decisions.ask(deal, DISCOUNT_ASKED, wish)
            self._grant(deal, wish, self._approving.approved(self._pricing.grants(wish), self._alone))
        sooner = self._market.lead_time_wish(deal)
        if sooner > 0.0:
            yield from self._decisions.ask(deal, LEAD_TIME_ASKED, sooner)
            deal.sooner = sooner

    def _grant(self, deal: Opportunity, wish: float, most: float) -> None:
        deal.discount = self._concede(deal, wish, most)
        deal.price = _price(deal.discount, wish)
        if deal.discount > 0.0:
            self._log.note(self._kernel.now, deal.case.number, DISCOUNTED, deal.discount)
