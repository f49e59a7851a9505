"""`rank`: the best of several scenarios with a stated guarantee, or the front of two or three KPIs."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from simsales.cli.ending import command_line, every
from simsales.cli.studying import KPI, WORTH, Shared, amount, with_options
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.scenario import Scenario

CONFIDENCE, FIRST, AT_MOST = 0.95, 10, 1000


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for."""

    files: tuple[str, ...]
    kpis: tuple[str, ...]
    worth: float | None
    confidence: float
    first: int | None
    at_most: int | None
    replications: int | None
    shared: Shared

    @property
    def of_several(self) -> bool:
        """Whether several KPIs count, so that there is a front and no best."""
        return len(self.kpis) > 1

    @property
    def kpi(self) -> str:
        return self.kpis[0] if self.kpis else KPI

    def scenarios(self) -> "dict[str, Scenario]":
        """The scenarios by name; every mistake in files and options is told at once."""
        from simsales.experiments.experiment import prepared
        from simsales.scenario import load

        loads = [lambda file=file: load(file, self.shared.overrides) for file in self.files]
        found = every(*loads, *self._checks(), *self.shared.checks())[: len(self.files)]
        return prepared(found, self.replications, self.shared.seed)

    def line(self, seed: int, out: str | None = None) -> str:
        """The line that repeats the command."""
        return command_line(
            "rank",
            self.files,
            kpi=self.kpis if self.of_several else self.kpi if self.kpi != KPI else None,
            worth=self.worth,
            confidence=self.confidence if self.confidence != CONFIDENCE else None,
            first=self.first,
            at_most=self.at_most,
            replications=self.replications,
            seed=seed,
            dask=self.shared.dask,
            set=self.shared.overrides,
            out=out or self.shared.out,
        )

    def _checks(self) -> list[Callable[[], Any]]:
        from simsales.experiments.pareto import must_have_directions
        from simsales.experiments.ranking import checked, must_be_a_confidence
        from simsales.experiments.replications import whole_number

        if self.of_several:
            return [
                lambda: must_have_directions(self.kpis),
                lambda: must_be_a_confidence(self.confidence),
                lambda: whole_number("--replications", self.replications or 2, 2),
                lambda: self._must_be_absent("several KPIs have no one scale", "worth", "first", "at_most"),
            ]
        first, at_most = (
            FIRST if self.first is None else self.first,
            AT_MOST if self.at_most is None else self.at_most,
        )
        return [
            lambda: checked(self.kpi, self.worth, self.confidence, first, at_most),
            lambda: self._must_be_absent("a ranking plays as many as it needs", "replications"),
        ]

    def _must_be_absent(self, why: str, *options: str) -> None:
        given = [f"--{name.replace('_', '-')}" for name in options if getattr(self, name) is not None]
        if given:
            raise InputError(f"{' and '.join(given)}: must be left away here, since {why}")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@with_options(
    click.option(
        "--kpi",
        "kpis",
        multiple=True,
        metavar="KPI",
        help=f"What to rank by [default: {KPI}]; two or three make a front.",
    ),
    WORTH,
    click.option("--confidence", type=float, default=CONFIDENCE, show_default=True, help="How sure to be."),
    click.option("--first", type=int, metavar="N", help=f"Plays of each to begin with [default: {FIRST}]."),
    click.option("--at-most", type=int, metavar="N", help=f"Plays of each at most [default: {AT_MOST}]."),
    click.option(
        "--replications", type=int, metavar="N", help="Plays of each for a front [default: the file's]."
    ),
)
def rank(files: tuple[str, ...], **options: Any) -> None:
    """Find the best of several scenarios, with a stated guarantee.

    A scenario is played no further once luck can no longer explain that it is behind (KN++ on paired differences).
    With --kpi given two or three times: which scenarios no other beats in all of them.
    """
    shared = Shared.of(options)
    options["worth"] = amount(options["worth"], (options["kpis"] or (KPI,))[0])
    request = Request(files, **options, shared=shared)
    scenarios = request.scenarios()
    if request.of_several:
        _front(request, scenarios)
    else:
        _best(request, scenarios)


def _best(request: Request, scenarios: "dict[str, Scenario]") -> None:
    from simsales.experiments.ranking import Standing, rank

    seed = next(iter(scenarios.values())).run.seed
    with request.shared.playing(lambda out: request.line(seed, out)) as playing:
        found = rank(
            *scenarios.values(),
            kpi=request.kpi,
            worth=request.worth,
            confidence=request.confidence,
            first=FIRST if request.first is None else request.first,
            at_most=AT_MOST if request.at_most is None else request.at_most,
            **playing,
        )
    click.echo(repr(found))
    standings = ([each.name for each in fields(Standing)], map(astuple, found.standings))
    values = (("scenario", "replication", "kpi", "value"), found.rows())
    tables = {"ranking.csv": standings, "kpis.csv": values}
    request.shared.finish(tables, scenarios, seed, request.line(seed), found, found.as_dict())


def _front(request: Request, scenarios: "dict[str, Scenario]") -> None:
    from simsales.experiments.pareto import pareto

    seed = next(iter(scenarios.values())).run.seed
    with request.shared.playing(lambda out: request.line(seed, out)) as playing:
        found = pareto(*scenarios.values(), kpis=request.kpis, confidence=request.confidence, **playing)
    click.echo(repr(found))
    rows = ((p.scenario, *p.means, p.dominated_by or "", p.certain) for p in found.places)
    tables = {"front.csv": (("scenario", *found.kpis, "dominated_by", "certain"), rows)}
    request.shared.finish(tables, scenarios, seed, request.line(seed), found, found.as_dict())
