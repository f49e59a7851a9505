"""A chart as SVG is one piece that can be put into any page."""

import re
from xml.etree import ElementTree as Tree

import pytest

from simsales import plots
from simsales.experiments.results import Results

NASTY = '<script>alert("x")</script>& 5 $ \x07 or 6 $\ud800'
SVG = "{http://www.w3.org/2000/svg}"


def drawn(results):
    """The funnel of two scenarios, one of which has a name that would like to be more than a name."""
    renamed = Results(
        {NASTY: results.scenarios["base"], "more": results.scenarios["more"]},
        {NASTY: results.outcomes["base"], "more": results.outcomes["more"]},
        3,
        1,
    )
    return plots.funnel(renamed)


@pytest.fixture(scope="module")
def text(results):
    return plots.svg(drawn(results), prefix="first-")


def test_it_is_one_element_without_a_reference_to_the_outside(text):
    assert text.startswith("<svg ") and text.endswith("</svg>")
    root = Tree.fromstring(text)
    assert root.tag == f"{SVG}svg" and root.get("viewBox")
    assert text.count("http") == 1, "the name of the format is the only address"
    assert "<style" not in text, "what holds for the whole page is none of its business"


def test_it_is_the_same_twice(results, text):
    assert plots.svg(drawn(results), prefix="first-") == text


def test_text_stays_text_and_markup_in_names_is_text(text):
    assert "<script" not in text
    words = ["".join(element.itertext()) for element in Tree.fromstring(text).iter(f"{SVG}text")]
    assert '<script>alert("x")</script>& 5 $   or 6 $ ' in words and "leads" in words


def test_every_id_begins_with_the_prefix_and_whatever_points_at_one_finds_it(text):
    root = Tree.fromstring(text)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids) and all(name.startswith("first-") for name in ids)
    pointed = {element.get("href").removeprefix("#") for element in root.iter() if element.get("href")}
    filled = set(re.findall(r"fill: url\(#([^)]+)\)", text))
    clipped = set(re.findall(r'clip-path="url\(#([^)]+)\)', text))
    assert pointed and filled and clipped, "ticks, hatches and panels"
    assert pointed | filled | clipped | {root.get("aria-labelledby")} == set(ids), "and no other has a name"


def test_without_a_title_its_heading_is_read_out(results, text):
    assert Tree.fromstring(text).find(f"{SVG}title").text.startswith("How many cases reach each stage")
    titled = plots.svg(drawn(results), NASTY)
    assert Tree.fromstring(titled).find(f"{SVG}title").text.startswith('<script>alert("x")</script>&')


def test_the_page_may_choose_the_colours_of_text_and_ground(results, text):
    themed = plots.svg(drawn(results), themed=True)
    assert "var(" not in text and "#333333" in text
    assert "var(--chart-ink, #333333)" in themed and "var(--chart-paper, #ffffff)" in themed
