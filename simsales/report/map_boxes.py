"""What a map of the company is made of: boxes, lines, stations with their rooms.  Units are pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario
    from simsales.series.stations import Station


class Box(NamedTuple):
    """A rectangle by its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def middle(self) -> float:
        return self.y + self.h / 2

    @property
    def centre(self) -> float:
        return self.x + self.w / 2


class Rooms(NamedTuple):
    """The parts of a station's box for cases that wait, that are worked on, and that are elsewhere meanwhile."""

    waiting: Box
    working: Box
    away: Box


@dataclass(frozen=True, slots=True)
class Spot:
    """A station on the map; it has rooms for cases where these move over it."""

    station: Station
    box: Box
    rooms: Rooms | None


class Line(NamedTuple):
    """A way that cases go, with an arrow at its end, and a label whose first letter stands at `at`."""

    points: tuple[tuple[float, float], ...]
    label: str = ""
    at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """A map: its size, stations, other places by name (door, won, customers), lines, and headings of stretches."""

    width: float
    height: float
    spots: tuple[Spot, ...]
    places: Mapping[str, Box]
    lines: tuple[Line, ...]
    headings: tuple[tuple[float, float, str], ...]

    def plain(self) -> dict[str, Any]:
        """As plain data: boxes are lists of x, y, width and height."""
        return {
            "width": self.width,
            "height": self.height,
            "spots": [
                {
                    "station": spot.station.number,
                    "box": _rounded(spot.box),
                    **(
                        {name: _rounded(room) for name, room in spot.rooms._asdict().items()}
                        if spot.rooms
                        else {}
                    ),
                }
                for spot in self.spots
            ],
            "places": {name: _rounded(box) for name, box in self.places.items()},
        }


def has_customers(scenario: Scenario) -> bool:
    """Whether the company hears of a customer again once it has signed."""
    return any(
        each != "skip"
        for _, then in scenario.epochs()
        for each in (then.farming, then.complaints, then.production)
    )


def _rounded(box: Box) -> list[float]:
    return [round(each, 1) for each in box]
