"""The page while something goes on beside the typing: what is seen, heard and asked for."""

import threading

import pytest

from spe.likes import Beside, LikesServer
from spe.posts import read_posts

playwright = pytest.importorskip("playwright.sync_api")

THEN = "Your report opens by itself."


@pytest.fixture
def beside():
    return Beside(300)


@pytest.fixture
def server(project, session, beside):
    with LikesServer(
        session,
        lambda post: project.image(post.image),
        lambda: "",
        command="spe start",
        then=THEN,
        beside=beside,
    ) as server:

        def serve():
            server.serve_forever(poll_interval=0.01)
            server.server_close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield server
        if thread.is_alive():
            server.shutdown()
        thread.join()


@pytest.fixture
def asked():
    """The addresses the page asked for."""
    return []


@pytest.fixture
def page(browser, server, asked):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    page.wait_for_selector("#work:not([hidden])")
    yield page
    context.close()
    assert said == []


def told(page, sentence):
    playwright.expect(page.locator("#besidesaid")).to_have_text(sentence)


def type_all(page, project):
    todo = [post for post in read_posts(project.posts) if post.likes is None]
    for number in range(len(todo)):
        before = page.inner_text("#tally")
        page.keyboard.type(str(30 + number))
        page.keyboard.press("Enter")
        if number < len(todo) - 1:
            playwright.expect(page.locator("#tally")).not_to_have_text(before)


def test_how_many_photos_are_measured_is_seen_and_kept_up_to_date(page, beside):
    told(page, "Measuring the photos: 0 of 300")
    beside.done = 120

    told(page, "Measuring the photos: 120 of 300")
    bar = page.locator("#besidebar")
    assert (bar.evaluate("bar => bar.value"), bar.evaluate("bar => bar.max")) == (120, 300)
    assert page.input_value("#likes") == ""


def test_only_the_end_is_said_aloud(page, beside):
    before = page.inner_text("#said")
    beside.done = 120
    told(page, "Measuring the photos: 120 of 300")
    assert page.inner_text("#said") == before

    beside.end(whole=True)

    playwright.expect(page.locator("#said")).to_have_text("Measuring the photos is done.")
    assert page.is_hidden("#besidebar")


def test_it_is_asked_for_once_a_second_and_no_more_once_it_is_over(page, beside, asked):
    page.clock.install(time=0)
    page.clock.pause_at(60_000)
    told(page, "Measuring the photos: 0 of 300")

    def asks():
        return sum(url.endswith("/beside") for url in asked)

    beside.done = 7
    page.clock.run_for(1000)
    told(page, "Measuring the photos: 7 of 300")
    begun = asks()
    page.clock.run_for(999)
    assert asks() == begun
    beside.end(whole=True)
    page.clock.run_for(1)
    told(page, "Measuring the photos is done.")
    page.clock.run_for(10_000)
    page.wait_for_timeout(200)

    assert asks() == begun + 1


def test_finish_says_what_comes_by_itself_and_shows_what_it_waits_for(page, beside):
    page.click("#finish")
    playwright.expect(page.locator("#gonehead")).to_have_text(THEN)
    beside.done = 299

    told(page, "Measuring the photos: 299 of 300")
    assert page.is_hidden("#again")
    beside.end(whole=True)
    playwright.expect(page.locator("#beside")).to_be_hidden()
    assert page.inner_text("#gonehead") == THEN


def test_all_typed_leads_on_once_the_photos_are_measured(page, project, beside):
    type_all(page, project)
    playwright.expect(page.locator("#endhead")).to_have_text("12 posts have their likes.")
    assert page.is_hidden("#next")

    beside.end(whole=True)

    playwright.expect(page.locator("#gonehead")).to_have_text(THEN)


def test_all_typed_leads_on_at_once_where_the_photos_are_measured(page, project, beside):
    beside.end(whole=True)
    told(page, "Measuring the photos is done.")

    type_all(page, project)

    playwright.expect(page.locator("#gonehead")).to_have_text(THEN)


def test_where_it_is_gone_too_early_the_command_that_goes_on_is_named(page):
    page.context.set_offline(True)

    page.wait_for_selector("#gone:not([hidden])", timeout=5000)
    assert "spe start again" in page.inner_text("#again")


@pytest.mark.parametrize("size", [(390, 780), (320, 640), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off_and_the_field_stays_in_sight(page, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(100)

    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for name in ("#likes", "#save", "#besidebar"):
        box = page.locator(name).bounding_box()
        assert box["x"] >= 0
        assert box["y"] + box["height"] <= size[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("moment", ["running", "over", "left"])
def test_axe_finds_nothing(page, beside, scheme, moment):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if moment == "over":
        beside.end(whole=True)
        told(page, "Measuring the photos is done.")
    elif moment == "left":
        page.click("#finish")
        playwright.expect(page.locator("#gonehead")).to_have_text(THEN)

    found = axe.Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
