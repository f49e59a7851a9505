"""`sweep` and `sensitivity`: a scenario at many values of its keys."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from simsales.cli.ending import command_line, every, say_error
from simsales.cli.studying import KPI, Shared, with_options

if TYPE_CHECKING:
    from simsales.scenario import Scenario

VARY = click.option(
    "--vary", multiple=True, metavar="KEY=A..B", help="A key and its values: a range, or a,b,c."
)
BEYOND = click.option(
    "--beyond-range", is_flag=True, help="Allow values outside the plausible range of a key."
)
REPLICATIONS = click.option(
    "--replications", type=int, metavar="N", help="Plays of each point [default: the file's]."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: a command, its file, and its own options as they were given, by name."""

    command: str
    file: str
    options: dict[str, Any]
    shared: Shared

    @classmethod
    def of(cls, command: str, file: str, options: dict[str, Any]) -> "Request":
        """The request that the options of a command make, those that all studies share among them."""
        shared = Shared(**{name: options.pop(name) for name in ("seed", "workers", "overrides", "out")})
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

        replications = self.options["replications"]

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
        given = {name.replace("_", "-"): _unless_usual(name, value) for name, value in self.options.items()}
        run = {"replications": scenario.run.replications, "seed": scenario.run.seed}
        last = {"set": self.shared.overrides, "out": out or self.shared.out}
        return command_line(self.command, (self.file,), **{**given, **run, **last})

    def finish(self, scenario: "Scenario", name: str, found: Any, told: dict[str, Any]) -> None:
        """Print what was found, write what was asked for, and end with the line that repeats it."""
        click.echo(repr(found))
        tables = {name: (found.columns(), found.rows())}
        line = self.line(scenario)
        self.shared.finish(tables, {scenario.name: scenario}, scenario.run.seed, line, told)


_USUAL = {"design": "grid", "method": "morris", "kpi": KPI}


def _unless_usual(name: str, value: Any) -> Any:
    return None if value == _USUAL.get(name) else value


@click.command()
@click.argument("file")
@with_options(
    VARY,
    click.option("--design", default="grid", show_default=True, help="grid, latin or sobol."),
    click.option("--levels", type=int, metavar="N", help="Values of each range on a grid [default: 5]."),
    click.option("--points", type=int, metavar="N", help="Points of a latin or sobol design [default: 32]."),
    BEYOND,
    click.option("--kpi", multiple=True, metavar="KPI", help=f"What the table shows [default: {KPI}]."),
    REPLICATIONS,
)
def sweep(file: str, **options: Any) -> None:
    """Play a scenario with other values of some keys, each with the same luck.

    A table shows the difference of every point from the scenario as it is; --out writes all KPIs, tidy.
    """
    from simsales.experiments.designs import design_of
    from simsales.experiments.levers import asked, levers_of
    from simsales.experiments.sweeping import must_be_kpis
    from simsales.experiments.sweeping import sweep as play_sweep

    request = Request.of("sweep", file, options)
    vary, beyond, kpis = options["vary"], options["beyond_range"], options["kpi"] or (KPI,)
    design = request.chosen("design", "points", "levels")
    scenario = request.scenario(
        lambda base: design_of(levers_of(base, asked(vary), beyond), **design),
        lambda base: must_be_kpis(kpis),
    )
    with request.shared.playing(lambda out: request.line(scenario, out)) as playing:
        found = play_sweep(scenario, asked(vary), beyond_range=beyond, kpis=kpis, **design, **playing)
    request.finish(scenario, "sweep.csv", found, found.as_dict())
    if failed := found.failures():
        first = f"number {failed[0].number} of {failed[0].name}: {failed[0].error}"
        say_error(f"failed replications: {len(failed)}, such as {first}")
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("file")
@with_options(
    VARY,
    click.option("--only", multiple=True, metavar="KEY", help="Of the assumptions, those at or below a key."),
    click.option(
        "--around", type=float, metavar="SHARE", help="Narrow ranges to this share about the value."
    ),
    click.option("--method", default="morris", show_default=True, help="morris, sobol or tornado."),
    click.option("--trajectories", type=int, metavar="N", help="Of a Morris screen [default: 10]."),
    click.option("--points", type=int, metavar="N", help="Of each Sobol sample [default: 64]."),
    BEYOND,
    click.option("--kpi", default=KPI, show_default=True, help="What is to depend on the parameters."),
    REPLICATIONS,
)
def sensitivity(file: str, **options: Any) -> None:
    """Say on which of its assumptions a result rests, and how much of it is luck.

    Moves all parameters with a plausible range, those below --only, or the keys of --vary.
    """
    from simsales.experiments.levers import asked, levers_of
    from simsales.experiments.sensitivity import must_be_usable
    from simsales.experiments.sensitivity import sensitivity as study

    request = Request.of("sensitivity", file, options)
    vary, beyond = options["vary"], options["beyond_range"]
    chosen = request.chosen("method", "kpi", "around", "trajectories", "points")
    scenario = request.scenario(
        lambda base: levers_of(base, asked(vary), beyond) if vary else None,
        lambda base: must_be_usable(**chosen),
    )
    with request.shared.playing(lambda out: request.line(scenario, out)) as playing:
        found = study(
            scenario,
            asked(vary) or None,
            only=options["only"],
            beyond_range=beyond,
            **chosen,
            **playing,
        )
    told = {"kpi": found.kpi, "left_out": dict(found.left_out)}
    request.finish(scenario, f"{options['method']}.csv", found, told)
