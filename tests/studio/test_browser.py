"""What a strategist does on the page, in a real browser: ask, watch, read, look closer, stop, come back, take along."""

import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field

import pytest

from tests.studio.chromium import QUARTER, Witness, browser, faults, studio

pytestmark = pytest.mark.slow
MINUTE = 60_000  # milliseconds
HOUR = 60  # minutes, in which the map counts


@dataclass
class Told:
    """What a strategist saw from the first screen to the verdict."""

    address: str = ""
    intervals: list[tuple[int, float]] = field(default_factory=list)  # pairs, width
    title: str = ""
    words: str = ""
    line: str = ""

    @property
    def id(self):
        return self.address.rsplit("/", 1)[1]


@pytest.fixture(scope="module")
def chrome():
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("strategist")
    (folder / "quarter.toml").write_text(QUARTER)
    return folder


@pytest.fixture(scope="module")
def home(chrome, folder):
    """The address of the studio."""
    with studio(folder) as address:
        yield address


@pytest.fixture
def page(chrome, home):
    """A page on a desk's screen; whatever it complained of or asked of others fails the test."""
    context = chrome.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    witness = Witness(opened, home)
    yield opened
    context.close()
    assert witness.complaints == []
    assert witness.strangers == []


def opened(page, home, base="quarter.toml"):
    page.goto(f"{home}/?base={base}")
    page.wait_for_selector("#starting .lever")


def change_headcount_and_pay(page):
    page.get_by_label("Hunter: one more").click()
    page.get_by_label("Hunter: one more").click()
    page.locator("#starting [data-key='compensation.hunter.kind'] select").first.select_option("commission")
    page.locator("#starting [data-key='compensation.hunter.rate'] input").fill("0.05")


def ask(page, name, worth, at_most):
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("textbox", name="a difference of at least").fill(worth)
    page.get_by_role("textbox", name="at most", exact=True).fill(str(at_most))


def width_shown(page):
    """How many pairs the drawing shows, and how wide the interval is."""
    shown = page.locator("#charts figure").first.evaluate("figure => ({...figure.dataset})")
    return int(shown["pairs"]), float(shown["high"]) - float(shown["low"])


@pytest.fixture(scope="module")
def told(chrome, home):
    """A question that was asked and watched until it was answered."""
    told = Told()
    context = chrome.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    witness = Witness(page, home)
    opened(page, home)
    change_headcount_and_pay(page)
    ask(page, "Nine on commission", "5,000", 40)
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#charts figure[data-low]", timeout=MINUTE)
    told.address = page.url
    told.intervals.append(width_shown(page))
    page.wait_for_selector("#running.over", timeout=2 * MINUTE)
    told.intervals.append(width_shown(page))
    told.title = page.locator("#verdict-title").inner_text()
    told.words = page.locator("#verdict-words").inner_text()
    told.line = page.locator("#repeat-line").inner_text()
    context.close()
    assert witness.complaints == []
    assert witness.strangers == []
    return told


def decided(folder):
    return json.loads((folder / "decision.json").read_text())


def test_the_interval_narrows_as_pairs_arrive(told):
    (few, wide), (many, narrow) = told.intervals
    assert few < many
    assert narrow < wide


def test_the_verdict_says_in_words_what_the_decision_says_in_numbers(told, folder):
    decision = decided(folder / "simsales-studies" / told.id)
    assert decision["verdict"] == "choose"
    assert told.title == "Choose Nine on commission"
    assert f"{decision['difference']:,.0f} EUR higher with Nine on commission than with quarter" in told.words


def test_what_was_asked_is_shown_old_and_new(told, page):
    page.goto(told.address)
    chips = page.locator("#asked .chip")
    chips.first.wait_for()
    shown = chips.all_inner_texts()
    assert "people.hunter.count 7 → 9" in shown
    assert "compensation.hunter.kind salary → commission" in shown
    assert "compensation.hunter.variable 30000 → no more" in shown
    assert "compensation.hunter.rate 0.04 → 0.05" in shown or "compensation.hunter.rate → 0.05" in shown


def test_the_saved_file_gives_the_same_numbers_on_the_command_line(told, page, folder):
    page.goto(told.address)
    page.get_by_label("Path in this folder").last.fill("mine/nine.toml")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved as mine/nine.toml.").wait_for()
    page.get_by_role("button", name="Save").click()  # it asks before it writes over a file
    page.get_by_role("button", name="Replace it").click()
    page.get_by_text("Saved as mine/nine.toml.").wait_for()
    words = shlex.split(told.line)
    assert words[:3] == ["simsales", "compare", "quarter.toml"]
    again = [*words[1:3], "mine/nine.toml", *words[4:-1], "again"]
    code = "from simsales.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *again], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    here, there = decided(folder / "simsales-studies" / told.id), decided(folder / "again")
    for name in ("verdict", "pairs", "difference", "low", "high", "p_better", "expected_regret"):
        assert here[name] == there[name]


def test_the_company_moves_and_a_token_tells_its_journey(told, page):
    page.goto(told.address)
    page.get_by_role("button", name="Show it at work").click()
    time = page.get_by_role("slider", name="Time")
    time.wait_for(timeout=MINUTE)
    before = page.locator("#map .map-time").inner_text()
    time.fill(str((24 * 50 + 11) * HOUR))  # seven weeks later, before noon
    assert page.locator("#map .map-time").inner_text() != before
    tokens = page.locator("#map canvas").first
    x, y = tokens.evaluate(SOMEBODY)
    tokens.click(position={"x": x, "y": y})
    page.locator("#map .map-journey li").first.wait_for()


#: Where on the canvas a token is: the place with most colour around it.
SOMEBODY = """canvas => {
  const scale = canvas.width / canvas.clientWidth;
  const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const filled = (x, y) => data[4 * (y * width + x) + 3] > 200;
  for (let y = 3; y < height - 3; y++)
    for (let x = 3; x < width - 3; x++)
      if ([-2, 0, 2].every(by => filled(x + by, y) && filled(x, y + by))) return [x / scale, y / scale];
  throw new Error("nobody is on the map");
}"""


def test_a_run_is_cancelled_comes_back_after_a_reload_and_is_resumed(page, home):
    opened(page, home)
    page.get_by_label("SDR: one more").click()
    ask(page, "Four SDRs", "1", 1000)
    page.get_by_role("button", name="Run").click()
    words = page.locator("#running-words")
    words.get_by_text(re.compile(r"\d+ pairs? played")).wait_for(timeout=MINUTE)
    address = page.url
    page.reload()
    words.get_by_text(re.compile(r"\d+ pairs? played")).wait_for(timeout=MINUTE)
    assert page.url == address
    page.get_by_role("button", name="Cancel").click()
    words.get_by_text("Cancelled after").wait_for(timeout=MINUTE)
    page.get_by_role("button", name="Resume").click()
    words.get_by_text(re.compile(r"\d+ pairs? played")).wait_for(timeout=MINUTE)
    assert faults(page) == []  # running
    page.get_by_role("button", name="Cancel").click()
    words.get_by_text("Cancelled after").wait_for(timeout=MINUTE)
    page.get_by_role("button", name="Change the question").click()
    page.wait_for_selector("#starting .lever.changed")
    assert page.get_by_label("Name", exact=True).input_value() == "Four SDRs"


def test_what_cannot_be_is_said_beside_its_lever_and_sends_one_there(page, home):
    opened(page, home, "norddrive")
    box = page.locator("#starting [data-key='people.hunter.count'] input")
    box.fill("many")
    error = page.locator("#starting [data-key='people.hunter.count'] .error")
    error.get_by_text("many").wait_for()
    assert box.get_attribute("aria-invalid") == "true"
    page.get_by_role("searchbox", name="Search").focus()
    page.locator("#errors a").click()
    assert box.evaluate("box => box === document.activeElement")
    page.get_by_role("button", name="Undo Hunter").click()
    page.locator("#errors").wait_for(state="hidden")


def test_norddrive_is_asked_and_its_first_pair_arrives(page, home):
    opened(page, home, "norddrive")
    change_headcount_and_pay(page)
    page.get_by_role("button", name="Run").click()
    page.locator("#headlines tbody tr").first.wait_for(timeout=MINUTE)
    assert "contribution" in page.locator("#headlines tbody tr").first.inner_text()
    page.get_by_role("button", name="Cancel").click()
    page.locator("#running-words").get_by_text("Cancelled").wait_for(timeout=MINUTE)


def test_a_number_is_never_misread(page, home):
    page.goto(home)
    ask = "async text => (await import('/static/numbers.js')).parsed(text)"
    good = {
        "50,000": 50_000,
        "50_000": 50_000,
        "1 200": 1_200,
        "0.02": 0.02,
        ".5": 0.5,
        "1,000,000.5": 1_000_000.5,
    }
    assert {text: page.evaluate(ask, text) for text in good} == good
    for text in ("0,02", "1,5", "50,00", "", ".", "many", "1.2.3"):
        assert page.evaluate(f"async text => Number.isNaN(await ({ask})(text))", text), text


def test_what_matters_is_proposed_and_awaited(page, home):
    opened(page, home)
    page.get_by_label("SDR: one more").click()
    page.get_by_role("button", name="Run").click()  # before anything was proposed
    page.get_by_role("button", name="Cancel").click(timeout=MINUTE)
    assert re.search(r"--worth [1-9]", page.locator("#repeat-line").inner_text())


def test_a_difference_of_a_share_is_told_in_points_and_doubts_beside_it(told, page, home):
    state = page.request.get(f"{home}/api/studies/{told.id}").json()
    decision = state["look"]["decision"]
    decision |= {
        "kpi": "win_rate",
        "unit": "share",
        "worth": 0.01,
        "difference": -0.006,
        "low": -0.066,
        "high": 0.053,
    }
    decision |= {"expected_regret": 0.002, "cost_if_wrong": 0.004}
    state["look"]["doubts"] = ["quarter: more work is asked of sdr than it has hours for."]
    page.route(f"**/api/studies/{told.id}", lambda route: route.fulfill(json=state))
    page.goto(told.address)
    page.get_by_text("Win rate is 0.6 points lower with Nine on commission than with quarter.").wait_for()
    figures = page.locator("#verdict-figures").inner_text()
    assert "by 1.0 points or more" in figures and "0.2 points" in figures and "0.4 points" in figures
    assert page.locator("#verdict-doubts").inner_text() == state["look"]["doubts"][0]
    page.get_by_text("What the difference in contribution is made of, in 5 replications").wait_for()


def test_names_with_markup_stay_text(page, home):
    opened(page, home)
    page.get_by_label("Name", exact=True).fill("<img src=x onerror=alert(1)>")
    page.get_by_role("textbox", name="The question it asks").fill("<b>bold</b>?")
    assert page.locator("#whatif-tabs").inner_text().startswith("<img src=x onerror=alert(1)>")
    assert page.locator("#whatif-tabs img, #changes img").count() == 0


def test_two_tabs_do_not_disturb_each_other(page, home, chrome):
    opened(page, home)
    page.get_by_label("Name", exact=True).fill("Mine")
    other = page.context.new_page()
    opened(other, home)
    other.get_by_label("Name", exact=True).fill("Another")
    page.goto(f"{home}/")  # what was being asked is still there, and is this tab's own
    page.wait_for_selector("#starting .lever")
    assert page.get_by_label("Name", exact=True).input_value() == "Mine"


def test_colours_are_the_readers_own_and_remembered(page, home):
    opened(page, home)
    page.get_by_role("button", name="Switch to dark colours").click()
    page.reload()
    page.get_by_role("button", name="Switch to light colours").wait_for()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(18, 23, 28)"


def test_a_broken_file_shows_its_errors_with_their_lines(page, home):
    opened(page, home)
    page.get_by_text("Open a scenario file").click()
    text = b'based_on = "norddrive"\nabout = "?"\npeople.hunter.count = "many"\n'
    page.get_by_label("or a file of yours").set_input_files(
        {"name": "broken.toml", "mimeType": "text/plain", "buffer": text}
    )
    page.locator("#open-errors").get_by_text("line 3").wait_for()
    good = b'based_on = "quarter.toml"\nabout = "One more?"\npeople.hunter.count = 8\n'
    page.get_by_label("or a file of yours").set_input_files(
        {"name": "eight.toml", "mimeType": "text/plain", "buffer": good}
    )
    page.locator("#changes").get_by_text("people.hunter.count").wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == "eight"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_everybody_can_use_it(told, chrome, home, scheme, width):
    context = chrome.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    opened(page, home)
    assert page.evaluate("() => document.documentElement.dataset.theme") == scheme
    found = {"empty": faults(page)}
    page.locator("#starting [data-key='people.hunter.count'] input").fill("many")
    page.locator("#errors a").wait_for()
    page.get_by_role("searchbox", name="Search").fill("patience")
    page.locator("#levers .lever").first.wait_for()
    found["error"] = faults(page)
    assert sideways(page) == 0
    page.goto(told.address)
    page.locator("#plots img").first.wait_for(timeout=MINUTE)
    page.get_by_text("All KPIs", exact=True).click()
    page.locator("#all-rows tr").first.wait_for()
    found["finished"] = faults(page)
    assert sideways(page) == 0
    context.close()
    assert found == {"empty": [], "error": [], "finished": []}


def sideways(page):
    """By how much the page is wider than the screen."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
