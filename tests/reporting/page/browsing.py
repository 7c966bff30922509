"""A headless Chromium of one's own, where there is one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-lcd-text",
)


def binaries() -> tuple[str, str] | None:
    """Chromium and its driver; None where one of them is missing."""
    browser = next((found for each in _NAMES if (found := shutil.which(each))), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser is not None and driver is not None else None


def missing() -> str | None:
    """What is missing for the tests in a browser."""
    if find_spec("selenium") is None:
        return "no selenium here (pip install 'govrules[browser]')"
    return "no Chromium with its driver here" if binaries() is None else None


@contextmanager
def browser(width: int = 1280, height: int = 1000) -> "Iterator[Chrome]":
    """A browser with a profile of its own, which tells what it asks of the network and what goes wrong."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    found = binaries()
    assert found is not None
    options = ChromeOptions()
    options.binary_location, driver = found
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for each in (*_SWITCHES, f"--window-size={width},{height}", f"--user-data-dir={profile}"):
            options.add_argument(each)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        opened = Chrome(options=options, service=ChromeService(driver))
        try:
            yield opened
        finally:
            opened.quit()


def show(opened: "Chrome", page: Path, part: str = "") -> None:
    """Open a page anew at one of its parts, and wait until it is ready."""
    opened.get("about:blank")
    opened.get(f"{page.as_uri()}#{part}")
    assert run(opened, "return document.documentElement.dataset.ready") == "true"


def run(opened: "Chrome", script: str, *arguments: Any) -> Any:
    """What a script in the page returns."""
    return opened.execute_script(script, *arguments)


def go(opened: "Chrome", part: str) -> None:
    """Another part of the page that is open, shown before anything else is asked."""
    opened.execute_async_script(
        "const done = arguments[1];"
        "window.addEventListener('hashchange', () => requestAnimationFrame(() => done()), { once: true });"
        "location.hash = arguments[0];",
        part,
    )


def logged(opened: Any, kind: str) -> list[dict[str, Any]]:
    """What the browser has written down since it was last asked: `browser` or `performance`."""
    return list(opened.get_log(kind))
