"""Orders: pre-production, production, post-production.

One chain leads from the idea to the customer: clarify, engineer, get material, machine, assemble, test, ship.  Four
kinds of business differ in where the customer's order enters it, the decoupling point (Hoekstra & Romme 1992; Olhager
2003): what lies before it is done for stock and without knowing for whom, what lies behind it waits for the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.words.lost import Withdrawn

if TYPE_CHECKING:
    from simsales.company.company import Company
    from simsales.company.production.jobs import Job, Lot
    from simsales.company.production.shop import Piece, Shop
    from simsales.instruments.kernel import Story
    from simsales.words.customers import Order


def fulfil(order: Order, company: Company) -> Story:
    """Take one order from entry to delivery."""
    job, shop = order.state, company.factory.shop
    try:
        yield from pre_produce(job, shop)
        yield from produce(job, shop)
        yield from post_produce(job, shop)
    except Withdrawn:
        company.factory.cancel(order)
    else:
        company.factory.hand_over(order)


# --- pre-production ------------------------------------------------------------------------------------


def pre_produce(job: Job, shop: Shop) -> Story:
    """Before production: know what is wanted, and have what it is made of."""
    yield from shop.clarify(job)
    yield from PATHS[job.point](job, shop)


def make_to_stock(job: Job, shop: Shop) -> Story:
    """The order enters at the end of the chain: the goods are there."""
    yield from shop.take_pieces(job)


def assemble_to_order(job: Job, shop: Shop) -> Story:
    """The order enters before assembly: components are there, and reserved for it."""
    yield from shop.take_pieces(job)


def make_to_order(job: Job, shop: Shop) -> Story:
    """The order enters before machining: the design is there, material is ordered."""
    yield from shop.engineer(job)
    yield from shop.material(job)


def engineer_to_order(job: Job, shop: Shop) -> Story:
    """The order enters at the very beginning; what is special is ordered while engineers still draw."""
    yield from shop.side_by_side(job, (design, order_special_material))


def design(job: Job, shop: Shop) -> Story:
    """Engineers draw, the customer approves."""
    yield from shop.engineer(job)
    yield from shop.approval(job)


def order_special_material(job: Job, shop: Shop) -> Story:
    """Material with a long lead time is ordered at once."""
    yield from shop.special_material(job)


#: How an order begins, by its decoupling point: MTS, ATO, MTO, ETO.
PATHS = (make_to_stock, assemble_to_order, make_to_order, engineer_to_order)


# --- production ----------------------------------------------------------------------------------------


def produce(job: Job, shop: Shop) -> Story:
    """Production: make what is still to be made, and make it again where it has to be."""
    yield from shop.in_parts(job, make)
    if shop.has_to_rework(job):
        yield from shop.in_parts(job, make)
    if shop.sends_back(job):
        yield from shop.clarify(job)
        yield from produce(job, shop)


def make(piece: Piece, shop: Shop) -> Story:
    """Machining, then assembly, as far as they were not done before the order came."""
    yield from shop.machine(piece)
    yield from shop.assemble(piece)


def replenish(lot: Lot, shop: Shop) -> Story:
    """The part of the chain before the decoupling point: a lot for a stock, bought or made."""
    if lot.item.stock.own:
        yield from shop.release(lot)
        yield from make(lot, shop)
    else:
        yield from shop.bought(lot)
    shop.stocks.receive(lot)


# --- post-production -----------------------------------------------------------------------------------


def post_produce(job: Job, shop: Shop) -> Story:
    """After production: test, pack, ship, install, invoice."""
    yield from shop.test(job)
    while shop.fails(job):
        yield from produce(job, shop)
        yield from shop.test(job)
    yield from shop.dispatch(job)
