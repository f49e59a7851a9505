"""The seven steps of selling.

Read it beside the textbook: prospecting, pre-approach, approach, presentation, overcoming objections, closing and
follow-up (Moncrief & Marshall 2005).  A customer who leaves is an exception, `Lost`, and may leave from any line
that says ``yield from``: there the case waits for a person, for its turn or for the buyer to think.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.processes.demand import contact, convert, identify, nurture, qualify
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
    from simsales.instruments.kernel import Story, StoryOf
    from simsales.words.customers import Order
    from simsales.words.records import Lead, Opportunity


def sell(lead: Lead, company: Company) -> Story:
    """Take one lead through the seven steps, or lose it on the way."""
    try:
        deal = yield from prospect(lead, company)
        yield from pre_approach(deal, company)
        yield from approach(deal, company)
        yield from present(deal, company)
        yield from handle_objections(deal, company)
        order = yield from close(deal, company)
        yield from follow_up(deal, order, company)
    except Lost as loss:
        company.lose(lead, loss)
    else:
        company.keep(lead)


def go_on(deal: Opportunity, step: int, left: float, company: Company) -> Story:
    """Take a deal that was under way before the run began through the steps that are left.

    Its buyer still thinks about `step`, for `left` working hours.
    """
    try:
        yield from company.market.make_up_ones_mind(deal, step, left)
        for later in (pre_approach, approach, present, handle_objections)[step:]:
            yield from later(deal, company)
        order = company.sales_force.win(deal) if step == CLOSING else (yield from close(deal, company))
        yield from follow_up(deal, order, company)
    except Lost as loss:
        company.lose(deal.lead, loss)
    else:
        company.keep(deal.lead)


def prospect(lead: Lead, company: Company) -> StoryOf[Opportunity]:
    """Step 1 · Find who may want to buy, reach them, and see whether they are worth a rep's time."""
    try:
        yield from identify(lead, company)
        yield from contact(lead, company)
        yield from qualify(lead, company)
    except Lost as loss:
        if not company.lead_desk.touches(lead, loss.reason):
            raise
        yield from nurture(lead, company, loss.reason)
    deal = yield from convert(lead, company)
    yield from company.market.think(deal, PROSPECTING)
    return deal


def pre_approach(deal: Opportunity, company: Company) -> Story:
    """Step 2 · Study the customer before the first talk; what the hours buy shows at every later step."""
    yield from company.sales_force.work(deal, PRE_APPROACH)
    deal.preparation = company.sales_force.preparation
    yield from company.market.answer(deal, PRE_APPROACH)


def approach(deal: Opportunity, company: Company) -> Story:
    """Step 3 · Win a first talk with somebody who decides."""
    yield from company.sales_force.work(deal, APPROACH)
    yield from company.market.answer(deal, APPROACH)


def present(deal: Opportunity, company: Company) -> Story:
    """Step 4 · Show what the offer is worth to this customer; who is convinced asks for a quote."""
    yield from company.management.review(deal)
    yield from company.sales_force.work(deal, PRESENTATION)
    deal.perceived_value = company.sales_force.impression(deal)
    yield from company.market.answer(deal, PRESENTATION)


def handle_objections(deal: Opportunity, company: Company) -> Story:
    """Step 5 · Put the quote on the table; each round raises one objection, resolved or not."""
    if company.presales.helps:
        yield from company.presales.help(deal)
    yield from company.quote_desk.quote(deal)
    rounds = company.market.rounds(deal)
    for round_ in range(rounds):
        if round_ > 0:
            yield from company.market.think(deal, OBJECTIONS, round_)
        yield from company.sales_force.talk(deal, round_)
        company.market.object(deal, round_)
    yield from company.market.answer(deal, OBJECTIONS, thinks=rounds > 0)


def close(deal: Opportunity, company: Company) -> StoryOf[Order]:
    """Step 6 · Ask for the decision: price, date, signature."""
    yield from company.sales_force.work(deal, CLOSING)
    yield from company.management.approve(deal)
    yield from company.market.answer(deal, CLOSING)
    yield from company.last_days.sign(deal)
    return company.sales_force.win(deal)


def follow_up(deal: Opportunity, order: Order, company: Company) -> Story:
    """Step 7 · After the delivery, see that all is well."""
    yield from company.factory.deliver(order)
    yield from company.sales_force.work(deal, FOLLOW_UP)
    yield from company.market.answer(deal, FOLLOW_UP)
