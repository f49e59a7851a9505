"""How long the package and its command take to start, beside a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

BARE, IMPORT, HELP = "python", "import simsales", "simsales --help"


def commands() -> dict[str, list[str]]:
    """Return what is started; the command is the one installed beside this interpreter."""
    return {
        BARE: [sys.executable, "-c", "pass"],
        IMPORT: [sys.executable, "-c", "import simsales"],
        HELP: [str(Path(sys.executable).with_name("simsales")), "--help"],
    }


def seconds(rounds: int) -> dict[str, float]:
    """Return median wall-clock seconds of each start, taken in turns; a first round only warms the disk."""
    taken: dict[str, list[float]] = {name: [] for name in commands()}
    for number in range(rounds + 1):
        for name, command in commands().items():
            began = perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if number:
                taken[name].append(perf_counter() - began)
    return {name: median(times) for name, times in taken.items()}
