"""How an account stands between two events: its share of wallet, its coverage and its next order.

Nothing ticks.  Coverage fades as an exponential and the share follows its target as one, so that the share is a sum
of two exponentials and a constant, and the orders expected up to a time are its integral.  An order comes when
that integral has used up what was drawn for it: a renewal in the customer's own time, which runs faster when the
share is higher or the customer uses more.

Whoever orders sooner than needed, or more at once, has goods to spare.  They are counted in orders' worth of use,
and while there are any the customer needs nothing: so what is borrowed from the future is missing there, to the last
piece, however share and use have changed meanwhile.
"""

from __future__ import annotations

from math import exp, inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simsales.company.accounts.segments import SegmentPlan
    from simsales.words.customers import Account

_NEAR = 1e-10  # of the time sought
_MOST_STEPS = 50
_STILL = 1e-12  # a gap of the share that is only rounding
_USED_UP = 1e-9  # orders' worth of goods that are only rounding


class Standing:
    """What is known of an account since `at`, and how it goes on from there."""

    __slots__ = (
        "at",  # h
        "care",  # what its farmer keeps (simsales.company.accounts.farmers)
        "closed",  # its business has closed down
        "drift",  # part of the share that fades with coverage
        "due",  # h, when its next order, or a change of its hazard, is expected
        "grown",  # what it needs over what it needed at first, by usage programmes
        "growth",  # part of the share that is still missing to its target, below 0 while it grows
        "last_order",  # h, -inf before the first one of the run
        "left",  # orders' worth of time still to pass before its next order
        "moves",  # whether share and coverage change by themselves
        "own_chance",  # of leaving at a delivery, where customers differ
        "own_rate",  # its order rate over its segment's
        "pace",  # factor on its hazard of ordering what it needs: promotions, rewards, rebates
        "passed",  # orders' worth of use since `pace` was asked for, without what came from goods to spare
        "plan",
        "rate",  # orders an hour for a whole wallet
        "ready",  # which order is expected at `due`: not just a change
        "referrals",  # ordinal of the next one
        "referring",  # hazard of referring somebody now, per hour
        "refers_at",  # h
        "refers_left",  # of the hazard to go through until its next referral
        "remembered",  # factor on referring that its last complaint's handling left
        "remembers_until",  # h
        "spare",  # orders' worth of use that its site has in hand
        "steady",  # the share it tends to, without the part that fades
        "use",  # factor on what it needs: season, and what its people have learnt to use
        "witnessed",  # h, since when the hazard of referring is counted
    )

    plan: SegmentPlan
    left: float
    spare: float
    refers_left: float
    drift: float
    growth: float
    steady: float
    moves: bool

    def __init__(self, plan: SegmentPlan, at: float, own_rate: float, own_chance: float) -> None:
        self.at = at
        self.own_rate = own_rate
        self.own_chance = own_chance
        self.use = self.pace = self.grown = 1.0
        self.spare = self.passed = 0.0
        self.due = inf
        self.ready = False
        self.referring = 0.0
        self.refers_at = inf
        self.referrals = 0
        self.witnessed = at
        self.remembered = 1.0
        self.remembers_until = inf
        self.care: Any = None
        self.closed = False
        self.last_order = -inf
        self.follow(plan)

    def follow(self, plan: SegmentPlan) -> None:
        """Behave from now on as the segment's plan says."""
        self.plan = plan
        self.rate = plan.rate * self.own_rate / plan.usual_share

    @property
    def frequency(self) -> float:
        """Factor on its orders now: season, promotions, usage, goods to spare."""
        return 0.0 if self.spare > 0.0 else self.use * self.pace

    def bring_to(self, account: Account, now: float) -> None:
        """Live up to `now`."""
        hours = now - self.at
        if hours <= 0.0:
            return
        self.at = now
        if not self.moves:
            self._use_up(self.rate * self.use * account.share * hours)
            return
        plan = self.plan
        faded, near = exp(-hours / plan.fades), exp(-hours / plan.pace)
        area = (
            self.steady * hours
            + self.drift * plan.fades * (1.0 - faded)
            + self.growth * plan.pace * (1.0 - near)
        )
        self._use_up(self.rate * self.use * area)
        self.drift *= faded
        self.growth *= near
        account.share = self.steady + self.drift + self.growth
        if plan.per_coverage:
            account.coverage *= faded

    def _use_up(self, need: float) -> None:
        """The customer has used so many orders' worth."""
        if self.spare == 0.0:
            self.left -= self.pace * need
            self.passed += need
        else:
            self.put_by(-need)

    def put_by(self, orders: float) -> None:
        """So many orders' worth more are in hand; what is only rounding joins what the next order covers."""
        self.spare += orders
        if self.spare < _USED_UP:
            self.left += self.spare
            self.spare = 0.0

    def aim(self, account: Account) -> None:
        """Where the share goes from here, now that satisfaction or coverage are what they are.

        The target is taken as linear in coverage, through what it is now and what it will be when coverage has
        fallen to a half; that is right to 1 in 1,000 of the share between two events of an account.
        """
        plan = self.plan
        pull = plan.per_point * (account.satisfaction - plan.usual_satisfaction)
        covered = plan.per_coverage * (account.coverage - plan.usual_coverage)
        target = 1.0 / (1.0 + plan.rivals * exp(-pull - covered))
        if plan.per_coverage:
            forgotten = covered - 0.5 * plan.per_coverage * account.coverage
            slope = 2.0 * (target - 1.0 / (1.0 + plan.rivals * exp(-pull - forgotten)))
            self.drift = slope * plan.fades / (plan.fades - plan.pace)
            self.steady = target - slope
        else:
            self.drift, self.steady = 0.0, target
        self.growth = account.share - self.steady - self.drift
        self.moves = abs(self.growth) > _STILL or plan.per_coverage != 0.0

    def next_order(self, account: Account) -> float:
        """When the next order comes, or what there is to spare is used up, if nothing happens before (h)."""
        hazard = self.rate * self.use * (1.0 if self.spare > 0.0 else self.pace)
        if hazard <= 0.0:
            return inf
        area = max(self.spare or self.left, 0.0) / hazard
        if area == 0.0:
            return self.at
        hours = area / (account.share or self.steady + self.drift)  # who buys nothing now comes back
        if not self.moves:
            return self.at + hours
        plan = self.plan
        steady, drift, growth, fades, pace = self.steady, self.drift, self.growth, plan.fades, plan.pace
        for _ in range(_MOST_STEPS):
            faded, near = exp(-hours / fades), exp(-hours / pace)
            missing = area - steady * hours - drift * fades * (1.0 - faded) - growth * pace * (1.0 - near)
            step = missing / (steady + drift * faded + growth * near)
            hours = max(hours + step, 0.0)
            if abs(step) <= _NEAR * hours:
                break
        return self.at + hours

    def seen_at(self, account: Account, time: float) -> tuple[float, float]:
        """Share and coverage at a later time, if nothing happens before; nothing is changed."""
        hours = time - self.at
        if not self.moves:
            return account.share, account.coverage
        plan = self.plan
        faded = exp(-hours / plan.fades)
        share = self.steady + self.drift * faded + self.growth * exp(-hours / plan.pace)
        return share, account.coverage * faded if plan.per_coverage else account.coverage
