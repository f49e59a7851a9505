"""How things stand is read off complete pairs, and says the same whatever was ready first."""

import math
import random

import pytest

from simsales.experiments.replications import Outcome
from simsales.scenario import load
from simsales.studio import standing
from simsales.studio.playing import Telling, Watch
from simsales.studio.shelf import open_study
from tests.studio.conftest import question


@pytest.fixture
def asked(folder):
    base = load(folder / "small.toml")
    scenarios = {"small": base, "more": base.but({"people.sdr.count": 2}, name="more")}
    keys = {"small": "a", "more": "b"}
    names = {"small": "small", "more": "More"}
    return standing.Asked(scenarios, keys, names, "contribution", 20.0, 200, 7)


def outcomes(pairs):
    """Replications by hand: the other is better by 100, give or take."""
    found = {}
    for n in range(pairs):
        luck = random.Random(n).gauss(0.0, 1.0)
        for key, value in (("a", 1000.0 + 50 * luck), ("b", 1100.0 + 60 * luck)):
            kpis = {"contribution": value, "leads": 50.0, "win_rate": 0.2}
            found[key, n] = Outcome(key, key, 7, n, kpis, None, 0.1)
    return found


def test_a_pair_counts_when_all_before_it_are_there(asked):
    finished = outcomes(5)
    del finished["b", 2]
    assert standing.complete(asked, finished) == 2


def test_the_interval_for_every_look_comes_later_than_the_ordinary_one(asked):
    at = {
        n: standing.rows(asked, standing.compared(asked, outcomes(n), n))["More"][0] for n in (1, 2, 7, 8, 30)
    }
    assert math.isnan(at[1]["plain_low"]) and math.isnan(at[7]["low"])
    assert math.isfinite(at[2]["plain_low"]) and math.isfinite(at[8]["low"])
    for row in (at[8], at[30]):
        assert row["low"] < row["plain_low"] < row["difference"] < row["plain_high"] < row["high"]
    assert at[30]["high"] - at[30]["low"] < at[8]["high"] - at[8]["low"]


def test_what_decides_comes_first_and_the_decision_goes_by_the_names_of_the_page(asked):
    comparison = standing.compared(asked, outcomes(40), 40)
    assert standing.rows(asked, comparison)["More"][0]["kpi"] == "contribution"
    decision = standing.decision(asked, comparison)
    assert decision["verdict"] == "choose" and decision["chosen_name"] == "More"
    assert decision["card"][0] == ["verdict", "choose more"] and decision["sentence"].startswith(
        "Choose more"
    )
    assert standing.needed(comparison, 40, 200) == 40


def test_a_replication_that_failed_is_counted_and_the_others_tell(asked):
    finished = outcomes(4)
    finished["b", 1] = Outcome("b", "b", 7, 1, None, "an error", 0.1)
    row = standing.rows(asked, standing.compared(asked, finished, 4))["More"][0]
    assert row["pairs"] == 3


def test_what_makes_figures_doubtful_is_told_in_the_names_of_the_page(asked):
    finished = outcomes(6)
    for n in range(6):
        finished["b", n].kpis["offered_load.hunter"] = 1.25
    [doubt] = standing.doubts_of(asked, standing.compared(asked, finished, 6))
    assert doubt.startswith("More: more work is asked of hunter than it has hours for (offered load 1.250)")


def test_nothing_is_told_where_nothing_was_finished(asked):
    finished = {key: Outcome(*key, 7, 0, None, "an error", 0.1) for key in (("a", 0), ("b", 0))}
    finished = {(k, 0): Outcome(k, k, 7, 0, None, "an error", 0.1) for k in "ab"}
    assert standing.compared(asked, finished, 1) is None


def test_a_long_history_is_thinned_and_keeps_its_end(asked):
    history = standing.History()
    for n in range(2, 400):
        history._points.setdefault("More", []).append([n, 1.0, 0.0, 2.0])
    thinned = history.thinned()["More"]
    assert len(thinned) <= standing.LONGEST_HISTORY + 1 and thinned[-1][0] == 399 and thinned[0][0] == 2


def test_looks_are_the_same_in_whatever_order_replications_come(asked, client, folder):
    study = open_study(
        folder / "simsales-studies" / client.post("/api/studies", json=question()).json()["id"]
    )
    told = []
    for seed in (1, 2):
        order = list(outcomes(12).items())
        random.Random(seed).shuffle(order)
        finished = {}
        telling = Telling(study)
        watch = Watch(asked, telling, finished)
        for count, (key, outcome) in enumerate(order, 1):
            finished[key] = outcome
            watch(count, len(order))
        assert telling.look["pairs"] == 12
        telling.look.pop("seconds_left")
        telling.look.pop("history")  # of the looks that were taken
        told.append(telling.look)
    assert told[0] == told[1]


def test_the_time_left_is_told_from_the_pace_and_what_is_needed(client, folder, monkeypatch):
    from simsales.studio import playing

    clock = [100.0]
    monkeypatch.setattr(playing, "perf_counter", lambda: clock[0])
    study = open_study(
        folder / "simsales-studies" / client.post("/api/studies", json=question()).json()["id"]
    )
    telling = Telling(study)
    telling.look["at_most"] = 200
    telling.begin(4)  # of an earlier run
    clock[0] += 12.0
    telling.tell(pairs=10, needed=17)
    assert telling.look["seconds_left"] == pytest.approx(20.0)  # two seconds a pair, to the look at 20
    telling.tell(pairs=10, needed=None)
    assert telling.look["seconds_left"] == pytest.approx(380.0)
