"""What is offered to whom and when: `plan.offer(customer, time)` is the discount in force, as a share of the price.

A customer is seen as `CustomerView`: what marketing can know of it.  Times are calendar hours from the start of
the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Annotated, Literal, NamedTuple, Protocol, Self

from pydantic import BaseModel, Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from simsales.policies.base import Policy
from simsales.words.quantities import FROZEN, Between, CalendarSpan, Duration, parameter, read_duration

WEEK = 168.0  # h
_SHORTEST = 24.0  # h, from one regular promotion to the next; customers think again at each begin and end


class CustomerView(Protocol):
    """What marketing sees of a customer."""

    segment: str
    opened: float  # h, when it became a customer
    last_order: float  # h; minus infinity before the first one
    orders: int  # so far


class Campaign(NamedTuple):
    """A promotion that is announced: from when to when, and how deep."""

    start: float  # h
    end: float  # h
    depth: float


def _length(value: object) -> Duration:
    length = read_duration(value)
    length.calendar_hours  # noqa: B018  # asked for its refusal of working time
    if length.amount <= 0:
        raise ValueError(f"must end after it starts, found a length of '{length}'; make it more than 0")
    return length


Length = Annotated[
    Duration,
    PlainValidator(_length),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string"}),
]
Depth = Annotated[float, Between(0, 0.5)]


class Plan(Policy):
    """Which discount a customer is offered at a time; by default nobody is ever offered one."""

    kind: str = "own"  # built-in policies are chosen by their kind

    def offer(self, customer: CustomerView, time: float) -> float:
        """The discount in force for a customer, 0 where there is none."""
        raise NotImplementedError

    def next_change(self, customer: CustomerView, time: float) -> float:
        """When the offer is another one at the latest (h): a plan is looked at every Monday."""
        return (time // WEEK + 1.0) * WEEK

    def campaigns(self, until: float) -> Iterator[Campaign]:
        """What is announced to customers before `until` (h), in order of time."""
        return iter(())


class NoPromotion(Plan):
    """The price list holds all the year."""

    kind: Literal["none"] = "none"

    def offer(self, customer: CustomerView, time: float) -> float:
        return 0.0

    def next_change(self, customer: CustomerView, time: float) -> float:
        return inf


class PlannedPromotion(BaseModel):
    """One promotion of a calendar."""

    model_config = FROZEN

    start: CalendarSpan = Field(description="when it begins, from the start of the run")
    length: Length = Field(description="how long it lasts")
    depth: Depth = parameter(
        0.05, help="discount", unit="share of price", range=(0, 0.15), source="dossier 5, assumed"
    )
    segments: tuple[str, ...] = parameter((), help="whom it is for; none named: everybody")

    @property
    def begins(self) -> float:
        """Calendar hour of its start."""
        return self.start.calendar_hours

    @property
    def ends(self) -> float:
        """Calendar hour of its end."""
        return self.begins + self.length.calendar_hours


class PromotionCalendar(Plan):
    """Promotions at set times; of several at once the deepest holds."""

    kind: Literal["calendar"] = "calendar"
    events: tuple[PlannedPromotion, ...] = parameter((), help="promotions, in any order")

    def offer(self, customer: CustomerView, time: float) -> float:
        return max((each.depth for each in self._for(customer) if each.begins <= time < each.ends), default=0)

    def next_change(self, customer: CustomerView, time: float) -> float:
        edges = (edge for each in self._for(customer) for edge in (each.begins, each.ends))
        return min((edge for edge in edges if edge > time), default=inf)

    def campaigns(self, until: float) -> Iterator[Campaign]:
        for each in sorted(self.events, key=lambda event: event.begins):
            if each.begins < until:
                yield Campaign(each.begins, each.ends, each.depth)

    def _for(self, customer: CustomerView) -> Iterator[PlannedPromotion]:
        return (each for each in self.events if not each.segments or customer.segment in each.segments)


class RegularPromotion(Plan):
    """A promotion that comes back, such as the last weeks of every quarter."""

    kind: Literal["regular"] = "regular"
    first: CalendarSpan = parameter("11 w", help="when the first one begins", unit="w", range=("0 w", "52 w"))
    every: Length = parameter("13 w", help="from one begin to the next", unit="w", range=("4 w", "52 w"))
    length: Length = parameter("2 w", help="how long each lasts", unit="w", range=("1 w", "8 w"))
    depth: Depth = parameter(
        0.05, help="discount", unit="share of price", range=(0, 0.15), source="dossier 5, assumed"
    )

    @model_validator(mode="after")
    def _one_after_another(self) -> Self:
        if self.every.calendar_hours < _SHORTEST:
            raise ValueError(f"must come back after a day or more, found {self.every}; make it longer")
        if self.length.calendar_hours > self.every.calendar_hours:
            sentence = f"must have length <= every, found {self.length} and {self.every}"
            raise ValueError(f"{sentence}; one would begin before the last has ended")
        return self

    def offer(self, customer: CustomerView, time: float) -> float:
        since = time - self.first.calendar_hours
        inside = since >= 0.0 and since % self.every.calendar_hours < self.length.calendar_hours
        return self.depth if inside else 0.0

    def next_change(self, customer: CustomerView, time: float) -> float:
        first, every = self.first.calendar_hours, self.every.calendar_hours
        if time < first:
            return first
        begun = first + (time - first) // every * every
        ends = begun + self.length.calendar_hours
        return ends if time < ends else begun + every

    def campaigns(self, until: float) -> Iterator[Campaign]:
        begins = self.first.calendar_hours
        while begins < until:
            yield Campaign(begins, begins + self.length.calendar_hours, self.depth)
            begins += self.every.calendar_hours


AnyPlan = NoPromotion | PromotionCalendar | RegularPromotion
