"""What a spreadsheet would say of a scenario, what the simulation says, and where and why they part.

The sheet is rates times shares times hours, from the same file (`funnel_sheet`, `capacity_sheet`).  Why the simulation
departs is shown and not asserted: queueing, decay and ramp by playing the same replications with each of them taken
out, and with all three; the calendar and chance by what the plays themselves show.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.capacity_sheet import Workload, unknown, workload
from simsales.experiments.document import Block, Table, paragraph, table
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.funnel_sheet import SourceFunnel, source_funnel
from simsales.experiments.looking import look_at
from simsales.experiments.queueing import DeskWaits, QueueingShadow, desk_waits, shadow_of
from simsales.experiments.spread import interval
from simsales.experiments.tables import number, signed, text_table
from simsales.experiments.working_time import capacity
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.words.errors import InputError
from simsales.words.units import CALENDAR_HOURS

if TYPE_CHECKING:
    import pandas as pd

    from simsales.scenario import Scenario

Numbers = NDArray[np.float64]
REPLICATIONS = 5
STAGES = ("leads", "contacted", "qualified", "opportunities", "wins")
_YEAR = CALENDAR_HOURS["y"]
_AMPLE = 4  # times the people, with whom nobody waits to speak of


@dataclass(frozen=True, slots=True)
class Sheet:
    """The deterministic figures: the funnel by KPI, and hours by team."""

    funnel: Mapping[str, float]
    work: Workload
    available: Mapping[str, float]  # h, by team

    def asked(self, team: str) -> float:
        """Hours of work asked of a team."""
        return sum(hours for (name, _), hours in self.work.items() if name == team)


@dataclass(frozen=True, slots=True)
class Departure:
    """What one thing that a sheet leaves out does: simulated with it less without it, by stage of the funnel."""

    name: str
    effects: Mapping[str, float]
    low: float  # of the effect on wins, 95 %
    high: float
    meaning: str


@dataclass(frozen=True, slots=True, repr=False)
class Spreadsheet:
    """Sheet and simulation side by side, with the departures and the waits of each desk."""

    scenario: Scenario
    replications: int
    sheet: Sheet
    simulated: Mapping[str, Numbers]  # by KPI, a value per replication
    departures: tuple[Departure, ...]
    shadow: QueueingShadow
    remarks: tuple[str, ...]

    def funnel(self) -> pd.DataFrame:
        """One row per stage and source: the sheet, the simulated mean, and its spread between replications."""
        import pandas as pd

        rows = [[kpi, *figures] for kpi, figures in self._funnel()]
        return pd.DataFrame(rows, columns=["kpi", "sheet", "simulated", "spread", "departure"])

    def capacity(self) -> pd.DataFrame:
        """One row per team: hours asked and available by the sheet, and use by both."""
        import pandas as pd

        columns = ["team", "asked", "available", "sheet", "simulated", "asked_simulated"]
        return pd.DataFrame(self._capacity(), columns=columns)

    def told(self) -> tuple[Block, ...]:
        """Funnel, hours, departures and waits as a document."""
        tables = self._funnel_table(), self._capacity_table(), self._departures_table()
        return *tables, *self.shadow.told(), *map(paragraph, self.remarks)

    def __repr__(self) -> str:
        tables = self._funnel_table(), self._capacity_table(), self._departures_table()
        parts = [f"{each.caption}\n{text_table(each.header, each.rows)}" for each in tables]
        return "\n\n".join([*parts, repr(self.shadow), *self.remarks])

    def _funnel(self) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
        for kpi, sheet in self.sheet.funnel.items():
            values = self.simulated[kpi]
            mean = float(values.mean())
            spread = float(values.std(ddof=1)) if len(values) > 1 else math.nan
            yield kpi, (sheet, mean, spread, mean / sheet - 1.0 if sheet else math.nan)

    def _capacity(self) -> list[list[Any]]:
        rows = []
        for team, available in self.sheet.available.items():
            asked = self.sheet.asked(team)
            use, load = (self._mean(f"{kpi}.{team}") for kpi in ("utilisation", "offered_load"))
            rows.append([team, asked, available, asked / available if available else math.nan, use, load])
        return rows

    def _mean(self, kpi: str) -> float:
        values = self.simulated[kpi]
        known = values[~np.isnan(values)]
        return float(known.mean()) if len(known) else math.nan

    def _funnel_table(self) -> Table:
        header = ["part", "sheet", "simulated", "± between years", "departs by"]
        rows = [
            [kpi, number(sheet), number(mean), number(spread), _percent(off)]
            for kpi, (sheet, mean, spread, off) in self._funnel()
        ]
        failed = self.scenario.run.replications - self.replications
        played = f"{self.replications} replications" + (f" ({failed} failed)" if failed else "")
        title = f"{self.scenario.name}: the sheet's funnel beside the simulated one, {played}"
        return table(header, rows, title)

    def _capacity_table(self) -> Table:
        header = ["desk", "hours asked", "hours there", "use, sheet", "use, simulated", "asked, simulated"]
        rows = [
            [team, number(asked), number(available), *(_share(each) for each in shares)]
            for team, asked, available, *shares in self._capacity()
        ]
        return table(header, rows, "Hours by the sheet, and how much of them is used")

    def _departures_table(self) -> Table:
        header = ["departure", "contacted", "opportunities", "wins", "95 % interval", "what it is"]
        rows = [
            [
                each.name,
                *(signed(each.effects[stage]) for stage in ("contacted", "opportunities", "wins")),
                f"{signed(each.low)} … {signed(each.high)}" if math.isfinite(each.low) else "–",
                each.meaning,
            ]
            for each in self.departures
        ]
        return table(header, rows, "Where the simulation departs from the sheet")


def spreadsheet(
    scenario: Scenario | str | Path,
    replications: int | None = REPLICATIONS,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Spreadsheet:
    """Work out the deterministic plan of a scenario, play it, and show where the two part and why.

    With `store`, the path of a file, what each replication shows is kept there and found again by the next call.

    Raises InputError for values that cannot be used.
    """
    (as_it_is,) = prepared((scenario,), replications, seed).values()
    without, remarks = _taken_out(as_it_is)
    remarks += unknown(as_it_is)
    sheet = sheet_of(as_it_is)
    kpis = (
        *sheet.funnel,
        *(f"{kpi}.{t}" for t in sheet.available for kpi in ("utilisation", "offered_load")),
    )
    arms = {"as it is": as_it_is, **without}
    found = look_at(arms, partial(_seen, kpis), workers, executor, progress, store)
    figures = [{kpi: np.array([one.figures[kpi] for one in arm.values()]) for kpi in kpis} for arm in found]
    plays = [one.desks for one in found[0].values()]
    return Spreadsheet(
        as_it_is,
        len(plays),
        sheet,
        figures[0],
        tuple(_departures(sheet, figures[0], dict(zip(without, figures[1:], strict=True)), plays)),
        shadow_of(as_it_is, plays),
        tuple(remarks),
    )


def sheet_of(scenario: Scenario) -> Sheet:
    """The sheet of the counted window, epoch by epoch where dates change the scenario."""
    since = scenario.run.warm_up.calendar_hours
    until = since + scenario.run.horizon.calendar_hours
    dated = [(date.calendar_hours, then) for date, then in scenario.epochs()]
    ends = [*(begin for begin, _ in dated[1:]), math.inf]
    funnel: dict[str, float] = {}
    work: Workload = {}
    available: dict[str, float] = {}
    for (begin, then), end in zip(dated, ends, strict=True):
        start, stop = max(begin, since), min(end, until)
        if start >= stop:
            continue
        sources = [source_funnel(then, name, start, stop) for name in then.demand]
        _add(funnel, _by_kpi(sources))
        for (team, task), hours in workload(then, sources, stop - start).items():
            work[team, task] = work.get((team, task), 0.0) + hours
        years = (stop - start) / _YEAR
        _add(available, {name: capacity(then, name) * years for name in then.people})
    return Sheet(funnel, work, available)


def _add(total: dict[str, float], more: Mapping[str, float]) -> None:
    for name, value in more.items():
        total[name] = total.get(name, 0.0) + value


def _by_kpi(sources: list[SourceFunnel]) -> dict[str, float]:
    """The funnel by KPI: all sources, and each of them where there are several."""
    found = {stage: float(sum(getattr(each, stage) for each in sources)) for stage in STAGES}
    if len(sources) > 1:
        found |= {f"{stage}.{each.source}": getattr(each, stage) for each in sources for stage in STAGES}
    return found


# --- what is taken out -----------------------------------------------------------------------------------

_MEANINGS = {
    "queueing": f"simulated, less simulated with {_AMPLE} times the people, when hardly anybody waits",
    "decay": "simulated, less simulated where waiting costs nothing (switches.delay = false)",
    "ramp": "simulated, less simulated where newcomers are as fast as others (switches.learning = false)",
    "all three": "simulated, less simulated with all three taken out",
}


def _taken_out(scenario: Scenario) -> tuple[dict[str, Scenario], list[str]]:
    """The scenario without queueing, without decay, without ramp, and without all of them."""
    delay, learning = {"switches.delay": False}, {"switches.learning": False}
    changes = {"queueing": _ample(scenario), "decay": delay, "ramp": learning}
    changes["all three"] = {**changes["queueing"], **delay, **learning}
    made, remarks = {}, []
    for name, change in changes.items():
        try:
            made[name] = scenario.but(change, name=f"{scenario.name} without {name}")
        except InputError as refusal:  # such as a territory for each of so many people
            first = str(refusal).splitlines()[0]
            remarks.append(f"{name} could not be taken out: {first}")
    return made, remarks


def _ample(scenario: Scenario) -> dict[str, Any]:
    """Several times the people on every team, from the first day and from every date on."""
    changes: dict[str, Any] = {}
    for name, team in scenario.people.items():
        if team.groups:
            groups = [group.model_dump() for group in team.groups]
            changes[f"people.{name}.groups"] = [{**each, "count": each["count"] * _AMPLE} for each in groups]
        if team.count:
            changes[f"people.{name}.count"] = team.count * _AMPLE
    dated = scenario.resolved()["at"]
    if dated:
        changes["at"] = [{**date, "set": {k: _more(k, v) for k, v in date["set"].items()}} for date in dated]
    return changes


def _more(key: str, value: Any) -> Any:
    heads = key.startswith("people.") and key.endswith(".count") and isinstance(value, int)
    return value * _AMPLE if heads else value


@dataclass(frozen=True, slots=True)
class _Seen:
    figures: dict[str, float]
    desks: dict[str, DeskWaits]


def _seen(kpis: tuple[str, ...], reading: Reading) -> _Seen:
    return _Seen({kpi: _value(reading, kpi) for kpi in kpis}, desk_waits(reading))


def _value(reading: Reading, kpi: str) -> float:
    try:
        return value_of(reading, kpi)
    except KeyError:  # a team that nobody is on
        return math.nan


def _departures(
    sheet: Sheet,
    simulated: Mapping[str, Numbers],
    without: Mapping[str, Mapping[str, Numbers]],
    plays: list[dict[str, DeskWaits]],
) -> Iterator[Departure]:
    for name, figures in without.items():
        effects = {stage: simulated[stage] - figures[stage] for stage in STAGES}
        yield _departure(name, effects, _MEANINGS[name])
    if "all three" in without:
        rest = {stage: without["all three"][stage] - sheet.funnel[stage] for stage in STAGES}
        yield _departure(
            "the rest",
            rest,
            "what is then left to the sheet: people who differ, chance, cases on their way at the window's ends",
        )
    clock, closed = _waited(plays)
    share = closed / clock if clock else 0.0
    nothing = dict.fromkeys(STAGES, math.nan)
    told = (
        f"{share:.0%} of the {number(clock)} h that work waits a year are hours in which the desk is closed"
    )
    yield Departure("calendar", nothing, math.nan, math.nan, told.replace(" a year", ""))
    spread = {stage: float(simulated[stage].std(ddof=1)) if len(plays) > 1 else math.nan for stage in STAGES}
    yield Departure(
        "variance", spread, math.nan, math.nan, "standard deviation between replications; a sheet has none"
    )


def _departure(name: str, effects: Mapping[str, Numbers], meaning: str) -> Departure:
    means = {stage: float(values.mean()) for stage, values in effects.items()}
    return Departure(name, means, *interval(effects["wins"]), meaning)


def _waited(plays: list[dict[str, DeskWaits]]) -> tuple[float, float]:
    """Hours that all work waited by the clock, and those of them in which its desk was closed; mean of the plays."""
    waits = [
        (each.jobs * each.by_the_clock, each.jobs * (each.by_the_clock - each.simulated))
        for play in plays
        for each in play.values()
        if math.isfinite(each.by_the_clock)
    ]
    clock, closed = (sum(column) for column in zip(*waits, strict=True)) if waits else (0.0, 0.0)
    return clock / len(plays), closed / len(plays)


def _percent(share: float) -> str:
    return f"{share:+.1%}" if math.isfinite(share) else "–"


def _share(share: float) -> str:
    return f"{share:.2f}" if math.isfinite(share) else "–"
