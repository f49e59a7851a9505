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


def staff(scenario, replication=0, team="sdr"):
    return Company(scenario, Luck(1, replication)).teams[team].people


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


def test_tenures_and_vacancies_are_as_long_as_they_should_be():
    people = staff(office(**{"people.sdr.count": 600, "run.horizon": "20 y"}))
    stays = [(of_seat[0], of_seat[1]) for of_seat in seats(people).values()]  # nobody stays for twenty years
    tenures = np.array([left - came for (came, left), _ in stays]) / YEAR
    vacant = np.array([came - left for (_, left), (came, _) in stays]) / 24.0
    for values, mean in ((tenures, 2.0), (vacant, 60.0)):
        assert abs(values.mean() - mean) < 4.0 * values.std() / len(values) ** 0.5


def test_a_vacancy_in_working_days_is_counted_in_them():
    scenario = office(**{"people.sdr.attrition.vacancy": {"kind": "fixed", "mean": "20 wd"}})
    company = Company(scenario, Luck(1, 0))
    vacancies = [pair for stays in seats(company.teams["sdr"].people).values() for pair in pairwise(stays)]
    assert len(vacancies) > 5
    for (_, left), (came, _) in vacancies:
        assert company.base.days_between(left, came) == pytest.approx(20.0)


def test_nobody_works_before_they_come_or_after_they_have_left():
    calls = [{"name": "calls", "rate": "40_000 / y", "hours": "1 h"}]
    scenario = office(**{"people.sdr.background": calls})
    log, people = play(scenario), {p.number: p for p in staff(scenario)}
    work = log.worked[log.worked["person"] >= 0]
    for row in work[np.isfinite(work["ended"])]:
        person = people[int(row["person"])]
        assert person.hired <= row["started"] and row["ended"] <= leaves_at(person)


def test_everybody_is_paid_for_the_time_they_belonged_to_the_firm():
    scenario = office()
    log = play(scenario)
    money = log.notes[log.notes["activity"] == MONEY]
    for person in staff(scenario):
        years = (min(leaves_at(person), 3 * YEAR) - person.hired) / YEAR
        for line, yearly in ((PAY, 52_000 * 1.21), (EXPENSES, 5_200)):
            rows = money[(money["reason"] == line) & (money["person"] == person.number)]
            assert -rows["value"].sum() == pytest.approx(yearly * years)


def test_who_quits_is_counted_in_the_window():
    scenario = office(**{"run.warm_up": "1 y", "run.horizon": "1 y"})
    log = play(scenario)
    left = np.array([leaves_at(person) for person in staff(scenario)])
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


@pytest.fixture(scope="module")
def norddrive():
    """Norddrive for a year in which farmers and hunters come and go."""
    many = {"quits": "1 / y", "vacancy": {"kind": "fixed", "mean": "20 wd"}}
    return load("norddrive").but(
        {"run.warm_up": "0 w", "people.farmer.attrition": many, "people.hunter.attrition": many}
    )


def test_customers_and_deals_of_whoever_quits_go_to_colleagues(norddrive):
    company = Company(norddrive, Luck(1, 0))
    farmers = company.teams["farmer"].people
    assert sum(leaves_at(person) < company.end for person in farmers) > 3
    log, shown = play_watched(norddrive)
    assert len(shown) > 30
    for now, owners in shown:
        assert all(is_employed(owner, now) for owner in owners)
    hunters = {crew.number: crew for crew in log.people if crew.role == "hunter"}
    left = {p.number: leaves_at(p) for p in company.teams["hunter"].people}
    work = log.worked[np.isin(log.worked["person"], list(hunters)) & np.isfinite(log.worked["ended"])]
    assert all(row["ended"] <= left[int(row["person"])] for row in work)


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
