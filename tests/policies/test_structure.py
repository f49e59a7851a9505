"""Who has to approve what, under each structure."""

import pytest

from simsales.policies.structure import Hierarchical, Matrix, Modular, Request
from simsales.responses.approving import Approving

LIMITS = {"discount": (0.05, 0.08, 0.12)}
CHAIN = Hierarchical(levels=("team_lead", "manager", "director"), limits=LIMITS)
MATRIX = Matrix(product="product_manager", region="regional_manager", limits={"discount": (0.05,)})


@pytest.mark.parametrize(
    ("size", "levels"), [(0.05, 0), (0.06, 1), (0.08, 1), (0.10, 2), (0.12, 2), (0.13, 3), (0.90, 3)]
)
def test_a_request_goes_up_as_far_as_it_must(size, levels):
    assert CHAIN.approvals(Request("discount", size)) == tuple((name,) for name in CHAIN.levels[:levels])


def test_what_nobody_limits_is_decided_by_whoever_sells():
    assert CHAIN.approvals(Request("engineering", 500.0)) == ()


def test_a_matrix_asks_both_side_by_side():
    assert MATRIX.approvals(Request("discount", 0.04)) == ()
    assert MATRIX.approvals(Request("discount", 0.06)) == (("product_manager", "regional_manager"),)


def test_who_disagrees_comes_back_a_geometric_number_of_times():
    places = [MATRIX.revisits((n + 0.5) / 100_000) for n in range(100_000)]
    for times in range(4):
        share = sum(each >= times for each in places) / len(places)
        assert share == pytest.approx(0.15**times, abs=1e-5)
    assert MATRIX.revisits(0.0) == 0
    assert Matrix(conflict=0.0).revisits(0.5) == 0


def test_only_a_matrix_disagrees():
    assert CHAIN.revisits(1e-9) == 0 == Modular().revisits(1e-9)


def test_a_pod_is_the_lowest_level_of_a_chain():
    pod = Modular(levels=("pod_lead", "director"), limits={"discount": (0.05, 0.12)})
    assert pod.approvals(Request("discount", 0.10)) == (("pod_lead",),)
    assert pod.approvals(Request("discount", 0.13)) == (("pod_lead",), ("director",))


def test_the_dossiers_sizes():
    hierarchy, matrix, pods = Hierarchical(), Matrix(), Modular()
    assert (hierarchy.meetings, matrix.meetings, pods.meetings) == (3.0, 6.0, 4.0)
    assert (hierarchy.depth, matrix.depth, pods.depth) == (1.0, 1.0, 0.97)
    assert (hierarchy.handover_loss, matrix.handover_loss, pods.handover_loss) == (0.10, 0.06, 0.03)
    delays = [str(each.information_delay) for each in (hierarchy, matrix, pods)]
    assert delays == ["10 wd", "5 wd", "2 wd"]


def test_who_is_asked_gives_less_than_whoever_sells_might():
    firm = Approving(firmness=0.25)
    assert firm.approved(0.04, 0.05) == 0.04
    assert firm.approved(0.09, 0.05) == pytest.approx(0.05 + 0.75 * 0.04)
    assert Approving(firmness=0.0).approved(0.09, 0.05) == pytest.approx(0.09)
