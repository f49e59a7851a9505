"""The last days of a period: buyers who could decide are asked to decide now, and orders that suit the next one wait.

Whoever is paid by results looks at each deal that is about to be decided: where it is worth more to them in this
period than in the next, they offer what they may give alone for an order now; where it is worth less, the signed
order may stay in the drawer until the new period has begun.  Buyers who are not asked, or say no, take their time.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from simsales.company.leads.columns import plain_hours
from simsales.instruments.kernel import AT_ONCE, WAIT, StoryOf, Waiting
from simsales.responses.advancing import LAST_GATE
from simsales.scenario.organisation import granted_alone
from simsales.words.vocabulary import CLOSING, DECISION_EVENT, DISCOUNTED, HELD_BACK, PULLED_IN

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.responses.timing import Timing
    from simsales.scenario.model import Scenario
    from simsales.words.records import Opportunity, Person

_TRIFLE = 1e-6  # of a deal's value: what rounding may make of no gain at all


class LastDays:
    """When orders are signed."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        #: Deals whose buyers are thinking about the decision, and when they will have done so.
        self._thinking: dict[Opportunity, float] = {}

    def adopt(self, scenario: Scenario) -> None:
        """Hurry or wait from now on as `scenario` says."""
        timing = scenario.motivation.timing
        self._timing: Timing | None = None if timing == "skip" or not scenario.switches.timing else timing
        self._days = 0.0 if timing == "skip" else plain_hours(timing.begins, self._base)
        self._authority = granted_alone(scenario)

    @property
    def matters(self) -> bool:
        """Whether a deal's decision may come sooner or later than the buyer alone would have it."""
        return self._timing is not None

    # --- pulled in -----------------------------------------------------------------------------------

    def think(self, deal: Opportunity, until: float) -> StoryOf[bool]:
        """The buyer thinks until a time, unless asked to decide before; gives whether it has decided to buy."""
        self._thinking[deal] = until
        self._kernel.at(until, deal.case.at_decision, self._has_thought, (deal, until))
        self._expect_hurry((deal, until))
        yield from WAIT
        return self._thinking.pop(deal, None) is None

    def _has_thought(self, who: tuple[Opportunity, float]) -> None:
        deal, until = who
        if self._thinking.get(deal) == until:
            self._kernel.resume(deal.case.story)

    def _expect_hurry(self, who: tuple[Opportunity, float]) -> None:
        """If the buyer still thinks in the last days of the period, its rep comes back to it on one of them."""
        deal, until = who
        if deal.owner is None or self._thinking.get(deal) != until:
            return
        ends = self._company.beliefs.period_end(deal.owner)
        now, begins = self._kernel.now, self._begins(ends)
        if begins >= until:
            return
        begins = max(begins, now)
        hours = self._base.hours_between(begins, ends)
        time = self._base.finish(begins, float(deal.lead.luck[deal.way.hurried]) * hours)
        if time < until:
            self._kernel.at(time, DECISION_EVENT + deal.lead.key, self._hurry, who)

    def _begins(self, ends: float) -> float:
        """When the last days of a period begin that ends then."""
        if ends > self._company.end:
            return inf  # nobody sees the end of it
        return self._base.next_open(self._base.finish(0.0, self._base.worked(ends) - self._days))

    def _hurry(self, who: tuple[Opportunity, float]) -> None:
        """Whoever gains by an order now asks for it, and gives what they may for it."""
        deal, until = who
        timing, owner = self._timing, deal.owner
        if timing is None or owner is None or self._thinking.get(deal) != until:
            return
        if self._kernel.now > deal.case.deadline:
            return
        if not self._gains(owner, deal):
            next_period = self._company.beliefs.period_end(owner) + 1.0
            if next_period < until:
                self._kernel.at(next_period, DECISION_EVENT + deal.lead.key, self._expect_hurry, who)
            return
        extra = timing.offer(deal.discount, self._authority)
        luck, way = deal.lead.luck, deal.way
        if extra > 0.0 and timing.accepts(
            luck[way.ready], luck[way.gate[CLOSING]], self._company.market.chance(deal, LAST_GATE)
        ):
            self._pull_in(deal, extra)

    def _gains(self, owner: Person, deal: Opportunity) -> bool:
        amount = deal.lead.value * (1.0 - deal.discount)
        return self._company.beliefs.gain_now(owner, amount) > _TRIFLE * amount

    def _pull_in(self, deal: Opportunity, extra: float) -> None:
        del self._thinking[deal]
        deal.discount += extra
        now, number = self._kernel.now, deal.case.number
        self._log.note(now, number, DISCOUNTED, deal.discount)
        self._log.note(now, number, PULLED_IN, extra)
        self._kernel.resume(deal.case.story)

    # --- held back -----------------------------------------------------------------------------------

    def sign(self, deal: Opportunity) -> Waiting:
        """The buyer has decided; the order is booked now, or when the next period has begun."""
        timing, owner = self._timing, deal.owner
        if timing is None or owner is None or not timing.holds_back(deal.lead.luck[deal.way.held_back]):
            return AT_ONCE
        now, ends = self._kernel.now, self._company.beliefs.period_end(owner)
        if now < self._begins(ends):
            return AT_ONCE
        amount = deal.lead.value * (1.0 - deal.discount)
        if self._company.beliefs.gain_now(owner, amount) >= -_TRIFLE * amount:
            return AT_ONCE
        deal.case.deadline = inf  # the customer has bought
        self._log.note(now, deal.case.number, HELD_BACK)
        return self._kernel.pause_until(self._base.finish(ends, 1.0), deal.case)
