"""The reader of the loan desk's log, on a small log of our own and on the real one where it is present."""

from __future__ import annotations

import gzip
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from benchmarks.loan_desk.__main__ import main
from benchmarks.loan_desk.calibration import values
from benchmarks.loan_desk.figures import as_known, cycle_time, first_touch, open_at, shares
from benchmarks.loan_desk.reading import FILE, LoanLog, find_folder, instant, on_the_clock, read
from benchmarks.loan_desk.replay import cases_of
from benchmarks.loan_desk.scoring import disagreements, errors, measure, naive, table
from simsales.processes.play import play
from simsales.scenario import load

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
    scores = table(real, {"model": [december, december]})
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


def test_a_replay_gives_every_submission_once_and_at_its_time() -> None:
    scenario = load("loan_sales", ['run.warm_up = "2 d"', 'run.horizon = "1 d"', 'run.follow_up = "3 d"'])
    given = [48.0 + 0.37 * n for n in range(60)]
    cases = cases_of(play(scenario, 0, arrivals={"inbound": given}))
    counted = cases[
        cases["submitted"].between(instant("2011-09-28"), instant("2011-09-29"), inclusive="left")
    ]
    assert on_the_clock(counted["submitted"]).tolist() == pytest.approx(given)
    assert (cases["submitted"] < instant("2011-09-28")).any()
    assert (cases["submitted"] >= instant("2011-09-29")).any()


def test_the_replays_cases_pass_the_stages_in_order() -> None:
    scenario = load("loan_sales", ['run.warm_up = "0 d"', 'run.horizon = "20 d"', 'run.follow_up = "40 d"'])
    cases = cases_of(play(scenario, 1))
    stages = ["submitted", "pre_accepted", "accepted", "sent", "returned", "approved"]
    assert (cases["approved"].notna()).sum() > 100
    for here, there in pairwise(stages):
        passed = cases[cases[there].notna()]
        assert (passed[here] <= passed[there]).all()
    assert (cases.loc[cases["fate"] == "approved", ["declined", "cancelled"]].isna()).all(axis=None)
    assert cases.loc[cases["route"] == "automatic", "first_touch"].isna().all()


def test_every_value_of_the_scenario_is_what_the_log_says(real: LoanLog) -> None:
    scenario = load("loan_sales").resolved()
    for key, value in values(real).items():
        if key in (
            "demand.inbound.rate from day 36",
            "demand.inbound.rate from day 66",
            "hours for papers, a returned case",
        ):
            continue
        found = plain_number(reduce(lambda table, name: table[name], key.split("."), scenario))
        written = found["values"] if isinstance(found, dict) else found
        assert written == pytest.approx(value, rel=0.006, abs=0.006), key


def test_the_dated_rates_of_the_scenario_are_what_the_log_says(real: LoanLog) -> None:
    read_off = values(real)
    rates = [then.demand["inbound"].rate.amount for _, then in load("loan_sales").epochs()]
    keys = ["demand.inbound.rate", "demand.inbound.rate from day 36", "demand.inbound.rate from day 66"]
    assert rates == pytest.approx([read_off[key] for key in keys], abs=1)


def plain_number(value: object) -> Any:
    """Quantities of a resolved scenario as numbers in hours or per year, in whatever they are nested."""
    if isinstance(value, dict):
        return {name: plain_number(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain_number(item) for item in value]
    if isinstance(value, str) and value[0].isdigit():
        number, unit = value.replace("/", " ").split()
        return float(number) / (60 if unit == "min" else 1)
    return value


def test_a_folder_without_the_log_is_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(main, [str(tmp_path)])
    assert outcome.exit_code == 2
    assert FILE in outcome.output


@pytest.mark.slow
def test_the_benchmark_prints_its_score_beside_the_naive_forecasts(real: LoanLog) -> None:
    outcome = CliRunner().invoke(main, ["--replications", "2"])
    assert outcome.exit_code == 0
    heading = outcome.output.splitlines().index("Mean absolute error, as a share of the actual figure")
    assert outcome.output.splitlines()[heading + 1].split() == ["November", "pooled", "model", "as", "known"]
