"""How a plan's pay rises with the sales of a period: what people look at who ask what one more sale would bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple


class Part(NamedTuple):
    """From which sales to which, EUR, every further EUR is paid at one rate."""

    low: float
    high: float
    rate: float


class Jump(NamedTuple):
    """A sum that is paid at once where sales reach a mark, EUR."""

    at: float
    amount: float


class Curve(NamedTuple):
    """Pay against the sales of a period, in straight parts and jumps."""

    parts: tuple[Part, ...] = ()
    jumps: tuple[Jump, ...] = ()

    def beyond(self, sales: float) -> Curve:
        """What is still to be earned: sales that are made cannot be undone by selling less."""
        ahead = [part for part in self.parts if part.high > sales]
        return Curve(
            tuple(part._replace(low=-inf) if part.low <= sales else part for part in ahead),
            tuple(jump for jump in self.jumps if jump.at > sales),
        )

    def of_part(self, share: float) -> Curve:
        """Pay of whoever is there for a share of a period: quota, bonus and cap are in proportion."""
        return Curve(
            tuple(Part(part.low * share, part.high * share, part.rate) for part in self.parts),
            tuple(Jump(jump.at * share, jump.amount * share) for jump in self.jumps),
        )


#: Pay that does not depend on sales.
FLAT = Curve()


def capped(parts: Iterable[Part], jumps: Iterable[Jump], cap: float | None) -> Curve:
    """A curve that rises to the cap and no further."""
    whole = Curve(tuple(parts), tuple(jump for jump in jumps if jump.amount))
    return whole if cap is None else _cut(whole, cap)


def _cut(curve: Curve, cap: float) -> Curve:
    marks = {mark for part in curve.parts for mark in (part.low, part.high)} | {j.at for j in curve.jumps}
    corners = sorted(mark for mark in {0.0, inf, *marks} if mark >= 0.0)
    paid, parts, jumps = 0.0, [], []
    for low, high in pairwise(corners):
        amount = min(sum(jump.amount for jump in curve.jumps if jump.at == low), cap - paid)
        if amount > 0.0:
            jumps.append(Jump(low, amount))
            paid += amount
        rate = sum(part.rate for part in curve.parts if part.low <= low < part.high)
        end = high if rate == 0.0 else min(high, low + (cap - paid) / rate)
        if rate and end > low:
            parts.append(Part(low, end, rate))
            paid += rate * (end - low)
        if paid >= cap:
            break
    return Curve(tuple(parts), tuple(jumps))


def sampled(pay: Callable[[float], float], marks: Sequence[float]) -> Curve:
    """The curve of a plan that is known only by what it pays, straight between the sales it was asked about."""
    rates = [(pay(high) - pay(low)) / (high - low) for low, high in pairwise(marks)]
    parts = [Part(low, high, rate) for (low, high), rate in zip(pairwise(marks), rates, strict=True)]
    return Curve((*parts, Part(marks[-1], inf, rates[-1])))
