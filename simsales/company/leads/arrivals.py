"""Who comes through the door, and when: points of a unit Poisson process in the plane time x rate.

A source's plane is cut into strips of rate, each with a stream of its own; a lead exists where its point lies
below the rate in force.  Raising the rate adds leads and moves none.  Time in the plane is the source's own
(its profile of season, week and day turned into operational time), so that quiet nights waste no luck; strips
widen by a factor of the square root of two, so that a source needs few of them at any rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import DAY, WEEK, YEAR, Calendar

if TYPE_CHECKING:
    from simsales.company.people.rotas import Epoch
    from simsales.instruments.luck import Luck
    from simsales.scenario.world import Profile, Source

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Width of the first strip, in leads per hour of operational time (or per burst).
FIRST_STRIP = 0.05
_RATIO = 2.0**0.5
#: The strip number of leads whose times were given from outside.
GIVEN = 1000
#: The strip number of leads that customers refer.
REFERRED = 1001


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Points that exist, in order of time."""

    times: Floats
    strips: Ints
    indices: Ints
    #: How high each lies over the rate in force; a point above 1 exists only while people try harder.
    heights: Floats | None = None


def stream_number(name: str) -> int:
    """A source's place in the key of its streams: by name, never by position."""
    return crc32(name.encode())


def strips_below(level: float, first: float = FIRST_STRIP) -> list[tuple[float, float]]:
    """The strips, from the bottom up, that a rate of `level` reaches into."""
    bounds = [0.0, first]
    while bounds[-1] < level:
        bounds.append(bounds[-1] * _RATIO)
    return list(pairwise(bounds)) if level > 0.0 else []


def points(luck: Luck, name: str, strip: int, low: float, high: float, end: float) -> tuple[Floats, Floats]:
    """Operational times up to `end` and heights of the points in one strip."""
    gaps = luck.stream("arrivals.time", stream_number(name), strip)
    heights = luck.stream("arrivals.height", stream_number(name), strip)
    chunks: list[Floats] = []
    last = 0.0
    while last < end:
        chunk = last + np.cumsum(gaps.standard_exponential(256)) / (high - low)
        chunks.append(chunk)
        last = float(chunk[-1])
    times = np.concatenate(chunks) if chunks else np.empty(0)
    times = times[times < end]
    return times, low + (high - low) * heights.random(len(times))


def existing(
    luck: Luck,
    name: str,
    end: float,
    level: Callable[[Floats], Floats],
    top: float,
    first: float = FIRST_STRIP,
    reach: float = 1.0,
) -> tuple[Floats, Ints, Ints, Floats]:
    """Operational times, strips, indices and relative heights of the points below `level`, or `reach` times it.

    `level` is a function of operational time.
    """
    kept: list[tuple[Floats, Ints, Ints, Floats]] = []
    for strip, (low, high) in enumerate(strips_below(reach * top, first)):
        times, heights = points(luck, name, strip, low, high, end)
        levels = level(times)
        index = np.flatnonzero(heights < reach * levels)
        kept.append((times[index], np.full(len(index), strip), index, heights[index] / levels[index]))
    if not kept:
        return np.empty(0), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    times, strips, indices, heights = (np.concatenate(part) for part in zip(*kept, strict=True))
    return times, strips, indices, heights


class Door:
    """Turns the description of a source, over all dated changes, into arrivals."""

    def __init__(self, epochs: Sequence[Epoch], luck: Luck, base: Calendar) -> None:
        self._epochs = epochs
        self._luck = luck
        self._base = base
        self._end = epochs[-1][1]

    def stream(self, name: str, reach: float = 1.0) -> Arrivals:
        """The arrivals of a source with a rate, and those it would have at up to `reach` times that rate."""
        described = [(start, _source(scenario, name)) for start, _, scenario in self._epochs]
        hours, operational = self._operational_time([(start, source.profile) for start, source in described])
        starts, levels = self._levels(described)

        def level(times: Floats) -> Floats:
            clock = np.interp(times, operational, hours)
            return levels[np.searchsorted(starts, clock, side="right") - 1]

        end, top = float(operational[-1]), float(levels.max(initial=0.0))
        times, strips, indices, heights = existing(self._luck, name, end, level, top, reach=reach)
        return _in_order(np.interp(times, operational, hours), strips, indices, heights)

    def batches(self, name: str) -> Arrivals:
        """The arrivals of a source that comes in bursts; each burst is one unit of operational time."""
        source = _source(self._epochs[0][2], name)
        bursts = source.batches
        assert bursts is not None
        sizes = np.full(len(bursts.times), bursts.size)
        if not len(sizes):
            return Arrivals(np.empty(0), np.empty(0, np.int64), np.empty(0, np.int64))
        times, strips, indices, _ = existing(
            self._luck,
            name,
            float(len(sizes)),
            lambda t: sizes[t.astype(np.intp)],
            float(sizes.max()),
            first=5.0,
        )
        clock = np.array([self._burst_time(source, t) for t in times])
        order = clock < self._end
        return _in_order(clock[order], strips[order], indices[order])

    def office_jobs(self, name: str, rates: Sequence[tuple[float, float]]) -> Arrivals:
        """Arrivals of background work in office hours, at so many per calendar hour from each date on."""
        from simsales.scenario.world import Profile

        profile = Profile(office_share=None if self._base.always else 1.0)
        hours, operational = self._operational_time([(0.0, profile)])
        starts = np.array([start for start, _ in rates])
        levels = np.array([rate for _, rate in rates])

        def level(times: Floats) -> Floats:
            return levels[np.searchsorted(starts, np.interp(times, operational, hours), side="right") - 1]

        times, strips, indices, _ = existing(
            self._luck, name, float(operational[-1]), level, float(levels.max())
        )
        return _in_order(np.interp(times, operational, hours), strips, indices)

    def _burst_time(self, source: Source, time: float) -> float:
        assert source.batches is not None
        burst = int(time)
        begin = source.batches.times[burst].calendar_hours
        # exponential with a third of the span as its mean, cut off at the span
        quantile = -np.log1p(-(time - burst) * (1.0 - np.exp(-3.0))) / 3.0
        within = source.batches.within
        if within.working:
            return self._base.finish(begin, quantile * within.working_hours(self._base.day_hours))
        return float(begin + quantile * within.calendar_hours)

    def _levels(self, described: Sequence[tuple[float, Source]]) -> tuple[Floats, Floats]:
        """From which time on which rate holds, leads per hour: dated changes, and media money by week."""
        if all(source.spend == 1.0 for _, source in described):
            starts = np.array([start for start, _ in described])
            return starts, np.array([source.rate.per_calendar_hour for _, source in described])
        weeks = np.arange(int(self._end // WEEK) + 1) * WEEK
        starts = np.union1d(weeks, [start for start, _ in described])
        dates = np.array([start for start, _ in described])
        spend = [described[int(np.searchsorted(dates, week, side="right")) - 1][1].spend for week in weeks]
        factors = np.array(described[0][1].advertising.levels(spend))
        rates = np.array([source.rate.per_calendar_hour for _, source in described])
        rate = rates[np.searchsorted(dates, starts, side="right") - 1]
        return starts, rate * factors[np.searchsorted(weeks, starts, side="right") - 1]

    def _operational_time(self, profiles: Sequence[tuple[float, Profile]]) -> tuple[Floats, Floats]:
        """Corners of the curve of operational time against the clock."""
        if all(_flat(profile) for _, profile in profiles):
            ends = np.array([0.0, self._end])
            return ends, ends
        hours = np.arange(0.0, np.ceil(self._end) + 1.0)
        density = np.empty(len(hours) - 1)
        for start, profile in profiles:
            yearly = hourly_factors(profile, self._base)
            since = int(start)
            density[since:] = yearly[np.arange(since, len(density)) % len(yearly)]
        hours[-1] = self._end
        return hours, np.concatenate(([0.0], np.cumsum(density * np.diff(hours))))


def hourly_factors(profile: Profile, base: Calendar) -> Floats:
    """The factor on arrivals for each hour of a year; their mean is one."""
    hour = np.arange(YEAR)
    season = np.array(profile.season)[(hour * len(profile.season) // YEAR).astype(np.intp)]
    week = np.array(profile.week)[(hour // DAY).astype(np.intp) % 7]
    day = np.array(profile.day)[(hour % DAY).astype(np.intp)]
    factors = season * week * day
    if profile.office_share is not None:
        year = base.curve()
        opened = np.diff(np.interp(np.arange(YEAR + 1), *year)) if not base.always else np.ones(len(hour))
        inside, outside = factors * opened, factors * (1.0 - opened)
        share = profile.office_share if outside.sum() else 1.0
        factors = inside * _scaled(share, inside) + outside * _scaled(1.0 - share, outside)
    return np.asarray(factors / factors.mean())


def _scaled(share: float, weights: Floats) -> float:
    total = float(weights.sum())
    return share / total if total else 0.0


def _flat(profile: Profile) -> bool:
    return (
        profile.office_share is None
        and len({*profile.season}) == len({*profile.week}) == len({*profile.day}) == 1
    )


def _source(scenario: object, name: str) -> Source:
    from simsales.scenario.world import Source

    return scenario.demand.get(name) or Source()  # type: ignore[attr-defined]  # a Scenario


def _in_order(times: Floats, strips: Ints, indices: Ints, heights: Floats | None = None) -> Arrivals:
    order = np.lexsort((indices, strips, times))
    return Arrivals(times[order], strips[order], indices[order], None if heights is None else heights[order])
