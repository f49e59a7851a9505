"""Suppliers: what is bought arrives after their lead time, or sooner for a premium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.instruments.kernel import AT_ONCE
from simsales.words.vocabulary import EXPEDITING

if TYPE_CHECKING:
    from simsales.company.production.jobs import Lot
    from simsales.instruments.clock import Calendar
    from simsales.instruments.eventlog import EventLog
    from simsales.instruments.kernel import Kernel, Waiting
    from simsales.scenario.production import Production


class Suppliers:
    """Always able to deliver: they take their time, and hurry for money."""

    def __init__(self, kernel: Kernel, log: EventLog, base: Calendar) -> None:
        self._kernel, self._log, self._base = kernel, log, base

    def adopt(self, production: Production) -> None:
        """Buy from now on as `production` says."""
        self._premium = production.expediting

    def deliver(self, lot: Lot) -> Waiting:
        """The lot arrives; when customers already wait for the piece, sooner and at a premium."""
        hours = lot.lead
        stock = lot.item.stock
        if lot.hurried:
            hours *= stock.hurried
            cost = self._premium * stock.unit_cost * lot.pieces
            self._log.money(self._kernel.now, EXPEDITING, -cost, lot.case.number)
        return self.wait(lot, hours)

    def wait(self, lot: Lot, hours: float) -> Waiting:
        """The lot waits, for a supplier or until planning has released it."""
        if hours <= 0.0:
            return AT_ONCE
        now = self._kernel.now
        end = self._base.finish(now, hours) if lot.item.stock.lead_working else now + hours
        return self._kernel.pause_until(end, lot.case)
