"""The page in a real browser: with the keyboard alone, on a phone's width, for every reader."""

import re

import pytest

from spe.posts import read_posts

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def page(browser, server):
    """The page at desktop size, opened by its address; nothing may go wrong in its console."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    page.wait_for_selector("#work:not([hidden])")
    yield page
    context.close()
    assert said == []
    assert all(url.startswith(f"http://{server.host}/") for url in asked)


def type_likes(page, text):
    before = page.inner_text("#tally")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#tally")).not_to_have_text(before)


def shows(page, day):
    """Wait until the photo of that day is asked about."""
    playwright.expect(page.locator("#day")).to_have_text(day)


def likes_of(project):
    return {post.id: post.likes for post in read_posts(project.posts)}


def test_numbers_are_typed_with_the_keyboard_alone(page, project):
    type_likes(page, "31")
    type_likes(page, "27")

    assert page.inner_text("#day") == "15 November 2026"
    assert (likes_of(project)["p0"], likes_of(project)["p1"]) == (31, 27)


def test_the_token_is_not_left_in_the_address(page, server):
    assert page.url == f"http://{server.host}/"


def test_escape_skips_and_control_z_takes_back(page, project):
    type_likes(page, "31")
    page.keyboard.press("Escape")
    shows(page, "15 November 2026")

    page.keyboard.press("Control+z")
    shows(page, "19 November 2026")
    page.keyboard.press("Control+z")
    shows(page, "23 November 2026")

    assert page.input_value("#likes") == "31"
    assert likes_of(project)["p0"] is None


def test_what_is_no_number_is_said_and_the_photo_stays(page):
    page.keyboard.type("lots")
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem:not(:empty)")

    assert "not a number" in page.inner_text("#problem")
    assert page.get_attribute("#likes", "aria-invalid") == "true"
    assert page.inner_text("#day") == "23 November 2026"


def test_a_doubtful_number_needs_a_second_enter(page, project):
    page.keyboard.type("2400")
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem:not(:empty)")
    assert likes_of(project)["p0"] is None

    page.keyboard.press("Enter")
    shows(page, "19 November 2026")

    assert likes_of(project)["p0"] == 2400


def test_captions_are_text_not_markup(page):
    assert page.inner_text("#caption") == "Walk <b>number</b> 0"


def test_a_screen_reader_hears_what_was_saved_and_what_comes(page):
    type_likes(page, "31")

    said = page.inner_text("#said")
    assert said.startswith("Saved 31 likes. 19 November 2026, Thursday")
    assert "more until" in said
    assert page.get_attribute("#said", "aria-live") == "polite"
    assert page.evaluate("document.activeElement.id") == "likes"


def test_the_last_number_leads_to_the_end_and_back(page, project):
    for number in range(7):
        type_likes(page, str(30 + number))

    assert page.inner_text("#endhead") == "12 posts have their likes."
    assert page.inner_text("#end .next") == "Next: spe fit (in the terminal)"
    assert page.inner_text("#command") == "spe fit"
    page.click("#undo2")
    page.wait_for_selector("#work:not([hidden])")
    assert likes_of(project)["p6"] is None


def test_a_server_that_is_gone_is_said(page):
    page.context.set_offline(True)
    page.keyboard.type("31")
    page.keyboard.press("Enter")

    page.wait_for_selector("#gone:not([hidden])", timeout=5000)
    assert "is kept" in page.inner_text("#gone")


@pytest.mark.parametrize("size", [(390, 780), (320, 640), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off_and_the_field_is_in_sight(page, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(100)

    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for name in ("#likes", "#save", "#photo"):
        box = page.locator(name).bounding_box()
        assert box["x"] >= 0
        assert box["y"] + (box["height"] if name != "#photo" else 0) <= size[1]


@pytest.mark.parametrize("width", [390, 371, 320])
def test_the_top_of_a_large_account_fits_a_phone(page, width):
    page.set_viewport_size({"width": width, "height": 780})
    page.evaluate("document.querySelector('.tally').textContent = '100 saved · 400 to go'")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#finish").bounding_box()
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(390, 780), (1280, 800)])
@pytest.mark.parametrize("moment", ["asking", "problem", "end"])
def test_axe_finds_nothing(page, scheme, size, moment):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if moment == "problem":
        page.keyboard.press("Enter")
        page.wait_for_selector("#problem:not(:empty)")
    elif moment == "end":
        for number in range(7):
            type_likes(page, str(30 + number))

    found = axe.Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_the_form_is_clean_too(browser, project, tmp_path, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    from spe.likes import form

    path = tmp_path / "likes.html"
    form.write_page(path, read_posts(project.posts), lambda post: project.image(post.image))
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(path.as_uri())

    found = axe.Axe().run(page).response["violations"]
    cards = page.locator("li img").count()
    page.close()

    assert found == []
    assert cards == 12
    assert not re.search(r"https?://|file:", path.read_text())


def finished(page):
    playwright.expect(page.locator("#gonehead")).to_have_text("You can close this page.")


def type_doubtful(page, likes):
    """A number that is asked about, and said again."""
    page.keyboard.type(likes)
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem:not(:empty)")
    page.keyboard.press("Enter")


def test_the_last_look_comes_before_the_end_and_a_number_is_changed_from_there(page, project):
    type_likes(page, "31")
    type_doubtful(page, "2400")
    shows(page, "15 November 2026")

    page.click("#finish")
    page.wait_for_selector("#look:not([hidden])")
    assert "2,400" in page.inner_text("#doubts")
    assert page.locator("#doubts li").count() == 1
    page.click("#back")
    shows(page, "15 November 2026")
    page.click("#finish")
    finished(page)
    assert likes_of(project)["p1"] == 2400


def test_a_number_of_the_last_look_is_changed_and_the_typing_goes_on(page, project):
    type_doubtful(page, "2400")
    shows(page, "19 November 2026")

    page.click("#finish")
    page.click("#doubts button")
    shows(page, "23 November 2026")
    assert page.input_value("#likes") == "2400"
    page.keyboard.type("24")
    page.keyboard.press("Enter")
    shows(page, "19 November 2026")

    assert likes_of(project)["p0"] == 24
    page.click("#finish")
    finished(page)


def test_finishing_with_a_number_in_the_field_says_that_it_is_not_saved(page, project):
    page.keyboard.type("31")
    page.click("#finish")
    page.wait_for_selector("#problem:not(:empty)")

    assert "31 is not saved" in page.inner_text("#problem")
    assert page.input_value("#likes") == "31"
    page.click("#finish")
    finished(page)
    assert likes_of(project)["p0"] is None


def subjects_of(project):
    return {post.id: post.subject for post in read_posts(project.posts) if post.subject}


def name_subject(page, name):
    page.click("#add")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".chip[aria-pressed=true] span")).to_have_text(name)


def test_a_subject_is_named_and_then_said_by_one_key_while_a_number_is_typed(page, project):
    name_subject(page, "our cats")
    type_likes(page, "31")
    page.keyboard.type("27")
    page.keyboard.press("a")
    playwright.expect(page.locator("#undoword")).to_have_text("Undo our cats")

    assert page.input_value("#likes") == "27"
    assert subjects_of(project) == {"p0": "our cats", "p1": "our cats"}
    type_likes(page, "")
    assert likes_of(project)["p1"] == 27


def test_the_same_key_takes_a_subject_back_and_control_z_brings_it_again(page, project):
    name_subject(page, "food")
    page.keyboard.press("a")
    playwright.expect(page.locator(".chip[aria-pressed=true]")).to_have_count(0)
    assert subjects_of(project) == {}

    page.keyboard.press("Control+z")
    playwright.expect(page.locator(".chip[aria-pressed=true]")).to_have_count(1)
    assert subjects_of(project) == {"p0": "food"}


def test_a_letter_within_a_word_is_no_key(page, project):
    name_subject(page, "food")
    type_likes(page, "31")
    page.keyboard.type("1 thousand")

    assert page.input_value("#likes") == "1 thousand"
    assert subjects_of(project) == {"p0": "food"}


def test_a_name_is_left_with_escape_and_nothing_is_said(page, project):
    page.click("#add")
    page.keyboard.type("fo")
    page.keyboard.press("Escape")

    assert page.is_hidden("#naming")
    assert page.inner_text("#day") == "23 November 2026"
    assert subjects_of(project) == {}


def test_a_seventh_subject_finds_no_button_on_the_page(page):
    for place, name in enumerate("uvwxyz"):
        playwright.expect(page.locator("#chips .chip")).to_have_count(place)
        name_subject(page, name)
        type_likes(page, str(30 + place))

    assert page.is_hidden("#add")
    assert page.locator("#chips .chip").count() == 6
