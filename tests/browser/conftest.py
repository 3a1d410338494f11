"""Pages as a person opens them: from a file, and without a complaint."""

import pytest


@pytest.fixture
def opened(browser):
    """A function: page file -> the page in a new window; it fails on any complaint at the end."""
    contexts, complaints = [], []

    def open_page(path, width=1280, **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
        )
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
