"""How an account stands between two events: the closed form against the equation itself, solved in small steps."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from simsales.company.accounts.segments import segment_plans
from simsales.company.accounts.standing import Standing
from simsales.company.company import Company
from simsales.instruments.luck import Luck
from simsales.processes.play import play
from simsales.scenario.model import Scenario
from simsales.words.customers import Account

PACES = ("60 wd", "119.9999 wd", "120 wd", "120.1 wd", "180 wd")
HOURS = 1000.0


def standing(pace: str) -> tuple[Account, Standing]:
    """An account half-way to its share, well covered on the first day."""
    scenario = Scenario().but({"farming": {}, "market.wallet.pace": pace, "market.coverage.fades": "120 wd"})
    company = Company(scenario, Luck(1, 0))
    account = Account(1, "customer/1", [1.0], 0, 0.0)
    account.state = Standing(segment_plans(scenario, company.base)[0], 0.0, 1.0, 1.0)
    account.state.left = 1e9  # the next order is far off
    account.share, account.satisfaction, account.coverage = 0.2, 80.0, 0.9
    account.state.aim(account)
    return account, account.state


@pytest.mark.parametrize("pace", PACES)
def test_the_share_follows_its_target_as_the_equation_says(pace):
    account, state = standing(pace)
    plan, wallet = state.plan, Scenario().market.wallet

    def change(t, share):
        covered = 0.9 * np.exp(-t / plan.fades) - plan.usual_coverage
        usual = 1.0 / (1.0 + plan.rivals)
        return (wallet.target(usual, 80.0 - plan.usual_satisfaction, covered) - share) / plan.pace

    solved = solve_ivp(change, (0.0, HOURS), [0.2], rtol=1e-10, atol=1e-12).y[0, -1]
    assert state.seen_at(account, HOURS)[0] == pytest.approx(
        solved, abs=1e-3
    )  # it is taken as linear in coverage
    state.bring_to(account, HOURS)
    assert account.share == pytest.approx(solved, abs=1e-3)


def test_a_pace_like_any_other_gives_a_share_like_its_neighbours():
    shares = [standing(pace)[1].seen_at(standing(pace)[0], HOURS)[0] for pace in PACES[1:4]]
    assert max(shares) - min(shares) < 1e-3


def test_first_customers_begin_with_the_share_that_belongs_to_their_satisfaction():
    scenario = Scenario().but(
        {
            "farming": {},
            "customers.all": {"count": 3, "share": 0.4},
            "market.satisfaction.first": 83.0,
            "run.horizon": "1 w",
        }
    )
    log, wallet = play(scenario), scenario.market.wallet
    first = log.table("standings")["share"][:3]
    assert first == pytest.approx(wallet.target(0.4, 83.0 - scenario.market.satisfaction.usual, 0.0))
    assert (first > 0.4).all()
    blind = play(scenario.but({"switches.satisfaction": False})).table("standings")["share"][:3]
    assert blind == pytest.approx(0.4)


def test_a_customer_whose_share_is_gone_orders_again_as_it_comes_back():
    account, state = standing("60 wd")
    state.left, account.share = 0.02, 0.0
    state.aim(account)
    due = state.next_order(account)
    state.bring_to(account, due)
    assert due > 0.0 and account.share > 0.0
    assert state.left == pytest.approx(0.0, abs=1e-9)
