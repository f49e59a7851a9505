"""A customer who orders one thing after another, and nothing else: what the promotions' own tests ask with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from math import inf

import numpy as np

from simsales.company.accounts.segments import segment_plans
from simsales.company.accounts.standing import Standing
from simsales.company.company import Company
from simsales.company.people.teams import base_calendar
from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.luck import Luck
from simsales.scenario.model import Scenario
from simsales.words.customers import Account, Order
from simsales.words.vocabulary import DECISION_EVENT, REPEAT

GAP = 4 * WEEK
VALUE = 1000.0
_BUYER = Scenario().but({"farming": {}, "switches.coverage": False, "customers.all.share": 1.0})
PLAN = replace(segment_plans(_BUYER, base_calendar(_BUYER, YEAR))[0], rate=1.0 / GAP)


def company(others: Mapping[str, object] | None = None, **promotion: object) -> Company:
    """A company that does nothing but promote."""
    changes = {"farming": {}, "promotion": promotion, "run.horizon": "4 y", **(others or {})}
    return Company(Scenario().but(changes), Luck(1, 0))


def customer(number: int = 0, segment: int = 0) -> Account:
    """Somebody who buys all it needs from us, an order's worth every four weeks."""
    account = Account(number, f"customer/{number}", [1.0], segment, 0.0)
    account.number = number
    account.share, account.wallet, account.coverage, account.satisfaction = 1.0, 13.0 * VALUE, 0.0, 73.0
    account.state = Standing(PLAN, 0.0, 1.0, 0.0)
    account.state.left = 0.0
    account.state.aim(account)
    return account


def needs(seed: int, orders: int = 200) -> list[float]:
    """Hours of use between one order and the next."""
    return (np.random.default_rng(seed).gamma(2.0, GAP / 2.0, orders)).tolist()


def ordered(
    house: Company, account: Account, hours: Sequence[float], asked_every: float = inf
) -> list[Order]:
    """The orders of an account whose hazard of ordering is spent in `hours` of use, one after another."""
    orders: list[Order] = []
    for _ in _buying(house, account, hours, asked_every, orders):
        pass
    return orders


def played(house: Company, account: Account, hours: Sequence[float]) -> list[Order]:
    """The same, with the company living through its dated changes meanwhile."""
    orders: list[Order] = []
    story = _buying(house, account, hours, inf, orders)

    def go_on(_: object) -> None:
        time = next(story, None)
        if time is not None:
            house.kernel.at(time, DECISION_EVENT, go_on)

    go_on(None)
    house.kernel.play_until(house.end)
    return orders


def _buying(
    house: Company, account: Account, hours: Sequence[float], asked_every: float, orders: list[Order]
) -> Iterator[float]:
    promotions, standing, now, ordinal = house.promotions, account.state, 0.0, count(1)
    for need in hours:
        standing.left += need / GAP
        while standing.left > 1e-12 or standing.spare:
            standing.use, standing.pace = promotions.use(account, now), promotions.pace(account, now)
            change = min(promotions.next_change(account, now), now + asked_every)
            now = min(standing.next_order(account), change)
            yield now
            standing.bring_to(account, now)
        number = next(ordinal)
        promotions.needed(account, number, now)
        order = Order(REPEAT, 0, VALUE * promotions.quantity(account, now), account.key, number, now)
        order.account, order.number = account, 0
        promotions.bought(order)
        orders.append(order)


def times(orders: Sequence[Order]) -> np.ndarray:
    return np.array([order.placed for order in orders])
