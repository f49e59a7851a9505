"""What moves people: each Monday everybody who owns deals or customers chooses the effort of the week.

They weigh what their plan pays for one more sale, as far as they believe the period to go, against what effort costs
them (`simsales.responses.effort`).  Without pay by results, control or moods everybody gives the usual effort, and
nothing differs from a company whose people do not respond at all.
"""

from __future__ import annotations

from collections import deque
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from simsales.company.people.tenure import is_employed
from simsales.instruments.clock import WEEK
from simsales.policies.compensation import MONTHS, Incentive
from simsales.policies.pay_curve import Curve
from simsales.responses.advancing import GATES
from simsales.responses.effort import (
    Achieving,
    Choosing,
    Efforts,
    Prospect,
    cost_of_ratchet,
    expected_pay,
    marginal_pay,
)
from simsales.scenario.staffing import team_of_owners
from simsales.words.vocabulary import ACCOUNTING_EVENT

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.people.pay_days import Standing
    from simsales.scenario.model import Scenario
    from simsales.words.records import Person

#: A row for each person and week: effort over the usual, and what one more EUR of sales was worth.
COLUMNS = {"time": "f8", "person": "i4", "hunting": "f8", "farming": "f8", "worth": "f8"}
#: Weeks over which effort brings leads.
_WEEKS_OF_FEED = 8
_LEAST_CARE = 0.05  # who gives less than that still sees a customer once in twenty times the usual time


class Outlook(NamedTuple):
    """What somebody's plan and their beliefs say about this period and the next."""

    standing: Standing
    weekly: Efforts  # EUR of deals and of orders that a week brings, as credited
    now: Prospect
    next: Prospect


class Incentives:
    """Who tries how hard."""

    #: Factor on the flow of leads, of the sales team's mean effort over eight weeks.
    feed = 1.0

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log = company.kernel, company.log
        #: Whether anybody ever chooses.
        self.active = any(s.motivation.choosing != "skip" for _, _, s in company.epochs)
        self._past: deque[float] = deque([1.0] * _WEEKS_OF_FEED, _WEEKS_OF_FEED)
        if self.active:
            self._enter = self._log.open("efforts", COLUMNS)
            self._kernel.at(0.0, ACCOUNTING_EVENT + 1, self._monday)  # after whatever a period's end brings

    def adopt(self, scenario: Scenario) -> None:
        """Choose from now on as `scenario` says."""
        choosing = scenario.motivation.choosing
        self._choosing: Choosing | None = None if choosing == "skip" else choosing
        self._tries = scenario.switches.effort
        self._achieving: Achieving = scenario.motivation.achieving
        self._sellers = team_of_owners(scenario)
        self._farmers = None if scenario.farming == "skip" else scenario.farming.team
        self._margin = _margin(scenario)

    def reach(self, source: str) -> float:
        """How many times its usual leads a source may ever bring, by people's effort."""
        reaches = [
            s.motivation.achieving.flow(s.motivation.choosing.most / s.motivation.choosing.usual)
            for _, _, s in self._company.epochs
            if s.motivation.choosing != "skip" and source in s.motivation.fed
        ]
        return max(reaches, default=1.0)

    # --- each week -----------------------------------------------------------------------------------

    def _monday(self, _: object) -> None:
        now = self._kernel.now
        choosers = dict.fromkeys(
            name for name in (self._sellers, self._farmers) if name in self._company.teams
        )
        for name in choosers:
            for person in self._company.teams[name].people:
                if is_employed(person, now):
                    self._choose(person)
        self._feed_again()
        if now + WEEK < self._company.end:
            self._kernel.at(now + WEEK, ACCOUNTING_EVENT + 1, self._monday)

    def _choose(self, person: Person) -> None:
        choosing = self._choosing
        if choosing is None or not self._tries:
            self._try(person, 1.0, 1.0)
            return
        worth = self._worth_of_one_more(person, choosing)
        efforts = choosing.efforts(self._pull(person, worth, choosing))
        self._try(person, efforts.hunting / choosing.usual, efforts.farming / choosing.usual)
        self._enter(self._kernel.now, person.number, person.hunting, person.farming, worth)

    def _try(self, person: Person, hunting: float, farming: float) -> None:
        person.hunting, person.farming = hunting, farming
        person.odds = self._achieving.gate(hunting, GATES)
        person.hurry = self._achieving.pace(hunting)
        person.spacing = 1.0 / max(farming, _LEAST_CARE)

    def _feed_again(self) -> None:
        now = self._kernel.now
        team = self._company.teams.get(self._sellers or "")
        there = [] if team is None else [p.hunting for p in team.people if is_employed(p, now)]
        self._past.append(sum(there) / len(there) if there else 1.0)
        self.feed = self._achieving.flow(sum(self._past) / len(self._past))

    # --- what one more sale is worth -----------------------------------------------------------------

    def _pull(self, person: Person, worth: float, choosing: Choosing) -> Efforts:
        standing = self._company.pay_days.standing(person)
        if standing is None:
            return Efforts(0.0, 0.0)
        credit, own = standing.plan.credit, self._own_share(standing)
        hunts = (
            worth * own * credit.deal * self._counted(standing.plan) if person.role == self._sellers else 0.0
        )
        farms = (
            worth * own * credit.repeat * self._counted(standing.plan)
            if person.role == self._farmers
            else 0.0
        )
        return choosing.pull(hunts, farms)

    def _own_share(self, standing: Standing) -> float:
        """Share of one's own sale that one is credited with, the part that comes back from the team included."""
        of_team = standing.plan.team_share
        return 1.0 - of_team + of_team / standing.colleagues

    def _counted(self, plan: Incentive) -> float:
        return self._margin if plan.base == "margin" else 1.0

    def outlook(self, person: Person) -> Outlook | None:
        """What somebody who is paid by results expects; None for anybody else."""
        standing = self._company.pay_days.standing(person)
        if standing is None or self._choosing is None:
            return None
        plan, choosing = standing.plan, self._choosing
        counted = self._counted(plan)
        deals = (
            person.skill * choosing.deals * plan.credit.deal * counted
            if person.role == self._sellers
            else 0.0
        )
        orders = choosing.orders * plan.credit.repeat * counted if person.role == self._farmers else 0.0
        left, whole = (hours / WEEK for hours in (standing.ends - self._kernel.now, standing.length))
        return Outlook(
            standing,
            Efforts(deals, orders),
            choosing.outlook(standing.sales, left, deals, orders),
            choosing.outlook(0.0, whole, deals, orders),
        )

    def _worth_of_one_more(self, person: Person, choosing: Choosing) -> float:
        """What one more EUR credited in this period brings, EUR, less what it costs in later ones."""
        outlook = self.outlook(person)
        if outlook is None:
            return 0.0
        plan, quota = outlook.standing.plan, outlook.standing.quota
        now = marginal_pay(self._curve(outlook, quota).beyond(outlook.now.sales), outlook.now)
        if plan.quota is None or not plan.asks_for_quota or not choosing.looks_ahead:
            return now
        loss = self._loss_by_quota(outlook)
        weight = choosing.looks_ahead ** (MONTHS[plan.period] / MONTHS["quarter"])
        return now - cost_of_ratchet(plan.quota, quota, outlook.now, outlook.next, loss, weight)

    def _loss_by_quota(self, outlook: Outlook) -> float:
        """Pay that a period loses with one EUR more of its quota."""
        quota, step = outlook.standing.quota, 0.01 * outlook.standing.quota
        as_asked, raised = (
            expected_pay(self._curve(outlook, asked).beyond(0.0), outlook.next)
            for asked in (quota, quota + step)
        )
        return (as_asked - raised) / step

    def _curve(self, outlook: Outlook, quota: float) -> Curve:
        return outlook.standing.plan.curve(quota, outlook.next.expected)

    def gain_now(self, person: Person, amount: float) -> float:
        """What an order is worth to somebody in this period beyond what it would be in the next, EUR."""
        outlook = self.outlook(person)
        if outlook is None or amount <= 0.0:
            return 0.0
        curve = self._curve(outlook, outlook.standing.quota)
        here, there = (_added(curve.beyond(each.sales), each, amount) for each in (outlook.now, outlook.next))
        return here - there

    def period_end(self, person: Person) -> float:
        """When the period ends for which somebody is paid by results; inf for anybody else."""
        standing = self._company.pay_days.standing(person)
        return inf if standing is None else standing.ends


def _added(curve: Curve, prospect: Prospect, amount: float) -> float:
    """What one more order adds to the pay that is expected, EUR."""
    with_it = prospect._replace(sales=prospect.sales + amount)
    return expected_pay(curve, with_it) - expected_pay(curve, prospect)


def _margin(scenario: Scenario) -> float:
    """Margin of an average deal over its value."""
    products = scenario.products.values()
    value = sum(each.deal_share * each.deal_value.law(float).mean for each in products)
    cost = sum(each.deal_share * each.deal_value.law(float).mean * each.variable_cost for each in products)
    return 1.0 - cost / value if value else 1.0
