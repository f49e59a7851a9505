"""How people answer to being controlled.

What managers see is a noisy picture of what people do; whoever is judged by what is counted may count more than they
do; and coaching makes people better (dossier 16, after Anderson & Oliver 1987 and Challagalla & Shervani 1996).
"""

from __future__ import annotations

from math import exp
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import LastingCalendarSpan, NonNegative, Positive, Share, parameter

_DOSSIER = "dossier 16, assumed"
_WEEKS = 50.0  # in which people work


class Controlled(Policy):
    """What control does to people."""

    kind: Literal["controlled"] = "controlled"
    picture: Share = parameter(
        0.7,
        help="correlation of what a manager sees with what a person does",
        range=(0.4, 1),
        source=_DOSSIER,
    )
    gaming: Share = parameter(
        0.5,
        help="part of a contact that is left out where only counts count and behaviour is all",
        range=(0, 0.8),
        source=_DOSSIER,
    )
    games_above: Share = parameter(
        0.5, help="weight of behaviour above which counts are gamed", range=(0.3, 0.9), source=_DOSSIER
    )
    growth: NonNegative = parameter(
        0.12,
        help="skill a year that two hours of coaching a week add to the average",
        range=(0, 0.3),
        source=_DOSSIER,
    )
    fades: LastingCalendarSpan = parameter(
        "3 y",
        help="time in which what coaching added falls to 37 % without any",
        unit="y",
        range=("1 y", "10 y"),
    )
    best: Positive = parameter(
        1.4, help="skill beyond which coaching adds nothing", range=(1.2, 1.6), source=_DOSSIER
    )
    coaching_makes_up: Share = parameter(
        0.5, help="part of the loss of autonomy that coaching makes up for", range=(0, 1)
    )

    def obeyed(self, asked: float) -> float:
        """Pull of what is asked for: people do it as far as it shows in what is seen."""
        return self.picture * asked

    def substance(self, weight: float, quality: bool) -> float:
        """Part of a contact that is really made, at a `weight` of behaviour that is observed."""
        if quality or weight <= self.games_above:
            return 1.0
        return 1.0 - self.gaming * (weight - self.games_above) / (1.0 - self.games_above)

    def coached(self, skill: float, hours: float) -> float:
        """Skill after so many hours of coaching."""
        return skill + self.growth / _WEEKS * hours / 2.0 * max(0.0, self.best - skill)

    def faded(self, skill: float, natural: float, times: float) -> float:
        """Skill after so many times `fades`: people fall back to what they were without coaching."""
        return natural + (skill - natural) * exp(-times)

    def autonomy(self, weight: float, coaching: float) -> float:
        """What being watched takes of one's autonomy, 0 to -1; `coaching` in hours a week."""
        return -weight * (1.0 - self.coaching_makes_up * min(1.0, coaching / 2.0))
