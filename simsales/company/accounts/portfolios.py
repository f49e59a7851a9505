"""Portfolios: which farmer is in charge of which account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from simsales.company.people.tenure import is_employed

if TYPE_CHECKING:
    from simsales.company.people.teams import TeamOfDesks
    from simsales.instruments.desk import Desk
    from simsales.instruments.kernel import Kernel
    from simsales.words.customers import Account
    from simsales.words.records import Person


class Portfolios:
    """Deals accounts out evenly, by the hours their contacts take in a year.

    Whoever leaves the firm leaves their accounts to the colleagues with the fewest hours; whoever joins is given
    accounts by those with the most.  Accounts that nobody is left for wait for whoever joins next.
    """

    def __init__(self, team: TeamOfDesks, kernel: Kernel, forsake: Callable[[Account], None]) -> None:
        self._team, self._kernel, self._forsake = team, kernel, forsake
        self._hours: dict[Account, float] = {}
        self._load: dict[int, float] = defaultdict(float)

    def __iter__(self) -> Iterator[Account]:
        return iter(self._hours)

    def give(self, account: Account, hours: float) -> None:
        """Somebody is in charge of an account that takes so many hours a year."""
        self._hours[account] = hours
        if self._team.owned:
            self._hand(account, self._lightest())

    def drop(self, account: Account) -> None:
        """Nobody is in charge of the account any more."""
        hours = self._hours.pop(account)
        if account.owner is not None:
            self._load[account.owner.number] -= hours

    def rearrange(self) -> None:
        """People have come or gone: nobody who has left keeps an account, nobody who has come is without."""
        if not self._team.owned:
            return
        here = self._here()
        for account in self._hours:
            if account.owner not in here:
                if account.owner is not None:
                    self._forsake(account)
                self._hand(account, self._lightest())
        for newcomer in here:
            if self._load[newcomer.number] == 0.0:
                self._fill(newcomer, here)

    def realign(self, chosen: Callable[[Account], bool]) -> None:
        """Some accounts are dealt out anew, what takes most hours first; whoever gets another farmer feels it."""
        if not self._team.owned:
            return
        before = {account: account.owner for account in self._hours if chosen(account)}
        for account, owner in before.items():
            if owner is not None:
                self._load[owner.number] -= self._hours[account]
            account.owner = None
        for account in sorted(before, key=lambda each: (-self._hours[each], each.key)):
            self._hand(account, self._lightest())
            if account.owner is not before[account]:
                self._forsake(account)

    def desk_of(self, account: Account) -> Desk:
        """Where the account's farmer works; a deputy's desk during a long absence."""
        if account.owner is None:
            return self._team.desk
        return self._team.desk_of(account.owner, self._kernel.now)

    def _fill(self, newcomer: Person, here: list[Person]) -> None:
        fair = sum(self._load[person.number] for person in here) / len(here)
        for account, hours in self._hours.items():
            if self._load[newcomer.number] + hours > fair:
                return
            owner = account.owner
            if owner is not None and self._load[owner.number] - hours >= fair:
                self._hand(account, newcomer)

    def _hand(self, account: Account, person: Person | None) -> None:
        hours = self._hours[account]
        if account.owner is not None:
            self._load[account.owner.number] -= hours
        account.owner = person
        if person is not None:
            self._load[person.number] += hours

    def _here(self) -> list[Person]:
        now = self._kernel.now
        return [person for person in self._team.people if is_employed(person, now)]

    def _lightest(self) -> Person | None:
        """Whoever has most time; None where nobody is there."""
        return min(self._here(), key=lambda p: (self._load[p.number], p.number), default=None)
