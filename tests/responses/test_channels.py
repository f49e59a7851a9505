"""How partners share their effort among principals."""

from __future__ import annotations

import pytest

from simsales.responses.channels import EffortShare


@pytest.mark.parametrize(
    ("ours", "share"),
    [(0.28, 1 / 8), (0.14, 0.5**1.5 / (0.5**1.5 + 7)), (0.56, 2**1.5 / (2**1.5 + 7)), (0.0, 0.0)],
)
def test_effort_goes_where_it_pays(ours, share):
    assert EffortShare().effort(ours, 0.28) == pytest.approx(share)
    assert EffortShare().reach(ours, 0.28) == pytest.approx(8 * share)


def test_without_sharpness_all_principals_are_alike():
    assert EffortShare(sharpness=0.0).effort(0.05, 0.28) == pytest.approx(1 / 8)


def test_a_partner_of_ours_alone_gives_us_everything():
    assert EffortShare(principals=1).effort(0.05, 0.28) == 1.0


def test_where_nobody_pays_anything_nobody_is_preferred():
    assert EffortShare().effort(0.0, 0.0) == pytest.approx(1 / 8)


def test_whoever_works_for_us_alone_loses_nothing():
    assert EffortShare().reach(1.0, 1.0) == pytest.approx(1.0)
