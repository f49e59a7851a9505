"""The shop: order desk, engineers, cells, stations and dispatch, and the stocks between them.

Every verb is one that a story of `simsales.processes.ordering` says ``yield from`` to.  An order brings its hours
along, so that it takes the same work wherever it enters the chain: what lies before its decoupling point is done
for the piece that replaces the one it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simsales.company.production.jobs import Job, Lot, Work
from simsales.company.production.past import TEAM_OF, Days
from simsales.company.production.recipes import ATO, MTS, Amount, Luck, Recipe
from simsales.company.production.stocks import Item, Stocks
from simsales.company.production.suppliers import Suppliers
from simsales.instruments.clock import WEEK
from simsales.instruments.desk import Desk
from simsales.instruments.joining import beside
from simsales.instruments.kernel import AT_ONCE, WAIT, Story, Waiting
from simsales.instruments.work import WorkStep
from simsales.words.lost import Withdrawn
from simsales.words.vocabulary import (
    ASSEMBLY,
    BACKORDERED,
    CLARIFICATION,
    DISPATCH,
    ENGINEERED,
    ENGINEERING,
    ENTERED,
    MACHINING,
    ORDER_ENTRY,
    PRODUCED,
    REPEAT,
    REWORKED,
    SHIPPED,
    STOCK_EVENT,
    TEST,
)

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.scenario.production import Production
    from simsales.words.records import Case

#: Whatever is made at the cells: an order, a part of one, or a lot for a stock.
Piece = Job | Lot
PartStory = Callable[[Job, "Shop"], Story]
LotStory = Callable[[Lot, "Shop"], Story]


class Shop:
    """Where orders are made."""

    def __init__(self, company: Company, production: Production) -> None:
        self._teams, self._end = company.teams, company.end
        self._kernel, self._log, self._base = company.kernel, company.log, company.base
        self.suppliers = Suppliers(self._kernel, self._log, self._base)
        self.stocks = Stocks(self._kernel, self._log, self._base, self._begin_lot)
        self.stocks.open(production)
        self._steps = {task: WorkStep(task, 0.0, 0) for task in TEAM_OF}
        self._kernel.at(WEEK, STOCK_EVENT, self._account, None)

    def adopt(self, production: Production, paths: Sequence[tuple[Recipe, int]], first: bool) -> None:
        """Produce from now on as `production` says."""
        self._mixed_order = production.mixed_order
        self._desks: dict[int, Desk] = {}
        for task, name in TEAM_OF.items():
            team = self._teams.get(getattr(production.teams, name))
            if team is not None:
                self._desks[task] = team.desk
        self.days = Days(self._base, self._teams, production, self._end)
        self._level_of_lots = 1 if production.customers_first else 0
        self.suppliers.adopt(production)
        self.stocks.adopt(production, dict(_used(paths)), first)

    def open(self, story: LotStory) -> None:
        """Begin to produce for stock: every lot lives `story`."""
        self._story = story

    def _begin_lot(self, lot: Lot) -> None:
        lot.case.level = 0 if lot.item.waiting else self._level_of_lots
        self._kernel.start(lot.case, self._story(lot, self))

    def _account(self, _: object) -> None:
        """A week is over."""
        self.stocks.settle()
        self._kernel.at(self._kernel.now + WEEK, STOCK_EVENT, self._account, None)

    def _do(self, task: int, piece: Piece, hours: float) -> Waiting:
        if hours <= 0.0:
            return AT_ONCE
        if piece.ahead > 0.0:
            took = self.days.of_work(task, hours, isinstance(piece, Lot))
            hours = self._left(piece, hours, took, self.days.without_waits(task, hours))
            if hours <= 0.0:
                return AT_ONCE
        return self._desks[task].work(piece.case, self._steps[task], hours)

    def _left(self, piece: Piece, hours: float, took: float, worked: float) -> float:
        """What is left of a stage that began, or was over, before the run began; waits come before work."""
        left = min(max(took - piece.ahead, 0.0) / worked, 1.0)
        piece.ahead = max(0.0, piece.ahead - took)
        return hours * left

    # --- before production ---------------------------------------------------------------------------

    def measure(self, job: Job) -> None:
        """The hours of an order, before and after the point where it enters the chain."""
        recipe, luck, point = job.recipe, job.case.luck, job.point
        engineering, machining, assembly = recipe.contents[job.order.kind]
        size = recipe.size(job.order, self._mixed_order)
        mach, build = machining.of(luck, job.made) * size, assembly.of(luck, job.made) * size
        first = recipe.first_time
        if point == MTS:
            job.engineering = job.machining = job.assembly = 0.0
            job.before = (mach, build)
            return
        job.assembly = build * first
        if point == ATO:
            job.engineering = job.machining = 0.0
            job.before = (mach, 0.0)
            return
        job.engineering = engineering.of(luck) * size / job.order.larger  # drawn once, however many
        job.machining = mach * first
        job.before = (0.0, 0.0)

    def clarify(self, job: Job) -> Story:
        """The order desk enters the order, and finds out what exactly is wanted."""
        number = job.clarified
        yield from self.enter(job)
        if job.recipe.cancelled.hits(job.case.luck, number):
            raise Withdrawn

    def enter(self, job: Job) -> Story:
        """Enter an order that nobody takes back."""
        number = job.clarified
        job.clarified += 1
        hours, by_shop = job.recipe.entry(job.order, job.case.luck, number)
        yield from self._do(ORDER_ENTRY if job.point == MTS or by_shop else CLARIFICATION, job, hours)
        self._log.note(self._kernel.now, job.case.number, ENTERED, float(by_shop))

    def engineer(self, job: Job) -> Story:
        """An engineer designs what is wanted."""
        if job.engineering > 0.0:
            yield from self._do(ENGINEERING, job, job.engineering)
            self._log.note(self._kernel.now, job.case.number, ENGINEERED)

    def approval(self, job: Job) -> Waiting:
        """The customer looks at the design and approves it."""
        return self._time(job, job.recipe.approval)

    def material(self, job: Job) -> Waiting:
        """Material comes that is ordered for this order."""
        return self._time(job, job.recipe.material)

    def special_material(self, job: Job) -> Waiting:
        """Material comes that nobody else uses."""
        return self._time(job, job.recipe.special_material)

    def _time(self, job: Job, amount: Amount) -> Waiting:
        hours = amount.of(job.case.luck)
        if job.ahead > 0.0 and hours > 0.0:
            took = self.days.of_time(amount.working, hours)
            hours = self._left(job, hours, took, took)
        if hours <= 0.0:
            return AT_ONCE
        now = self._kernel.now
        end = self._base.finish(now, hours) if amount.working else now + hours
        return self._kernel.pause_until(end, job.case)

    # --- stocks --------------------------------------------------------------------------------------

    def take_pieces(self, job: Job) -> Waiting:
        """The finished piece, or one of each component, is reserved; the order waits for those that are missing."""
        if job.ahead > 0.0:
            return AT_ONCE  # they were taken before the run began
        return self._take(job, self.pieces(job))

    def take_many(self, job: Job, luck: Sequence[Luck]) -> Waiting:
        """Several finished pieces, each with the luck of an order for one, are reserved; all are waited for."""
        recipe, size = job.recipe, job.order.larger
        _, machining, assembly = recipe.contents[REPEAT]
        assert recipe.goods is not None
        pieces = []
        for row in luck:
            work = (machining.of(row) * size, assembly.of(row) * size, recipe.goods_lead.of(row))
            pieces.append((self.stocks.item(recipe.goods, row[recipe.variant]), work))
        return self._take(job, pieces)

    def _take(self, job: Job, pieces: Sequence[tuple[Item, Work]]) -> Waiting:
        job.missing = 1  # still taking: what a supplier brings at once must not wake a story that is awake
        for item, work in pieces:
            self.stocks.take(item, job, work)
        job.missing -= 1
        if job.missing == 0:
            return AT_ONCE
        self._log.note(self._kernel.now, job.case.number, BACKORDERED, float(job.missing))
        return WAIT

    def pieces(self, job: Job) -> list[tuple[Item, Work]]:
        """The items that an order takes a piece of, and what it takes to replace that piece."""
        recipe, luck = job.recipe, job.case.luck
        if job.point == MTS:
            assert recipe.goods is not None
            item = self.stocks.item(recipe.goods, luck[recipe.variant])
            return [(item, (*job.before, recipe.goods_lead.of(luck)))]
        machining, shares = job.before[0], recipe.share_of_component
        return [
            (self.stocks.item(name, luck[variant]), (machining * shares.get(name, 0.0), 0.0, lead.of(luck)))
            for name, variant, lead in recipe.components
        ]

    def release(self, lot: Lot) -> Waiting:
        """Planning releases a lot of one's own, and its material is there."""
        return self.suppliers.wait(lot, self._rest_of_lead(lot))

    def bought(self, lot: Lot) -> Waiting:
        """A supplier delivers a lot."""
        lot.lead = self._rest_of_lead(lot)
        return self.suppliers.deliver(lot)

    def _rest_of_lead(self, lot: Lot) -> float:
        if lot.ahead == 0.0 or lot.lead == 0.0:
            return lot.lead
        took = self.days.of_time(lot.item.stock.lead_working, lot.lead)
        return self._left(lot, lot.lead, took, took)

    # --- production ----------------------------------------------------------------------------------

    def side_by_side(self, job: Job, stories: Sequence[PartStory]) -> Waiting:
        """Parts of an order that go on at the same time; it goes on when the last is done."""
        parts = [(job.part(), story) for story in stories]
        return beside(
            self._kernel, job.case, [(part.case, self._told(job, part, story)) for part, story in parts]
        )

    def in_parts(self, job: Job, story: PartStory) -> Waiting:
        """The order is made in its parts, each at one cell at a time."""
        count = job.recipe.parts
        if count == 1 or job.machining + job.assembly == 0.0:
            return story(job, self)
        parts = [job.part(1.0 / count) for _ in range(count)]
        return beside(self._kernel, job.case, [(part.case, self._told(job, part, story)) for part in parts])

    def _told(self, job: Job, part: Job, story: PartStory) -> Callable[[Case], Story]:
        def told(_: Case) -> Story:
            yield from story(part, self)
            job.ahead = min(job.ahead, part.ahead)  # the last part decides

        return told

    def machine(self, piece: Piece) -> Waiting:
        """A cell makes the parts; at once where that was done before."""
        return self._do(MACHINING, piece, piece.machining)

    def assemble(self, piece: Piece) -> Waiting:
        """A station puts them together; at once where that was done before."""
        return self._do(ASSEMBLY, piece, piece.assembly)

    def has_to_rework(self, job: Job) -> bool:
        """Whether what was made for the order has to be made again."""
        recipe, first = job.recipe, job.made == 0
        job.made += 1
        again = first and recipe.rework > 0.0 and job.case.luck[recipe.rework_slot] < recipe.rework
        self._log.note(self._kernel.now, job.case.number, REWORKED if again else PRODUCED)
        return again

    def sends_back(self, job: Job) -> bool:
        """Whether production finds that the order was not clear."""
        if not job.recipe.sent_back.hits(job.case.luck, job.made - 1):
            return False
        self.measure(job)
        return True

    # --- after production ----------------------------------------------------------------------------

    def test(self, job: Job) -> Waiting:
        """The finished order is tested."""
        job.tested += 1
        return self._do(TEST, job, job.recipe.test.of(job.case.luck, job.tested - 1))

    def fails(self, job: Job) -> bool:
        """Whether it fails the test and has to be made again."""
        if not job.recipe.fails.hits(job.case.luck, job.tested - 1):
            return False
        self._log.note(self._kernel.now, job.case.number, REWORKED)
        self.measure(job)
        return True

    def dispatch(self, job: Job) -> Story:
        """Pack, ship, install and invoice."""
        yield from self._do(DISPATCH, job, job.recipe.dispatch.of(job.case.luck))
        self._log.note(self._kernel.now, job.case.number, SHIPPED)


def _used(paths: Sequence[tuple[Recipe, int]]) -> Sequence[tuple[str, tuple[float, float]]]:
    """The stocks that products are taken from, and the machining and assembly of a usual piece."""
    used: list[tuple[str, tuple[float, float]]] = []
    for recipe, point in paths:
        _, machining, assembly = recipe.contents[REPEAT]
        if point == MTS and recipe.goods is not None:
            used.append((recipe.goods, (machining.mean, assembly.mean)))
        if point == ATO:
            shares = recipe.share_of_component
            used += [
                (name, (machining.mean * shares.get(name, 0.0), 0.0)) for name, _, _ in recipe.components
            ]
    return used


__all__ = ["Item", "LotStory", "Piece", "Shop"]
