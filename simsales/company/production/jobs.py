"""What is on its way through the shop: a customer's order, a part of it, or a lot for a stock."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from simsales.words.records import Case, new_case

if TYPE_CHECKING:
    from simsales.company.production.recipes import Recipe
    from simsales.company.production.stocks import Item
    from simsales.words.customers import Order

#: Machining and assembly (h of work) and lead (h) that it takes to replace a piece.
Work = tuple[float, float, float]


class Job:
    """What the factory keeps beside an order.  Hours are those from the order's decoupling point on."""

    __slots__ = (
        "ahead",
        "assembly",
        "before",
        "case",
        "clarified",
        "earlier",
        "engineering",
        "machining",
        "made",
        "missing",
        "order",
        "point",
        "recipe",
        "seller",
        "tested",
    )

    case: Case
    order: Order
    recipe: Recipe
    point: int  # decoupling point, 0 = MTS … 3 = ETO
    engineering: float  # h of work
    machining: float
    assembly: float
    before: tuple[float, float]  # h of machining and assembly that were done before the order came
    clarified: int  # times
    made: int
    tested: int
    missing: int  # pieces it waits for
    seller: Case | None  # who sold it waits for the delivery
    earlier: float  # working hours it was under way before the run began
    ahead: float  # those of them that its story has not caught up with

    def __init__(self, order: Order, recipe: Recipe, point: int) -> None:
        self.order, self.recipe, self.point = order, recipe, point
        self.case = order.case
        self.clarified = self.made = self.tested = self.missing = 0
        self.seller = None
        self.earlier = self.ahead = 0.0

    def part(self, share: float = 1.0) -> Job:
        """A part of the job that is worked on beside others, with a share of its hours at the cells."""
        part = copy(self)
        part.case = new_case(self.case.key, self.case.luck, self.case.level)
        part.case.number = self.case.number
        part.machining, part.assembly = self.machining * share, self.assembly * share
        return part

    def again(self, share: float) -> Job:
        """A share of all that was made for it, before the order came and after, as new work."""
        part = self.part()
        part.machining = (self.machining + self.before[0]) * share
        part.assembly = (self.assembly + self.before[1]) * share
        part.ahead = 0.0
        return part


class Lot:
    """Pieces on their way to a stock."""

    __slots__ = ("ahead", "assembly", "case", "hurried", "item", "lead", "machining", "pieces")

    case: Case
    item: Item
    pieces: int
    machining: float  # h of work
    assembly: float
    lead: float  # h until it is released to the cells, or until the supplier delivers
    hurried: bool  # customers wait for it
    ahead: float  # working hours it was under way before the run began, as far as its story has not caught up

    def __init__(self, case: Case, item: Item, pieces: int) -> None:
        self.case, self.item, self.pieces = case, item, pieces
        self.hurried = False
        self.ahead = 0.0
