"""Full minutes: the time in which a page replays what happened."""

from __future__ import annotations

from typing import Any

import numpy as np


def minutes_of(hours: Any) -> Any:
    """Hours as full minutes, rounded up; a whole number for one time, an array for many."""
    found = np.ceil(np.asarray(hours, dtype=float) * 60.0).astype(np.int64)
    return found if found.ndim else int(found)
