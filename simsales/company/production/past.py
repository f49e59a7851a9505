"""What is under way when a run begins: orders that came before it, each at its stage, and what they took from stock.

The past is a Poisson stream of orders that runs back from time 0 and has luck of its own.  An order is still open if
the time it takes, its own delays and hours with some waiting, is longer than its age: that is how a station with room
for all (M/G/infinity) is sampled in its steady state, and by Little's law each queue begins near its mean length.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.company.production.recipes import ATO, ETO, MTO, MTS
from simsales.instruments.clock import DAY, WEEK, YEAR
from simsales.words.vocabulary import (
    ASSEMBLY,
    CLARIFICATION,
    DEAL,
    DISPATCH,
    ENGINEERING,
    MACHINING,
    ORDER_ENTRY,
    REPEAT,
    TASKS,
    TEST,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simsales.company.company import Company
    from simsales.company.people.teams import TeamOfDesks
    from simsales.company.production.jobs import Job, Work
    from simsales.company.production.shop import Shop
    from simsales.company.production.stocks import Item
    from simsales.instruments.clock import Calendar
    from simsales.scenario.production import Flow, Production, Start
    from simsales.words.customers import Order

#: Which team, by its name in the table of teams, does each task.
TEAM_OF = {
    ORDER_ENTRY: "entry",
    CLARIFICATION: "entry",
    ENGINEERING: "engineering",
    MACHINING: "machining",
    ASSEMBLY: "assembly",
    TEST: "dispatch",
    DISPATCH: "dispatch",
}
#: Accounts of the past; their keys are beyond those of leads and of first customers.  Repeat orders of a product share
#: one, of which only the orders' own luck is asked; whoever made a deal has a key of its own, for a customer may come
#: of it.
_PAST = 3 << 53
_DEALS_APART = 1 << 8
_LAST_WEEKS = 8  # in which holidays matter still
_LONGEST = 3.0  # looked back, over the mean time that the slowest order takes
_AN_ORDER_BOOK = 4096


class Days:
    """How long stages take, in working hours of the base calendar, where nobody looks at the clock."""

    def __init__(
        self, base: Calendar, teams: dict[str, TeamOfDesks], production: Production, end: float
    ) -> None:
        self._base = base
        start = production.start
        self._holidays, self._behind = behind_after_holidays(base, start.spare)
        at: Mapping[Any, float] = start.congestion_at
        self._congestion = {task: at.get(TASKS[task], start.congestion) for task in TEAM_OF}
        self._congestion_of_lots = start.congestion_of_lots
        self.year = base.hours_between(0.0, YEAR)
        known = min(YEAR, end)  # people's calendars end with the run
        working = base.hours_between(0.0, known)
        self._pace: dict[int, float] = {}
        for task, name in TEAM_OF.items():
            team = teams.get(getattr(production.teams, name))
            people = [] if team is None else [person for person in team.people if person.hired == 0.0]
            worked = sum(person.calendar.hours_between(0.0, known) / person.stretch for person in people)
            self._pace[task] = worked / len(people) / working if worked else 1.0

    def worked_since(self, earlier: float) -> float:
        """The working hours in so many hours before time 0, at the end of a year like any other."""
        years, rest = divmod(earlier, YEAR)
        return years * self.year + self._base.hours_between(YEAR - rest, YEAR)

    def waited(self, earlier: float) -> float:
        """How long an order that came so many hours before time 0 has waited for those before it.

        Customers order on holidays, too, and what came then is made up for only by and by.
        """
        before = sum(hours for since, hours in self._holidays if since < earlier)
        return max(self._behind - before, 0.0)

    def of_work(self, task: int, hours: float, lot: bool = False) -> float:
        """Work at a desk, waits included; of a lot, which customers' orders go before."""
        return self.without_waits(task, hours) * (self._congestion_of_lots if lot else self._congestion[task])

    def without_waits(self, task: int, hours: float) -> float:
        """Work at a desk with nobody before it."""
        return hours / self._pace[task]

    def of_time(self, working: bool, hours: float) -> float:
        """A delay that holds nobody."""
        return hours if working else hours * self.year / YEAR


def behind_after_holidays(base: Calendar, spare: float) -> tuple[list[tuple[float, float]], float]:
    """The holidays in the last weeks of a year, each as hours before its end and working hours; and their backlog.

    Those with time to spare get so much more done in an hour when there is more to do.
    """
    faster = spare / (1.0 - spare) if spare < 1.0 else inf
    opens = [base.hours_between(time, time + DAY) for time in np.arange(YEAR - _LAST_WEEKS * WEEK, YEAR, DAY)]
    ordinary = [max(opens[day::7]) for day in range(7)]
    holidays: list[tuple[float, float]] = []
    behind = 0.0
    for day, hours in enumerate(opens):
        missing = ordinary[day % 7] - hours
        behind = max(behind + missing - (faster * hours if hours else 0.0), 0.0)
        if missing > 0.0:
            holidays.append(((len(opens) - day) * DAY, missing))
    return holidays, behind


def begin_with_the_past(company: Company) -> None:
    """Put on its way what came before the run: orders still open, and lots for the pieces they took."""
    production = company.scenario.production
    assert production != "skip"
    shop = company.factory.shop
    taken: dict[int, list[tuple[float, Work]]] = {}
    items: dict[int, Item] = {}
    for job in _past_orders(company, production.start):
        age = max(job.earlier - shop.days.waited(-job.order.placed), 0.0)
        for item, work in _pieces(job, shop) if _entry(job, shop.days) < age else ():
            items[item.number] = item
            if _replacing(item, work, shop.days) > age:
                taken.setdefault(item.number, []).append((age, work))
        if undisturbed(job, shop.days) > age:
            job.ahead = age
            company.orders.enter(job.order)
            company.factory.take_up(job.order)
    for number, works in sorted(taken.items()):
        shop.stocks.missed(items[number], sorted(works))


def _past_orders(company: Company, start: Start) -> Iterator[Job]:
    """Orders that came before time 0, measured, the latest first within a product and kind."""
    for kind, flows in ((REPEAT, start.repeat), (DEAL, start.deal)):
        for product, name in enumerate(company.scenario.products):
            if name in flows and flows[name].rate.amount > 0.0:
                yield from _stream(company, kind, product, flows[name])


def _stream(company: Company, kind: int, product: int, flow: Flow) -> Iterator[Job]:
    shop = company.factory.shop
    luck = company.luck.stream("factory.past", kind, product)
    gap = 1.0 / flow.rate.per_calendar_hour
    earlier, ordinal = 0.0, 0
    horizon = _LONGEST * longest(company, product, kind)
    while ordinal < _AN_ORDER_BOOK:
        earlier += gap * float(luck.standard_exponential())
        age = shop.days.worked_since(earlier)
        if age > horizon:
            return
        order: Order = company.orders.draw(
            kind, product, flow.value, -earlier, *_address(product, kind, ordinal)
        )
        job = company.factory.job(order)
        job.earlier = age
        ordinal += 1
        yield job


def _address(product: int, kind: int, ordinal: int) -> tuple[int, int]:
    """Account key, and place among the account's orders, of an order of the past."""
    account = _PAST + 16 * product + kind
    return (account + _DEALS_APART * ordinal, 0) if kind == DEAL else (account, ordinal)


def undisturbed(job: Job, days: Days) -> float:
    """The working hours that an order takes from entry to delivery, with some waiting."""
    recipe, luck = job.recipe, job.case.luck
    total = _entry(job, days)
    if job.point == MTO:
        total += days.of_work(ENGINEERING, job.engineering)
        total += days.of_time(recipe.material.working, recipe.material.of(luck))
    if job.point == ETO:
        design = days.of_work(ENGINEERING, job.engineering)
        design += days.of_time(recipe.approval.working, recipe.approval.of(luck))
        total += max(design, days.of_time(recipe.special_material.working, recipe.special_material.of(luck)))
    made = days.of_work(MACHINING, job.machining) + days.of_work(ASSEMBLY, job.assembly)
    total += made / recipe.parts * (2.0 if luck[recipe.rework_slot] < recipe.rework else 1.0)
    return total + days.of_work(TEST, recipe.test.of(luck)) + days.of_work(DISPATCH, recipe.dispatch.of(luck))


def _entry(job: Job, days: Days) -> float:
    """The working hours until the order desk is done with an order."""
    hours, _ = job.recipe.entry(job.order, job.case.luck)
    return days.of_work(CLARIFICATION, hours)


def longest(company: Company, product: int, kind: int) -> float:
    """Mean working hours of an order of a product, or of replacing what it takes, whichever is longer."""
    shop, recipe = company.factory.shop, company.factory.recipe(product)
    engineering, machining, assembly = recipe.contents[kind]
    days = shop.days
    made = days.of_work(MACHINING, machining.mean) + days.of_work(ASSEMBLY, assembly.mean)
    before = days.of_work(ENGINEERING, engineering.mean) + recipe.approval.mean + recipe.special_material.mean
    leads = [recipe.goods_lead.mean, *(lead.mean for _, _, lead in recipe.components)]
    whole = days.of_work(TEST, recipe.test.mean) + days.of_work(DISPATCH, recipe.dispatch.mean)
    return made + before + recipe.material.mean + max(leads) + whole


def _pieces(job: Job, shop: Shop) -> Iterator[tuple[Item, Work]]:
    if job.point in (MTS, ATO):
        yield from shop.pieces(job)


def _replacing(item: Item, work: Work, days: Days) -> float:
    machining, assembly, lead = work
    made = 0.0
    if item.stock.own:
        made = days.of_work(MACHINING, machining, True) + days.of_work(ASSEMBLY, assembly, True)
    return made + days.of_time(item.stock.lead_working, lead)
