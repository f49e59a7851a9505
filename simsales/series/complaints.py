"""How far the problems of customers come: noticed, voiced, written down, acknowledged, answered, put right."""

from __future__ import annotations

import numpy as np

from simsales.kpis.complaints import fates_of
from simsales.kpis.reading import Reading
from simsales.words.vocabulary import SATISFIED_FAST, SATISFIED_LATE

#: The stages in order; the last is how many customers left over their problem and is no stage of the flow.
COMPLAINTS = ("noticed", "voiced", "written down", "acknowledged", "answered", "satisfied", "customer lost")


def complaint_flow(reading: Reading) -> dict[str, float]:
    """How many of the problems noticed in the window have come to each stage by the end of the log.

    A problem that came to a later stage counts for the earlier ones that it must have passed.  Customers may be lost
    at any stage, most of them without having said a word.
    """
    fates = fates_of(reading)
    there = reading.window.has(fates.noticed)
    satisfied = fates.voiced & np.isin(fates.outcome, (SATISFIED_LATE, SATISFIED_FAST))
    stages = (
        np.isfinite(fates.noticed),
        fates.voiced,
        fates.written_down,
        np.isfinite(fates.acknowledged),
        np.isfinite(fates.answered),
        satisfied,
        fates.lost,
    )
    return {
        name: float(np.count_nonzero(there & stage)) for name, stage in zip(COMPLAINTS, stages, strict=True)
    }
