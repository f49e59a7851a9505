"""What the house knows about a customer, an order, a problem: slotted data without behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from simsales.words.records import Case, Opportunity, Person, new_case


class Account:
    """A customer and what is true about them; `alive`, `share` and `satisfaction` are hidden from the firm."""

    __slots__ = (
        "alive",
        "case",
        "coverage",
        "deal",
        "key",
        "luck",
        "number",
        "open_problems",
        "orders",
        "owner",
        "path",
        "satisfaction",
        "segment",
        "share",
        "since",
        "state",
        "wallet",
    )

    case: Case  # the story of its reorders
    key: int
    number: int  # case number in the log
    luck: Sequence[float]  # its row of the accounts' table
    path: str  # its birth: "customer/17", or the lead it was
    segment: int
    deal: Opportunity | None  # what made it a customer; None for the first ones
    since: float  # h, when it became a customer; before 0 for the first ones
    wallet: float  # EUR a year
    share: float  # of wallet, 0..1
    satisfaction: float  # 0..100
    coverage: float  # 0..1
    alive: bool
    orders: int  # ordinal of its latest order
    open_problems: int
    owner: Person | None  # the farmer in charge
    state: Any  # what the departments that look after it keep beside (simsales.company.accounts.customers)

    def __init__(self, key: int, path: str, luck: Sequence[float], segment: int, since: float) -> None:
        self.case = new_case(key, luck)
        self.key = key
        self.path = path
        self.luck = luck
        self.segment = segment
        self.since = since
        self.deal = None
        self.alive = True
        self.orders = 0
        self.open_problems = 0
        self.owner = None
        self.state = None


class Order:
    """Something sold, on its way to the customer."""

    __slots__ = (
        "account",
        "account_key",
        "case",
        "deal",
        "delivered",
        "kind",
        "larger",
        "late",
        "luck",
        "number",
        "ordinal",
        "placed",
        "product",
        "promised",
        "state",
        "value",
    )

    case: Case
    number: int  # case number in the log
    luck: Sequence[float]  # its row of the orders' table
    kind: int  # DEAL, REPEAT or CROSS_SELL
    product: int
    value: float  # EUR after discount
    larger: float  # its quantity over what the customer needs, more in a promotion
    deal: Opportunity | None
    account: Account | None  # who ordered, where customers are followed
    account_key: int
    ordinal: int  # place among the account's orders, 0 for the deal
    placed: float  # h
    promised: float  # h, when it should be delivered
    delivered: float  # h; inf before
    late: bool
    state: Any  # what the factory keeps beside (simsales.company.production.factory)

    def __init__(
        self, kind: int, product: int, value: float, account_key: int, ordinal: int, placed: float
    ) -> None:
        self.kind = kind
        self.product = product
        self.value = value
        self.larger = 1.0
        self.account_key = account_key
        self.ordinal = ordinal
        self.placed = placed
        self.promised = inf
        self.delivered = inf
        self.late = False
        self.deal = None
        self.account = None
        self.state = None


class Problem:
    """A customer's trouble: voiced, it is a complaint; silent, nobody hears of it."""

    __slots__ = (
        "account",
        "before",
        "case",
        "cause",
        "loss",
        "luck",
        "number",
        "occurred",
        "order",
        "outcome",
        "path",
        "registered",
        "satisfaction",
        "severe",
        "state",
        "trouble",
        "voiced",
    )

    case: Case
    number: int  # case number in the log
    luck: Sequence[float]  # its row of luck
    path: str  # its birth: the order's or account's path and an ordinal
    account: Account | None
    order: Order | None
    trouble: int  # DEFECT, LATE, BILLING or SERVICE
    cause: int  # root cause, by number
    severe: int  # severity class, 0 = least
    loss: float  # EUR, the customer's
    before: float  # satisfaction of the customer when it was noticed
    occurred: float  # h
    voiced: bool
    registered: bool
    outcome: int  # SILENT, UNSATISFIED, SATISFIED_LATE or SATISFIED_FAST, when it has ended
    satisfaction: float  # with the handling of the complaint, 0..100
    state: Any  # what the service desk keeps beside (simsales.company.complaints.service_desk)

    def __init__(self, key: int, path: str, luck: Sequence[float], trouble: int, occurred: float) -> None:
        self.case = new_case(key, luck)
        self.case.done_by = None
        self.path = path
        self.luck = luck
        self.trouble = trouble
        self.occurred = occurred
        self.account = None
        self.order = None
        self.cause = 0
        self.severe = 0
        self.loss = 0.0
        self.before = 100.0
        self.voiced = False
        self.registered = False
        self.outcome = 0
        self.satisfaction = 0.0
        self.state = None
