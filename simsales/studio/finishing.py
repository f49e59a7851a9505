"""What a run leaves behind when it is certain: all that `simsales compare --out` writes, plots, flips and the report.

What cannot be made does not take the verdict with it: it is left out, and the page says what and why.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from simsales.experiments.store import write_comparison, write_report, write_results

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison
    from simsales.studio.shelf import Study
    from simsales.studio.standing import Asked

Stage = Callable[[str], None]


def finish(study: "Study", asked: "Asked", comparison: "Comparison", stage: Stage) -> None:
    """Write the tables, which come with the verdict, and then what takes longer."""
    stage("writing")
    folder: Path = study.folder
    write_comparison(folder, comparison)
    write_results(folder, comparison.results, study.line)
    write_report(folder, comparison.results, study.line, comparison)
