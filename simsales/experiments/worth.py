"""What a difference must at least be worth, as a person writes it: a number, with or without the KPI's unit."""

import math
import re

from simsales.kpis import catalogue
from simsales.words.errors import InputError

_AMOUNT = re.compile(r"\s*([-+]?[\d_.]+(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf))\s*((?:[^\d\s,.].*?)?)\s*")


def worth_of(text: str, kpi: str) -> float:
    """The amount in ``50_000`` or ``50_000 EUR``.

    A unit says what is meant: one that is not the KPI's is refused, such as wins where no KPI was named and
    contribution decides.  Raises InputError for that, and for what is no number of at least 0.
    """
    found = _AMOUNT.fullmatch(text)
    try:
        amount = math.nan if found is None else float(found[1])
    except ValueError:
        amount = math.nan
    if found is None or not 0.0 <= amount < math.inf:
        raise InputError(f"--worth: must be a number of at least 0, found {text}")
    unit = catalogue()[kpi].unit if kpi in catalogue() else found[2]
    if found[2] not in ("", unit):
        raise InputError(
            f"--worth: must be in {unit}, the unit of {kpi}, which decides, found '{text}'; "
            "name the KPI that is meant with --kpi"
        )
    return amount
