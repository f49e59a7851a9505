"""What a KPI does as some keys of a scenario take other values."""

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.experiments.comparison import VERDICT_KPI, must_be_measured
from simsales.experiments.designs import Design, Point, design_of
from simsales.experiments.document import Block, table
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.levers import Vary, levers_of
from simsales.experiments.plays import Plays, playing
from simsales.experiments.replications import Outcome
from simsales.experiments.selection import Numbers
from simsales.experiments.spread import interval
from simsales.experiments.tables import html_table, number, signed, text_table
from simsales.kpis import catalogue
from simsales.scenario.changes import toml
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError, Problem, ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.experiment import Playable
    from simsales.scenario import Scenario


@dataclass(frozen=True, repr=False)
class Sweep:
    """A scenario at many points, each with the same luck: point 0 is the scenario as it is.

    `varied` are the keys; `kpis` those that a table shows.  Everything measured is in `rows` and `to_pandas`.
    """

    scenario: "Scenario"
    varied: tuple[str, ...]
    points: tuple[Point, ...]
    kpis: tuple[str, ...]
    replications: int
    _keys: tuple[str, ...]
    _plays: Plays = field(compare=False)

    @property
    def seed(self) -> int:
        return self._plays.seed

    def values(self, kpi: str) -> Numbers:
        """The KPI by replication (rows) and point (columns); NaN where a replication failed or has none."""
        return np.array(
            [
                [self._plays.kpis(key, replication).get(kpi, math.nan) for key in self._keys]
                for replication in range(self.replications)
            ]
        )

    def columns(self) -> tuple[str, ...]:
        """The head of the long table."""
        return ("point", *self.varied, "replication", "kpi", "value")

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The long table: a row for each point, replication and KPI, with the values of the keys that were varied."""
        for place, key in enumerate(self._keys):
            told = self._told(place)
            for replication in range(self.replications):
                for kpi, value in self._plays.kpis(key, replication).items():
                    yield (place, *told, replication, kpi, value)

    def failures(self) -> list[Outcome]:
        """The replications that an error ended; they have no rows."""
        return self._plays.failures()

    def to_pandas(self) -> "pd.DataFrame":
        """The long table."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()), columns=list(self.columns()))

    def as_dict(self) -> dict[str, Any]:
        """What was varied, and what failed."""
        failed = [
            {"point": each.name, "replication": each.number, "message": each.error}
            for each in self.failures()
        ]
        points = [dict(point.values) for point in self.points]
        return {"varied": self.varied, "points": points, "replications": self.replications, "failed": failed}

    def told(self) -> tuple[Block, ...]:
        """The table as a document."""
        return (table(*self._table(), self._title()),)

    def __repr__(self) -> str:
        return f"{self._title()}\n{text_table(*self._table())}"

    def _repr_html_(self) -> str:
        return f"<p>{self._title()}</p>{html_table(*self._table())}"

    def _title(self) -> str:
        title = (
            f"{self.scenario.name} at {len(self.points) - 1} points, {self.replications} paired replications, "
            f"seed {self.seed}; differences from the scenario as it is, with 95 % intervals point by point"
        )
        failed = self.failures()
        return f"{title}; {len(failed)} replications failed" if failed else title

    def _table(self) -> tuple[list[str], list[list[str]]]:
        header = ["point", *self.varied]
        for kpi in self.kpis:
            header += [kpi, "difference", "95 % interval"]
        shown = {kpi: self._shown(kpi) for kpi in self.kpis}
        return header, [
            [
                str(place),
                *map(_plain, self._told(place)),
                *(cell for kpi in self.kpis for cell in shown[kpi][place]),
            ]
            for place in range(len(self.points))
        ]

    def _shown(self, kpi: str) -> list[list[str]]:
        """Mean, paired difference from the scenario as it is, and its interval, for each point."""
        values = self.values(kpi)
        found = []
        for place in range(len(self.points)):
            own = values[:, place]
            change = (own - values[:, 0])[np.isfinite(own) & np.isfinite(values[:, 0])]
            own = own[np.isfinite(own)]
            mean = float(own.mean()) if len(own) else math.nan
            found.append([number(mean), *(_difference(change, mean) if place else ("–", "–"))])
        return found

    def _told(self, place: int) -> tuple[Any, ...]:
        """The values of the varied keys at a point, as a table holds them."""
        from simsales.experiments.levers import value_at

        values = self.points[place].values
        return tuple(_cell(values[key] if values else value_at(self.scenario, key)) for key in self.varied)


def sweep(
    scenario: "Playable",
    vary: Vary,
    *,
    design: Design = "grid",
    points: int | None = None,
    levels: int | None = None,
    beyond_range: bool = False,
    kpis: Sequence[str] = (VERDICT_KPI,),
    replications: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Play a scenario with other values of some keys, at every point with the same luck.

    `vary` says by key what it takes: "5..9", "2 h..8 h", "x0.8..x1.2", or a list of choices.  A grid crosses
    them all; "latin" and "sobol" take `points` points in the box.

    Raises InputError with everything that cannot be used.
    """
    ((name, base_scenario),) = prepared([scenario], replications, seed).items()
    must_be_kpis(kpis)
    for kpi in kpis:
        must_be_measured(kpi, [base_scenario])
    levers = levers_of(base_scenario, vary, beyond_range)
    found = [Point({}), *design_of(levers, design, points, levels, base_scenario.run.seed)]
    scenarios = scenarios_at(base_scenario, found)
    first = base_scenario.run
    with playing(first.seed, workers, executor, store, progress) as plays:
        keys = [plays.enter(point.label or name, each) for point, each in zip(found, scenarios, strict=True)]
        plays.play(keys, range(first.replications))
    varied = tuple(lever.key for lever in levers)
    made = Sweep(base_scenario, varied, tuple(found), tuple(kpis), first.replications, tuple(keys), plays)
    _must_be_there(made, kpis)
    return made


def scenarios_at(scenario: "Scenario", points: Sequence[Point]) -> list["Scenario"]:
    """The scenario at each point; InputError tells all values that do not go together, and where."""
    found, problems = [], []
    for point in points:
        try:
            found.append(point.of(scenario))
        except ScenarioError as error:
            problems += [
                f"{Problem(each.where, each.sentence, '--vary')} (at {point.label})"
                for each in error.problems
            ]
    if problems:
        more = f"\n... and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
        raise InputError("\n".join(problems[:_TOLD]) + more)
    return found


_TOLD = 20  # of thousands of points that do not go together, so many are told


def must_be_kpis(kpis: Sequence[str]) -> None:
    """Raise InputError unless all of these are known KPIs."""
    unknown = [
        f"--kpi: must be a known KPI, found {kpi!r}{nearest(kpi, catalogue())}"
        for kpi in kpis
        if kpi not in catalogue()
    ]
    if unknown or not kpis:
        raise InputError("\n".join(unknown) or "--kpi: must name at least one KPI, found none")


def _must_be_there(sweep: Sweep, kpis: Sequence[str]) -> None:
    measured = sweep._plays.measured_names()
    missing = [kpi for kpi in kpis if measured and kpi not in measured]
    if missing:
        raise InputError(
            "\n".join(
                f"--kpi: must be measured here, found {kpi!r}{nearest(kpi, measured)}" for kpi in missing
            )
        )


def _difference(change: Numbers, scale: float) -> tuple[str, str]:
    if not len(change):
        return "–", "–"
    mean = float(change.mean())
    if len(change) < 2:
        return signed(mean, scale), "–"
    low, high = interval(change)
    return signed(mean, scale), f"{signed(low, scale)} … {signed(high, scale)}"


def _cell(value: Any) -> Any:
    """A value as a table holds it: numbers and words as they are, tables as a file writes them."""
    return value if isinstance(value, str | int | float) else toml(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else toml(value)
