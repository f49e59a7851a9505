"""Four strategies as vectors of levers, element by element: all that a preset does is said here.

The figures are Norddrive's.  A key that a scenario does not have, because it skips the chapter or has no such team or
segment, is left out and `check` remarks on it; whoever wants other figures writes them into `[strategy.levers]`.  The
directions follow the literature on sales strategies (Panagopoulos & Avlonitis 2010: whom to serve, how to order
priorities, which relationships, which channels; Slater & Olson 2000 for the fit with pay); every size is assumed.

No preset names a structure: which of them fits which strategy is a question to the simulator, and a preset would assume
the answer.  Whoever has one in mind writes it into `[strategy.levers.structure]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Element = Literal["priorities", "plans", "territories", "structure", "processes", "capacity", "stock"]

#: What follows a strategy: whom to sell to and what to spend on it; what is paid for; who looks after whom, and how
#: often; who decides and with whom; how the work is done, which people have to learn; how many people; what lies on
#: the shelves.
ELEMENTS: tuple[Element, ...] = (
    "priorities",
    "plans",
    "territories",
    "structure",
    "processes",
    "capacity",
    "stock",
)


class Preset(NamedTuple):
    """What a strategy gives priority to, and the levers of each element by dotted key."""

    segments: tuple[str, ...]
    levers: Mapping[Element, Mapping[str, Any]]


#: A hunter's plans, each worth some 30,000 EUR a year at Norddrive's usual sales of 592,000 EUR.
_HUNTER = {"salary": 60_000.0, "expenses": 14_000.0}
_FARMER = {"salary": 62_000.0, "expenses": 12_000.0}

#: Many customers and standard products, sold fast and from the shelf.
VOLUME = Preset(
    segments=("B", "C"),
    levers={
        "priorities": {
            "demand.inbound.spend": "x1.3",
            "qualification.threshold": 0.4,
            "handoff.tracking": 0.8,
        },
        "plans": {"compensation.hunter": {"kind": "commission", **_HUNTER, "rate": 0.05}},
        "territories": {
            "farming.contacts.A.times": "x0.8",
            "farming.contacts.C.times": "x1.3",
        },
        "processes": {
            "selling.process.standardisation": 0.8,
            "selling.pre_approach.hours": "x0.7",
            "selling.presentation.visit_share": "x0.5",
            "pricing.authority": 0.15,
        },
        "capacity": {"people.sdr.count": "+1", "people.hunter.count": "+1"},
        "stock": {"production.stocks.goods.base": "+2", "production.stocks.made parts.base": "+2"},
    },
)

#: Few customers with hard problems: choose them, prepare well, keep the price.
SOLUTION = Preset(
    segments=("A",),
    levers={
        "priorities": {
            "qualification.threshold": 1.0,
            "handoff.tracking": 0.8,
        },
        "plans": {"compensation.hunter": {"kind": "commission", **_HUNTER, "rate": 0.145, "base": "margin"}},
        "territories": {
            "routing": {"kind": "best_fit"},
            "farming.contacts.A.times": "x1.4",
            "farming.contacts.C.times": "x0.6",
        },
        "processes": {
            "selling.pre_approach.hours": "x1.6",
            "selling.presentation.hours": "x1.3",
            "pricing.authority": 0.15,
        },
        "capacity": {"people.supporter.count": "+1", "people.engineer.count": "+1"},
    },
)

#: More from the customers that there are, instead of more customers.
FARMING = Preset(
    segments=("A", "B"),
    levers={
        "priorities": {
            "demand.outbound.rate": "x0.5",
            "qualification.threshold": 0.8,
        },
        "plans": {
            "compensation.hunter": {"kind": "salary", **_HUNTER, "variable": 30_000.0},
            "compensation.farmer": {
                "kind": "commission",
                **_FARMER,
                "rate": 0.0042,
                "credited": "delivery",
                "credit": {"deal": 0.0, "repeat": 1.0, "cross_sell": 1.0},
            },
        },
        "territories": {
            "farming.contacts.A.times": "x1.3",
            "farming.contacts.B.times": "x1.3",
            "farming.realign": 0.2,
        },
        "processes": {"farming.alert": {"every": "4 w"}, "farming.win_back": {"chance": 0.15}},
        "capacity": {"people.hunter.count": "-2", "people.farmer.count": "+2"},
    },
)

#: Other countries, in steps that the firm can bear; less is spent on names at home.
EXPORT = Preset(
    segments=(),
    levers={
        "priorities": {
            "expansion.policy": {"kind": "uppsala"},
            "demand.outbound.rate": "x0.7",
        },
    },
)

PRESETS: Mapping[str, Preset] = {
    "volume": VOLUME,
    "solution": SOLUTION,
    "farming": FARMING,
    "export": EXPORT,
}
