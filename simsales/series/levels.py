"""How many are there over time: the number present, averaged over spans that follow one another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import WEEK
from simsales.kpis.window import Times, Window

Numbers = NDArray[np.float64]

_DAY = 24.0  # h
#: Windows of fewer weeks than this are told day by day.
_FEW_WEEKS = 8


def spans_of(window: Window) -> Times:
    """Edges of the spans in which a window is told, h: weeks, or days where it is short.

    The last span ends with the window and may be shorter than the others.
    """
    step = WEEK if window.hours >= _FEW_WEEKS * WEEK else _DAY
    inner = np.arange(window.since, window.until - 1e-9, step)
    return np.append(inner, window.until)


def level(begins: Times, ends: Times, edges: Times, weights: Numbers | None = None) -> Numbers:
    """The number present (or the sum of their weights) in each span, averaged over it.

    It is exact, not sampled: spans weighted by their length average to the mean of the whole.  An infinite end is one
    that never came.
    """
    weights = np.ones(len(begins)) if weights is None else weights
    there = ends > begins
    until = _area(begins[there], weights[there], edges) - _area(ends[there], weights[there], edges)
    return np.diff(until) / np.diff(edges)


def _area(starts: Times, weights: Numbers, instants: Times) -> Numbers:
    """For each instant the weighted hours that have passed since every start before it."""
    order = np.argsort(starts, kind="stable")
    starts, weights = starts[order], weights[order]
    known = np.isfinite(starts)
    starts, weights = starts[known], weights[known]
    before = np.searchsorted(starts, instants, side="left")
    count = np.concatenate(([0.0], np.cumsum(weights)))[before]
    since = np.concatenate(([0.0], np.cumsum(weights * starts)))[before]
    return np.asarray(instants * count - since)
