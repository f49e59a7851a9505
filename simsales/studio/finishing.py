"""What a run leaves behind when it is certain: all that `simsales compare --out` writes, flips, plots and the report.

The tables come first, so that the verdict does not wait.  What cannot be made afterwards is left out and said.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from simsales.experiments.split import ADDITIVE
from simsales.experiments.store import write_comparison, write_report, write_results
from simsales.studio.paper import read_json, write_json, write_text
from simsales.words.errors import InputError, SimSalesError

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison
    from simsales.experiments.watching import Watched
    from simsales.experiments.why import Why
    from simsales.studio.shelf import Study
    from simsales.studio.standing import Asked

#: Of a KPI that is no sum over cases, what flips are worth is told in this one.
_OTHERWISE = "contribution"
_MOST_EXAMPLES = 2


def finish(
    study: "Study",
    asked: "Asked",
    comparison: "Comparison",
    stage: Callable[[str], None],
    progress: Callable[[int, int], None],
) -> list[str]:
    """Write the tables and then what takes longer; what could not be made, in sentences.

    `stage` is told what is being done, `progress` the plays that are done of those that are watched once more.
    """
    from simsales.experiments.watching import watch

    stage("writing")
    write_comparison(study.folder, comparison)
    write_results(study.folder, comparison.results, study.line)
    write_report(study.folder, comparison.results, study.line, comparison)
    stage("explaining")
    missing: list[str] = []
    watched: Watched | None = None
    try:
        store = study.folder / "store.sqlite"  # what was seen is not played again if this is stopped
        watched = watch(comparison.results, progress=progress, store=store)
        write_flips(study, asked, watched)
    except SimSalesError as problem:
        missing.append(f"no flips: {problem}")
    stage("drawing")
    missing += draw(study, asked, comparison, watched)
    stage("reporting")
    unseen = "\n".join(missing) if watched is None else ""
    return [*missing, *report(study, comparison, watched, unseen)]


def write_flips(study: "Study", asked: "Asked", watched: "Watched") -> None:
    """Write `flips.json` for the page, and `flips.csv` and `why.csv` with a column for the scenario."""
    kpi = asked.kpi if asked.kpi in ADDITIVE else _OTHERWISE
    found = {label: watched.why(label, kpi) for label in list(asked.scenarios)[1:]}
    told = {asked.names[label]: flips_of(each) for label, each in found.items()}
    write_json(study.folder / "flips.json", {"kpi": kpi, "scenarios": told})
    _write_tables(study, found)


def flips_of(found: "Why") -> dict[str, Any]:
    """What ended differently under one what-if: a sentence, the reasons, the journeys of a few, and why."""
    return {
        "sentence": found.flips.text().partition("\n\n")[0],
        "unit": found.unit,
        "replications": found.flips.replications,
        "rows": [
            {**row, "change": _named(str(row["change"]), found), "count": int(row["count"])}
            for row in found.flips.summary().to_dict("records")
        ],
        "examples": [
            {
                "title": each.text().partition("\n")[0],
                "name": each.flip.name,
                "replication": each.flip.replication,
                "base": list(each.journeys[0].sentences()),
                "other": list(each.journeys[1].sentences()),
            }
            for each in found.examples(_MOST_EXAMPLES)
        ],
        "why": [
            {"part": p.part, "difference": p.difference, "low": p.low, "high": p.high, "meaning": p.meaning}
            for p in (*found.parts, found.total)
        ],
    }


def _named(change: str, found: "Why") -> str:
    """A change in the scenarios' names: `won only under other` says under which."""
    start, only, side = change.rpartition(" under ")
    return f"{start}{only}{found.other if side == 'other' else found.base}" if only else change


def _write_tables(study: "Study", found: "dict[str, Why]") -> None:
    import pandas as pd

    flips = pd.concat([_first(each.flips.to_pandas(), label) for label, each in found.items()])
    parts = pd.concat([_first(each.to_pandas(), label) for label, each in found.items()])
    for name, table in (("flips.csv", flips), ("why.csv", parts)):
        write_text(study.folder / name, table.to_csv(index=False, lineterminator="\n"))


def _first(table: Any, label: str) -> Any:
    table.insert(0, "scenario", label)
    return table


def draw(study: "Study", asked: "Asked", comparison: "Comparison", watched: "Watched | None") -> list[str]:
    """Write `plots/*.svg`; what could not be drawn though it should have been, in sentences."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    from simsales.plots import svg

    missing = []
    (study.folder / "plots").mkdir(exist_ok=True)
    for name, make in _charts(asked, comparison, watched):
        try:
            figure = make()
        except InputError:  # the chapter is played, and nothing came of it in the window
            continue
        except SimSalesError as problem:
            missing.append(f"no chart of {name}: {problem}")
            continue
        write_text(study.folder / "plots" / f"{name}.svg", svg(figure, prefix=f"{name}-"))
        pyplot.close(figure)
    return missing


def _charts(
    asked: "Asked", comparison: "Comparison", watched: "Watched | None"
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The charts that a study has, by the names of their files; what-ifs are numbered in those of one alone."""
    from simsales import plots

    yield "differences", lambda: plots.differences(comparison)
    if watched is None:
        return
    for name in plots.available(watched):
        if name != "differences":
            yield name, partial(getattr(plots, name), watched)
    if asked.kpi in ADDITIVE:
        for place, label in enumerate(list(asked.scenarios)[1:], 1):
            yield f"why-{place}", partial(_why, watched, label, asked.kpi)


def _why(watched: "Watched", label: str, kpi: str) -> Any:
    from simsales import plots

    return plots.why(watched.why(label, kpi))


def report(study: "Study", comparison: "Comparison", watched: "Watched | None", unseen: str) -> list[str]:
    """Write `report.html`, to be sent by mail, from what was watched or why nothing was; what kept it from it."""
    from simsales.experiments.assumptions import assumptions
    from simsales.report import Material, html

    results = comparison.results
    ledger = assumptions(next(iter(results.scenarios.values())))
    made_by = read_json(study.folder / "manifest.json")
    material = Material(results, comparison, study.line, made_by, ledger, watched, unseen)
    try:
        write_text(study.folder / "report.html", html(material))
    except SimSalesError as problem:
        return [f"no report.html: {problem}"]
    return []
