"""What must hold of hybrid selling: a table without a gap, and somebody behind each way that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from simsales.policies.touchpoints import PREFERRED, WAYS, Routes, Touch
from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.words.quantities import shown
from simsales.words.vocabulary import APPROACH, STEPS

if TYPE_CHECKING:
    from simsales.scenario.hybrid import Hybrid
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario

HYBRID: Path = ("media", "hybrid")
#: The steps at which a customer is met.
MEETINGS = STEPS[APPROACH:]


def hybrid_findings(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold in the table of hybrid selling."""
    table = hybrid_of(scenario)
    if table is None:
        return
    named = list(_names(table, scenario))
    yield from named
    if not named:
        yield from _gaps(table, scenario)
    if isinstance(table.routes, Routes) and table.preference == "skip":
        for place, row in enumerate(table.routes.rows):
            if row.by == PREFERRED:
                sentence = 'must name who serves where nobody has a preference, found "preferred"; '
                sentence += "name another, or say what customers prefer"
                yield Finding((*HYBRID, "routes", "rows", place, "by"), sentence, ((*HYBRID, "preference"),))


def hybrid_of(scenario: Scenario) -> Hybrid | None:
    """The table of hybrid selling; None where it is skipped."""
    media = scenario.media
    return None if media == "skip" or media.hybrid == "skip" else media.hybrid


def ways_used(scenario: Scenario) -> set[str]:
    """The ways in which anybody may be served."""
    table = hybrid_of(scenario)
    if table is None:
        return set()
    chosen = {table.routes.choose(touch) for touch in _touches(table, scenario)}
    return {way for way in chosen if way is not None}


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


def _touches(table: Hybrid, scenario: Scenario) -> Iterator[Touch]:
    wishes = WAYS if table.preference != "skip" else (WAYS[-1],)
    for step, segment, made, wish in product(MEETINGS, scenario.customers, scenario.products, wishes):
        yield Touch(step, segment, made, wish)


def _gaps(table: Hybrid, scenario: Scenario) -> Iterator[Finding]:
    """Touches that the routes leave to nobody; the first is named, and how many more there are."""
    chosen = {(t.step, t.segment, t.product): table.routes.choose(t) for t in _touches(table, scenario)}
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
