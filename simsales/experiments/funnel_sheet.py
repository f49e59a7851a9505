"""The stage-rate funnel of a spreadsheet: rates times shares, from the same scenario file, and nobody ever waits.

Each source's leads are thinned by the shares that its attempts, qualification, hand-off and gates come to on a base
journey: every lead is tried at once, every step is done at once by an average rep, and customers think as long as they
do on average.  What queues, luck and calendars do to it is the simulation's part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fmod
from statistics import NormalDist, fmean
from typing import TYPE_CHECKING, Any

from simsales.experiments.working_time import WorkingYear
from simsales.policies.handoff import Judged, PlainHandoff
from simsales.responses.advancing import Logit, Plain, probability
from simsales.words.units import CALENDAR_HOURS
from simsales.words.vocabulary import CLOSING, OBJECTIONS, PRE_APPROACH, STEPS

if TYPE_CHECKING:
    from simsales.scenario import Scenario

YEAR = CALENDAR_HOURS["y"]
REFERRAL = "referral"
_GATE_AFTER = {"approach": 0, "presentation": 1, "objections": 2, "closing": 3}
_POINTS = 4_000
_GOLDEN = (
    0.6180339887498949  # spreads the second number of a pair evenly against the first (a rank-1 lattice)
)
_UNIT = NormalDist()


@dataclass(frozen=True, slots=True)
class SourceFunnel:
    """What comes of one source's leads in a stretch of time; `reach` is how many deals enter each step."""

    source: str
    leads: float
    attempts: float
    contacted: float
    qualified: float
    opportunities: float
    reach: dict[str, float]
    wins: float
    paid: float  # share of list price paid for what is won


def source_funnel(scenario: Scenario, name: str, since: float, until: float) -> SourceFunnel:
    """The funnel of one source between two instants (h) in which `scenario` is in force."""
    leads = _leads(scenario, name, since, until)
    fit = scenario.demand[name].fit
    reached, attempts = _contact(scenario, name)
    passes = [_passes(scenario, fits) for fits in (True, False)]
    contacted = leads * reached
    qualified = [contacted * share * rate for share, rate in zip((fit, 1.0 - fit), passes, strict=True)]
    pursued = _pursued(scenario, name)
    deals = [pursued * count for count in qualified]
    paths = [_path(scenario, name, fits, count) for fits, count in zip((True, False), deals, strict=True)]
    wins = sum(path.wins for path in paths)
    paid = sum(path.wins * path.paid for path in paths) / wins if wins else 1.0
    reach = {step: sum(path.reach[step] for path in paths) for step in paths[0].reach}
    return SourceFunnel(
        name, leads, leads * attempts, contacted, sum(qualified), sum(deals), reach, wins, paid
    )


# --- leads -----------------------------------------------------------------------------------------------


def _leads(scenario: Scenario, name: str, since: float, until: float) -> float:
    source = scenario.demand[name]
    if source.batches is not None:
        begun = sum(since <= time.calendar_hours < until for time in source.batches.times)
        return begun * source.batches.size
    media = source.spend**source.advertising.elasticity if source.spend > 0.0 else 0.0
    leads = source.rate.per_calendar_hour * (until - since) * media
    if name == REFERRAL and scenario.farming != "skip":
        leads += (
            referring_customers(scenario)
            * scenario.market.referring.hazard.per_calendar_hour
            * (until - since)
        )
    return leads


def referring_customers(scenario: Scenario) -> float:
    """Customers of the first day who are satisfied enough to recommend the firm."""
    first = scenario.market.satisfaction.first.law(float)
    points = [first.at((n + 0.5) / 200) for n in range(200)]
    share = fmean(scenario.market.referring.refers(each, 1.0) for each in points)
    return share * sum(segment.count for segment in scenario.customers.values())


def _contact(scenario: Scenario, name: str) -> tuple[float, float]:
    """The share reached when everybody is tried at once, and attempts made on average."""
    prospecting = scenario.selling.prospecting
    if prospecting == "skip":
        return 1.0, 0.0
    handling = prospecting.sources.get(name)
    missed, made = 1.0, 0.0
    for attempt in range(1 if handling is None else handling.attempts):
        made += missed
        missed *= 1.0 - scenario.demand[name].contact.contact(attempt, 0.0)
    declined, accepted = (0.0, 0.0) if handling is None else (handling.door.decline, handling.door.accept)
    tried = 1.0 - declined - accepted
    return accepted + tried * (1.0 - missed), tried * made


def _passes(scenario: Scenario, fits: bool) -> float:
    """The share of contacted leads that qualification accepts, over scores and chances spread evenly."""
    rule = scenario.qualification
    shift = rule.separation() if fits else 0.0
    return fmean(
        float(rule.accepts(shift + _UNIT.inv_cdf((n + 0.5) / _POINTS), fmod((n + 0.5) * _GOLDEN, 1.0)))
        for n in range(_POINTS)
    )


def _pursued(scenario: Scenario, name: str) -> float:
    """The share of qualified leads that an average rep with time to spare takes up."""
    handoff = scenario.handoff
    if isinstance(handoff, PlainHandoff):
        return handoff.share
    if not isinstance(handoff, Judged) or name in handoff.own:
        return 1.0
    pursuit = scenario.market.pursuit
    return pursuit.chance(pursuit.first_belief, handoff.tracking, 0.0, 0.0, scenario.demand[name].pursuit)


# --- deals -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Path:
    reach: dict[str, float]
    wins: float
    paid: float


def _path(scenario: Scenario, source: str, fits: bool, deals: float) -> _Path:
    """How many of some deals enter each step and are won, rivals and doubts taking their share while buyers think."""
    time, left, paid = WorkingYear.of(scenario), deals, 1.0
    hazard = time.hazard(scenario) if scenario.switches.competitor else 0.0
    reach = dict.fromkeys(STEPS[PRE_APPROACH : CLOSING + 1], 0.0)
    for step in reach:
        table = getattr(scenario.selling, step)
        if table == "skip":
            continue
        reach[step] = left
        rounds = _rounds(table) if step == STEPS[OBJECTIONS] else 1.0
        left *= exp(-hazard * rounds * time.mean(table.think))
        share, paid = _gate(scenario, source, fits, step)
        left *= share
    return _Path(reach, left, paid)


def _rounds(objections: Any) -> float:
    rounds = objections.rounds
    return 1.0 / (1.0 - rounds.again) if rounds.kind == "geometric" else rounds.mean


def rounds_of(scenario: Scenario) -> float:
    """Mean rounds of objections; 0 where the step is skipped."""
    return 0.0 if scenario.selling.objections == "skip" else _rounds(scenario.selling.objections)


def _gate(scenario: Scenario, source: str, fits: bool, step: str) -> tuple[float, float]:
    """The share that goes on after a step, and the share of list price paid by those who do."""
    advance = scenario.market.advance
    if isinstance(advance, Plain):
        return getattr(advance, step), 1.0
    gate = _GATE_AFTER.get(step)
    if gate is None:
        return 1.0, 1.0
    level = advance.level(scenario.switches.competitor)
    odds = level.alpha[gate] + level.fit * fits + level.source.get(source, 0.0)
    return _signing(scenario, advance, odds) if gate == 3 else (probability(odds), 1.0)


def _signing(scenario: Scenario, logit: Logit, odds: float) -> tuple[float, float]:
    """The last gate, where some ask for a discount and hold a rival's quote that much lower."""
    discounts, lead_time = scenario.market.discounts, _lead_time(scenario)
    wishes = [0.0] if discounts.share == 0.0 else [discounts.largest * (n + 0.5) / 20 for n in range(20)]
    granted = [scenario.pricing.grants(wish) for wish in wishes]
    asking = [
        probability(odds + logit.offer((1.0 - given) / (1.0 - wish), lead_time))
        for wish, given in zip(wishes, granted, strict=True)
    ]
    silent = (1.0 - discounts.share) * probability(odds + logit.offer(1.0, lead_time))
    share = silent + discounts.share * fmean(asking)
    kept = silent + discounts.share * fmean(p * (1.0 - g) for p, g in zip(asking, granted, strict=True))
    return share, kept / share if share else 1.0


def _lead_time(scenario: Scenario) -> float:
    """Promised over customary lead time, over the mix of new deals."""
    if not scenario.switches.lead_time:
        return 1.0
    return over_deals(scenario, [product.lead_time for product in scenario.products.values()])


def over_deals(scenario: Scenario, values: Sequence[float]) -> float:
    """The mean of a figure of each product over the mix of new deals."""
    shares = [product.deal_share for product in scenario.products.values()]
    return sum(s * v for s, v in zip(shares, values, strict=True)) / sum(shares) if sum(shares) else 0.0
