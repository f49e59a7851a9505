"""What a look found is kept replication by replication, and found again to the last digit."""

import os
import pickle
import sqlite3
import zlib
from contextlib import closing

import numpy as np
import pytest

from simsales.experiments import looking
from simsales.experiments.endings import endings
from simsales.experiments.looking import look_at
from simsales.experiments.packing import Unreadable, name_of_look, pack, unpack
from simsales.experiments.persons import people_of
from simsales.experiments.queueing import desk_waits
from simsales.experiments.transition import Band, both_paths, transition
from simsales.experiments.why import why
from simsales.kpis.reading import Reading
from simsales.processes.play import play
from simsales.scenario import load
from simsales.words.errors import InputError, SimSalesError

SHOP = """
[demand.inbound]
rate = "6 / d"
[people.sdr]
count = 2
[people.hunter]
count = 1
[selling.closing]
hours = "3 h"
think = "1 wd"
[products.standard]
deal_value = 1000
[run]
horizon = "3 w"
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Three weeks of a shop, and of one with two hunters more."""
    file = tmp_path_factory.mktemp("shop") / "base.toml"
    file.write_text(SHOP)
    base = load(file)
    return base, base.but({"people.hunter.count": 3}, name="other")


@pytest.fixture
def plays(monkeypatch):
    """The number of each replication that is played in this process."""
    found, sound = [], looking.played

    def noted(work):
        found.append((work.name, work.number))
        return sound(work)

    monkeypatch.setattr(looking, "played", noted)
    return found


def all_of(found):
    """Everything that a split of a difference says."""
    return repr(found), found.by_pair().to_csv(), found.flips.to_pandas().to_csv()


def test_why_is_the_same_with_and_without_a_store_and_with_two_workers(pair, tmp_path, plays):
    first, second = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    without = all_of(why(*pair, replications=2, workers=1))
    one = all_of(why(*pair, replications=2, workers=1, store=first))
    two = all_of(why(*pair, replications=2, workers=2, store=second))
    assert without == one == two
    assert len(plays) == 8, "two workers play in processes of their own"
    assert all_of(why(*pair, replications=2, workers=1, store=second)) == without
    assert len(plays) == 8, "what the two workers found is not played again"


def test_more_replications_play_only_what_is_missing(pair, tmp_path, plays):
    store = tmp_path / "store.sqlite"
    transition(*pair, "wins", replications=1, workers=1, store=store)
    told = []
    transition(*pair, "wins", 2, workers=1, store=store, progress=lambda *state: told.append(state))
    assert plays == [("base", 0), ("other", 0), ("base", 1), ("other", 1)]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_was_looked_for_is_part_of_the_key(pair, tmp_path, plays):
    store = tmp_path / "store.sqlite"
    for kpi in ("wins", "leads"):
        transition(*pair, kpi, replications=1, workers=1, store=store)
    why(*pair, replications=1, workers=1, store=store)
    assert len(plays) == 6
    transition(*pair, "wins", replications=1, workers=1, store=store, seed=3)
    assert len(plays) == 8, "and so is the seed"


def test_a_replication_that_failed_is_tried_again(pair, tmp_path, plays, monkeypatch):
    store, sound = tmp_path / "store.sqlite", looking.played

    def failing(work):
        if work.number == 1:
            raise ValueError("no such desk")
        return sound(work)

    with monkeypatch.context() as patch:
        patch.setattr(looking, "played", failing)
        assert transition(*pair, "wins", replications=2, workers=1, store=store).pairs == 1
    assert transition(*pair, "wins", replications=2, workers=1, store=store).pairs == 2
    assert plays == [("base", 0), ("other", 0), ("base", 1), ("other", 1)]


def test_what_is_damaged_on_disk_is_played_again(pair, tmp_path, plays):
    store = tmp_path / "store.sqlite"
    whole = transition(*pair, "wins", replications=1, workers=1, store=store)
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("UPDATE looks SET found = substr(found, 1, 20)")
    assert repr(transition(*pair, "wins", replications=1, workers=1, store=store)) == repr(whole)
    assert len(plays) == 4


@pytest.mark.parametrize(
    "look",
    [desk_waits, lambda reading: endings(("wins",), reading), lambda reading: people_of("hunter", reading)],
    ids=["waits", "endings", "people"],
)
def test_what_the_looks_of_the_house_find_is_read_back_to_the_last_digit(pair, look):
    found = look(Reading(play(pair[0]), pair[0]))
    assert pickle.dumps(unpack(pack(found)), 5) == pickle.dumps(unpack(pack(unpack(pack(found)))), 5)
    np.testing.assert_equal(plain(unpack(pack(found))), plain(found))


def plain(found):
    """Records as tables of their fields, down to arrays and numbers."""
    if hasattr(found, "__dataclass_fields__"):
        return {name: plain(getattr(found, name)) for name in found.__dataclass_fields__}
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    return [plain(each) for each in found] if isinstance(found, tuple) else found


class Deed:
    """Something that acts when it is read."""

    def __reduce__(self):
        return os.putenv, ("SIMSALES_WAS_HERE", "1")


@pytest.mark.parametrize("found", [Deed(), eval, InputError("no record"), looking.see])
def test_a_packet_that_is_no_value_is_refused(found):
    assert unpack(pack(Band((1.0,), (0.5,), (1.5,)))) == Band((1.0,), (0.5,), (1.5,))
    with pytest.raises(Unreadable, match="is no value"):
        unpack(zlib.compress(pickle.dumps(found)))


def test_only_a_look_of_the_house_is_kept(pair, tmp_path):
    assert name_of_look(both_paths).startswith("simsales.experiments.transition.both_paths")
    with pytest.raises(InputError, match="store: must be given a look of simsales itself"):
        look_at({"base": pair[0]}, plain, 1, None, store=tmp_path / "store.sqlite")


def test_where_nothing_was_finished_there_is_nothing_to_see(pair, monkeypatch):
    monkeypatch.setattr(looking, "played", lambda work: 1 / 0)
    with pytest.raises(SimSalesError, match="some must be played to their end, found ZeroDivisionError"):
        look_at({"base": pair[0]}, desk_waits, 1, None)


def test_in_whatever_order_replications_end_they_are_found_in_theirs(pair, monkeypatch):
    sound = looking.carry_out

    def backwards(*args):
        with closing(sound(*args)) as outcomes:
            yield from list(outcomes)[::-1]

    named = {each.name: each.but({"run.replications": 2}, name=each.name) for each in pair}
    with monkeypatch.context() as patch:
        patch.setattr(looking, "carry_out", backwards)
        found = look_at(named, desk_waits, 1, None)
    assert [list(each) for each in found] == [[0, 1], [0, 1]]
