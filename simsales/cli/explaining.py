"""`why`, `transition` and `spreadsheet`: where a difference comes from, what a change costs, what a plan leaves out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsales.cli.ending import command_line, every, say_error, say_how_to_repeat
from simsales.cli.reporting import leave_study_report
from simsales.cli.studying import KPI, Shared, Tables, with_options

if TYPE_CHECKING:
    from simsales.report.studies import Found
    from simsales.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of one file or of two: a command, and its own options as they were given, by name."""

    command: str
    files: tuple[str, ...]
    options: dict[str, Any]
    shared: Shared

    @classmethod
    def of(cls, command: str, files: tuple[str, ...], options: dict[str, Any]) -> "Request":
        """The request that the options of a command make, those that all studies share among them."""
        shared = Shared.of(options)
        return cls(command, files, options, shared)

    def scenarios(self, *more: Callable[[], Any]) -> "list[Scenario]":
        """The scenarios as they will be played; every mistake in files and options is told at once.

        `more` are checks of the command's own.
        """
        from simsales.experiments.experiment import prepared
        from simsales.experiments.replications import whole_number
        from simsales.scenario import load

        replications = self.options["replications"]
        found = every(
            *(lambda file=file: load(file, self.shared.overrides) for file in self.files),
            *more,
            lambda: whole_number("--replications", 1 if replications is None else replications, 1),
            *self.shared.checks(),
        )
        return list(prepared(found[: len(self.files)], replications, self.shared.seed).values())

    def line(self, scenario: "Scenario", out: str | None = None) -> str:
        """The line that repeats the command, with the replications and the seed that were used."""
        given = {**self.options, "replications": scenario.run.replications, "seed": scenario.run.seed}
        last = {"dask": self.shared.dask, "set": self.shared.overrides, "out": out or self.shared.out}
        return command_line(self.command, self.files, **given, **last)

    @contextmanager
    def playing(self, scenario: "Scenario") -> Iterator[dict[str, Any]]:
        """Who plays, and where plays are kept; see `Shared.playing`."""
        with self.shared.playing(lambda out: self.line(scenario, out)) as means:
            yield means

    def leave(
        self,
        found: "Found",
        played: "dict[str, Scenario]",
        told: dict[str, Any],
        tables: Tables | None = None,
    ) -> None:
        """Write tables, manifest and report; the manifest holds what is `told`."""
        from simsales.experiments.store import write_study

        first = next(iter(played.values()))
        folder, line = str(self.shared.out), self.line(first)
        write_study(Path(folder), tables or {}, played, first.run.seed, line, told)
        leave_study_report(folder, played, found, line)

    def end(self, scenario: "Scenario", finished: int) -> None:
        """Say how to repeat it; exit code 1 where replications failed, as `run` has it."""
        asked = scenario.run.replications
        if finished < asked:
            say_error(
                f"failed replications: {asked - finished} of {asked} are left out; `simsales run` says why"
            )
        say_how_to_repeat(self.line(scenario))
        if finished < asked:
            raise click.exceptions.Exit(1)


@click.command()
@click.argument("base")
@click.argument("other")
@with_options(
    click.option(
        "--replications", type=int, default=5, show_default=True, metavar="N", help="Pairs to play."
    ),
    click.option("--kpi", default=KPI, show_default=True, help="The KPI to split; a sum over cases."),
    click.option(
        "--examples", type=int, default=1, show_default=True, metavar="N", help="Journeys a direction."
    ),
)
def why(base: str, other: str, **options: Any) -> None:
    """Split a difference along the process, and tell which of the same leads and customers end differently.

    BASE and OTHER are files or names of shipped scenarios.
    """
    from simsales.experiments.replications import whole_number
    from simsales.experiments.store import write_why
    from simsales.experiments.why import must_add_up
    from simsales.experiments.why import why as split

    request = Request.of("why", (base, other), options)
    kpi, examples = options["kpi"], options["examples"]
    first, second = request.scenarios(
        lambda: must_add_up(kpi), lambda: whole_number("--examples", examples, 0, 100)
    )
    with request.playing(first) as means:
        found = split(first, second, kpi, None, **means)
    click.echo("\n\n".join([repr(found), found.flips.text(), *(e.text() for e in found.examples(examples))]))
    if request.shared.out is not None:
        write_why(Path(request.shared.out), found)
        told = {"kpi": kpi, "pairs": len(found.pairs), "difference": found.total.difference}
        request.leave(found, {found.base: first, found.other: second}, told)
    request.end(first, len(found.pairs))


@click.command()
@click.argument("base")
@click.argument("other")
@with_options(
    click.option(
        "--replications", type=int, metavar="N", help="Pairs to play [default: the base's replications]."
    ),
    click.option("--kpi", default=KPI, show_default=True, help="The KPI to follow beside contribution."),
)
def transition(base: str, other: str, **options: Any) -> None:
    """Follow a change week by week: its mean path, how deep it goes, and when it has paid for itself.

    OTHER is BASE with a dated change, such as another strategy; both are files or names of shipped scenarios.
    """
    from simsales.experiments.transition import must_be_known
    from simsales.experiments.transition import transition as followed

    request = Request.of("transition", (base, other), options)
    first, second = request.scenarios(lambda: must_be_known(options["kpi"]))
    with request.playing(first) as means:
        found = followed(first, second, options["kpi"], **means)
    click.echo(repr(found))
    if request.shared.out is not None:
        table = found.to_pandas().reset_index()
        tables = {"transition.csv": (list(table.columns), table.itertuples(index=False))}
        request.leave(found, {found.base: first, found.other: second}, found.as_dict(), tables)
    request.end(first, found.pairs)


@click.command()
@click.argument("file")
@with_options(
    click.option(
        "--replications", type=int, default=5, show_default=True, metavar="N", help="Plays beside the sheet."
    )
)
def spreadsheet(file: str, **options: Any) -> None:
    """Hold the deterministic plan of a scenario, and each desk's wait by theory, beside the simulation."""
    from simsales.experiments.spreadsheet import spreadsheet as plan_of
    from simsales.experiments.store import write_spreadsheet

    request = Request.of("spreadsheet", (file,), options)
    (scenario,) = request.scenarios()
    with request.playing(scenario) as means:
        found = plan_of(scenario, None, **means)
    click.echo(repr(found))
    if request.shared.out is not None:
        write_spreadsheet(Path(request.shared.out), found)
        request.leave(found, {scenario.name: scenario}, {"replications": found.replications})
    request.end(scenario, found.replications)
