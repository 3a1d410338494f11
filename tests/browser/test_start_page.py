"""`spe start` with a person at its page: likes are typed while the photos are measured."""

import re
import subprocess
import sys

import pytest

from spe.posts import read_posts
from spe.project import Project
from tests.sources.made_exports import instagram, zipped

playwright = pytest.importorskip("playwright.sync_api")

POSTS = 25


@pytest.fixture
def started(tmp_path):
    """`spe start` of a made-up export, in a process that is ended at the end."""
    export = zipped(instagram(POSTS - 1), tmp_path / "export.zip")
    account = tmp_path / "account"
    words = [sys.executable, "-m", "spe", "-C", account, "start", "--no-open", export]
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process, Project(account)
        process.kill()


def test_likes_are_typed_while_measuring_and_the_report_follows_by_itself(browser, started):
    process, project = started
    address = next(filter(None, (re.search(r"http://\S+", line) for line in process.stderr)))
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address.group())
    page.wait_for_selector("#work:not([hidden])")

    playwright.expect(page.locator("#besidebar")).to_be_visible()
    assert f"of {POSTS + 1}" in page.inner_text("#besidesaid")  # an album has another photo
    for number in range(POSTS):
        day = page.inner_text("#day")
        page.keyboard.type(str(20 + number % 7))
        page.keyboard.press("Enter")
        if number < POSTS - 1:
            playwright.expect(page.locator("#day")).not_to_have_text(day)
    playwright.expect(page.locator("#gonehead")).to_have_text(
        "spe goes on in the terminal.", timeout=60_000
    )
    page.close()

    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert f"✓ {POSTS} saved, {POSTS} posts with likes" in said
    assert sum(post.likes is not None for post in read_posts(project.posts)) == POSTS
    assert project.report.exists()
