"""What the theory of customers says beyond means: whom a silence should make one doubt, and how often one is right."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import rows_of
from simsales.processes.play import play
from simsales.responses.alive import p_alive
from simsales.words.vocabulary import CHURNED
from tests.theory.case import STANDARD_ERRORS
from tests.theory.customers import T10

R, ALPHA, A, B = T10.parameters.values()


def test_the_chance_of_being_alive_is_the_published_one():
    assert p_alive(2, 30.0, 39.0, R, ALPHA, A, B) == pytest.approx(0.7195509031474433, rel=1e-12)


def test_of_those_believed_alive_by_so_much_as_many_are():
    """Customers of a run by what their orders make one believe: the engine's truth agrees in each tenth."""
    log = play(T10.scenario)
    orders, weeks = log.table("orders"), log.horizon / WEEK
    account = rows_of(orders["account"])
    count = np.bincount(account, minlength=len(log.table("accounts")))
    last = np.zeros(len(count))
    last[account] = orders["placed"] / WEEK
    believed = np.array(
        [p_alive(x, t, weeks, R, ALPHA, A, B) for x, t in zip(count.tolist(), last.tolist(), strict=True)]
    )
    alive = np.ones(len(count))
    alive[rows_of(log.notes["case"][log.notes["activity"] == CHURNED])] = 0.0
    assert np.all(alive[count == 0] == 1.0), "nobody leaves before a first repeat order"
    again = count > 0
    for tenth in range(10):
        these = again & (np.floor(believed * 10.0) == tenth)
        error = np.sqrt((believed * (1.0 - believed))[these].sum())
        assert abs(alive[these].sum() - believed[these].sum()) < STANDARD_ERRORS * error
