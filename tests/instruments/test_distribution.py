"""Every law has the mean, the spread and the quantiles that its parameters say."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from simsales.instruments.distribution import Amounts, Hours, Numbers

MIDDLES = (np.arange(200_000) + 0.5) / 200_000
CHANCES = (0.001, 0.05, 0.3, 0.5, 0.9, 0.999)

SIGMA = np.sqrt(np.log1p(1.5**2))

LAWS = {
    "exponential": ({"kind": "exponential", "mean": 4.0}, stats.expon(scale=4.0)),
    "lognormal": (
        {"kind": "lognormal", "mean": 4.0, "cv": 1.5},
        stats.lognorm(SIGMA, scale=4.0 * np.exp(-(SIGMA**2) / 2.0)),
    ),
    "gamma by cv": ({"kind": "gamma", "mean": 4.0, "cv": 0.5}, stats.gamma(4.0, scale=1.0)),
    "gamma by shape": ({"kind": "gamma", "mean": 60.0, "shape": 3.0}, stats.gamma(3.0, scale=20.0)),
    "weibull": (
        {"kind": "weibull", "mean": 4.0, "shape": 2.0},
        stats.weibull_min(2.0, scale=4.0 / stats.weibull_min(2.0).mean()),
    ),
    "uniform": ({"kind": "uniform", "low": 2.0, "high": 5.0}, stats.uniform(2.0, 3.0)),
    "triangular": (
        {"kind": "triangular", "low": 1.0, "mode": 2.0, "high": 6.0},
        stats.triang(0.2, loc=1.0, scale=5.0),
    ),
}


def law_of(written, kind=Numbers):
    return kind.model_validate(written).law(float)


@pytest.mark.parametrize(("written", "known"), LAWS.values(), ids=LAWS)
def test_quantiles_are_those_of_the_law(written, known):
    law = law_of(written)
    for chance in CHANCES:
        assert law.at(chance) == pytest.approx(known.ppf(chance), rel=1e-9)


@pytest.mark.parametrize(("written", "known"), LAWS.values(), ids=LAWS)
def test_mean_and_spread_are_those_of_the_law(written, known):
    law = law_of(written)
    drawn = law.mean * law.unit(MIDDLES)
    assert law.mean == pytest.approx(known.mean(), rel=1e-9)
    assert drawn.mean() == pytest.approx(known.mean(), rel=1e-3)
    assert drawn.std() == pytest.approx(known.std(), rel=0.02)


@pytest.mark.parametrize(("written", "known"), LAWS.values(), ids=LAWS)
def test_the_shape_that_is_drawn_has_mean_one(written, known):
    assert law_of(written).unit(MIDDLES).mean() == pytest.approx(1.0, rel=1e-3)


def test_observed_values_are_each_as_likely():
    law = law_of({"kind": "empirical", "values": [8.0, 1.0, 3.0]})
    assert law.mean == 4.0
    assert [law.at(u) for u in (0.0, 0.32, 0.34, 0.66, 0.67, 0.999)] == pytest.approx([1, 1, 3, 3, 8, 8])


def test_quantiles_are_joined_by_straight_lines():
    law = law_of({"kind": "quantiles", "values": [0.0, 2.0, 10.0]}, Amounts)
    assert law.mean == 3.5
    assert [law.at(u) for u in (0.0, 0.25, 0.5, 0.75)] == pytest.approx([0.0, 1.0, 2.0, 6.0])
    assert law.unit(MIDDLES).mean() == pytest.approx(1.0, rel=1e-3)


def test_a_bare_quantity_is_a_fixed_one():
    hours = Hours.model_validate("4 h").law(lambda duration: duration.calendar_hours)
    assert hours.kind == "fixed"
    assert hours.at(0.9) == 4.0
    assert (hours.unit(MIDDLES) == 1.0).all()


def test_hours_are_read_in_their_own_units():
    written = {"kind": "exponential", "mean": "90 min"}
    assert Hours.model_validate(written).law(lambda duration: duration.calendar_hours).mean == 1.5


def test_no_variation_is_a_law_too():
    for written in ({"kind": "lognormal", "mean": 4.0, "cv": 0.0}, {"kind": "gamma", "mean": 4.0, "cv": 0.0}):
        assert law_of(written).unit(MIDDLES) == pytest.approx(1.0)
    point = law_of({"kind": "triangular", "low": 2.0, "mode": 2.0, "high": 2.0})
    assert point.at(0.3) == 2.0


def test_a_larger_mean_moves_every_draw_up_by_the_same_factor():
    small, large = (
        law_of({"kind": "gamma", "mean": 2.0, "cv": 1.0}),
        law_of({"kind": "gamma", "mean": 6.0, "cv": 1.0}),
    )
    for chance in CHANCES:
        assert large.at(chance) == pytest.approx(3.0 * small.at(chance))


BAD = {
    "no mean": ({"kind": "exponential"}, "must give mean for kind 'exponential', found nothing"),
    "half a lognormal": ({"kind": "lognormal", "mean": 4.0}, "must give cv and mean|must give mean and cv"),
    "one too many": (
        {"kind": "exponential", "mean": 4.0, "cv": 1.0},
        "must give mean for kind 'exponential'",
    ),
    "shape and cv": ({"kind": "gamma", "mean": 4.0, "cv": 1.0, "shape": 2.0}, "must give"),
    "upside down": ({"kind": "uniform", "low": 5.0, "high": 2.0}, "low <= high"),
    "mode outside": ({"kind": "triangular", "low": 1.0, "mode": 9.0, "high": 6.0}, "mode <= high"),
    "nobody there": ({"kind": "empirical", "values": []}, "at least one value"),
    "no shape": ({"kind": "weibull", "mean": 4.0, "shape": 0.0}, "must be between"),
    "negative spread": ({"kind": "lognormal", "mean": 4.0, "cv": -1.0}, "must be between"),
    "unknown": ({"kind": "normal", "mean": 4.0}, "kind"),
    "not a number": ({"kind": "fixed", "mean": float("nan")}, "finite"),
}


@pytest.mark.parametrize(("written", "complaint"), BAD.values(), ids=BAD)
def test_parameters_that_make_no_law_are_refused(written, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Numbers.model_validate(written)


def test_negative_hours_are_refused():
    with pytest.raises(ValidationError, match="0 or more"):
        Hours.model_validate({"kind": "exponential", "mean": "-4 h"})
