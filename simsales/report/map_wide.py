"""The wide map: leads and selling from left to right, orders back from right to left, then customers and complaints.

From customers it goes up again: to leads that they refer, and to orders that they place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from simsales.report.map_boxes import Box, Layout, Line, Rooms, Spot, has_customers
from simsales.series.stations import ALONGSIDE, BACKING, CUSTOMERS, LEADS, ORDERS, SELLING, Station

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario

WIDE = 1220.0  # at most
_MARGIN, _GAP = 10.0, 20.0  # from the edge, and between columns
_TALL, _STILL_TALL = 148.0, 84.0  # a station where cases move, and one that stands still
_SLIM = 84.0  # a place that is no station: its width
_WIDEST, _NARROWEST = 160.0, 92.0  # of stations
_BETWEEN = 46.0  # rows

Columns = list[list[Station]]


def wide(scenario: Scenario, there: Sequence[Station], moving: bool) -> Layout:
    tall = _TALL if moving else _STILL_TALL
    selling = _columns(there, LEADS, SELLING)
    behind = [[station] for station in there if station.part.stretch == BACKING]
    if len(behind) > len(selling) + 1:
        behind = _columns(there, BACKING)
    rows = [selling, behind, _columns(there, ORDERS), _columns(there, CUSTOMERS, ALONGSIDE)]
    most = max(len(selling), max(map(len, rows)) - 1, 1)
    free = WIDE - 2 * _MARGIN - 2 * (_SLIM + _GAP) + _GAP
    column = min(max(free / most - _GAP, _NARROWEST), _WIDEST)
    first = _MARGIN + _SLIM + _GAP
    width = max(first + most * (column + _GAP) + _SLIM + _MARGIN, 560.0)
    boxes: dict[Station, Box] = {}
    places = {"door": Box(_MARGIN, 34.0, _SLIM, tall)}
    bottom = _place_row(boxes, rows[0], Box(first, 34.0, column, tall))
    places["won"] = Box(first + len(rows[0]) * (column + _GAP), 34.0, _SLIM, tall)
    if rows[1]:
        start = first + max(0, len(rows[0]) - len(rows[1]) - 1) * (column + _GAP)
        bottom = _place_row(boxes, rows[1], Box(start, bottom + 34.0, column, tall))
    top = bottom + _BETWEEN + (24.0 if rows[2] else 0.0)
    if rows[2]:
        right = width - _MARGIN - column
        bottom = _place_row(boxes, rows[2], Box(right, top, column, tall), leftwards=True)
        top = bottom + _BETWEEN
    if has_customers(scenario) or rows[3]:
        bottom = _place_row(boxes, rows[3], Box(first, top, column, tall))
        places["customers"] = Box(_MARGIN, top, _SLIM, tall)
        bottom = max(bottom, top + tall)
    spots = tuple(
        Spot(station, boxes[station], _rooms(boxes[station]) if moving else None) for station in there
    )
    lines = (*_wide_lines(scenario, rows, boxes, places),)
    return Layout(width, bottom + 30.0, spots, places, lines, _headings(rows, boxes))


def _columns(there: Iterable[Station], *stretches: str) -> Columns:
    """The stations of some stretches; those that do the same part of the process stand in one column."""
    mine = [station for station in there if station.part.stretch in stretches]
    return [list(column) for _, column in groupby(mine, key=lambda station: station.part)]


def _place_row(boxes: dict[Station, Box], row: Columns, first: Box, leftwards: bool = False) -> float:
    """Place columns side by side, beginning with the box of the first; returns where the row ends."""
    step = -(first.w + _GAP) if leftwards else first.w + _GAP
    deepest = first.bottom
    for place, together in enumerate(row):
        for depth, station in enumerate(together):
            x, y = first.x + place * step, first.y + depth * (first.h + 10.0)
            boxes[station] = Box(x, y, first.w, first.h)
            deepest = max(deepest, y + first.h)
    return deepest


def _rooms(box: Box) -> Rooms:
    inner = box.w - 16.0
    waits = round(inner * 0.56)
    return Rooms(
        Box(box.x + 8.0, box.y + 49.0, waits - 6.0, 51.0),
        Box(box.x + 8.0 + waits, box.y + 49.0, inner - waits, 51.0),
        Box(box.x + 8.0, box.bottom - 25.0, inner, 20.0),
    )


def _wide_lines(
    scenario: Scenario, rows: Sequence[Columns], boxes: Mapping[Station, Box], places: Mapping[str, Box]
) -> Iterable[Line]:
    selling, _, orders, _ = rows
    chain = [places["door"], *(boxes[column[0]] for column in selling), places["won"]]
    yield from (Line(((a.right, a.middle), (b.x, b.middle))) for a, b in pairwise(chain))
    customers, won = places.get("customers"), places["won"]
    if customers is None:
        return
    last = customers
    if orders:
        made = [boxes[column[0]] for column in orders]
        over = min(won.centre, made[0].right - 12.0)
        yield Line(((over, won.bottom), (over, made[0].y)))
        yield from (Line(((a.x, a.middle), (b.right, b.middle))) for a, b in pairwise(made))
        yield Line(((made[-1].x, made[-1].middle), (last.centre, made[-1].middle), (last.centre, last.y)))
        above = last.y - 20.0
        edge = last.right - 16.0
        way = ((edge, last.y), (edge, above), (made[0].centre, above), (made[0].centre, made[0].bottom))
        yield Line(way, "order again", (0.5 * (edge + made[0].centre), above - 4.0))
        yield from _order_paths(scenario, orders, boxes)
    else:
        turn = customers.y - 20.0
        yield Line(((won.centre, won.bottom), (won.centre, turn), (last.centre, turn), (last.centre, last.y)))
    door = places["door"]
    up = _MARGIN + 12.0
    yield Line(((up, customers.y), (up, door.bottom)), "refer", (up + 6.0, 0.5 * (customers.y + door.bottom)))
    if rows[3]:
        care = boxes[rows[3][0][0]]
        yield Line(((customers.right, customers.middle), (care.x, care.middle)))
    out = ((customers.centre, customers.bottom), (customers.centre, customers.bottom + 20.0))
    yield Line(out, "leave", (customers.centre + 6.0, customers.bottom + 14.0))


def _order_paths(scenario: Scenario, orders: Columns, boxes: Mapping[Station, Box]) -> Iterable[Line]:
    """From order entry each product goes to where its orders enter the chain."""
    by_title = {column[0].title: boxes[column[0]] for column in orders}
    entry = by_title.get("Order entry")
    targets = {"ETO": "Engineering", "MTO": "Machining", "ATO": "Assembly", "MTS": "Dispatch"}
    if entry is None:
        return
    for place, (point, title) in enumerate(targets.items()):
        label, box = order_points(scenario).get(point), by_title.get(title)
        if label is not None and box is not None:
            height = box.y - 9.0 - 13.0 * place
            start = entry.x + 10.0 + 10.0 * place
            way = ((start, entry.y), (start, height), (box.centre, height), (box.centre, box.y))
            yield Line(way, label, (box.centre + 6.0, height - 3.0))


def _headings(rows: Sequence[Columns], boxes: Mapping[Station, Box]) -> tuple[tuple[float, float, str], ...]:
    words = ("Leads and the seven steps", "Behind them", "", "Customers and complaints")
    found = []
    for word, row in zip(words, rows, strict=True):
        if row and word:
            box = boxes[row[0][0]]
            found.append((box.x, box.y - 9.0, word))
    return tuple(found)


def order_points(scenario: Scenario) -> dict[str, str]:
    """For each point at which orders enter the chain the products that do, where the scenario fixes it."""
    if scenario.production == "skip":
        return {}
    fixed: Mapping[str, str] = getattr(scenario.production.decoupling, "points", {})
    points: dict[str, list[str]] = {}
    for product, point in fixed.items():
        if product in scenario.production.products:
            points.setdefault(point, []).append(product)
    return {point: _of(point, names) for point, names in points.items()}


def _of(point: str, names: list[str]) -> str:
    return point if names == [point] else f"{point}: {', '.join(names)}"
