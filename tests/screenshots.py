"""Pictures of the page for the README: ``python -m tests.screenshots`` makes docs/img/*.png anew.

A fixed question is asked in a fresh folder, so that figures and tokens are always the same; only the time left and the
fonts are the machine's own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tests.studio.chromium import browser, studio

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parent.parent / "docs" / "img"
LARGEST = 250_000  # bytes
WIDE = {"width": 1440, "height": 1000}
TALL = {"width": 1440, "height": 1220}
PHONE = {"width": 390, "height": 844}
WATCHED = 12  # pairs that are played when the running study is taken
MAP_AT = (5 * 7 * 24 + 2 * 24 + 10) * 60 + 30  # Wednesday of week 6, half past ten, in minutes
MINUTES = 5 * 60_000  # milliseconds to wait for a study


def main() -> None:
    """Make all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browser() as chrome:
        folder = Path(scratch) / "work"
        folder.mkdir()
        with studio(folder) as home:
            page = _page(chrome, WIDE)
            _ask(page, home)
            _run(page)
            _look_closer(page)
            _report(page)
            _phone(chrome, page.url)


def _page(chrome: Browser, size: dict[str, int]) -> Page:
    return chrome.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]  # a size


def _ask(page: Page, home: str) -> None:
    page.goto(f"{home}/?base=norddrive")
    page.wait_for_selector("#starting .lever")
    page.get_by_label("Name", exact=True).fill("Nine on commission")
    about = "If nine hunters had a twentieth of what they sell, what would be left?"
    page.get_by_role("textbox", name="The question it asks").fill(about)
    for _ in range(2):
        page.get_by_label("Hunter: one more").click()
    page.locator("#starting [data-key='compensation.hunter.kind'] select").first.select_option("commission")
    page.locator("#starting [data-key='compensation.hunter.rate'] input").fill("0.05")
    page.get_by_role("textbox", name="a difference of at least").fill("50,000")
    page.get_by_role("textbox", name="at most", exact=True).fill("30")
    page.locator("#changes").get_by_text("0.05").wait_for()
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 330); }")
    _keep("studio_levers", page.screenshot)


def _run(page: Page) -> None:
    page.set_viewport_size(TALL)  # type: ignore[arg-type]  # a size
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#charts figure[data-pairs]", timeout=MINUTES)
    enough = "most => Number(document.querySelector('#charts figure').dataset.pairs) >= most"
    page.wait_for_function(enough, arg=WATCHED, timeout=MINUTES)
    _keep("studio_running", page.screenshot)
    page.wait_for_selector("#running.over", timeout=MINUTES)
    page.wait_for_selector("#contents:not([hidden])")
    _keep("studio_verdict", page.screenshot)


def _look_closer(page: Page) -> None:
    page.get_by_role("button", name="Show it at work").click()
    time = page.get_by_role("slider", name="Time")
    time.wait_for(timeout=MINUTES)
    time.fill(str(MAP_AT))
    page.wait_for_timeout(1000)
    _keep("studio_map", page.locator("#moving").screenshot)


def _report(page: Page) -> None:
    address = page.url
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a size
    page.goto(f"{address.replace('/studies/', '/api/studies/')}/files/report.html")
    _keep("report", page.screenshot)
    page.goto(address)


def _phone(chrome: Browser, address: str) -> None:
    page = _page(chrome, PHONE)
    page.goto(address)
    page.wait_for_selector("#contents:not([hidden])")
    page.wait_for_selector("#asked .chip")
    _keep("studio_phone", page.screenshot)
    page.close()


def _keep(name: str, shoot: Callable[..., bytes]) -> None:
    """Write a picture, with no more colours than it takes to stay small."""
    from PIL import Image

    picture = Image.open(BytesIO(shoot())).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    path = IMAGES / f"{name}.png"
    picture.save(path, optimize=True)
    size = path.stat().st_size
    assert size < LARGEST, f"{path.name}: must stay under {LARGEST:,} bytes, found {size:,}"
    print(f"{path.name} {size:,} bytes")


if __name__ == "__main__":
    main()
