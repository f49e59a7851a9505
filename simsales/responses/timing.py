"""When people book what they sell: towards the end of a period orders are pulled in or held back.

Oyer 1998 and Larkin 2014 find that they are, Steenburgh 2008 that bonuses at one firm raised effort instead: so it has
a switch of its own.  Somebody acts where a sale is worth more to them in this period than in the next, or less.
"""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Share, Span, parameter

_DOSSIER = "dossier 17.4, assumed"


class Timing(Policy):
    """What reps do with orders in the last days of a period, and how buyers answer."""

    kind: Literal["last_days"] = "last_days"
    begins: Span = parameter(
        "10 wd",
        help="time before a period's end from which on it is done",
        range=("5 wd", "20 wd"),
        source=_DOSSIER,
    )
    concession: Share = parameter(
        0.06,
        help="discount offered for an order now, as far as a rep may give it",
        unit="share of list",
        range=(0, 0.15),
        source=_DOSSIER,
    )
    ready: Share = parameter(
        0.5, help="share of buyers who could decide at once", range=(0, 1), source=_DOSSIER
    )
    tempted: NonNegative = parameter(
        1.2, help="factor on the chance to win that the concession brings", range=(1, 1.5), source=_DOSSIER
    )
    held_back: Share = parameter(
        0.1,
        help="share of orders that are held back where the next period pays more for them",
        range=(0, 0.3),
        source=_DOSSIER,
    )

    def offer(self, given: float, authority: float) -> float:
        """Discount that a rep adds to what was given already, within what they may give alone."""
        return max(0.0, min(self.concession, authority - given))

    def accepts(self, ready: float, decided: float, chance: float) -> bool:
        """Whether a buyer orders now: who could decide at once, and would buy at that price.

        `ready` and `decided` are the buyer's luck, the latter the one that would have decided later.
        """
        return ready < self.ready and decided < min(1.0, self.tempted * chance)

    def holds_back(self, luck: float) -> bool:
        """Whether somebody to whom the next period pays more holds an order back."""
        return luck < self.held_back
