"""What must hold of customers: segments that are there, shares that add up, people who look after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum
from typing import TYPE_CHECKING

from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.words.quantities import CALENDAR_HOURS, shown

if TYPE_CHECKING:
    from simsales.scenario.customers import Segment
    from simsales.scenario.farming import Farming
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

_ROUNDING = 1e-6
_YEAR = CALENDAR_HOURS["y"]
MOST_ORDERS = 20_000_000  # in a run


def customer_tasks(farming: Farming) -> Iterator[tuple[Path, str, bool]]:
    """The key that names a team, the team, and whether the work is done from one queue for all."""
    if farming.works:
        yield ("farming", "team"), farming.team, False
    if farming.repeat_quotes != "skip":
        yield ("farming", "repeat_quotes", "team"), farming.repeat_quotes.team, True


def customer_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold of customers, where they are followed."""
    if scenario.farming == "skip":
        return
    yield from _repeat_shares(scenario)
    yield from _first_satisfaction(scenario)
    yield from _contacts(scenario, scenario.farming)
    yield from _realignment(scenario, scenario.farming, story)
    for name, segment in scenario.customers.items():
        yield from _orders(scenario, name, segment)


def _repeat_shares(scenario: Scenario) -> Iterator[Finding]:
    shares = fsum(product.repeat_share for product in scenario.products.values())
    if abs(shares - 1.0) > _ROUNDING:
        sentence = (
            f"must have repeat shares that add up to 1 where customers are followed, found {shares:.6g}"
        )
        yield Finding(("products",), sentence, (("farming",),))


def _first_satisfaction(scenario: Scenario) -> Iterator[Finding]:
    """A law's mean, its upper end and its values are points of satisfaction, too."""
    law = scenario.market.satisfaction.first.law(float)
    most = max(law.mean, law.high, *law.values)
    if most > 100.0:
        path: Path = ("market", "satisfaction", "first")
        yield Finding(path, f"must lie between 0 and 100 points, found {most:g}", (path[:-1],))


def _contacts(scenario: Scenario, farming: Farming) -> Iterator[Finding]:
    known = dict.fromkeys(scenario.customers)
    for name in farming.contacts:
        if name not in known:
            sentence = f"must be a segment of [customers], found {shown(name)}{nearest(name, known)}"
            yield Finding(("farming", "contacts", name), sentence, (("customers",),))
    if farming.works:
        return
    for name in ("cross_selling", "win_back", "alert", "key_accounts"):
        if getattr(farming, name) != "skip":
            sentence = "must be 'skip' where no segment is contacted, found work that nobody would come to do"
            yield Finding(("farming", name), sentence, (("farming", "contacts"),))


def _realignment(scenario: Scenario, farming: Farming, story: Sequence[Scenario]) -> Iterator[Finding]:
    """There is nobody to be given to another farmer before the run, nor where farmers share all customers."""
    path, team = ("farming", "realign"), scenario.people.get(farming.team)
    if farming.realign and scenario == story[0]:
        sentence = f"must be 0 when the run begins, found {farming.realign:g}; set it in a dated change"
        yield Finding(path, sentence, (("at",),))
    elif farming.realign and team is not None and team.queue != "owner":
        sentence = f"must be 0 where farmers have one queue for all, found {farming.realign:g}"
        yield Finding(path, sentence, (("people", farming.team),))


def _orders(scenario: Scenario, name: str, segment: Segment) -> Iterator[Finding]:
    run = scenario.run
    hours = sum(each.calendar_hours for each in (run.warm_up, run.horizon, run.follow_up))
    yearly = segment.orders.law(float).mean
    number = segment.count * yearly * hours / _YEAR
    if number > MOST_ORDERS:
        sentence = f"must bring at most {MOST_ORDERS:_} orders in a run, found {number:.3g}; make it fewer"
        yield Finding(("customers", name, "count"), sentence, (("run",), ("customers", name)))
    if segment.churn.per_calendar_hour * _YEAR >= yearly:
        sentence = f"must be less than the {yearly:g} orders of a customer a year, found '{segment.churn}'"
        yield Finding(("customers", name, "churn"), sentence, (("customers", name),))
