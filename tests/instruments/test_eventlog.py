"""The log keeps what it is told, to the last digit, and reads it back in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
import pytest

from simsales.instruments.eventlog import EventLog, case_number, packed, rows_of, types_of
from simsales.processes.play import play
from simsales.scenario import load
from simsales.words.vocabulary import (
    BACKGROUND,
    CONTACTED,
    LEAD,
    LOST,
    MONEY,
    OPPORTUNITY,
    QUALIFIED,
    REVENUE,
    STALE,
    TASKS,
)
from tests.theory.case import SCENARIOS


@dataclass
class Entered:
    """As much of a lead, or of its opportunity, as the log writes down."""

    arrived: float = 1.25
    value: float = 17_000.125
    key: int = (1 << 55) + 3
    source: int = 2
    strip: int = 11
    index: int = 70_001
    territory: int = 5039
    fit: bool = True
    product: int = 3
    segment: int = 1
    standard: bool = False
    number: int = 0
    lead: Entered | None = None


def test_a_lead_is_read_back_as_it_was_entered():
    log = EventLog(100.0)
    entered = (1.25, 77, 2, 1500.0, 4711, 3, 1, True, False)
    born = packed(*entered[3:])
    assert born[:6] == entered[3:]
    assert log.lead(*entered[:3], born) == 0
    assert log.lead(2.5, 78, 2, born) == 1
    assert log.leads[0].tolist() == entered
    assert log.leads["arrived"].tolist() == [1.25, 2.5]
    columns = ("arrived", "key", "source", "value", "territory", "product", "segment", "fit", "standard")
    assert log.leads.dtype.names == columns


def test_an_opportunity_knows_its_lead_and_its_owner():
    log = EventLog(100.0)
    number = log.opportunity(Entered(number=41), 7.5, None)
    assert (types_of(np.array([number]))[0], rows_of(np.array([number]))[0]) == (OPPORTUNITY, 0)
    assert log.opportunities[["opened", "lead", "owner", "product"]].tolist() == [(7.5, 41, -1, 3)]


def test_a_case_number_says_what_kind_of_case_it_is_and_where_it_stands():
    numbers = np.array([case_number(LEAD, 5), case_number(OPPORTUNITY, 0), case_number(BACKGROUND, 1 << 26)])
    assert types_of(numbers).tolist() == [LEAD, OPPORTUNITY, BACKGROUND]
    assert rows_of(numbers).tolist() == [5, 0, 1 << 26]


def test_notes_are_read_in_order_of_time_and_ties_in_order_of_writing():
    log = EventLog(100.0)
    log.note(5.0, 1, QUALIFIED, 0.75, person=3)
    log.note(2.0, 1, LOST, reason=STALE)  # found out late, stamped with the time it happened
    log.note(5.0, 2, CONTACTED)
    assert log.notes["time"].tolist() == [2.0, 5.0, 5.0]
    assert log.notes["case"].tolist() == [1, 1, 2]
    assert log.notes[1].tolist() == (5.0, 0.75, 1, QUALIFIED, 0, 3)
    assert log.notes["reason"].tolist() == [STALE, 0, 0]


def test_money_is_a_note_with_a_line_of_the_ledger():
    log = EventLog(100.0)
    log.money(3.0, REVENUE, 1234.5, case=9)
    row = log.notes[0]
    assert (row["activity"], row["reason"], row["value"], row["case"]) == (MONEY, REVENUE, 1234.5, 9)


def test_work_beside_selling_has_names_of_its_own():
    log = EventLog(100.0)
    log.background.append("order desk")
    assert log.tasks == (*TASKS, "order desk")


def test_an_empty_log_reads_as_empty_tables():
    log = EventLog(100.0)
    assert [len(table) for table in (log.worked, log.notes, log.leads, log.opportunities)] == [0, 0, 0, 0]


def test_tables_that_were_read_do_not_change_when_more_is_written():
    log = EventLog(100.0)
    log.note(1.0, 0, CONTACTED)
    before = log.notes
    log.note(0.5, 1, CONTACTED)
    assert (len(before), len(log.notes)) == (1, 2)


@pytest.fixture
def short():
    return load(SCENARIOS / "t02.toml").but({"run.horizon": "40 h", "run.warm_up": "0 h"})


def test_a_log_that_is_not_kept_is_the_same_story_untold(short):
    told, untold = play(short), play(short, keep_log=False)
    assert len(told.leads) > 300
    assert len(untold.leads) == len(untold.notes) == len(untold.worked) == 0
    assert (told.horizon, told.seed) == (untold.horizon, untold.seed)


def test_who_gave_up_waiting_has_a_record_without_a_person(short):
    log = play(short)
    gave_up = log.worked[np.isinf(log.worked["started"]) & np.isfinite(log.worked["ended"])]
    lost = log.notes[log.notes["activity"] == LOST]
    assert len(gave_up) > 20
    assert (gave_up["person"] == -1).all()
    assert sorted(zip(gave_up["case"], gave_up["ended"], strict=True)) == sorted(
        zip(lost["case"], lost["time"], strict=True)
    )


def test_what_the_horizon_cuts_off_is_open():
    log = play(load(SCENARIOS / "t03.toml").but({"run.horizon": "2000 h", "run.warm_up": "0 h"}))
    unfinished = log.worked[np.isinf(log.worked["ended"])]
    assert len(log.leads) == len(log.worked)
    assert (log.worked["ended"][np.isfinite(log.worked["ended"])] <= 2000.0).all()
    assert unfinished["started"].tolist().count(inf) == max(len(unfinished) - 1, 0)


def test_the_crew_says_who_worked_when(short):
    log = play(short)
    assert [(person.role, person.seat, person.available) for person in log.people] == [
        ("sdr", seat, 1.0) for seat in range(4)
    ]
    assert set(log.worked["person"]) <= {-1, *(person.number for person in log.people)}
