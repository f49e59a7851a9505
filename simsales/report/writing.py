"""Writes `report.html` beside the tables of an `--out` folder, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from simsales.experiments.store import write_whole
from simsales.report.gathering import Material, gather
from simsales.report.page import html

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison
    from simsales.experiments.experiment import Progress
    from simsales.experiments.reopening import Reopened
    from simsales.experiments.results import Results

NAME = "report.html"


def write(
    folder: Path,
    results: Results,
    repeat: str,
    comparison: Comparison | None = None,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Path:
    """The report of results whose tables and manifest are in the folder already; it says where it is.

    The first few replications are played once more, in worker processes.  Raises SimSalesError where the disk takes no
    more.
    """
    made_by = json.loads((folder / "manifest.json").read_text("utf-8"))
    return _written(folder, gather(results, repeat, made_by, comparison, workers=workers, progress=progress))


def write_again(
    reopened: Reopened, playing: bool = True, *, workers: int | None = None, progress: Progress | None = None
) -> Path:
    """The report of a folder that was reopened.

    Without `playing`, and where another version of the model made the folder, what only playing again shows is left
    out, and the report says so.
    """
    results, comparison, made_by = reopened.results, reopened.comparison(), reopened.manifest
    if playing and reopened.same_model:
        return _written(
            reopened.folder,
            gather(
                results,
                reopened.repeat,
                made_by,
                comparison,
                reopened.ledger,
                workers=workers,
                progress=progress,
            ),
        )
    unseen = (
        "it was made without playing again"
        if reopened.same_model
        else f"another version of the model, {made_by['model']}, made these figures"
    )
    return _written(
        reopened.folder,
        Material(results, comparison, reopened.repeat, made_by, reopened.ledger, None, unseen),
    )


def _written(folder: Path, material: Material) -> Path:
    path = folder / NAME
    write_whole(path, html(material))
    return path
