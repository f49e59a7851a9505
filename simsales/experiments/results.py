"""What an experiment found: long tables of (scenario, replication, KPI, value)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from simsales.experiments.replications import Outcome
from simsales.experiments.tables import html_table, number, text_table
from simsales.kpis import Kpi, catalogue
from simsales.kpis.headlines import headlines

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.comparison import Comparison
    from simsales.experiments.intervals import Rule
    from simsales.experiments.watching import Watched
    from simsales.scenario import Scenario


@dataclass(frozen=True, repr=False)
class Results:
    """The outcomes of every replication of some scenarios, played with the same seed.

    `scenarios` and `outcomes` are keyed by the name a scenario goes by in tables; `outcomes` also by the
    replication's number.  `replications` is how many were asked for; fewer may be there.
    """

    scenarios: Mapping[str, "Scenario"]
    outcomes: Mapping[str, Mapping[int, Outcome]]
    replications: int
    seed: int

    @cached_property
    def kpis(self) -> tuple[str, ...]:
        """Names of all KPIs that some replication has, in the order in which they are measured."""
        names: dict[str, None] = {}
        for outcome in self._finished():
            names.update(dict.fromkeys(outcome.kpis or ()))
        return tuple(names)

    @property
    def headlines(self) -> tuple[str, ...]:
        """The KPIs that a screen shows."""
        return headlines(self.kpis)

    def rows(self) -> Iterator[tuple[str, int, str, float]]:
        """The long table: scenario by scenario, replication by replication, KPI by KPI."""
        for label, outcomes in self.outcomes.items():
            for replication, outcome in sorted(outcomes.items()):
                for kpi, value in (outcome.kpis or {}).items():
                    yield label, replication, kpi, value

    def values(self, scenario: str, kpi: str) -> dict[int, float]:
        """This KPI's value in each finished replication of this scenario."""
        finished = ((n, o.kpis) for n, o in sorted(self.outcomes[scenario].items()) if o.kpis is not None)
        return {n: kpis[kpi] for n, kpis in finished if kpi in kpis}

    def mean(self, label: str, kpi: str) -> float:
        """Mean over the finished replications in which the KPI is defined; NaN if there is none."""
        values = [value for value in self.values(label, kpi).values() if math.isfinite(value)]
        return fmean(values) if values else math.nan

    def failures(self) -> list[tuple[str, Outcome]]:
        """Replications that an error ended, with the name of their scenario."""
        return [
            (label, outcome)
            for label, outcomes in self.outcomes.items()
            for _, outcome in sorted(outcomes.items())
            if outcome.failed
        ]

    def compare(
        self,
        base: str | None = None,
        kpi: str = "contribution",
        worth: float = 0.0,
        rule: "Rule" = "fixed",
    ) -> "Comparison":
        """Compare each scenario with the base (by default the first), paired by replication.

        `kpi` decides the verdict, and `worth`, in its unit, is what it must at least be better by.  Intervals hold
        after a number of replications that was fixed beforehand; with the rule `any time`, whenever one stops.
        Raises InputError for a name that is not there, and for scenarios whose [run] tables differ.
        """
        from simsales.experiments.comparison import compare_results

        return compare_results(self, base, kpi, worth, rule)

    @cached_property
    def watched(self) -> "Watched":
        """What the logs of its first five replications show; the first who asks has them played once more."""
        from simsales.experiments.watching import watch

        return watch(self)

    def table(self) -> "pd.DataFrame":
        """One row per KPI: its unit, and for each scenario the mean over its replications."""
        import pandas as pd

        columns = {label: [self.mean(label, kpi) for kpi in self.kpis] for label in self.scenarios}
        units = [self.definition(kpi).unit for kpi in self.kpis]
        return pd.DataFrame({"unit": units, **columns}, index=pd.Index(self.kpis, name="kpi"))

    def to_pandas(self) -> "pd.DataFrame":
        """The long table with columns scenario, replication, kpi and value."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()), columns=["scenario", "replication", "kpi", "value"])

    def definition(self, kpi: str) -> Kpi:
        """What this KPI means, its unit, and which direction is better."""
        return catalogue()[kpi]

    def lines(self) -> list[list[str]]:
        """The printed row of each headline: mean and standard deviation over the replications."""
        return [[kpi, self.definition(kpi).unit, *self._printed(kpi)] for kpi in self.headlines]

    def __repr__(self) -> str:
        return f"{self._title()}\n{text_table(self._header(), self.lines())}"

    def _repr_html_(self) -> str:
        return f"<p>{self._title()}</p>{html_table(self._header(), self.lines())}"

    def state(self) -> str:
        """How many replications came to an end and how many failed, with the first message."""
        failures = self.failures()
        finished = sum(1 for _ in self._finished())
        if not failures:
            return f"{finished} finished"
        label, first = failures[0]
        return (
            f"{finished} finished and {len(failures)} failed, such as {label}, replication {first.number}, "
            f"seed {first.seed}: {first.error}"
        )

    def _title(self) -> str:
        title = f"mean ± standard deviation of {self.replications} replications, seed {self.seed}"
        return f"{title}; {self.state()}" if self.failures() else title

    def _header(self) -> list[str]:
        return ["KPI", "unit", *self.scenarios]

    def _printed(self, kpi: str) -> Iterator[str]:
        for label in self.scenarios:
            values = [value for value in self.values(label, kpi).values() if math.isfinite(value)]
            if len(values) < 2:
                yield number(values[0]) if values else "–"
            else:
                mean = fmean(values)
                yield f"{number(mean)} ± {number(stdev(values), mean)}"

    def _finished(self) -> Iterator[Outcome]:
        for outcomes in self.outcomes.values():
            yield from (outcome for _, outcome in sorted(outcomes.items()) if not outcome.failed)
