"""What a shop cannot be: named with its line, all at once, before anything is played."""

from __future__ import annotations

import subprocess
import sys

import pytest

from simsales.scenario import load
from simsales.words.errors import ScenarioError

SHOP = """\
[people]
supporter = { count = 1 }
machining = { count = 1 }

[production.decoupling]
kind   = "fixed"
points = { standard = "MTS" }

[production.products.standard]
clarify    = "1 h"
repeat     = { machining = "3 h" }
stock      = "goods"
components = ["part"]

[production.stocks.goods]
base = 3

[production.stocks.part]
base          = 3
replenishment = { kind = "supplier", lead = "5 wd" }
"""

# What is written instead of what, the line that is to blame, and what the message says.
BAD = {
    "base stock below zero": ("base = 3\n", "base = -3\n", 16, "goods.base: must be a whole number from 0"),
    "half a piece": ("base = 3\n", "base = 2.5\n", 16, "goods.base: must be a whole number from 0"),
    "negative lead": ('"5 wd"', '"-5 wd"', 20, "replenishment.lead: must be 0 or more, found '-5 wd'"),
    "negative cost": (
        "base = 3\n",
        "base = 3\nunit_cost = -4\n",
        17,
        "unit_cost: must be 0 or more, found -4",
    ),
    "no variants": ("base = 3\n", "base = 3\nvariants = 0\n", 17, "variants: must be a whole number from 1"),
    "lot beyond the stock": ("base = 3\n", "base = 3\nlot = 4\n", 17, "at most the base stock of 3, found 4"),
    "unknown supplier": ('"supplier"', '"suplier"', 20, "must be 'own' or 'supplier', found 'suplier'"),
    "unknown path": ('"MTS"', '"MTF"', 7, "found 'MTF'"),
    "no path": ('standard = "MTS"', "", 7, "must give each product a path, found none for 'standard'"),
    "path of nothing": ('standard = "MTS"', 'standard = "MTS", special = "MTO"', 7, "found 'special'"),
    "no recipe": (
        "products.standard",
        "products.special",
        9,
        "must be a product of [products], found 'special'",
    ),
    "no such goods": ('"goods"', '"godos"', 12, "found 'godos'; did you mean 'goods'?"),
    "no such part": ('["part"]', '["prat"]', 13, "found 'prat'; did you mean 'part'?"),
    "nothing in stock": ('stock      = "goods"\n', "", 9, "must name the finished goods of a product"),
    "five components": (
        '["part"]',
        '["part", "part", "part", "part", "part"]',
        13,
        "at most 4 stocks, found 5",
    ),
    "nobody at the desk": ("supporter = { count = 1 }", "supporter = { count = 0 }", 2, "must have somebody"),
    "no cell": ("machining = { count = 1 }", "machining = { count = 0 }", 3, "production.teams.machining"),
    "share above one": ('clarify    = "1 h"', 'clarify = "1 h"\nrework = 1.5', 11, "must be between 0 and 1"),
    "a past of nothing": (
        "[production.decoupling]",
        "[production.start.repeat]\nstandrad = { rate = '10 / y' }\n[production.decoupling]",
        6,
        "start.repeat.standrad: must be a product of [products], found 'standrad'; did you mean 'standard'?",
    ),
    "deals of nothing": (
        "[production.decoupling]",
        "[production.start.deal]\nspecial = { rate = '10 / y' }\n[production.decoupling]",
        6,
        "start.deal.special: must be a product of [products]",
    ),
    "waits where nobody works": (
        "[production.decoupling]",
        "[production.start]\ncongestion_at = { welding = 2 }\n[production.decoupling]",
        6,
        "congestion_at.welding: must be",
    ),
    "promise of no time": (
        "[production.decoupling]",
        "[production.promising]\nkind = 'fixed'\nfactors = { standard = 0 }\n[production.decoupling]",
        7,
        "must be more than 0, found 0",
    ),
}


def written(folder, name):
    """The shop with one mistake in it."""
    before, after, line, message = BAD[name]
    assert SHOP.count(before) >= 1
    path = folder / "shop.toml"
    path.write_text(SHOP.replace(before, after, 1), encoding="utf-8")
    return path, line, message


def test_the_shop_itself_is_sound(tmp_path):
    path = tmp_path / "shop.toml"
    path.write_text(SHOP, encoding="utf-8")
    assert load(path).production != "skip"


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_names_its_line_and_what_must_hold(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, line, message = written(tmp_path, name)
    with pytest.raises(ScenarioError) as caught:
        load("shop.toml")
    found = [(problem.file, problem.line) for problem in caught.value.problems if message in str(problem)]
    assert found == [("shop.toml", line)], [str(problem) for problem in caught.value.problems]


def test_what_is_assembled_needs_components_where_orders_enter_before_assembly(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = SHOP.replace('"MTS"', '"ATO"').replace('["part"]', "[]")
    (tmp_path / "shop.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"shop.toml:13: .*must name the components of a product"):
        load("shop.toml")


def test_a_rule_that_may_choose_any_path_needs_goods_and_components(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = SHOP.replace('"fixed"', '"ratios"').replace('points = { standard = "MTS" }\n', "")
    text = text.replace('components = ["part"]', "")
    (tmp_path / "shop.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"shop.toml:8: .*finished goods and components"):
        load("shop.toml")


def test_the_command_line_ends_with_2_and_tells_all(tmp_path):
    text = SHOP.replace("base = 3", "base = -3").replace('"goods"', '"godos"')
    (tmp_path / "shop.toml").write_text(text.replace("count = 1", "count = 0"), encoding="utf-8")
    command = [sys.executable, "-c", "from simsales.cli import main; main()", "run", "shop.toml"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert "goods.base" in done.stderr
    assert "Traceback" not in done.stderr
