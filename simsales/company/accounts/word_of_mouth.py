"""Word of mouth: satisfied customers send somebody, at a hazard that what they experience turns on and off."""

from __future__ import annotations

from math import inf, log1p
from typing import TYPE_CHECKING

from simsales.words.vocabulary import DECISION_EVENT, REFERRED

if TYPE_CHECKING:
    from simsales.company.accounts.standing import Standing
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account


class WordOfMouth:
    """Keeps the hazard of each account's next referral."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._end = company.kernel, company.log, company.end
        self._luck = company.luck.hashed("account.referral")

    def adopt(self, scenario: Scenario) -> None:
        """Refer from now on as `scenario` says."""
        self._response = scenario.market.referring
        heard = any("referral" in each.demand for _, _, each in self._company.epochs)
        self._hazard = self._response.hazard.per_calendar_hour if heard else 0.0

    def reconsider(self, account: Account, now: float) -> None:
        """Satisfaction may have changed: the hazard goes on as it is now."""
        standing: Standing = account.state
        if standing.remembers_until <= now:
            standing.remembered, standing.remembers_until = 1.0, inf
        hazard = 0.0
        if account.alive:
            hazard = self._hazard * self._response.refers(account.satisfaction, standing.remembered)
        if hazard == standing.referring:
            return
        standing.refers_left -= standing.referring * (now - standing.witnessed)
        standing.referring, standing.witnessed = hazard, now
        self._expect(account, standing)

    def remember(self, account: Account, now: float, factor: float) -> None:
        """A complaint has been answered; how well is what the customer will tell for a while."""
        standing: Standing = account.state
        standing.remembered = factor
        standing.remembers_until = now + self._response.remembers.calendar_hours

    def _expect(self, account: Account, standing: Standing) -> None:
        standing.refers_at = inf
        if standing.referring > 0.0:
            standing.refers_at = time = (
                standing.witnessed + max(standing.refers_left, 0.0) / standing.referring
            )
            if time < self._end:
                self._kernel.at(time, DECISION_EVENT + account.key, self._refer, account)

    def _refer(self, account: Account) -> None:
        standing: Standing = account.state
        now = self._kernel.now
        if standing.refers_at != now:
            return  # something happened meanwhile
        ordinal = standing.referrals
        self._log.note(now, account.number, REFERRED)
        self._company.reception.refer(account.key, ordinal)
        standing.referrals += 1
        standing.refers_left = -log1p(-self._luck(account.key, 0, ordinal)[0])
        standing.witnessed = now
        self._expect(account, standing)
