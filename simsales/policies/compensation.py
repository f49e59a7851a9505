"""What people cost: `plan.yearly_cost()`.  How people respond to pay is another matter (`responses/`)."""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Amount, NonNegative, parameter


class Compensation(Policy):
    """What one person of a role, or a function without a queue, costs the firm in a year."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def yearly_pay(self) -> float:
        """Pay with the employer's on-cost, EUR per year."""
        raise NotImplementedError

    def yearly_expenses(self) -> float:
        """Travel and other expenses, EUR per year."""
        return 0.0


class Salary(Compensation):
    """A salary and a variable part paid at target."""

    kind: Literal["salary"] = "salary"
    salary: Amount = parameter(0.0, help="fixed pay a year", unit="EUR / y", range=(0, 200_000))
    variable: Amount = parameter(
        0.0, help="variable pay a year, at target", unit="EUR / y", range=(0, 200_000)
    )
    on_cost: NonNegative = parameter(0.21, help="employer's on-cost as a share of pay", range=(0, 0.5))
    expenses: Amount = parameter(0.0, help="expenses a year", unit="EUR / y", range=(0, 50_000))

    def yearly_pay(self) -> float:
        return (self.salary + self.variable) * (1.0 + self.on_cost)

    def yearly_expenses(self) -> float:
        return self.expenses


class Budget(Compensation):
    """A yearly sum for a function that is no queue, such as marketing."""

    kind: Literal["budget"] = "budget"
    yearly: Amount = parameter(0.0, help="the sum a year", unit="EUR / y", range=(0, 5_000_000))

    def yearly_pay(self) -> float:
        return self.yearly


AnyCompensation = Salary | Budget
