"""Studies on the real engine come to the same whoever plays."""

from __future__ import annotations

import pytest

from simsales import load, optimise, rank, sensitivity, sweep
from tests.experiments.test_whole_runs import DESK


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "desk.toml").write_text(DESK)
    return load(tmp_path / "desk.toml")


@pytest.mark.slow
def test_one_process_and_two_come_to_the_same_ranking(desk, tmp_path):
    plans = [desk.but({"people.hunter.count": count}, name=f"{count} hunters") for count in (4, 6, 8)]
    alone = rank(*plans, kpi="wins", worth=0.5, at_most=30, workers=1, store=tmp_path / "one.sqlite")
    together = rank(*plans, kpi="wins", worth=0.5, at_most=30, workers=2, store=tmp_path / "two.sqlite")
    assert alone == together
    assert rank(*plans, kpi="wins", worth=0.5, at_most=30, workers=1, store=tmp_path / "two.sqlite") == alone


@pytest.mark.slow
def test_one_process_and_two_come_to_the_same_sweep_and_effects(desk):
    vary = {"people.hunter.count": "4..6", "demand.inbound.rate": "x0.5..x1.5"}
    sweeps = [sweep(desk, vary, levels=2, replications=2, workers=workers) for workers in (1, 2)]
    assert repr(list(sweeps[0].rows())) == repr(list(sweeps[1].rows()))
    effects = [sensitivity(desk, vary, trajectories=2, replications=2, workers=workers) for workers in (1, 2)]
    assert repr(effects[0]) == repr(effects[1])
    assert effects[0].of("demand.inbound.rate").strength > 0


@pytest.mark.slow
def test_one_process_and_two_come_to_the_same_plan(desk):
    found = [
        optimise(
            desk,
            {"people.hunter.count": "4..8", "people.sdr.count": "1..3"},
            budget=["people.hunter.count + people.sdr.count <= 8"],
            kpi="wins",
            worth=0.5,
            plans=12,
            searched=2,
            shortlist=3,
            at_most=15,
            workers=workers,
        )
        for workers in (1, 2)
    ]
    assert repr(found[0]) == repr(found[1])
    assert found[0].ranking == found[1].ranking
