"""What media money does to the flow of inquiries: adstock with a constant elasticity.

`lambda = lambda_0 (G / G_0)^e` with `G_t = carry G_{t-1} + spend_t` by week (dossier 3.1).  Two meta-analyses
put short-run advertising elasticities at .09 and .12; for B2B media nobody knows.
"""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Share, parameter


class Advertising(Policy):
    """How arrivals follow the media budget."""

    kind: Literal["adstock"] = "adstock"
    elasticity: Share = parameter(0.20, help="elasticity of arrivals to adstock", range=(0.05, 0.35))
    carry: Share = parameter(0.75, help="share of adstock left after a week", range=(0, 0.95))

    def levels(self, spend: list[float]) -> list[float]:
        """Factor on arrivals by week, from weekly spend over the base; it starts in equilibrium at 1."""
        stock, factors = 1.0, []
        for week in spend:
            stock = self.carry * stock + (1.0 - self.carry) * week
            factors.append(stock**self.elasticity if stock > 0.0 else 0.0)
        return factors
