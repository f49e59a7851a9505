"""Accounts are born: the first customers, met in the middle of their lives, and those whose first order is delivered.

The first customers come from the law in which a segment rests: ages exponential with its churn, shares grown as far
as that, satisfaction settled, coverage somewhere between two contacts, the next order somewhere in a gap.  So
nothing has to warm up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import exp, inf
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.company.accounts.gaps import Gaps
from simsales.company.accounts.standing import Standing
from simsales.company.leads.columns import ONE, Columns, merged
from simsales.instruments.clock import YEAR
from simsales.instruments.law import Law
from simsales.instruments.luck import DoorTable, keys_of
from simsales.responses.dropout import ByChance, ByHazard
from simsales.words.customers import Account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simsales.company.accounts.segments import SegmentPlan
    from simsales.company.people.rotas import Epoch
    from simsales.instruments.clock import Calendar
    from simsales.instruments.luck import Luck
    from simsales.scenario.model import Scenario
    from simsales.words.records import Opportunity

Floats = NDArray[np.float64]

_FIRST_CUSTOMERS = 2  # source number of the first customers' stream, 3 of those who are won
_WON_CUSTOMERS = 3
_PLACE = 128  # of the first customers' keys, beyond those of leads and background jobs
_PURPOSE = "account"
_SLOTS = (
    "rate",
    "wallet",
    "chance",
    "closure",
    "life",
    "age",
    "satisfaction",
    "left",
    "passed",
    "phase",
    "referral",
    "recurs",
    "wallet error",
    "segment",
)


@dataclass(slots=True)
class Birth:
    """What an account is born with that is no state of it."""

    wallet_seen: float  # the firm's estimate over the truth
    closes_at: float  # h, when its business closes
    leaves_at: float  # h, where customers leave at an exponential time
    left: float  # orders' worth of time until its next order
    passed: float  # orders' worth of time since its last order
    phase: float  # 0..1, how much of the time between two contacts has passed
    contacted: float  # h since the last contact; 0 for those who have just come


class Maternity:
    """Makes accounts from their luck."""

    def __init__(self, epochs: Sequence[Epoch], luck: Luck, base: Calendar) -> None:
        layouts = merged([_columns(scenario, base) for _, _, scenario in epochs])
        self._first = [DoorTable(luck, _FIRST_CUSTOMERS, layout) for layout in layouts]
        self._won = [DoorTable(luck, _WON_CUSTOMERS, layout, block=1) for layout in layouts]
        self._slot = self._first[0].slot

    def adopt(self, place: int, scenario: Scenario, plans: Sequence[SegmentPlan]) -> None:
        """Draw from now on as the scenario of this epoch says."""
        self._table = self._won[place]
        self._scenario, self._plans = scenario, plans
        self._segments = list(scenario.customers.values())
        self._wallets = [segment.wallet.law(float).mean for segment in self._segments]
        market = scenario.market
        self._closures = market.closures.per_calendar_hour
        self._settled = settled = market.satisfaction.first.law(float).mean
        above = settled - market.satisfaction.usual if scenario.switches.satisfaction else 0.0
        #: The share that a first customer tends to, as satisfied as such customers are.
        self._tends_to = [market.wallet.target(plan.usual_share, above, 0.0) for plan in plans]

    def first_customers(self) -> Iterator[tuple[Account, Birth]]:
        """Everybody who is a customer already at time 0, segment by segment."""
        for segment, described in enumerate(self._segments):
            for index in range(described.count):
                row = self._first[0].row(segment, index)
                strip = np.array([segment])
                key = int(keys_of(_PLACE, strip, np.array([index]))[0])
                yield self._in_mid_life(key, f"customer/{segment}/{index}", row, segment)

    def _in_mid_life(self, key: int, path: str, row: Sequence[float], segment: int) -> tuple[Account, Birth]:
        plan, slot = self._plans[segment], self._slot
        age = row[slot["age"]] / plan.churn if plan.churn else inf
        account = self._account(key, path, row, segment, -age if age < inf else -100.0 * YEAR)
        grown = 1.0 - (1.0 - plan.new) * exp(-age / plan.pace)
        account.share = self._tends_to[segment] * grown
        account.satisfaction = self._settled * row[slot.get("satisfaction", slot[ONE])]
        described = self._segments[segment]
        birth = self._birth(account, 0.0)
        if described.first_gap == "whole":
            birth.left, birth.passed = row[slot["first gap", plan.stages]], 0.0
        else:
            place, uniform = row[slot["place in gap"]], row[slot["passed"]]
            birth.passed = float(Gaps(plan.stages).passed(np.array(uniform), np.array(place)))
        contacts = described.usual_contacts.per_calendar_hour
        account.coverage = self._coverage(plan, contacts, birth.phase)
        if contacts:
            birth.contacted = birth.phase / contacts
        return account, birth

    def newcomer(self, key: int, deal: Opportunity | None, now: float) -> tuple[Account, Birth] | None:
        """Whoever has just had a first order delivered; None for a customer who will not order again.

        Of deals from before the run only the key is known, not the lead.
        """
        row = self._table.row(key, 0)
        segment = self._segment_of(row) if deal is None else deal.lead.segment
        plan = self._plans[segment]
        if row[self._slot["recurs"]] >= plan.recurring:
            return None
        path = "customer/before" if deal is None else deal.way.name
        account = self._account(key, f"{path}/{key}", row, segment, now)
        account.share = plan.usual_share * plan.new
        account.satisfaction = plan.usual_satisfaction
        account.coverage = plan.usual_coverage
        return account, self._birth(account, now)

    def _segment_of(self, row: Sequence[float]) -> int:
        shares = list(accumulate(segment.new_mix for segment in self._segments))
        return min(bisect_right(shares, row[self._slot["segment"]]), len(shares) - 1)

    def _account(self, key: int, path: str, row: Sequence[float], segment: int, since: float) -> Account:
        slot, plan = self._slot, self._plans[segment]
        account = Account(key, path, row, segment, since)
        own_rate = row[slot.get(("rate", segment), slot[ONE])]
        account.wallet = self._wallets[segment] * row[slot.get(("wallet", segment), slot[ONE])] * own_rate
        account.state = Standing(
            plan, max(since, 0.0), own_rate, row[slot.get(("chance", segment), slot[ONE])]
        )
        account.state.refers_left = row[slot["referral"]]
        return account

    def _birth(self, account: Account, now: float) -> Birth:
        slot, row, plan = self._slot, account.luck, self._plans[account.segment]
        leaving = plan.dropout
        rate = 0.0
        if isinstance(leaving, ByHazard):
            rate = leaving.rate.law(float).mean * row[slot.get(("chance", account.segment), slot[ONE])] / YEAR
        return Birth(
            wallet_seen=row[slot.get("wallet error", slot[ONE])],
            closes_at=now + row[slot["closure"]] / self._closures if self._closures else inf,
            leaves_at=now + row[slot["life"]] / rate if rate > 0.0 else inf,
            left=row[slot["left", plan.stages]],
            passed=0.0,
            phase=row[slot["phase"]],
            contacted=0.0,
        )

    def _coverage(self, plan: SegmentPlan, contacts: float, phase: float) -> float:
        """Coverage of a customer used to so many contacts an hour, when this part of the time between has passed."""
        if not contacts or not plan.per_coverage:
            return plan.usual_coverage
        spacing = 1.0 / (contacts * plan.fades)
        return self._scenario.market.coverage.peak(spacing) * exp(-phase * spacing)


def _columns(scenario: Scenario, base: Calendar) -> Columns:
    columns, place = Columns(), {name: number for number, name in enumerate(_SLOTS)}
    for name in ("closure", "life", "age", "referral"):
        columns.draw(name, _PURPOSE, place[name], _exponential)
    columns.shape(
        "satisfaction", _PURPOSE, place["satisfaction"], scenario.market.satisfaction.first.law(float)
    )
    columns.draw("phase", _PURPOSE, place["phase"])
    columns.draw("segment", _PURPOSE, place["segment"])
    columns.draw("recurs", _PURPOSE, place["recurs"])
    columns.draw("place in gap", _PURPOSE, place["left"])
    columns.draw("passed", _PURPOSE, place["passed"])
    farming = scenario.farming
    if farming != "skip" and farming.wallet_error:
        columns.shape(
            "wallet error", _PURPOSE, place["wallet error"], Law("lognormal", 1.0, farming.wallet_error)
        )
    for number, segment in enumerate(scenario.customers.values()):
        columns.shape(("rate", number), _PURPOSE, place["rate"], segment.orders.law(float))
        columns.shape(("wallet", number), _PURPOSE, place["wallet"], segment.wallet.law(float))
        _leaving(columns, number, segment.dropout, place["chance"])
        gaps = Gaps(segment.stages)
        columns.draw(("left", segment.stages), _PURPOSE, place["left"], gaps.part)
        columns.draw(("first gap", segment.stages), _PURPOSE, place["left"], gaps.whole)
    return columns


def _leaving(columns: Columns, number: int, dropout: Any, slot: int) -> None:
    if isinstance(dropout, ByChance):
        columns.draw(("chance", number), _PURPOSE, slot, _Beta(dropout.a, dropout.b).quantile)
    elif isinstance(dropout, ByHazard):
        columns.shape(("chance", number), _PURPOSE, slot, dropout.rate.law(float))


@dataclass(frozen=True, slots=True)
class _Beta:
    """The law of chances across customers."""

    a: float
    b: float

    def quantile(self, uniforms: Floats) -> Floats:
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.a, self.b, uniforms))


def _exponential(uniforms: Floats) -> Floats:
    return -np.log1p(-uniforms)
