from __future__ import annotations

from dataclasses import dataclass

import pytest

from simsales.policies.routing import BestFit, ByTerritory, CherryPick, LeastLoaded, RoundRobin


@dataclass
class Rep:
    seat: int
    open_cases: int = 0
    skill: float = 1.0
    expertise: tuple[float, ...] = (1.0, 1.0)


@dataclass
class Lead:
    territory: int = 0
    product: int = 0
    score: float = 0.0
    value: float = 1000.0


ANY = [RoundRobin(), LeastLoaded(), BestFit(), CherryPick(), ByTerritory()]


@pytest.mark.parametrize("routing", ANY)
def test_where_nobody_has_room_a_lead_waits(routing):
    assert routing.choose(Lead(), [], 3) is None


def test_round_robin_takes_each_in_turn_whatever_the_load():
    reps = [Rep(0, 9), Rep(1), Rep(2)]
    assert [RoundRobin().choose(Lead(), reps, n).seat for n in range(5)] == [0, 1, 2, 0, 1]


def test_the_least_loaded_gets_the_lead():
    assert LeastLoaded().choose(Lead(), [Rep(0, 4), Rep(1, 2), Rep(2, 3)], 7).seat == 1


def test_of_equally_loaded_reps_it_is_the_one_whose_turn_it_is():
    reps = [Rep(0, 2), Rep(1, 2), Rep(2, 2)]
    assert [LeastLoaded().choose(Lead(), reps, n).seat for n in range(4)] == [0, 1, 2, 0]


def test_the_best_fit_is_the_expert_for_the_product():
    reps = [Rep(0, expertise=(1.0, 1.3)), Rep(1, expertise=(1.2, 0.9))]
    assert BestFit().choose(Lead(product=0), reps, 0).seat == 1
    assert BestFit().choose(Lead(product=1), reps, 0).seat == 0


def test_an_expert_too_far_above_the_lightest_colleague_is_passed_over():
    reps = [Rep(0, 7, expertise=(1.3, 1.3)), Rep(1, 1, expertise=(0.8, 0.8))]
    assert BestFit(slack=6).choose(Lead(), reps, 0).seat == 0
    assert BestFit(slack=5).choose(Lead(), reps, 0).seat == 1


def test_cherry_pickers_help_themselves_the_strongest_first_until_they_have_enough():
    reps = [Rep(0, 3, skill=0.9), Rep(1, 3, skill=1.2), Rep(2, 16, skill=1.5)]
    assert CherryPick(appetite=16).choose(Lead(), reps, 0).seat == 1
    assert CherryPick(appetite=3).choose(Lead(), reps, 0) is None


def test_cherry_pickers_take_what_looks_most_valuable_others_the_oldest():
    leads = [Lead(value=1000, score=1.0), Lead(value=1500, score=0.5), Lead(value=2000, score=-3.0)]
    # promise = value x (1 + score above 0): 2,000; 2,250; 2,000
    assert CherryPick().pick(leads) == 1
    assert RoundRobin().pick(leads) == 0


def test_a_territory_belongs_to_a_seat():
    reps = [Rep(0), Rep(1), Rep(2)]
    territory = ByTerritory(territories=3)
    assert [territory.choose(Lead(territory=t), reps, 0).seat for t in (0, 1, 2, 3, 7)] == [0, 1, 2, 0, 1]
    assert territory.choose(Lead(territory=1), [Rep(0), Rep(2)], 0) is None
