"""Customers: retain them, grow their share, raise their frequency of use, win them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.instruments.kernel import AT_ONCE

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.kernel import Story
    from simsales.words.customers import Account


def keep(account: Account, company: Company) -> Story:
    """The life of an account: orders, one after another, until the customer leaves."""
    yield from AT_ONCE
