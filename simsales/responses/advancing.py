"""What makes a buyer take the next step: a logit with every effect visible, at four gates.

Gates stand after approach, presentation, objections and closing (dossier 2).  Every term is zero on a base
journey: skill 1, base preparation and presentation, no misfit, no delay beyond the buyer's tolerance, list
price, customary lead time.  Sizes are totals over the process, divided by the gates at which they act.
"""

from __future__ import annotations

from math import exp, log
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Number, Share, parameter

GATES = 4
LAST_GATE = GATES - 1  # after closing, where price counts
_EFFECT = "dossier 2, assumed"
_CALIBRATED = "dossier 2, calibrated to win rates of .30 (fit) and .02 (unfit)"


class Level(Policy):
    """How far deals get on a base journey: intercepts, what fit adds, and each source's offset, per gate."""

    kind: Literal["level"] = "level"
    alpha: tuple[Number, Number, Number, Number] = parameter(
        (2.07, 1.18, -0.51, -1.81),
        help="log-odds of an unfit lead at each gate",
        range=(-4, 4),
        source=_CALIBRATED,
    )
    fit: Number = parameter(
        2.37, help="log-odds that fit adds at each gate", range=(1.0, 4.0), source=_CALIBRATED
    )
    source: dict[str, Number] = parameter(
        {"inbound": 0.01, "outbound": -0.356, "referral": 0.548},
        help="log-odds by source, each gate",
        range=(-2, 2),
        source=_CALIBRATED,
    )


class Advancing(Policy):
    """How buyers decide at a gate."""

    kind: str


class Logit(Advancing):
    """The full logit; its level follows the hazard clock's switch: without it gates carry all losses."""

    kind: Literal["logit"] = "logit"
    clock_on: Level = parameter(Level(), help="how far deals get while rivals and doubts take their share")
    clock_off: Level = parameter(
        Level(
            alpha=(0.82, 0.30, -0.74, -1.68),
            fit=1.7,
            source={"inbound": 0.008, "outbound": -0.209, "referral": 0.277},
        ),
        help="how far deals get when the gates carry all losses",
    )
    skill: NonNegative = parameter(
        0.8, help="log-odds per unit of ln skill, whole process", range=(0.3, 1.5), source=_EFFECT
    )
    preparation: NonNegative = parameter(
        1.0, help="log-odds of full preparation", range=(0.3, 2), source=_EFFECT
    )
    perceived_value: NonNegative = parameter(
        0.6, help="log-odds per unit of perceived value", range=(0.2, 1.2), source=_EFFECT
    )
    delay: NonNegative = parameter(
        0.35, help="log-odds per 10 wd the seller is late, each gate", range=(0.1, 0.7), source=_EFFECT
    )
    tolerated: tuple[NonNegative, NonNegative, NonNegative, NonNegative] = parameter(
        (3.0, 3.0, 6.0, 4.0),
        help="working days of delay a buyer tolerates before each gate",
        range=(0, 20),
        unit="wd",
        source=_EFFECT,
    )
    price: NonNegative = parameter(
        0.35, help="log-odds per 10 % of price, last gate", range=(0.1, 0.8), source=_EFFECT
    )
    lead_time: NonNegative = parameter(
        0.4, help="log-odds per customary lead time more, last gate", range=(0.1, 0.8), source=_EFFECT
    )
    coverage: NonNegative = parameter(
        0.5, help="log-odds of coverage, accounts only, last gate", range=(0, 1), source=_EFFECT
    )
    objection: NonNegative = parameter(
        0.5, help="log-odds of one objection left unresolved, third gate", range=(0, 1.5), source=_EFFECT
    )
    usual_objections: NonNegative = parameter(
        0.42, help="objections unresolved on a base journey", range=(0, 2), source=_EFFECT
    )
    first_mover: NonNegative = parameter(
        0.0, help="log-odds lost at each gate when a rival answered first", range=(0, 1)
    )

    def level(self, clock: bool) -> Level:
        """The level that goes with the hazard clock on or off."""
        return self.clock_on if clock else self.clock_off

    def people(self, gate: int, skill: float, preparation: float, value: float) -> float:
        """What the rep brings to a gate (0..3), in log-odds; the base preparation is 1 - 1/e."""
        odds = self.skill / GATES * log(skill) + self.preparation / GATES * (preparation - 0.6321205588285577)
        return odds + (self.perceived_value / (GATES - 1) * (value - 1.0) if gate else 0.0)

    def lateness(self, gate: int, delay_days: float) -> float:
        """What the seller's delay before a gate costs, in log-odds; `delay_days` in working days."""
        return -self.delay * max(0.0, delay_days - self.tolerated[gate]) / 10.0

    def offer(self, price: float, lead_time: float) -> float:
        """What price (1 = the buyer's reference) and lead time (1 = customary) do at the last gate."""
        return -self.price * 10.0 * (price - 1.0) - self.lead_time * (lead_time - 1.0)

    def objections(self, unresolved: float) -> float:
        """What objections left unresolved cost at the third gate."""
        return -self.objection * (unresolved - self.usual_objections)


class Plain(Advancing):
    """Plain conversion: after the step's work a fixed share goes on, whatever was done (textbook cases)."""

    kind: Literal["plain"] = "plain"
    pre_approach: Share = parameter(1.0, help="share that goes on after pre-approach", range=(0, 1))
    approach: Share = parameter(1.0, help="share that goes on after the approach", range=(0, 1))
    presentation: Share = parameter(1.0, help="share that goes on after the presentation", range=(0, 1))
    objections: Share = parameter(1.0, help="share that goes on after the objections", range=(0, 1))
    closing: Share = parameter(1.0, help="share that is won at closing", range=(0, 1))
    follow_up: Share = parameter(1.0, help="share of followed-up orders that stay", range=(0, 1))


def probability(odds: float) -> float:
    """The probability that belongs to log-odds, safe at both ends."""
    return 1.0 / (1.0 + exp(-odds)) if odds > -700.0 else 0.0


class Objecting(Policy):
    """Whether a round resolves the objection raised: sigma(0.4 + 0.9 ln skill + 0.6 engineer + 0.5 visit)."""

    kind: Literal["objecting"] = "objecting"
    intercept: Number = parameter(
        0.4, help="log-odds that a round resolves its objection", range=(-1.0, 2.0), source=_EFFECT
    )
    skill: NonNegative = parameter(0.9, help="log-odds per unit of ln skill", range=(0, 2), source=_EFFECT)
    visit: NonNegative = parameter(0.5, help="log-odds of meeting in person", range=(0, 1.5), source=_EFFECT)
    fatal: Share = parameter(0.0, help="share of unresolved objections that end the talks", range=(0, 1))

    def resolves(self, skill: float, visit: bool) -> float:
        """Chance that the round resolves its objection."""
        return probability(self.intercept + self.skill * log(skill) + self.visit * visit)


AnyAdvancing = Logit | Plain
