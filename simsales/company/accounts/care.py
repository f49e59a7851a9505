"""What farmers keep about an account, and the work they do, in plain numbers."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

from simsales.company.leads.columns import hours_of
from simsales.instruments.clock import YEAR
from simsales.instruments.work import WorkStep
from simsales.words.records import new_case
from simsales.words.vocabulary import CROSS_SELLING, FARMING, QUOTATION, WIN_BACK

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.instruments.law import Law
    from simsales.scenario.farming import Contacts, Farming
    from simsales.words.customers import Account

# Places in an offer's luck after those that decide about it.
_SELLING_HOURS, _QUOTE_HOURS, _PRODUCT, _VALUE = range(2, 6)


class Care:
    """What a farmer keeps about an account."""

    __slots__ = (
        "bought",  # orders before the run, by the records
        "case",  # the story of its contacts
        "contacts",  # ordinal of the next one
        "covered",  # coverage right after the last contact
        "due",  # h, when the next contact is due
        "key_account",
        "last",  # h, its last order before the run
        "luck",  # of the contact at hand
        "needs_left",  # hazard to go through until the next need beyond what it buys
        "offers",  # ordinal of the next offer
        "over",  # nobody looks after it any more
        "seen",  # h, the last contact
        "spacing",  # h, time between two contacts when the next one was planned
        "waits",  # for the due date, not at a desk
        "warned",  # orders it had when its silence was noticed
    )

    bought: int
    last: float
    covered: float

    def __init__(self, account: Account, now: float, needs_left: float) -> None:
        self.case = new_case(account.key, (1.0,))
        self.case.number = account.number
        self.contacts = 0
        self.due = inf
        self.key_account = False
        self.luck: list[float] = []
        self.needs_left = needs_left
        self.offers = 0
        self.over = False
        self.seen = now
        self.spacing = inf
        self.waits = False
        self.warned = -1


class Offer:
    """Something a customer does not buy from us yet."""

    __slots__ = ("account", "case", "luck", "ordinal", "product", "value")

    def __init__(self, account: Account, ordinal: int, luck: list[float]) -> None:
        self.account = account
        self.ordinal = ordinal
        self.luck = luck
        self.case = new_case(account.key, (1.0, 1.0))
        self.product, self.value = 0, 0.0
        self.case.number = account.number


class Rhythm:
    """How the customers of one segment are contacted, in plain numbers."""

    def __init__(self, contacts: Contacts, law: Law, level: int, factor: float) -> None:
        rate = contacts.times.per_calendar_hour * factor
        self.spacing = 1.0 / rate if rate else inf  # h
        self.law = law
        self.richness = contacts.richness
        self.step = WorkStep(FARMING, law.mean, 0, level)
        self.yearly_hours = rate * law.mean * YEAR


class BesideContacts:
    """What farmers and supporters do for customers beside contacts: offers, their quotes, campaigns."""

    def __init__(self, table: Farming, base: Calendar) -> None:
        self.selling: WorkStep | None = None
        self.winning_back: WorkStep | None = None
        if table.cross_selling != "skip":
            offers = table.cross_selling
            self._selling_law, self._quote_law = (
                hours_of(offers.hours, base),
                hours_of(offers.quote_hours, base),
            )
            self._value_law, self.win = offers.value.law(float), offers.win
            self.selling = WorkStep(CROSS_SELLING, self._selling_law.mean, 0)
            self.quoting = WorkStep(QUOTATION, self._quote_law.mean, 1)
        if table.win_back != "skip":
            self.winning_back_law = hours_of(table.win_back.hours, base)
            self.winning_back = WorkStep(WIN_BACK, self.winning_back_law.mean, 0, table.win_back.level)

    def equip(self, offer: Offer, product: Callable[[float], int]) -> None:
        """What an offer will take, and what it will be worth."""
        luck = offer.luck
        shapes = (
            self._selling_law.unit_at(luck[_SELLING_HOURS]),
            self._quote_law.unit_at(luck[_QUOTE_HOURS]),
        )
        offer.case.luck = shapes
        offer.product = product(luck[_PRODUCT])
        offer.value = self._value_law.mean * self._value_law.unit_at(luck[_VALUE])
