"""How customers would like to be served, and what it does to them not to be.

Surveys of consultancies have a third of business buyers each for meeting in person, for talking at a distance and for
serving themselves, at any stage (dossier 11; secondary copies).  How much one customer differs from another, and what
an unmet wish costs, nobody has measured.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated, Literal

from pydantic import field_validator

from simsales.policies.base import Policy
from simsales.words.quantities import Between, NonNegative, Positive, parameter
from simsales.words.vocabulary import BY_FIELD

_Part = Annotated[float, Between(0, 1, above=True)]


class ChannelPreference(Policy):
    """Each customer leans towards the ways by shares of their own, and has a wish at each step by these."""

    kind: Literal["dirichlet"] = "dirichlet"
    shares: tuple[_Part, _Part, _Part] = parameter(
        (1 / 3, 1 / 3, 1 / 3),
        help="of all wishes, the shares for the portal, for a talk at a distance and for meeting in person",
        range=(0.1, 0.8),
        source="dossier 11",
    )
    concentration: Positive = parameter(
        6.0,
        help="how alike customers are: small, and each wants the same at every step; large, and all have the shares",
        range=(1, 60),
        source="dossier 11, assumed",
    )
    unmet: NonNegative = parameter(
        0.2,
        help="log-odds lost at the gate after a step that was taken away from the field rep against a wish",
        range=(0, 0.5),
        source="assumed, as large as dossier 10 has a visit to who wants none",
    )

    @field_validator("shares")
    @classmethod
    def _add_up(cls, shares: tuple[float, float, float]) -> tuple[float, float, float]:
        if abs(sum(shares) - 1.0) > 1e-6:
            raise ValueError(f"must add up to 1, found {sum(shares):.6g}")
        return shares

    def shapes(self) -> tuple[float, float, float]:
        """Shapes of three gamma variables; each over their sum is a customer's own share (Dirichlet's law)."""
        portal, inside, field = self.shares
        return self.concentration * portal, self.concentration * inside, self.concentration * field

    def wish(self, leanings: Sequence[float], uniform: float) -> int:
        """The way wished for at a step, as its place among `WAYS`, by three gamma variables and a uniform one."""
        sums = list(accumulate(leanings))
        return min(bisect_right(sums, uniform * sums[-1]), len(sums) - 1)

    def reluctance(self, wished: int, served: int) -> float:
        """Log-odds that are lost where a customer is served in one way and would have liked another.

        Field reps are how everybody was served when chances were calibrated, whatever they would have liked; what a
        visit does to those who want none is `Persuasion`'s.
        """
        return 0.0 if served in (wished, BY_FIELD) else self.unmet
