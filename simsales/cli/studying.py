"""What commands share that decide as they go what to play: options, where plays are kept, and how they end."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsales.cli.ending import INTERRUPTED, command_line, every, say_error, say_how_to_repeat
from simsales.cli.progress import progress_bar
from simsales.cli.reporting import leave_study_report

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from simsales.report.studies import Found
    from simsales.scenario import Scenario

KPI = "contribution"
SEED = click.option("--seed", type=int, metavar="S", help="Where luck begins [default: the file's].")
WORKERS = click.option("--workers", type=int, metavar="N", help="Processes [default: one per processor].")
DASK = click.option("--dask", metavar="ADDRESS", help="Play on a Dask cluster, by its scheduler's address.")
SET = click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of the scenario."
)
WORTH = click.option(
    "--worth",
    metavar="AMOUNT",
    help="The smallest difference that matters, in the KPI's unit, such as 50_000 or '50_000 EUR'.",
)
OUT = click.option("--out", metavar="DIR", help="Write tables, manifest and the store of finished plays.")

Tables = Mapping[str, tuple[Sequence[str], Iterable[Iterable[Any]]]]


def with_options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command, those that all studies share last."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed((*options, SEED, WORKERS, DASK, SET, OUT)):
            command = option(command)
        return command

    return add


def amount(text: str | None, kpi: str) -> float | None:
    """The amount of `--worth`, whose unit may be written as for `compare`; None where nothing was said."""
    from simsales.experiments.worth import worth_of

    return None if text is None else worth_of(text, kpi)


@dataclass(frozen=True, slots=True)
class Shared:
    """The options that all studies share."""

    seed: int | None
    workers: int | None
    dask: str | None
    overrides: tuple[str, ...]
    out: str | None

    @classmethod
    def of(cls, options: dict[str, Any]) -> "Shared":
        """The shared ones among the options of a command, which are taken out of them."""
        return cls(**{each.name: options.pop(each.name) for each in fields(cls)})

    def checks(self) -> list[Callable[[], Any]]:
        """One attempt for each option that may be wrong."""
        from simsales.experiments.executors import workers_to_use
        from simsales.experiments.experiment import LARGEST_SEED
        from simsales.experiments.replications import whole_number
        from simsales.experiments.store import prepare_folder

        return [
            lambda: whole_number("--seed", self.seed or 0, 0, LARGEST_SEED),
            lambda: workers_to_use(self.workers),
            lambda: None if self.out is None else prepare_folder(self.out),
        ]

    @contextmanager
    def playing(self, line: Callable[[str | None], str]) -> Iterator[dict[str, Any]]:
        """What a study is told about who plays and where plays are kept.

        Without `--out` that is a folder of passing interest, which stays if an interruption leaves work in it;
        `line` says how the command is resumed from a folder.
        """
        from simsales.experiments.plays import Stopped

        folder = Path(tempfile.mkdtemp(prefix="simsales-") if self.out is None else self.out)
        passing = self.out is None
        _tell_of_other_models(folder / "store.sqlite")
        try:
            with self._executor() as executor, progress_bar("playing") as progress:
                played_by = {"workers": self.workers, "executor": executor}
                yield {**played_by, "store": folder / "store.sqlite", "progress": progress}
        except Stopped as stopped:
            passing = passing and not stopped.finished
            say_error(f"{stopped}\nresume: {line(None if passing else str(folder))}")
            raise click.exceptions.Exit(INTERRUPTED) from None
        finally:
            if passing:
                shutil.rmtree(folder)

    def _executor(self) -> "AbstractContextManager[Executor | None]":
        """Whoever plays: a cluster where one is named, else processes of this machine."""
        if self.dask is None:
            return nullcontext()
        from simsales.experiments.cluster import cluster

        return cluster(self.dask)

    def finish(
        self,
        tables: Tables,
        scenarios: Mapping[str, "Scenario"],
        seed: int,
        line: str,
        found: "Found",
        told: Mapping[str, Any],
    ) -> None:
        """Write what was asked for, and end with the line that repeats it; the manifest holds what is `told`."""
        if self.out is not None:
            from simsales.experiments.store import write_study

            write_study(Path(self.out), tables, scenarios, seed, line, told)
            leave_study_report(self.out, scenarios, found, line)
        say_how_to_repeat(line)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of one file: a command, and its own options as they were given, by name."""

    command: str
    file: str
    options: dict[str, Any]
    shared: Shared

    @classmethod
    def of(cls, command: str, file: str, options: dict[str, Any]) -> "Request":
        """The request that the options of a command make, those that all studies share among them."""
        shared = Shared.of(options)
        return cls(command, file, options, shared)

    def chosen(self, *names: str) -> dict[str, Any]:
        """Some options, those apart that were left to their defaults."""
        return {name: self.options[name] for name in names if self.options[name] is not None}

    def scenario(self, *more: Callable[["Scenario"], Any]) -> "Scenario":
        """The scenario as it will be played; every mistake in it and in the options is told at once.

        `more` are checks that need the scenario; what is wrong with it is told once.
        """
        from simsales.experiments.experiment import prepared
        from simsales.experiments.replications import whole_number
        from simsales.scenario import load

        replications = self.options.get("replications")

        @cache
        def loaded() -> "Scenario":
            return load(self.file, self.shared.overrides)

        found, *_ = every(
            loaded,
            *(lambda check=check: check(loaded()) for check in more),
            lambda: whole_number("--replications", 1 if replications is None else replications, 1),
            *self.shared.checks(),
        )
        (scenario,) = prepared([found], replications, self.shared.seed).values()
        return scenario

    def line(self, scenario: "Scenario", out: str | None = None) -> str:
        """The line that repeats the command, with the replications and the seed that were used."""
        given = {name: _unless_usual(name, value) for name, value in self.options.items()}
        if "replications" in given:
            given["replications"] = scenario.run.replications
        last = {
            "seed": scenario.run.seed,
            "dask": self.shared.dask,
            "set": self.shared.overrides,
            "out": out or self.shared.out,
        }
        return command_line(self.command, (self.file,), **given, **last)

    def finish(self, scenario: "Scenario", name: str, found: Any, told: dict[str, Any]) -> None:
        """Print what was found, write what was asked for, and end with the line that repeats it."""
        click.echo(repr(found))
        tables = {name: (found.columns(), found.rows())}
        line = self.line(scenario)
        self.shared.finish(tables, {scenario.name: scenario}, scenario.run.seed, line, found, told)


def _tell_of_other_models(path: Path) -> None:
    """Say what other versions of the model left in the store: it is neither used nor lost."""
    if not path.exists():
        return
    from simsales.experiments.replications import model_version
    from simsales.experiments.store import Store

    with Store(path) as store:
        others = store.other_models()
    if others:
        held = " and ".join(f"{count} replications of model {model}" for model, count in others.items())
        say_error(f"{path}: holds {held}; they are left alone, and model {model_version()} plays its own.")


_USUAL = {"design": "grid", "method": "morris", "kpi": KPI, "beyond_range": False, "confidence": 0.95}


def _unless_usual(name: str, value: Any) -> Any:
    return None if value == _USUAL.get(name) else value
