"""How much of what varies is luck: the variance of a single year, split by what it comes from.

Points (values of parameters) are crossed with replications (luck): each point meets the same luck.  The
two-way analysis of variance then tells what the parameters move, what the luck moves that all points share,
and what luck does differently at different points, which is all that can disturb a comparison of points.
"""

from dataclasses import dataclass

import numpy as np

from simsales.experiments.selection import Numbers


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts of the variance of a KPI over points and replications; they add up to 1, or are NaN if nothing varies.

    `parameters` is what the values of the parameters explain, `luck` what good and bad years do to all points
    alike, `both` what luck does to one point and not to another.
    """

    parameters: float
    luck: float
    both: float

    @property
    def noise(self) -> float:
        """All that is luck."""
        return self.luck + self.both

    def sentence(self, kpi: str) -> str:
        """The parts in words."""
        if np.isnan(self.noise):
            return (
                "How much of it is luck cannot be seen: nothing varied, or a single replication was played."
            )
        return (
            f"Of the variance of a single year's {kpi} over these points {self.parameters * 100:.0f} % is the "
            f"parameters, {self.noise * 100:.0f} % is luck: {self.luck * 100:.0f} % that all points share and that is "
            f"paired away here, {self.both * 100:.0f} % that differs from point to point."
        )


def shares(values: Numbers) -> Shares:
    """Split the variance of values by replication (rows) and point (columns).

    From the mean squares of the two-way layout without repetition (Scheffé 1959), negative estimates being 0.  With
    a single replication luck cannot be seen, and its parts are NaN.
    """
    replications, points = values.shape
    if replications < 2 or points < 2:
        return Shares(np.nan, np.nan, np.nan)
    of_points, of_luck = values.mean(axis=0), values.mean(axis=1)
    rest = values - of_points[None, :] - of_luck[:, None] + values.mean()
    square = float((rest**2).sum() / ((replications - 1) * (points - 1)))
    parameters = max(0.0, float(of_points.var(ddof=1)) - square / replications)
    luck = max(0.0, float(of_luck.var(ddof=1)) - square / points)
    total = parameters + luck + square
    if total == 0.0:
        return Shares(np.nan, np.nan, np.nan)
    return Shares(parameters / total, luck / total, square / total)
