"""One type for hours, delays, values, patience, skill and differences between customers.

A `Distribution` is sampled by inverse transform from one uniform, so that a change of its mean moves every
draw together and a comparison stays paired.  Its *unit* quantile has mean one: the shape is drawn with the
entity's luck, the mean is applied when the quantity is used (`simsales.instruments.law`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, model_validator

from simsales.words.quantities import (
    FROZEN,
    Amount,
    Between,
    Duration,
    Positive,
    Span,
    parameter,
)

if TYPE_CHECKING:
    from simsales.instruments.law import Law as Law

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


_ENDS = ("low", "mode", "high")
_PARAMETERS = ("mean", "cv", "shape", "low", "mode", "high", "values")

Q = TypeVar("Q")


class Distribution(BaseModel, Generic[Q]):
    """A law of chance as a scenario file writes it, e.g. ``{ kind = "lognormal", mean = "4 h", cv = 1.5 }``.

    A bare quantity is short for a fixed one.  Which parameters a kind needs: fixed, exponential `mean`;
    lognormal `mean`, `cv`; gamma `mean` and `cv` or `shape`; weibull `mean`, `shape`; uniform `low`, `high`;
    triangular `low`, `mode`, `high`; empirical `values` (each as likely); quantiles `values` (at equally
    spaced probabilities from 0 to 1, straight lines between).
    """

    model_config = FROZEN

    kind: Kind
    mean: Q | None = parameter(None, help="mean")
    cv: Annotated[float, Between(0, 100)] | None = parameter(
        None, help="coefficient of variation", range=(0.1, 3)
    )
    shape: Annotated[float, Between(0.1, 1e6)] | None = parameter(
        None, help="shape; 1 is exponential, more is evener", range=(0.5, 10)
    )
    low: Q | None = parameter(None, help="smallest value")
    mode: Q | None = parameter(None, help="likeliest value")
    high: Q | None = parameter(None, help="largest value")
    values: tuple[Q, ...] | None = parameter(None, help="values, or quantiles at equal steps from 0 to 1")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        bare = isinstance(value, str | int | float | Duration) and not isinstance(value, bool)
        return {"kind": "fixed", "mean": value} if bare else value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        given = {name for name in _PARAMETERS if getattr(self, name) is not None}
        if given not in [set(names) for names in _NEEDS[self.kind]]:
            needed = " or ".join(" and ".join(names) for names in _NEEDS[self.kind])
            found = ", ".join(sorted(given)) or "nothing"
            raise ValueError(f"must give {needed} for kind '{self.kind}', found {found}")
        if self.values is not None and not self.values:
            raise ValueError("must have at least one value, found an empty list")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        quantities = [self.mean, self.low, self.mode, self.high, *(self.values or ())]
        units = {each.unit for each in quantities if isinstance(each, Duration)}
        if len(units) > 1 and units & {"wh", "wd"}:  # only a calendar could tell which is the longer one
            raise ValueError(
                f"must be in one unit, or all in calendar time, found {', '.join(sorted(units))}"
            )
        ends = [(name, value) for name in _ENDS if (value := getattr(self, name)) is not None]
        for (name, value), (next_name, next_value) in pairwise(ends):
            if _size(value) > _size(next_value):
                raise ValueError(f"must have {name} <= {next_name}, found {value} and {next_value}")
        return self

    def law(self, number: Callable[[Q], float]) -> Law:
        """The law in plain numbers; `number` turns a quantity into hours, euros or whatever is drawn."""
        from simsales.instruments.law import Law

        def plain(value: Q | None) -> float:
            return 0.0 if value is None else number(value)

        shape = self.shape if self.shape is not None else _gamma_shape(self.kind, self.cv)
        ends = (plain(self.low), plain(self.mode), plain(self.high))
        values = tuple(sorted(number(value) for value in self.values or ()))
        law = Law(self.kind, plain(self.mean), self.cv or 0.0, shape, *ends, values)
        return law if self.mean is not None else replace(law, mean=law.mean_of_shape())


def _gamma_shape(kind: Kind, cv: float | None) -> float:
    return 1.0 / cv**2 if kind == "gamma" and cv else 0.0


def _size(quantity: Any) -> float:
    if isinstance(quantity, Duration):
        return quantity.amount if quantity.working else quantity.calendar_hours
    return float(quantity)


class Hours(Distribution[Span]):
    """Hours, delays and patience."""


class Amounts(Distribution[Amount]):
    """Values in euros."""


class Numbers(Distribution[Positive]):
    """Numbers without a unit, all above 0."""


def __getattr__(name: str) -> Any:
    if name == "Law":  # whoever asks for it draws numbers, and may load numpy
        from simsales.instruments.law import Law

        return Law
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
