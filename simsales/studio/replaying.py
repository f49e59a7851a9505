"""The moving map of one replication: what moved, and the pictures on which it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simsales.scenario.model import Scenario


def map_of(scenario: Scenario, replication: int = 0, seed: int | None = None) -> dict[str, Any]:
    """Play a replication and tell all that the map of it needs, ready for JSON.

    `svg` are the pictures, wide and narrow, `places` where in them things stand, `movements` what moves.  Playing takes
    a second or so: not for a process that has to answer.  `seed` is where luck begins, by default the scenario's.
    """
    from simsales.processes.play import play
    from simsales.report.company_map import company_map
    from simsales.report.map_layout import layout
    from simsales.series.movements import movements, stations_of

    log = play(scenario, replication=replication, seed=seed)
    there = stations_of(log, scenario)
    shapes = {"wide": False, "narrow": True}
    return {
        "movements": movements(log, scenario),
        "svg": {
            name: company_map(scenario, narrow=narrow, moving=True, there=there)
            for name, narrow in shapes.items()
        },
        "places": {
            name: layout(scenario, narrow, there, moving=True).plain() for name, narrow in shapes.items()
        },
    }
