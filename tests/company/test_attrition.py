"""People who quit: seats are empty for a while and filled by somebody new, whose work and pay end when they do."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simsales import load, measure, play
from simsales.company.company import Company
from simsales.company.people.tenure import is_employed, leaves_at
from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.luck import Luck
from simsales.scenario import Scenario
from simsales.words.vocabulary import EXPENSES, MONEY, PAY, QUIT

LEAVING = {"quits": "0.5 / y", "vacancy": {"kind": "exponential", "mean": "60 d"}}
OFFICE = {
    "people": {"sdr": {"count": 12, "attrition": LEAVING}},
    "selling": {"prospecting": "skip"},
    "compensation": {"sdr": {"kind": "salary", "salary": 52_000.0, "expenses": 5_200.0}},
    "run": {"horizon": "3 y", "warm_up": "0 w"},
}


def office(**changes):
    return Scenario().but({**OFFICE, **changes})


def played(scenario, replication=0, factor=None):
    """The company after a run in which nothing happens but that people leave and come."""
    company = Company(scenario, Luck(1, replication))
    if factor is not None:
        company.turnover.factor = factor(company)
    company.kernel.play_until(company.end)
    return company


def staff(scenario, replication=0, team="sdr", factor=None):
    return played(scenario, replication, factor).teams[team].people


def seats(people):
    """The stays on each seat, in order."""
    stays = {}
    for person in people:
        stays.setdefault(person.seat, []).append((person.hired, leaves_at(person)))
    return stays


def test_a_seat_is_held_by_one_after_another_with_a_vacancy_between():
    found = seats(staff(office()))
    assert set(found) == set(range(12)) and max(map(len, found.values())) > 2
    for stays in found.values():
        assert stays[0][0] == 0.0
        for (_, left), (came, _) in pairwise(stays):
            assert left < came


@pytest.mark.slow
def test_tenures_and_vacancies_are_as_long_as_they_should_be():
    people = staff(office(**{"people.sdr.count": 600, "run.horizon": "20 y"}))
    stays = [(of_seat[0], of_seat[1]) for of_seat in seats(people).values()]  # nobody stays for twenty years
    tenures = np.array([left - came for (came, left), _ in stays]) / YEAR
    vacant = np.array([came - left for (_, left), (came, _) in stays]) / 24.0
    for values, mean in ((tenures, 2.0), (vacant, 60.0)):
        assert abs(values.mean() - mean) < 4.0 * values.std() / len(values) ** 0.5


def test_a_vacancy_in_working_days_is_counted_in_them():
    scenario = office(**{"people.sdr.attrition.vacancy": {"kind": "fixed", "mean": "20 wd"}})
    company = played(scenario)
    vacancies = [pair for stays in seats(company.teams["sdr"].people).values() for pair in pairwise(stays)]
    assert len(vacancies) > 5
    for (_, left), (came, _) in vacancies:
        assert company.base.days_between(left, came) == pytest.approx(20.0)


def test_nobody_works_before_they_come_or_after_they_have_left():
    calls = [{"name": "calls", "rate": "40_000 / y", "hours": "1 h"}]
    scenario = office(**{"people.sdr.background": calls})
    log = play(scenario)
    work = log.worked[log.worked["person"] >= 0]
    work = work[np.isfinite(work["ended"])]
    assert len({*work["person"]}) > 12, "successors work, too"
    for row in work:
        person = log.people[int(row["person"])]
        assert person.hired <= row["started"] and row["ended"] <= person.left


def test_work_that_somebody_leaves_is_done_by_a_colleague():
    """Whoever quits in the middle of something has done a part of it, and the rest takes the rest of its hours."""
    calls = [{"name": "calls", "rate": "6_000 / y", "hours": {"kind": "fixed", "mean": "8 h"}}]
    log = play(office(**{"people.sdr.background": calls, "switches.learning": False, "people.sdr.count": 30}))
    left = {person.left for person in log.people if person.left < np.inf}
    work = log.worked
    parts = work[np.isin(work["ended"], list(left)) & np.isfinite(work["started"])]
    assert len(parts) > 5
    for part in parts:
        pieces = work[work["case"] == part["case"]]
        if np.isfinite(pieces["ended"]).all():
            assert len(pieces) > 1 and pieces["hours"].sum() == pytest.approx(8.0)
            assert len({*pieces["person"]}) == len(pieces)


def test_everybody_is_paid_for_the_time_they_belonged_to_the_firm():
    scenario = office()
    log = play(scenario)
    money = log.notes[log.notes["activity"] == MONEY]
    assert len(log.people) > 20
    for person in log.people:
        years = (min(person.left, 3 * YEAR) - person.hired) / YEAR
        for line, yearly in ((PAY, 52_000 * 1.21), (EXPENSES, 5_200)):
            rows = money[(money["reason"] == line) & (money["person"] == person.number)]
            assert -rows["value"].sum() == pytest.approx(yearly * years)


def test_who_quits_is_counted_in_the_window():
    scenario = office(**{"run.warm_up": "1 y", "run.horizon": "1 y"})
    log = play(scenario)
    left = np.array([person.left for person in log.people])
    expected = np.count_nonzero((left >= YEAR) & (left < 2 * YEAR))
    assert expected > 0 and measure(log, scenario)["quits.sdr"] == expected
    assert np.count_nonzero(log.notes["activity"] == QUIT) == np.count_nonzero(left < 2 * YEAR)


def test_whoever_is_let_go_by_date_has_not_quit():
    scenario = office(**{"people.sdr.attrition": "skip"}).but(
        {"at": [{"time": "20 w", "set": {"people.sdr.count": 5}}]}
    )
    assert not np.count_nonzero(play(scenario).notes["activity"] == QUIT)


def test_more_seats_change_nobodys_tenure():
    few, many = seats(staff(office())), seats(staff(office(**{"people.sdr.count": 20})))
    assert all(few[seat] == many[seat] for seat in few)


def test_a_longer_run_changes_nobodys_tenure():
    short, long = seats(staff(office())), seats(staff(office(**{"run.horizon": "4 y"})))
    for seat, stays in short.items():
        ended = [stay for stay in stays if stay[1] < np.inf]
        assert ended == long[seat][: len(ended)]


def test_a_higher_hazard_from_a_date_on_shortens_tenures_and_moves_no_luck():
    """The hazard adds up to each person's own threshold: who has left before the date left when they did anyway."""
    dated = {"at": [{"time": "52 w", "set": {"people.sdr.attrition.quits": "2 / y"}}]}
    calm, hectic = seats(staff(office())), seats(staff(office(**dated)))
    for seat, stays in calm.items():
        first, other = stays[0][1], hectic[seat][0][1]
        if first < YEAR:
            assert other == first
        elif first < np.inf:
            assert other == pytest.approx(YEAR + (first - YEAR) / 4.0)


def test_a_factor_on_the_hazard_shortens_tenures_in_proportion():
    calm, restless = seats(staff(office())), seats(staff(office(), factor=lambda _: lambda person: 2.0))
    for seat, stays in calm.items():
        assert restless[seat][0][1] == pytest.approx(stays[0][1] / 2.0) or stays[0][1] == np.inf


def test_the_factor_is_read_anew_each_monday_and_counts_from_then_on():
    """Four times the hazard after a year is the same whether a date says so or people feel so."""
    dated = {"at": [{"time": "52 w", "set": {"people.sdr.attrition.quits": "2 / y"}}]}

    def restless_after_a_year(company):
        return lambda person: 4.0 if company.kernel.now >= YEAR else 1.0

    by_date = seats(staff(office(**dated)))
    by_feeling = seats(staff(office(), factor=restless_after_a_year))
    assert by_date.keys() == by_feeling.keys()
    for seat, stays in by_date.items():
        assert [pytest.approx(stay) for stay in stays] == by_feeling[seat]


def test_the_factor_is_a_persons_own():
    one = seats(staff(office(), factor=lambda _: lambda person: 0.0 if person.seat == 4 else 1.0))
    all_alike = seats(staff(office()))
    assert one.pop(4) == [(0.0, np.inf)] != all_alike.pop(4)
    assert one == all_alike


def test_seats_that_a_date_does_away_with_and_brings_back_are_filled_anew():
    dates = [("30 w", 4), ("60 w", 12)]
    scenario = office(at=[{"time": time, "set": {"people.sdr.count": count}} for time, count in dates])
    found = seats(staff(scenario))
    assert all(len(stays) > 1 for seat, stays in found.items() if seat >= 4)
    for seat, stays in found.items():
        if seat >= 4:
            assert not [came for came, _ in stays if 30 * WEEK <= came < 60 * WEEK]
            assert [came for came, _ in stays if came == 60 * WEEK]
            assert all(left <= 30 * WEEK for came, left in stays if came < 30 * WEEK)
    assert all(left < came for stays in found.values() for (_, left), (came, _) in pairwise(stays))


def test_where_nobody_quits_nothing_is_looked_at():
    def looks(scenario):
        company = Company(scenario, Luck(1, 0))
        return [entry for entry in company.kernel.agenda if entry[3] == company.turnover._look]

    assert len(looks(office())) == 1
    assert not looks(office(**{"people.sdr.attrition": "skip"}))


def test_the_log_knows_when_everybody_came_and_left_and_when_they_were_there():
    scenario = office()
    company = played(scenario)
    assert [crew.number for crew in company.log.people] == list(range(len(company.log.people)))
    for crew, person in zip(company.log.people, company.teams["sdr"].people, strict=True):
        assert (crew.hired, crew.left) == (person.hired, leaves_at(person))
        assert crew.calendar is person.calendar
        assert all(crew.hired <= start for start in crew.calendar.starts)
        assert all(end <= crew.left for end in crew.calendar.ends)


def test_what_waits_for_somebody_who_leaves_nobody_behind_waits_for_the_successor():
    quick = {"quits": "4 / y", "vacancy": {"kind": "fixed", "mean": "5 wd"}}
    scenario = load("norddrive_selling").but(
        {"people.hunter.count": 1, "people.hunter.attrition": quick, "run.warm_up": "0 w"}
    )
    log = play(scenario)
    hunters = [person for person in log.people if person.role == "hunter"]
    assert len(hunters) > 3
    desks = [number for number, name in enumerate(log.desks) if name == "hunter 1"]
    waits = log.worked[np.isin(log.worked["desk"], desks) & np.isinf(log.worked["ended"])]
    # what is still open is open at the last desk, or was asked for after the last hunter had left
    assert {*waits["desk"].tolist()} == {desks[-1]}


def test_the_same_seed_tells_the_same_story_to_the_byte():
    calls = [{"name": "calls", "rate": "20_000 / y", "hours": {"kind": "exponential", "mean": "1 h"}}]
    one, again = (play(office(**{"people.sdr.background": calls})) for _ in range(2))
    assert len({*one.worked["person"]}) > 12
    assert one.worked.tobytes() == again.worked.tobytes() and one.notes.tobytes() == again.notes.tobytes()


@pytest.fixture(scope="module")
def norddrive():
    """Norddrive for a year in which farmers and hunters come and go."""
    many = {"quits": "1 / y", "vacancy": {"kind": "fixed", "mean": "20 wd"}}
    return load("norddrive").but(
        {"run.warm_up": "0 w", "people.farmer.attrition": many, "people.hunter.attrition": many}
    )


def test_customers_and_deals_of_whoever_quits_go_to_colleagues(norddrive):
    log, shown = play_watched(norddrive)
    assert sum(person.left < np.inf for person in log.people if person.role == "farmer") > 3
    assert len(shown) > 30
    for now, owners in shown:
        assert all(is_employed(owner, now) for owner in owners)
    hunters = {crew.number: crew for crew in log.people if crew.role == "hunter"}
    work = log.worked[np.isin(log.worked["person"], list(hunters)) & np.isfinite(log.worked["ended"])]
    assert all(row["ended"] <= hunters[int(row["person"])].left for row in work)


def play_watched(scenario):
    """Play, and look each week at who is in charge of the customers."""
    from simsales.processes.play import Company as Played  # the same class, met where it is played
    from simsales.processes.play import play as play_one

    shown = []
    begin = Played.adopt

    def adopt(self, place):
        begin(self, place)

        def look(_):
            owners = {a.owner for a in self.farmers._portfolios if a.owner is not None}
            shown.append((self.kernel.now, owners))
            if self.kernel.now + WEEK < self.end:
                self.kernel.at(self.kernel.now + WEEK, 1 << 60, look)

        if place == 0:
            self.kernel.at(WEEK, 1 << 60, look)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Played, "adopt", adopt)
        log = play_one(scenario)
    return log, shown


def coverage_around(scenario, week):
    """Who is in charge of every customer, its share and its coverage, just before and just after a Monday."""
    from simsales.processes.play import Company as Played
    from simsales.processes.play import play as play_one

    seen = []
    begin = Played.adopt

    def adopt(self, place):
        def look(_):
            now = self.kernel.now
            there = [account for account in self.farmers._portfolios if account.alive]
            seen.append({a.key: (a.owner.number, *a.state.seen_at(a, now)) for a in there})

        if place == 0:
            self.kernel.at(week * WEEK - 1e-6, 0, look)
            self.kernel.at(week * WEEK + 1e-6, 0, look)
        begin(self, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Played, "adopt", adopt)
        play_one(scenario)
    return seen


@pytest.mark.parametrize(("lost", "lost_share"), [(0.3, 0.02), (0.0, 0.0)])
def test_customers_of_a_farmer_who_leaves_feel_it_and_nobody_else_does(lost, lost_share):
    scenario = load("norddrive").but(
        {
            "run.warm_up": "0 w",
            "run.horizon": "12 w",
            "market.coverage.lost": lost,
            "market.coverage.lost_share": lost_share,
            "at": [{"time": "10 w", "set": {"people.farmer.count": 6}}],
        }
    )
    before, after = coverage_around(scenario, 10)
    gone = {owner for owner, _, _ in before.values()} - {owner for owner, _, _ in after.values()}
    assert len(gone) == 1
    moved = 0
    for key, (owner, share, coverage) in before.items():
        felt = owner in gone
        moved += felt
        assert after[key][1] == pytest.approx(share - lost_share * felt, abs=1e-6)
        assert after[key][2] == pytest.approx(coverage * (1.0 - lost * felt), abs=1e-6)
    assert moved > 60


def test_whoever_is_given_to_another_farmer_feels_it_and_nobody_else_does():
    scenario = load("norddrive").but(
        {
            "run.warm_up": "0 w",
            "run.horizon": "12 w",
            "market.coverage.lost": 0.3,
            "market.coverage.lost_share": 0.02,
            "at": [{"time": "10 w", "set": {"farming.realign": 0.3}}],
        }
    )
    before, after = coverage_around(scenario, 10)
    moved = {key for key, (owner, _, _) in before.items() if after[key][0] != owner}
    assert len(moved) / len(before) == pytest.approx(0.3 * 6 / 7, abs=0.05)
    for key, (_, share, coverage) in before.items():
        felt = key in moved
        assert after[key][1] == pytest.approx(share - 0.02 * felt, abs=1e-6)
        assert after[key][2] == pytest.approx(coverage * (1.0 - 0.3 * felt), abs=1e-6)


def test_each_realignment_is_made_once_and_chooses_anew():
    def owners_at(week, *shares):
        dates = [{"time": f"{10 + n} w", "set": {"farming.realign": share}} for n, share in enumerate(shares)]
        short = {"run.warm_up": "0 w", "run.horizon": "14 w", "market.coverage.lost": 0.0, "at": dates}
        seen = coverage_around(load("norddrive").but(short), week)
        return [{key: owner for key, (owner, _, _) in each.items()} for each in seen]

    first, again = owners_at(11, 0.3, 0.3)
    assert {key: again[key] for key in first if key in again} == {
        key: owner for key, owner in first.items() if key in again
    }, "the same share at a second date is the same realignment still"
    before, after = owners_at(12, 0.3, 0.0, 0.2)
    moved = [key for key in before if key in after and after[key] != before[key]]
    assert len(moved) / len(before) == pytest.approx(0.2 * 6 / 7, abs=0.05)
