"""Frequency of use: a customer takes up a usage programme.

Promotions, rewards and rebates have no story of their own: they change when and how much customers order, which
is told in `simsales.processes.farming`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.frequency.usage import Rollout
    from simsales.instruments.kernel import Story


def introduce(rollout: Rollout, company: Company) -> Story:
    """Somebody sets the programme up at the customer's, and from then on the site uses more."""
    yield from company.promotions.set_up(rollout)
    company.promotions.take_up(rollout)
