"""What a plan may cost: sums of products of numbers and keys, with a limit.

`45_000 * people.sdr.count + 62_000 * people.hunter.count <= 700_000` is a budget, and so is
`people.hunter.count * compensation.hunter.salary <= 500_000`: a key stands for what the scenario says there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.experiments.levers import value_at
from simsales.experiments.parameters import comparable
from simsales.experiments.tables import number
from simsales.scenario.merging import path_of
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError
from simsales.words.quantities import read_money, shown

if TYPE_CHECKING:
    from simsales.scenario import Scenario

_SIDES = re.compile(r"(?P<sum>.*?)(?P<sign><=|>=)(?P<limit>[^<>=]*)")
_SIGNS = re.compile(r"(?:^|\s)([+-])\s")
_SLACK = 1e-9  # sums of money are floats


@dataclass(frozen=True, slots=True)
class Product:
    """One term: a number times what some keys say."""

    times: float
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit on a sum of terms: at most `limit`, or, where `least`, at least."""

    text: str
    terms: tuple[Product, ...]
    limit: float
    least: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that it names."""
        return tuple(dict.fromkeys(key for term in self.terms for key in term.keys))

    def spent(self, amounts: Mapping[str, float]) -> float:
        """What the terms come to where the keys have these amounts."""
        total = 0.0
        for term in self.terms:
            product = term.times
            for key in term.keys:
                product *= amounts[key]
            total += product
        return total

    def allows(self, amounts: Mapping[str, float]) -> bool:
        """Whether the limit holds where the keys have these amounts."""
        spent, slack = self.spent(amounts), _SLACK * max(1.0, abs(self.limit))
        return spent >= self.limit - slack if self.least else spent <= self.limit + slack


def budgets_of(scenario: "Scenario", texts: Iterable[str]) -> tuple[Budget, ...]:
    """Budgets as they are written, checked against a scenario; InputError says all that is wrong with them."""
    found, problems = [], []
    for text in texts:
        try:
            budget = _read(text)
            for key in budget.keys:
                amount_of(scenario, key)
            found.append(budget)
        except ValueError as refusal:
            problems.append(f"--budget: {refusal}")
    if problems:
        raise InputError("\n".join(problems))
    return tuple(found)


def amount_of(scenario: "Scenario", key: str) -> float:
    """What a scenario says at a key, as a number; ValueError where it is none."""
    try:
        value = value_at(scenario, key)
    except KeyError:
        raise ValueError(f"must name keys of the scenario, found {key!r}{_nearest(scenario, key)}") from None
    amount = comparable(value)
    if amount is None or amount[0] != "number":
        raise ValueError(f"must name keys that are numbers or money, found {shown(value)} at {key}")
    return amount[1]


def _read(text: str) -> Budget:
    sides = _SIDES.fullmatch(text.strip())
    if sides is None:
        raise ValueError(f'must be like "62_000 * people.hunter.count <= 500_000", found {shown(text)}')
    try:
        limit = read_money(sides["limit"].strip())
    except ValueError:
        raise ValueError(f"must have a number at its end, found {shown(sides['limit'].strip())}") from None
    parts = _SIGNS.split(f" {sides['sum'].strip()}")
    first = [] if not parts[0].strip() else [_product("+", parts[0])]
    rest = [_product(sign, term) for sign, term in zip(parts[1::2], parts[2::2], strict=True)]
    if not any(term.keys for term in (*first, *rest)):
        raise ValueError(f"must name at least one key, found {shown(text)}")
    return Budget(text.strip(), (*first, *rest), limit, sides["sign"] == ">=")


def _product(sign: str, text: str) -> Product:
    times, keys = (1.0 if sign == "+" else -1.0), []
    for factor in (part.strip() for part in text.split("*")):
        if not factor:
            raise ValueError(f"must have something on both sides of *, found {shown(text.strip())}")
        try:
            times *= read_money(factor)
        except ValueError:
            if " " in factor:
                raise ValueError(f"must have * between number and key, found {shown(factor)}") from None
            keys.append(factor)
    return Product(times, tuple(keys))


def _nearest(scenario: "Scenario", key: str) -> str:
    """The key that may be meant: the longest part that is there, and what lies nearest below it."""
    table: object = scenario.resolved()
    known: list[str] = []
    for part in path_of(key):
        if not isinstance(table, Mapping):
            break
        known = [str(name) for name in table]
        if str(part) not in table:
            return nearest(str(part), known)
        table = table[str(part)]
    return nearest(key.rpartition(".")[2], known)


def spending(budgets: Iterable[Budget], amounts: Mapping[str, float]) -> list[str]:
    """What each budget comes to, in words."""
    return [f"{each.text} (here {number(each.spent(amounts))})" for each in budgets]
