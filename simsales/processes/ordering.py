"""Orders: pre-production, production, post-production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.instruments.kernel import AT_ONCE

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.kernel import Story
    from simsales.words.customers import Order


def fulfil(order: Order, company: Company) -> Story:
    """Take one order from entry to delivery."""
    yield from AT_ONCE
