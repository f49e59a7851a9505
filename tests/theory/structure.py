"""Approvals where nobody has to wait: closed forms, what is read off the log, the cases.

A chain takes the sum of its hours.  Two side by side take the longer of two exponential times, 1.5 of their mean
(order statistics), again each time that they disagree.
"""

from __future__ import annotations

import numpy as np

from simsales.instruments.eventlog import EventLog
from tests.theory.case import Answers, Case

LIMITS = {"lead_time": [0.0]}


def chain(mean: float, levels: float) -> Answers:
    """Hours until all levels have approved, one after another."""
    return {"latency": mean * levels}


def side_by_side(mean: float, conflict: float) -> Answers:
    """Hours until two who are asked at the same time have approved and agree."""
    return {"latency": 1.5 * mean / (1.0 - conflict)}


def latency(log: EventLog) -> Answers:
    """Mean hours from asking to the last approval, after the warm-up."""
    rows = log.table("decisions")
    rows = rows[rows["asked"] >= log.warm_up]
    return {"latency": float(np.mean(rows["decided"] - rows["asked"]))}


def _case(name: str, expected: float, **of: object) -> Case:
    longer = {"structure.approval": {"kind": "exponential", "mean": "4.6 h"}}
    return Case(
        name=name,
        file="o12.toml",
        expected={"latency": expected},
        mutation=("mean", 1.15),
        mutant=longer,
        measure=latency,
        **of,  # type: ignore[arg-type]  # fields of a case
    )


def _matrix(conflict: float) -> dict[str, object]:
    return {
        "structure": {
            "kind": "matrix",
            "product": "manager",
            "region": "director",
            "conflict": conflict,
            "limits": LIMITS,
        }
    }


CHAIN = _case("O12 a chain of three managers", 12.0, parameters={"mean": 4.0, "levels": 3.0}, answer=chain)
POD = _case(
    "O12 the lead of a pod",
    4.0,
    parameters={"mean": 4.0, "levels": 1.0},
    answer=chain,
    changes={
        "structure": {
            "kind": "modular",
            "levels": ["team_lead"],
            "divided": ["team_lead"],
            "pods": 3,
            "limits": LIMITS,
        }
    },
    slow=True,
)
MATRIX = _case(
    "O12 two managers who agree",
    6.0,
    parameters={"mean": 4.0, "conflict": 0.0},
    answer=side_by_side,
    changes=_matrix(0.0),
    slow=True,
)
CONFLICT = _case(
    "O12 two managers who may disagree",
    7.058823529411765,
    parameters={"mean": 4.0, "conflict": 0.15},
    answer=side_by_side,
    changes=_matrix(0.15),
)

CASES = (CHAIN, POD, MATRIX, CONFLICT)
