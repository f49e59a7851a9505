"""What the log learns about customers: who they are, and how they stand after each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.words.vocabulary import ACCOUNT, CHURNED, WELCOMED, WON_BACK

if TYPE_CHECKING:
    from simsales.company.accounts.standing import Standing
    from simsales.instruments.eventlog import EventLog
    from simsales.words.customers import Account

#: `yearly` is what it is expected to order for a whole wallet; orders before the run and the time of the last of
#: them are known to the firm's records.
ACCOUNT_COLUMNS = {
    "since": "f8",
    "wallet": "f8",
    "wallet_seen": "f8",
    "yearly": "f8",
    "last_order": "f8",
    "key": "i8",
    "lead": "i8",
    "orders": "i4",
    "segment": "i2",
}
#: An account's state right after an event; `frequency` is the factor of season, promotions and usage on orders,
#: 0 while it lives off what it bought ahead; `wallet` is what it needs a year (EUR), more by usage programmes.
STANDING_COLUMNS = {
    "time": "f8",
    "satisfaction": "f8",
    "share": "f8",
    "coverage": "f8",
    "frequency": "f8",
    "wallet": "f8",
    "account": "i8",
    "alive": "?",
}


class Chronicle:
    """Writes the tables of accounts and of standings."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._enter = log.open("accounts", ACCOUNT_COLUMNS, ACCOUNT)
        self._stands = log.open("standings", STANDING_COLUMNS)

    def enter(
        self, account: Account, wallet_seen: float, yearly: float, orders: int, last_order: float
    ) -> None:
        """A customer is known from now on; it gets its number."""
        account.number = account.case.number = self._enter(
            account.since,
            account.wallet,
            wallet_seen,
            yearly,
            last_order,
            account.key,
            -1 if account.deal is None else account.deal.lead.number,
            orders,
            account.segment,
        )

    def welcome(self, account: Account, now: float) -> None:
        """A first order became a customer."""
        self._log.note(now, account.number, WELCOMED)

    def record(self, account: Account, now: float) -> None:
        """How the account stands now."""
        standing: Standing = account.state
        self._stands(
            now,
            account.satisfaction,
            account.share,
            account.coverage,
            standing.frequency,
            account.wallet,
            account.number,
            account.alive,
        )

    def foresee(self, account: Account, time: float) -> None:
        """How the account stands at a time without an event: at the edges of the counted window."""
        standing: Standing = account.state
        share, coverage = standing.seen_at(account, time)
        self._stands(
            time,
            account.satisfaction,
            share,
            coverage,
            standing.frequency,
            account.wallet,
            account.number,
            account.alive,
        )

    def lose(self, account: Account, now: float, reason: int) -> None:
        """The customer has left."""
        self._log.note(now, account.number, CHURNED, 0.0, reason)
        self.record(account, now)

    def take_back(self, account: Account, now: float) -> None:
        """The customer is won back."""
        self._log.note(now, account.number, WON_BACK)
        self.record(account, now)
