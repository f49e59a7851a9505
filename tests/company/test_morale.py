"""Morale in a company: who feels what, and that nobody feels anything where nobody asks."""

from __future__ import annotations

import numpy as np
import pytest

from simsales import load, measure, play
from simsales.company.company import Company
from simsales.instruments.clock import WEEK
from simsales.instruments.luck import Luck
from simsales.policies.compensation import Compensation

MOOD = {"motivation.mood": {"kind": "set_point"}}
WEEKLY = {"motivation.choosing": {"kind": "weekly"}}


@pytest.fixture(scope="module")
def firm():
    alone = {"motivation.choosing": "skip", "motivation.timing": "skip"}
    return load("norddrive_selling").but(alone | {"run.horizon": "52 w", "run.warm_up": "0 w"})


def moods(scenario, team, column="mood", replication=0):
    log = play(scenario, replication)
    rows = log.table("moods")
    members = [crew.number for crew in log.people if crew.role == team]
    return rows[column][np.isin(rows["person"], members)]


def story(log):
    return log.worked.tobytes(), log.notes.tobytes(), log.opportunities.tobytes()


def test_switched_off_it_is_not_there(firm):
    assert story(play(firm)) == story(play(firm.but(MOOD | {"switches.mood": False})))


def test_moods_alone_change_no_deal_where_nobody_chooses_effort_and_nobody_quits(firm):
    """Drive is a factor on effort and on how complaints are answered: without either it moves nothing."""
    assert story(play(firm)) == story(play(firm.but(MOOD)))


def test_moods_move_effort_where_people_choose_it(firm):
    moved = play(firm.but(MOOD | WEEKLY))
    assert story(moved) != story(play(firm.but(WEEKLY)))
    rows, felt = moved.table("efforts"), moved.table("moods")
    drive = {(row["time"], row["person"]): 1.0 + 0.5 * (row["mood"] - 0.55) for row in felt}
    for row in rows[rows["time"] > 0.0]:
        assert row["hunting"] == pytest.approx(drive[row["time"], row["person"]])


def test_load_is_the_share_of_the_shifts_that_was_busy(firm):
    later = firm.but(MOOD | {"run.warm_up": "26 w", "switches.absence": False})
    log = play(later)
    figures, rows = measure(log, later), log.table("moods")
    for team in ("hunter", "sdr", "supporter"):
        members = [crew.number for crew in log.people if crew.role == team]
        felt = rows["load"][np.isin(rows["person"], members) & (rows["time"] > 26 * WEEK)].mean()
        assert felt == pytest.approx(figures[f"utilisation.{team}"], rel=0.03)


@pytest.mark.slow
def test_in_the_base_company_everybody_stays_where_they_were():
    """What happens to people is reckoned net of what usually happens: moods stand still on average."""
    base = load("norddrive").but(MOOD | {"run.horizon": "78 w", "run.warm_up": "0 w"})
    late = [play(base, replication) for replication in range(4)]
    for team in ("hunter", "farmer", "sdr", "supporter", "service"):
        means = []
        for log in late:
            rows = log.table("moods")
            rows = rows[rows["time"] > 26 * WEEK]
            members = [crew.number for crew in log.people if crew.role == team]
            means.append(rows["mood"][np.isin(rows["person"], members)].mean())
        assert abs(np.mean(means) - 0.55) < 0.03, team  # a week of events left out would move it by more


def test_wins_that_are_celebrated_lift_hunters_and_hardly_anybody_else(firm):
    praised = MOOD | {"motivation.recognition": 1.0}
    for team, least, most in (("hunter", 0.10, 0.3), ("supporter", 0.02, 0.05)):
        gain = moods(firm.but(praised), team)[-200:].mean() - moods(firm.but(MOOD), team)[-200:].mean()
        assert least < gain < most


def test_a_quota_that_is_met_pleases_and_one_that_is_raised_for_it_annoys(firm):
    """In the week after the quarter has ended, by the sizes of the table."""

    def jumps(up):
        quota = {"first": 60_000.0, "up": up}
        plan = {
            "compensation.hunter": {"kind": "commission", "salary": 60_000.0, "rate": 0.0, "quota": quota}
        }
        log = play(firm.but(MOOD | WEEKLY | plan))
        paid = log.table("pay_days")[:7]
        felt = log.table("moods")
        at = felt[felt["time"] == 13 * WEEK]
        return {row["person"]: row["mood"] for row in at}, {
            row["person"]: row["sales"] >= 60_000.0 for row in paid
        }

    calm, met = jumps(0.0)
    raised, _ = jumps(0.5)
    assert 0 < sum(met.values()) < 7
    for person, has_met in met.items():
        assert raised[person] - calm[person] == pytest.approx(-0.06 if has_met else 0.0, abs=1e-12)


def test_contact_with_customers_and_common_goals_are_levers_of_their_own(firm):
    enriched = moods(firm.but(MOOD | {"motivation.enrichment": 1.0}), "supporter").mean()
    assert enriched > moods(firm.but(MOOD), "supporter").mean() + 0.04


def test_a_complaint_that_ends_well_pleases_the_customers_farmer():
    base = load("norddrive").but(MOOD | {"run.horizon": "26 w", "run.warm_up": "0 w"})
    saved = moods(base, "farmer").mean()
    assert saved > moods(base.but({"motivation.mood.saved": 0.0}), "farmer").mean() + 0.03


class Flat(Compensation):
    """Somebody's own plan: a sum a year that says nothing of its parts."""

    sum: float

    def yearly_pay(self) -> float:
        return self.sum


def test_a_plan_of_ones_own_is_worth_to_people_what_it_pays(firm):
    """Little pay weighs on hunters, and as much as usual does not drive them away."""
    company = Company(firm.but(MOOD | {"compensation.hunter": Flat(sum=90_000.0)}), Luck(1, 0))
    hunter = company.teams["hunter"].people[0]
    assert company.morale.restless(hunter) == 1.0
    company = Company(firm.but(MOOD | {"compensation.hunter": Flat(sum=45_000.0)}), Luck(1, 0))
    assert company.morale.restless(hunter) == pytest.approx(np.e)


@pytest.mark.parametrize(("calendar", "days"), [({}, 5), ({"days": 6}, 6), ({"kind": "always"}, 7)])
def test_moods_settle_in_working_days_of_the_calendar(firm, calendar, days):
    company = Company(
        firm.but(MOOD | {f"calendar.{key}": value for key, value in calendar.items()}), Luck(1, 0)
    )
    assert company.morale._times(company.morale._mood) == pytest.approx(days / 60.0)
