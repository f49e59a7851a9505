"""Luck has an address: what is drawn for one entity never depends on who else is drawn, or when."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsales.instruments.luck import BLOCK, Column, DoorTable, Luck, path_words

COLUMNS = [Column("fit", "lead", 0), Column("value", "lead", 1), Column("hours", "work", 0)]


def table(columns=COLUMNS, seed=1, replication=0, source=7):
    return DoorTable(Luck(seed, replication), source, columns)


def test_a_row_is_the_same_whoever_came_before():
    places = [(strip, index) for strip in (0, 3) for index in (0, 1, BLOCK - 1, BLOCK, 5 * BLOCK + 2)]
    forward, backward = table(), table()
    first = {place: list(forward.row(*place)) for place in places}
    second = {place: list(backward.row(*place)) for place in reversed(places)}
    assert first == second
    assert len({tuple(row) for row in first.values()}) == len(places)


def test_a_new_purpose_moves_no_other_draw():
    more = table([Column("mood", "mood", 0), *COLUMNS, Column("voice", "complaint", 0)])
    slots = [more.slot[name] for name in ("fit", "value", "hours")]
    for index in (0, 1, BLOCK, 3 * BLOCK + 9):
        assert [more.row(2, index)[slot] for slot in slots] == list(table().row(2, index))


def test_one_more_number_of_a_purpose_moves_no_other_draw():
    more = table([*COLUMNS, Column("segment", "lead", 2)])
    for index in (0, BLOCK - 1, BLOCK, 7 * BLOCK):
        assert list(more.row(0, index)[:3]) == list(table().row(0, index))


def test_a_number_left_out_moves_no_other_draw():
    fewer = table([COLUMNS[1], COLUMNS[2]])
    for index in (0, BLOCK, 2 * BLOCK + 1):
        assert list(fewer.row(0, index)) == list(table().row(0, index)[1:])


@pytest.mark.parametrize("other", [{"seed": 2}, {"replication": 1}, {"source": 8}])
def test_seed_replication_and_source_are_part_of_the_address(other):
    assert table(**other).row(0, 0) != table().row(0, 0)


def test_strips_of_a_source_have_luck_of_their_own():
    assert table().row(0, 0) != table().row(1, 0)


def test_a_shape_is_applied_to_the_same_uniform():
    shaped = table([COLUMNS[0], Column("value", "lead", 1, lambda u: 10.0 * u), COLUMNS[2]])
    assert shaped.row(0, 5)[1] == pytest.approx(10.0 * table().row(0, 5)[1])


def drawn(count=6400):
    door = table()
    return np.array([list(door.row(0, index)) for index in range(count)])


def test_numbers_are_uniform():
    for column in drawn().T:
        assert stats.kstest(column, "uniform").pvalue > 0.001


def test_neighbours_blocks_and_columns_are_independent():
    numbers = drawn()
    bound = 4.0 / np.sqrt(len(numbers))
    for lag in (1, 2, BLOCK, 2 * BLOCK):
        for column in numbers.T:
            assert abs(np.corrcoef(column[lag:], column[:-lag])[0, 1]) < bound
    off_diagonal = np.corrcoef(numbers.T)[np.triu_indices(3, 1)]
    assert (np.abs(off_diagonal) < bound).all()


def test_streams_are_addressed_by_name_and_key():
    luck = Luck(1, 0)
    assert luck.stream("sickness", 3).random() == Luck(1, 0).stream("sickness", 3).random()
    others = {luck.stream(*address).random() for address in (("sickness", 4), ("leave", 3), ("sickness",))}
    assert len(others | {luck.stream("sickness", 3).random()}) == 4


def test_what_is_born_inside_is_addressed_by_the_path_of_its_birth():
    luck = Luck(1, 0)
    one = luck.born_inside("complaint", "inbound/3/17 · order 1 · complaint 1").random()
    assert one == luck.born_inside("complaint", "inbound/3/17 · order 1 · complaint 1").random()
    assert one != luck.born_inside("complaint", "inbound/3/17 · order 1 · complaint 2").random()
    assert len(path_words("inbound/3/17")) == 4
