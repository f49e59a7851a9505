"""What a difference might have to be worth: a hundredth of what the base comes to, rounded.

Without such an amount a run goes on until any difference is told, however small.  The base is played once for it, by a
process of its own: `python -m simsales.studio.suggesting FILE` prints its KPIs as JSON.
"""

import json
import math
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from simsales.studio.children import output_of, python
from simsales.studio.places import Stamp

SHARE = 0.01


def suggestion(path: Path, stamp: Stamp, kpi: str, unit: str) -> dict[str, Any]:
    """An amount for a KPI, as `--worth` takes it, and where it comes from; 0 where one play does not tell."""
    value = _kpis(path, stamp).get(kpi, math.nan)
    amount = rounded(abs(value) * SHARE)
    return {"kpi": kpi, "unit": unit, "worth": amount, "value": value, "share": SHARE}


def rounded(amount: float) -> str:
    """With one digit that counts: 87,123 becomes 90_000."""
    if not math.isfinite(amount) or amount <= 0.0:
        return "0"
    size = 10.0 ** math.floor(math.log10(amount))
    digit = round(amount / size)
    if digit == 10:
        digit, size = 1, size * 10.0
    return f"{int(digit * size):_}" if size >= 1.0 else f"{digit * size:.{-int(math.log10(size))}f}"


@lru_cache(maxsize=32)
def _kpis(path: Path, stamp: Stamp) -> dict[str, float]:
    """The KPIs of one play of a file; made once for each content."""
    printed = output_of("worth", python("simsales.studio.suggesting", str(path)))
    return {name: math.nan if value is None else value for name, value in json.loads(printed).items()}


def main(path: Path) -> None:
    """Play a file once and print its KPIs."""
    from simsales.kpis import measure
    from simsales.processes.play import play
    from simsales.scenario import load
    from simsales.studio.paper import as_json

    if hasattr(os, "nice"):
        os.nice(5)  # the page and the runs come first
    scenario = load(path)
    print(as_json({name: float(value) for name, value in measure(play(scenario), scenario).items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
