"""The customers: who they are, how they fare, and what they do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappush
from typing import TYPE_CHECKING, Any

from simsales.company.accounts.chronicle import Chronicle
from simsales.company.accounts.reordering import CROSS_SELLS, Reordering, Request, RequestStory, order_columns
from simsales.company.accounts.segments import SegmentPlan, segment_plans
from simsales.company.accounts.standing import Standing
from simsales.company.accounts.welcome import Birth, Maternity
from simsales.company.accounts.word_of_mouth import WordOfMouth
from simsales.instruments.clock import YEAR
from simsales.instruments.kernel import WAIT, Story, Waiting
from simsales.words.vocabulary import (
    AFTER_PROBLEM,
    AT_DELIVERY,
    CLOSED_DOWN,
    CROSS_SELL,
    DEAL,
    DECISION_EVENT,
    DEFECT,
    LATE,
    SATISFIED_LATE,
    UNANNOUNCED,
)

if TYPE_CHECKING:
    from simsales.company.accounts.care import Offer
    from simsales.company.accounts.farmers import OfferStory
    from simsales.company.company import Company
    from simsales.scenario.model import Scenario
    from simsales.words.customers import Account, Order, Problem

__all__ = ["AccountStory", "Customers", "order_columns"]

AccountStory = Callable[["Account", "Company"], Story]


class Customers:
    """Everybody who has bought, and orders again."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self._agenda, self._tick, self._end = company.kernel.agenda, company.kernel.tick, company.end
        #: Whether customers are followed after their first order.
        self.follows = company.epochs[0][2].farming != "skip"
        #: All who are alive, in the order in which they came.
        self.accounts: dict[Account, None] = {}
        if self.follows:
            self._maternity = Maternity(company.epochs, company.luck, company.base)
            self._chronicle = Chronicle(company.log)
            self._word_of_mouth = WordOfMouth(company)
            self._reordering = Reordering(company)
            self._fate = company.luck.hashed("problem.leaves")

    def adopt(self, scenario: Scenario, place: int) -> None:
        """Behave from now on as `scenario`, the epoch of this place, says."""
        if not self.follows:
            return
        self._market = scenario.market
        self._recovery = None if scenario.complaints == "skip" else scenario.complaints.recovery
        self._satisfaction = scenario.market.satisfaction
        self._feels, self._is_covered = scenario.switches.satisfaction, scenario.switches.coverage
        self._plans: list[SegmentPlan] = segment_plans(scenario, self._base)
        self._maternity.adopt(place, scenario, self._plans)
        self._word_of_mouth.adopt(scenario)
        self._reordering.adopt(scenario)
        for account in self.accounts:
            standing: Standing = account.state
            standing.bring_to(account, self._kernel.now)
            standing.follow(self._plans[account.segment])
            self._go_on(account)

    # --- coming --------------------------------------------------------------------------------------

    def open(
        self, keep: AccountStory, reorder: AccountStory, request: RequestStory, offer: OfferStory
    ) -> None:
        """The first customers are there.

        Every account is looked after in `keep` and orders in `reorder`; orders that begin with a quote live
        `request`, offers of more `offer`.
        """
        if not self.follows:
            return
        self._reorder = reorder
        self._reordering.open(request)
        self._company.farmers.open(keep, offer)
        for account, birth in self._maternity.first_customers():
            self._take_in(account, birth)
        for time in (self._log.warm_up, self._log.horizon - self._log.follow_up):
            if 0.0 < time < self._end:
                self._kernel.at(time, 0, self._take_stock)

    def _take_in(self, account: Account, birth: Birth) -> None:
        now, standing, plan = self._kernel.now, account.state, self._plans[account.segment]
        yearly = standing.rate * YEAR * self._reordering.mean_value * plan.order_value
        age = now - account.since
        bought = int(age * plan.rate * standing.own_rate)
        last = max(now - birth.passed / (standing.rate * account.share), account.since)
        self._chronicle.enter(account, account.wallet * birth.wallet_seen, yearly, bought, last)
        self.accounts[account] = None
        standing.left = birth.left
        for time, act in ((birth.closes_at, self._close_down), (birth.leaves_at, self._leave_unannounced)):
            if time < self._end:
                self._kernel.at(time, DECISION_EVENT + account.key, act, account)
        standing.aim(account)
        self._word_of_mouth.reconsider(account, now)
        seen = account.wallet * birth.wallet_seen
        self._company.farmers.take_charge(account, birth, seen, bought, last)
        self._company.partners.take_charge(account, birth)
        self._begin_to_order(account)
        self._company.service_desk.welcome(account)
        self._chronicle.record(account, now)

    def _begin_to_order(self, account: Account) -> None:
        self._reordering.reconsider(account, self._kernel.now)
        self._kernel.start(account.case, self._reorder(account, self._company))

    def _welcome(self, order: Order) -> None:
        """A first order is delivered: whoever will order again is a customer from now on."""
        found = self._maternity.newcomer(order.account_key, order.deal, self._kernel.now)
        if found is not None:
            account, birth = found
            account.deal = order.deal
            order.account = account
            self._take_in(account, birth)
            self._chronicle.welcome(account, self._kernel.now)

    # --- ordering ------------------------------------------------------------------------------------

    def need(self, account: Account) -> Iterable[None]:
        """The account waits until it needs something again."""
        self._expect(account)
        return WAIT

    def order(self, account: Account) -> None:
        """An account orders, or asks for a quote first; from now on the next gap runs."""
        self._reordering.order(account)

    def quote(self, request: Request) -> Waiting:
        """A supporter writes the quote that an order begins with."""
        return self._reordering.quote(request)

    def confirm(self, request: Request) -> None:
        """The quote is there: who is still a customer orders."""
        if request.account.alive:
            self._reordering.take_in(request.account, request.ordinal, request.product, request.value)

    def buy(self, offer: Offer) -> None:
        """The customer takes what it was offered."""
        place = self._reordering.place
        place(offer.account, CROSS_SELL, CROSS_SELLS + offer.ordinal, offer.product, offer.value)

    def some_product(self, uniform: float) -> int:
        """A product of the repeat mix."""
        return self._reordering.some_product(uniform)

    def _expect(self, account: Account) -> None:
        """Find out when the next order comes, or when something will change about that."""
        standing: Standing = account.state
        due = standing.next_order(account)
        change = self._reordering.next_change(account, self._kernel.now)
        standing.ready = due <= change and standing.spare == 0.0
        due = min(due, change)
        if due != standing.due:
            standing.due = due
            if due < self._end:
                heappush(self._agenda, (due, DECISION_EVENT + account.key, self._tick(), self._wake, account))

    def _wake(self, account: Account) -> None:
        standing: Standing = account.state
        now = self._kernel.now
        if standing.due != now:
            return  # an older expectation
        standing.due = 0.0
        if standing.ready:
            self._kernel.resume(account.case.story)
        else:
            self.rethink(account)

    def rethink(self, account: Account) -> None:
        """What makes an account order more or less often has changed."""
        if account.alive:
            standing: Standing = account.state
            wallet = account.wallet
            standing.bring_to(account, self._kernel.now)
            self._reordering.reconsider(account, self._kernel.now)
            self._expect(account)
            if account.wallet != wallet:
                self._chronicle.record(account, self._kernel.now)

    def _go_on(self, account: Account) -> None:
        """Satisfaction or coverage are not what they were: where the share goes, who is told, when it orders."""
        standing: Standing = account.state
        standing.aim(account)
        self._word_of_mouth.reconsider(account, self._kernel.now)
        self._reordering.reconsider(account, self._kernel.now)
        self._expect(account)
        self._chronicle.record(account, self._kernel.now)

    # --- experience ----------------------------------------------------------------------------------

    def receive(self, order: Order) -> None:
        """An order is delivered: an experience, good or bad."""
        if self.follows and order.kind == DEAL:
            self._welcome(order)
        problems = self._company.service_desk.problems_with(order)
        account = order.account
        if account is not None and account.alive:
            if order.late or not problems:  # a defect is felt when it is found
                self._feel(account, self._reordering.quality(order))
            if order.kind != DEAL and self._reordering.leaves(order, self._risk(account)):
                self.leave(account, AT_DELIVERY)
        for problem in problems:
            self._company.service_desk.face(problem)

    def suffer(self, problem: Problem) -> None:
        """A customer notices that something is wrong."""
        account = problem.account
        if account is None or not account.alive:
            return
        problem.before = account.satisfaction
        if problem.trouble != LATE:  # felt when the delivery came
            satisfaction = self._satisfaction
            self._feel(account, satisfaction.defect if problem.trouble == DEFECT else satisfaction.late)

    def settle(self, problem: Problem) -> None:
        """A problem has ended, one way or another: `problem.outcome` says how."""
        account, recovery = problem.account, self._recovery
        if account is None or recovery is None or not account.alive:
            return
        if problem.voiced:
            told = recovery.word_of_mouth(problem.satisfaction)
            self._word_of_mouth.remember(account, self._kernel.now, told)
        if problem.outcome >= SATISFIED_LATE:
            most = recovery.mended(problem.before, 100.0)
            self._feel(account, self._satisfaction.recovered, most)
        else:
            self._word_of_mouth.reconsider(account, self._kernel.now)
        if self._fate(problem.case.key, 0, 0)[0] < self._company.service_desk.churn_chance(problem):
            self.leave(account, AFTER_PROBLEM)

    def _feel(self, account: Account, quality: float, most: float = 100.0) -> None:
        """An experience of a quality between 0 and 100; satisfaction rises by it to `most` at most."""
        standing: Standing = account.state
        standing.bring_to(account, self._kernel.now)
        if self._feels:
            before = account.satisfaction
            account.satisfaction = min(self._satisfaction.felt(before, quality), max(most, before))
        self._go_on(account)

    def touch(self, account: Account, richness: float) -> None:
        """Somebody of ours has spoken with the customer."""
        standing: Standing = account.state
        standing.bring_to(account, self._kernel.now)
        if self._is_covered:
            account.coverage = self._market.coverage.lifted(account.coverage, richness)
        self._go_on(account)

    def forsake(self, account: Account) -> None:
        """Whoever was in charge of the customer has left the firm; who has left us does not mind."""
        if not account.alive:
            return
        standing: Standing = account.state
        standing.bring_to(account, self._kernel.now)
        if self._is_covered:
            before = account.coverage, account.share
            account.coverage, account.share = self._market.coverage.forsaken(*before)
        self._go_on(account)

    def advise(self, account: Account) -> None:
        """Somebody who is with the customer shows what more can be done with what it buys."""
        promotions = self._company.promotions
        if promotions.active:
            promotions.contacted(account, self._kernel.now)
            self.rethink(account)

    def _risk(self, account: Account) -> float:
        """Chance that the customer leaves at a delivery, as it feels now."""
        standing: Standing = account.state
        plan = standing.plan
        satisfaction = account.satisfaction - plan.usual_satisfaction if self._feels else 0.0
        coverage = account.coverage - plan.usual_coverage if self._is_covered else 0.0
        return plan.dropout.leaving(standing.own_chance, satisfaction, coverage)

    # --- leaving -------------------------------------------------------------------------------------

    def leave(self, account: Account, reason: int) -> None:
        """The customer will not order again; nobody tells the company."""
        now = self._kernel.now
        account.state.bring_to(account, now)
        account.alive = False
        account.state.due = 0.0
        del self.accounts[account]
        self._word_of_mouth.reconsider(account, now)
        self._chronicle.lose(account, now, reason)

    def _close_down(self, account: Account) -> None:
        account.state.closed = True
        if account.alive:
            self.leave(account, CLOSED_DOWN)

    def _leave_unannounced(self, account: Account) -> None:
        if account.alive:
            self.leave(account, UNANNOUNCED)

    def take_back(self, account: Account, satisfaction: float) -> None:
        """A customer who had left orders again, as little as a new one."""
        standing: Standing = account.state
        account.alive = True
        self.accounts[account] = None
        standing.at = self._kernel.now
        self._company.promotions.start_anew(account)
        account.share = standing.plan.usual_share * standing.plan.new
        account.satisfaction = satisfaction
        standing.aim(account)
        self._word_of_mouth.reconsider(account, self._kernel.now)
        self._chronicle.take_back(account, self._kernel.now)
        self._begin_to_order(account)

    # --- the log -------------------------------------------------------------------------------------

    def _take_stock(self, _: Any) -> None:
        for account in self.accounts:
            self._chronicle.foresee(account, self._kernel.now)

    def close(self) -> None:
        """The horizon."""
        if self.follows:
            self._take_stock(None)
