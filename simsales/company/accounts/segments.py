"""The segments in plain numbers, in the order of the scenario, as the scenario in force describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.company.leads.columns import plain_hours
from simsales.instruments.clock import YEAR
from simsales.responses.wallet import rivals_of

if TYPE_CHECKING:
    from simsales.instruments.clock import Calendar
    from simsales.responses.dropout import Dropout
    from simsales.scenario.model import Scenario
    from simsales.words.quantities import Duration


@dataclass(slots=True)
class SegmentPlan:
    """What the customers of one segment have in common; times in calendar hours, rates per calendar hour."""

    rate: float  # orders of a customer at its usual share, its own factor left out
    mature: float  # mean share over the segment, over that of a customer whose share has grown
    churn: float  # expected losses a customer
    needs: float  # further needs, as well covered as usual
    usual_share: float
    usual_coverage: float
    rivals: float  # attraction of all rivals, ours being 1
    per_point: float  # log-odds of share per point of satisfaction; 0 where it does not count
    per_coverage: float  # log-odds of share of full coverage; 0 where it does not count
    new: float  # share of a new customer over the usual one
    pace: float  # time in which the share follows its target; never quite that of fading
    fades: float  # time in which coverage fades
    order_value: float
    stages: int
    recurring: float
    dropout: Dropout
    usual_satisfaction: float


def years_of(span: Duration, base: Calendar) -> float:
    """A span as calendar hours; working time counts with the year's working hours, evenly spread."""
    if not span.working:
        return span.calendar_hours
    return plain_hours(span, base) * YEAR / base.hours_between(0.0, YEAR)


def segment_plans(scenario: Scenario, base: Calendar) -> list[SegmentPlan]:
    """One plan per segment."""
    market, switches = scenario.market, scenario.switches
    pace = years_of(market.wallet.pace, base)
    fades = years_of(market.coverage.fades, base)
    plans = []
    for segment in scenario.customers.values():
        contacts = segment.usual_contacts.per_calendar_hour
        churn = segment.churn.per_calendar_hour
        orders = segment.orders.law(float).mean / YEAR
        mature = mature_part(market.wallet.new, churn, pace)
        plan = SegmentPlan(
            rate=orders / mature,
            mature=mature,
            churn=churn,
            needs=segment.needs.per_calendar_hour,
            usual_share=segment.share,
            usual_coverage=market.coverage.average(1.0 / (contacts * fades)) if contacts else 0.0,
            rivals=rivals_of(segment.share),
            per_point=market.wallet.satisfaction / 10.0 if switches.satisfaction else 0.0,
            per_coverage=market.wallet.coverage if switches.coverage else 0.0,
            new=market.wallet.new,
            pace=apart(pace, fades),
            fades=fades,
            order_value=segment.order_value,
            stages=segment.stages,
            recurring=segment.recurring,
            dropout=segment.dropout,
            usual_satisfaction=market.satisfaction.usual,
        )
        plans.append(plan)
    return plans


def apart(pace: float, fades: float) -> float:
    """The pace, moved a hair where it equals the fading: there the two exponentials of a share would be one."""
    return pace if abs(pace - fades) > 1e-6 * fades else fades * (1.0 + 1e-6)


def mature_part(new: float, churn: float, pace: float) -> float:
    """Mean share over a segment whose customers come and go, over that of a mature customer.

    Ages are exponential with the churn; a share grows from `new` of its end towards it with `pace`.
    """
    return 1.0 - (1.0 - new) * churn * pace / (1.0 + churn * pace)
