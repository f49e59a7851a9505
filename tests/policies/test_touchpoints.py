"""Who serves whom at which step: the first row that fits, and nobody where none does."""

from __future__ import annotations

import pytest

from simsales.policies.touchpoints import Route, Routes, Touch

TOUCH = Touch("presentation", "C", "MTS", "inside")


def table(*rows):
    return Routes(rows=tuple(Route(**row) for row in rows))


def test_without_rows_of_ones_own_field_reps_do_everything():
    assert Routes().choose(TOUCH) == "field"


def test_the_first_row_that_fits_holds():
    rows = {"step": "presentation", "segment": "C", "product": "MTS", "by": "portal"}, {"by": "inside"}
    assert table(*rows).choose(TOUCH) == "portal"
    assert table(*reversed(rows)).choose(TOUCH) == "inside"


@pytest.mark.parametrize("other", [{"step": "closing"}, {"segment": "A"}, {"product": "ETO"}])
def test_a_row_holds_for_what_it_names_and_for_all_of_what_it_leaves_out(other):
    named = {"step": "presentation", "segment": "C", "product": "MTS"}
    for key in named:
        assert table({key: named[key], "by": "portal"}).choose(TOUCH) == "portal"
    assert table({**named, **other, "by": "portal"}, {}).choose(TOUCH) == "field"


def test_a_customer_may_be_served_as_it_prefers():
    assert table({"by": "preferred"}).choose(TOUCH) == "inside"


def test_where_no_row_fits_nobody_serves():
    assert table({"segment": "A"}).choose(TOUCH) is None
