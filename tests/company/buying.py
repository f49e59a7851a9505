"""A customer who orders one thing after another, and nothing else: what the promotions' own tests ask with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from math import inf

import numpy as np

from simsales.company.company import Company
from simsales.instruments.clock import WEEK
from simsales.instruments.luck import Luck
from simsales.scenario.model import Scenario
from simsales.words.customers import Account, Order
from simsales.words.vocabulary import DECISION_EVENT, REPEAT

GAP = 4 * WEEK
VALUE = 1000.0


def company(others: Mapping[str, object] | None = None, **promotion: object) -> Company:
    """A company that does nothing but promote."""
    changes = {"promotion": promotion, "run.horizon": "4 y", **(others or {})}
    return Company(Scenario().but(changes), Luck(1, 0))


def customer(number: int = 0, segment: int = 0) -> Account:
    account = Account(number, f"customer/{number}", [1.0], segment, 0.0)
    account.number = number
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
    promotions, now, ordinal = house.promotions, 0.0, count(1)
    for left in hours:
        while left > 0.0:
            pace = promotions.hazard(account, now)
            until = min(promotions.next_change(account, now), now + asked_every)
            needed = left / pace if pace > 0.0 else inf
            left = 0.0 if needed <= until - now else left - pace * (until - now)
            now = min(now + needed, until)
            yield now
        value = VALUE * promotions.quantity(account, VALUE, now)
        order = Order(REPEAT, 0, value, account.key, next(ordinal), now)
        order.account, order.number = account, 0
        promotions.bought(order, GAP)
        orders.append(order)


def times(orders: Sequence[Order]) -> np.ndarray:
    return np.array([order.placed for order in orders])
