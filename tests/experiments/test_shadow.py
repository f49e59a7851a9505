"""The shadow value of a team is the paired difference that one more head makes."""

import pytest

from simsales.experiments import replications
from simsales.experiments.shadow import shadow_values, with_one_more
from simsales.scenario import Scenario
from simsales.words.errors import InputError

COMPANY = {"people.sdr": {"count": 3}, "people.hunter": {"count": 7}, "people.supporter": {"count": 4}}


@pytest.fixture
def company():
    return Scenario().but(COMPANY, name="company")


@pytest.fixture
def played(monkeypatch):
    """A company in which a supporter brings 10 wins, a hunter 2, and an SDR none; people cost 1 each."""

    def measured(work):
        people = replications._unpack(work.scenario).people
        heads = {name: team.count for name, team in people.items()}
        wins = 10.0 * heads["supporter"] + 2.0 * heads["hunter"] + work.number
        return {"wins": wins, "cost": float(sum(heads.values()))}

    monkeypatch.setattr(replications, "_measured", measured)


def test_teams_are_ranked_by_what_one_more_head_brings(company, played):
    found = shadow_values(company, kpi="wins", replications=3, workers=1)
    assert [(d.scenario, d.difference) for d in found] == [("supporter", 10.0), ("hunter", 2.0), ("sdr", 0.0)]
    assert all(d.kpi == "wins" and d.pairs == 3 for d in found)


def test_where_less_is_better_the_smallest_comes_first(company, played):
    found = shadow_values(company, ["hunter", "sdr"], "cost", 2, workers=1)
    assert [(d.scenario, d.difference) for d in found] == [("hunter", 1.0), ("sdr", 1.0)]


def test_a_team_with_shift_groups_grows_in_the_first_of_them():
    groups = [{"count": 2, "shift": "8/5"}, {"count": 1, "shift": "12/5"}]
    company = Scenario().but({"people.sdr": {"count": 3, "groups": groups}})
    more = with_one_more(company, "sdr")
    assert [group.count for group in more.people["sdr"].groups] == [3, 1]
    assert more.people["sdr"].groups[1] == company.people["sdr"].groups[1]


def test_a_team_that_is_not_there_cannot_grow(company):
    with pytest.raises(InputError, match="found 'hunters'; did you mean 'hunter'"):
        shadow_values(company, ["hunters"])


def test_a_kpi_without_a_good_direction_has_no_shadow_value(company):
    with pytest.raises(InputError, match="must be one of which more, or less, is better"):
        shadow_values(company, kpi="leads")
