"""The journeys of a few cases under two scenarios, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.experiments.tables import signed

if TYPE_CHECKING:
    from simsales.experiments.flips import Flip
    from simsales.journeys import Journey
    from simsales.scenario import Scenario


@dataclass(frozen=True, slots=True, repr=False)
class Example:
    """One lead that ends differently, with its journey under the base and under the other scenario."""

    flip: Flip
    names: tuple[str, str]
    journeys: tuple[Journey, Journey]

    @property
    def title(self) -> str:
        """Which case it is, and how it ended under each scenario."""
        base, other = self.flip.base, self.flip.other
        return (
            f"{self.flip.name} (replication {self.flip.replication}): {base} under {self.names[0]}, "
            f"{other} under {self.names[1]}, {signed(self.flip.gain)}"
        )

    def text(self) -> str:
        """How it ended under each, and both stories."""
        told = [
            "\n".join([f"  under {name}:", *(f"    {line}" for line in journey.sentences())])
            for name, journey in zip(self.names, self.journeys, strict=True)
        ]
        return "\n".join([self.title, *told])

    __repr__ = text


def tell(
    flips: Sequence[Flip],
    seed: int,
    names: tuple[str, str],
    scenarios: tuple[Scenario, Scenario],
) -> list[Example]:
    """Play the replications of some leads once more under both scenarios, and tell what they lived through."""
    from simsales.journeys import journey
    from simsales.processes.play import play

    logs = {
        number: [play(scenario, replication=number, seed=seed) for scenario in scenarios]
        for number in dict.fromkeys(flip.replication for flip in flips)
    }
    told = []
    for flip in flips:
        before, after = (journey(log, flip.name) for log in logs[flip.replication])
        told.append(Example(flip, names, (before, after)))
    return told
