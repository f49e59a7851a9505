"""The narrow map: the same stations under one another, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from simsales.report.map_boxes import Box, Layout, Line, Rooms, Spot, has_customers
from simsales.series.stations import ALONGSIDE, BACKING, CUSTOMERS, LEADS, ORDERS, SELLING, Station

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario

NARROW = 390.0
_LOW, _STILL_LOW = 92.0, 66.0  # a station where cases move, and one that stands still
_STEP = 12.0  # between stations

_STRETCHES = (
    ("Leads", (LEADS,)),
    ("The seven steps", (SELLING,)),
    ("Behind them", (BACKING,)),
    ("Orders", (ORDERS,)),
    ("Customers and complaints", (CUSTOMERS,)),
    ("Alongside", (ALONGSIDE,)),
)


def narrow(scenario: Scenario, there: Sequence[Station], moving: bool) -> Layout:
    low = _LOW if moving else _STILL_LOW
    wide = NARROW - 2 * _STEP
    y = _STEP
    places = {"door": Box(_STEP, y, wide, 40.0)}
    y += 40.0 + _STEP
    spots: list[Spot] = []
    headings: list[tuple[float, float, str]] = []
    chain = [places["door"]]
    for title, stretches in _STRETCHES:
        mine = [station for station in there if station.part.stretch in stretches]
        if title == "Orders":  # whatever has no orders and customers ends with what is won
            places["won"] = Box(_STEP, y, wide, 40.0)
            chain.append(places["won"])
            y += 40.0 + _STEP
        if title == "Customers and complaints" and (mine or has_customers(scenario)):
            places["customers"] = Box(_STEP, y, wide, 40.0)
            chain.append(places["customers"])
            y += 40.0 + _STEP
        if mine:
            headings.append((_STEP, y + 14.0, title))
            y += 22.0
        for station in mine:
            box = Box(_STEP, y, wide, low)
            spots.append(Spot(station, box, _low_rooms(box) if moving else None))
            chain.append(box)
            y += low + _STEP
    lines = tuple(Line(((a.centre, a.bottom), (b.centre, b.y))) for a, b in pairwise(chain))
    ordered = tuple(sorted(spots, key=lambda spot: spot.station.number))
    return Layout(NARROW, y + 4.0, ordered, places, lines, tuple(headings))


def _low_rooms(box: Box) -> Rooms:
    left = box.x + 132.0
    return Rooms(
        Box(left, box.y + 10.0, 122.0, 44.0),
        Box(left + 130.0, box.y + 10.0, box.right - left - 138.0, 44.0),
        Box(left, box.bottom - 29.0, box.right - left - 8.0, 20.0),
    )
