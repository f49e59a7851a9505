"""`why` and `spreadsheet`: where a difference comes from, case by case, and what a plan without queues leaves out."""

from pathlib import Path

import click

from simsales.cli.ending import command_line, every, say_error, say_how_to_repeat
from simsales.cli.progress import progress_bar


@click.command()
@click.argument("base")
@click.argument("other")
@click.option("--replications", type=int, default=5, show_default=True, metavar="N", help="Pairs to play.")
@click.option("--kpi", default="contribution", show_default=True, help="The KPI to split; a sum over cases.")
@click.option("--examples", type=int, default=1, show_default=True, metavar="N", help="Journeys a direction.")
@click.option("--seed", type=int, metavar="S", help="Where luck begins [default: the base's].")
@click.option("--workers", type=int, metavar="N", help="Processes [default: one per processor].")
@click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of both scenarios."
)
@click.option("--out", metavar="DIR", help="Write the parts and the cases as tables.")
def why(
    base: str,
    other: str,
    replications: int,
    kpi: str,
    examples: int,
    seed: int | None,
    workers: int | None,
    overrides: tuple[str, ...],
    out: str | None,
) -> None:
    """Split a difference along the process, and tell which of the same leads and customers end differently.

    BASE and OTHER are files or names of shipped scenarios.
    """
    from simsales.experiments.executors import workers_to_use
    from simsales.experiments.experiment import LARGEST_SEED
    from simsales.experiments.replications import whole_number
    from simsales.experiments.store import prepare_folder, write_why
    from simsales.experiments.why import must_add_up
    from simsales.experiments.why import why as split
    from simsales.scenario import load

    first, second, *_ = every(
        lambda: load(base, overrides),
        lambda: load(other, overrides),
        lambda: must_add_up(kpi),
        lambda: whole_number("--replications", replications, 1),
        lambda: whole_number("--examples", examples, 0, 100),
        lambda: whole_number("--seed", seed or 0, 0, LARGEST_SEED),
        lambda: workers_to_use(workers),
        lambda: None if out is None else prepare_folder(out),
    )
    with progress_bar("playing") as progress:
        found = split(first, second, kpi, replications, workers=workers, seed=seed, progress=progress)
    click.echo("\n\n".join([repr(found), found.flips.text(), *(e.text() for e in found.examples(examples))]))
    if out is not None:
        write_why(Path(out), found)
    line = command_line(
        "why",
        (base, other),
        replications=replications,
        kpi=kpi,
        examples=examples,
        seed=found.seed,
        set=overrides,
        out=out,
    )
    _end(line, replications, len(found.pairs))


@click.command()
@click.argument("file")
@click.option(
    "--replications", type=int, default=5, show_default=True, metavar="N", help="Plays beside the sheet."
)
@click.option("--seed", type=int, metavar="S", help="Where luck begins [default: the file's].")
@click.option("--workers", type=int, metavar="N", help="Processes [default: one per processor].")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of the scenario.")
@click.option("--out", metavar="DIR", help="Write funnel, capacity and waits as tables.")
def spreadsheet(
    file: str,
    replications: int,
    seed: int | None,
    workers: int | None,
    overrides: tuple[str, ...],
    out: str | None,
) -> None:
    """Hold the deterministic plan of a scenario, and each desk's wait by theory, beside the simulation."""
    from simsales.experiments.executors import workers_to_use
    from simsales.experiments.experiment import LARGEST_SEED
    from simsales.experiments.replications import whole_number
    from simsales.experiments.spreadsheet import spreadsheet as plan_of
    from simsales.experiments.store import prepare_folder, write_spreadsheet
    from simsales.scenario import load

    scenario, *_ = every(
        lambda: load(file, overrides),
        lambda: whole_number("--replications", replications, 1),
        lambda: whole_number("--seed", seed or 0, 0, LARGEST_SEED),
        lambda: workers_to_use(workers),
        lambda: None if out is None else prepare_folder(out),
    )
    with progress_bar("playing") as progress:
        found = plan_of(scenario, replications, workers=workers, seed=seed, progress=progress)
    click.echo(repr(found))
    if out is not None:
        write_spreadsheet(Path(out), found)
    used = found.scenario.run.seed
    line = command_line("spreadsheet", (file,), replications=replications, seed=used, set=overrides, out=out)
    _end(line, replications, found.replications)


def _end(line: str, asked: int, finished: int) -> None:
    """Say how to repeat it; exit code 1 where replications failed, as `run` has it."""
    if finished < asked:
        say_error(f"failed replications: {asked - finished} of {asked} are left out; `simsales run` says why")
    say_how_to_repeat(line)
    if finished < asked:
        raise click.exceptions.Exit(1)
