"""What raises the frequency of use: promotions, reward schemes, year-end rebates and usage programmes.

The customers ask four questions here and say three things.  A customer orders at a hazard that `hazard` multiplies
until `next_change` at the latest; what it orders is `quantity` times what it would order anyway; `bought` says
that it has ordered, `contacted` that somebody of ours has spoken with it, `close` that the run is over.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account, Order


class Promotions:
    """Everything that makes customers order more often, sooner or more at once."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        #: Whether there is anything to ask about; where not, all multipliers are 1 and never change.
        self.active = False

    def adopt(self, scenario: Scenario) -> None:
        """Promote from now on as `scenario` says."""

    def hazard(self, account: Account, now: float) -> float:
        """Factor on the hazard of the account's next order; 0 while the site lives off what it bought ahead."""
        return 1.0

    def next_change(self, account: Account, now: float) -> float:
        """When `hazard` is another number at the latest (h); an order of the account changes it at once."""
        return inf

    def quantity(self, account: Account, value: float, now: float) -> float:
        """Factor on the value of an order placed now, what is put on stock for later included."""
        return 1.0

    def bought(self, order: Order, gap: float) -> None:
        """An account has ordered; `gap` is the mean time between its orders without any promotion (h)."""

    def contacted(self, account: Account, now: float) -> None:
        """Somebody of ours has spoken with the account: an occasion to propose a usage programme."""

    def close(self) -> None:
        """The horizon."""
