"""How far a firm commits itself abroad: `expansion.commit(market)` gives the stage from now on, year by year.

Stages are 0 none, 1 irregular export, 2 an agent, 3 a subsidiary, 4 production.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple, TypeAlias

from simsales.policies.base import Policy
from simsales.words.quantities import Amount, Whole, parameter

Losses = Annotated[int, Whole(1, 100)]
Stage = Annotated[int, Whole(0, 4)]

_PATIENCE = "years of losses in a row after which the firm steps back by a stage"


class Prospect(NamedTuple):
    """What a firm looks at when it decides about a market."""

    stage: int
    years: int  # since this policy first decided about it
    losses: int  # years of losses in a row
    values: Sequence[float]  # EUR, what being at each stage is expected to be worth from now on
    risks: Sequence[float]  # EUR, what each would put at risk


class Uppsala(Policy):
    """Commit further when the risk can be borne and more is worth more; step back after years of losses."""

    kind: Literal["uppsala"] = "uppsala"
    most_risk: Amount = parameter(
        "30_000 EUR",
        help="what the firm is ready to put at risk in a market",
        unit="EUR",
        range=(10_000, 100_000),
        source="dossier 15, assumed",
    )
    reach: Annotated[int, Whole(1, 4)] = parameter(
        1, help="how many stages may be taken in one decision", range=(1, 4), source="dossier 15"
    )
    patience: Losses = parameter(2, help=_PATIENCE, range=(1, 5), source="dossier 15, assumed")

    def commit(self, market: Prospect) -> int:
        """The stage from now on."""
        if market.losses >= self.patience and market.stage:
            return market.stage - 1
        further = range(market.stage + 1, min(market.stage + self.reach, len(market.values) - 1) + 1)
        borne = [stage for stage in further if market.risks[stage] <= self.most_risk]
        return max([market.stage, *borne], key=lambda stage: market.values[stage])


class BornGlobal(Policy):
    """Go in with a stage of one's own choice from the first day; step back after years of losses."""

    kind: Literal["born_global"] = "born_global"
    stage: Stage = parameter(3, help="the stage to begin with", range=(2, 4), source="dossier 15")
    patience: Losses = parameter(2, help=_PATIENCE, range=(1, 5), source="dossier 15, assumed")

    def commit(self, market: Prospect) -> int:
        """The stage from now on."""
        if market.years == 0:
            return self.stage
        return market.stage - 1 if market.losses >= self.patience and market.stage else market.stage


class StayHome(Policy):
    """Sell at home only."""

    kind: Literal["stay_home"] = "stay_home"

    def commit(self, market: Prospect) -> int:
        """The stage from now on: none."""
        return 0


AnyExpansion: TypeAlias = Uppsala | BornGlobal | StayHome
