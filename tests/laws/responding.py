"""Norddrive for a quarter with everything on that moves people: laws must hold there, too."""

from __future__ import annotations

from simsales import load
from simsales.scenario.model import Scenario

_RESTLESS = {"quits": "4 / y", "vacancy": {"kind": "exponential", "mean": "5 wd"}}

#: Pay by results, games of the last days, moods, control that is gamed, and people who come and go.
EVERYTHING = {
    "run.warm_up": "0 w",
    "run.horizon": "14 w",
    "compensation.hunter": {
        "kind": "hybrid",
        "salary": 60_000.0,
        "rate": 0.03,
        "tiers": [{"above": 1.0, "rate": 0.06}],
        "bonus": 3_000.0,
        "period": "month",
        "quota": {"first": 45_000.0, "up": 0.5, "down": 0.175},
    },
    "compensation.farmer": {
        "kind": "commission",
        "salary": 62_000.0,
        "rate": 0.0042,
        "period": "month",
        "credited": "delivery",
        "credit": {"deal": 0.0, "repeat": 1.0, "cross_sell": 1.0},
    },
    "motivation.choosing": {"kind": "weekly"},
    "motivation.timing": {"kind": "last_days", "held_back": 1.0},
    "motivation.mood": {"kind": "set_point"},
    "motivation.recognition": 0.5,
    "control": {"kind": "supervision", "behaviour": 0.7, "coaching": 1.0, "quality": False},
    "people.hunter.attrition": _RESTLESS,
    "people.farmer.attrition": _RESTLESS,
    "people.supporter.attrition": _RESTLESS,
    "people.manager.departures": [{"time": "5 w", "who": "longest"}],
}

#: The tables of a log in which people's responses are told.
TABLES = ("efforts", "moods", "pay_days")


def everything(**changes: object) -> Scenario:
    """Norddrive with all of that, and these changes by key."""
    return load("norddrive").but(EVERYTHING | changes)
