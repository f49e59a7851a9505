"""The reader of the loan desk's log, on a small log of our own and on the real one where it is present."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.loan_desk.figures import as_known, cycle_time, first_touch, open_at, shares
from benchmarks.loan_desk.reading import FILE, LoanLog, find_folder, instant, read
from benchmarks.loan_desk.scoring import disagreements, errors, measure, naive, table

LINES = """\
case,AMOUNT_REQ,REG_DATE,concept:name,lifecycle:transition,org:resource,time:timestamp
1,5000,x,A_SUBMITTED,COMPLETE,112,2011-10-29T22:00:00.000+02:00
1,5000,x,A_PREACCEPTED,COMPLETE,112,2011-10-29T22:00:40.000+02:00
1,5000,x,W_Completeren aanvraag,SCHEDULE,112,2011-10-29T22:00:41.000+02:00
1,5000,x,W_Completeren aanvraag,START,7,2011-10-30T09:00:00.000+01:00
1,5000,x,A_ACCEPTED,COMPLETE,7,2011-10-30T09:10:00.000+01:00
1,5000,x,O_SENT,COMPLETE,7,2011-10-30T09:12:00.000+01:00
1,5000,x,W_Completeren aanvraag,COMPLETE,7,2011-10-30T09:15:00.000+01:00
1,5000,x,O_SENT,COMPLETE,7,2011-11-02T09:12:00.000+01:00
1,5000,x,W_Nabellen offertes,START,8,2011-11-03T16:00:00.000+01:00
1,5000,x,W_Nabellen offertes,COMPLETE,8,2011-11-04T09:00:00.000+01:00
1,5000,x,W_Nabellen offertes,COMPLETE,8,2011-12-03T09:00:00.000+01:00
1,5000,x,A_CANCELLED,COMPLETE,112,2011-12-03T09:00:00.000+01:00
2,5000,x,A_SUBMITTED,COMPLETE,112,2011-11-01T03:00:00.000+01:00
2,5000,x,A_DECLINED,COMPLETE,112,2011-11-01T03:00:40.000+01:00
3,5000,x,A_SUBMITTED,COMPLETE,112,2011-11-01T10:00:00.000+01:00
3,5000,x,W_Afhandelen leads,START,,2011-11-01T12:00:00.000+01:00
3,5000,x,A_DECLINED,COMPLETE,9,2011-11-01T12:03:00.000+01:00
3,5000,x,W_Afhandelen leads,COMPLETE,,2011-11-01T12:06:00.000+01:00
"""


@pytest.fixture
def small(tmp_path: Path) -> LoanLog:
    with gzip.open(tmp_path / FILE, "wt") as file:
        file.write(LINES)
    return read(tmp_path)


@pytest.fixture(scope="module")
def real() -> LoanLog:
    folder = find_folder()
    if folder is None:
        pytest.skip(
            "the loan desk's log is not here; put it into ../shared/data or name its folder in SIMSALES_DATA"
        )
    return read(folder)


def test_a_case_counts_once_however_many_offers_it_was_sent(small: LoanLog) -> None:
    assert small.cases["sent"].notna().sum() == 1
    assert small.cases.loc[1, "sent"] == pd.Timestamp("2011-10-30T08:12Z")
    assert small.cases.loc[1, "offered"] == pd.Timestamp("2011-11-02T08:12Z")


def test_the_night_the_clock_goes_back_has_one_hour_more(small: LoanLog) -> None:
    assert first_touch(small.cases)[1] == pytest.approx(12.0)


def test_an_automatic_decline_has_no_first_touch(small: LoanLog) -> None:
    assert list(small.cases["route"]) == ["straight", "automatic", "lead"]
    assert list(first_touch(small.cases).index) == [1, 3]


def test_a_decline_by_a_person_within_minutes_of_the_touch_is_not_automatic(small: LoanLog) -> None:
    assert small.cases.loc[3, "fate"] == "declined"
    assert cycle_time(small.cases)[3] == pytest.approx(2.05)


def test_a_sitting_left_open_overnight_is_read_but_is_not_work(small: LoanLog) -> None:
    assert len(small.sittings) == 3
    assert list(small.work["activity"]) == ["complete application", "handle lead"]
    assert list(60 * small.work["hours"]) == pytest.approx([15.0, 6.0])


def test_an_item_that_the_machine_closes_when_it_cancels_is_no_sitting(small: LoanLog) -> None:
    assert (small.ends_without_start, small.starts_without_end) == (1, 0)


def test_what_was_known_at_a_date_leaves_out_what_came_later(small: LoanLog) -> None:
    known = as_known(small.cases, instant("2011-12-01"))
    assert shares(small.cases)["sent -> returned"] == 0.0
    assert pd.isna(shares(known)["sent -> returned"])
    assert (open_at(small.cases, instant("2011-12-01")), open_at(small.cases, instant("2012-01-01"))) == (
        1,
        0,
    )


def test_a_forecast_that_is_right_has_no_error(real: LoanLog) -> None:
    december = measure(real.submitted_in(12), 12)
    scores = table(real, [december, december])
    assert (errors(scores)["model"] == 0.0).all()
    assert (errors(scores)[["November", "pooled"]] > 0).all(axis=None)


def test_the_december_counts_are_the_stated_ones(real: LoanLog) -> None:
    assert disagreements(real) == []


def test_every_submission_ends_in_exactly_one_final_state(real: LoanLog) -> None:
    ends = real.cases[["approved", "declined", "cancelled"]].notna().sum(axis=1)
    assert (ends == 1).all()


def test_a_naive_forecast_keeps_the_shares_of_the_month_it_repeats(real: LoanLog) -> None:
    november, forecast = measure(real.submitted_in(11), 11), naive(real, 11)
    assert forecast["cases", "submitted"] == 2122
    assert forecast["cases", "approved"] / 2122 == pytest.approx(november["cases", "approved"] / 2940)


def test_the_hours_dropped_are_those_of_the_few_sittings_over_four_hours(real: LoanLog) -> None:
    dropped = real.sittings[~real.sittings.index.isin(real.work.index)]
    assert 0 < len(dropped) / len(real.sittings) < 0.01
    assert dropped["hours"].sum() > real.work["hours"].sum() / 2
