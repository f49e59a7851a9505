"""Gaps between the orders of a customer: Erlang laws, in orders' worth of time (mean 1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The Erlang law of so many stages: 1 is Poisson, more is evener."""

    stages: int

    def whole(self, uniforms: Floats) -> Floats:
        """A gap from one order to the next."""
        if self.stages == 1:
            return -np.log1p(-uniforms)
        from scipy.special import gammaincinv

        return np.asarray(gammaincinv(self.stages, uniforms) / self.stages)

    def part(self, uniforms: Floats) -> Floats:
        """What is left of a gap that somebody meets at a random time (and, seen backwards, what has passed of it).

        The customer is then in each stage as likely: the uniform's place tells the stage, the rest of it the time
        until the end of the last one.
        """
        from scipy.special import gammaincinv

        stage = np.floor(uniforms * self.stages)
        return np.asarray(gammaincinv(stage + 1.0, uniforms * self.stages - stage) / self.stages)

    def passed(self, uniforms: Floats, left: Floats) -> Floats:
        """What has passed of a gap of which `left`, the uniform behind what is left, is known."""
        from scipy.special import gammaincinv

        stage = np.floor(left * self.stages)
        return np.asarray(gammaincinv(self.stages - stage, uniforms) / self.stages)
