"""What a report is made from: results and what made them, and what a few replications show that are played again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simsales.words.errors import SimSalesError

if TYPE_CHECKING:
    from simsales.experiments.assumptions import Ledger
    from simsales.experiments.comparison import Comparison
    from simsales.experiments.experiment import Progress
    from simsales.experiments.results import Results
    from simsales.experiments.watching import Watched

#: So many replications of each scenario are played once more, for what no table of KPIs holds.
WATCHED = 5
#: So many scenarios are drawn and explained beside the first; a page that shows forty shows none.
DRAWN = 4


@dataclass(frozen=True, slots=True)
class Material:
    """All that is told.

    `made_by` is what `manifest.json` says of versions and machine, `repeat` the line that repeats the command.  Where
    nothing was `watched`, `unseen` says why, and what needs it is left out.
    """

    results: Results
    comparison: Comparison | None
    repeat: str
    made_by: Mapping[str, Any]
    ledger: Ledger
    watched: Watched | None = None
    unseen: str = ""

    @property
    def drawn(self) -> Results:
        """The results of the scenarios that are drawn: the first, and four others, that which decides among them."""
        return drawn_of(self.results, self.comparison)

    @property
    def not_drawn(self) -> tuple[str, ...]:
        """The scenarios that are in tables only."""
        return tuple(label for label in self.results.scenarios if label not in self.drawn.scenarios)


def drawn_of(results: Results, comparison: Comparison | None) -> Results:
    """Results of the scenarios that are drawn, in their order."""
    first, *others = results.scenarios
    decides = None if comparison is None else comparison.decision().scenario
    chosen = {first, *sorted(others, key=lambda label: label != decides)[:DRAWN]}
    if len(chosen) == len(results.scenarios):
        return results
    return replace(
        results,
        scenarios={label: each for label, each in results.scenarios.items() if label in chosen},
        outcomes={label: each for label, each in results.outcomes.items() if label in chosen},
    )


def gather(
    results: Results,
    repeat: str,
    made_by: Mapping[str, Any],
    comparison: Comparison | None = None,
    ledger: Ledger | None = None,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Material:
    """Play the first few replications once more, with the same luck, and put everything together.

    Without a `ledger` it is read off the first scenario.
    """
    from simsales.experiments.assumptions import assumptions
    from simsales.experiments.watching import watch

    watched, unseen = None, ""
    try:
        watched = watch(drawn_of(results, comparison), WATCHED, workers, progress=progress)
    except SimSalesError as error:  # such as plays that all failed; the report says so
        unseen = str(error)
    first = next(iter(results.scenarios.values()))
    ledger = assumptions(first) if ledger is None else ledger
    return Material(results, comparison, repeat, made_by, ledger, watched, unseen)
