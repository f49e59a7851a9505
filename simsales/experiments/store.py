"""The one room below the command line that writes to the disk: finished replications and result files.

Each finished replication is committed at once to one SQLite file in write-ahead mode, under the scenario's
fingerprint, the model's version, the seed and the replication's number.  A run that was stopped, or killed,
finds there what it had finished; a run of changed files or another model finds nothing and plays anew.
"""

import csv
import io
import json
import math
import platform
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.experiments.replications import Outcome, Work, model_version
from simsales.words.errors import InputError, SimSalesError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.assumptions import Ledger
    from simsales.experiments.comparison import Comparison
    from simsales.experiments.results import Results
    from simsales.experiments.spreadsheet import Spreadsheet
    from simsales.experiments.why import Why
    from simsales.scenario import Scenario

_TABLE = """
CREATE TABLE IF NOT EXISTS replications (
    scenario TEXT, model TEXT, seed INTEGER, replication INTEGER,
    name TEXT, kpis TEXT, error TEXT, seconds REAL,
    PRIMARY KEY (scenario, model, seed, replication)
) WITHOUT ROWID
"""
# What commands found that look for something else than KPIs in a log.
_LOOKS = """
CREATE TABLE IF NOT EXISTS looks (
    scenario TEXT, model TEXT, seed INTEGER, replication INTEGER,
    look TEXT, found BLOB, seconds REAL,
    PRIMARY KEY (scenario, model, seed, replication, look)
)
"""
_LIBRARIES = ("simpy", "numpy", "scipy", "pandas", "pydantic")


class Store:
    """Finished replications on disk; use it in a `with` statement.

    Raises InputError when the file cannot be made, or is something else than a store.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path, timeout=60)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(_TABLE)
            self._database.execute(_LOOKS)
            self._database.commit()
        except (OSError, sqlite3.Error) as problem:
            raise InputError(
                f"{self.path}: must be a place where a store can be kept, found: {problem}; choose another"
            ) from problem

    def keep(self, outcome: Outcome) -> None:
        """Commit one outcome; that of an earlier try at the same replication is replaced.

        Raises SimSalesError where the disk takes no more; what was committed before stays.
        """
        kpis = None if outcome.kpis is None else json.dumps(outcome.kpis)
        self._commit("replications", outcome, (outcome.name, kpis, outcome.error, outcome.seconds))

    def keep_look(self, look: str, outcome: Outcome, found: bytes) -> None:
        """Commit what a look found in one replication; otherwise as `keep`."""
        self._commit("looks", outcome, (look, found, outcome.seconds))

    def _commit(self, table: str, outcome: Outcome, more: tuple[Any, ...]) -> None:
        row = (outcome.key, model_version(), outcome.seed, outcome.number, *more)
        try:
            with self._database:
                self._database.execute(
                    f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row
                )
        except sqlite3.Error as problem:
            raise no_room(self.path, problem) from problem

    def models_left_alone(self, items: Iterable[Work]) -> dict[str, int]:
        """Other models that played some of these items, and how many: their results are never mixed with ours."""
        asked = "SELECT model FROM replications WHERE scenario = ? AND seed = ? AND replication = ? AND model != ?"
        keys = ((work.key, work.seed, work.number, model_version()) for work in items)
        found = Counter(model for key in keys for (model,) in self._database.execute(asked, key))
        return dict(sorted(found.items()))

    def other_models(self) -> dict[str, int]:
        """Other models whose replications are here, and how many: their results are never mixed with ours."""
        rows = self._database.execute(
            "SELECT model, COUNT(*) FROM (SELECT model FROM replications UNION ALL SELECT model FROM looks)"
            " WHERE model != ? GROUP BY model ORDER BY model",
            (model_version(),),
        )
        return dict(rows.fetchall())

    def finished(self, items: Iterable[Work]) -> Iterator[Outcome]:
        """Outcomes already on disk for these items; one that failed is not among them and is tried again."""
        for work in items:
            row = self._database.execute(
                "SELECT kpis, seconds FROM replications"
                " WHERE scenario = ? AND model = ? AND seed = ? AND replication = ? AND kpis IS NOT NULL",
                (work.key, model_version(), work.seed, work.number),
            ).fetchone()
            if row is not None:
                yield Outcome(work.key, work.name, work.seed, work.number, json.loads(row[0]), None, row[1])

    def looked(self, look: str, items: Iterable[Work]) -> Iterator[tuple[Work, bytes, float]]:
        """What a look found in those of these items that are on disk, and the seconds that each took."""
        for work in items:
            row = self._database.execute(
                "SELECT found, seconds FROM looks"
                " WHERE scenario = ? AND model = ? AND seed = ? AND replication = ? AND look = ?",
                (work.key, model_version(), work.seed, work.number, look),
            ).fetchone()
            if row is not None:
                yield work, *row

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def prepare_folder(folder: str | Path) -> Path:
    """Make the folder that results go to, and make sure now, before hours of work, that it can be written.

    Raises InputError when it cannot.
    """
    if not str(folder):
        raise InputError("--out: must be the name of a folder, found nothing; name one, or leave --out away")
    path = Path(folder)
    probe = path / ".writable"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise InputError(
            f"{path}: must be a folder that can be written, found: {problem.strerror}; choose another"
        ) from problem
    return path


def no_room(path: Path, problem: Exception) -> SimSalesError:
    """What is said where a disk takes no more."""
    return SimSalesError(
        f"{path}: must be a place that can be written to the end, found: {problem}; what was finished before is "
        "kept: make room, and give the same command again"
    )


def kept(path: str | Path) -> "pd.DataFrame":
    """The replications in a store, also while a run is still writing to it.

    One row per replication and KPI (scenario, model, seed, replication, kpi, value); a replication that failed has
    one row with its message as `error` and neither KPI nor value.  Raises InputError where there is no store.
    """
    import pandas as pd

    try:
        with closing(
            sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True, timeout=60)
        ) as database:
            rows = database.execute(
                "SELECT name, model, seed, replication, kpis, error FROM replications"
                " ORDER BY name, scenario, model, seed, replication"
            ).fetchall()
    except sqlite3.Error as problem:
        raise InputError(f"{path}: must be a store of replications, found: {problem}") from problem
    columns = ("scenario", "model", "seed", "replication", "kpi", "value", "error")
    return pd.DataFrame([each for row in rows for each in _told_apart(*row)], columns=columns)


def _told_apart(
    name: str, model: str, seed: int, number: int, kpis: str | None, error: str | None
) -> Iterator[tuple[Any, ...]]:
    if kpis is None:
        yield name, model, seed, number, None, math.nan, error
        return
    for kpi, value in json.loads(kpis).items():
        yield name, model, seed, number, kpi, value, None


def _begin_anew(folder: Path) -> None:
    """Take away what says that a folder is whole, so that nobody takes what was there before for what comes now."""
    for name in ("manifest.json", "report.html"):
        (folder / name).unlink(missing_ok=True)


def write_results(folder: Path, results: "Results", repeat: str) -> None:
    """Write `kpis.csv` (scenario, replication, kpi, value) and `manifest.json` (what made it)."""
    _begin_anew(folder)
    _write_csv(folder / "kpis.csv", ("scenario", "replication", "kpi", "value"), results.rows())
    _write_json(folder / "manifest.json", _manifest(results, repeat))


def write_comparison(folder: Path, comparison: "Comparison") -> None:
    """Write `comparison.csv` (one row per scenario and KPI) and `decision.json`."""
    _begin_anew(folder)
    rows = [difference.csv_row() for difference in comparison.differences]
    _write_csv(folder / "comparison.csv", comparison.CSV_COLUMNS, rows)
    _write_json(folder / "decision.json", comparison.decision().as_dict())


def write_study(
    folder: Path,
    tables: Mapping[str, tuple[Sequence[str], Iterable[Iterable[Any]]]],
    scenarios: Mapping[str, "Scenario"],
    seed: int,
    repeat: str,
    found: Mapping[str, Any],
) -> None:
    """Write tables (file name: columns and rows) and `manifest.json` (what made them, and what was `found`)."""
    _begin_anew(folder)
    for name, (columns, rows) in tables.items():
        _write_csv(folder / name, columns, rows)
    manifest = {**origin(repeat, seed), "found": dict(found), "scenarios": _resolved(scenarios)}
    _write_json(folder / "manifest.json", manifest)


def write_report(folder: Path, results: "Results", repeat: str, comparison: "Comparison | None") -> None:
    """Write `report.md`, after the STRESS-DES checklist, and `assumptions.csv`, the ledger of the base."""
    from simsales.experiments.assumptions import assumptions
    from simsales.experiments.stress import stress_report

    ledger = assumptions(next(iter(results.scenarios.values())))
    text = stress_report(results, repeat, _manifest(results, repeat), comparison, ledger)
    write_whole(folder / "report.md", text)
    write_assumptions(folder, ledger)


def write_why(folder: Path, found: "Why") -> None:
    """Write `why.csv` (replication, part, difference) and `flips.csv` (a row per case that ends differently)."""
    pairs = ((number, name, part) for number, parts in found.pairs.items() for name, part in parts.items())
    _write_csv(folder / "why.csv", ("replication", "part", "difference"), pairs)
    table = found.flips.to_pandas()
    _write_csv(folder / "flips.csv", table.columns, table.itertuples(index=False))


def write_assumptions(folder: Path, ledger: "Ledger") -> None:
    """Write `assumptions.csv`, a row per parameter."""
    from simsales.experiments.assumptions import COLUMNS

    rows = ([getattr(row, name) for name in COLUMNS] for row in ledger.rows)
    _write_csv(folder / "assumptions.csv", COLUMNS, rows)


def write_spreadsheet(folder: Path, found: "Spreadsheet") -> None:
    """Write `funnel.csv`, `capacity.csv` and `waits.csv`: the sheet, and theory, beside the simulation."""
    tables = {"funnel": found.funnel(), "capacity": found.capacity(), "waits": found.shadow.to_pandas()}
    for name, table in tables.items():
        _write_csv(folder / f"{name}.csv", table.columns, table.itertuples(index=False))


def _manifest(results: "Results", repeat: str) -> dict[str, Any]:
    return {
        **origin(repeat, results.seed),
        "replications": results.replications,
        "failed": [
            {"scenario": label, "replication": outcome.number, "seed": outcome.seed, "message": outcome.error}
            for label, outcome in results.failures()
        ],
        "scenarios": _resolved(results.scenarios),
    }


def origin(repeat: str, seed: int) -> dict[str, Any]:
    """What makes figures: the line, the model, its libraries and the machine."""
    return {
        "repeat": repeat,
        "model": model_version(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "seed": seed,
    }


def _resolved(scenarios: Mapping[str, "Scenario"]) -> dict[str, Any]:
    return {
        label: {"about": scenario.about, "key": scenario.content_key(), "resolved": scenario.resolved()}
        for label, scenario in scenarios.items()
    }


def _write_csv(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    write_whole(path, text.getvalue())


def _cell(value: Any) -> Any:
    """Floats in full, so that equal bytes mean equal numbers; an empty cell where there is no number."""
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return value


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(_without_nan(content), indent=2, ensure_ascii=False, allow_nan=False, default=str)
    write_whole(path, text + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile finds the one before.

    Raises SimSalesError where the disk takes no more.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", newline="", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError as problem:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise no_room(path, problem) from problem


def _without_nan(content: Any) -> Any:
    """JSON knows neither NaN nor infinity; null says that there is no number."""
    if isinstance(content, dict):
        return {key: _without_nan(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_without_nan(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
