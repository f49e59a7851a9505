"""What a strategy asks of the company, and how soon each part of it follows: `strategy.sets(…)`, `strategy.follows(…)`.

A strategy is a vector of choices that exist anyway: whom to sell to, what to pay for, how to work (Venkatraman 1989).
What it asks for comes about element by element, each with a lag of its own: priorities on the day, pay with the next
quarter, territories in three months, people and skills in half a year or more (dossier 13).  Nothing else happens: no
strategy makes anybody better at anything, and what fits badly is reported and never punished.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import field_validator

from simsales.policies.base import Policy
from simsales.policies.presets import ELEMENTS, PRESETS, Element
from simsales.words.quantities import CalendarSpan, Duration, parameter

PresetName = Literal["volume", "solution", "farming", "export", "own"]

#: How long each element takes to follow.  Quotas come with the next quarter, territories in three months, skills and
#: capacity in six to twelve (dossier 13); structure and stock are assumed.
USUAL_LAGS: Mapping[Element, Duration] = {
    "priorities": Duration(0, "w"),
    "plans": Duration(13, "w"),
    "territories": Duration(13, "w"),
    "structure": Duration(13, "w"),
    "processes": Duration(26, "w"),
    "capacity": Duration(26, "w"),
    "stock": Duration(26, "w"),
}


class Strategy(Policy):
    """Where the firm wants to go from a date on, and what of it follows when.

    `levers` are dotted keys of the scenario by element, laid over those of the preset; with the preset `own` they are
    all there is.  They say what a dated change can say, "x1.3" and "+2" included::

        [strategy]
        preset = "farming"
        at     = "26 w"
        follow = ["priorities", "plans"]
        lags   = { plans = "8 w" }

        [strategy.levers.plans]
        "compensation.farmer.rate" = 0.006
    """

    preset: PresetName = parameter(
        "own",
        help="volume, solution, farming or export; own: nothing but your own levers",
        source="dossier F",
    )
    at: CalendarSpan = parameter(
        "26 w", help="when it is decided, from the start of the run, warm-up included", range=("0 w", "5 y")
    )
    follow: tuple[Element, ...] = parameter(
        ELEMENTS, help="elements that follow it; whatever is not named stays as it was"
    )
    lags: dict[Element, CalendarSpan] = parameter(
        {},
        help="time until an element follows; one that is not named takes as long as usual",
        unit="w",
        range=("0 w", "78 w"),
        source="dossier 13",
    )
    levers: dict[Element, dict[str, Any]] = parameter(
        {}, help="what an element sets, by dotted key, beside and before what the preset says"
    )
    segments: tuple[str, ...] | None = parameter(
        None, help="segments that it gives priority to; left out: those of the preset that there are"
    )

    @field_validator("lags")
    @classmethod
    def _in_full(cls, value: dict[Element, Duration]) -> dict[Element, Duration]:
        return {**USUAL_LAGS, **value}

    def follows(self, element: Element) -> Duration | None:
        """How long after the decision this element follows; None where it does not follow at all."""
        return self.lags[element] if element in self.follow else None

    def sets(self, element: Element) -> Mapping[str, Any]:
        """What the element sets when it follows, by dotted key of the scenario."""
        return {**self.preset_sets(element), **self.levers.get(element, {})}

    def preset_sets(self, element: Element) -> Mapping[str, Any]:
        """What of it the preset says."""
        return {} if self.preset == "own" else PRESETS[self.preset].levers.get(element, {})

    def favours(self) -> tuple[str, ...]:
        """Segments that it gives priority to."""
        if self.segments is not None:
            return self.segments
        return () if self.preset == "own" else PRESETS[self.preset].segments
