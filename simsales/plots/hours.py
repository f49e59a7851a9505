"""The chart of capacity: what becomes of the hours that are paid for, down to those that people sell in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simsales.plots.reading import finished, must_have, results_of
from simsales.plots.style import QUIET, bar, bars_key, page, rule
from simsales.plots.words import listed, of_replications, percent, short, side_by_side, write_short
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.experiments.results import Results
    from simsales.plots.reading import Watchable

_PARTS = ("paid hours", "leave, sickness", "meetings, admin", "without work", "other work", "selling")
#: Who spends at least this share of their work on selling, and works for at least that share of their time, sells.
_SELLERS, _IDLE = 0.5, 0.05
_THICK = 0.8


def capacity(results: Watchable, team: str | None = None) -> Figure:
    """From the hours that a team is paid for to those in which it sells; without a team all that mostly sell.

    Raises InputError for a team that is not there, and where none is measured or none mostly sells.
    """
    results = results_of(results)
    known = teams_of(results)
    must_have(known, "capacity", "`capacity.<team>.<part>` among the KPIs", results.scenarios, "add people")
    if team is not None and team not in known:
        raise InputError(f"team: must be a team of the scenarios, found '{team}'{nearest(team, known)}")
    sellers = [team] if team is not None else sellers_of(results)
    must_have(sellers, "capacity", "a team that mostly sells", results.scenarios, "name a team")
    names = list(results.scenarios)
    told = {name: hours_of(results, name, sellers) for name in names}
    heading = f"From paid hours to selling hours: {listed(sellers)}"
    note = _note(results, sellers)
    height = 0.6 + len(_PARTS) * (0.16 + 0.14 * max(len(names), 1.6))
    with page(1, 1, height, heading, note, bars_key(names)) as (figure, (panel,)):
        hours = [list(told[name].values()) for name in names]
        lost = [[each[0], *(-part for part in each[1:-1]), each[-1]] for each in hours]
        for place, texts in enumerate(side_by_side(lost)):
            _waterfall(panel, place, len(names), hours[place], texts)
        panel.set_yticks(range(len(_PARTS)), _PARTS)
        panel.set_ylim(len(_PARTS) - 0.5, -0.5)
        panel.axhline(len(_PARTS) - 1.5, color=QUIET, linewidth=0.8)
        panel.set_xlabel("hours in the window")
        panel.set_xlim(0.0, 1.18 * max(each["paid hours"] for each in told.values()))
        write_short(panel.xaxis)
        rule(panel, "x")
    return figure


def _waterfall(panel: Axes, place: int, scenarios: int, hours: list[float], texts: list[str]) -> None:
    """The bars of one scenario: what is paid for, what goes of it from where the last one ends, and what is left."""
    thick, paid, left, last = _THICK / scenarios, hours[0], 0.0, len(hours) - 1
    for row, each in enumerate(hours):
        whole = row in (0, last)
        begin = 0.0 if whole else left - each
        left = each if row == 0 else begin
        at = row + (place + 0.5) * thick - _THICK / 2
        panel.barh(at, each, 0.92 * thick, left=begin, **bar(place))
        text = f"{texts[row]}  ({percent(each / paid if paid else math.nan)})"
        panel.annotate(
            text, (begin + max(each, 0.0), at), (3, 0), textcoords="offset points", va="center", fontsize=7.5
        )


def teams_of(results: Results) -> list[str]:
    """The teams whose hours were measured, in order."""
    found = [name.split(".")[1] for name in results.kpis if name.startswith("capacity.")]
    return list(dict.fromkeys(found))


def hours_of(results: Results, scenario: str, teams: list[str]) -> dict[str, float]:
    """Hours of some teams by what becomes of them, mean over replications: paid for, and what they are less by.

    What is paid for less the four parts after it is what is left for selling.  Hours without work are those available
    less those worked.
    """
    found = np.zeros(len(_PARTS))
    for team in teams:
        part = {
            name: results.values(scenario, f"capacity.{team}.{name}")
            for name in ("seats", "vacant", "away", "overhead", "worked")
        }
        share = results.values(scenario, f"hours_share.{team}.selling")
        rows = []
        for n in part["seats"]:
            paid = part["seats"][n] - part["vacant"][n]
            idle = paid - part["away"][n] - part["overhead"][n] - part["worked"][n]
            selling = part["worked"][n] * (share.get(n, 0.0) if math.isfinite(share.get(n, 0.0)) else 0.0)
            other = part["worked"][n] - selling
            rows.append((paid, part["away"][n], part["overhead"][n], idle, other, selling))
        if rows:
            found += np.mean(rows, axis=0)
    return dict(zip(_PARTS, found.tolist(), strict=True))


def sellers_of(results: Results) -> list[str]:
    """The teams that mostly sell under some scenario; one that hardly works at all is none."""

    def sells(name: str, team: str) -> bool:
        selling = results.mean(name, f"hours_share.{team}.selling")
        worked, seats = (results.mean(name, f"capacity.{team}.{part}") for part in ("worked", "seats"))
        return selling >= _SELLERS and worked >= _IDLE * seats

    return [team for team in teams_of(results) if any(sells(name, team) for name in results.scenarios)]


def _note(results: Results, teams: list[str]) -> str:
    lacking = max(
        sum(results.mean(name, f"capacity.{team}.ramping") for team in teams) for name in results.scenarios
    )
    learning = (
        f" Newcomers lack the pace of up to {short(lacking)} hours while they learn." if lacking > 0.5 else ""
    )
    return f"{of_replications(finished(results)).capitalize()}; in brackets: share of paid hours.{learning}"
