"""What must hold of hybrid selling: a table without a gap, and somebody behind each way that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simsales.policies.touchpoints import PREFERRED, WAYS, Routes
from simsales.scenario.checking import Finding
from simsales.scenario.hybrid import hybrid_of, touches, ways_used
from simsales.scenario.naming import nearest
from simsales.words.quantities import shown
from simsales.words.vocabulary import BY_INSIDE, PRE_APPROACH, STEPS

if TYPE_CHECKING:
    from simsales.scenario.hybrid import Hybrid
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

HYBRID: Path = ("media", "hybrid")


def hybrid_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the table of hybrid selling."""
    table = hybrid_of(scenario)
    if table is None:
        return
    named = list(_names(table, scenario))
    yield from named
    if not named:
        yield from _gaps(table, scenario)
        yield from _field_reps_inside(table, scenario)
    if isinstance(table.routes, Routes) and table.preference == "skip":
        for place, row in enumerate(table.routes.rows):
            if row.by == PREFERRED:
                sentence = 'must name who serves where nobody has a preference, found "preferred"; '
                sentence += "name another, or say what customers prefer"
                yield Finding((*HYBRID, "routes", "rows", place, "by"), sentence, ((*HYBRID, "preference"),))


def _names(table: Hybrid, scenario: Scenario) -> Iterator[Finding]:
    """Rows that speak of segments or products which do not exist."""
    rows = table.routes.rows if isinstance(table.routes, Routes) else ()
    for place, row in enumerate(rows):
        for key, word, known, where in (
            ("segment", row.segment, scenario.customers, "customers"),
            ("product", row.product, scenario.products, "products"),
        ):
            if word is not None and word not in known:
                sentence = f"must be one of [{where}], found {shown(word)}{nearest(word, known)}"
                yield Finding((*HYBRID, "routes", "rows", place, key), sentence, ((where,),))


def _gaps(table: Hybrid, scenario: Scenario) -> Iterator[Finding]:
    """Touches that the routes leave to nobody; the first is named, and how many more there are."""
    chosen = {(t.step, t.segment, t.product): table.routes.choose(t) for t in touches(table, scenario)}
    gaps = [touch for touch, way in chosen.items() if way is None]
    if gaps:
        step, segment, made = gaps[0]
        more = f" and {len(gaps) - 1} more" if len(gaps) > 1 else ""
        sentence = "must say for every step, segment and product who serves, found nobody for "
        sentence += f"{step} of {made} in segment {segment}{more}; add a row"
        path = (*HYBRID, "routes", "rows") if isinstance(table.routes, Routes) else (*HYBRID, "routes")
        yield Finding(path, sentence, (("customers",), ("products",)))
    wrong = next((way for way in chosen.values() if way is not None and way not in WAYS), None)
    if wrong is not None:
        yield Finding((*HYBRID, "routes"), f"must choose one of {', '.join(WAYS)}, found {shown(wrong)}")


def _field_reps_inside(table: Hybrid, scenario: Scenario) -> Iterator[Finding]:
    """Whoever does steps as they are described is the field; in two places at once nobody could be told apart."""
    team = table.inside.team
    if WAYS[BY_INSIDE] in ways_used(table, scenario) and team in _field(scenario):
        sentence = f"must not be a team that does steps of [selling] in the field, found {shown(team)}"
        sentence += "; name another, or choose in media.visits whom they meet how"
        yield Finding((*HYBRID, "inside", "team"), sentence, (("selling",),))


def _field(scenario: Scenario) -> set[str]:
    steps = (getattr(scenario.selling, name) for name in STEPS[PRE_APPROACH:])
    return {step.team for step in steps if step != "skip"}
