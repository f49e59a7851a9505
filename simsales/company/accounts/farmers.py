"""Farmers: who looks after which customer, how often, and what comes of it.

Contacts are planned evenly.  One that is overdue stands in the queue of the farmer in charge and is made when
there is time; the next is planned from the date the last one was meant for, but not before half the usual time
has passed since it was made.  So a farmer with too many customers stretches everybody's contacts, and no customer
is seen twice in a week to make up for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import exp, inf, log1p
from typing import TYPE_CHECKING

from simsales.company.accounts.care import BesideContacts, Care, Offer, Rhythm
from simsales.company.accounts.portfolios import Portfolios
from simsales.company.leads.columns import hours_of
from simsales.instruments.clock import YEAR
from simsales.instruments.kernel import AT_ONCE, WAIT, Story, Waiting
from simsales.words.vocabulary import DECISION_EVENT, VISITED

if TYPE_CHECKING:
    from simsales.company.accounts.welcome import Birth
    from simsales.company.company import Company
    from simsales.instruments.desk import Desk
    from simsales.scenario.farming import Alert
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account

AccountStory = Callable[["Account", "Company"], Story]
OfferStory = Callable[[Offer, "Company"], Story]

# Places in a contact's luck, and in an offer's.
_HOURS, _WIN_BACK_HOURS, _COMES_BACK, _PHASE = range(4)
_NEED, _WANTED = 0, 1


class Farmers:
    """Everybody who looks after customers."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._luck = company.luck.hashed("contact")
        self._offer_luck = company.luck.hashed("offer")
        self._portfolios: Portfolios | None = None
        self._watching = False
        self._realigned, self._realignments = 0.0, 0

    def adopt(self, scenario: Scenario) -> None:
        """Look after customers from now on as `scenario` says."""
        table = scenario.farming
        if table == "skip":
            return
        self._table, self._covers = table, scenario.switches.coverage
        self._rhythms = {
            key: [
                self._rhythm(name, key) if self._company.partners.leaves_to_farmers(number) else None
                for number, name in enumerate(scenario.customers)
            ]
            for key in (False, True)
        }
        if table.works:
            if self._portfolios is None:
                self._portfolios = Portfolios(
                    self._company.teams[table.team], self._kernel, self._company.customers.forsake
                )
            self._portfolios.rearrange()
            self._realign(self._portfolios, table.realign)
            self._keep_time()
        self._work = BesideContacts(table, self._base)
        if table.alert != "skip" and not self._watching:
            self._watching = True
            self._kernel.at(self._next_look(table.alert), DECISION_EVENT, self._look_at_all)

    def _realign(self, portfolios: Portfolios, share: float) -> None:
        """A date has a share of the customers looked after by whoever has most time for them."""
        if share > 0.0 and share != self._realigned:
            luck, ordinal = self._company.luck.hashed("realignment"), self._realignments
            portfolios.realign(lambda account: luck(account.key, 0, ordinal)[0] < share)
            self._realignments += 1
        self._realigned = share

    def rearrange(self) -> None:
        """Somebody has joined or left between two dated changes: who is in charge of whom changes."""
        if self._portfolios is not None:
            self._portfolios.rearrange()

    def _rhythm(self, segment: str, key_account: bool) -> Rhythm | None:
        contacts, key_accounts = self._table.contacts.get(segment), self._table.key_accounts
        if contacts is None:
            return None
        law = hours_of(contacts.hours, self._base)
        if key_account and key_accounts != "skip":
            return Rhythm(contacts, law, key_accounts.level, key_accounts.contacts)
        return Rhythm(contacts, law, contacts.level, 1.0)

    # --- contacts ------------------------------------------------------------------------------------

    def open(self, keep: AccountStory, offer: OfferStory) -> None:
        """Every account that is looked after lives `keep`, every offer to one `offer`."""
        self._keep, self._offer = keep, offer

    def take_charge(
        self, account: Account, birth: Birth, wallet_seen: float, bought: int, last: float
    ) -> None:
        """A farmer looks after an account from now on."""
        now, key_accounts = self._kernel.now, self._table.key_accounts
        care = account.state.care = Care(account, now - birth.contacted, self._threshold(account, 0))
        care.bought, care.last = bought, last
        care.covered = account.coverage * exp(birth.contacted / account.state.plan.fades)
        care.key_account = key_accounts != "skip" and wallet_seen >= key_accounts.wallet
        rhythm = self._rhythm_of(account)
        if rhythm is None or self._portfolios is None:
            return
        self._portfolios.give(account, rhythm.yearly_hours)
        self._plan(care, now + (1.0 - birth.phase) * rhythm.spacing, rhythm)
        self._kernel.start(care.case, self._keep(account, self._company))

    def looks_after(self, account: Account) -> bool:
        """Whether anybody still does: not after a customer was found to have left for good."""
        care: Care = account.state.care
        return not care.over

    def wait_until_due(self, account: Account) -> Iterable[None]:
        """The time until the next contact is due."""
        care: Care = account.state.care
        if care.due <= self._kernel.now:
            return AT_ONCE
        care.waits = True
        self._set_alarm(account, care)
        return WAIT

    def _set_alarm(self, account: Account, care: Care) -> None:
        if care.due < self._company.end:
            self._kernel.at(care.due, DECISION_EVENT + account.key, self._remind, account)

    def _remind(self, account: Account) -> None:
        care: Care = account.state.care
        if care.waits and care.due == self._kernel.now:
            care.waits = False
            self._kernel.resume(care.case.story)

    def contact(self, account: Account) -> Story:
        """The farmer sees the customer, or finds that it is none any more."""
        care: Care = account.state.care
        rhythm = self._rhythm_of(account)
        assert rhythm is not None
        care.luck = self._luck(account.key, 0, care.contacts)
        care.contacts += 1
        owner = account.owner
        substance = 1.0 if owner is None else owner.substance
        care.case.luck = (rhythm.law.unit_at(care.luck[_HOURS]) * substance,)
        yield from self.desk_of(account).work(care.case, rhythm.step)
        now = self._kernel.now
        self._log.note(now, account.number, VISITED)
        spacing = rhythm.spacing * (1.0 if owner is None else owner.spacing)
        self._plan(care, max(care.due + spacing, now + 0.5 * spacing), rhythm)
        if account.alive:
            care.needs_left -= self._needs_since(account, care, now)
            self._company.customers.touch(account, rhythm.richness * substance)
            care.seen, care.covered = now, account.coverage

    def _plan(self, care: Care, due: float, rhythm: Rhythm) -> None:
        care.due, care.spacing = due, rhythm.spacing

    def _keep_time(self) -> None:
        """A date has changed how often customers are contacted: what was left of a wait changes likewise."""
        now = self._kernel.now
        for account in self._portfolios or ():
            care: Care = account.state.care
            rhythm = self._rhythm_of(account)
            if rhythm is None or rhythm.spacing == care.spacing or not care.waits:
                continue
            left = self._luck(account.key, 0, care.contacts)[_PHASE]
            if care.spacing < inf:
                left = (care.due - now) / care.spacing
            self._plan(care, now + left * rhythm.spacing, rhythm)
            self._set_alarm(account, care)

    def _rhythm_of(self, account: Account) -> Rhythm | None:
        return self._rhythms[account.state.care.key_account][account.segment]

    def desk_of(self, account: Account) -> Desk:
        """Where the account's farmer works, or who stands in for them."""
        assert self._portfolios is not None
        return self._portfolios.desk_of(account)

    # --- growing the share of wallet -----------------------------------------------------------------

    def _needs_since(self, account: Account, care: Care, now: float) -> float:
        """Expected needs since the last contact: more of them are found where a customer is well covered."""
        plan, hours = account.state.plan, now - care.seen
        if not self._covers or plan.usual_coverage == 0.0:
            return float(plan.needs * hours)
        covered = care.covered * plan.fades * (1.0 - exp(-hours / plan.fades))
        return float(plan.needs * covered / plan.usual_coverage)

    def _threshold(self, account: Account, ordinal: int) -> float:
        return -log1p(-self._offer_luck(account.key, 0, ordinal)[_NEED])

    def offer(self, account: Account) -> None:
        """Whatever the customer needs beyond what it buys, found in a contact, is offered to it."""
        care: Care = account.state.care
        if self._work.selling is None:
            return
        while care.needs_left <= 0.0:
            offer = Offer(account, care.offers, self._offer_luck(account.key, 0, care.offers))
            self._work.equip(offer, self._company.customers.some_product)
            care.offers += 1
            care.needs_left += self._threshold(account, care.offers)
            self._kernel.start(offer.case, self._offer(offer, self._company))

    def propose(self, offer: Offer) -> Waiting:
        """The farmer works out an offer."""
        assert self._work.selling is not None
        return self.desk_of(offer.account).work(offer.case, self._work.selling)

    def quote(self, offer: Offer) -> Waiting:
        """A supporter writes the quote of an offer, where the firm has a desk for that."""
        quotes = self._table.repeat_quotes
        if quotes == "skip":
            return AT_ONCE
        return self._company.teams[quotes.team].desk.work(offer.case, self._work.quoting)

    def is_wanted(self, offer: Offer) -> bool:
        """Whether the customer takes it."""
        return offer.account.alive and offer.luck[_WANTED] < self._work.win

    # --- winning back --------------------------------------------------------------------------------

    def campaign(self, account: Account) -> Waiting:
        """A customer is found to have left: the farmer tries to win it back, where the firm does that."""
        care: Care = account.state.care
        if self._work.winning_back is None or account.state.closed:
            return AT_ONCE
        care.case.luck = (self._work.winning_back_law.unit_at(care.luck[_WIN_BACK_HOURS]),)
        return self.desk_of(account).work(care.case, self._work.winning_back)

    def conclude(self, account: Account) -> None:
        """The customer comes back, or is written off."""
        care: Care = account.state.care
        table = self._table.win_back
        if table != "skip" and not account.state.closed and care.luck[_COMES_BACK] < table.chance:
            self._company.customers.take_back(account, table.satisfaction)
            care.seen, care.covered = self._kernel.now, account.coverage
        else:
            care.over = True
            assert self._portfolios is not None
            self._portfolios.drop(account)

    # --- the alert -----------------------------------------------------------------------------------

    def _next_look(self, alert: Alert) -> float:
        return self._kernel.now + alert.every.calendar_hours

    def _look_at_all(self, _: object) -> None:
        """The firm's records are searched for customers who are silent for too long."""
        alert = self._table.alert
        if alert == "skip" or self._portfolios is None:
            self._watching = False
            return
        for account in list(self._portfolios):
            care: Care = account.state.care
            if care.waits and care.warned != account.orders and self._believed_alive(account) < alert.below:
                care.warned = account.orders
                care.due = self._kernel.now
                self._remind(account)
        self._kernel.at(self._next_look(alert), DECISION_EVENT, self._look_at_all)

    def _believed_alive(self, account: Account) -> float:
        """P(alive) by the firm's records."""
        care: Care = account.state.care
        plan, last = account.state.plan, max(care.last, account.state.last_order)
        return self._table.records.alive(
            care.bought + account.orders,
            (last - account.since) / YEAR,
            (self._kernel.now - account.since) / YEAR,
            plan.rate * plan.mature * YEAR,
            plan.churn * YEAR,
        )
