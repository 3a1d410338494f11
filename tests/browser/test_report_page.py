"""The report in a real browser."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from spe.report import page
from spe.report.photos import encode
from tests.report.account import EVERY, closed, named, photographs

PHONE = 390
SHOWN = ("few", "closed_24", "closed", "closed_tracked", "groups", "named")


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Page files by kind of account, with photos where that is cheap."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}

    def file(kind):
        if kind not in made:
            facts = EVERY[kind]().facts()
            pixels = photographs(min(24, len(facts.posts)), side=120)
            path = folder / f"{kind}.html"
            pictures = encode(pixels, page.large_photos(facts))
            path.write_text(page.render(facts, pictures), encoding="utf-8")
            made[kind] = path
        return made[kind]

    return file


def boxes(window, selector):
    return window.evaluate(
        "s => [...document.querySelectorAll(s)].map(e => e.getBoundingClientRect().toJSON())",
        selector,
    )


def unfold(window):
    """Open all that is folded away."""
    window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def settle(window):
    """Wait until a scroll has been told of."""
    window.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def scrolled_to(window, selector):
    """The middle of a mark once it is in view; a scroll that is still told of hides the tip."""
    mark = window.locator(selector)
    mark.scroll_into_view_if_needed()
    settle(window)
    box = mark.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("width", [PHONE, 1280])
def test_nothing_sticks_out_sideways(opened, files, kind, width):
    window = opened(files(kind), width=width)

    window.check("#statistics")
    unfold(window)

    assert window.evaluate("document.documentElement.scrollWidth") == width


# The style sheet has one rule for colours and one for widths, neither within the other: both
# widths and both schemes for each kind of account, all four pairs for the one that names effects.
LOOKS = [
    *(
        (kind, width, scheme)
        for kind in SHOWN
        for width, scheme in ((PHONE, "dark"), (1280, "light"))
    ),
    ("named", PHONE, "light"),
    ("named", 1280, "dark"),
]


@pytest.mark.parametrize(("kind", "width", "scheme"), LOOKS)
def test_axe_finds_nothing(opened, files, kind, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    window = opened(files(kind), width=width, color_scheme=scheme, bypass_csp=True)
    window.check("#statistics")
    unfold(window)

    found = axe.Axe().run(window)

    assert found.violations_count == 0, found.generate_report()


def test_pointing_at_a_mark_shows_its_photo_and_figures(opened, files):
    window = opened(files("closed_24"))
    unfold(window)
    window.mouse.move(*scrolled_to(window, "#time [data-i='7']"))

    tip = window.locator("#tip")
    tip.wait_for(state="visible")

    shown = window.locator("[data-i].on").first.get_attribute("data-i")
    row = window.locator(f"#p{shown}")
    assert row.get_attribute("data-1") in tip.inner_text()
    assert tip.locator("use").get_attribute("href") == f"#t{shown}"
    window.mouse.move(5, 5)
    assert tip.is_hidden()


def test_a_tap_on_a_phone_shows_the_tip_inside_the_screen(opened, files):
    window = opened(files("closed_24"), width=PHONE, has_touch=True, is_mobile=True)
    unfold(window)
    window.touchscreen.tap(*scrolled_to(window, "#time [data-i='12']"))

    (tip,) = boxes(window, "#tip")

    assert tip["width"] > 100
    assert tip["left"] >= 0
    assert tip["right"] <= PHONE


def test_arrow_keys_walk_from_post_to_post(opened, files):
    window = opened(files("closed_24"))
    unfold(window)
    window.locator("#time .plot").focus()
    settle(window)

    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home"):
        window.keyboard.press(key)
        seen.append(window.locator("#time .on").get_attribute("data-i"))

    assert seen == ["1", "2", "1", "24", "24", "1"]
    assert window.locator("#tip").is_visible()
    window.keyboard.press("Escape")
    assert window.locator("#tip").is_hidden()


def test_the_posts_can_be_sorted_both_ways(opened, files):
    window = opened(files("closed_24"))
    unfold(window)

    button = window.locator("#posts-table th button", has_text="Likes")
    orders = []
    for _ in range(2):
        button.click()
        cells = window.locator("#posts-table tbody tr td:nth-child(3)").all_inner_texts()
        orders.append([int(text.replace(",", "")) for text in cells])

    assert orders[0] == sorted(orders[0], reverse=True)
    assert orders[1] == sorted(orders[0])
    assert window.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"


def test_without_script_the_page_reads_and_the_statistics_switch_works(opened, files):
    window = opened(files("named"), java_script_enabled=False)

    assert window.locator("h1").is_visible()
    assert window.locator("#theme").is_hidden()
    assert window.locator(".scripted").is_hidden()
    note = window.locator("#trust .stat")
    assert note.is_hidden()
    window.check("#statistics")
    assert note.is_visible()
    assert window.locator("#expected .marks use").count() == 120


def test_the_button_turns_light_to_dark_and_back(opened, files):
    window = opened(files("closed_24"), color_scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = window.evaluate(colour)

    window.click("#theme")
    dark = window.evaluate(colour)
    window.click("#theme")

    assert dark != light
    assert window.evaluate(colour) == light


def test_photos_are_shown_as_they_were_stored(opened, files):
    window = opened(files("closed_24"))

    sizes = window.evaluate(
        """() => Promise.all([...document.querySelectorAll('symbol image')].map(image => {
            const loaded = new Image();
            loaded.src = image.getAttribute('href');
            return loaded.decode().then(() => [loaded.naturalWidth, loaded.naturalHeight]);
        }))"""
    )

    assert len(sizes) == 24
    assert all(size == [120, 120] for size in sizes)
    assert all(box["width"] > 20 for box in boxes(window, ".post > .th"))


def test_a_page_without_photos_has_no_empty_tiles(opened, tmp_path):
    path = tmp_path / "bare.html"
    path.write_text(page.render(named().facts(), {}), encoding="utf-8")
    window = opened(path)
    unfold(window)

    assert not [box for box in boxes(window, ".th") if box["width"]]
    assert all(box["width"] > 300 for box in boxes(window, ".mini"))


def test_a_hostile_caption_does_nothing(opened, tmp_path):
    account = closed(24)
    evil = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\u202eevil\u2066"
    account.posts[:] = [replace(post, caption=evil) for post in account.posts]
    facts = account.facts(captions=True)
    path = tmp_path / "evil.html"
    path.write_text(page.render(facts, {}), encoding="utf-8")

    window = opened(path, width=PHONE)

    assert window.title() == "We can’t tell your photos apart by their likes."
    assert window.locator("img").count() == 0
    assert "<script>" in window.locator(".post .caption").first.inner_text()
    assert window.evaluate("document.documentElement.scrollWidth") == PHONE


def test_on_a_phone_an_unclear_range_has_its_verdict_and_sections_their_links(opened, files):
    window = opened(files("named"), width=PHONE)
    unfold(window)

    verdicts = boxes(window, "#effects tr.ev-row-unclear td.e")
    assert len(verdicts) > 5
    assert all(box["width"] > 20 for box in verdicts)
    assert all(box["width"] > 20 for box in boxes(window, "nav.top .links a"))


@pytest.mark.parametrize(("width", "stops"), [(PHONE, 2), (1280, 0)])
def test_the_tab_key_stops_at_a_row_of_posts_only_where_it_scrolls(opened, files, width, stops):
    window = opened(files("closed_24"), width=width)
    unfold(window)

    window.wait_for_function(
        f"document.querySelectorAll('.gal[tabindex=\"0\"]').length === {stops}", timeout=5000
    )


def test_headings_of_the_hours_do_not_collide_on_the_smallest_phone(opened, files):
    window = opened(files("named"), width=320)
    unfold(window)

    heads = boxes(window, ".heat thead th")
    assert len(heads) == 6
    for left, right in pairwise(heads):
        assert left["right"] <= right["left"] + 1
    fits = (
        "[...document.querySelectorAll('.heat thead th')].map(h => h.scrollWidth <= h.clientWidth)"
    )
    assert all(window.evaluate(fits))
    assert window.evaluate("document.documentElement.scrollWidth") == 320


def test_marks_stand_inside_their_plots(opened, files):
    window = opened(files("named"))

    for plot in ("#expected .plot", "#time .plot"):
        (outer,) = boxes(window, plot)
        for mark in boxes(window, f"{plot} .marks use"):
            assert outer["left"] - 2 <= mark["left"] + mark["width"] / 2 <= outer["right"] + 2
            assert outer["top"] - 2 <= mark["top"] + mark["height"] / 2 <= outer["bottom"] + 2


def test_labels_of_an_axis_do_not_overlap(opened, files):
    axes = ("#time .scales > text", "#expected .scales > text", ".w > .forest .ax text")
    for kind in ("few", "closed", "closed_tracked", "named"):
        window = opened(files(kind))
        for width in (PHONE, 1280):
            window.set_viewport_size({"width": width, "height": 900})
            for axis in axes:
                shown = [box for box in boxes(window, axis) if box["width"]]
                for left, right in pairwise(shown):
                    assert left["right"] <= right["left"] + 1, (kind, width, axis)


def test_a_full_page_fits_the_paper(opened, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page.render(named().facts(), {}, full=True), encoding="utf-8")
    window = opened(path)

    window.emulate_media(media="print", color_scheme="dark")

    assert (
        window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    )
    assert window.locator("nav.top").is_hidden()
    assert window.locator("#appendix table").first.is_visible()
    assert window.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_a_chapter_that_is_folded_is_its_headline(opened, files, script):
    window = opened(files("named"), java_script_enabled=script)

    window.emulate_media(media="print")

    assert window.locator("#time h2").is_visible()
    assert not window.evaluate("document.querySelector('#time .plot').checkVisibility()")


def test_a_link_to_a_chapter_opens_it(opened, files):
    window = opened(files("named"))
    plain = "document.querySelector('#when table').checkVisibility()"
    assert not window.evaluate(plain)

    window.locator("nav.top a[href='#when']").click()

    window.wait_for_function(plain, timeout=5000)
    assert not window.evaluate("document.querySelector('#time .plot').checkVisibility()")


class Listener(BaseHTTPRequestHandler):
    """Remembers whoever asks it for anything."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_error(404)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def elsewhere():
    """A server that is not the page's: its `address`, and what was `asked` of it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        server.asked = []
        server.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def acts(address):
    """What a stranger may write to run something in a page, or to have it ask a server."""
    return [
        "<script>document.title='owned'</script>",
        "<img src=x onerror=\"document.title='owned'\">",
        "<svg onload=\"document.title='owned'\"></svg>",
        f"<script>fetch('{address}/fetch')</script>",
        f"<script>navigator.sendBeacon('{address}/beacon')</script>",
        f"<img src='{address}/image'>",
        f"<link rel=stylesheet href='{address}/style'>",
        f"<link rel=prefetch href='{address}/prefetch'>",
        f"<iframe src='{address}/frame'></iframe>",
        f"<object data='{address}/object'></object>",
        f"<style>body{{background:url({address}/background)}}</style>",
        f"<script src='{address}/script'></script>",
    ]


@pytest.fixture
def title_of(browser):
    """A function: text of a page -> its title once all has been loaded and tried."""
    context = browser.new_context()

    def open_page(path):
        window = context.new_page()
        window.goto(path.as_uri())
        window.wait_for_timeout(300)
        return window.title()

    yield open_page
    context.close()


def tampered(path, text, added):
    """The page with something added to it, as if somebody had edited the file."""
    path.write_text(text.replace("</main>", f"{''.join(added)}</main>"), encoding="utf-8")
    return path


def test_what_is_added_to_a_report_does_not_run_and_asks_nobody(title_of, elsewhere, tmp_path):
    text = page.render(closed(24).facts(), {})

    title = title_of(tampered(tmp_path / "page.html", text, acts(elsewhere.address)))

    assert f"<title>{title}</title>" in text
    assert elsewhere.asked == []


def test_without_its_policy_the_same_additions_run_and_ask(title_of, elsewhere, tmp_path):
    text = page.render(closed(24).facts(), {}).replace("Content-Security-Policy", "x-nothing")

    title = title_of(tampered(tmp_path / "page.html", text, acts(elsewhere.address)))

    assert title == "owned"
    assert {"/fetch", "/image", "/style", "/frame", "/script"} <= set(elsewhere.asked)


def test_captions_that_are_whole_pages_do_not_run_and_ask_nobody(title_of, elsewhere, tmp_path):
    account = closed(24)
    evil = "\"'>" + "".join(acts(elsewhere.address))
    account.posts[:] = [
        replace(post, caption=evil[9 * number :] if number % 2 else evil)
        for number, post in enumerate(account.posts)
    ]
    text = page.render(account.facts(captions=True), {})
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")

    title = title_of(path)

    assert f"<title>{title}</title>" in text
    assert elsewhere.asked == []
