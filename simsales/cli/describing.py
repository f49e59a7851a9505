"""Commands that play nothing: what is there, whether a file is in order, and how to begin one."""

import json
from contextlib import suppress
from pathlib import Path

import click

from simsales.cli.ending import command_line, every, say_how_to_repeat
from simsales.cli.reporting import leave_study_report
from simsales.words.errors import InputError


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of every file.")
def check(files: tuple[str, ...], overrides: tuple[str, ...]) -> None:
    """Say all that is wrong with scenario files, or what they change."""
    from simsales.scenario import load

    scenarios = every(*(lambda file=file: load(file, overrides) for file in files))
    for file, scenario in zip(files, scenarios, strict=True):
        click.echo(f"{file}: in order" + (f"; {scenario.about}" if scenario.about else ""))
        for change in scenario.changes():
            click.echo(f"  {change}")
        for remark in scenario.remarks():
            click.echo(f"  remark: {remark}")
    say_how_to_repeat(command_line("check", files, set=overrides))


@click.command()
@click.argument("file")
@click.option("--changed", is_flag=True, help="Only what differs from the model's default.")
@click.option(
    "--grade", "grades", multiple=True, metavar="GRADE", help="Only of this grade, such as assumed."
)
@click.option("--key", metavar="KEY", help="Only one table, such as market or selling.closing.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a key of the scenario.")
@click.option("--out", metavar="DIR", help="Write what is listed as assumptions.csv.")
def assumptions(
    file: str,
    changed: bool,
    grades: tuple[str, ...],
    key: str | None,
    overrides: tuple[str, ...],
    out: str | None,
) -> None:
    """List every parameter of a scenario with its value, unit, range, source and grade."""
    from simsales.experiments.assumptions import assumptions as ledger_of
    from simsales.experiments.store import prepare_folder, write_assumptions, write_study
    from simsales.scenario import load

    scenario, *_ = every(lambda: load(file, overrides), lambda: None if out is None else prepare_folder(out))
    ledger = ledger_of(scenario)
    ledger = ledger if key is None else ledger.below(key)
    ledger = ledger.graded(grades) if grades else ledger
    ledger = ledger.changed() if changed else ledger
    click.echo(repr(ledger))
    line = command_line("assumptions", (file,), grade=grades, key=key, set=overrides, out=out)
    line = f"{line} --changed" if changed else line
    if out is not None:
        write_assumptions(Path(out), ledger)
        write_study(Path(out), {}, {scenario.name: scenario}, scenario.run.seed, line, ledger.counts())
        leave_study_report(out, {scenario.name: scenario}, ledger, line)
    say_how_to_repeat(line)


@click.command()
def kpis() -> None:
    """List every KPI with its unit, the better direction, and what it means."""
    from simsales.experiments.tables import text_table
    from simsales.kpis import catalogue

    rows = [[kpi.name, kpi.unit, kpi.better, kpi.definition] for kpi in catalogue().values()]
    click.echo(text_table(["KPI", "unit", "better", "definition"], rows))
    say_how_to_repeat("simsales kpis")


@click.command()
def scenarios() -> None:
    """List the scenarios that come with simsales and the question each asks."""
    from simsales.experiments.tables import text_table
    from simsales.scenario import library

    questions = [[name, library.question(name)] for name in library.names()]
    click.echo(text_table(["scenario", "question"], questions))
    say_how_to_repeat("simsales scenarios")


@click.command()
def schema() -> None:
    """Print the JSON Schema of a scenario file, for editors."""
    from simsales.scenario.schema import schema as scenario_schema

    # The line that repeats it goes inside: what is printed stays JSON.
    click.echo(json.dumps({**scenario_schema(), "$comment": "repeat: simsales schema"}, indent=2))


@click.command()
@click.argument("file")
@click.option("--on", "base", default="norddrive", show_default=True, help="The scenario it is based on.")
def new(file: str, base: str) -> None:
    """Write a commented scenario file to begin with."""
    from simsales.scenario.template import template

    text = template(base)
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        found = "a folder" if Path(file).is_dir() else "a file"
        raise InputError(f"{file}: must not be there yet, found {found}; choose another name") from None
    except OSError as problem:
        raise InputError(f"{file}: must be a place to write to, found: {problem.strerror}") from None
    _write_schema_beside(Path(file))
    click.echo(f"wrote {file}; next: simsales compare {base} {file}")
    say_how_to_repeat(command_line("new", (file,), on=base))


def _write_schema_beside(file: Path) -> None:
    """What the first line of the file tells editors to look for; one that is there stays."""
    from simsales.scenario.schema import schema as scenario_schema

    with suppress(OSError), (file.parent / "scenario.schema.json").open("x", encoding="utf-8") as target:
        json.dump(scenario_schema(), target, indent=2)
