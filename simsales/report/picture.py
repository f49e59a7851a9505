"""The process picture: each scenario's company as a map, with what its desks have to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.report.company_map import company_map, figures_of

if TYPE_CHECKING:
    from simsales.experiments.results import Results


@dataclass(frozen=True, slots=True)
class Picture:
    """The company under one scenario, for a wide screen or paper, and for a narrow one."""

    scenario: str
    wide: str
    narrow: str


def pictures(results: Results, decides: str | None) -> list[Picture]:
    """The company of the base, and of the scenario that decides; of all where nothing is decided."""
    first = next(iter(results.scenarios))
    return [
        Picture(
            label,
            *(company_map(each, figures_of(results, label), narrow=narrow) for narrow in (False, True)),
        )
        for label, each in results.scenarios.items()
        if decides is None or label in (first, decides)
    ]
