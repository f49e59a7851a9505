"""The journey of one lead: from the door to the follow-up, or to where it was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.instruments.eventlog import case_number
from simsales.instruments.longform import lead_names, people_names
from simsales.journeys.story import (
    COMES_IN,
    HAPPENS,
    OPENS,
    Journey,
    Moment,
    Telling,
    happened,
    money,
    worked,
)
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError
from simsales.words.vocabulary import (
    ACCEPTED,
    ATTEMPTED,
    CONTACTED,
    DISCOUNTED,
    DISQUALIFIED,
    FOLLOWED_UP,
    HANDED_OVER,
    IGNORED,
    LOST,
    MEETING_MEDIA,
    NURTURED,
    OPPORTUNITY,
    QUALIFIED,
    QUOTED,
    REACTIVATED,
    REASONS,
    REPLIED,
    VISIT,
    WON,
)

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog


def keys(log: EventLog) -> list[str]:
    """The keys of all leads, in order of arrival."""
    return lead_names(log)


def journey(log: EventLog, key: str) -> Journey:
    """The journey of one lead.  Raises InputError for a key that no lead of this log has."""
    names = keys(log)
    if key not in names:
        raise InputError(f"--lead: must be the key of a lead of this run, found '{key}'{nearest(key, names)}")
    row = names.index(key)
    deals = np.flatnonzero(log.opportunities["lead"] == row).tolist()
    cases = [row, *(case_number(OPPORTUNITY, deal) for deal in deals)]
    notes = log.notes[np.isin(log.notes["case"], cases)]
    over = notes["time"][np.isin(notes["activity"], (LOST, FOLLOWED_UP))]
    end = float(over.max()) if len(over) else log.horizon
    people = [*people_names(log), ""]
    moments = [_comes_in(log, row, key), *(_opens(log, deal, people) for deal in deals)]
    moments += [*_meetings(log, cases), *_orders(log, cases), *happened(log, cases, _TOLD, people)]
    arrived = float(log.leads["arrived"][row])
    return Journey(key, arrived, end, bool(len(over)), worked(log, cases, people), tuple(moments))


def _comes_in(log: EventLog, row: int, key: str) -> Moment:
    lead = log.leads[row]
    product, segment = log.products[lead["product"]], log.segments[lead["segment"]]
    hidden = "could really buy" if lead["fit"] else "could not really buy"
    text = f"{key} comes in: {product}, {money(lead['value'])} at list price, segment {segment}; it {hidden}"
    return Moment(float(lead["arrived"]), COMES_IN, text)


def _opens(log: EventLog, row: int, people: list[str]) -> Moment:
    deal = log.opportunities[row]
    owner = people[deal["owner"]]
    return Moment(
        float(deal["opened"]), OPENS, "It becomes an opportunity" + (f" of {owner}" if owner else "")
    )


def _orders(log: EventLog, cases: list[int]) -> list[Moment]:
    """The orders that its deals became, where there is an order book."""
    if not log.has("orders"):
        return []
    orders = log.table("orders")
    rows = np.flatnonzero(np.isin(orders["deal"], cases)).tolist()
    return [Moment(float(orders[row]["placed"]), OPENS, f"It becomes order {row}") for row in rows]


def _meetings(log: EventLog, cases: list[int]) -> list[Moment]:
    """How its customer was met, where the firm decided on it."""
    if not log.has("meetings"):
        return []
    rows = log.table("meetings")
    return [Moment(float(row["time"]), HAPPENS, _met(row)) for row in rows[np.isin(rows["case"], cases)]]


def _met(row: Any) -> str:
    who = "The customer" + (", who insists on a visit," if row["insists"] else "")
    if row["medium"] == VISIT:
        return f"{who} has been visited, {row['travel']:.1f} h there and back"
    return f"{who} has been met by {MEETING_MEDIA[row['medium']]}"


_TOLD: Telling = {
    REPLIED: lambda note, who: "An automatic reply goes out",
    ATTEMPTED: lambda note, who: "An outside call desk tries to reach it",
    CONTACTED: lambda note, who: "It is reached",
    QUALIFIED: lambda note, who: f"It seems worth a rep's time, score {note['value']:.2f}",
    DISQUALIFIED: lambda note, who: f"It does not seem worth a rep's time, score {note['value']:.2f}",
    NURTURED: lambda note, who: f"Contact is kept, touch {note['value'] + 1:.0f}",
    REACTIVATED: lambda note, who: f"It seems worth a rep's time after all, score {note['value']:.2f}",
    HANDED_OVER: lambda note, who: (
        f"It is handed over to {who}" if who else "No rep has room for it; it waits"
    ),
    ACCEPTED: lambda note, who: f"{who or 'The team'} takes it up",
    IGNORED: lambda note, who: f"{who or 'The team'} lets it lie",
    QUOTED: lambda note, who: (
        "The quote is out" + (", after an error of ours was mended" if note["value"] else "")
    ),
    DISCOUNTED: lambda note, who: f"A discount of {note['value']:.1%} is granted",
    WON: lambda note, who: f"The customer signs for {money(note['value'])}",
    FOLLOWED_UP: lambda note, who: "The customer has been followed up",
    LOST: lambda note, who: f"It is lost: {REASONS[note['reason']]}",
}
