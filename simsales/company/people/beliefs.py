"""What people who are paid by results believe: what their period still holds, and what one more sale is worth."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from simsales.instruments.clock import WEEK
from simsales.policies.compensation import MONTHS, Incentive
from simsales.policies.pay_curve import Curve
from simsales.responses.effort import (
    Choosing,
    Efforts,
    Prospect,
    cost_of_ratchet,
    expected_pay,
    marginal_pay,
)
from simsales.scenario.staffing import team_of_owners

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.people.pay_days import Standing
    from simsales.scenario.model import Scenario
    from simsales.words.records import Person

_NO_PULL = Efforts(0.0, 0.0)


class Outlook(NamedTuple):
    """What somebody's plan and their own expectations say about this period and the next."""

    standing: Standing
    curve: Curve  # pay against the sales of this period, of which they may be there for a part
    of_whole: Curve  # and of a whole one with the same quota
    now: Prospect
    next: Prospect

    @property
    def quota(self) -> float:
        """What this period asks of them, EUR."""
        return self.standing.quota * self.standing.present


class Beliefs:
    """How people look at their period."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel = company.kernel

    def adopt(self, scenario: Scenario) -> None:
        """Expect from now on what `scenario` says."""
        choosing = scenario.motivation.choosing
        self._choosing: Choosing | None = None if choosing == "skip" else choosing
        self._sellers = team_of_owners(scenario)
        self._farmers = None if scenario.farming == "skip" else scenario.farming.team
        self._margin = _margin(scenario)

    def outlook(self, person: Person) -> Outlook | None:
        """What somebody who is paid by results expects; None for anybody else."""
        standing = self._company.pay_days.standing(person)
        if standing is None or self._choosing is None:
            return None
        deals, orders = self._counted_of(person, standing.plan)
        deals *= person.skill * self._choosing.deals
        orders *= self._choosing.orders
        left, whole = (hours / WEEK for hours in (standing.left, standing.length))
        now = self._choosing.outlook(standing.sales, left, deals, orders)
        later = self._choosing.outlook(0.0, whole, deals, orders)
        of_whole = standing.plan.curve(standing.quota, later.expected)
        return Outlook(standing, of_whole.of_part(standing.present), of_whole, now, later)

    def _counted_of(self, person: Person, plan: Incentive) -> tuple[float, float]:
        """What counts of one EUR of somebody's deals, and of their customers' orders."""
        counted = self._margin if plan.base == "margin" else 1.0
        return (
            plan.credit.deal * counted if person.role == self._sellers else 0.0,
            plan.credit.repeat * counted if person.role == self._farmers else 0.0,
        )

    # --- one more sale -------------------------------------------------------------------------------

    def worth_of_one_more(self, outlook: Outlook) -> float:
        """What one more EUR credited in this period brings, EUR, less what it costs in later ones."""
        plan, present = outlook.standing.plan, outlook.standing.present
        now = marginal_pay(outlook.curve.beyond(outlook.now.sales), outlook.now)
        ahead = 0.0 if self._choosing is None else self._choosing.looks_ahead
        if plan.quota is None or not plan.asks_for_quota or not ahead:
            return now
        weight = ahead ** (MONTHS[plan.period] / MONTHS["quarter"])
        loss = _loss_by_quota(outlook)
        sold = Prospect(*(each / present for each in outlook.now))  # as the ratchet reckons it
        cost = cost_of_ratchet(plan.quota, outlook.standing.quota, sold, outlook.next, loss, weight)
        return now - cost / present

    def pull(self, person: Person, outlook: Outlook, worth: float) -> Efforts:
        """What that does to a person's effort."""
        if self._choosing is None:
            return _NO_PULL
        plan = outlook.standing.plan
        deals, orders = self._counted_of(person, plan)
        own = worth * self._own_share(plan, person.role)
        return self._choosing.pull(own * deals, own * orders)

    def _own_share(self, plan: Incentive, role: str) -> float:
        """Share of one's own sale that one is credited with, the part that comes back from the team included."""
        of_team = plan.team_share
        return 1.0 - of_team + of_team / self._company.pay_days.colleagues(role) if of_team else 1.0

    def gain_now(self, person: Person, amount: float) -> float:
        """What a deal of so many EUR is worth to somebody in this period beyond what it would be in the next, EUR."""
        outlook = self.outlook(person)
        if outlook is None:
            return 0.0
        plan = outlook.standing.plan
        credited = amount * self._counted_of(person, plan)[0] * self._own_share(plan, person.role)
        if credited <= 0.0:
            return 0.0
        here = _added(outlook.curve, outlook.now, credited)
        return here - _added(outlook.of_whole, outlook.next, credited)

    def period_end(self, person: Person) -> float:
        """When the period ends for which somebody is paid by results; inf for anybody else."""
        standing = self._company.pay_days.standing(person)
        return inf if standing is None else standing.ends

    def expected_variable(self, outlook: Outlook) -> float:
        """What results are expected to bring in a year, EUR."""
        whole = expected_pay(outlook.of_whole.beyond(0.0), outlook.next)
        return whole * MONTHS["year"] / MONTHS[outlook.standing.plan.period]


def _loss_by_quota(outlook: Outlook) -> float:
    """Pay that a period loses with one EUR more of its quota."""
    plan, quota, step = outlook.standing.plan, outlook.standing.quota, 0.01 * outlook.standing.quota
    raised = plan.curve(quota + step, outlook.next.expected).beyond(0.0)
    lost = expected_pay(outlook.of_whole.beyond(0.0), outlook.next) - expected_pay(raised, outlook.next)
    return lost / step


def _added(curve: Curve, prospect: Prospect, amount: float) -> float:
    """What one more order adds to the pay that is expected, EUR."""
    ahead = curve.beyond(prospect.sales)
    with_it = prospect._replace(sales=prospect.sales + amount)
    return expected_pay(ahead, with_it) - expected_pay(ahead, prospect)


def _margin(scenario: Scenario) -> float:
    """Margin of an average deal over its value."""
    products = scenario.products.values()
    value = sum(each.deal_share * each.deal_value.law(float).mean for each in products)
    cost = sum(each.deal_share * each.deal_value.law(float).mean * each.variable_cost for each in products)
    return 1.0 - cost / value if value else 1.0
