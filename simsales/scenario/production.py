"""How orders are made: paths, stocks, suppliers, lead times."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from simsales.instruments.distribution import Hours
from simsales.policies.base import PolicyField
from simsales.policies.decoupling import AnyDecoupling, FixedPoints
from simsales.policies.promising import AnyPromising, FixedPromise
from simsales.scenario.base import Table
from simsales.words.quantities import (
    Amount,
    Between,
    CalendarFrequency,
    Flag,
    Fraction,
    NonNegative,
    Positive,
    Share,
    Whole,
    parameter,
)

Pieces = Annotated[int, Whole(0, 100_000)]


class Teams(Table):
    """Who does what in the making of an order."""

    entry: str = parameter("supporter", help="enters, configures and clarifies orders")
    engineering: str = parameter("engineer", help="designs what is made for one customer")
    machining: str = parameter("machining", help="the machining cells")
    assembly: str = parameter("assembly", help="the assembly stations")
    dispatch: str = parameter("dispatch", help="tests, packs, ships, installs and invoices")


class Content(Table):
    """The work in one order, whole: set-ups, documents and rework inside."""

    engineering: Hours = parameter("0 h", help="engineering, where orders are made or engineered to order")
    machining: Hours = parameter("0 h", help="work of the machining cells")
    assembly: Hours = parameter("0 h", help="work of the assembly stations")


class Making(Table):
    """How one product is made, and what an order of it takes."""

    clarify: Hours = parameter("0 h", help="work of the order desk: enter, configure, specify")
    eshop: Share = parameter(
        0.0, help="share of repeat orders that come through the e-shop", range=(0, 0.9), source="dossier 9"
    )
    eshop_hours: Hours = parameter("0.05 h", help="work of the order desk on an order from the e-shop")
    repeat: Content = parameter(Content(), help="work in a repeat order")
    deal: Content | None = parameter(None, help="work in the order of a new deal; as in a repeat order")
    test: Hours = parameter("0 h", help="test and documents, after production")
    dispatch: Hours = parameter("0 h", help="pack, ship, install and invoice")
    stock: str | None = parameter(None, help="the finished goods it is taken from when made to stock")
    components: tuple[str, ...] = parameter(
        (), help="the component stocks of which an order takes one piece each when assembled to order"
    )
    material: Hours = parameter("0 h", help="time until material is there when made to order", unit="wd")
    special_material: Hours = parameter(
        "0 h", help="time until material is there when engineered to order", unit="wd"
    )
    approval: Hours = parameter("0 h", help="time the customer takes to approve a design", unit="wd")
    parts: Annotated[int, Whole(1, 20)] = parameter(
        1, help="parts that an order is made in side by side, each at one cell", range=(1, 6)
    )
    rework: Share = parameter(
        0.0,
        help="chance that production is repeated, as long as the first time; hours are means with it",
        range=(0, 0.4),
    )
    cancelled: Share = parameter(0.0, help="share cancelled once clarified", range=(0, 0.2))
    sent_back: Share = parameter(0.0, help="share that production sends back to be clarified", range=(0, 0.2))
    test_fails: Share = parameter(0.0, help="share that fails the test and is made again", range=(0, 0.2))
    volatility: NonNegative = parameter(
        0.5,
        help="standard deviation of a week's demand over its mean, as the rule for points sees it",
        range=(0.1, 2),
    )
    designed_to_order: Flag = parameter(False, help="whether every order is designed anew")


class Replenishment(Table):
    """Who fills a stock: the own cells after a time for planning and material, or a supplier."""

    kind: Literal["own", "supplier"] = parameter("own", help="own cells, or bought from a supplier")
    lead: Hours = parameter(
        "0 h",
        help="own: until planning has released a lot and its material is there; supplier: until it arrives",
        unit="wd",
        range=("0 wd", "60 wd"),
    )
    expedites: Flag = parameter(
        False, help="whether a supplier is asked to hurry when customers wait for the piece"
    )
    hurried: Fraction = parameter(
        0.5, help="share of the lead time that a hurried delivery takes", range=(0.2, 0.9)
    )


class Stock(Table):
    """A stock of several variants: base stock (order one for each one taken), or lots when few are left."""

    variants: Annotated[int, Whole(1, 10_000)] = parameter(1, help="variants, equally sought", range=(1, 200))
    base: Pieces = parameter(
        5, help="base stock of each variant: on hand and on order, less backorders", range=(0, 60)
    )
    lot: Annotated[int, Whole(1, 100_000)] = parameter(
        1, help="pieces ordered at a time, once that many of the base stock are gone", range=(1, 50)
    )
    unit_cost: Amount = parameter(0.0, help="cost of a piece", unit="EUR", range=(0, 20_000))
    order_cost: Amount = parameter(
        0.0, help="cost of setting up for a lot, or of placing an order", unit="EUR", range=(0, 500)
    )
    setup: Hours = parameter("0 h", help="set-up inside the hours of a piece, spent once for a lot", unit="h")
    replenishment: Replenishment = parameter(Replenishment(), help="who fills it")


Task: TypeAlias = Literal["clarification", "engineering", "machining", "assembly", "test", "dispatch"]


class Flow(Table):
    """Orders of one product as they came before the run."""

    rate: CalendarFrequency = parameter("0 / y", help="orders", unit="1 / y", range=("0 / y", "10_000 / y"))
    value: Amount = parameter(0.0, help="value of an order", unit="EUR", range=(0, 500_000))


class Start(Table):
    """What is under way when the run begins: orders that came earlier at these rates, each at its stage.

    An order of the past is still open if its own hours and delays, waits included, last longer than its age; pieces
    it took from stock are on order if that takes longer.  Without rates the shop is empty and the shelves are full.
    """

    repeat: dict[str, Flow] = parameter({}, help="repeat orders by product")
    deal: dict[str, Flow] = parameter({}, help="orders of new deals by product")
    congestion: Annotated[float, Between(1, 10)] = parameter(
        1.3, help="time at a desk, waits included, over the time of the work", range=(1, 3)
    )
    congestion_at: dict[Task, Annotated[float, Between(1, 10)]] = parameter(
        {}, help="the same for orders at one task, where it differs", range=(1, 5)
    )
    congestion_of_lots: Annotated[float, Between(1, 10)] = parameter(
        1.3, help="the same at the cells for what is made to stock", range=(1, 8)
    )
    spare: Share = parameter(
        0.15, help="capacity to spare, with which what holidays left behind is made up for", range=(0.05, 0.4)
    )


class Production(Table):
    """How orders are made: paths, stocks, suppliers, lead times."""

    teams: Teams = parameter(Teams(), help="who does what")
    decoupling: Annotated[AnyDecoupling, PolicyField()] = parameter(
        FixedPoints(), help="where each product's orders enter the chain"
    )
    promising: Annotated[AnyPromising, PolicyField()] = parameter(
        FixedPromise(), help="which lead time is promised"
    )
    products: dict[str, Making] = parameter({}, help="how each product is made")
    stocks: dict[str, Stock] = parameter({}, help="finished goods and components, by name")
    start: Start = parameter(Start(), help="what is under way when the run begins")
    customers_first: Flag = parameter(
        True, help="customers' orders before stock, at desks that serve by priority"
    )
    mixed_order: Positive = parameter(
        5_405.0,
        help="value of a usual repeat order; a cross-sold one takes its product's hours times its value over this",
        unit="EUR",
        range=(1_000, 20_000),
        source="dossier C",
    )
    holding: Share = parameter(
        0.22, help="holding cost a year over the cost of what is held", range=(0.15, 0.3), source="dossier 9"
    )
    obsolescence: Share = parameter(
        0.04, help="share of the stock that ages away in a year", range=(0, 0.1), source="dossier 9"
    )
    expediting: Share = parameter(
        0.20,
        help="premium for a hurried delivery over the cost of a piece",
        range=(0.05, 0.5),
        source="dossier 9",
    )
