"""The arithmetic of distributions: laws of chance in plain numbers, sampled by inverse transform.

It stands apart from their description because it needs numpy, which reading a scenario file does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_normal_at = NormalDist().inv_cdf
_SMALLEST = 2.0**-54  # a uniform of 0 has no place on the normal curve


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution in plain numbers, sampled by inverse transform."""

    kind: str
    mean: float
    cv: float = 0.0
    shape: float = 0.0
    low: float = 0.0
    mode: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()

    def unit(self, uniforms: Floats) -> Floats:
        """Quantiles divided by the mean: the shape that is drawn with an entity's luck."""
        if self.kind == "fixed" or self.mean == 0.0:
            return np.ones_like(uniforms)
        return _UNIT[self.kind](self, uniforms)

    def unit_at(self, uniform: float) -> float:
        """One quantile divided by the mean; the usual laws without an array for it."""
        if self.kind == "fixed" or self.mean == 0.0:
            return 1.0
        if self.kind == "exponential":
            return -math.log1p(-uniform)
        if self.kind == "lognormal":
            sigma = math.sqrt(math.log1p(self.cv**2))
            return math.exp(sigma * _normal_at(max(uniform, _SMALLEST)) - 0.5 * sigma**2)
        return float(self.unit(np.array([uniform]))[0])

    def at(self, uniform: float) -> float:
        """One quantile, in the law's own unit."""
        return self.mean if self.kind == "fixed" else self.mean * float(self.unit(np.array([uniform]))[0])

    def mean_of_shape(self) -> float:
        """The mean of the kinds that are given by their bounds or values."""
        if self.kind == "empirical":
            return math.fsum(self.values) / len(self.values)
        if self.kind == "quantiles":
            middle = math.fsum(self.values) - (self.values[0] + self.values[-1]) / 2.0
            return middle / max(len(self.values) - 1, 1)
        if self.kind == "triangular":
            return (self.low + self.mode + self.high) / 3.0
        return (self.low + self.high) / 2.0


def poisson_at(mean: float, uniform: float) -> int:
    """One quantile of the Poisson law: the larger the mean, the larger."""
    from scipy.special import pdtr, pdtrik

    if mean <= 0.0 or uniform <= math.exp(-mean):
        return 0
    above = math.ceil(pdtrik(uniform, mean))
    return above - 1 if pdtr(above - 1, mean) >= uniform else above


def _exponential(law: Law, uniforms: Floats) -> Floats:
    return -np.log1p(-uniforms)


def _lognormal(law: Law, uniforms: Floats) -> Floats:
    from scipy.special import ndtri

    sigma = math.sqrt(math.log1p(law.cv**2))
    return np.asarray(np.exp(sigma * ndtri(uniforms) - 0.5 * sigma**2))


def _gamma(law: Law, uniforms: Floats) -> Floats:
    from scipy.special import gammaincinv

    if law.shape == 0.0:  # no variation
        return np.ones_like(uniforms)
    return np.asarray(gammaincinv(law.shape, uniforms) / law.shape)


def _weibull(law: Law, uniforms: Floats) -> Floats:
    return (-np.log1p(-uniforms)) ** (1.0 / law.shape) / math.gamma(1.0 + 1.0 / law.shape)


def _uniform(law: Law, uniforms: Floats) -> Floats:
    return (law.low + (law.high - law.low) * uniforms) / law.mean


def _triangular(law: Law, uniforms: Floats) -> Floats:
    width = law.high - law.low
    if width == 0.0:
        return np.ones_like(uniforms)
    left = (law.mode - law.low) / width
    rising = law.low + np.sqrt(uniforms * width * (law.mode - law.low))
    falling = law.high - np.sqrt((1.0 - uniforms) * width * (law.high - law.mode))
    return np.where(uniforms < left, rising, falling) / law.mean


def _empirical(law: Law, uniforms: Floats) -> Floats:
    values = np.asarray(law.values)
    return values[(uniforms * len(values)).astype(np.intp)] / law.mean


def _quantiles(law: Law, uniforms: Floats) -> Floats:
    return np.interp(uniforms, np.linspace(0.0, 1.0, len(law.values)), law.values) / law.mean


_UNIT: dict[str, Callable[[Law, Floats], Floats]] = {
    "exponential": _exponential,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "weibull": _weibull,
    "uniform": _uniform,
    "triangular": _triangular,
    "empirical": _empirical,
    "quantiles": _quantiles,
}
