"""Quality: how often deliveries are wrong, for which reasons, and what is done about the reasons."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING

from simsales.instruments.clock import YEAR

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario


#: A row each time when something is done about a cause: what is `left` of its defects from then on.
MENDING_COLUMNS = {"time": "f8", "left": "f8", "cause": "i2"}


class Quality:
    """Defect chances by product and root cause."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self.late_felt = 0.0
        self._chances: list[float] = []
        #: What projects have left of the defects of each cause; 1 at the start.
        self.left: list[float] = []
        if company.epochs[0][2].complaints != "skip":
            self._enter = company.log.open("mendings", MENDING_COLUMNS)

    def adopt(self, scenario: Scenario) -> None:
        """Deliver from now on as well or badly as `scenario` says."""
        table = scenario.complaints
        if table == "skip":
            return
        defects = table.defects if scenario.switches.defects else {}
        self.late_felt = table.late_felt
        self._drift = table.drift
        self._chances = [defects.get(name, 0.0) for name in scenario.products]
        self._bounds = list(accumulate(table.causes.values()))[:-1]
        self._begins = [0.0, *self._bounds]
        self._shares = list(table.causes.values())
        self.causes = list(table.causes)
        if not self.left:
            self.left = [1.0] * len(self._shares)

    def mend(self, cause: int, share: float) -> None:
        """A share of the defects of one cause is gone for good."""
        self.left[cause] *= 1.0 - share
        self._enter(self._company.kernel.now, self.left[cause], cause)

    def defect_chance(self, product: int) -> float:
        """Chance that a delivery of a product has a defect today."""
        left = sum(share * left for share, left in zip(self._shares, self.left, strict=True))
        return min(1.0, self._chances[product] * left * self._drifted())

    def cause_at(self, luck: float) -> int:
        """The root cause of a defect that is known to be there."""
        return bisect_right(self._bounds, luck)

    def cause_of_defect(self, product: int, luck: float) -> int | None:
        """The root cause of a delivery's defect by its luck, None where it has none.

        Each cause has a part of the unit interval of its own and fills it from one end, so that a project mends
        some deliveries and spoils none.
        """
        cause = bisect_right(self._bounds, luck)
        if not self._shares[cause]:
            return None  # a cause that a file has taken out, met by rounding at the end of the interval
        inside = (luck - self._begins[cause]) / self._shares[cause]
        chance = self._chances[product] * self.left[cause] * self._drifted()
        return cause if inside < chance else None

    def _drifted(self) -> float:
        return exp(self._drift * self._company.kernel.now / YEAR) if self._drift else 1.0
