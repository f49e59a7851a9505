"""What no date may change: what people, desks and the log are made of when a run begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from simsales.scenario.checking import Finding

if TYPE_CHECKING:
    from simsales.scenario.company import Skippable
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario
    from simsales.scenario.production import Production

_SENTENCE = "must not change during a run, found in a dated change; set it in the file"
_OF_A_TEAM = ("queue", "discipline", "departures")
_OF_A_SOURCE = ("batches", "advertising")
_OF_A_LOAD = ("name", "hours", "level")
_OF_THE_PROCESS = ("changed", "relearning", "improvement", "improvement_hours", "improvement_every")
_OF_A_STOCK = ("variants", "unit_cost")
_OF_QUALITY = ("evaluation", "every", "project", "project_every", "cycle", "cycle_every")
_OF_A_SEGMENT = ("count", "stages", "first_gap")
_OF_SWITCHES = ("skill", "absence", "learning", "knowledge")


def changed_too_late(first: Scenario, later: Scenario) -> Iterator[Finding]:
    """What a later scenario changes on the first although it is settled when a run begins."""
    for path in (("products",), ("customers",)):
        names, names_later = list(getattr(first, path[0])), list(getattr(later, path[0]))
        if names != names_later:
            new = next((name for name in names_later if name not in names), None)
            yield Finding(path if new is None else (*path, new), _SENTENCE)
    for name, team in first.people.items():
        now = later.people.get(name, team)
        yield from _differing(team, now, ("people", name), _OF_A_TEAM)
        yield from _loads(team.background, now.background, ("people", name, "background"))
    for name, source in first.demand.items():
        yield from _differing(source, later.demand.get(name, source), ("demand", name), _OF_A_SOURCE)
    before, after = first.selling.process, later.selling.process
    if before == "skip" or after == "skip":
        yield from _differing(first.selling, later.selling, ("selling",), ("process",))
    else:
        yield from _differing(before, after, ("selling", "process"), _OF_THE_PROCESS)
    yield from _production(first.production, later.production)
    yield from _of_customers(first, later)
    yield from _of_complaints(first.complaints, later.complaints)
    yield from _of_channels(first.channels, later.channels)
    yield from _of_media(first, later)
    if first.expansion != later.expansion:
        yield Finding(("expansion",), _SENTENCE)
    yield from _differing(first.switches, later.switches, ("switches",), _OF_SWITCHES)


def _production(first: Production | Skippable, later: Production | Skippable) -> Iterator[Finding]:
    """Shelves stand where they stand, and so does the shop itself."""
    if first == "skip" or later == "skip":
        if first != later:
            yield Finding(("production",), _SENTENCE)
        return
    if list(first.stocks) != list(later.stocks):
        yield Finding(("production", "stocks"), _SENTENCE)
    for name, stock in first.stocks.items():
        path: Path = ("production", "stocks", name)
        now = later.stocks.get(name, stock)
        yield from _differing(stock, now, path, _OF_A_STOCK)
        yield from _differing(stock.replenishment, now.replenishment, (*path, "replenishment"), ("kind",))


def _of_customers(first: Scenario, later: Scenario) -> Iterator[Finding]:
    """Who is a customer at the start is settled then, and so is who is looked after at all."""
    for name, segment in first.customers.items():
        now = later.customers.get(name, segment)
        yield from _differing(segment, now, ("customers", name), _OF_A_SEGMENT)
        if segment.dropout.kind != now.dropout.kind:
            yield Finding(("customers", name, "dropout", "kind"), _SENTENCE)
    before, after = first.farming, later.farming
    if before == "skip" or after == "skip":
        if before != after:
            yield Finding(("farming",), _SENTENCE)
        return
    yield from _differing(before, after, ("farming",), ("team",))
    if list(before.contacts) != list(after.contacts):
        yield Finding(("farming", "contacts"), _SENTENCE)


def _of_complaints(first: Any, later: Any) -> Iterator[Finding]:
    """Classes and causes are numbered once, and whoever learns from them keeps a rhythm."""
    if "skip" in (first, later):
        if first != later:
            yield Finding(("complaints",), _SENTENCE)
        return
    for key in ("severity", "causes"):
        if list(getattr(first, key)) != list(getattr(later, key)):
            yield Finding(("complaints", key), _SENTENCE)
    if "skip" in (first.quality, later.quality):
        yield from _differing(first, later, ("complaints",), ("quality",))
    else:
        yield from _differing(first.quality, later.quality, ("complaints", "quality"), _OF_QUALITY)


def _of_channels(first: Any, later: Any) -> Iterator[Finding]:
    """A market keeps the kind of channel that it began with, for there are goods on its shelves."""
    if "skip" in (first, later):
        if first != later:
            yield Finding(("channels",), _SENTENCE)
        return
    if list(first.markets) != list(later.markets):
        yield Finding(("channels", "markets"), _SENTENCE)
    for name, market in first.markets.items():
        if type(market.channel) is not type(later.markets.get(name, market).channel):
            yield Finding(("channels", "markets", name, "channel", "kind"), _SENTENCE)


def _of_media(first: Scenario, later: Scenario) -> Iterator[Finding]:
    """Whether buyers mind how they are met is settled, and so is whether it is recorded."""
    if (first.market.persuasion == "skip") != (later.market.persuasion == "skip"):
        yield Finding(("market", "persuasion"), _SENTENCE)
    if (first.media == "skip") != (later.media == "skip"):
        yield Finding(("media",), _SENTENCE)


def _differing(first: Any, later: Any, path: Path, keys: tuple[str, ...]) -> Iterator[Finding]:
    for key in keys:
        before, after = getattr(first, key), getattr(later, key)
        if isinstance(before, BaseModel) and type(before) is type(after):
            yield from _differing(before, after, (*path, key), tuple(type(before).model_fields))
        elif before != after:
            yield Finding((*path, key), _SENTENCE)


def _loads(first: tuple[Any, ...], later: tuple[Any, ...], path: Path) -> Iterator[Finding]:
    if len(first) != len(later):
        yield Finding(path, _SENTENCE)
    for place, (before, after) in enumerate(zip(first, later, strict=False)):
        yield from _differing(before, after, (*path, place), _OF_A_LOAD)
