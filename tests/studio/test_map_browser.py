"""The moving map in a real browser: what it shows is what the log says, by mouse, by keyboard and by ear."""

import json
import os
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

import simsales
from simsales import load, play
from simsales.instruments.eventlog import EventLog, types_of
from simsales.report.company_map import company_map
from simsales.report.map_layout import layout
from simsales.series.movements import movements
from simsales.studio.replaying import map_of
from simsales.words.vocabulary import LEAD, LOST, OPPORTUNITY, WON

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra: browser)")
CHROMIUM = os.environ.get("SIMSALES_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    # the browser's own process and its sockets are closed by playwright, some of them late
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

STATIC = Path(simsales.__file__).parent / "studio" / "static"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
TYPES = {".js": "text/javascript", ".css": "text/css"}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Map</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/static/map.css">
<style>:root { color-scheme: light dark } body { font: 1rem sans-serif; background: Canvas; color: CanvasText }</style>
<main><h1>Map</h1><div id="map"></div></main><script type="module" src="/start.js"></script></html>"""
START = """import { mountMap } from "/static/map.js";
const names = new URL(location).searchParams.getAll("name");
window.moving = mountMap(document.getElementById("map"), { url: "/maps/{label}", labels: names });
"""
#: What the studio lets its page do.
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
MARKUP = '<img src=x onerror="document.title=1">'
WEEK = 7 * 24 * 60


@pytest.fixture(scope="module")
def log():
    return play(load("norddrive"))


@pytest.fixture(scope="module")
def address():
    """A server of this machine that hands out the page and a few maps."""
    quiet = load("loan_sales")
    nothing = {
        "movements": movements(EventLog(horizon=48.0), quiet),
        "svg": {
            name: company_map(quiet, narrow=name == "narrow", moving=True) for name in ("wide", "narrow")
        },
        "places": {name: layout(quiet, name == "narrow", moving=True).plain() for name in ("wide", "narrow")},
    }
    short = map_of(load("norddrive", ["run.horizon=2 w"]))
    maps = {"norddrive": map_of(load("norddrive")), MARKUP: short, "nothing": nothing}
    texts = {name: json.dumps(answer) for name, answer in maps.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = unquote(self.path.split("?")[0])
            if path.startswith("/static/"):
                return self.answer((STATIC / Path(path).name).read_text(), TYPES[Path(path).suffix])
            if path == "/":
                return self.answer(PAGE, "text/html; charset=utf-8")
            if path == "/start.js":
                return self.answer(START, "text/javascript")
            if (name := path.removeprefix("/maps/")) in texts:
                return self.answer(texts[name], "application/json")
            return self.answer(
                '{"errors": [{"message": "there is no such scenario"}]}', "application/json", 404
            )

        def answer(self, text, kind, code=200):
            body = text.encode()
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    """Open the map of some scenarios; afterwards nothing may have gone wrong, and nobody else been asked."""
    contexts, faults = [], []

    def visit(*names, width=1440, expects_refusal=False, **context):
        opened = browser.new_context(viewport={"width": width, "height": 900}, **context)
        contexts.append(opened)
        page = opened.new_page()
        page.set_default_timeout(10_000)
        if not expects_refusal:
            page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith((address, "data:")) or faults.append(asked.url))
        page.goto(address + "?" + "&".join(f"name={name}" for name in names))
        until(page, "!!window.moving")
        page.evaluate("moving.ready")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


def seek(page, minute):
    page.evaluate("moving.clock.pause()")
    page.get_by_role("slider", name="Time").fill(str(minute))


def until(page, expression):
    """Wait until something holds on the page, whose policy forbids to wait inside it."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within ten seconds: {expression}")


def shown(page, name):
    return int(page.locator(f"[data-count={name}]").inner_text().replace(",", ""))


def test_it_plays_and_pauses(visit):
    page = visit("norddrive")
    face = page.locator(".map-time")
    begun = face.inner_text()
    sync_api.expect(face).not_to_have_text(begun)
    page.get_by_role("button", name="Pause").click()
    stopped = face.inner_text()
    page.wait_for_timeout(200)
    assert face.inner_text() == stopped
    page.get_by_label("Speed").select_option(label="1 week a second")
    page.get_by_role("button", name="Play").click()
    until(page, "moving.clock.time > 7 * 24 * 60 * 1.5")


def test_what_it_counts_at_a_time_is_what_the_log_says(visit, log):
    page = visit("norddrive")
    minute = 25 * WEEK + 2 * 24 * 60 + 11 * 60
    seek(page, minute)
    work, notes = log.worked, log.notes
    served = np.minimum(work["started"], work["ended"])
    waits = (work["asked"] * 60 <= minute) & (minute < served * 60)
    machining = np.array([log.desks.index("machining")])
    here = np.isin(work["desk"], machining)
    in_hand = (work["started"] * 60 <= minute) & (minute < work["ended"] * 60)
    told = f"{np.count_nonzero(waits & here)} wait, {np.count_nonzero(in_hand & here)} busy"
    assert shown(page, "waiting") == np.count_nonzero(waits) > 20
    assert page.locator("[data-station] .map-said", has_text=told).count() >= 1
    past = notes[notes["time"] * 60 <= minute]
    deals = types_of(past["case"]) == OPPORTUNITY
    assert shown(page, "won") == np.count_nonzero(past["activity"] == WON) > 10
    assert shown(page, "lost") == np.count_nonzero((past["activity"] == LOST) & deals) > 10
    arrived = np.count_nonzero(log.leads["arrived"] * 60 <= minute)
    gone = np.count_nonzero((past["activity"] == LOST) & (types_of(past["case"]) == LEAD))
    opened = np.count_nonzero(log.opportunities["opened"] * 60 <= minute)
    assert shown(page, "open-lead") == arrived - gone - opened > 0
    assert page.get_by_role("slider", name="Time").get_attribute("aria-valuetext") == "week 26, Wed 11:00"


def test_a_token_tells_its_journey(visit):
    page = visit("norddrive")
    seek(page, 25 * WEEK + 2 * 24 * 60 + 11 * 60)
    point = page.evaluate(
        """() => { const { tokens, canvas } = moving.views[0]; const box = canvas.getBoundingClientRect();
        const token = [...tokens.shown.values()].find((each) => each.kind === "opportunity" && each.visible);
        return [box.x + token.x * tokens.scale, box.y + token.y * tokens.scale]; }"""
    )
    page.mouse.click(*point)
    panel = page.get_by_role("region", name="Journey of opportunity")
    assert panel.get_by_role("listitem").first.inner_text().endswith("A rep takes it up")
    assert panel.get_by_role("listitem").count() > 2
    panel.get_by_role("button", name="lead ").click()
    assert page.get_by_role("region", name="Journey of lead").get_by_text("It comes in").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".map-panel").is_hidden()


def test_everything_can_be_done_by_keyboard(visit):
    page = visit("norddrive", reduced_motion="reduce")
    face = page.locator(".map-time")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Play"  # nothing moves by itself here
    page.keyboard.press("Tab")
    before = face.inner_text()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    assert face.inner_text() != before
    for _ in range(40):
        page.keyboard.press("Tab")
        if "Machining" in (page.evaluate("document.activeElement.ariaLabel") or ""):
            break
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Machining, machining")
    panel.get_by_role("button", name="order").first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("region", name="Journey of order").is_visible()
    page.keyboard.press("Escape")
    assert "Machining" in page.evaluate("document.activeElement.ariaLabel")
    until(page, "document.querySelector('[aria-live]').textContent.includes('in queues')")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = visit("norddrive", width=width, color_scheme=scheme, reduced_motion="reduce")
    seek(page, 10 * WEEK + (10 if width > 400 else 21) * 60)  # at work, and at night
    page.get_by_role("button", name="Objections, hunter").click()
    faults = axe.Axe().run(page).response["violations"]
    assert [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_names_with_markup_stay_text_and_two_companies_share_a_slider(visit):
    page = visit("norddrive", MARKUP.replace(" ", "%20").replace('"', "%22"))
    page.get_by_label("Show").select_option(label=f"norddrive + {MARKUP}")
    until(page, "moving.views.length === 2")
    assert page.get_by_role("heading", name=MARKUP).is_visible()
    assert page.title() == "Map"
    seek(page, WEEK + 60 * 10)
    assert [page.evaluate(f"moving.views[{row}].where.time") for row in (0, 1)] == [WEEK + 600] * 2


def test_what_cannot_be_shown_is_told_in_words(visit):
    page = visit("elsewhere", expects_refusal=True)
    assert page.get_by_text("The map cannot be shown: there is no such scenario").is_visible()
    page = visit("nothing")
    assert page.get_by_text("Nothing happened in this run.").is_visible()
    assert shown(page, "waiting") == 0
