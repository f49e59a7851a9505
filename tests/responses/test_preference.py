"""How customers would like to be served: shares by Dirichlet's law, exactly; and what their traces tell."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.company.leads.columns import Columns, _touchpoints
from simsales.responses.preference import ChannelPreference
from simsales.responses.traces import Traces
from simsales.scenario.hybrid import Hybrid
from simsales.words.vocabulary import BY_FIELD, BY_INSIDE, BY_PORTAL, WAYS

MANY = 200_000


def shares(preference):
    """Shares of many customers, drawn by the columns that the door draws them by."""
    columns = Columns()
    _touchpoints(columns, Hybrid(preference=preference))
    drawn = {column.name: column for column in columns}
    uniforms = np.random.default_rng(11).random((3, MANY))
    shapes = preference.shapes()
    gammas = np.array(
        [shapes[way] * drawn["leaning", way].transform(uniforms[way]) for way in range(len(WAYS))]
    )
    return gammas / gammas.sum(axis=0)


@pytest.mark.parametrize(
    ("means", "concentration"), [((1 / 3, 1 / 3, 1 / 3), 6.0), ((0.2, 0.3, 0.5), 6.0), ((0.6, 0.3, 0.1), 1.5)]
)
def test_a_customers_shares_follow_dirichlets_law(means, concentration):
    """Each share is a beta variable; means, variances and covariances in closed form, to four standard errors."""
    found = shares(ChannelPreference(shares=means, concentration=concentration))
    m = np.array(means)
    covariance = (np.diag(m) - np.outer(m, m)) / (concentration + 1.0)
    assert np.abs(found.mean(axis=1) - m).max() < 4.0 * np.sqrt(covariance.diagonal().max() / MANY)
    assert np.abs(np.cov(found) - covariance).max() < 4.0 * covariance.max() * np.sqrt(5.0 / MANY)


def test_each_share_is_a_beta_variable_in_its_tails_too():
    from scipy import stats

    found = shares(ChannelPreference())[0]
    assert stats.kstest(found[:20_000], stats.beta(2.0, 4.0).cdf).pvalue > 0.001


def test_a_wish_falls_into_the_shares_in_order():
    wish = ChannelPreference().wish
    assert [wish((2.0, 1.0, 1.0), u) for u in (0.0, 0.49, 0.51, 0.74, 0.76, 0.999)] == [
        *(BY_PORTAL, BY_PORTAL, BY_INSIDE, BY_INSIDE, BY_FIELD, BY_FIELD)
    ]


def test_a_third_each_at_any_stage():
    preference = ChannelPreference()
    leanings = shares(preference).T[:30_000]
    uniforms = np.random.default_rng(12).random(len(leanings))
    wishes = [preference.wish(tuple(each), u) for each, u in zip(leanings, uniforms, strict=True)]
    assert np.bincount(wishes) / len(wishes) == pytest.approx([1 / 3] * 3, abs=0.01)


def test_an_unmet_wish_costs_nothing_of_a_field_rep_for_that_is_how_all_were_served():
    preference = ChannelPreference(unmet=0.3)
    assert preference.reluctance(BY_PORTAL, BY_FIELD) == 0.0
    assert preference.reluctance(BY_PORTAL, BY_PORTAL) == 0.0
    assert preference.reluctance(BY_FIELD, BY_PORTAL) == preference.reluctance(BY_PORTAL, BY_INSIDE) == 0.3


def test_shares_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match=r"must add up to 1, found 0\.9"):
        ChannelPreference(shares=(0.3, 0.3, 0.3))


# --- traces ------------------------------------------------------------------------------------------------


def test_traces_raise_what_a_talk_detects_from_171_to_2():
    separation, _ = Traces().beside(1.711, 0.0, 0.0)
    assert separation == pytest.approx(2.0, abs=5e-4)


def test_two_independent_errors_make_one_of_unit_variance():
    errors = np.random.default_rng(13).standard_normal((2, 50_000))
    both = np.array([Traces().beside(1.711, *pair)[1] for pair in errors.T])
    assert both.std() == pytest.approx(1.0, abs=0.01)
    assert np.corrcoef(both, errors[0])[0, 1] == pytest.approx(1.711 / 2.0, abs=0.005)


def test_traces_that_tell_nothing_leave_the_talk_as_it_is():
    assert Traces(detectability=0.0).beside(1.5, 0.7, -2.0) == pytest.approx((1.5, 0.7))
    assert Traces(detectability=0.0).beside(0.0, 0.7, -2.0) == (0.0, 0.7)
