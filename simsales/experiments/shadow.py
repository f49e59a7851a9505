"""What one more head is worth: the shadow value of a team, as a paired difference.

Of the three readings of a bottleneck this is the one to decide by: the change of a KPI when a team gets one
more person and everything else, the luck of every customer included, stays as it is.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simsales.experiments.comparison import VERDICT_KPI, Difference, must_decide
from simsales.experiments.experiment import Progress, run
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.scenario import Scenario


def shadow_values(
    scenario: "Scenario",
    teams: Iterable[str] | None = None,
    kpi: str = VERDICT_KPI,
    replications: int | None = None,
    *,
    workers: int | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> tuple[Difference, ...]:
    """For each team (all of them unless given) the KPI's difference that one more head makes, most first.

    The name of a difference's `scenario` is the team.  Raises InputError for a team that is not there and for
    a KPI without a good direction.
    """
    chosen = list(scenario.people) if teams is None else list(teams)
    must_decide(kpi, 0.0)
    fuller = [with_one_more(scenario, team) for team in chosen]
    results = run(
        scenario,
        *fuller,
        replications=replications,
        workers=workers,
        seed=seed,
        store=store,
        progress=progress,
    )
    labels = dict(zip(list(results.scenarios)[1:], chosen, strict=True))
    found = [replace(d, scenario=labels[d.scenario]) for d in results.compare(kpi=kpi).of(kpi)]
    sign = -1.0 if found and found[0].better == "lower" else 1.0
    return tuple(sorted(found, key=lambda d: -sign * d.difference))


def with_one_more(scenario: "Scenario", team: str) -> "Scenario":
    """The scenario with one more person on a team; where the team has shift groups, on the first of them."""
    if team not in scenario.people:
        known = scenario.people
        raise InputError(f"teams: must be teams of the scenario, found '{team}'{nearest(team, known)}")
    table = scenario.people[team]
    if not table.groups:
        return scenario.but({f"people.{team}.count": table.count + 1}, name=f"one more {team}")
    groups = [group.model_dump() for group in table.groups]
    groups[0]["count"] += 1
    count = table.count and table.count + 1  # the sum of the groups, or left at 0
    return scenario.but(
        {f"people.{team}.groups": groups, f"people.{team}.count": count}, name=f"one more {team}"
    )
