"""An `--out` folder read back: the scenarios, the results and the question, as they were when it was written.

Everything is in the folder: `manifest.json` holds the scenarios in full, `kpis.csv` every number (or `store.sqlite`,
where the same model wrote it), `decision.json` what was to be decided, `assumptions.csv` the ledger.  What is missing,
cut off or changed by hand is told, all of it at once, and nothing is made up for it.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from simsales.experiments.assumptions import COLUMNS, Assumption, Ledger, assumptions
from simsales.experiments.comparison import VERDICT_KPI
from simsales.experiments.intervals import Rule
from simsales.experiments.replications import Outcome, Work, model_version, scenario_key
from simsales.experiments.results import Results
from simsales.kpis import catalogue
from simsales.scenario import Scenario
from simsales.scenario.base import built
from simsales.scenario.provenance import Provenance
from simsales.words.errors import InputError, ScenarioError

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison

_MANIFEST, _KPIS, _DECISION, _LEDGER = "manifest.json", "kpis.csv", "decision.json", "assumptions.csv"
_KEYS = ("repeat", "model", "python", "platform", "libraries", "seed", "replications", "failed", "scenarios")


@dataclass(frozen=True, slots=True)
class Reopened:
    """What an `--out` folder of `compare` or `run` holds.

    `manifest` is what made it; `repeat` the line that repeats it.  `kpi`, `worth` and `rule` are those of the decision,
    and `compared` says whether there is one.  `same_model` says whether this version of the model made the numbers, so
    that a play of today would be one of them.
    """

    folder: Path
    manifest: Mapping[str, Any]
    results: Results
    compared: bool
    kpi: str
    worth: float
    rule: Rule
    ledger: Ledger

    @property
    def repeat(self) -> str:
        return str(self.manifest["repeat"])

    @property
    def same_model(self) -> bool:
        return bool(self.manifest["model"] == model_version())

    def comparison(self) -> Comparison | None:
        """The comparison again; None where nothing was compared."""
        return self.results.compare(kpi=self.kpi, worth=self.worth, rule=self.rule) if self.compared else None


def reopen(folder: str | Path, of_any_model: bool = False) -> Reopened:
    """Read a folder that `compare` or `run` wrote to its end.

    Raises InputError for what is no such folder, or an incomplete one; and, unless `of_any_model`, for one that another
    version of the model made.
    """
    path = Path(folder)
    manifest = _manifest(path)
    _must_be_ours(path, manifest, of_any_model)
    scenarios = {label: _scenario(path, manifest, label) for label in manifest["scenarios"]}
    decision = _decision(path, manifest)
    outcomes = _outcomes(path, manifest, scenarios)
    results = Results(scenarios, outcomes, manifest["replications"], manifest["seed"])
    _must_be_whole(path, results)
    return Reopened(
        folder=path,
        manifest=manifest,
        results=results,
        compared=decision is not None,
        kpi=VERDICT_KPI if decision is None else decision["kpi"],
        worth=0.0 if decision is None else decision["worth"],
        rule="fixed" if decision is None else decision["rule"],
        ledger=_ledger(path, next(iter(scenarios.values())), manifest["model"] == model_version()),
    )


# --- manifest and decision -------------------------------------------------------------------------------


def _manifest(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing of this name"
        raise InputError(f"{folder}: must be a folder that --out wrote, found {found}; name one")
    if not (folder / _MANIFEST).is_file():
        raise InputError(
            f"{folder}: must hold {_MANIFEST}, which a finished run with --out writes, found "
            f"{_what_is_in(folder)}; give the command with --out {folder} again, which resumes"
        )
    manifest = _json(folder / _MANIFEST)
    if "found" in manifest:
        raise InputError(
            f"{folder}: must be a folder of compare or run, found one of another command, whose report is written as "
            f"it ends; give it again, which plays nothing twice: {manifest.get('repeat')}"
        )
    missing = [key for key in _KEYS if key not in manifest]
    if missing or not manifest["scenarios"]:
        raise _broken(folder / _MANIFEST, f"no {', '.join(missing) or 'scenarios'}")
    for key, least in (("seed", 0), ("replications", 1)):
        if type(manifest[key]) is not int or manifest[key] < least:
            raise _broken(folder / _MANIFEST, f"{key} {manifest[key]!r}")
    return manifest


def _what_is_in(folder: Path) -> str:
    names = sorted(each.name for each in folder.iterdir())
    if "store.sqlite" in names:
        return "the store of a run that did not come to its end"
    return f"only {', '.join(names[:3])}{' and others' if len(names) > 3 else ''}" if names else "nothing"


def _must_be_ours(folder: Path, manifest: Mapping[str, Any], of_any_model: bool) -> None:
    if manifest["model"] != model_version() and not of_any_model:
        raise InputError(
            f"{folder}: must be of model {model_version()} to be played again, found {manifest['model']}; add "
            f"--without-playing for a report of what it holds, or give the command again: {manifest['repeat']}"
        )


def _decision(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was to be decided; None for a run without a comparison."""
    path, line = folder / _DECISION, str(manifest["repeat"])
    if line.startswith("simsales run ") or not (path.exists() or line.startswith("simsales compare ")):
        return None  # what lies beside a run is of an earlier comparison
    decision = _json(path)
    missing = [key for key in ("kpi", "worth", "rule") if key not in decision]
    if missing:
        raise _broken(path, f"no {', '.join(missing)}")
    if not isinstance(decision["kpi"], str) or decision["kpi"] not in catalogue():
        raise _broken(path, f"kpi {decision['kpi']!r}")
    if type(decision["worth"]) not in (int, float) or not 0.0 <= decision["worth"] < math.inf:
        raise _broken(path, f"worth {decision['worth']!r}")
    if decision["rule"] not in get_args(Rule):
        raise _broken(path, f"rule {decision['rule']!r}")
    return decision


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise _broken(path, str(problem.strerror)) from None
    except ValueError:
        raise _broken(path, "a file that is cut off or changed") from None
    if not isinstance(content, dict):
        raise _broken(path, "something else")
    return content


def _broken(path: Path, found: str) -> InputError:
    return InputError(
        f"{path}: must be as --out wrote it, found {found}; give the command with --out {path.parent} again, which "
        "plays nothing twice"
    )


# --- scenarios -------------------------------------------------------------------------------------------


def _scenario(folder: Path, manifest: Mapping[str, Any], label: str) -> Scenario:
    """A scenario as it was played."""
    entry = manifest["scenarios"][label]
    try:
        data = {**entry["resolved"], "about": entry["about"]}
        scenario = built(Scenario, data, Provenance(label))
        key = entry["key"]
    except ScenarioError as error:
        more = len(error.problems) - 1
        first = f"{error.problems[0].where}: {error.problems[0].sentence}"
        raise InputError(
            f"{folder}: must hold scenarios that this model can read, found of {label}: {first}"
            f"{f' and {more} more' if more else ''}; policies written in Python, and values of other versions, cannot "
            f"be read back: give the command again: {manifest['repeat']}"
        ) from None
    except (KeyError, TypeError, ValueError):
        raise _broken(folder / _MANIFEST, f"no whole scenario {label}") from None
    if manifest["model"] == model_version() and key != scenario.content_key():
        raise _broken(folder / _MANIFEST, f"another scenario {label} than was played")
    return scenario


def _ledger(folder: Path, base: Scenario, same_model: bool) -> Ledger:
    """The assumptions with the sources that its files stated; those of the model where nobody kept them."""
    path, own = folder / _LEDGER, assumptions(base)
    if not path.exists():
        return own
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = [Assumption(*(row[name] for name in COLUMNS)) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError):
        raise _broken(path, "a file that is cut off or changed") from None
    if same_model and [(r.parameter, r.value) for r in rows] != [(r.parameter, r.value) for r in own.rows]:
        raise _broken(path, f"another ledger than that of {base.name}")
    return Ledger(base.name, tuple(rows))


# --- numbers ---------------------------------------------------------------------------------------------


def _outcomes(
    folder: Path, manifest: Mapping[str, Any], scenarios: Mapping[str, Scenario]
) -> dict[str, dict[int, Outcome]]:
    if (folder / _KPIS).exists():
        values = _from_table(folder / _KPIS, scenarios)
    elif (folder / "store.sqlite").exists() and manifest["model"] == model_version():
        values = _from_store(folder / "store.sqlite", manifest, scenarios)
    else:
        raise InputError(
            f"{folder}: must hold {_KPIS} or a store.sqlite of model {model_version()}, found neither; give the "
            f"command again: {manifest['repeat']}"
        )
    outcomes = {
        label: {
            number: Outcome(scenario_key(scenarios[label]), label, manifest["seed"], number, kpis, None, 0.0)
            for number, kpis in sorted(found.items())
        }
        for label, found in values.items()
    }
    for each in _failed(folder, manifest, scenarios):
        outcomes[each.name][each.number] = each
    return outcomes


def _from_table(path: Path, scenarios: Mapping[str, Scenario]) -> dict[str, dict[int, dict[str, float]]]:
    """By scenario and replication the KPIs of the long table."""
    found: dict[str, dict[int, dict[str, float]]] = {label: {} for label in scenarios}
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            if next(rows, None) != ["scenario", "replication", "kpi", "value"]:
                raise _broken(path, "another table")
            for label, number, kpi, value in rows:
                kpis = found[label].setdefault(int(number), {})
                kpis[kpi] = float(value) if value else math.nan
    except (OSError, KeyError, ValueError):
        raise _broken(path, "a file that is cut off or changed") from None
    return found


def _from_store(
    path: Path, manifest: Mapping[str, Any], scenarios: Mapping[str, Scenario]
) -> dict[str, dict[int, dict[str, float]]]:
    """The same, of the replications that were asked for."""
    from simsales.experiments.store import Store

    with Store(path) as store:
        return {
            label: {
                outcome.number: dict(outcome.kpis or {})
                for outcome in store.finished(
                    Work(scenario_key(scenario), label, manifest["seed"], number, b"")
                    for number in range(manifest["replications"])
                )
            }
            for label, scenario in scenarios.items()
        }


def _failed(
    folder: Path, manifest: Mapping[str, Any], scenarios: Mapping[str, Scenario]
) -> Iterator[Outcome]:
    """The replications that an error ended, with what it said."""

    for each in manifest["failed"]:
        try:
            label, number, message = each["scenario"], int(each["replication"]), str(each["message"])
            key = scenario_key(scenarios[label])
        except (KeyError, TypeError, ValueError):
            raise _broken(folder / _MANIFEST, "failed replications without a name") from None
        yield Outcome(key, label, manifest["seed"], number, None, message, 0.0)


def _must_be_whole(folder: Path, results: Results) -> None:
    """Every replication that was asked for has its numbers, or a message."""
    missing = {
        label: results.replications - len(outcomes)
        for label, outcomes in results.outcomes.items()
        if len(outcomes) != results.replications
    }
    if missing:
        found = " and ".join(f"{count} of {label} missing" for label, count in missing.items())
        raise InputError(
            f"{folder}: must hold {results.replications} replications of each scenario, found {found}; give the "
            "command again, which plays what is missing"
        )
