"""The waterfall of capacity goes down from what is paid for to what is sold in, and nothing gets lost on the way."""

from itertools import pairwise

import pytest

from simsales import plots
from simsales.plots.hours import hours_of, sellers_of
from simsales.words.errors import InputError


def test_the_parts_add_up_to_the_ends(watched):
    told = hours_of(watched.results, "base", ["hunter"])
    assert told == pytest.approx(
        {
            "paid hours": 900.0,
            "leave, sickness": 90.0,
            "meetings, admin": 210.0,
            "without work": 100.0,
            "other work": 100.0,
            "selling": 400.0,
        }
    )
    both = list(hours_of(watched.results, "base", ["hunter", "service"]).values())
    assert both[0] == 1400.0 and both[0] - sum(both[1:-1]) == pytest.approx(both[-1])


def test_each_bar_ends_where_the_next_begins(watched):
    panel = plots.capacity(watched).axes[0]
    base = [panel.containers[n].patches[0] for n in range(6)]
    assert base[0].get_x() == 0.0 and base[0].get_width() == 900.0
    for before, after in pairwise(base[:-1]):
        left = before.get_x() + (before.get_width() if before is base[0] else 0.0)
        assert after.get_x() + after.get_width() == pytest.approx(left)
    assert base[-1].get_x() == 0.0 and base[-1].get_width() == pytest.approx(base[-2].get_x()) == 400.0


def test_without_a_team_those_who_sell_are_shown_and_any_other_by_its_name(watched):
    assert sellers_of(watched.results) == ["hunter"]
    assert plots.capacity(watched).get_suptitle().endswith(": hunter")
    assert plots.capacity(watched, "service").axes[0].containers[0].patches[0].get_width() == 500.0
    with pytest.raises(
        InputError, match="team: must be a team of the scenarios, found 'huntre'; did you mean"
    ):
        plots.capacity(watched, "huntre")


def test_without_hours_there_is_no_waterfall(results):
    with pytest.raises(InputError, match=r"capacity: must have .* found none in base, more"):
        plots.capacity(results)
