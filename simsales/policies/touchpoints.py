"""Who serves a customer at a step, the portal, an inside rep or a field rep: `routes.choose(touch)`.

Hybrid selling is this choice, made step by step (dossier 11).  A touch is seen as a dispatcher can see it: the step,
whose customer and which product it is about, and how this customer would like to be served.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import BaseModel

from simsales.policies.base import Policy
from simsales.words.quantities import FROZEN, parameter
from simsales.words.vocabulary import PREFERRED, WAYS

Step = Literal["approach", "presentation", "objections", "closing", "follow_up"]


class Touch(NamedTuple):
    """A step at which a customer is to be served."""

    step: str
    segment: str
    product: str
    preferred: str  # the way in which this customer would like to be served there: one of `WAYS`


class Route(BaseModel):
    """A row of the table: what is left out means all."""

    model_config = FROZEN

    step: Step | None = parameter(None, help="the step; none named: all")
    segment: str | None = parameter(None, help="the customer's segment; none named: all")
    product: str | None = parameter(None, help="the product; none named: all")
    by: Literal["portal", "inside", "field", "preferred"] = parameter(
        "field", help="the portal, an inside rep, a field rep, or whatever this customer prefers"
    )

    def fits(self, touch: Touch) -> bool:
        """Whether the row speaks of this touch."""
        return (
            self.step in (None, touch.step)
            and self.segment in (None, touch.segment)
            and self.product in (None, touch.product)
        )


class Routes(Policy):
    """A table of step, segment and product; the first row that fits holds."""

    kind: Literal["table"] = "table"
    rows: tuple[Route, ...] = parameter((Route(),), help="rows of the table, the first that fits holds")

    def choose(self, touch: Touch) -> str | None:
        """One of `WAYS`; None where no row fits, which is a gap in the table."""
        by = next((row.by for row in self.rows if row.fits(touch)), None)
        return touch.preferred if by == PREFERRED else by


__all__ = ["PREFERRED", "WAYS", "Route", "Routes", "Touch"]
