"""Customers: retain them, grow their share of wallet, raise their frequency of use, win them back.

With acquisition, which is selling, these are the five levers on a base of customers.  A customer leads a life of its
own (`reorder`); beside it runs what the company does for it (`keep`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simsales.company.accounts.care import Offer
    from simsales.company.accounts.reordering import Request
    from simsales.company.company import Company
    from simsales.instruments.kernel import Story
    from simsales.words.customers import Account


def keep(account: Account, company: Company) -> Story:
    """The life of an account as those who look after it live it, until it has left for good."""
    while company.farmers.looks_after(account):
        yield from retain(account, company)
        if account.alive:
            grow_share_of_wallet(account, company)
            raise_frequency(account, company)
        else:
            yield from win_back(account, company)


def retain(account: Account, company: Company) -> Story:
    """Retain · Be there before the customer feels forgotten."""
    yield from company.farmers.wait_until_due(account)
    yield from company.farmers.contact(account)


def grow_share_of_wallet(account: Account, company: Company) -> None:
    """Grow the share of wallet · Whoever is there hears what else the customer needs, and offers it."""
    company.farmers.offer(account)


def raise_frequency(account: Account, company: Company) -> None:
    """Raise the frequency of use · Show the customer how to use more of what it buys."""
    company.customers.advise(account)


def win_back(account: Account, company: Company) -> Story:
    """Win back · Nobody says goodbye; whoever comes for the next contact finds that the customer has left."""
    yield from company.farmers.campaign(account)
    company.farmers.conclude(account)


def cross_sell(offer: Offer, company: Company) -> Story:
    """Sell a customer what it does not buy from us yet."""
    yield from company.farmers.propose(offer)
    yield from company.farmers.quote(offer)
    if company.farmers.is_wanted(offer):
        company.customers.buy(offer)


def reorder(account: Account, company: Company) -> Story:
    """What the customer does of its own accord: order, and order again, until it leaves."""
    while account.alive:
        yield from company.customers.need(account)
        company.customers.order(account)


def request(order: Request, company: Company) -> Story:
    """An order that begins with a quote."""
    yield from company.customers.quote(order)
    company.customers.confirm(order)
