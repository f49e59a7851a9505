"""What holds for every policy and every response: unchangeable values, equal when equal, and no moods."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from types import SimpleNamespace

import cloudpickle
import pytest
from pydantic import BaseModel, ValidationError

from simsales.policies.base import Policy
from simsales.policies.compensation import Period
from simsales.policies.expansion import Prospect
from simsales.policies.media import Meeting
from simsales.responses.effort import Efforts
from simsales.responses.mood import Fulfilment
from simsales.scenario.checking import models_inside
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import VIDEO, VISIT

REPS = [
    SimpleNamespace(seat=s, open_cases=c, skill=1.0 + s / 10, expertise=(1.0,))
    for s, c in enumerate([3, 1, 2])
]
PRODUCT = SimpleNamespace(
    name="X", production_time=80.0, delivery_time=40.0, volatility=0.4, designed_to_order=False
)
CUSTOMER = SimpleNamespace(segment="A", opened=0.0, last_order=1500.0, orders=7)
PLANS = ("NoPromotion", "PromotionCalendar", "RegularPromotion")
MEETING = Meeting(2, 0.6, False, VIDEO, 0.4, 15_000.0, 2.9, 120.0)
LEAD = SimpleNamespace(territory=4, product=0, score=0.8, value=9_000.0)

# A question for each verb; a verb that nobody asks fails the test below.
QUESTIONS = {
    "choose": (LEAD, REPS, 5),
    "pick": ([LEAD, SimpleNamespace(territory=1, product=0, score=2.0, value=12_000.0)],),
    "accepts": (0.9, 0.4),
    "separation": (),
    "grants": (0.08,),
    "asks_manager": (0.08,),
    "asks_deal_desk": (0.08,),
    "without_asking": (),
    "curve": (100_000.0, 150_000.0),
    "efforts": (Efforts(0.3, 0.1),),
    "pull": (0.04, 0.01),
    "outlook": (50_000.0, 5.0, 11_400.0, 83_000.0),
    "gate": (1.3, 4),
    "flow": (1.3,),
    "holds_back": (0.05,),
    "of_visits": (),
    "considered": (0.1,),
    "concession": ([0.0, 0.05, 0.1], [1.0, 0.95, 0.9], [0.5, 0.55, 0.6]),
    "visits": (120.0,),
    "monitoring": (),
    "reporting": (),
    "asks": (0.5,),
    "obeyed": (0.4,),
    "substance": (0.8, False),
    "coached": (0.9, 2.0),
    "autonomy": (0.8, 1.0),
    "least": (0.75,),
    "faded": (1.2, 1.0, 0.1),
    "of_kind": ("farmer",),
    "set_point": ("hunter", Fulfilment(pay=0.5, team=-0.2)),
    "after": (0.6, 0.55, 0.1, -0.02),
    "win": (2.0,),
    "works": (0.6,),
    "quits": (0.5, 1.1, 0.95, True),
    "yearly_pay": (),
    "yearly_expenses": (),
    "pay": (Period(sales=150_000.0, quota=100_000.0, kickers=500.0, undone=900.0, owed=1_000.0),),
    "next_quota": (100_000.0, 120_000.0),
    "level": (True,),
    "people": (2, 1.1, 0.7, 1.2),
    "lateness": (2, 9.0),
    "offer": (0.95, 1.2),
    "objections": (1.0,),
    "resolves": (1.1, True),
    "levels": ([1.0, 2.0, 0.0],),
    "contact": (0, 5.0),
    "productivity": (700.0,),
    "factor": (12,),
    "chance": (0.7, 0.5, 0.9, 1.0, 0.1),
    "learn": (0.7, True),
    "felt": (73.0, 45.0),
    "forsaken": (0.5, 0.4),
    "target": (0.4, -10.0, 0.1),
    "lifted": (0.4, 0.75),
    "peak": (0.4,),
    "average": (0.4,),
    "leaving": (0.2, 5.0, -0.1),
    "refers": (78.0, 0.9),
    "alive": (2, 0.5, 0.75, 4.0, 0.14),
    "point": (PRODUCT,),
    "quote": ("X", 40.0, [30.0, 35.0, 50.0]),
    "speaks_up": (True, 800.0, 0.5, 0.3),
    "fits": (0, True, 3),
    "distributive": (300.0, 400.0, False),
    "procedural": (0.5, 2.0),
    "interactional": (1.1, 2.0),
    "satisfaction": (0.7, 0.9, 0.8),
    "of": (2,),
    "churn_chance": (1, True),
    "mended": (70.0, 90.0),
    "word_of_mouth": (84.0,),
    "remedy": (SimpleNamespace(trouble=0, severe=1, loss=900.0),),
    "needs_approval": (630.0,),
    "goes_to_sales": (1.5,),
    "next_change": (CUSTOMER, 2000.0),
    "haste": (0.10,),
    "size": (0.10,),
    "stocked": (0.10,),
    "grown": (0.10,),
    "use": (1.5,),
    "pace": (0.3,),
    "up_to": ([30.0, 40.0], 2.0, 36.0),
    "effort": (0.2, 0.28),
    "reach": (0.2, 0.28),
    "invoiced": (),
    "fee": (),
    "yearly_cost": (),
    "earned": (),
    "commit": (Prospect(1, 2, 0, [0.0, 9.0, 12.0, 15.0, 3.0], [0.0, 6.0, 20.0, 900.0, 8_000.0]),),
    "learnt": (0.4, 2, 30.0, 0.25),
    "shared": (0.3, 0.5),
    "friction": (0.4, 1.2),
    "doubt": (1.2,),
    "lost_odds": (0.3,),
    "complaints": (0.3,),
    "equivocality": (0.6, 45_000.0),
    "insists": (0.6, 0.3),
    "dislikes": (False, 0.2),
    "odds": (2, 0.9, VIDEO, True, False),
    "adds_to_the_chance": (MEETING,),
}
# Where two families share a word, the question is the family's own.
OF_A_FAMILY = {
    **{(name, "offer"): (CUSTOMER, 2000.0) for name in PLANS},
    **{(name, "campaigns"): (9000.0,) for name in PLANS},
    **{(name, "choose"): (MEETING,) for name in ("AlwaysVisit", "NeverVisit", "Threshold", "ShadowPrice")},
    ("Persuasion", "pace"): (VISIT, True),
    ("Reaching", "pace"): (11_000.0, 12_000.0, 0.3),
    ("Timing", "offer"): (0.02, 0.05),
    ("Foreignness", "effort"): (0.3,),
    ("Timing", "accepts"): (0.3, 0.4, 0.6),
}


def asked(policy, verb):
    found = getattr(policy(), verb)(*OF_A_FAMILY.get((policy.__name__, verb), QUESTIONS.get(verb)))
    return list(found) if isinstance(found, Iterator) else found


def policies_in(model: type[BaseModel], seen: dict[type[BaseModel], None]) -> list[type[Policy]]:
    if model not in seen:
        seen[model] = None
        for field in model.model_fields.values():
            for inner in models_inside(field.annotation):
                policies_in(inner, seen)
    return [each for each in seen if issubclass(each, Policy)]


ALL = policies_in(Scenario, {})


def verbs(policy):
    return [
        name
        for name in dir(policy)
        if name not in dir(Policy) and not name.startswith("_") and is_verb(policy, name)
    ]


def is_verb(policy, name):
    return name not in policy.model_fields and callable(getattr(policy, name))


def test_all_families_are_met():
    names = {each.__name__ for each in ALL}
    assert {
        "RoundRobin",
        "Detection",
        "Judged",
        "Negotiated",
        "Salary",
        "Logit",
        "Cooling",
        "Pursuit",
        "RampUp",
    } <= names


@pytest.mark.parametrize("policy", ALL)
def test_it_cannot_be_changed(policy):
    made = policy()
    for name in policy.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(made, name, getattr(made, name))


@pytest.mark.parametrize("policy", ALL)
def test_it_travels_to_another_process_and_stays_equal(policy):
    made = policy()
    for pickler in (pickle, cloudpickle):
        assert pickle.loads(pickler.dumps(made)) == made


@pytest.mark.parametrize("policy", ALL)
def test_it_is_equal_when_its_values_are_and_never_to_another_kind(policy):
    assert policy() == policy() and policy.model_validate(policy().model_dump()) == policy()
    assert all(policy() != other() for other in ALL if other is not policy)


@pytest.mark.parametrize("policy", [each for each in ALL if len(each.model_fields) > 1])
def test_it_differs_when_a_value_does(policy):
    name = next(name for name in policy.model_fields if name != "kind")
    other = policy().model_copy(update={name: object()})
    assert other != policy()


@pytest.mark.parametrize("policy", ALL)
def test_it_gives_the_same_answer_to_the_same_question(policy):
    for verb in verbs(policy):
        assert asked(policy, verb) == asked(policy, verb)


@pytest.mark.parametrize(
    "policy",
    [each for each in ALL if each.__name__ not in ("Level", "Plain", "Judged", "AcceptAll", "PlainHandoff")],
)
def test_it_has_a_verb(policy):
    """A level and a plain conversion are values of the market; who judges a hand-off is `Pursuit`."""
    assert verbs(policy)


@pytest.mark.parametrize("policy", ALL)
def test_an_unknown_key_is_refused(policy):
    with pytest.raises(ValidationError, match="moon"):
        policy(moon=1)
