"""Where the process is narrowest, by the longest active period; utilisation is the other reading.

The machine that has been active longest without a pause is the bottleneck of the moment (Roser, Nakano and
Tanaka 2001).  For people the pause that counts is one in their own time: who goes on tomorrow with what they
began today has not paused.  What another head is worth is an experiment (`simsales.experiments.shadow`).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from simsales.kpis.people import open_hours_of_work
from simsales.kpis.reading import Reading
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times

_MOMENTS = 1_000
_PAUSE = 1e-6  # h; less is rounding


@kpi(
    "bottleneck.<team>",
    "share",
    "neither",
    "share of the window's working time in which somebody of <team> has been at work longest without a pause",
)
def bottleneck(reading: Reading) -> Mapping[str, float]:
    active = np.array([_active_for(reading, number) for number in range(len(reading.people))])
    if not active.size:
        return dict.fromkeys(reading.teams, np.nan)
    longest = np.argmax(active, axis=0)
    longest = longest[active[longest, np.arange(active.shape[1])] > 0]
    counts = np.bincount(reading.team_of_person[longest], minlength=len(reading.teams))
    return {team: float(counts[place]) / _MOMENTS for place, team in enumerate(reading.teams)}


def _active_for(reading: Reading, person: int) -> Times:
    """Length of the active period that a person is in, at each moment; 0 where they are idle."""
    begins, ends = reading.of_log(_active_periods)[person]
    if not len(begins):
        return np.zeros(_MOMENTS)
    moments = reading.curves[person].at(reading.of_window(_moments))
    period = np.maximum(np.searchsorted(begins, moments, side="right") - 1, 0)
    inside = (moments >= begins[period]) & (moments < ends[period])
    return np.where(inside, ends[period] - begins[period], 0.0)


def _active_periods(reading: Reading) -> list[tuple[Times, Times]]:
    """For each person the begins and ends of their active periods, in hours of their own calendar."""
    work, begins, ends = reading.of_log(open_hours_of_work)
    bounds = np.searchsorted(reading.work["person"][work], np.arange(len(reading.people) + 1))
    return [_joined(begins[low:high], ends[low:high]) for low, high in pairwise(bounds)]


def _joined(begins: Times, ends: Times) -> tuple[Times, Times]:
    if not len(begins):
        return begins, ends
    pauses = begins[1:] - ends[:-1] > _PAUSE
    return begins[np.append(True, pauses)], ends[np.append(pauses, True)]


def _moments(reading: Reading) -> Times:
    """Moments spread evenly over the window's working time."""
    window, base = reading.window, reading.base
    low, high = base.at(window.since), base.at(window.until)
    return base.when(low + (np.arange(_MOMENTS) + 0.5) / _MOMENTS * (high - low))
