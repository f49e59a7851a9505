"""How large a sales force should be: two rules of planning, as arithmetic for whoever staffs a scenario.

By workload: people enough for the calls that accounts are to get (Talley 1961).  By response: as many as bring the
most, where sales answer to their number along a curve that may be S-shaped and saturates (ADBUDG, Little 1970).  Near
its maximum profit hardly moves where returns fall from the first person on (Zoltners, Sinha & Lorimer 2004).  Both are
plans and no part of a run: what so many people really do with queues, luck and ramp-up is what a run is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Workload(NamedTuple):
    """Accounts of a class, how often each is called on in a year, and the hours that a call takes."""

    accounts: float
    calls: float
    hours: float


class Response(NamedTuple):
    """What a segment buys in a year: `most` times N^a / (b^a + N^a) for a sales force of N people."""

    most: float  # EUR that no number of people goes beyond
    shape: float  # a: above 1 the curve is S-shaped
    half: float  # b: people who bring half of the most

    def sales(self, people: float) -> float:
        """Sales of so many people, EUR a year."""
        if people <= 0.0:
            return 0.0
        return self.most / (1.0 + float((self.half / people) ** self.shape))


def by_workload(classes: Iterable[Workload], available: float) -> float:
    """People for all calls: hours of work in a year over the hours that a person has for it; not rounded."""
    if available <= 0.0:
        raise ValueError(f"must have hours for work, found {available}; give more than 0 h a year")
    return sum(each.accounts * each.calls * each.hours for each in classes) / available


def profit(segments: Sequence[Response], margin: float, cost: float, people: float) -> float:
    """Margin on what so many people sell to all segments less what they cost, EUR a year."""
    return margin * sum(each.sales(people) for each in segments) - cost * people


def by_response(segments: Sequence[Response], margin: float, cost: float) -> int:
    """The whole number of people that brings the highest profit; of two alike the smaller one."""
    if cost <= 0.0:
        raise ValueError(
            f"must cost something, found {cost}; there is no best number of people who cost nothing"
        )
    # beyond this number not even all that could be sold would pay for them
    most = int(margin * sum(each.most for each in segments) / cost) + 1
    return max(range(most + 1), key=lambda people: (profit(segments, margin, cost, people), -people))


def forgone(segments: Sequence[Response], margin: float, cost: float, off: float) -> tuple[float, float]:
    """Share of the highest profit that is lost with so large a part too few, and too many, people."""
    people = by_response(segments, margin, cost)
    best = profit(segments, margin, cost, people)
    if best <= 0.0:
        raise ValueError("must have a profit to lose, found none at any number of people; raise the margin")
    few, many = (profit(segments, margin, cost, people * factor) for factor in (1.0 - off, 1.0 + off))
    return 1.0 - few / best, 1.0 - many / best
