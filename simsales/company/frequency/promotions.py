"""What raises the frequency of use: promotions, reward schemes, year-end rebates and usage programmes.

Customers ask three questions here: how much more they use (`use`), how soon they order what they need (`pace`), and
how much they order at once (`quantity`); both factors hold until `next_change` at the latest.  And they say four
things: that they need something (`needed`), that they have ordered it (`bought`), that somebody of ours has spoken
with them (`contacted`), and that they have come back (`start_anew`).
"""

from __future__ import annotations

from math import inf, nan
from typing import TYPE_CHECKING, Literal

from simsales.company.frequency.offers import Offers
from simsales.company.frequency.rebates import Rebates, year_end
from simsales.company.frequency.rewards import RewardCards
from simsales.company.frequency.sites import Paces, Site, Won
from simsales.company.frequency.usage import Rollout, RolloutStory, UsageProgrammes
from simsales.instruments.clock import YEAR
from simsales.words.vocabulary import DECISION_EVENT, OFFERED, PROMOTION, YEAR_END_EVENT

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.instruments.kernel import Waiting
    from simsales.policies.promotion import Campaign
    from simsales.scenario.model import Scenario
    from simsales.scenario.promotion import Promotion
    from simsales.words.customers import Account, Order

#: Every purchase of a followed account, and what of it is owed to what is done here.  `sooner`, `strived` and
#: `pulled` are orders' worth of use won since the last order by a discount, a reward in sight and a rebate in reach;
#: `stock` is what the site has in hand right after it, of which `kept` waits for a reward or the end of the year.
PURCHASE_COLUMNS = {
    "time": "f8",
    "value": "f8",  # EUR
    "depth": "f8",
    "stocked": "f8",  # EUR of it that go on stock
    "grown": "f8",  # EUR of it that would not have been ours
    "sooner": "f8",
    "strived": "f8",
    "pulled": "f8",
    "stock": "f8",
    "kept": "f8",
    "gap": "f8",  # h between orders now, without any of this
    "ahead": "f8",  # part of the way to the reward before this order; NaN without a card
    "account": "i8",
    "order": "i8",
    "rewarded": "?",  # the order before brought a reward
}
CAMPAIGN_COLUMNS = {"start": "f8", "end": "f8", "depth": "f8"}


class Promotions:
    """Everything that makes customers order more often, sooner or more at once."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log = company.kernel, company.log
        #: Whether there is anything to ask about; where not, all multipliers are 1 and never change.
        self.active = any(each.promotion != "skip" for _, _, each in company.epochs)
        self._table: Promotion | Literal["skip"] = "skip"
        self._off = True
        self._sites: dict[int, Site] = {}
        self._cards: RewardCards | None = None
        self._rebates: Rebates | None = None
        self._usage = UsageProgrammes(company)
        self._turns = [start for start, _, _ in company.epochs[1:]]
        if self.active:
            self._enter = self._log.open("purchases", PURCHASE_COLUMNS)
            self._announce = self._log.open("campaigns", CAMPAIGN_COLUMNS)
            for year in range(1, int(company.end // YEAR) + 1):
                self._kernel.at(year * YEAR, YEAR_END_EVENT, self._end_year)

    def adopt(self, scenario: Scenario) -> None:
        """Promote from now on as `scenario` says."""
        self._segments = tuple(scenario.customers)
        table = self._table = scenario.promotion
        self._off = table == "skip"
        self._cards = self._rebates = None
        if table == "skip":
            self._usage.adopt({})
        else:
            self._offers, self._buying = Offers(table.plan), table.buying
            if table.reward != "skip":
                self._cards = RewardCards(table.reward, self._log)
            if table.rebate != "skip":
                self._rebates = Rebates(table.rebate, self._log, self._company.luck)
            self._usage.adopt(table.programmes)
            self._announce_all()
        for site in self._sites.values():
            if self._cards is None:
                site.give_out_held(self._kernel.now)
            if self._rebates is None:
                site.give_out_owed(self._kernel.now)

    def open(self, story: RolloutStory) -> None:
        """Every introduction of a usage programme lives `story`."""
        self._usage.open(story)

    # --- what customers ask --------------------------------------------------------------------------

    def use(self, account: Account, now: float) -> float:
        """Factor on what the account needs, by the usage programmes it has taken up."""
        return 1.0 if self._off else self._usage.use(self._site(account), now)

    def pace(self, account: Account, now: float) -> float:
        """Factor from now on on the hazard of ordering what is needed; what the one before has won is reckoned up."""
        site = self._site(account)
        site.reckon()
        if site.until <= now:  # the old year's rebate is decided
            site.give_out_owed(now)
        site.paces = self._paces(site, now)
        promoted, strives, reaches = site.paces
        return promoted * strives * reaches

    def next_change(self, account: Account, now: float) -> float:
        """When these factors are others at the latest (h); an order of the account changes them at once."""
        turn = next((start for start in self._turns if start > now), inf)
        return turn if self._off else min(turn, self._next_step(self._site(account), now))

    def quantity(self, account: Account, now: float) -> float:
        """Factor on the value of an order placed now, what is put on stock for later included."""
        return 1.0 if self._off else self._buying.size(self._offers.depth(self._site(account), now))

    # --- what customers say --------------------------------------------------------------------------

    def needed(self, account: Account, ordinal: int, now: float) -> None:
        """An account needs something again; it orders now, or asks for a quote."""
        site = self._site(account)
        won = site.order(ordinal)
        site.put_by(won.sooner, now)
        if site.until > now:
            site.owed += won.pulled
        else:
            site.put_by(won.pulled, now)
        if self._cards is not None:
            site.held += self._cards.stock_share * won.strived

    def bought(self, order: Order) -> None:
        """An account has ordered what it needed."""
        if order.account is None:
            return
        site, now = self._site(order.account), order.placed
        won = site.won_for.pop(order.ordinal, Won())
        if not self._off:
            self._settle(site, order, won)
            site.vendor_managed = self._usage.manages(site)
        site.book(order.value, now)
        if self._cards is not None:
            self._cards.stamp(site, order.value, now)

    def start_anew(self, account: Account) -> None:
        """A customer who had left has come back; what it had in hand is used up."""
        if self.active:
            self._site(account).start_anew()

    def contacted(self, account: Account, now: float) -> None:
        """Somebody of ours has spoken with the account: an occasion to propose a usage programme."""
        if not self._off:
            self._usage.propose(self._site(account))

    def set_up(self, rollout: Rollout) -> Waiting:
        """Somebody sets a usage programme up at the customer's."""
        return self._usage.set_up(rollout)

    def take_up(self, rollout: Rollout) -> None:
        """The customer uses more from now on."""
        self._usage.take_up(rollout)

    def close(self) -> None:
        """The horizon."""

    # --- what follows --------------------------------------------------------------------------------

    def _settle(self, site: Site, order: Order, won: Won) -> None:
        """What was bought for later goes on stock; the discount is paid for."""
        now, depth = order.placed, self._offers.depth(site, order.placed)
        usual = order.value / self._buying.size(depth)
        site.put_by(self._buying.stocked(depth), now)
        self._enter(
            *(
                now,
                order.value,
                depth,
                self._buying.stocked(depth) * usual,
                self._buying.grown(depth) * usual,
            ),
            *won,
            *(site.stock, site.held + site.owed, site.usual_gap),
            self._card(site),
            *(site.account.number, order.number, site.rewarded),
        )
        site.last_order = now
        site.orders += 1
        if depth > 0.0:
            self._log.note(now, order.number, OFFERED, depth)
            self._log.money(now, PROMOTION, -depth * order.value, order.number)

    # --- the schemes ---------------------------------------------------------------------------------

    def _paces(self, site: Site, now: float) -> Paces:
        """Factors on the hazard by a discount, a reward in sight and a rebate in reach."""
        if self._off:
            return Paces()
        reaches = 1.0 if self._rebates is None else self._rebates.pace(site, now)
        if reaches > 1.0:
            site.until = year_end(now)
        return Paces(
            self._buying.haste(self._offers.depth(site, now)),
            1.0 if self._cards is None else self._cards.pace(site),
            reaches,
        )

    def _next_step(self, site: Site, now: float) -> float:
        return min(
            self._offers.next_change(site, now),
            inf if self._rebates is None else self._rebates.next_change(now),
            self._usage.next_change(now),
        )

    def _card(self, site: Site) -> float:
        return nan if self._cards is None or not self._cards.is_for(site) else self._cards.ahead(site)

    def _site(self, account: Account) -> Site:
        site = self._sites.get(account.key)
        if site is None:
            site = self._sites[account.key] = Site(account, self._segments[account.segment])
        return site

    def _end_year(self, _: object) -> None:
        if self._rebates is not None:
            self._rebates.pay(self._sites.values(), self._kernel.now)

    # --- campaigns -----------------------------------------------------------------------------------

    def _announce_all(self) -> None:
        """Enter what this plan announces while it is in force, and pay for it as it begins."""
        now = self._kernel.now
        until = next((start for start in self._turns if start > now), self._company.end)
        assert self._table != "skip"
        for campaign in self._table.plan.campaigns(until):
            if campaign.end > now:
                self._announce(max(campaign.start, now), min(campaign.end, until), campaign.depth)
                if campaign.depth > 0.0 and campaign.start >= now:
                    self._kernel.at(campaign.start, DECISION_EVENT, self._pay_for, campaign)

    def _pay_for(self, campaign: Campaign) -> None:
        if self._table != "skip" and self._table.announcement:
            self._log.money(self._kernel.now, PROMOTION, -self._table.announcement)
