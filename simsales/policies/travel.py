"""Who pays for a visit: at cost, by a sum for each, or out of a yearly allowance (dossier 17.1)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from simsales.words.quantities import FROZEN, Amount, parameter


class Travel(BaseModel):
    """How travel is reimbursed; it decides what a visit costs the firm, and what it costs whoever makes it."""

    model_config = FROZEN

    kind: Literal["at_cost", "per_diem", "allowance"] = parameter(
        "at_cost", help="what was spent, a sum for each visit, or nothing beside the yearly `expenses`"
    )
    visit: Amount = parameter(
        120.0, help="what a visit costs", unit="EUR", range=(50, 400), source="dossier 17.1"
    )
    per_diem: Amount = parameter(
        90.0, help="sum for a visit, where there is one", unit="EUR", range=(20, 300)
    )

    def of_firm(self) -> float:
        """What the firm pays for a visit, EUR."""
        return {"at_cost": self.visit, "per_diem": self.per_diem, "allowance": 0.0}[self.kind]

    def of_traveller(self) -> float:
        """What a visit leaves whoever makes it to pay, EUR; below 0 it leaves them something."""
        return self.visit - self.of_firm()
