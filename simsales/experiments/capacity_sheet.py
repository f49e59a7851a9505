"""The capacity plan of a spreadsheet: hours of work asked of each team, and hours it has for it.

Cases times hours, visits with their travel, orders by product, contacts with customers, background work.  Not in it,
because it follows from what happens: complaints and what they take, rework, nurturing, approvals and reviews,
replenishment beyond what is sold, promotions, supervision, business abroad.  Nor does it know who else may do a step:
every meeting is its team's, with visits as the step describes them, whatever `media` and `channels` say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.experiments.funnel_sheet import SourceFunnel, over_deals, rounds_of
from simsales.experiments.working_time import WorkingYear
from simsales.scenario.hybrid import hybrid_of
from simsales.words.units import CALENDAR_HOURS
from simsales.words.vocabulary import FOLLOW_UP, OBJECTIONS, PRE_APPROACH, STEPS

if TYPE_CHECKING:
    from simsales.scenario import Scenario
    from simsales.scenario.production import Content

#: Hours by team and task.
Workload = dict[tuple[str, str], float]
_YEAR = CALENDAR_HOURS["y"]


def workload(scenario: Scenario, funnels: Sequence[SourceFunnel], hours: float) -> Workload:
    """Hours of work asked for in a stretch of time of `hours` in which `scenario` is in force."""
    asked: Workload = {}
    parts = (_leads, _deals, _background, _customers, _orders)
    for part in parts:
        for team, task, work in part(scenario, funnels, hours / _YEAR):
            if work:
                asked[team, task] = asked.get((team, task), 0.0) + work
    return asked


def unknown(scenario: Scenario) -> list[str]:
    """What of the scenario the sheet knows nothing of: it has owners do every step, as the step is described."""
    then = [each for _, each in scenario.epochs()]
    tables = {
        "media.visits": any(each.media != "skip" and each.media.visits != "skip" for each in then),
        "media.hybrid": any(hybrid_of(each) is not None for each in then),
        "selling.presales": any(each.selling.presales != "skip" for each in then),
        "channels.segments": any(each.channels != "skip" and each.channels.segments for each in then),
        "expansion.home": any(each.expansion != "skip" and each.expansion.home != "skip" for each in then),
    }
    return [
        f"the sheet does not know [{name}]; hours asked are without it"
        for name, is_there in tables.items()
        if is_there
    ]


Asked = Iterator[tuple[str, str, float]]


def _leads(scenario: Scenario, funnels: Sequence[SourceFunnel], years: float) -> Asked:
    selling, work = scenario.selling, WorkingYear.of(scenario).work
    for funnel in funnels:
        if selling.prospecting != "skip":
            handling = selling.prospecting.sources.get(funnel.source)
            team = "sdr" if handling is None else handling.team
            yield team, "prospecting", funnel.attempts * work(selling.prospecting.hours)
        if selling.qualification != "skip":
            talk = selling.qualification
            yield talk.team, "qualification", funnel.contacted * work(talk.hours)


def _deals(scenario: Scenario, funnels: Sequence[SourceFunnel], years: float) -> Asked:
    work, selling = WorkingYear.of(scenario).work, scenario.selling
    for step in STEPS[PRE_APPROACH : FOLLOW_UP + 1]:
        table = getattr(selling, step)
        if table == "skip":
            continue
        follows = step == STEPS[FOLLOW_UP]
        cases = sum(funnel.wins if follows else funnel.reach[step] for funnel in funnels)
        cases *= rounds_of(scenario) if step == STEPS[OBJECTIONS] else 1.0
        yield table.team, step, cases * (work(table.hours) + table.visit_share * work(table.travel))
    if selling.quotation != "skip":
        quotes = sum(funnel.reach[STEPS[OBJECTIONS]] or funnel.opportunities for funnel in funnels)
        each = over_deals(scenario, [work(product.quote_hours) for product in scenario.products.values()])
        yield selling.quotation.team, "quotation", quotes * each


def _background(scenario: Scenario, funnels: Sequence[SourceFunnel], years: float) -> Asked:
    work = WorkingYear.of(scenario).work
    for name, team in scenario.people.items():
        for load in team.background:
            yield name, load.name, load.rate.per_calendar_hour * _YEAR * years * work(load.hours)


# --- customers and their orders --------------------------------------------------------------------------


def _customers(scenario: Scenario, funnels: Sequence[SourceFunnel], years: float) -> Asked:
    farming, work = scenario.farming, WorkingYear.of(scenario).work
    if farming == "skip":
        return
    for name, contacts in farming.contacts.items():
        if name in scenario.customers:
            times = scenario.customers[name].count * contacts.times.per_calendar_hour * _YEAR * years
            yield farming.team, "farming", times * work(contacts.hours)
    needs = _needs(scenario) * years
    if farming.cross_selling != "skip":
        yield farming.team, "cross_selling", needs * work(farming.cross_selling.hours)
    if farming.repeat_quotes != "skip":
        quotes = farming.repeat_quotes
        yield quotes.team, "quotation", repeat_orders(scenario) * years * quotes.share * work(quotes.hours)
        if farming.cross_selling != "skip":
            yield quotes.team, "quotation", needs * work(farming.cross_selling.quote_hours)


def _needs(scenario: Scenario) -> float:
    """Needs a year that customers have beyond what they buy."""
    return sum(s.count * s.needs.per_calendar_hour * _YEAR for s in scenario.customers.values())


def repeat_orders(scenario: Scenario) -> float:
    """Orders a year of the customers of the first day."""
    if scenario.farming == "skip":
        return 0.0
    return sum(s.count * s.orders.law(float).mean for s in scenario.customers.values())


def _orders(scenario: Scenario, funnels: Sequence[SourceFunnel], years: float) -> Asked:
    """Work on repeat orders, on those of new deals, and on cross-sold ones by their worth in usual orders."""
    production = scenario.production
    if production == "skip":
        return
    teams, work = production.teams, WorkingYear.of(scenario).work
    wins = sum(funnel.wins for funnel in funnels)
    repeats = repeat_orders(scenario) * years + _crossed(scenario) * years
    deals, shares = _shares(scenario, "deal_share"), _shares(scenario, "repeat_share")
    for name, making in production.products.items():
        sold, again = wins * deals.get(name, 0.0), repeats * shares.get(name, 0.0)
        contents: tuple[tuple[float, Content], ...] = (
            (again, making.repeat),
            (sold, making.deal or making.repeat),
        )
        for task in ("engineering", "machining", "assembly"):
            hours = sum(count * work(getattr(content, task)) for count, content in contents)
            yield getattr(teams, task), task, hours
        yield teams.dispatch, "test", (sold + again) * work(making.test)
        yield teams.dispatch, "dispatch", (sold + again) * work(making.dispatch)
        entry = work(making.clarify)
        at_shop = making.eshop * work(making.eshop_hours) + (1.0 - making.eshop) * entry
        yield teams.entry, "order_entry", sold * entry + again * at_shop


def _crossed(scenario: Scenario) -> float:
    """Cross-sold orders a year, each counted by how many usual repeat orders it is worth."""
    farming, production = scenario.farming, scenario.production
    if farming == "skip" or farming.cross_selling == "skip" or production == "skip":
        return 0.0
    crossing = farming.cross_selling
    return _needs(scenario) * crossing.win * crossing.value.law(float).mean / production.mixed_order


def _shares(scenario: Scenario, column: str) -> dict[str, float]:
    shares = {name: getattr(product, column) for name, product in scenario.products.items()}
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()} if total else {}


def mean_value(scenario: Scenario) -> float:
    """List value of a new deal, over the mix, EUR."""
    return over_deals(
        scenario, [product.deal_value.law(float).mean for product in scenario.products.values()]
    )
