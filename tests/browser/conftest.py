"""Chromium, where it and Playwright are installed; these tests are skipped elsewhere."""

import os
import shutil

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("SPE_CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if path is None:
        pytest.skip("no Chromium here")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def opened(browser):
    """A function: page file -> the page in a new window; it fails on any complaint at the end."""
    contexts, complaints = [], []

    def open_page(path, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        window = context.new_page()
        window.on("console", lambda message: complaints.append(message.text))
        window.on("pageerror", lambda error: complaints.append(str(error)))
        window.on(
            "request",
            lambda asked: (
                complaints.append(asked.url)
                if not asked.url.startswith(("file:", "data:"))
                else None
            ),
        )
        window.goto(path.as_uri())
        return window

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
