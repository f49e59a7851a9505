"""What must hold between tables, so that every piece of work finds somebody to do it.

Each check yields what does not hold, with the key to blame.  A scenario is checked together with its `story`,
the scenarios in force one after another: a team that is hired later is no empty team.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum
from typing import TYPE_CHECKING

from simsales.policies.compensation import Incentive
from simsales.policies.routing import ByTerritory, CherryPick
from simsales.responses.advancing import Logit
from simsales.scenario.checking import Finding
from simsales.scenario.consistency_channels import channel_findings
from simsales.scenario.consistency_complaints import complaint_findings
from simsales.scenario.consistency_customers import customer_findings
from simsales.scenario.consistency_expansion import expansion_findings
from simsales.scenario.consistency_media import media_findings
from simsales.scenario.consistency_motivation import motivation_findings
from simsales.scenario.consistency_people import departure_findings
from simsales.scenario.consistency_production import orders_find_their_way
from simsales.scenario.consistency_promotion import promotion_findings
from simsales.scenario.naming import nearest
from simsales.scenario.staffing import owner_steps, tasks, team_of_owners
from simsales.words.quantities import shown
from simsales.words.vocabulary import ORDER_KINDS, SOURCES

if TYPE_CHECKING:
    from simsales.scenario.company import Team
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

Story = Sequence["Scenario"]

MOST_PRODUCTS = 16
MOST_CASES = 20_000_000  # in a run; more would fill the memory of any desk computer
_ROUNDING = 1e-6


def findings(scenario: Scenario, story: Story) -> Iterator[Finding]:
    """All that does not hold in a scenario, in the order of the file's tables."""
    for check in (
        _shares,
        _sources,
        _amount_of_work,
        _places_for_people,
        _teams_are_known,
        _teams_have_people,
        _queues_fit_their_work,
        _routing_finds_reps,
        _named_sources_exist,
        _approvals_come_at_closing,
        _pay_goes_to_somebody,
        _results_are_paid_once,
        departure_findings,
        orders_find_their_way,
        complaint_findings,
        customer_findings,
        promotion_findings,
        motivation_findings,
        channel_findings,
        media_findings,
        expansion_findings,
    ):
        yield from check(scenario, story)


# --- the world -----------------------------------------------------------------------------------------


def _shares(scenario: Scenario, story: Story) -> Iterator[Finding]:
    parts: dict[str, tuple[str, list[float]]] = {
        "products": ("deal shares", [each.deal_share for each in scenario.products.values()]),
        "customers": ("new mixes", [each.new_mix for each in scenario.customers.values()]),
    }
    for table, (words, shares) in parts.items():
        if not shares or len(shares) > MOST_PRODUCTS:
            yield Finding((table,), f"must have 1 to {MOST_PRODUCTS} entries, found {len(shares)}")
        elif abs(fsum(shares) - 1.0) > _ROUNDING:
            yield Finding((table,), f"must have {words} that add up to 1, found {fsum(shares):.6g}")


def _sources(scenario: Scenario, story: Story) -> Iterator[Finding]:
    for name, source in scenario.demand.items():
        if source.batches is not None and source.rate.amount > 0:
            sentence = f"must stand in place of a rate, found a rate of '{source.rate}' beside it; choose one"
            yield Finding(("demand", name, "batches"), sentence, (("demand", name),))


def _amount_of_work(scenario: Scenario, story: Story) -> Iterator[Finding]:
    run = scenario.run
    hours = sum(each.calendar_hours for each in (run.warm_up, run.horizon, run.follow_up))
    cases: dict[Path, float] = {
        ("demand", name, "rate"): source.rate.per_calendar_hour * hours
        for name, source in scenario.demand.items()
    }
    for name, source in scenario.demand.items():
        if source.batches is not None:
            cases["demand", name, "batches", "size"] = source.batches.size * len(source.batches.times)
    for name, team in scenario.people.items():
        for place, load in enumerate(team.background):
            cases["people", name, "background", place, "rate"] = load.rate.per_calendar_hour * hours
    for path, number in cases.items():
        if number > MOST_CASES:
            sentence = f"must bring at most {MOST_CASES:_} cases in a run, found {number:.3g}; make it less"
            yield Finding(path, sentence, (("run",), path[:2]))


# --- people --------------------------------------------------------------------------------------------


def _places_for_people(scenario: Scenario, story: Story) -> Iterator[Finding]:
    if scenario.demand and not scenario.people:
        yield Finding(("people",), "must have at least one team where leads come in, found none; add one")
    for name, team in scenario.people.items():
        if team.groups and team.count not in (0, team.size):
            sentence = f"must be 0 or the {team.size} people of its shift groups, found {team.count}"
            yield Finding(("people", name, "count"), sentence, (("people", name),))
        if not _is_ever_open(team, scenario.calendar.holidays):
            sentence = "must have hours, found a holiday on each of its days; take another day"
            yield Finding(("people", name, "shift"), sentence, (("people", name), ("calendar",)))


def _is_ever_open(team: Team, holidays: Sequence[int]) -> bool:
    """Whether any shift falls on a day that is no holiday; desks of more than five days have none."""
    shifts = [group.shift for group in team.groups] or [team.shift]
    closed = set(holidays)
    return any(
        shift.days > 5
        or any((day - shift.first_day) % 7 < shift.days and day not in closed for day in range(364))
        for shift in shifts
    )


def _teams_are_known(scenario: Scenario, story: Story) -> Iterator[Finding]:
    known = dict.fromkeys(name for each in story for name in each.people)
    for path, team, _ in tasks(scenario):
        if team not in known and known:
            sentence = f"must be a team of [people], found {shown(team)}{nearest(team, known)}"
            yield Finding(path, sentence, (("people", team), ("at",)))


def _teams_have_people(scenario: Scenario, story: Story) -> Iterator[Finding]:
    needs: dict[str, list[Path]] = {}
    for path, team, _ in tasks(scenario):
        needs.setdefault(team, []).append(path)
    for team, paths in needs.items():
        sizes = [each.people[team].size for each in story if team in each.people]
        if sizes and max(sizes) == 0:
            work = ".".join(map(str, paths[0])) + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
            sentence = f"must have somebody, found an empty team that is named by {work}; give it people"
            yield Finding(("people", team, "count"), sentence, (("people", team), ("at",), *paths))


def _queues_fit_their_work(scenario: Scenario, story: Story) -> Iterator[Finding]:
    people = scenario.people
    for path, team, common in tasks(scenario):
        if common and team in people and people[team].queue == "owner":
            sentence = (
                f"must be a team with one queue for all, found {shown(team)}, where everybody has their own"
            )
            yield Finding(path, sentence, (("people", team),))
    owners = list(owner_steps(scenario))
    for path, team in owners:
        if team != owners[0][1]:
            sentence = f"must be {shown(owners[0][1])} like the other steps of whoever owns the deal"
            yield Finding(path, f"{sentence}, found {shown(team)}", (("people",), owners[0][0]))


def _routing_finds_reps(scenario: Scenario, story: Story) -> Iterator[Finding]:
    owners, routing = team_of_owners(scenario), scenario.routing
    for name, team in scenario.people.items():
        if team.wip_cap is not None and name != owners:
            sentence = "must be left out for a team whose people own no deals, found a cap; "
            sentence += 'set queue = "owner" and let a step of selling name the team'
            yield Finding(("people", name, "wip_cap"), sentence, (("people", name), ("selling",)))
    if not isinstance(routing, CherryPick | ByTerritory):
        return
    if owners is None:
        sentence = 'must choose among reps who own deals, found none; give the team of a step queue = "owner"'
        yield Finding(("routing",), sentence, (("people",), ("selling",)))
    elif isinstance(routing, ByTerritory):
        most = max(each.people[owners].size for each in story if owners in each.people)
        if routing.territories > most:
            sentence = f"must be at most the {most} people of {shown(owners)}, found {routing.territories}"
            path: Path = ("routing", "territories")
            yield Finding(path, f"{sentence}; nobody would serve the rest", (("people", owners), ("at",)))


# --- names ---------------------------------------------------------------------------------------------


def _named_sources_exist(scenario: Scenario, story: Story) -> Iterator[Finding]:
    demand = dict.fromkeys(name for each in story for name in each.demand)
    usual = demand | dict.fromkeys(SOURCES)  # defaults speak of the usual sources, there or not
    places: list[tuple[Path, str, dict[str, None]]] = [
        (("handoff", "own", place), name, usual) for place, name in enumerate(scenario.handoff.own)
    ]
    prospecting, advance = scenario.selling.prospecting, scenario.market.advance
    if prospecting != "skip":
        places += [
            (("selling", "prospecting", "sources", name), name, demand) for name in prospecting.sources
        ]
    places += [
        (("selling", "start", "sources", name), name, usual) for name in scenario.selling.start.sources
    ]
    if isinstance(advance, Logit):
        for key, level in (("clock_on", advance.clock_on), ("clock_off", advance.clock_off)):
            places += [(("market", "advance", key, "source", name), name, usual) for name in level.source]
    for path, name, known in places:
        if name not in known:
            sentence = f"must be a source of [demand], found {shown(name)}{nearest(name, known)}"
            yield Finding(path, sentence, (("demand", name), ("at",)))


def _approvals_come_at_closing(scenario: Scenario, story: Story) -> Iterator[Finding]:
    selling, pricing = scenario.selling, scenario.pricing
    largest = scenario.market.discounts.largest
    asked = {"approval": pricing.asks_manager(largest), "deal_desk": pricing.asks_deal_desk(largest)}
    for name, is_asked in asked.items():
        if selling.closing == "skip" and is_asked and getattr(selling, name) != "skip":
            sentence = "must be 'skip' where closing is, found work on discounts that would decide nothing"
            yield Finding(("selling", name), sentence, (("selling", "closing"), ("pricing",)))


def _results_are_paid_once(scenario: Scenario, story: Story) -> Iterator[Finding]:
    """No sale counts for more than the whole of it, and kickers are for products that are sold."""
    plans = {role: plan for role, plan in scenario.compensation.items() if isinstance(plan, Incentive)}
    for kind in ORDER_KINDS:
        shares = {role: getattr(plan.credit, kind) for role, plan in plans.items()}
        if sum(shares.values()) > 1.0 + _ROUNDING:
            found = ", ".join(f"{role} {share:g}" for role, share in shares.items() if share)
            role = next(role for role, share in shares.items() if share)
            sentence = f"must not give away more than the whole of a sale over all roles, found {found}"
            yield Finding(("compensation", role, "credit"), sentence, (("compensation", role),))
    for role, plan in plans.items():
        for name in plan.kickers:
            if name not in scenario.products:
                sentence = f"must be a product, found {shown(name)}{nearest(name, scenario.products)}"
                yield Finding(("compensation", role, "kickers", name), sentence, (("products",),))


def _pay_goes_to_somebody(scenario: Scenario, story: Story) -> Iterator[Finding]:
    teams = dict.fromkeys(name for each in story for name in each.people)
    for name, plan in scenario.compensation.items():
        lump = plan.kind == "budget"
        if name not in teams and not lump:
            sentence = f"must be a team of [people] or have kind 'budget', found {shown(plan.kind)}"
            yield Finding(
                ("compensation", name), sentence + nearest(name, teams), (("people", name), ("at",))
            )
        if name in teams and lump:
            sentence = (
                "must be pay for each person of the team, found a budget for the whole; use another kind"
            )
            yield Finding(("compensation", name), sentence, (("people",),))
