"""Reward cards: orders bring points, points a reward, and customers hurry as it comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.words.vocabulary import REWARD, REWARDED

if TYPE_CHECKING:
    from simsales.company.frequency.sites import Site
    from simsales.instruments.eventlog import EventLog
    from simsales.scenario.promotion import Reward


class RewardCards:
    """The reward scheme in force."""

    def __init__(self, scheme: Reward, log: EventLog) -> None:
        self._scheme, self._log = scheme, log
        self._striving = scheme.striving
        self.stock_share = scheme.striving.stock_share

    def pace(self, site: Site) -> float:
        """Factor on the hazard of the site's next order."""
        if not self.is_for(site):
            return 1.0
        return self._striving.reset if site.rewarded else self._striving.pace(self.ahead(site))

    def ahead(self, site: Site) -> float:
        """The part of the way to the reward that seems to be still to go."""
        return (1.0 - self._scheme.endowed) * (1.0 - site.points / self._scheme.threshold)

    def is_for(self, site: Site) -> bool:
        """Whether the site has a card."""
        return not self._scheme.segments or site.segment in self._scheme.segments

    def stamp(self, site: Site, value: float, now: float) -> None:
        """An order brings points; with enough of them the reward is given and what was kept for it is used up."""
        scheme = self._scheme
        site.rewarded = False
        if not self.is_for(site):
            return
        site.points += scheme.per_order + scheme.per_thousand * value / 1000.0
        if site.points < scheme.threshold:
            return
        rewards, site.points = divmod(site.points, scheme.threshold)
        site.rewarded = True
        site.give_out_held(now)
        cost = rewards * scheme.worth
        self._log.note(now, site.account.number, REWARDED, cost)
        self._log.money(now, REWARD, -cost, site.account.number)
