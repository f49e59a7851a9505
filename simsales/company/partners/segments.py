"""Segments of the firm's own customers that a partner serves, or a shop of ours where customers order by themselves.

A partner's people take no hours of ours.  How much of their effort is ours (`reach`, 1 at an equal share) decides how
often they see customers, how many leads they take up and how soon; a sale of our own reps to a customer whom the
partner knows takes part of it away for a while.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from simsales.company.partners.channels import paid_share
from simsales.instruments.clock import YEAR
from simsales.instruments.luck import keys_of
from simsales.responses.channels import end_price
from simsales.words.vocabulary import AGENCY, OFFICE

if TYPE_CHECKING:
    from simsales.company.partners.supply import Shelf
    from simsales.scenario.channels import SegmentChannel

_PLACE = 200  # of the keys of what partners order for their shelves, beyond those of first customers


class Week:
    """What has been sold to a segment since its last week was settled."""

    def __init__(self) -> None:
        self.asked = self.ordered = 0
        self.listed = self.net = 0.0  # EUR


class Segment:
    """A segment, and who serves it."""

    def __init__(self, place: int, name: str, number: int) -> None:
        self.place, self.name, self.number = place, name, number  # among those served so, and among all
        self.week = Week()
        #: By product that is made to stock, where the partner keeps pieces of its own.
        self.shelves: dict[int, Shelf] = {}
        self.soured_until = 0.0

    def adopt(self, table: SegmentChannel) -> None:
        """Be served from now on as the scenario says."""
        self.table, self.terms = table, table.channel
        self.diligence, self.overlap = table.diligence, table.overlap
        self.contacted = self.terms.looked_after_by() == "partner"
        self._reach = 1.0
        if self.contacted:
            effort = table.effort
            self._reach = effort.alone_reach() if table.exclusive else effort.reach(*self.terms.earned())
        #: What end customers pay, and what they buy at that price, over list price and the usual quantity.
        self.price = end_price(table.answer, self.terms)
        self.quantity = table.answer.quantity(self.price)
        #: What we are paid for it, as a share of list price.
        self.paid = paid_share(self.terms, self.quantity)
        #: Where what an order costs is posted.
        self.line = AGENCY if self.contacted else OFFICE
        #: Share of the complaints that customers voice which reach us.
        self.heard = 1.0 if self.terms.names_customers() else table.passes_on

    def key_of_supply(self, product: str) -> int:
        """Under which the pieces stand that the partner orders for its shelf."""
        name = crc32(f"{self.name}/{product}".encode())
        return int(keys_of(_PLACE, np.array([0]), np.array([name]))[0])

    # --- effort --------------------------------------------------------------------------------------

    def reach(self, now: float) -> float:
        """The partner's effort for us now, over an equal share of it."""
        return self.overlap.soured(self._reach) if now < self.soured_until else self._reach

    def sour(self, now: float) -> None:
        """One of our own reps has sold to a customer whom the partner knows."""
        self.soured_until = now + self.overlap.lasts.calendar_hours

    def spacing(self, now: float) -> float:
        """Hours between two contacts of a customer; infinite where nobody comes."""
        rate = self.diligence.contacts.per_calendar_hour * self.reach(now) if self.contacted else 0.0
        return 1.0 / rate if rate > 0.0 else inf

    def known_to_both(self, luck: float) -> bool:
        """Whether our own reps work on a lead beside the partner."""
        away = self.table.registration or self.table.exclusive
        return not away and self.overlap.known_to_both(luck)


def weekly(orders_a_year: float, count: int, share: float, week: float) -> float:
    """Orders a week of so many customers for a product with this share of them."""
    return orders_a_year * count * share * week / YEAR
