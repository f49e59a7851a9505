"""What each parameter does alone: the KPI at the low and at the high end of its range, all others as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from simsales.experiments.designs import Point
from simsales.experiments.findings import Entry, Findings
from simsales.experiments.levers import Lever
from simsales.experiments.selection import Numbers
from simsales.experiments.spread import interval
from simsales.experiments.tables import number, signed


@dataclass(frozen=True, slots=True)
class Bar(Entry):
    """One parameter: the paired differences from the scenario as it is at both ends, with 95 % intervals."""

    at_low: float
    at_low_from: float
    at_low_to: float
    at_high: float
    at_high_from: float
    at_high_to: float

    @property
    def swing(self) -> float:
        """How far the ends lie apart, counting the scenario as it is."""
        return max(self.at_low, self.at_high, 0.0) - min(self.at_low, self.at_high, 0.0)


@dataclass(frozen=True, slots=True, repr=False)
class Tornado(Findings[Bar]):
    """The bars of all parameters, the widest first, about the KPI of the scenario as it is (`base`)."""

    scenario: str
    kpi: str
    unit: str
    base: float
    entries: tuple[Bar, ...]
    replications: int
    seed: int
    left_out: tuple[tuple[str, str], ...] = ()

    def _title(self) -> str:
        return (
            f"{self.kpi} ({self.unit}) of {self.scenario} when one parameter is at an end of its range and the "
            f"others as they are, against {number(self.base)}: {self.replications} paired replications, "
            f"seed {self.seed}"
        )

    def _table(self) -> tuple[list[str], list[list[str]]]:
        header = ["parameter", "low", "difference", "95 % interval", "high", "difference", "95 % interval"]
        scale = max((each.swing for each in self.entries), default=0.0)
        return header, [
            [
                each.key,
                str(each.low),
                signed(each.at_low, scale),
                f"{signed(each.at_low_from, scale)} … {signed(each.at_low_to, scale)}",
                str(each.high),
                signed(each.at_high, scale),
                f"{signed(each.at_high_from, scale)} … {signed(each.at_high_to, scale)}",
            ]
            for each in self.entries
        ]


def ends_of(levers: Sequence[Lever]) -> tuple[Point, ...]:
    """The scenario as it is, and then both ends of each parameter."""
    ends = [Point({lever.key: value}) for lever in levers for value in (lever.ends()[0], lever.ends()[-1])]
    return (Point({}), *ends)


def tornado_of(
    levers: Sequence[Lever], values: Numbers, scenario: str, kpi: str, unit: str, seed: int
) -> Tornado:
    """The bars that values by replication (rows) at the points of `ends_of` (columns) show."""
    changes = values[:, 1:] - values[:, :1]
    bars = [
        Bar(
            lever.key,
            lever.ends()[0],
            lever.ends()[-1],
            *_interval(changes[:, 2 * place]),
            *_interval(changes[:, 2 * place + 1]),
        )
        for place, lever in enumerate(levers)
    ]
    bars.sort(key=lambda bar: -bar.swing)
    return Tornado(scenario, kpi, unit, float(values[:, 0].mean()), tuple(bars), len(values), seed)


def _interval(change: Numbers) -> tuple[float, float, float]:
    """Mean of paired differences, and its interval by Student's t; NaN where one pair tells no certainty."""
    return float(change.mean()), *interval(change)
