"""A browser that is there, a studio that serves a folder, and what both have to say for themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: It asks nobody for anything but the page.
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
)
ROOT = Path(__file__).parents[2]

#: A quarter of selling, quick to play: a base whose what-ifs differ by some thousands.
QUARTER = """based_on = "norddrive_selling"
about = "What does a quarter of selling bring?"
[run]
horizon = "13 w"
warm_up = "0 w"
"""


def chromium() -> str:
    """Where a chromium is.  Skips the test where none is, or nothing that drives it."""
    pytest.importorskip("playwright", reason="the extra 'browser' is not installed")
    pytest.importorskip("uvicorn", reason="the extra 'studio' is not installed")
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is on the path")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless chromium."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield opened
        opened.close()


@contextmanager
def studio(folder: Path) -> Iterator[str]:
    """The address of a studio that serves a folder, in a process of its own."""
    command = [sys.executable, "-c", "from simsales.cli import main; main()", "studio", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [*command, "--no-browser", "--folder", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        assert first.startswith("studio: http://127.0.0.1:"), first
        yield first.split()[1].rstrip("/")
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


class Witness:
    """What a page complains of, and whom it asks."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self._address = address
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _said(self, kind: str, text: str) -> None:
        # The browser notes every refusal; the page says them in words, and other tests look whether it does.
        if kind in ("error", "warning") and not ("status of 422" in text or "status of 409" in text):
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self._address, "data:", "blob:")):
            self.strangers.append(url)


def faults(page: Page) -> list[str]:
    """What axe-core finds serious or critical, each with where it is."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = axe.Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in grave for node in one["nodes"]
    ]
