"""People who leave at a date, and seats that stay empty while nobody is hired."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simsales import load, measure, play
from simsales.company.accounts.customers import Customers
from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import rows_of
from simsales.words.vocabulary import QUIT, WON
from tests.company.test_attrition import office, played, seats

FREEZE = [{"time": "26 w", "for": "52 w", "set": {"people.sdr.attrition.backfill": False}}]
FIXED = {"quits": "0.5 / y", "vacancy": {"kind": "fixed", "mean": "8 w"}}


def test_seats_that_fall_empty_in_a_hiring_freeze_are_filled_when_it_is_over():
    free = seats(played(office(**{"people.sdr.attrition": FIXED})).teams["sdr"].people)
    frozen = seats(played(office(**{"people.sdr.attrition": FIXED}, at=FREEZE)).teams["sdr"].people)
    waited = 0
    for seat, stays in frozen.items():
        assert stays[0] == free[seat][0], "a freeze moves nobody's luck"
        for (_, left), (came, _) in pairwise(stays):
            in_freeze = 26 * WEEK <= left < 78 * WEEK
            waited += in_freeze
            assert came == pytest.approx((78.0 * WEEK if in_freeze else left) + 8 * WEEK)
    assert waited > 3


def test_a_freeze_that_does_not_end_leaves_seats_empty():
    at = [{"time": "26 w", "set": {"people.sdr.attrition.backfill": False}}]
    people = played(office(**{"people.sdr.attrition": FIXED}, at=at)).teams["sdr"].people
    assert max(person.hired for person in people) < 34 * WEEK
    assert max(len(stays) for stays in seats(people).values()) > 1


def selling(**changes):
    """Norddrive's selling side for forty weeks."""
    short = {"run.warm_up": "0 w", "run.horizon": "40 w"}
    return load("norddrive_selling").but({**short, **changes})


def sold_before(log, time):
    """Value of the deals that each hunter has won before an instant."""
    won = log.notes[(log.notes["activity"] == WON) & (log.notes["time"] < time)]
    owner = log.opportunities["owner"][rows_of(won["case"])]
    hunters = [person.number for person in log.people if person.role == "hunter"]
    return {number: float(won["value"][owner == number].sum()) for number in hunters}


def gone(log):
    return {int(row["person"]): float(row["time"]) for row in log.notes[log.notes["activity"] == QUIT]}


@pytest.mark.parametrize(("who", "sign"), [("best", -1.0), ("worst", 1.0)])
def test_the_two_who_have_sold_most_or_least_leave_at_the_date(who, sign):
    scenario = selling(**{"people.hunter.departures": [{"time": "26 w", "who": who, "count": 2}]})
    log = play(scenario)
    sold = sold_before(log, 26 * WEEK)
    assert len({*sold.values()}) == 7
    assert gone(log) == dict.fromkeys(sorted(sold, key=lambda n: sign * sold[n])[:2], 26 * WEEK)
    assert measure(log, scenario)["quits.hunter"] == 2
    assert len([person for person in log.people if person.role == "hunter"]) == 7, "their seats stay empty"
    work = log.worked[np.isin(log.worked["person"], list(gone(log)))]
    assert len(work) > 100 and work["ended"].max() <= 26 * WEEK


def test_the_longest_with_the_firm_leave_and_are_followed_where_people_are_looked_for():
    vacancy = {"quits": "0 / y", "vacancy": {"kind": "fixed", "mean": "4 w"}}
    people = {
        "people.hunter.attrition": vacancy,
        "people.hunter.departures": [
            {"time": "10 w", "who": "longest"},
            {"time": "30 w", "who": "longest", "count": 6},
        ],
    }
    log = play(selling(**people))
    hunters = [person for person in log.people if person.role == "hunter"]
    first, rest = hunters[0], hunters[1:7]
    assert (first.left, {person.left for person in rest}) == (10 * WEEK, {30 * WEEK})
    came = hunters[7:]
    assert [person.hired for person in came] == [pytest.approx(14 * WEEK), *[pytest.approx(34 * WEEK)] * 6]
    assert [person.seat for person in came] == [0, 1, 2, 3, 4, 5, 6]
    assert all(person.left == np.inf for person in came)


def test_those_who_leave_together_leave_nothing_to_each_other():
    departures = [{"time": "26.3 w", "who": "longest", "count": 6}]
    log = play(selling(**{"people.hunter.departures": departures}))
    hunters = [person for person in log.people if person.role == "hunter"]
    last = hunters[6]
    begun = log.worked[log.worked["started"] >= 26.3 * WEEK]
    assert {*begun["person"][np.isin(begun["person"], [h.number for h in hunters])]} == {last.number}
    desks = {name: number for number, name in enumerate(log.desks)}
    open_work = log.worked[~np.isfinite(log.worked["ended"])]
    assert not {desks[person.desk] for person in hunters[:6]} & {*open_work["desk"].tolist()}


def test_departures_move_nothing_before_their_date():
    scenario = selling(**{"people.hunter.departures": [{"time": "26 w", "count": 2}]})
    one, other = play(scenario).worked, play(selling()).worked
    one, other = one[one["ended"] < 26 * WEEK], other[other["ended"] < 26 * WEEK]
    assert len(one) > 1000 and one.tobytes() == other.tobytes()


def test_a_date_at_the_end_of_the_run_is_too_late():
    people = {
        "people.hunter.attrition": {"quits": "0 / y"},
        "people.hunter.departures": [{"time": "40 w"}],
    }
    assert not gone(play(selling(**people)))


def test_customers_whom_nobody_is_left_for_are_forsaken_once(monkeypatch):
    """They wait for whoever joins next, however many others come and go meanwhile."""
    restless = {"quits": "12 / y", "vacancy": {"kind": "fixed", "mean": "5 wd"}}
    scenario = load("norddrive").but(
        {
            "run.warm_up": "0 w",
            "run.horizon": "26 w",
            "people.farmer.departures": [{"time": "6 w", "who": "longest", "count": 7}],
            "people.supporter.attrition": restless,
        }
    )
    forsaken, forsake = [], Customers.forsake

    def watched(self, account):
        forsaken.append(account.key)
        forsake(self, account)

    monkeypatch.setattr(Customers, "forsake", watched)
    log = play(scenario)
    assert sum(person.hired > 6 * WEEK for person in log.people if person.role == "supporter") >= 3
    assert len(forsaken) == len(set(forsaken)) > 300


def test_who_comes_after_the_last_shift_of_a_run_is_no_obstacle():
    """A seat that is filled on the last evening: there is no shift left, and no leave from one."""
    quick = {"quits": "50 / y", "vacancy": {"kind": "fixed", "mean": "1 h"}}
    log = play(selling(**{"people.hunter.attrition": quick, "run.horizon": "20 w"}))
    shifts = [len(crew.calendar.starts) for crew in log.people if crew.role == "hunter"]
    assert min(shifts) == 0 and log.people[-1].hired < log.horizon
