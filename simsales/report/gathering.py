"""What a report is made from: results and what made them, and what a few replications show that are played again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
        watched = watch(results, WATCHED, workers, progress=progress)
    except SimSalesError as error:  # such as plays that all failed; the report says so
        unseen = str(error)
    first = next(iter(results.scenarios.values()))
    ledger = assumptions(first) if ledger is None else ledger
    return Material(results, comparison, repeat, made_by, ledger, watched, unseen)
