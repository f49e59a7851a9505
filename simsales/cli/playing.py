"""`compare` and `run`: play scenarios, print what came of it, and write it down."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simsales.cli.ending import INTERRUPTED, command_line, every, say_error, say_how_to_repeat
from simsales.cli.progress import Bar, progress_bar
from simsales.cli.reporting import leave_report

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from simsales.experiments.comparison import Comparison
    from simsales.experiments.results import Results
    from simsales.scenario import Scenario

Played = TypeVar("Played")
_OPTIONS = (
    click.option(
        "--replications", type=int, metavar="N", help="Plays of each scenario [default: the file's]."
    ),
    click.option("--kpi", default="contribution", show_default=True, help="The KPI that decides."),
    click.option(
        "--worth",
        default="0",
        metavar="AMOUNT",
        help="What it must at least be better by, in the KPI's unit, such as 50_000 or '50_000 EUR'.",
    ),
    click.option("--seed", type=int, metavar="S", help="Where luck begins [default: the file's]."),
    click.option("--workers", type=int, metavar="N", help="Processes [default: one per processor]."),
    click.option("--dask", metavar="ADDRESS", help="Play on a Dask cluster, by its scheduler's address."),
    click.option(
        "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of every scenario."
    ),
    click.option(
        "--out",
        metavar="DIR",
        help="Write tables, decision, report, manifest and the store of finished plays.",
    ),
)


_STOPPING = (
    click.option(
        "--until-certain",
        is_flag=True,
        help="Add replications until the difference is told from --worth; intervals then hold at every look.",
    ),
    click.option(
        "--at-most", type=int, metavar="N", help="Where --until-certain ends in any case [default: 1000]."
    ),
)


def _with_options(*options: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def with_them(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return with_them


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, and how it reads as a line for the shell."""

    command: str
    files: tuple[str, ...]
    replications: int | None
    kpi: str
    worth: str
    seed: int | None
    workers: int | None
    dask: str | None
    overrides: tuple[str, ...]
    out: str | None
    until_certain: bool = False
    at_most: int | None = None

    @property
    def amount(self) -> float:
        """What a difference must at least be worth."""
        from simsales.experiments.worth import worth_of

        return worth_of(self.worth, self.kpi)

    def scenarios(self) -> dict[str, "Scenario"]:
        """The scenarios as they will be played; every mistake in files and options is told at once."""
        from simsales.experiments.comparison import must_be_measured, must_decide
        from simsales.experiments.executors import workers_to_use
        from simsales.experiments.experiment import LARGEST_SEED, prepared
        from simsales.experiments.replications import whole_number
        from simsales.experiments.store import prepare_folder
        from simsales.experiments.until_certain import must_be_one_way_of_stopping
        from simsales.scenario import load

        loads = [lambda file=file: load(file, self.overrides) for file in self.files]
        checks: list[Callable[[], Any]] = [
            lambda: must_decide(self.kpi, 0.0),
            lambda: self.amount,
            lambda: whole_number("--replications", 1 if self.replications is None else self.replications, 1),
            lambda: must_be_one_way_of_stopping(self.replications, self.until_certain, self.at_most),
            lambda: whole_number("--seed", self.seed or 0, 0, LARGEST_SEED),
            lambda: workers_to_use(self.workers),
            lambda: None if self.out is None else prepare_folder(self.out),
        ]
        scenarios = every(*loads, *checks)[: len(self.files)]
        must_be_measured(self.kpi, scenarios)
        return prepared(scenarios, self.replications, self.seed)

    def line(self, results: "Results | None" = None, out: str | None = None) -> str:
        """The line that repeats the command, with the number of replications and the seed that were used."""
        played = self.replications if results is None or self.until_certain else results.replications
        return command_line(
            self.command,
            self.files,
            replications=played,
            until_certain=self.until_certain or None,
            at_most=self.at_most,
            kpi=None if self.kpi == "contribution" else self.kpi,
            worth=self.worth if self.amount else None,
            seed=self.seed if results is None else results.seed,
            dask=self.dask,
            set=self.overrides,
            out=out or self.out,
        )


@click.command()
@click.argument("base")
@click.argument("others", nargs=-1, required=True)
@_with_options(*_STOPPING, *_OPTIONS)
def compare(base: str, others: tuple[str, ...], **options: Any) -> None:
    """Compare scenarios with a base, paired by replication.

    BASE and OTHERS are files or names of shipped scenarios.
    """
    request = Request("compare", (base, *others), **options)
    from simsales.cli.printed import comparison_text
    from simsales.experiments.comparison import must_be_comparable

    named = request.scenarios()
    must_be_comparable(named, next(iter(named)))
    comparison = _compared(request, named)
    click.echo(comparison_text(comparison))
    if request.out is not None:
        from simsales.experiments.store import write_comparison

        write_comparison(Path(request.out), comparison)
    _finish(request, comparison.results, comparison)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_with_options(*_OPTIONS)
def run(files: tuple[str, ...], **options: Any) -> None:
    """Play scenarios, each on its own, and print their KPIs.

    FILE is a scenario file or the name of a shipped scenario.
    """
    request = Request("run", files, **options)
    from simsales.cli.printed import results_text
    from simsales.experiments.experiment import play_all

    named = request.scenarios()
    results = _played(
        request, named, lambda executor, store, bar: play_all(named, request.workers, executor, store, bar)
    )
    click.echo(results_text(results, request.kpi, request.amount))
    _finish(request, results)


def _compared(request: Request, named: dict[str, "Scenario"]) -> "Comparison":
    """The comparison, of as many replications as were asked for or as it takes."""
    from simsales.experiments.experiment import play_all, play_until_certain

    def fixed(executor: "Executor | None", store: Path, bar: Bar | None) -> "Comparison":
        results = play_all(named, request.workers, executor, store, bar)
        return results.compare(kpi=request.kpi, worth=request.amount)

    def as_it_takes(executor: "Executor | None", store: Path, bar: Bar | None) -> "Comparison":
        watch = None if bar is None else lambda look: bar.entitle(f"playing ({look.sentence()})")
        means = (request.workers, executor, store, bar)
        return play_until_certain(named, request.kpi, request.amount, request.at_most, means, watch)

    return _played(request, named, as_it_takes if request.until_certain else fixed)


def _played(
    request: Request,
    named: dict[str, "Scenario"],
    play: "Callable[[Executor | None, Path, Bar | None], Played]",
) -> Played:
    """What `play` gives with whoever plays, a store and a bar; what was finished before an interruption is kept."""
    from simsales.experiments.experiment import Interrupted

    folder = Path(tempfile.mkdtemp(prefix="simsales-") if request.out is None else request.out)
    passing = request.out is None
    if not passing:
        _tell_of_other_models(named, folder / "store.sqlite")
    try:
        with _executor(request.dask) as executor, progress_bar("playing") as bar:
            return play(executor, folder / "store.sqlite", bar)
    except Interrupted as interruption:
        passing = passing and not interruption.finished  # what is finished stays for the line that resumes
        line = request.line(interruption.results, out=None if passing else str(folder))
        say_error(f"{interruption}\nresume: {line}")
        raise click.exceptions.Exit(INTERRUPTED) from None
    finally:
        if passing:
            shutil.rmtree(folder)


def _tell_of_other_models(named: dict[str, "Scenario"], path: Path) -> None:
    """Say what another version of the model left in the store: it is neither used nor lost."""
    if not path.exists():
        return
    from simsales.experiments.replications import model_version, work_items
    from simsales.experiments.store import Store

    first = next(iter(named.values())).run
    with Store(path) as store:
        others = store.models_left_alone(work_items(named, first.replications, first.seed))
    if others:
        held = " and ".join(f"{count} replications of model {model}" for model, count in others.items())
        say_error(f"{path}: holds {held}; they are left alone, and model {model_version()} plays its own.")


def _executor(dask: str | None) -> "AbstractContextManager[Executor | None]":
    """Whoever plays: a cluster where one is named, else processes of this machine."""
    if dask is None:
        return nullcontext()
    from simsales.experiments.cluster import cluster

    return cluster(dask)


def _finish(request: Request, results: "Results", comparison: "Comparison | None" = None) -> None:
    """Write what every run writes, tell of failures, and end with the line that repeats it."""
    line = request.line(results)
    if request.out is not None:
        from simsales.experiments.store import write_report, write_results

        write_results(Path(request.out), results, line)
        write_report(Path(request.out), results, line, comparison)
        leave_report(request.out, results, line, comparison, request.workers)
    if results.failures():
        say_error(f"failed replications: {results.state()}")
    say_how_to_repeat(line)
    if results.failures():
        raise click.exceptions.Exit(1)
