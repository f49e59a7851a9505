"""The page as a real browser shows it: nothing fetched, nothing beside the screen, all of it on paper."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed here"),
]


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(page, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, file):
    """Opens the report; whatever the browser complains of, or asks another place for, is kept."""
    pages = []

    def opened(width, scheme="light"):
        shown = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        shown.complaints = []
        shown.on("console", lambda message: shown.complaints.append(message.text))
        shown.on("dialog", lambda dialog: shown.complaints.append(dialog.message))
        shown.on("request", lambda asked: asked.url == file or shown.complaints.append(asked.url))
        shown.goto(file)
        pages.append(shown)
        return shown

    yield opened
    for shown in pages:
        shown.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_it_fits_the_screen_and_nobody_is_shut_out(opened, width, scheme):
    shown = opened(width, scheme)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra `browser`")
    assert shown.evaluate("document.documentElement.scrollWidth") == width
    assert shown.complaints == []
    assert axe.Axe().run(shown).response["violations"] == []


def test_what_is_folded_is_open_on_paper_but_for_the_parameters(opened):
    shown = opened(690)
    parts = shown.get_by_text("won in the window under one only").first
    assert not parts.is_visible()
    shown.emulate_media(media="print")
    assert parts.is_visible()
    assert not shown.locator("#assumptions details").first.is_visible()
    assert shown.get_by_text("parameters are not printed").is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= 692, "within the margins of A4"
    assert shown.pdf(format="A4").startswith(b"%PDF")
