"""`optimise`: a better plan under a budget, from a shortlist that was ranked with fresh luck."""

from typing import Any

import click

from simsales.cli.studying import KPI, WORTH, Request, amount, with_options
from simsales.cli.sweeping import BEYOND, VARY


@click.command()
@click.argument("file")
@with_options(
    VARY,
    click.option(
        "--budget", multiple=True, metavar="LIMIT", help='Such as "60_000 * people.hunter.count <= 500_000".'
    ),
    click.option("--kpi", default=KPI, show_default=True, help="What is to be best."),
    WORTH,
    click.option("--confidence", type=float, default=0.95, show_default=True, help="How sure to be."),
    click.option("--plans", type=int, metavar="N", help="Plans that the search may look at [default: 100]."),
    click.option("--searched", type=int, metavar="N", help="Plays of each in the search [default: 5]."),
    click.option("--starts", type=int, metavar="N", help="Starts of the search [default: 3]."),
    click.option("--levels", type=int, metavar="N", help="Values of each range of amounts [default: 9]."),
    click.option("--shortlist", type=int, metavar="N", help="Plans that are ranked at the end [default: 8]."),
    click.option("--first", type=int, metavar="N", help="Plays of each before any is out [default: 10]."),
    click.option("--at-most", type=int, metavar="N", help="Plays of each at most [default: 1000]."),
    BEYOND,
)
def optimise(file: str, **options: Any) -> None:
    """Look for the best values of some keys under a budget.

    The search plays every plan with the same luck; its best plans, and the scenario as it is, are then ranked (see
    rank) with luck that the search has not seen, so that no plan wins by a lucky year.
    """
    from simsales.experiments.budget import budgets_of
    from simsales.experiments.levers import asked, levers_of
    from simsales.experiments.optimising import must_be_a_search
    from simsales.experiments.optimising import optimise as look_for

    options["worth"] = amount(options["worth"], options["kpi"])
    request = Request.of("optimise", file, options)
    vary, budget, beyond = options["vary"], options["budget"], options["beyond_range"]
    sizes = request.chosen("plans", "searched", "starts", "levels", "shortlist")
    terms = request.chosen("kpi", "worth", "confidence", "first", "at_most")
    scenario = request.scenario(
        lambda base: levers_of(base, asked(vary), beyond),
        lambda base: budgets_of(base, budget),
        lambda base: must_be_a_search(**terms, **sizes),
    )
    with request.shared.playing(lambda out: request.line(scenario, out)) as playing:
        found = look_for(
            scenario, asked(vary), budget=budget, beyond_range=beyond, **terms, **sizes, **playing
        )
    request.finish(scenario, "plans.csv", found, found.as_dict())
