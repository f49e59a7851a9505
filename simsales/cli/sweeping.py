"""`sweep` and `sensitivity`: a scenario at many values of its keys."""

from typing import Any

import click

from simsales.cli.ending import say_error
from simsales.cli.studying import KPI, Request, with_options

VARY = click.option(
    "--vary", multiple=True, metavar="KEY=A..B", help="A key and its values: a range, or a,b,c."
)
BEYOND = click.option(
    "--beyond-range", is_flag=True, help="Allow values outside the plausible range of a key."
)
REPLICATIONS = click.option(
    "--replications", type=int, metavar="N", help="Plays of each point [default: the file's]."
)


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
    from simsales.experiments.levers import asked
    from simsales.experiments.sensitivity import movable, must_be_usable
    from simsales.experiments.sensitivity import sensitivity as study

    request = Request.of("sensitivity", file, options)
    vary, beyond = options["vary"], options["beyond_range"]
    chosen = request.chosen("method", "kpi", "around", "trajectories", "points")
    scenario = request.scenario(
        lambda base: movable(base, asked(vary), beyond) if vary else None,
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
