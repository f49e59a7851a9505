"""The log as one long table: every record becomes the events it stands for."""

from math import inf

import numpy as np

from simsales.instruments.longform import long_form
from simsales.processes.play import play
from simsales.scenario import load
from simsales.words.vocabulary import COMPETITOR, PRESENTATION, QUALIFIED, REVENUE
from tests.kpis.byhand import Hand


def written():
    hand = Hand(horizon=100.0)
    lead = hand.lead(1.0, value=500.0)
    hand.work(1.0, 2.0, 3.0, 0.5, lead)
    hand.note(3.0, lead, QUALIFIED, 1.5)
    deal = hand.deal(lead, 3.0, owner=1, value=500.0)
    hand.work(3.0, inf, 8.0, 2.0, deal, PRESENTATION, 1)
    hand.lose(8.0, deal, COMPETITOR)
    hand.log.money(9.0, REVENUE, 7.0)
    return hand.log


def test_each_event_is_a_row_in_the_order_of_the_story():
    table = long_form(written())
    assert list(table.columns) == [
        *("time", "order", "object_type", "object", "activity"),
        *("lifecycle", "resource", "value", "reason"),
    ]
    rows = table[["time", "object_type", "object", "activity", "lifecycle", "resource", "reason"]]
    assert rows.to_numpy().tolist() == [
        [1.0, "lead", "inbound/0/1", "arrived", "complete", "", ""],
        [1.0, "lead", "inbound/0/1", "prospecting", "schedule", "sdr", ""],
        [2.0, "lead", "inbound/0/1", "prospecting", "start", "sdr 1", ""],
        [3.0, "lead", "inbound/0/1", "prospecting", "complete", "sdr 1", ""],
        [3.0, "lead", "inbound/0/1", "qualified", "complete", "", ""],
        [3.0, "opportunity", "inbound/0/1", "opened", "complete", "hunter 1", ""],
        [3.0, "opportunity", "inbound/0/1", "presentation", "schedule", "hunter 1", ""],
        [8.0, "opportunity", "inbound/0/1", "presentation", "complete", "", "left while waiting"],
        [8.0, "opportunity", "inbound/0/1", "lost", "complete", "", "competitor"],
        [9.0, "", "", "money", "complete", "", "revenue"],
    ]
    assert table["order"].tolist() == list(range(10))


def test_hours_values_and_amounts_are_the_value_of_their_row():
    values = long_form(written())["value"].tolist()
    assert values[0] == 500.0
    assert np.isnan(values[1]) and np.isnan(values[2])
    assert (values[3], values[4], values[5], values[-1]) == (0.5, 1.5, 500.0, 7.0)


def test_an_empty_log_is_an_empty_table():
    assert len(long_form(Hand().log)) == 0


def test_a_real_log_keeps_every_record():
    log = play(load("norddrive_selling").but({"run.horizon": "4 w", "run.warm_up": "0 w"}))
    table, work = log.to_pandas(), log.worked
    instants = sum(int(np.isfinite(work[name]).sum()) for name in ("asked", "started", "ended"))
    assert len(table) == len(log.leads) + len(log.opportunities) + instants + len(log.notes)
    assert table["time"].is_monotonic_increasing
    done = table[(table["lifecycle"] == "complete") & table["activity"].isin(log.tasks)]
    assert np.isclose(done["value"].sum(), work["hours"][np.isfinite(work["ended"])].sum())


def test_a_table_of_a_department_has_people_by_name():
    pay = {"compensation.hunter": {"kind": "commission", "rate": 0.05}}
    short = {"run.horizon": "4 w", "run.warm_up": "0 w"}
    log = play(load("norddrive_selling").but({**pay, **short}))
    efforts, rows = log.to_pandas("efforts"), log.table("efforts")
    assert list(efforts.columns) == list(rows.dtype.names)
    assert efforts["hunting"].tolist() == rows["hunting"].tolist()
    assert set(efforts["person"]) >= {f"hunter {number}" for number in range(1, 8)}
