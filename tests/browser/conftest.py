"""A headless Chromium without a network, for the tests of the page.

They need Debian's `chromium` (or another, named in CHROMIUM), `pip install playwright`, and for accessibility `npm install --prefix tests/browser`.
What is missing is skipped, unless NEEDS_BROWSER is set, as CI does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.page import render_page
from graph.records import Contents
from graph.turtle import write_turtle
from tests.sample_contents import make_sample

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

Open = Callable[..., "Opened"]


class Opened:
    """A page that is open: Playwright's page, with what went wrong in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.troubles: list[str] = []
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.on("console", lambda message: message.type in ("error", "warning") and self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: request.url.startswith(("file:", "blob:", "data:")) or self.troubles.append(f"asked for {request.url}"))
        page.on("dialog", lambda dialog: (self.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def busy_seconds(self) -> float:
        """The processor time that the page has taken, but for other programs' share of the machine."""
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    def click(self, selector: str) -> None:
        self.page.click(selector)

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def fragment(self) -> str:
        return str(self.run("decodeURIComponent(location.hash.replaceAll('+', ' '))"))

    def rows(self) -> list[list[str]]:
        return list(self.run("[...document.querySelectorAll('#table tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText))"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if sync_playwright is None or CHROMIUM is None:
        missing = "Playwright" if sync_playwright is None else "Chromium"
        if os.environ.get("NEEDS_BROWSER"):
            pytest.fail(f"{missing} is not installed")
        pytest.skip(f"{missing} is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def open_page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens contents as a page from disk, with the network cut. The same contents give the same file."""
    files: dict[int, Path] = {}
    contexts = []

    def open_(contents: Contents | None = None, *, fragment: str = "", size: tuple[int, int] = (1280, 800), scheme: str = "light") -> Opened:
        shown = contents or _SAMPLE
        if id(shown) not in files:
            files[id(shown)] = tmp_path_factory.mktemp("page") / "page.html"
            files[id(shown)].write_text(render_page(shown, turtle=write_turtle(shown) if len(shown.statements) < 1000 else None), encoding="utf-8")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, offline=True, reduced_motion="reduce", accept_downloads=True
        )
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.set_default_timeout(120_000)  # a machine that does other things as well must not fail the tests
        opened.page.goto(files[id(shown)].as_uri() + (f"#{fragment}" if fragment else ""))
        opened.page.wait_for_selector("html[data-ready]", state="attached")
        return opened

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def sample(open_page: Open) -> Iterator[Opened]:
    """The hand-made article's page, freshly opened; it must have had no trouble when the test is done."""
    opened = open_page()
    yield opened
    assert opened.troubles == []
    opened.page.context.close()


_SAMPLE = make_sample()
