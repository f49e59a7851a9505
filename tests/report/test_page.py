"""The page of a comparison: whole, in order, escaped, alone in the world, and true to the tables."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from simsales.experiments.comparison import printed, shown
from simsales.report import html
from tests.report.conftest import LINE, MARKUP
from tests.report.reading import Page

SECTIONS = (
    *("question", "verdict", "changes", "differences", "why", "wrong", "picture", "charts", "warnings"),
    *("assumptions", "limits", "repeat", "stress"),
)


@pytest.fixture(scope="module")
def read(page):
    return Page(page)


def test_every_element_that_opens_closes(page, read):
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert read.open == []
    for needed in ("title", "h1", "main", "style"):
        assert len(read.of(needed)) == 1 or needed in ("title", "style"), needed
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in read.of("meta")


def test_sections_come_in_the_order_in_which_people_read(read):
    ids = [attributes["id"] for attributes in read.of("div", "section") if attributes.get("id") in SECTIONS]
    assert tuple(ids) == SECTIONS


def test_headings_go_down_one_step_at_a_time(read):
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_says_what_its_heads_are_of(read):
    assert len(read.of("table")) == len(read.of("caption")) > 5
    assert all(attributes.get("scope") in ("col", "row") for attributes in read.of("th"))


def test_what_scrolls_can_be_reached_by_key_and_has_a_name(read):
    scrolling = [each for each in read.of("div") if "scroll" in each.get("class", "").split()]
    assert len(scrolling) > 10
    assert all(each["tabindex"] == "0" and each["aria-label"] for each in scrolling)


def test_ids_are_unique_and_every_way_within_the_page_leads_somewhere(read):
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    ways = [attributes["href"] for _, attributes in read.elements if "href" in attributes]
    assert len(ways) > 10 and all(way.startswith("#") and way[1:] in ids for way in ways)
    labelled = [attributes.get("aria-labelledby") for _, attributes in read.elements]
    assert set(filter(None, labelled)) <= set(ids)


def test_nothing_is_fetched_and_nothing_runs(page, read):
    tags = {tag for tag, _ in read.elements}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "form", "base"})
    names = {name for _, attributes in read.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "srcset", "xlink:href")}
    assert "@import" not in page
    assert all(target.startswith("#") for target in re.findall(r"url\(\s*['\"]?([^)]*)\)", page))


def test_markup_in_names_stays_text(page, read):
    assert "<script" not in page.lower() and page.count("</style>") == len(read.of("style"))
    assert MARKUP in read.text("h1"), "the name as it is"
    assert MARKUP in read.text("table") and MARKUP in read.text("svg")
    assert f"And {MARKUP}?" in read.text("header")


def test_the_figures_are_those_of_the_comparison(material, read):
    comparison = material.comparison
    cells = read.text("table")
    for label in ("fewer", f"more {MARKUP}"):
        for kpi in shown(material.results, comparison.kpi):
            (found,) = (d for d in comparison.of(kpi) if d.scenario == label)
            for figure in printed(found)[2:6] if found.pairs else ():
                assert figure in cells, (label, kpi, figure)


def test_the_verdict_stands_at_the_top_with_its_card(material, page, read):
    decision = material.comparison.decision()
    assert decision.sentence() in read.text("section")
    assert all(words in read.text("dl") for words in ("expected regret", "cost of a wrong choice"))
    assert page.index('class="word"') < page.index("<table")


def test_what_decides_is_open_and_what_does_not_hold_is_folded(material, read):
    heads = [(around, text) for around, text in read.texts if around[-2:] == ("tr", "th")]
    contribution = [around for around, text in heads if text.startswith("contribution")]
    wins = [around for around, text in heads if text.startswith("wins")]
    assert wins and contribution
    assert sum("details" not in around for around in contribution) == 2, "of each scenario"
    assert all("details" in around for around in wins)


def test_why_is_told_of_each_scenario_with_a_case_each_way(material, read):
    found = material.watched.why("fewer")
    assert found.flips.headline().splitlines()[0] in read.text("section")
    summaries = read.text("summary")
    assert all(flip.name in summaries for flip in found.flips.examples())


def test_it_says_how_to_repeat_it_and_what_it_rests_on(material, read):
    assert LINE in read.text("pre")
    assert material.made_by["model"] in read.text("dl")
    assert material.ledger.sentence() in read.text("section")
    assert "1.1 Purpose." in read.text("details") and "4.3 Estimation." in read.text("details")


def test_without_watching_the_page_says_what_is_left_out(material):
    page = html(replace(material, watched=None, unseen="the logs are not there"))
    assert page.count("left out: the logs are not there") == 2
    assert "How many cases wait" not in page and "Charts" in page
