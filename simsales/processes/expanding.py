"""Markets abroad, country by country: commit a little, do business, learn, and commit anew (Johanson & Vahlne 1977)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.instruments.clock import WEEK, YEAR

if TYPE_CHECKING:
    from simsales.company.abroad.countries import ForeignMarket
    from simsales.company.company import Company
    from simsales.instruments.kernel import Story

_QUARTER = 13 * WEEK


def expand(market: ForeignMarket, company: Company) -> Story:
    """A country: each year the firm decides on its commitment; meanwhile deals come, and each teaches it something."""
    abroad, begins = company.abroad, 0.0
    while True:
        abroad.commit(market)
        deals = abroad.deals_of_the_year(market)
        for ends in (begins + _QUARTER * quarter for quarter in (1, 2, 3, 4)):
            while deals and deals[0].time < ends:
                deal = deals.pop(0)
                yield from abroad.wait_until(market, deal.time)
                abroad.sell(market, deal)
                abroad.learn(market, deal)
            yield from abroad.wait_until(market, ends)
            abroad.pay_for_presence(market)
        abroad.close_year(market)
        begins += YEAR
