"""What must hold so that every order finds its way: a path for each product, and stocks to take from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from simsales.policies.decoupling import FixedPoints
from simsales.policies.promising import FixedPromise
from simsales.scenario.checking import Finding
from simsales.scenario.naming import nearest
from simsales.words.quantities import shown

if TYPE_CHECKING:
    from simsales.scenario.merging import Path
    from simsales.scenario.model import Scenario
    from simsales.scenario.production import Making, Production

MOST_COMPONENTS = 4  # there is luck for so many in an order (simsales.company.production.recipes)


def orders_find_their_way(scenario: Scenario, story: Sequence[Scenario]) -> Iterator[Finding]:
    """All that does not hold between products, paths and stocks."""
    production = scenario.production
    if production == "skip":
        return
    yield from _names_are_known(scenario, production)
    yield from _every_product_is_made(scenario, production)
    for name, making in production.products.items():
        yield from _stocks_are_known(name, making, production)
    if isinstance(production.decoupling, FixedPoints):
        yield from _points_have_stocks(production, production.decoupling.points)
    else:
        yield from _any_point_has_stocks(production)
    for name, stock in production.stocks.items():
        path: Path = ("production", "stocks", name, "lot")
        if stock.lot > max(stock.base, 1):
            yield Finding(
                path,
                f"must be at most the base stock of {stock.base}, found {stock.lot}; order less at a time",
                (path[:-1],),
            )


def _names_are_known(scenario: Scenario, production: Production) -> Iterator[Finding]:
    named: list[tuple[Path, Iterable[str]]] = [(("production", "products"), production.products)]
    named += [
        (("production", "start", "repeat"), production.start.repeat),
        (("production", "start", "deal"), production.start.deal),
    ]
    if isinstance(production.decoupling, FixedPoints):
        named.append((("production", "decoupling", "points"), production.decoupling.points))
    if isinstance(production.promising, FixedPromise):
        named.append((("production", "promising", "factors"), production.promising.factors))
    for path, names in named:
        for name in names:
            if name not in scenario.products:
                sentence = f"must be a product of [products], found {shown(name)}"
                yield Finding((*path, name), sentence + nearest(name, scenario.products), (("products",),))


def _every_product_is_made(scenario: Scenario, production: Production) -> Iterator[Finding]:
    rule = production.decoupling
    for name in scenario.products:
        if name not in production.products:
            sentence = f"must say how each product is made, found nothing about {shown(name)}; "
            yield Finding(("production", "products"), f"{sentence}add [production.products.{name}]")
        if isinstance(rule, FixedPoints) and name not in rule.points:
            sentence = (
                f"must give each product a path, found none for {shown(name)}; add MTS, ATO, MTO or ETO"
            )
            yield Finding(("production", "decoupling", "points"), sentence)


def _stocks_are_known(name: str, making: Making, production: Production) -> Iterator[Finding]:
    path: Path = ("production", "products", name)
    stocks = production.stocks
    if making.stock is not None and making.stock not in stocks:
        sentence = f"must be a stock of [production.stocks], found {shown(making.stock)}"
        yield Finding((*path, "stock"), sentence + nearest(making.stock, stocks), (("production", "stocks"),))
    for place, component in enumerate(making.components):
        if component not in stocks:
            sentence = f"must be a stock of [production.stocks], found {shown(component)}"
            yield Finding(
                (*path, "components", place),
                sentence + nearest(component, stocks),
                (("production", "stocks"),),
            )
    if len(making.components) > MOST_COMPONENTS:
        sentence = f"must be at most {MOST_COMPONENTS} stocks, found {len(making.components)}"
        yield Finding((*path, "components"), sentence)


def _points_have_stocks(production: Production, points: Mapping[str, str]) -> Iterator[Finding]:
    for name, point in points.items():
        making = production.products.get(name)
        if making is None:
            continue
        path: Path = ("production", "products", name)
        if point == "MTS" and making.stock is None:
            sentence = "must name the finished goods of a product that is made to stock, found none"
            sentence += f"; name a stock, or change production.decoupling.points.{name}"
            yield Finding((*path, "stock"), sentence, (path, ("production", "decoupling")))
        if point == "ATO" and not making.components:
            sentence = "must name the components of a product that is assembled to order, found none"
            sentence += f"; name stocks, or change production.decoupling.points.{name}"
            yield Finding((*path, "components"), sentence, (path, ("production", "decoupling")))


def _any_point_has_stocks(production: Production) -> Iterator[Finding]:
    """A rule may choose any point, whatever it learns later."""
    for name, making in production.products.items():
        if not making.designed_to_order and (making.stock is None or not making.components):
            sentence = "must name finished goods and components where a rule chooses the path, found not both"
            yield Finding(("production", "products", name), sentence, (("production", "decoupling"),))
