"""Selling through partners: a lead of a segment that a partner serves, and what a distributor orders for its shelf.

The buyer passes the same steps and gates as with a rep of ours; whose hours they take, who answers for them and what
is left of the price differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.processes.selling import (
    approach,
    close,
    follow_up,
    handle_objections,
    pre_approach,
    present,
    prospect,
)
from simsales.words.lost import Lost
from simsales.words.vocabulary import (
    APPROACH,
    CLOSING,
    FOLLOW_UP,
    OBJECTIONS,
    PRE_APPROACH,
    PRESENTATION,
    PROSPECTING,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.partners.supply import Consignment
    from simsales.instruments.kernel import Story, StoryOf
    from simsales.words.records import Lead, Opportunity


def sell_through(lead: Lead, company: Company) -> Story:
    """A lead whose segment a partner serves: the partner works on it, and we deliver."""
    try:
        yield from leave_to_partner(lead, company)
    except Lost as loss:
        company.lose(lead, loss)
    else:
        company.keep(lead)


def sell_beside(lead: Lead, company: Company) -> Story:
    """A lead whom partner and reps both know: reps are first, and a sale of theirs is a conflict."""
    try:
        deal = yield from try_ourselves(lead, company)
        if deal is None:
            yield from leave_to_partner(lead, company)
        else:
            yield from sell_ourselves(deal, company)
    except Lost as loss:
        company.lose(lead, loss)
    else:
        company.keep(lead)


def try_ourselves(lead: Lead, company: Company) -> StoryOf[Opportunity | None]:
    """Our own people take a lead up; None where they give up on one that the partner may still try."""
    try:
        return (yield from prospect(lead, company))
    except Lost as loss:
        if not company.partner_reps.has_a_second_chance(loss):
            raise
        loss.__traceback__ = None  # it may be raised again, and must not hold on to this lead
    return None


def sell_ourselves(deal: Opportunity, company: Company) -> Story:
    """Our own rep takes the deal through the steps, at the partner's expense."""
    yield from pre_approach(deal, company)
    yield from approach(deal, company)
    yield from present(deal, company)
    yield from handle_objections(deal, company)
    order = yield from close(deal, company)
    company.partner_reps.collide(deal)
    yield from follow_up(deal, order, company)


def leave_to_partner(lead: Lead, company: Company) -> Story:
    """The partner's people reach the lead, judge it, and take it through the seven steps."""
    deal = yield from take_up(lead, company)
    yield from company.market.answer(deal, PRE_APPROACH)
    yield from company.market.answer(deal, APPROACH)
    company.partner_reps.meet(deal, PRESENTATION)
    yield from company.market.answer(deal, PRESENTATION)
    yield from negotiate(deal, company)
    order = company.partner_reps.win(deal)
    yield from company.factory.deliver(order)
    yield from company.market.answer(deal, FOLLOW_UP)


def take_up(lead: Lead, company: Company) -> StoryOf[Opportunity]:
    """Steps 1 to 4 are the partner's; what its effort makes of them shows at every gate."""
    yield from company.partner_reps.call(lead)
    company.lead_desk.judge(lead)
    deal = company.partner_reps.take_up(lead)
    yield from company.market.think(deal, PROSPECTING)
    return deal


def negotiate(deal: Opportunity, company: Company) -> Story:
    """Steps 5 and 6 · Our quote, the buyer's objections, and the price at which the partner offers."""
    yield from company.quote_desk.quote(deal)
    rounds = company.market.rounds(deal)
    for round_ in range(rounds):
        if round_ > 0:
            yield from company.market.think(deal, OBJECTIONS, round_)
        company.partner_reps.talk(deal, round_)
        company.market.object(deal, round_)
    yield from company.market.answer(deal, OBJECTIONS, thinks=rounds > 0)
    company.partner_reps.meet(deal, CLOSING)
    yield from company.partner_reps.offer(deal)
    yield from company.market.answer(deal, CLOSING)


def supply(consignment: Consignment, company: Company) -> Story:
    """What a distributor orders for its shelf: entered once, taken piece by piece, sent as one."""
    shop, job = company.factory.shop, consignment.job
    yield from shop.enter(job)
    yield from shop.take_many(job, consignment.luck)
    yield from shop.test(job)
    yield from shop.dispatch(job)
    company.partners.supply.stock_up(consignment)
