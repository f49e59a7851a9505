"""The company as a picture: an inline SVG of its stations in the order of the process.

The report shows it as it stands, with how busy teams are; the page moves cases over it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from simsales.report.map_boxes import Box, Layout, Line, Spot
from simsales.report.map_layout import layout
from simsales.series.stations import Station, stations

if TYPE_CHECKING:
    from simsales.experiments.results import Results
    from simsales.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Busy:
    """How busy the team of a station is: the share of its available hours that it works, and how many cases wait.

    NaN where it is not known.
    """

    utilisation: float = math.nan
    queue: float = math.nan


#: What is told of stations, by their numbers.
Figures = Mapping[int, Busy]

_STYLE = """
.company-map { color: var(--ink, #1d2430); font-family: inherit, system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .company-map { color: var(--ink, #e6e9ef); } }
@media print { .company-map { color: #000; print-color-adjust: exact; } }
.company-map text { fill: currentColor; font-size: 11px; }
.company-map .map-title { font-size: 12px; font-weight: 600; }
.company-map .map-quiet, .company-map .map-people { fill-opacity: .75; }
.company-map .map-said, .company-map .map-heading { fill-opacity: .75; }
.company-map .map-heading { font-size: 12px; letter-spacing: .02em; }
.company-map .map-box { fill: currentColor; fill-opacity: .035; stroke: currentColor; stroke-opacity: .28; }
.company-map .map-place .map-box { fill-opacity: .015; stroke-dasharray: 3 3; }
.company-map .map-line { fill: none; stroke: currentColor; stroke-opacity: .3; stroke-width: 1.25; }
.company-map .map-head { fill: currentColor; fill-opacity: .4; stroke: none; }
.company-map .map-away { fill: none; stroke: currentColor; stroke-opacity: .22; stroke-dasharray: 1 3; }
.company-map .map-trough { fill: currentColor; fill-opacity: .12; }
.company-map .map-load { fill: var(--accent, #2f6f9f); }
.company-map .map-load.map-full { fill: var(--bad, #b8432f); }
"""
_FULL = 0.9  # a team that is busier than this can hardly keep up
_PLACES = {"door": "Leads", "won": "Won", "customers": "Customers"}


def company_map(
    scenario: Scenario,
    figures: Figures | None = None,
    *,
    narrow: bool = False,
    moving: bool = False,
    there: Sequence[Station] | None = None,
) -> str:
    """The map of a scenario's company, an `<svg>` to stand inside a page, with room for cases where these are `moving`.

    `figures` are drawn as bars and told in words (`figures_of` makes them of Results).  Every station is a group
    with its number as `data-station`; `there` are the stations where a log has shown more than the scenario tells.
    """
    found = layout(scenario, narrow, there, moving)
    told: set[str] = set()
    drawn = []
    for spot in found.spots:
        busy = (figures or {}).get(spot.station.number)
        first = spot.station.team not in told
        told.add(spot.station.team)
        sentence = _figures_in_words(busy, first)
        drawn.append(_station(spot, busy, sentence, _people(scenario, spot.station.team), narrow))
    return "".join(
        [
            f'<svg class="company-map" xmlns="http://www.w3.org/2000/svg" role="img" width="{found.width:g}" '
            f'height="{found.height:g}" viewBox="0 0 {found.width:g} {found.height:g}" '
            f'style="max-width:100%;height:auto">',
            "<title>The company at work</title>",
            f"<desc>{escape(_described(found))}</desc>",
            f"<style>{_STYLE}</style>",
            *(_line(line) for line in found.lines),
            *(
                f'<text class="map-heading" x="{x:g}" y="{y:g}">{escape(text)}</text>'
                for x, y, text in found.headings
            ),
            *(_place(name, box, scenario, narrow) for name, box in found.places.items()),
            *drawn,
            "</svg>",
        ]
    )


def figures_of(results: Results, label: str) -> dict[int, Busy]:
    """How busy each station's team was in a scenario of some Results, on average over the replications."""
    return {
        station.number: Busy(
            results.mean(label, f"utilisation.{station.team}"), results.mean(label, f"queue.{station.team}")
        )
        for station in stations(results.scenarios[label])
    }


# --- drawing ---------------------------------------------------------------------------------------------


def _station(spot: Spot, busy: Busy | None, sentence: str, people: str, narrow: bool) -> str:
    station, box, rooms = spot.station, spot.box, spot.rooms
    beside = narrow and rooms is not None  # the words stand beside the rooms, not above them
    wide = 112.0 if beside else box.w - 14.0
    bar_y = box.y + (46.0 if beside else 40.0)
    said_y = box.y + (68.0 if beside else 58.0 if rooms is None else 115.0)
    trough = Box(box.x + 8, bar_y, wide if beside else box.w - 16.0, 3)
    return "".join(
        [
            f'<g class="map-station" data-station="{station.number}">',
            _rectangle(box, "map-box", 6),
            _words(box.x + 8, box.y + 19, station.title, "map-title", wide),
            _words(box.x + 8, box.y + 34, people, "map-people", wide),
            _rectangle(trough, "map-trough", 1.5),
            _load(trough, busy),
            _words(box.x + 8, said_y, sentence, "map-said", wide + 4),
            _rectangle(rooms.away, "map-away", 4) if rooms else "",
            "</g>",
        ]
    )


def _load(trough: Box, busy: Busy | None) -> str:
    share = 0.0 if busy is None or math.isnan(busy.utilisation) else min(max(busy.utilisation, 0.0), 1.0)
    style = "map-load map-full" if share > _FULL else "map-load"
    return _rectangle(Box(trough.x, trough.y, round(trough.w * share, 1), trough.h), style, 1.5)


def _place(name: str, box: Box, scenario: Scenario, narrow: bool) -> str:
    told = _words_of_place(name, scenario)
    words = [_words(box.x + 8, box.y + 17, _PLACES[name], "map-title", box.w - 14)]
    if narrow:
        words.append(_words(box.x + 8, box.y + 33, ", ".join(told), "map-said", box.w - 14))
    else:
        rows = [
            _words(box.x + 8, box.y + 36 + 15 * row, text, "map-quiet", box.w - 14)
            for row, text in enumerate(told[:5])
        ]
        words += [*rows, _words(box.x + 8, box.bottom - 8, "", "map-said", box.w - 14)]
    return f'<g class="map-place" data-place="{name}">{_rectangle(box, "map-box", 6)}{"".join(words)}</g>'


def _words_of_place(name: str, scenario: Scenario) -> list[str]:
    if name == "door":
        sources = list(scenario.demand)
        return sources if len(sources) < 6 else [*sources[:4], f"and {len(sources) - 4} more"]
    return list(scenario.customers)[:4] if name == "customers" and list(scenario.customers) != ["all"] else []


def _line(line: Line) -> str:
    points = line.points
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    (x0, y0), (x1, y1) = points[-2:]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    back = (x1 - 7 * dx, y1 - 7 * dy)
    head = [(x1, y1), (back[0] - 3.5 * dy, back[1] + 3.5 * dx), (back[0] + 3.5 * dy, back[1] - 3.5 * dx)]
    corners = " ".join(f"{x:g},{y:g}" for x, y in head)
    x, y = line.at
    label = f'<text class="map-quiet" x="{x:g}" y="{y:g}">{escape(line.label)}</text>' if line.label else ""
    return f'<path class="map-line" d="{path}"/><polygon class="map-head" points="{corners}"/>{label}'


def _rectangle(box: Box, style: str, radius: float) -> str:
    return f'<rect class="{style}" x="{box.x:g}" y="{box.y:g}" width="{box.w:g}" height="{box.h:g}" rx="{radius:g}"/>'


_LETTER = {"map-title": 6.8}  # px, a letter's width on average


def _words(x: float, y: float, text: str, style: str, room: float) -> str:
    """A line of text, cut where there is no room for it; the whole of it is told to whoever points at it."""
    most = int(room / _LETTER.get(style, 5.8))
    if len(text) <= most:
        return f'<text class="{style}" x="{x:g}" y="{y:g}">{escape(text)}</text>'
    cut = f"{text[: most - 1].rstrip()}…"
    return f'<text class="{style}" x="{x:g}" y="{y:g}">{escape(cut)}<title>{escape(text)}</title></text>'


# --- words -----------------------------------------------------------------------------------------------


def _people(scenario: Scenario, team: str) -> str:
    """The team and how many they are; where dated changes make them more or fewer, the least and the most."""
    sizes = [then.people[team].size if team in then.people else 0 for _, then in scenario.epochs()]
    least, most = min(sizes), max(sizes)
    return f"{team} · {least if least == most else f'{least}–{most}'}" if most else team


def _figures_in_words(busy: Busy | None, first: bool) -> str:
    if busy is None:
        return ""
    share = "" if math.isnan(busy.utilisation) else f"{busy.utilisation:.0%}"
    if not first or math.isnan(busy.queue):
        return f"{share} busy" if share else ""
    return ", ".join(filter(None, (share, f"{busy.queue:.1f} wait")))


def _described(found: Layout) -> str:
    """The map in a sentence or two."""
    by_title: dict[str, list[str]] = {}
    for spot in found.spots:
        by_title.setdefault(spot.station.title, []).append(spot.station.team)
    steps = "; ".join(f"{title} ({', '.join(teams)})" for title, teams in by_title.items())
    if not steps:
        return "Nobody works here."
    how = "Bars tell how busy a team is; how many cases wait for it on average is told at its first station."
    return f"Stations of the process in order, with the teams that work there: {steps}. {how}"
