"""Sobol indices, Morris's screen and the share of luck are those of functions whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simsales import load
from simsales.experiments.levers import Lever
from simsales.experiments.morris import screen_of, trajectories_of
from simsales.experiments.noise import shares
from simsales.experiments.sensitivity import assumed, sensitivity
from simsales.experiments.sobol import indices_of, samples_of
from simsales.words.errors import InputError
from tests.experiments.synthetic import played_by, team

ISHIGAMI = {"a": (0.3139, 0.5576), "b": (0.4424, 0.4424), "c": (0.0, 0.2437)}
LEVERS = tuple(Lever(name, (), -math.pi, math.pi) for name in ISHIGAMI)


def coordinates(points):
    return np.array([list(point.values.values()) for point in points]).T


def ishigami(points):
    a, b, c = coordinates(points)
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


def test_the_sobol_indices_of_the_ishigami_function_are_those_of_the_book():
    design = samples_of(LEVERS, 4096, seed=1)
    found = indices_of(design, ishigami(design.points)[None], "ishigami", "y", "", 1)
    for name, (first, total) in ISHIGAMI.items():
        assert found.of(name).first == pytest.approx(first, abs=0.02)
        assert found.of(name).total == pytest.approx(total, abs=0.02)
        assert found.of(name).first_low < first < found.of(name).first_high


def test_luck_that_all_points_share_changes_no_index():
    design = samples_of(LEVERS, 256, seed=1)
    plain, luck = ishigami(design.points)[None], 10 * np.random.default_rng(1).standard_normal((5, 1))
    one = indices_of(design, plain, "ishigami", "y", "", 1)
    other = indices_of(design, plain + luck, "ishigami", "y", "", 1)
    for mine, theirs in zip(one.entries, other.entries, strict=True):
        assert mine.key == theirs.key
        assert mine.first == pytest.approx(theirs.first, abs=1e-9)
    assert other.shares.luck > 0.8
    assert other.shares.both == pytest.approx(0.0, abs=1e-9)


def test_a_single_parameter_explains_all():
    design = samples_of(LEVERS[:1], 64, seed=1)
    (values,) = coordinates(design.points)
    found = indices_of(design, values[None], "line", "y", "", 1)
    assert found.of("a").first == pytest.approx(1.0, abs=0.05)
    assert found.of("a").total == pytest.approx(1.0, abs=0.05)


def test_morris_finds_the_slopes_of_a_linear_function():
    design = trajectories_of(LEVERS, 10, seed=1)
    slopes = {"a": 1.0, "b": -3.0, "c": 2.0}
    values = np.array(list(slopes.values())) @ coordinates(design.points)
    found = screen_of(design, values[None], "line", "y", "", 1)
    assert [each.key for each in found.entries] == ["b", "c", "a"]
    for name, slope in slopes.items():
        assert found.of(name).mean == pytest.approx(2 * math.pi * slope, rel=1e-4)
        assert found.of(name).strength == pytest.approx(2 * math.pi * abs(slope), rel=1e-4)
        assert found.of(name).spread == pytest.approx(0.0, abs=1e-3)


def test_morris_is_right_for_whole_numbers_and_choices_of_any_number():
    levers = tuple(
        Lever(name, tuple(range(count))) for name, count in (("two", 2), ("five", 5), ("seven", 7))
    )
    design = trajectories_of(levers, 6, seed=3)
    values = np.array([1.0, 10.0, 100.0]) @ coordinates(design.points)
    found = screen_of(design, values[None], "steps", "y", "", 1)
    assert {each.key: round(each.mean, 9) for each in found.entries} == {"two": 1, "five": 40, "seven": 600}


def test_morris_tells_what_is_bent_from_what_is_straight():
    design = trajectories_of(LEVERS, 20, seed=1)
    found = screen_of(design, ishigami(design.points)[None], "ishigami", "y", "", 1)
    assert all(each.spread > 0.3 * each.strength for each in found.entries)


def test_each_parameter_moves_once_in_a_trajectory():
    design = trajectories_of(LEVERS, 4, seed=1)
    assert len(design.points) == 4 * (len(LEVERS) + 1)
    for start in range(0, len(design.points), 4):
        moves = np.diff(design.shares[start : start + 4], axis=0)
        assert (np.count_nonzero(moves, axis=0) == 1).all()


def test_the_variance_is_split_as_it_was_made():
    luck = np.random.default_rng(5)
    points, years = 3.0 * luck.standard_normal((1, 400)), 4.0 * luck.standard_normal((400, 1))
    found = shares(points + years + 5.0 * luck.standard_normal((400, 400)))
    assert found.parameters == pytest.approx(9 / 50, abs=0.03)
    assert found.luck == pytest.approx(16 / 50, abs=0.03)
    assert found.both == pytest.approx(25 / 50, abs=0.03)
    assert found.parameters + found.noise == pytest.approx(1.0)


def test_from_a_single_replication_luck_cannot_be_seen():
    assert math.isnan(shares(np.arange(4.0)[None]).noise)
    assert "cannot be seen" in shares(np.ones((3, 3))).sentence("y")


def linear(scenario, luck):
    hunters, sdrs = scenario.people["hunter"], scenario.people["sdr"]
    return 100 * hunters.available + 10 * sdrs.available + 500 * luck.standard_normal()


AVAILABLE = {"people.hunter.available": "0.5..0.9", "people.sdr.available": "0.4..0.9"}


@pytest.fixture
def played(monkeypatch):
    return played_by(monkeypatch, linear)


def test_a_company_is_screened_with_the_same_luck_at_every_point(played):
    found = sensitivity(team(2, "base"), AVAILABLE, trajectories=3, replications=4)
    assert found.of("people.hunter.available").mean == pytest.approx(40, rel=1e-4)
    assert found.of("people.sdr.available").mean == pytest.approx(5, rel=1e-4)
    assert found.of("people.hunter.available").error == pytest.approx(0, abs=1e-9)
    assert found.shares.luck > 0.9
    assert "What moves contribution (EUR) of base" in repr(found)


def test_a_company_has_sobol_indices(played):
    found = sensitivity(team(2, "base"), AVAILABLE, method="sobol", points=16, replications=2)
    assert found.of("people.hunter.available").first == pytest.approx(40**2 / (40**2 + 5**2), abs=0.15)
    assert len(played) == 16 * 4 * 2


def test_a_tornado_has_both_ends_against_the_scenario_as_it_is(played):
    base = team(2, "base").but({"people.hunter.available": 0.7, "people.sdr.available": 0.5}, name="base")
    found = sensitivity(base, AVAILABLE, method="tornado", replications=3)
    bar = found.of("people.hunter.available")
    assert (bar.at_low, bar.at_high) == (pytest.approx(-20), pytest.approx(20))
    assert bar.at_low_from == pytest.approx(bar.at_low_to)
    assert [each.key for each in found.entries] == ["people.hunter.available", "people.sdr.available"]
    assert len(found.to_pandas()) == 2


def test_without_keys_the_assumptions_are_moved_over_their_ranges(played):
    found = sensitivity(team(2, "base"), only=["people.hunter"], method="tornado", replications=2)
    bar = found.of("people.hunter.available")
    assert (bar.low, bar.high) == (0.3, 1.0)
    assert any(key == "people.hunter.shift.opens" for key, _ in found.left_out)
    assert "parameters are left out, such as" in repr(found)


def test_ranges_may_be_narrowed_around_the_values():
    levers = {
        each.key: each
        for each in assumed(load("norddrive_selling"), ["demand.inbound.rate"], around=0.2).levers
    }
    rate = levers["demand.inbound.rate"]
    assert rate.ends() == ("1120 / y", "1680 / y")


def test_how_long_to_watch_is_no_assumption():
    keys = [each.key for each in assumed(team(2)).levers]
    assert keys and not any(key.startswith(("run.", "calendar.")) for key in keys)


def test_ends_that_do_not_go_together_are_refused_with_what_to_do(played):
    cooling = {"kind": "b2b", "p_0": 0.6, "p_inf": 0.1}
    base = team(2, "base").but({"demand": {"inbound": {"rate": "1 / d", "contact": cooling}}}, name="base")
    with pytest.raises(InputError, match="must have p_inf <= p_0, found") as refused:
        sensitivity(base, only=["demand.inbound.contact"])
    assert str(refused.value).splitlines()[-1].startswith("sensitivity: ends of ranges must go together")
    assert "(--around 0.2)" in str(refused.value)
    assert played == []


@pytest.mark.parametrize(
    ("asked_for", "message"),
    [
        ({"method": "moris"}, "--method: must be a known method, found 'moris'; did you mean 'morris'"),
        ({"points": 100}, "--points: must be a power of two, found 100; take 64 or 128"),
        ({"around": 3.0}, "--around: must be more than 0 and less than 1"),
        ({"trajectories": 0}, "--trajectories: must be a whole number from 1"),
        ({"kpi": "contributon"}, "--kpi: must be a known KPI"),
        (
            {"only": ["peopel.hunter"]},
            "--only: must be a key with parameters below it, found 'peopel.hunter'; did you",
        ),
        (
            {"vary": {"people.hunter.count": "2"}},
            "--vary: people.hunter.count: must have two different ends to be moved, found 2 alone",
        ),
        ({"vary": AVAILABLE, "only": ["people"]}, "--vary: must stand without --only and --around"),
    ],
)
def test_what_cannot_be_studied_is_refused(played, asked_for, message):
    with pytest.raises(InputError, match=message):
        sensitivity(team(2, "base"), **asked_for)
    assert played == []
