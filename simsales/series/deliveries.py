"""How long orders took, by the path that each went."""

from __future__ import annotations

import numpy as np

from simsales.instruments.eventlog import rows_of
from simsales.kpis.orders import fates_of
from simsales.kpis.reading import Reading
from simsales.series.levels import Numbers
from simsales.words.vocabulary import PRODUCTS

#: Decoupling points, by how far an order reaches back; the log numbers them in this order.
PATHS = PRODUCTS


def days_by_path(reading: Reading) -> dict[str, Numbers]:
    """Working days from order to delivery of each order delivered in the window, by decoupling point, in order.

    The path is that on which the order was promised.  Over all paths their mean is the KPI ``lead_time``.
    """
    fates, promises = fates_of(reading), reading.log.table("promises")
    point = np.full(len(fates.placed), -1)
    point[rows_of(promises["order"])] = promises["point"]
    delivered = reading.window.has(fates.delivered)
    days = fates.took / reading.day_hours
    return {
        name: np.sort(days[delivered & (point == place)])
        for place, name in enumerate(PATHS)
        if np.any(point == place)
    }
