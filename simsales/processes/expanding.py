"""Markets abroad, country by country: commit a little, do business, learn, and commit anew (Johanson & Vahlne 1977)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.instruments.clock import WEEK, YEAR

if TYPE_CHECKING:
    from simsales.company.abroad.countries import ForeignDeal, ForeignMarket
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
                deal = deals.popleft()
                yield from abroad.wait_until(market, deal.time)
                abroad.take_up(market, deal, work_abroad)
            yield from abroad.wait_until(market, ends)
            abroad.pay_for_presence(market)
        abroad.close_year(market)
        begins += YEAR


def work_abroad(deal: ForeignDeal, market: ForeignMarket, company: Company) -> Story:
    """A deal abroad: people at home may have their part in it; it is won or not, and teaches something either way."""
    yield from company.abroad.work(market, deal)
    company.abroad.sell(market, deal)
    company.abroad.learn(market)
