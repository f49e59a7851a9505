"""Pay by results: sales are credited to people, and on pay day their plans say what they are worth.

A period ends with a month, a quarter or a year; what is due is posted then.  A plan that changes by date is settled
with what the period has brought so far, its quota in proportion; the new one begins with nothing.  What a period that
outlasts the run has brought is not posted: let runs end with one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from simsales.company.leads.births import Products
from simsales.company.people.tenure import employed_hours, is_employed
from simsales.instruments.clock import YEAR, month_ends
from simsales.policies.compensation import MONTHS, Incentive, Period
from simsales.words.vocabulary import ACCOUNTING_EVENT, DEAL, ORDER_KINDS, PAY, PAY_DAY_EVENT

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Order
    from simsales.words.records import Person

_ROUNDING = 1e-9
#: A row for each person and pay day.
COLUMNS = {"time": "f8", "person": "i4", "sales": "f8", "quota": "f8", "due": "f8", "owed": "f8"}


class Paid(NamedTuple):
    """What a period that is over has paid for its sales, the cap taken into account."""

    per_euro: float  # commission
    of_kickers: float  # share of them


@dataclass(slots=True)
class Purse:
    """What one person has brought in since their period began, EUR."""

    person: Person
    quota: float  # of a whole period
    sales: float = 0.0
    kickers: float = 0.0
    undone: float = 0.0
    owed: float = 0.0
    paid: list[Paid] = field(default_factory=list)  # by period that is over


class Standing(NamedTuple):
    """Where somebody who is paid by results stands in their period."""

    plan: Incentive
    sales: float  # EUR credited so far
    quota: float  # EUR, of a whole period
    present: float  # share of the period for which they are there and the plan holds
    left: float  # h of it, still to come
    ends: float  # h
    length: float  # h, of the whole period


class Stake(NamedTuple):
    """What counts for somebody's pay of a sale."""

    margin: bool  # what a sale leaves over its cost, or all of it

    def counted(self, discount: float, cost: float) -> float:
        """What counts of a deal at a discount, as a share of the list price, where it costs this share of it."""
        return max(0.0, 1.0 - discount - (cost if self.margin else 0.0))


class Entry(NamedTuple):
    """A sale as it was credited, kept until the order can no longer be withdrawn."""

    purse: Purse
    plan: Incentive
    period: int
    amount: float
    kicker: float

    @property
    def was_paid(self) -> float:
        """What has been paid for it, EUR."""
        paid = self.purse.paid[self.period]
        return self.amount * paid.per_euro + self.kicker * paid.of_kickers


class PayDays:
    """Whose sales are whose, and what is due for them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._teams = company.kernel, company.log, company.teams
        self._plans: dict[str, Incentive] = {}
        self._purses: dict[str, list[Purse]] = {}
        self._purse_of: dict[Person, Purse] = {}
        self._since: dict[str, float] = {}
        self._entries: dict[Order, list[Entry]] = {}
        plans = [plan for _, _, scenario in company.epochs for plan in scenario.compensation.values()]
        #: Whether anybody is ever paid by results.
        self.active = any(isinstance(plan, Incentive) for plan in plans)
        if self.active:
            self._enter = self._log.open("pay_days", COLUMNS)
            self._months = [0.0, *month_ends(company.end + YEAR)]  # the last period may outlast the run
            for month, end in enumerate(self._months[1:], 1):
                self._kernel.at(end, PAY_DAY_EVENT, self._month_is_over, month)

    def adopt(self, scenario: Scenario) -> None:
        """Pay from now on as `scenario` says."""
        if not self.active:
            return
        self._costs = Products(scenario, self._company.base).variable_cost
        self._products = list(scenario.products)
        now = self._kernel.now
        for role in {**self._plans, **scenario.compensation}:
            before, after = self._plans.get(role), scenario.compensation.get(role)
            if before == after or role not in self._teams:
                continue
            if before is not None and isinstance(after, Incentive) and _only_kickers_differ(before, after):
                self._plans[role] = after  # for a while some sales bring more: a SPIF, and no new agreement
                continue
            if before is not None:
                self._settle(role, before)
                del self._plans[role]
            if isinstance(after, Incentive):
                self._plans[role], self._since[role] = after, now
                self._open(role, after)

    def _open(self, role: str, plan: Incentive) -> None:
        """A plan begins: everybody with a new quota; what is owed stays owed."""
        quota = 0.0 if plan.quota is None else plan.quota.first
        before = {purse.person: purse for purse in self._purses.get(role, [])}
        self._purses[role] = []
        for person in self._teams[role].people:
            purse = before.get(person) or Purse(person, quota)
            purse.quota = quota
            self._purses[role].append(purse)
            self._purse_of[person] = purse

    def standing(self, person: Person) -> Standing | None:
        """Where somebody stands; None for whom results do not pay, and for who has left."""
        plan = self._plans.get(person.role)
        if plan is None or not is_employed(person, self._kernel.now):
            return None
        purse, since = self._purse_of[person], self._since[person.role]
        begins, ends = self._period(plan, since)
        present = employed_hours(person, since, ends) / (ends - begins)
        left = employed_hours(person, self._kernel.now, ends)
        return Standing(plan, purse.sales, purse.quota, present, left, ends, ends - begins)

    def stake_in(self, person: Person) -> Stake | None:
        """What counts for somebody's pay; None for whom a deal brings nothing by itself."""
        plan = self._plans.get(person.role)
        if plan is None or plan.credit.deal == 0.0:
            return None
        return Stake(plan.base == "margin")

    def colleagues(self, role: str) -> int:
        """How many share what goes to the whole team."""
        return sum(is_employed(purse.person, self._kernel.now) for purse in self._purses[role])

    def welcome(self, person: Person) -> None:
        """Whoever joins is paid like their colleagues, with a first quota in proportion to their time."""
        plan = self._plans.get(person.role)
        if plan is not None:
            quota = 0.0 if plan.quota is None else plan.quota.first
            purse = self._purse_of[person] = Purse(person, quota)
            self._purses[person.role].append(purse)

    # --- credit --------------------------------------------------------------------------------------

    def order_taken(self, order: Order) -> None:
        """An order was signed."""
        self._credit(order, "order")

    def delivered(self, order: Order) -> None:
        """An order is with its customer, who will pay."""
        if not self.active:
            return
        self._entries.pop(order, None)
        self._credit(order, "delivery")
        for role, plan in self._plans.items():
            if plan.credited == "cash":
                self._kernel.at(self._paid_at(plan), ACCOUNTING_EVENT, self._pays, (role, order))

    def withdrawn(self, order: Order) -> None:
        """An order will not be delivered: what counted no longer counts, what was paid for it is owed."""
        for entry in self._entries.pop(order, ()):
            purse = entry.purse
            if entry.period == len(purse.paid):
                purse.sales -= entry.amount
                purse.kickers -= entry.kicker
            else:
                purse.undone += entry.plan.clawback * entry.was_paid

    def _paid_at(self, plan: Incentive) -> float:
        base, now = self._company.base, self._kernel.now
        if plan.payment.working:
            return base.finish(now, plan.payment.working_hours(base.day_hours))
        return now + plan.payment.calendar_hours

    def _pays(self, what: tuple[str, Order]) -> None:
        role, order = what
        plan = self._plans.get(role)
        if plan is not None and plan.credited == "cash":
            self._give(order, role, plan)

    def _credit(self, order: Order, when: str) -> None:
        for role, plan in self._plans.items():
            if plan.credited == when:
                entries = self._give(order, role, plan)
                if when == "order" and entries:
                    self._entries.setdefault(order, []).extend(entries)

    def _give(self, order: Order, role: str, plan: Incentive) -> list[Entry]:
        """A role's share of a sale, to its owner and to the team; all to the team where the owner is of another."""
        share = getattr(plan.credit, ORDER_KINDS[order.kind])
        if share == 0.0 or self._company.partners.have_sold(order):
            return []
        here = [purse for purse in self._purses[role] if is_employed(purse.person, self._kernel.now)]
        owner = _owner(order)
        own = [purse for purse in here if purse.person is owner]
        amount, kicker = share * self._amount(order, plan), share * self._kicker(order, plan)
        of_team = plan.team_share if own else 1.0
        of_all = [(purse, of_team * amount / len(here), 0.0) for purse in here if of_team]
        of_owner = [(purse, (1.0 - of_team) * amount, kicker) for purse in own]
        entries = [
            Entry(purse, plan, len(purse.paid), value, extra) for purse, value, extra in of_all + of_owner
        ]
        for entry in entries:
            entry.purse.sales += entry.amount
            entry.purse.kickers += entry.kicker
        return entries

    def _amount(self, order: Order, plan: Incentive) -> float:
        if plan.base != "margin":
            return order.value
        if order.deal is not None:
            return order.value - self._company.market.variable_cost(order.deal)
        return order.value * (1.0 - self._costs[order.product])

    def _kicker(self, order: Order, plan: Incentive) -> float:
        return plan.kickers.get(self._products[order.product], 0.0) if plan.kickers else 0.0

    # --- pay day -------------------------------------------------------------------------------------

    def _month_is_over(self, month: int) -> None:
        for role, plan in self._plans.items():
            if month % MONTHS[plan.period] == 0:
                self._settle(role, plan)
                self._since[role] = self._kernel.now

    def _settle(self, role: str, plan: Incentive) -> None:
        """A period is over: everybody of a role is paid for it, and hears what the next one asks for."""
        now, since = self._kernel.now, self._since[role]
        begins, ends = self._period(plan, since)
        whole = ends - begins
        there = [(purse, employed_hours(purse.person, since, now) / whole) for purse in self._purses[role]]
        there = [(purse, present) for purse, present in there if present > 0.0]
        winners = _winners([purse for purse, _ in there], plan)
        for purse, present in there:
            prize = plan.contest.prize if plan.contest is not None and purse.person in winners else 0.0
            self._pay(purse, plan, present, prize)

    def _pay(self, purse: Purse, plan: Incentive, present: float, prize: float) -> None:
        now, person = self._kernel.now, purse.person
        sales, quota = max(purse.sales, 0.0), purse.quota * present
        pay = plan.pay(
            Period(sales, quota, max(purse.kickers, 0.0), prize, purse.undone, purse.owed, present)
        )
        if pay.due:
            self._log.money(now, PAY, -pay.due * (1.0 + plan.on_cost), person=person.number)
        self._enter(now, person.number, sales, quota, pay.due, pay.owed)
        left = pay.earned / (pay.earned + pay.cut) if pay.cut else 1.0
        purse.paid.append(Paid(left * pay.commission / sales if sales else 0.0, left))
        if plan.quota is not None:
            before = purse.quota
            purse.quota = plan.quota.next_quota(before, sales / present)
            raised = purse.quota > before * (1.0 + plan.quota.growth) * (1.0 + _ROUNDING)
            self._company.morale.judged(person, sales >= quota, raised)
        purse.sales = purse.kickers = purse.undone = 0.0
        purse.owed = pay.owed

    def _period(self, plan: Incentive, since: float) -> tuple[float, float]:
        """When the whole period that an instant lies in begins and ends."""
        ends = self._months[:: MONTHS[plan.period]]
        place = bisect_right(ends, since)
        return ends[place - 1], ends[place]


def _owner(order: Order) -> Person | None:
    """Who sold: of a deal its rep, of other orders the farmer in charge."""
    if order.kind == DEAL:
        return None if order.deal is None else order.deal.owner
    return None if order.account is None else order.account.owner


def _only_kickers_differ(before: Incentive, after: Incentive) -> bool:
    return before.model_copy(update={"kickers": after.kickers}) == after


def _winners(purses: Iterable[Purse], plan: Incentive) -> set[Person]:
    """Who sold most, as far as they sold anything."""
    if plan.contest is None:
        return set()
    best = sorted((p for p in purses if p.sales > 0.0), key=lambda p: (-p.sales, p.person.number))
    return {purse.person for purse in best[: plan.contest.winners]}
