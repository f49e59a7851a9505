"""How much of a discount that a buyer asks for a rep gives, where the rep's own pay is at stake.

Somebody who is paid by results weighs what a concession costs them against the better chance to win; by how much they
are paid does not matter for that, by what does: on bookings a tenth off the price costs a tenth of the pay, on margin
it may cost a third (after Misra & Nair 2011 and the dossier's question 23).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Whole, parameter


class Haggling(Policy):
    """What a rep concedes."""

    kind: Literal["weighs_pay"] = "weighs_pay"
    steps: Annotated[int, Whole(1, 20)] = parameter(
        5, help="concessions that a rep considers between none and all that is asked for", range=(2, 10)
    )

    def considered(self, most: float) -> list[float]:
        """Discounts that come into question, as shares of the list price, none first."""
        return [most * step / self.steps for step in range(self.steps + 1)]

    def concession(
        self, discounts: Sequence[float], counted: Sequence[float], chances: Sequence[float]
    ) -> float:
        """The discount of which the rep expects most: what then counts for them, times the chance to win.

        Of two that promise the same the rep gives the larger one.
        """
        expected = [share * chance for share, chance in zip(counted, chances, strict=True)]
        best = max(range(len(discounts)), key=lambda place: (round(expected[place], 12), place))
        return discounts[best]
