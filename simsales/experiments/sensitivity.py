"""On which of its assumptions a scenario's result rests: Morris screen, Sobol indices, tornado."""

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from simsales.experiments.comparison import VERDICT_KPI, must_be_measured
from simsales.experiments.designs import MOST_POINTS, Point
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.levers import Lever, Vary, levers_of
from simsales.experiments.morris import TRAJECTORIES, Screen, screen_of, trajectories_of
from simsales.experiments.parameters import Parameter, comparable, parameters
from simsales.experiments.plays import playing
from simsales.experiments.replications import whole_number
from simsales.experiments.selection import Numbers
from simsales.experiments.sobol import POINTS, Indices, indices_of, samples_of
from simsales.experiments.sweeping import must_be_kpis, scenarios_at
from simsales.experiments.tornado import Tornado, ends_of, tornado_of
from simsales.kpis import catalogue
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError, ScenarioError

if TYPE_CHECKING:
    from simsales.experiments.experiment import Playable
    from simsales.scenario import Scenario

Method = Literal["morris", "sobol", "tornado"]
METHODS = ("morris", "sobol", "tornado")
Found = Screen | Indices | Tornado
_NOT_ASSUMED = ("run", "calendar")  # how long to watch, and the clock, are no assumptions about the company


@dataclass(frozen=True, slots=True)
class Assumed:
    """The parameters that a study of sensitivity moves, and those that it cannot, with the reason."""

    levers: tuple[Lever, ...]
    left_out: tuple[tuple[str, str], ...]


def sensitivity(
    scenario: "Playable",
    vary: Vary | None = None,
    *,
    method: Method = "morris",
    only: Sequence[str] = (),
    around: float | None = None,
    beyond_range: bool = False,
    trajectories: int = TRAJECTORIES,
    points: int = POINTS,
    kpi: str = VERDICT_KPI,
    replications: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Found:
    """How a KPI depends on parameters, at every point with the same luck.

    "morris" screens many parameters with `trajectories` trajectories; "sobol" splits the variance between few
    of them, with `points` (a power of two) in each of its samples; "tornado" moves one at a time to both ends of its
    range.  Without `vary` they are all parameters that state a plausible range, or those below the keys in `only`;
    `around` narrows the ranges to that share of the value on either side.

    Raises InputError with everything that cannot be used, SimSalesError where a replication fails.
    """
    ((name, base),) = prepared([scenario], replications, seed).items()
    must_be_usable(method, kpi, trajectories, points, around)
    must_be_measured(kpi, [base])
    if vary and (only or around is not None):
        raise InputError("--vary: must stand without --only and --around, which choose among assumptions")
    moved = Assumed(movable(base, vary, beyond_range), ()) if vary else assumed(base, only, around)

    def values_at(found: Sequence[Point]) -> Numbers:
        _must_be_playable(found, moved.levers)
        scenarios = _together(base, found)
        with playing(base.run.seed, workers, executor, store, progress) as plays:
            keys = [plays.enter(each.label or name, at) for each, at in zip(found, scenarios, strict=True)]
            return plays.table(keys, range(base.run.replications), kpi)

    told = (name, kpi, catalogue()[kpi].unit, base.run.seed)
    found = _studied(method, moved.levers, trajectories if method == "morris" else points, values_at, told)
    return replace(found, left_out=moved.left_out)


def _together(base: "Scenario", points: Sequence[Point]) -> list["Scenario"]:
    """The scenario at each point; where values do not go together, what to do about it is said, too."""
    try:
        return scenarios_at(base, points)
    except InputError as error:
        raise InputError(
            f"{error}\nsensitivity: ends of ranges must go together, found some that do not; narrow them "
            "(--around 0.2), or name fewer keys (--only, --vary)"
        ) from None


def _studied(
    method: str,
    levers: tuple[Lever, ...],
    size: int,
    values_at: Callable[[Sequence[Point]], Numbers],
    told: tuple[str, str, str, int],
) -> Found:
    """Lay out a design of some size, have it played, and read it; `told` are scenario, KPI, unit and seed."""
    seed = told[-1]
    if method == "morris":
        walks = trajectories_of(levers, size, seed)
        return screen_of(walks, values_at(walks.points), *told)
    if method == "sobol":
        samples = samples_of(levers, size, seed)
        return indices_of(samples, values_at(samples.points), *told)
    return tornado_of(levers, values_at(ends_of(levers)), *told)


def must_be_usable(
    method: str = "morris",
    kpi: str = VERDICT_KPI,
    trajectories: int = TRAJECTORIES,
    points: int = POINTS,
    around: float | None = None,
) -> None:
    """Raise InputError with everything that is wrong with these options."""
    problems = []
    if method not in METHODS:
        problems.append(f"--method: must be a known method, found {method!r}{nearest(method, METHODS)}")
    if around is not None and not 0.0 < around < 1.0:
        problems.append(
            f"--around: must be more than 0 and less than 1, such as 0.2 for a fifth, found {around}"
        )
    if isinstance(points, int) and points > 0 and points & (points - 1):
        lower = 2 ** int(math.log2(points))
        problems.append(f"--points: must be a power of two, found {points}; take {lower} or {2 * lower}")
    for check in (
        lambda: must_be_kpis([kpi]),
        lambda: whole_number("--trajectories", trajectories, 1, MOST_POINTS),
        lambda: whole_number("--points", points, 2, MOST_POINTS),
    ):
        try:
            check()
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(problems))


def assumed(scenario: "Scenario", only: Iterable[str] = (), around: float | None = None) -> Assumed:
    """The parameters of a scenario that state a plausible range, as levers over it.

    `only` keeps those at or below some keys.  Left out, and told, are those whose range the scenario refuses, or
    whose value leaves nothing to move.  InputError where a key in `only` has none.
    """
    known = [each for each in parameters(scenario) if each.key.partition(".")[0] not in _NOT_ASSUMED]
    wanted = tuple(only)
    unknown = [key for key in wanted if not any(_is_at(each.key, key) for each in known)]
    if unknown:
        tables = dict.fromkeys(
            ".".join(each.key.split(".")[: depth + 1])
            for each in known
            for depth in range(each.key.count(".") + 1)
        )
        raise InputError(
            "\n".join(
                f"--only: must be a key with parameters below it, found {key!r}{nearest(key, tables)}"
                for key in unknown
            )
        )
    levers, left_out = [], []
    for parameter in known:
        if wanted and not any(_is_at(parameter.key, key) for key in wanted):
            continue
        try:
            levers.append(_lever(scenario, parameter, around))
        except ValueError as refusal:
            left_out.append((parameter.key, str(refusal)))
    if not levers:
        raise InputError(
            "sensitivity: must have a parameter to move, found none; "
            + "; ".join(f"{k}: {why}" for k, why in left_out)
        )
    return Assumed(tuple(levers), tuple(left_out))


def movable(scenario: "Scenario", vary: Vary, beyond_range: bool = False) -> tuple[Lever, ...]:
    """What to vary, each with two values at least: InputError for a key that stays where it is."""
    levers = levers_of(scenario, vary, beyond_range)
    still = [lever for lever in levers if lever.ends()[0] == lever.ends()[-1]]
    if still:
        raise InputError(
            "\n".join(
                f"--vary: {lever.key}: must have two different ends to be moved, found {lever.ends()[0]} alone"
                for lever in still
            )
        )
    return levers


def _is_at(key: str, table: str) -> bool:
    return key == table or key.startswith(f"{table}.")


def _lever(scenario: "Scenario", parameter: Parameter, around: float | None) -> Lever:
    """The parameter over its range, or the part of it around its value; ValueError says why it cannot move."""
    low, value, high = (comparable(each) for each in (parameter.low, parameter.value, parameter.high))
    if low is None or value is None or high is None or not low[0] == value[0] == high[0]:
        raise ValueError("its value and its range are not in one unit")
    first, last = low[1], high[1]
    if around is not None:
        if value[1] == 0.0:
            raise ValueError("it is 0, and a share of nothing is nothing")
        ends = sorted(value[1] * share for share in (1 - around, 1 + around))
        inside = parameter.holds(parameter.value)
        first, last = (max(first, ends[0]), min(last, ends[1])) if inside else (ends[0], ends[1])
    if isinstance(parameter.value, int):
        choices = tuple(range(math.ceil(first), math.floor(last) + 1))
        if len(choices) < 2:
            raise ValueError("no other whole number lies in its range")
        lever = Lever(parameter.key, choices)
    else:
        lever = _in_the_unit_of(parameter, value[1], first, last)
    for end in (lever.ends()[0], lever.ends()[-1]):
        try:
            scenario.but({parameter.key: end})
        except ScenarioError as error:
            raise ValueError(error.problems[0].sentence) from None
    return lever


def _in_the_unit_of(parameter: Parameter, value: float, first: float, last: float) -> Lever:
    """A range of amounts, written as the parameter itself is."""
    if not isinstance(parameter.value, str):
        return Lever(parameter.key, (), first, last)
    number, _, unit = parameter.value.partition(" ")
    if value == 0.0:  # the unit is in the range's own ends
        number, _, unit = parameter.high.partition(" ")
        amount = comparable(parameter.high)
        value = amount[1] if amount else 1.0
    each = float(number.replace("_", "")) / value
    return Lever(parameter.key, (), first * each, last * each, "", unit)


def _must_be_playable(points: Sequence[Point], levers: Sequence[Lever]) -> None:
    if len(points) > MOST_POINTS:
        raise InputError(
            f"sensitivity: must have at most {MOST_POINTS:_} points, found {len(points):_} for {len(levers)} "
            "parameters; name fewer (--only, --vary), or screen them first (--method morris)"
        )
