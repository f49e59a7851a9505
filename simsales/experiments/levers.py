"""What a study varies: a key of a scenario and the values it may take, as `--vary key=a..b` writes them.

`a..b` is a range: every whole number of it where the key counts something, and anything between otherwise;
`a,b,c` are choices.  The ends carry the key's unit ("2 h..8 h"), and "x0.8..x1.2" multiplies what the file says.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simsales.experiments.parameters import Parameter, comparable, parameters
from simsales.scenario.loading import value_of
from simsales.scenario.merging import path_of
from simsales.words.errors import InputError, Problem, ScenarioError
from simsales.words.quantities import shown

if TYPE_CHECKING:
    from simsales.scenario import Scenario

#: What Python callers may say a key takes: the text of `--vary`, or the choices themselves.
Values = str | Sequence[Any]
Vary = Mapping[str, Values]

_END = re.compile(
    r"\s*(?P<times>[x×]?)\s*(?P<number>[+-]?[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?)\s*(?P<unit>.*?)\s*"
)
_MOST_LEVELS = 1000
_NOT_VARIED = ("about", "run")


@dataclass(frozen=True, slots=True)
class Lever:
    """A key and what it may be set to: some `choices` in order, or anything from `low` to `high`.

    A range has its ends as numbers; `times` and `unit` are what is written around them.
    """

    key: str
    choices: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    times: str = ""
    unit: str = ""

    @property
    def continuous(self) -> bool:
        """Whether it may take anything between its ends."""
        return not self.choices

    def at(self, share: float) -> Any:
        """The value at a share of the way from the first to the last, each choice being as wide as the others."""
        if self.choices:
            return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]
        return self._written(self.low + share * (self.high - self.low))

    def nearest(self, share: float) -> tuple[Any, float]:
        """The value nearest to a share of the way, its first and last value being the ends, and its own share."""
        if not self.choices:
            return self.at(share), share
        steps = len(self.choices) - 1
        place = round(share * steps)
        return self.choices[place], place / max(1, steps)

    def levels(self, count: int) -> tuple[Any, ...]:
        """All choices, or so many values of a range, evenly spaced and with both ends."""
        if self.choices or count == 1:
            return self.choices or (self.at(0.5),)
        return tuple(self.at(step / (count - 1)) for step in range(count))

    def ends(self) -> tuple[Any, ...]:
        """The values that have to hold for all to hold: the ends of a range, or every choice."""
        return self.choices or (self.at(0.0), self.at(1.0))

    def _written(self, amount: float) -> Any:
        rounded = float(f"{amount:.6g}")  # a share of a range, rather than its last binary digit
        if not (self.times or self.unit):
            return rounded
        text = str(int(rounded)) if rounded.is_integer() else repr(rounded)
        return f"{self.times}{text} {self.unit}".strip()


def asked(varied: Iterable[str]) -> dict[str, str]:
    """Keys and what they may take, from the texts of `--vary`; InputError says all that is wrong with them."""
    found: dict[str, str] = {}
    problems = []
    for text in varied:
        key, equals, values = (part.strip() for part in text.partition("="))
        if not (key and equals and values):
            problems.append(f"--vary: must be key=a..b or key=a,b,c, found {shown(text)}")
        elif key in found:
            problems.append(f"--vary: must name each key once, found {key} twice")
        else:
            found[key] = values
    if problems:
        raise InputError("\n".join(problems))
    return found


def levers_of(scenario: "Scenario", vary: Vary, beyond_range: bool = False) -> tuple[Lever, ...]:
    """What to vary on a scenario, checked against its schema and its plausible ranges.

    Raises InputError with everything that is wrong: an unknown key (the nearest is offered), values of the
    wrong type or unit, and, unless `beyond_range`, values outside the range that is plausible for the key.
    """
    if not vary:
        raise InputError("--vary: must name at least one key, found none; say key=a..b or key=a,b,c")
    known = {each.key: each for each in parameters(scenario)}
    levers, problems = [], []
    for key, values in vary.items():
        if key.partition(".")[0] in _NOT_VARIED:
            problems.append(
                f"--vary: {key}: must be about the company, for runs that differ are not compared; use --set"
            )
            continue
        try:
            lever = _lever(key, values, _current(scenario, key))
        except ValueError as refusal:
            problems.append(str(Problem(key, str(refusal), "--vary")))
            continue
        wrong = [problem for value in lever.ends() for problem in _refusals(scenario, key, value)]
        if not wrong and not beyond_range:
            wrong = _outside(scenario, lever, known)
        problems += [str(problem) for problem in wrong]
        levers.append(lever)
    if problems:
        raise InputError("\n".join(dict.fromkeys(problems)))
    return tuple(levers)


def value_at(scenario: "Scenario", key: str) -> Any:
    """What a scenario says at a key, as plain data; KeyError where there is no such key."""
    value: Any = scenario.resolved()
    for part in path_of(key):
        if isinstance(value, Mapping) and str(part) in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            raise KeyError(key)
    return value


def _current(scenario: "Scenario", key: str) -> Any:
    try:
        return value_at(scenario, key)
    except KeyError:
        return None  # an unknown key is told by the scenario itself, with the nearest one


def _lever(key: str, values: Values, current: Any) -> Lever:
    """One lever; ValueError says what is wrong with its values."""
    if not isinstance(values, str):
        choices = tuple(values)
    elif ".." in values:
        first, _, last = values.partition("..")
        return _range(key, first, last, current)
    else:
        choices = _listed(values)
    if not choices:
        raise ValueError("must have at least one value, found none")
    if isinstance(current, Mapping) and "mean" in current:
        plain = [each for each in choices if comparable(each) is not None]
        if plain:
            raise ValueError(_NO_MEAN.format(shown(plain[0]), key))
    return Lever(key, choices)


_NO_MEAN = "must stay a distribution, found {}; vary its mean, {}.mean, or say x0.8..x1.2"


def _listed(text: str) -> tuple[Any, ...]:
    """Values between commas: as TOML reads a list, or, where it cannot, each for itself."""
    try:
        return tuple(tomllib.loads(f"values = [{text}]")["values"])
    except (ValueError, RecursionError):
        return tuple(value_of(part.strip()) for part in text.split(","))


def _range(key: str, first: str, last: str, current: Any) -> Lever:
    low, high = _END.fullmatch(first), _END.fullmatch(last)
    if low is None or high is None:
        raise ValueError(
            f"must be a range of amounts, found {shown(f'{first}..{last}')}; write it like 2..8 or 2 h..8 h"
        )
    if low["times"] != high["times"] or low["unit"] not in ("", high["unit"]):
        raise ValueError(f"must have both ends in one unit, found {shown(f'{first}..{last}')}")
    ends = (float(low["number"]), float(high["number"]))
    if not ends[0] < ends[1]:
        raise ValueError(f"must have its lower end first, found {shown(f'{first}..{last}')}")
    times, unit = high["times"], high["unit"]
    if isinstance(current, Mapping) and "mean" in current and not times:
        raise ValueError(_NO_MEAN.format(shown(f"{first}..{last}"), key))
    counted = isinstance(current, int) and not isinstance(current, bool) and not (times or unit)
    if not counted:
        return Lever(key, (), *ends, times, unit)
    if not all(end.is_integer() for end in ends):
        raise ValueError(f"must have whole numbers as ends, found {shown(f'{first}..{last}')}")
    if ends[1] - ends[0] >= _MOST_LEVELS:
        raise ValueError(f"must have at most {_MOST_LEVELS} whole numbers, found {shown(f'{first}..{last}')}")
    return Lever(key, tuple(range(int(ends[0]), int(ends[1]) + 1)))


def _refusals(scenario: "Scenario", key: str, value: Any) -> list[Problem]:
    try:
        scenario.but({key: value})
    except ScenarioError as error:
        return [Problem(each.where, each.sentence, "--vary") for each in error.problems]
    return []


def _outside(scenario: "Scenario", lever: Lever, known: Mapping[str, Parameter]) -> list[Problem]:
    """Values that lie outside the plausible range of their key, relative ones as what they come to."""
    key = lever.key if lever.key in known else f"{lever.key}.mean"
    if key not in known:
        return []
    parameter = known[key]
    for value in lever.ends():
        reached = value_at(scenario.but({lever.key: value}), key)
        if not parameter.holds(reached):
            sentence = (
                f"must lie in its plausible range, {parameter.range_text()}, found {shown(reached)}; "
                "stay in it, or say --beyond-range"
            )
            return [Problem(lever.key, sentence, "--vary")]
    return []
