"""A piece of work, as whoever asks for it describes it to a desk."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(slots=True)
class WorkStep:
    """One piece of work as the desk needs it.

    Hours are drawn as a unit shape with the case's luck (`slot`) and scaled by `mean`; patience likewise, `inf`
    where nobody leaves.  `leave_is_event` makes leaving a real event instead of a deadline found later.
    """

    task: int
    mean: float  # h
    slot: int
    level: int = 0
    due: float = 0.0  # h after asking
    patience: float = inf  # h
    patience_slot: int = 0
    leave_is_event: bool = False
