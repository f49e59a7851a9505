"""A chart as SVG is one piece that can be put into any page."""

from xml.etree import ElementTree as Tree

from simsales import plots
from simsales.experiments.results import Results

NASTY = '<script>alert("x")</script>&'


def renamed(results, label):
    return Results(
        {label: results.scenarios["base"], "more": results.scenarios["more"]},
        {label: results.outcomes["base"], "more": results.outcomes["more"]},
        3,
        1,
    )


def test_it_is_one_element_without_a_reference_to_the_outside(results):
    text = plots.svg(plots.differences(results))
    assert text.startswith("<svg ") and text.endswith("</svg>")
    root = Tree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("viewBox")
    assert text.count("http") == 1, "the name of the format is the only address"
    assert "<style" not in text, "what holds for the whole page is none of its business"


def test_it_is_the_same_twice(results):
    assert plots.svg(plots.funnel(results), "a", "b-") == plots.svg(plots.funnel(results), "a", "b-")


def test_text_stays_text_and_markup_in_names_is_text(results):
    text = plots.svg(plots.funnel(renamed(results, NASTY)), title=NASTY)
    assert "<script" not in text
    root = Tree.fromstring(text)
    words = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert NASTY in words and "leads" in words
    assert root.find("{http://www.w3.org/2000/svg}title").text == NASTY


def test_every_id_begins_with_the_prefix_and_whatever_points_at_one_finds_it(results):
    root = Tree.fromstring(plots.svg(plots.desks(results), prefix="first-"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids and all(name.startswith("first-") for name in ids) and len(set(ids)) == len(ids)
    pointed = {e.get("href").removeprefix("#") for e in root.iter() if e.get("href")}
    clips = {
        value.removeprefix("url(#").removesuffix(")")
        for element in root.iter()
        for key, value in element.attrib.items()
        if key == "clip-path"
    }
    assert pointed and clips and pointed | clips <= set(ids)
    assert root.get("aria-labelledby") in ids


def test_without_a_title_its_heading_is_read_out(results):
    root = Tree.fromstring(plots.svg(plots.differences(results)))
    assert root.find("{http://www.w3.org/2000/svg}title").text.startswith("What changes against base")


def test_what_nothing_points_at_has_no_name(results):
    text = plots.svg(plots.funnel(results), prefix="p-")
    root = Tree.fromstring(text)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert all(f"#{name}" in text for name in ids - {"p-title"})


def test_the_page_may_choose_the_colours_of_text_and_ground(results):
    plain, themed = (plots.svg(plots.funnel(results), themed=choice) for choice in (False, True))
    assert "var(" not in plain and "#333333" in plain
    assert "var(--chart-ink, #333333)" in themed and "var(--chart-paper, #ffffff)" in themed


def test_dollars_and_what_cannot_be_printed_make_no_trouble(results):
    text = plots.svg(plots.funnel(renamed(results, "5 $ \x07 or 6 $\ud800")))
    words = ["".join(e.itertext()) for e in Tree.fromstring(text).iter("{http://www.w3.org/2000/svg}text")]
    assert "5 $   or 6 $ " in words
