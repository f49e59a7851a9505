"""Lead generation: identify, qualify, nurture, convert.

Marketing owns who is identified and nurtured, the SDRs who is reached and qualified, sales who is converted; the
hand-off joins them.  The structure of stages follows Smith, Gopalakrishna & Chatterjee (2006).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.words.lost import Lost
from simsales.words.vocabulary import NOT_PURSUED, NOT_REACHED

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.kernel import Story, StoryOf, Waiting
    from simsales.words.records import Lead, Opportunity

#: Raised anew for everybody who never answers; to make one for each would cost as much as an attempt.
_UNANSWERED = Lost(NOT_REACHED)


def identify(lead: Lead, company: Company) -> Waiting:
    """Somebody shows interest, or stands on a list: the desk is told."""
    return company.lead_desk.receive(lead)


def contact(lead: Lead, company: Company) -> Story:
    """Try to reach the lead, until somebody answers or the attempts are used up."""
    desk = company.lead_desk
    attempts = desk.attempts(lead)
    for attempt in attempts:
        yield from desk.attempt(lead, attempt)
        if desk.reached(lead, attempt):
            return
        yield from desk.wait_before_next(lead, attempt)
    if attempts:
        raise _UNANSWERED


def qualify(lead: Lead, company: Company) -> Waiting:
    """Find out in a talk whether the lead could really buy; its true fit stays hidden."""
    return company.lead_desk.qualify(lead)


def nurture(lead: Lead, company: Company, reason: int) -> Story:
    """Stay in touch with a lead that was not ready; who never becomes ready is lost for the first reason."""
    for touch in company.lead_desk.touches(lead, reason):
        yield from company.lead_desk.wait_for_touch(lead)
        yield from company.lead_desk.touch(lead, touch)
        if company.lead_desk.reactivates(lead, touch):
            return
    raise Lost(reason)


def convert(lead: Lead, company: Company) -> StoryOf[Opportunity]:
    """Hand a qualified lead to a rep, who pursues it or lets it fall into the black hole."""
    sales_force = company.sales_force
    for _ in sales_force.offers:
        rep = yield from sales_force.assign(lead)
        if sales_force.pursues(rep, lead):
            return sales_force.open(lead, rep)
        yield from sales_force.return_to_pool(lead)
    raise Lost(NOT_PURSUED)
