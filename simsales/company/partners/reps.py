"""What partners' people do with the leads of a segment that they serve; their hours are theirs and not ours.

Our SDRs and hunters do nothing for such a lead, and supporters write its quote as ever.  A partner with less effort for
us calls later and takes up fewer leads; one with more than enough takes up all and spends longer on each.  Leads that
our own reps know too are theirs first, unless the partner has registered them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simsales.company.leads.columns import plain_hours
from simsales.instruments.kernel import AT_ONCE, Story, Waiting
from simsales.policies.channels import Distributor
from simsales.words.lost import Lost
from simsales.words.vocabulary import (
    ATTEMPTED,
    CONFLICTED,
    CONTACTED,
    LAPSED,
    LEFT_WAITING,
    NOT_PURSUED,
    NOT_REACHED,
    OBJECTIONS,
    REVENUE,
    VARIABLE_COST,
    VIDEO,
    VISIT,
    WON,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.partners.segments import Segment
    from simsales.company.selling.steps import SalesStep
    from simsales.words.customers import Order
    from simsales.words.records import Lead, Opportunity

LeadStory = Callable[["Lead", "Company"], Story]
#: Why a lead that our own reps gave up may still be one for the partner.
_GIVEN_UP = (NOT_REACHED, NOT_PURSUED, LAPSED, LEFT_WAITING)


class PartnerReps:
    """The people of partners, as far as they work on leads."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._of = company.partners.of

    def door(self, own: LeadStory, through: LeadStory, beside: LeadStory) -> LeadStory:
        """What a lead lives that comes in: `own` for all of them where no partner works on leads."""
        if not any(segment is not None and segment.contacted for segment in self._of):
            return own

        def by_channel(lead: Lead, company: Company) -> Story:
            segment = self._of[lead.segment]
            if segment is None or not segment.contacted:
                return own(lead, company)
            both = segment.known_to_both(lead.luck[lead.way.overlap])
            return (beside if both else through)(lead, company)

        return by_channel

    def _segment(self, lead: Lead) -> Segment:
        segment = self._of[lead.segment]
        assert segment is not None
        return segment

    # --- leads ---------------------------------------------------------------------------------------

    def has_a_second_chance(self, loss: Lost) -> bool:
        """Whether the partner tries a lead that our own reps gave up."""
        return loss.reason in _GIVEN_UP

    def call(self, lead: Lead) -> Story:
        """The partner calls as soon as it gets to it, and reaches the lead or not."""
        segment, case = self._segment(lead), lead.case
        answers = segment.diligence.answers
        reach = segment.reach(self._kernel.now)
        if reach <= 0.0:
            raise Lost(NOT_PURSUED)
        now, hours = self._kernel.now, plain_hours(answers, self._base) / reach
        end = self._base.finish(now, hours) if answers.working else now + hours
        yield from self._kernel.pause_until(end, case)
        if end > case.deadline:
            raise Lost(case.deadline_reason, case.deadline)
        case.deadline = float("inf")
        lead.touched = min(lead.touched, end)
        self._log.note(end, case.number, ATTEMPTED)
        if lead.luck[lead.way.partner_reaches] >= self._company.lead_desk.chance_of_any(lead, end):
            raise Lost(NOT_REACHED)
        self._log.note(end, case.number, CONTACTED)

    def take_up(self, lead: Lead) -> Opportunity:
        """The partner works on the lead, or has better things to do."""
        segment = self._segment(lead)
        reach = segment.reach(self._kernel.now)
        if lead.luck[lead.way.partner_pursues] >= segment.diligence.pursued(reach):
            raise Lost(NOT_PURSUED)
        deal = self._company.sales_force.open(lead, None)
        force, care = self._company.sales_force, segment.diligence.care(reach)
        deal.owner_skill = segment.diligence.skill
        deal.preparation = 1.0 - (1.0 - force.preparation) ** care
        deal.perceived_value = force.impression_by(deal, care)
        return deal

    def meet(self, deal: Opportunity, step: int) -> None:
        """The partner's people visit whom ours are used to visit at this step."""
        self._meet(deal, deal.way.steps[step])

    def talk(self, deal: Opportunity, round_: int) -> None:
        """The same in a round of objections."""
        if deal.way.steps[OBJECTIONS] is not None:
            self._meet(deal, deal.way.rounds_of_talks[round_])

    def _meet(self, deal: Opportunity, step: SalesStep | None) -> None:
        if step is not None:
            visited = step.visit_share > 0.0 and deal.lead.luck[step.visit_slot] < step.visit_share
            deal.medium = VISIT if visited else VIDEO

    def offer(self, deal: Opportunity) -> Waiting:
        """The price: an agent asks us for a discount like a rep; a distributor grants it out of its own margin."""
        segment = self._segment(deal.lead)
        if isinstance(segment.terms, Distributor):
            deal.price = segment.price
            return AT_ONCE
        return self._company.management.approve(deal)

    def win(self, deal: Opportunity) -> Order:
        """The customer signs, with the partner or through it with us."""
        now, segment = self._kernel.now, self._segment(deal.lead)
        listed = deal.lead.value
        paid = listed * (1.0 - deal.discount) * segment.terms.invoiced()
        self._log.note(now, deal.case.number, WON, paid)
        self._log.money(now, REVENUE, paid, deal.case.number)
        self._log.money(now, VARIABLE_COST, -self._company.market.variable_cost(deal), deal.case.number)
        self._company.partners.book(segment, listed, paid, deal.case.number)
        self._company.sales_force.release(deal)
        deal.case.deadline = float("inf")
        return self._company.orders.take_deal(deal, paid, now)

    def collide(self, deal: Opportunity) -> None:
        """One of our own reps has sold to a customer whom the partner knows."""
        self._log.note(self._kernel.now, deal.case.number, CONFLICTED, deal.lead.value)
        self._segment(deal.lead).sour(self._kernel.now)
