"""The shorter report of every other command: what was asked and found, what it rests on, how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from simsales.experiments.assumptions import Ledger, assumptions
from simsales.experiments.document import Block, Paragraph
from simsales.experiments.pareto import Front
from simsales.experiments.store import origin, write_whole
from simsales.experiments.tornado import Tornado
from simsales.experiments.transition import Transition
from simsales.experiments.why import Why
from simsales.report.charts import Chart, drawn
from simsales.report.explaining import explain
from simsales.report.page import template
from simsales.report.resting import grounds
from simsales.report.writing import NAME
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from simsales.scenario import Scenario


class Found(Protocol):
    """What a study found: it can tell it as a document."""

    def told(self) -> tuple[Block, ...]:
        """Paragraphs, tables and lists."""
        ...


#: By the command: what it asks.
_ASKED = {
    "rank": "Which is best?",
    "sweep": "A lever from end to end",
    "sensitivity": "What the answer hangs on",
    "optimise": "A better plan",
    "why": "Why they differ",
    "transition": "What the change costs before it pays",
    "spreadsheet": "A plan by arithmetic, and what queues and luck do to it",
    "assumptions": "What the figures rest on",
}


def study_html(
    scenarios: Mapping[str, Scenario], found: Found, repeat: str, made_by: Mapping[str, Any]
) -> str:
    """One page; the first of the scenarios is that whose assumptions are told.  The same study gives the same bytes."""
    first = next(iter(scenarios.values()))
    ledger = found if isinstance(found, Ledger) else assumptions(first)
    blocks = found.told() if found is not ledger else ()
    said = list(takewhile(lambda block: isinstance(block, Paragraph), blocks))
    asked = _ASKED.get(repeat.split()[1], "What was found")
    return template("study.html").render(
        title=f"{asked} · {', '.join(scenarios)}",
        asked=asked,
        scenarios=scenarios,
        said=said,
        shown=blocks[len(said) :],
        explained=explain(found) if isinstance(found, Why) else None,
        chart=_chart(found),
        ledger=ledger,
        grounds=grounds(ledger),
        is_ledger=found is ledger,
        repeat=repeat,
        made_by=made_by,
        run=first.run,
    )


def write_study(folder: Path, scenarios: Mapping[str, Scenario], found: Found, repeat: str) -> Path:
    """Write `report.html` beside the tables of a study; it says where it is.

    Raises SimSalesError where the disk takes no more.
    """
    made_by = origin(repeat, next(iter(scenarios.values())).run.seed)
    path = folder / NAME
    write_whole(path, study_html(scenarios, found, repeat, made_by))
    return path


def _chart(found: Found) -> Chart | None:
    """The chart of what was found, where there is one."""
    from simsales import plots

    try:
        if isinstance(found, Front):
            return drawn("Which scenarios no other beats", lambda: plots.front(found), "front-")
        if isinstance(found, Tornado):
            return drawn("What each assumption does alone", lambda: plots.tornado(found), "tornado-")
        if isinstance(found, Transition):
            return drawn(
                "The way of the change, week by week", lambda: plots.transition(found), "transition-"
            )
    except InputError:  # such as a front that has nothing to draw
        return None
    return None
