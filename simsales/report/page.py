"""From what is known to one page of HTML that needs nothing else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape

from simsales.experiments.document import Block, Bullets, Listing, Paragraph, Table
from simsales.experiments.doubts import doubts
from simsales.experiments.stress import stress_sections, title_of
from simsales.report.charts import charts
from simsales.report.deciding import verdict
from simsales.report.differing import differing
from simsales.report.explaining import explained
from simsales.report.picture import pictures
from simsales.report.resting import changed, grounds

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison
    from simsales.experiments.results import Results
    from simsales.report.gathering import Material

_FIGURE = re.compile(
    r"((over|under) )?[-+–−]?[\d.,_]*( ?%)?|[-+\d.,]+ … [-+\d.,]+|[-+\d.,]+ ± [-+\d.,]+|–|same"
)

#: Words in Hebrew, Arabic and their like, and what stands between two of them.
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_LEFTWARD = re.compile(f"{_LETTER}(?:[^A-Za-z0-9]*{_LETTER})?")


def html(material: Material) -> str:
    """The report of `compare` or `run`.  The same material gives the same bytes."""
    results, comparison = material.results, material.comparison
    whys, unexplained = explained(material)
    return template("report.html").render(
        material=material,
        results=results,
        title=title_of(results, comparison),
        comparison=comparison,
        played=_played(results, comparison),
        verdict=None if comparison is None else verdict(comparison),
        others=[label for label in results.scenarios if comparison is None or label != comparison.base],
        changed={label: changed(material, label) for label in list(results.scenarios)[1:]},
        differing=_differing(material),
        means=([*("KPI", "unit"), *results.scenarios], results.lines()),
        whys=whys,
        unexplained=unexplained,
        pictures=pictures(material.drawn, None if comparison is None else comparison.decision().scenario),
        charts=list(charts(material)),
        doubts=[sentence for paragraph in doubts(results) for sentence in paragraph.splitlines()],
        grounds=grounds(material.ledger),
        stress=stress_sections(results, material.repeat, material.made_by, comparison, material.ledger),
    )


def _played(results: Results, comparison: Comparison | None) -> int:
    """How many replications, or pairs of them, came to their end."""
    if comparison is not None:
        return max(d.pairs for d in comparison.differences)
    return min(sum(not o.failed for o in outcomes.values()) for outcomes in results.outcomes.values())


def _differing(material: Material) -> list[Any]:
    comparison = material.comparison
    if comparison is None:
        return []
    others = [label for label in material.results.scenarios if label != comparison.base]
    return [differing(comparison, label, label not in material.not_drawn) for label in others]


@cache
def template(name: str) -> jinja2.Template:
    """A template of this room.  Whatever is put into it is escaped, and what is missing is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_isolated,
    )
    environment.tests["a_figure"] = _is_a_figure
    environment.filters["kind_of_block"] = _kind_of_block
    environment.filters["verbatim"] = escape  # what somebody copies is left as it is
    environment.filters["breakable"] = _breakable
    environment.filters["drawing"] = Markup  # made by `plots`, which escapes what it draws
    environment.globals["style"] = Markup(
        Path(__file__).with_name("templates").joinpath("style.css").read_text("utf-8")
    )
    return environment.get_template(name)


def _isolated(value: Any) -> Any:
    """Text whose words from right to left stand between marks that keep figures beside them where they belong."""
    return (
        value
        if isinstance(value, Markup) or not isinstance(value, str)
        else _LEFTWARD.sub("\u2068\\g<0>\u2069", value)
    )


def _is_a_figure(cell: str) -> bool:
    """Whether a cell holds a number, an interval or the dash that stands for none: such stand to the right."""
    return bool(_FIGURE.fullmatch(cell))


def _breakable(name: str) -> Markup:
    """A long name that may go on in the next line after its dots and underscores."""
    return Markup(re.sub(r"([._/])(?=.)", r"\1<wbr>", str(escape(name))))


def _kind_of_block(block: Block) -> str:
    kinds = {Paragraph: "paragraph", Bullets: "bullets", Table: "table", Listing: "listing"}
    return kinds[type(block)]
