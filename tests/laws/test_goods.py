"""No piece appears from nowhere, none is lost, and no order is forgotten or served twice."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given

from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import rows_of
from simsales.processes.play import play
from simsales.words.vocabulary import (
    BACKORDERED,
    CANCELLED,
    DELIVERED,
    ENTERED,
    LEDGER,
    MONEY,
    SHIPPED,
    SUPPLIED,
)
from tests.laws.shops import CHANGED, shelves, shops
from tests.laws.stage import Stage
from tests.laws.worlds import lawful


def items(log):
    """Each item's rows of the stock's table, in order."""
    table = log.table("stock")
    for number in range(len(log.table("items"))):
        yield number, table[table["item"] == number]


def noted(log, activity):
    return log.notes[log.notes["activity"] == activity]


def spans(scenario):
    """From when to when each scenario holds."""
    each = [now for _, now in scenario.epochs()]
    times = (0.0, CHANGED, np.inf)
    return zip(times, times[1:], each, strict=False)


@lawful
@given(shops())
def test_nothing_is_negative_and_nobody_waits_beside_a_piece(scenario):
    log = play(scenario)
    money = noted(log, MONEY)
    lines = [LEDGER.index(name) for name in ("holding", "obsolescence", "setup", "expediting")]
    assert (money["value"][np.isin(money["reason"], lines)] <= 0.0).all()
    for _, rows in items(log):
        for column in ("on_hand", "on_order", "backorders"):
            assert (rows[column] >= 0).all()
        assert not ((rows["on_hand"] > 0) & (rows["backorders"] > 0)).any()


@lawful
@given(shops())
def test_net_inventory_and_what_is_on_order_are_within_a_lot_of_the_base_stock(scenario):
    """On hand and on order, less backorders, at every event; what is not used any more only runs down."""
    log = play(scenario)
    names, first = list(scenario.production.stocks), scenario.production
    for number, rows in items(log):
        name = names[log.table("items")["stock"][number]]
        if not len(rows):
            continue
        position = rows["on_hand"] + rows["on_order"] - rows["backorders"]
        settled = np.append(rows["time"][1:] > rows["time"][:-1], True)
        for since, until, now in spans(scenario):
            stock = now.production.stocks[name]
            if stock != first.stocks[name] or not _used(now, name):
                continue  # above the new base stock until that much has been taken
            here = (rows["time"] > since) & (rows["time"] < until)
            assert (position[here] >= stock.base - stock.lot).all()
            assert (position[here & settled] > stock.base - stock.lot).all()
            if since == 0.0:
                assert (position[here] <= stock.base).all()


def _used(scenario, name):
    """Whether a product is taken from a stock."""
    making, points = scenario.production.products, scenario.production.decoupling.points
    goods = {making[product].stock for product, point in points.items() if point == "MTS"}
    parts = {
        each for product, point in points.items() if point == "ATO" for each in making[product].components
    }
    return name in goods | parts


@lawful
@given(shops())
def test_pieces_in_are_pieces_out_and_pieces_there(scenario):
    """Two witnesses: the stock's table, and the lots that suppliers and cells handed in."""
    log = play(scenario)
    supplies, came = log.table("supplies"), noted(log, SUPPLIED)
    arrived = supplies[rows_of(came["case"])]
    assert (came["value"] == arrived["pieces"]).all()
    assert len(np.unique(came["case"])) == len(came), "no lot comes twice"
    for number, rows in items(log):
        if not len(rows):
            continue
        late = rows["time"] > 0.0
        opening = rows[~late][-1] if (~late).any() else rows[0]
        change = {c: np.diff(np.append(opening[c], rows[late][c])) for c in ("on_hand", "backorders")}
        taken = -change["on_hand"][change["on_hand"] < 0].sum()
        owed = change["backorders"][change["backorders"] > 0].sum()
        into = arrived["pieces"][(arrived["item"] == number) & (came["time"] > 0.0)].sum()
        end = rows[-1]
        net = int(end["on_hand"]) - int(end["backorders"])
        assert net == int(opening["on_hand"]) - int(opening["backorders"]) + into - taken - owed
        ordered = supplies["pieces"][supplies["item"] == number].sum()
        received = arrived["pieces"][arrived["item"] == number].sum()
        assert end["on_order"] == ordered - received


@lawful
@given(shops())
def test_every_piece_that_leaves_is_an_order_s(scenario):
    """Orders that came to the shelf took one piece each, or one of each component."""
    every_piece_that_leaves_is_an_order_s(scenario, play(scenario))


def every_piece_that_leaves_is_an_order_s(scenario, log):
    consignments = pieces_of_consignments(log)
    notes = noted(log, ENTERED)
    entered = Counter(notes["case"].tolist())
    first = dict(zip(notes["case"][::-1].tolist(), notes["time"][::-1].tolist(), strict=True))
    cancelled = set(noted(log, CANCELLED)["case"].tolist())
    promises, orders = log.table("promises"), log.table("orders")
    points, names = (
        dict(zip(promises["order"].tolist(), promises["point"].tolist(), strict=True)),
        log.products,
    )
    asked = 0
    for case in entered:
        order = orders[rows_of(np.array([case]))[0]]
        if first[case] == 0.0 or (entered[case] == 1 and case in cancelled):
            continue  # took its pieces before the run, or was withdrawn before it took any
        making = scenario.production.products[names[order["product"]]]
        pieces = consignments.get((order["placed"], order["product"]), 1) if order["account"] < 0 else 1
        asked += {0: pieces, 1: len(making.components)}.get(points[case], 0)
    gone = 0
    for _, rows in items(log):
        on_hand, owed = np.diff(rows["on_hand"].astype(int)), np.diff(rows["backorders"].astype(int))
        late = rows["time"][1:] > 0.0
        gone += -on_hand[late & (on_hand < 0)].sum() + owed[late & (owed > 0)].sum()
    assert gone == asked
    who_waits_is_told_how_many_are_missing(scenario, log)


def pieces_of_consignments(log):
    """By time and product how many pieces a distributor ordered for its shelf."""
    rows = log.table("channels") if log.has("channels") else []
    return {
        (row["time"], row["market"] - 1): int(row["ordered"])
        for row in rows
        if row["shelf"] and row["ordered"]
    }


def who_waits_is_told_how_many_are_missing(scenario, log):
    missing = noted(log, BACKORDERED)["value"].sum()
    for _, rows in items(log):
        owed = np.diff(rows["backorders"].astype(int))
        missing -= owed[owed > 0].sum()
    assert missing <= 0.0, "a piece that came at once was owed and is not missing any more"
    leads = [stock.replenishment.lead for stock in scenario.production.stocks.values()]
    if all(lead.mean.amount > 0.0 for lead in leads):
        assert missing == 0.0


@lawful
@given(shops())
def test_every_order_is_delivered_or_withdrawn_once_or_is_open(scenario):
    stage = Stage.of(scenario).play()
    log = stage.company.log
    ends = [noted(log, activity)["case"].tolist() for activity in (DELIVERED, CANCELLED)]
    over = Counter(ends[0] + ends[1])
    assert all(times == 1 for times in over.values())
    assert sorted(noted(log, SHIPPED)["case"].tolist()) == sorted(ends[0])
    stock = stage.company.factory.shop.stocks
    waiting = Counter(
        job.case.number for each in stock.by_name.values() for item in each.items for job in item.waiting
    )
    assert sum(waiting.values()) == sum(int(rows[-1]["backorders"]) for _, rows in items(log) if len(rows))
    assert not set(waiting) & set(over), "who waits for a piece is neither delivered nor withdrawn"


@lawful
@given(shops())
def test_an_order_that_is_open_stands_somewhere(scenario):
    """On the agenda, at a desk, or in front of a shelf; and nothing else of it does."""
    stage = Stage.of(scenario).play()
    company, log = stage.company, stage.company.log
    numbers = {int(number) for number in log.table("promises")["order"]}
    over = {int(case) for case in np.append(noted(log, DELIVERED)["case"], noted(log, CANCELLED)["case"])}
    there = {
        job.case.number
        for s in company.factory.shop.stocks.by_name.values()
        for i in s.items
        for job in i.waiting
    }
    for desk in (desk for team in company.teams.values() for desk in team.desks):
        held = [*desk.waiting(), *(person.case for person in desk.people if person.case is not None)]
        there |= {case.number for case in held}
    for *_, on in company.kernel.agenda:
        frame = getattr(on, "gi_frame", None)
        if frame is not None:
            there |= _orders_in(frame.f_locals)
    assert numbers - over <= there


def _orders_in(names):
    """Numbers of the orders that a waiting story speaks of."""
    cases = [getattr(value, "case", value) for value in names.values()]
    return {case.number for case in cases if isinstance(getattr(case, "number", None), int)}


@lawful
@given(shelves())
def test_what_a_distributor_ordered_is_on_its_shelf_on_its_way_or_sold(scenario):
    stage = Stage.of(scenario).play()
    log, rows = stage.company.log, stage.company.log.table("channels")
    (segment,) = stage.company.partners.served
    for product, shelf in segment.shelves.items():
        if scenario.at and log.products[product] == "plain":
            continue  # from some date on it may be made to order, and who waits is served by us
        mine, stock = rows[rows["market"] == 1 + product], shelf.stock
        assert len(mine) == 8 and mine["shelf"].all()
        first = round(stock.terms.lead.calendar_hours / WEEK * shelf.mean) + stock.terms.safety
        sold = np.cumsum(mine["asked"] - mine["lost"])
        there = first + np.cumsum(mine["ordered"]) - sold - mine["on_order"] + mine["owed"]
        assert (there >= 0).all() and not ((there > 0) & (mine["owed"] > 0)).any()
        assert there[-1] == stock.on_hand
        assert stock.owed == len(shelf.waiting) == mine["owed"][-1]
    delivered = noted(log, DELIVERED)["case"].tolist()
    assert len(set(delivered)) == len(delivered)
    assert not set(delivered) & set(noted(log, CANCELLED)["case"].tolist())


@lawful
@given(shelves())
def test_a_distributors_order_takes_as_many_pieces_of_ours_as_it_asks_for(scenario):
    log = play(scenario)
    every_piece_that_leaves_is_an_order_s(scenario, log)
    orders = log.table("orders")
    ours = (orders["account"] < 0) & (orders["deal"] < 0) & (orders["placed"] > 0.0)
    assert np.count_nonzero(ours) == len(pieces_of_consignments(log))
