"""What is watched once more is what the experiment played, and why can be told from it."""

import pickle

import pytest

from simsales import run, why
from simsales.experiments.watching import watch
from simsales.words.errors import InputError
from tests.experiments.test_why import shop


@pytest.fixture(scope="module")
def watched():
    results = run(shop(), shop(**{"people.hunter.count": 4}), replications=2, workers=1, seed=3)
    return watch(results, workers=1)


def test_what_is_seen_is_what_the_kpis_say(watched):
    results = watched.results
    for label in results.scenarios:
        for number, course in zip(watched.replications, watched.courses(label), strict=True):
            kpis = results.outcomes[label][number].kpis
            hours = course.edges[1:] - course.edges[:-1]
            for team, levels in course.queues.items():
                assert levels @ hours / hours.sum() == pytest.approx(kpis[f"queue.{team}"], abs=1e-9)
            assert course.open_opportunities @ hours / hours.sum() == pytest.approx(
                kpis["open_opportunities"]
            )
            assert course.booked.amounts.sum() == pytest.approx(kpis["bookings"])
            assert watched.sights[label][number].endings.kpis["wins"] == kpis["wins"]


def test_why_is_told_without_playing_again(watched, monkeypatch):
    first, second = watched.results.scenarios
    played = why(*watched.results.scenarios.values(), replications=2, workers=1, seed=3)
    monkeypatch.setattr("simsales.experiments.looking.played", None)
    told = watched.why(second)
    assert told.pairs == played.pairs and told.flips.all == played.flips.all
    assert repr(told) == repr(played) and (told.base, told.other) == (first, second)


def test_at_most_so_many_replications_are_watched(watched):
    assert watch(watched.results, most=1, workers=1).replications == (0,)
    assert watched.replications == (0, 1), "five were asked for, and two are there"


def test_what_is_watched_travels_between_processes(watched):
    again = pickle.loads(pickle.dumps(watched))
    assert again.replications == watched.replications


def test_what_was_seen_is_kept_in_a_store_and_found_there(watched, tmp_path, monkeypatch):
    store = tmp_path / "store.sqlite"
    watch(watched.results, most=1, workers=1, store=store)
    monkeypatch.setattr("simsales.experiments.looking.played", None)
    found = watch(watched.results, most=1, workers=1, store=store)
    other = list(watched.results.scenarios)[1]
    for label in watched.results.scenarios:
        before, after = watched.courses(label)[0], found.courses(label)[0]
        assert after.queues["hunter"].tolist() == before.queues["hunter"].tolist()
        assert after.booked.amounts.tolist() == before.booked.amounts.tolist()
    assert found.why(other).pairs[0] == watched.why(other).pairs[0]


def test_names_that_are_not_there_and_nothing_to_watch_are_refused(watched):
    first, second = watched.results.scenarios
    with pytest.raises(InputError, match="why: must name a scenario of the results, found 'ship'"):
        watched.why("ship")
    with pytest.raises(InputError, match=f"why: must name two scenarios, found '{first}' twice"):
        watched.why(first)
    with pytest.raises(InputError, match="'win_rate'"):
        watched.why(second, "win_rate")
    with pytest.raises(InputError, match="most must be at least 1, found 0"):
        watch(watched.results, most=0)
