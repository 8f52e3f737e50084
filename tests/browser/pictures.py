"""In: a page, and names of pictures. Out: pictures of it in headless Chromium, for the README and for a look with one's own eyes.

python -m tests.browser.pictures output/sample.html output/sample.png
python -m tests.browser.pictures output/sample.html dark.png --dark --size 390x844 --fragment node=mara-ellison
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.browser.conftest import CHROMIUM, FLAGS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--fragment", default="")
    options = parser.parse_args()
    width, height = (int(part) for part in options.size.split("x"))
    take_picture(options.page, options.picture, size=(width, height), scheme="dark" if options.dark else "light", fragment=options.fragment)


def take_picture(page: Path, picture: Path, *, size: tuple[int, int] = (1280, 800), scheme: str = "light", fragment: str = "") -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, offline=True, reduced_motion="reduce")
        opened = context.new_page()
        opened.goto(page.resolve().as_uri() + (f"#{fragment}" if fragment else ""))
        opened.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        opened.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
