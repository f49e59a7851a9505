"""What people cost: `plan.yearly_pay()` accrues, `plan.pay(period)` is due on pay day.

This is arithmetic only.  How people respond to pay is another matter (`responses/`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, model_validator

from simsales.policies.base import Policy
from simsales.policies.pay_curve import FLAT, Curve, Jump, Part, capped, sampled
from simsales.policies.quota import Quota
from simsales.policies.travel import Travel
from simsales.words.quantities import (
    FROZEN,
    Amount,
    Count,
    Flag,
    NonNegative,
    Positive,
    Share,
    Span,
    parameter,
    shown,
)

PeriodName = Literal["month", "quarter", "year"]
MONTHS: dict[PeriodName, int] = {"month": 1, "quarter": 3, "year": 12}


class Period(NamedTuple):
    """What one person did in a period, as their plan counts it, EUR."""

    sales: float = 0.0  # credited
    quota: float = 0.0  # asked for while they were there; 0 where the plan asks for nothing
    kickers: float = 0.0  # earned with single sales
    prize: float = 0.0  # of a contest among colleagues
    undone: float = 0.0  # paid in earlier periods for sales that have been withdrawn since
    owed: float = 0.0  # drawn or undone earlier and not yet earned
    present: float = 1.0  # share of the period for which they were there


class Pay(NamedTuple):
    """What is due on a pay day beside the salary, EUR."""

    commission: float = 0.0
    bonus: float = 0.0
    kickers: float = 0.0
    prize: float = 0.0
    cut: float = 0.0  # what lies above the cap
    kept_back: float = 0.0  # for what is owed
    advance: float = 0.0  # drawn beyond what was earned
    owed: float = 0.0  # left to be earned in later periods

    @property
    def earned(self) -> float:
        """What the period's sales are worth by the plan."""
        return self.commission + self.bonus + self.kickers + self.prize - self.cut

    @property
    def due(self) -> float:
        """What is paid: never less than nothing."""
        return self.earned - self.kept_back + self.advance


NOTHING_DUE = Pay()


class Compensation(Policy):
    """What one person of a role, or a function without a queue, costs the firm."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def yearly_pay(self) -> float:
        """Pay that accrues with time, with the employer's on-cost, EUR per year."""
        raise NotImplementedError

    def yearly_expenses(self) -> float:
        """Travel and other expenses, EUR per year."""
        return 0.0

    def of_visits(self) -> Travel | None:
        """How visits are reimbursed; None where the yearly expenses cover them."""
        return None

    def pay(self, period: Period) -> Pay:
        """What a period's sales are worth beside that, without on-cost; nothing where pay depends on time alone."""
        return NOTHING_DUE

    def curve(self, quota: float, typical: float) -> Curve:
        """Pay against the sales of a whole period; a plan of one's own is asked what it pays around typical sales."""
        if type(self).pay is Compensation.pay or typical <= 0.0:
            return FLAT
        marks = [typical * step / 20.0 for step in range(61)]
        return sampled(lambda sales: self.pay(Period(sales, quota)).earned, marks)


class Salary(Compensation):
    """A salary and a variable part paid at target."""

    kind: Literal["salary"] = "salary"
    salary: Amount = parameter(0.0, help="fixed pay a year", unit="EUR / y", range=(0, 200_000))
    variable: Amount = parameter(
        0.0, help="variable pay a year, at target", unit="EUR / y", range=(0, 200_000)
    )
    on_cost: NonNegative = parameter(0.21, help="employer's on-cost as a share of pay", range=(0, 0.5))
    expenses: Amount = parameter(0.0, help="expenses a year", unit="EUR / y", range=(0, 50_000))
    travel: Travel | None = parameter(None, help="how visits are reimbursed beside that")

    def yearly_pay(self) -> float:
        return (self.salary + self.variable) * (1.0 + self.on_cost)

    def yearly_expenses(self) -> float:
        return self.expenses

    def of_visits(self) -> Travel | None:
        return self.travel


class Budget(Compensation):
    """A yearly sum for a function that is no queue, such as marketing."""

    kind: Literal["budget"] = "budget"
    yearly: Amount = parameter(0.0, help="the sum a year", unit="EUR / y", range=(0, 5_000_000))

    def yearly_pay(self) -> float:
        return self.yearly


# --- pay by results ---------------------------------------------------------------------------------------


class Credit(BaseModel):
    """Which sales count for a role, as a share of their amount; the rest may be another role's."""

    model_config = FROZEN

    deal: Share = parameter(1.0, help="deals won", range=(0, 1))
    repeat: Share = parameter(0.0, help="repeat orders", range=(0, 1))
    cross_sell: Share = parameter(0.0, help="cross-sold orders", range=(0, 1))


class Tier(BaseModel):
    """A rate of commission that holds from a share of the quota on: above the first rate, an accelerator."""

    model_config = FROZEN

    above: Positive = parameter(1.0, help="share of the quota from which on it holds", range=(0.5, 2))
    rate: Share = parameter(0.06, help="commission on what is sold beyond", range=(0, 0.2))


class Contest(BaseModel):
    """A prize for those who sell most in a period."""

    model_config = FROZEN

    prize: Amount = parameter(1_000.0, help="for each winner", unit="EUR", range=(0, 10_000))
    winners: Count = parameter(1, help="how many win", range=(1, 10))


#: How a plan reckons; one of one's own may do it otherwise.
_ARITHMETIC = ("pay", "_commission", "_bonus")


class Incentive(Compensation):
    """A salary and pay by results; every part may be nothing, so that a plan is any sum of them."""

    salary: Amount = parameter(0.0, help="fixed pay a year", unit="EUR / y", range=(0, 200_000))
    on_cost: NonNegative = parameter(0.21, help="employer's on-cost as a share of pay", range=(0, 0.5))
    expenses: Amount = parameter(0.0, help="expenses a year", unit="EUR / y", range=(0, 50_000))
    travel: Travel | None = parameter(None, help="how visits are reimbursed beside that")
    period: PeriodName = parameter("quarter", help="how long until the next pay day")
    base: Literal["bookings", "revenue", "margin"] = parameter(
        "bookings", help="what counts: what was signed, what was delivered, or what it leaves over its cost"
    )
    credited: Literal["order", "delivery", "cash"] = parameter("order", help="when it counts")
    payment: Span = parameter(
        "30 d",
        help="time from delivery until the customer has paid, where cash counts",
        range=("0 d", "90 d"),
    )
    credit: Credit = parameter(Credit(), help="which sales count")
    team_share: Share = parameter(
        0.0, help="share of each sale that goes to the whole team in equal parts", range=(0, 1)
    )
    quota: Quota | None = parameter(None, help="what a period asks of each person")
    cap: Amount | None = parameter(
        None, help="most that a period's results can bring", unit="EUR", range=(1_000, 100_000)
    )
    kickers: dict[str, Amount] = parameter(
        {}, help="extra pay for each sale of a product", unit="EUR", range=(0, 5_000)
    )
    contest: Contest | None = parameter(None, help="a prize for those who sell most in a period")
    draw: Amount = parameter(
        0.0, help="paid a period whatever was sold, as an advance", unit="EUR", range=(0, 30_000)
    )
    recoverable: Flag = parameter(True, help="whether an advance is kept back from later pay")
    clawback: Share = parameter(
        1.0, help="share of what was paid for a sale that is kept back if it is withdrawn", range=(0, 1)
    )

    def yearly_pay(self) -> float:
        return self.salary * (1.0 + self.on_cost)

    def yearly_expenses(self) -> float:
        return self.expenses

    def of_visits(self) -> Travel | None:
        return self.travel

    def pay(self, period: Period) -> Pay:
        commission, bonus = self._commission(period), self._bonus(period)
        gross = commission + bonus + period.kickers + period.prize
        cut = 0.0 if self.cap is None else max(0.0, gross - self.cap * period.present)
        earned, owed = gross - cut, period.owed + period.undone
        guaranteed = self.draw * period.present
        kept_back = min(owed, max(0.0, earned - guaranteed))
        advance = max(0.0, guaranteed - earned)
        owed += (advance if self.recoverable else 0.0) - kept_back
        return Pay(commission, bonus, period.kickers, period.prize, cut, kept_back, advance, owed)

    def _commission(self, period: Period) -> float:
        """Commission on a period's sales, each part of them at the rate of its tier."""
        return sum(
            rate * max(0.0, min(period.sales, high) - low) for low, high, rate in self._parts(period.quota)
        )

    def _bonus(self, period: Period) -> float:
        """Bonus for a quota that was met."""
        return 0.0

    def _parts(self, quota: float) -> Iterator[Part]:
        """The rates of commission; none where the plan pays none."""
        yield from ()

    def _jumps(self, quota: float) -> Iterator[Jump]:
        """Sums paid where sales reach a mark; none where the plan pays no bonus."""
        yield from ()

    def curve(self, quota: float, typical: float) -> Curve:
        if any(getattr(type(self), verb).__module__ != __name__ for verb in _ARITHMETIC):  # somebody's own
            return super().curve(quota, typical)
        return capped(self._parts(quota), self._jumps(quota), self.cap)

    @model_validator(mode="after")
    def _quota_is_there(self) -> Self:
        if self.asks_for_quota and self.quota is None:
            raise ValueError(
                "must have a quota where a bonus or a tier depends on it, found none; add quota = { first = … }"
            )
        if self.base == "revenue" and self.credited == "order":
            raise ValueError(
                "must be credited at delivery or with cash where revenue counts, found 'order'; change one of them"
            )
        return self

    @property
    def asks_for_quota(self) -> bool:
        """Whether what is paid depends on a quota."""
        return False


def _tiers_rise(tiers: tuple[Tier, ...]) -> None:
    for before, tier in pairwise(tiers):
        if tier.above <= before.above:
            raise ValueError(
                f"must have tiers that begin above the one before, found {shown(tier.above)} after "
                f"{shown(before.above)}"
            )


class _PaysCommission(Incentive):
    """A plan with commission: flat, or by tiers of the quota."""

    rate: Share = parameter(0.04, help="commission from the first EUR on", range=(0, 0.2))
    tiers: tuple[Tier, ...] = parameter((), help="other rates from shares of the quota on, in order")

    def _parts(self, quota: float) -> Iterator[Part]:
        low, rate = 0.0, self.rate
        for tier in self.tiers:
            yield Part(low, tier.above * quota, rate)
            low, rate = tier.above * quota, tier.rate
        yield Part(low, float("inf"), rate)

    @property
    def asks_for_quota(self) -> bool:
        return bool(self.tiers)

    @model_validator(mode="after")
    def _tiers_and_cap_fit(self) -> Self:
        _tiers_rise(self.tiers)
        if self.cap is not None and self.tiers and self.quota is not None:
            reached = self.rate * self.tiers[0].above * self.quota.first
            if self.cap < reached:
                raise ValueError(
                    f"must have a cap above what is earned at the first tier, {reached:,.0f} EUR, found "
                    f"{self.cap:,.0f} EUR; raise the cap or leave the tiers out"
                )
        return self


class _PaysBonus(Incentive):
    """A plan with a bonus for a quota that is met."""

    quota: Quota | None = parameter(Quota(), help="what a period asks of each person")
    bonus: Amount = parameter(
        7_500.0, help="for a period whose quota is met", unit="EUR", range=(0, 30_000), source="dossier 17.6"
    )

    def _bonus(self, period: Period) -> float:
        return self.bonus * period.present if 0.0 < period.quota <= period.sales else 0.0

    def _jumps(self, quota: float) -> Iterator[Jump]:
        if quota > 0.0:
            yield Jump(quota, self.bonus)

    @property
    def asks_for_quota(self) -> bool:
        return True


class Commission(_PaysCommission):
    """A salary and commission: flat, tiered, with accelerators, capped or not."""

    kind: Literal["commission"] = "commission"


class Bonus(_PaysBonus):
    """A salary and a bonus for a quota that is met."""

    kind: Literal["bonus"] = "bonus"


class Hybrid(_PaysBonus, _PaysCommission):
    """A salary, commission and a bonus: the usual mixture."""

    kind: Literal["hybrid"] = "hybrid"
    bonus: Amount = parameter(
        3_000.0, help="for a period whose quota is met", unit="EUR", range=(0, 30_000), source="dossier 17.6"
    )


AnyCompensation = Salary | Budget | Commission | Bonus | Hybrid
