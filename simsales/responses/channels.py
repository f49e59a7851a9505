"""How those who sell for several principals share their effort among them.

Effort goes where it pays: the share of a principal with margin m is m^ν over the sum of all m^ν (dossier 14; the form
is that of an attraction model, its size assumed).
"""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Whole, parameter

_DOSSIER = "dossier 14, assumed"


class EffortShare(Policy):
    """Effort among principals by what each leaves the partner."""

    kind: Literal["attraction"] = "attraction"
    principals: Annotated[int, Whole(1, 1000)] = parameter(
        8, help="principals whom a partner sells for, ourselves among them", range=(1, 30), source=_DOSSIER
    )
    sharpness: NonNegative = parameter(
        1.5,
        help="how sharply effort follows margins; 0: all principals alike",
        range=(0, 3),
        source=_DOSSIER,
    )

    def effort(self, ours: float, theirs: float) -> float:
        """Our share of the partner's effort, where we leave it `ours` and each other principal `theirs`."""
        pull = ours**self.sharpness
        whole = pull + (self.principals - 1) * theirs**self.sharpness
        return pull / whole if whole > 0.0 else 1.0 / self.principals

    def reach(self, ours: float, theirs: float) -> float:
        """End customers whom the partner speaks to for us, over those at an equal share of its effort."""
        return self.principals * self.effort(ours, theirs)
