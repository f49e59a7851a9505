"""One type for hours, delays, values, patience, skill and differences between customers.

A `Distribution` is sampled by inverse transform from one uniform, so that a change of its mean moves every
draw together and a comparison stays paired.  Its *unit* quantile has mean one: the shape is drawn with the
entity's luck, the mean is applied when the quantity is used.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from simsales.words.quantities import Duration, Euros, NonNegative, Positive, Span

Floats = NDArray[np.float64]
Kind = Literal[
    "fixed", "exponential", "lognormal", "gamma", "uniform", "triangular", "weibull", "empirical", "quantiles"
]

_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "fixed": (("mean",),),
    "exponential": (("mean",),),
    "lognormal": (("mean", "cv"),),
    "gamma": (("mean", "cv"), ("mean", "shape")),
    "uniform": (("low", "high"),),
    "triangular": (("low", "mode", "high"),),
    "weibull": (("mean", "shape"),),
    "empirical": (("values",),),
    "quantiles": (("values",),),
}


_PARAMETERS = ("mean", "cv", "shape", "low", "mode", "high", "values")

Q = TypeVar("Q")


class Distribution(BaseModel, Generic[Q]):
    """A law of chance as a scenario file writes it, e.g. ``{ kind = "lognormal", mean = "4 h", cv = 1.5 }``.

    A bare quantity is short for a fixed one.  Which parameters a kind needs: fixed, exponential `mean`;
    lognormal `mean`, `cv`; gamma `mean` and `cv` or `shape`; weibull `mean`, `shape`; uniform `low`, `high`;
    triangular `low`, `mode`, `high`; empirical `values` (each as likely); quantiles `values` (at equally spaced
    probabilities from 0 to 1, straight lines between).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: Kind
    mean: Q | None = None
    cv: NonNegative | None = None
    shape: Positive | None = None
    low: Q | None = None
    mode: Q | None = None
    high: Q | None = None
    values: tuple[Q, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"kind": "fixed", "mean": value} if isinstance(value, str | int | float | Duration) else value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        given = {name for name in _PARAMETERS if getattr(self, name) is not None}
        if given not in [set(names) for names in _NEEDS[self.kind]]:
            needed = " or ".join(" and ".join(names) for names in _NEEDS[self.kind])
            found = ", ".join(sorted(given)) or "nothing"
            raise ValueError(f"must give {needed} for kind '{self.kind}', found {found}")
        if self.values is not None and not self.values:
            raise ValueError("must have at least one value, found an empty list")
        low, mode, high = (getattr(self, name) for name in ("low", "mode", "high"))
        for a, b, words in ((low, high, "low <= high"), (low, mode, "low <= mode"), (mode, high, "mode <= high")):
            if a is not None and b is not None and _plain(a) > _plain(b):
                raise ValueError(f"must have {words}, found {a} and {b}")
        return self

    def law(self, number: Callable[[Q], float]) -> Law:
        """The law in plain numbers; `number` turns a quantity into hours, euros or whatever is drawn."""

        def plain(value: Q | None) -> float:
            return 0.0 if value is None else number(value)

        shape = self.shape if self.shape is not None else _gamma_shape(self.kind, self.cv)
        values = tuple(sorted(number(value) for value in self.values or ()))
        law = Law(
            self.kind, plain(self.mean), self.cv or 0.0, shape, plain(self.low), plain(self.mode), plain(self.high), values
        )
        return law if self.mean is not None else replace(law, mean=law.mean_of_shape())


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution in plain numbers, sampled by inverse transform."""

    kind: Kind
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


def _gamma_shape(kind: Kind, cv: float | None) -> float:
    return 1.0 / cv**2 if kind == "gamma" and cv else 0.0


def _plain(quantity: Any) -> float:
    return float(getattr(quantity, "amount", quantity))


def _exponential(law: Law, uniforms: Floats) -> Floats:
    return -np.log1p(-uniforms)


def _lognormal(law: Law, uniforms: Floats) -> Floats:
    from scipy.special import ndtri

    sigma = math.sqrt(math.log1p(law.cv**2))
    return np.exp(sigma * ndtri(uniforms) - 0.5 * sigma**2)


def _gamma(law: Law, uniforms: Floats) -> Floats:
    from scipy.special import gammaincinv

    if law.shape == 0.0:  # no variation
        return np.ones_like(uniforms)
    return np.asarray(gammaincinv(law.shape, uniforms)) / law.shape


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

#: Hours, delays and patience.
Hours = Distribution[Span]
#: Values in euros.
Amounts = Distribution[Euros]
#: Numbers without a unit.
Numbers = Distribution[float]
