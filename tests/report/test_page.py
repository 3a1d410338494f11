"""The page: one safe file, the same bytes for the same input."""

import base64
import hashlib
import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from spe.notices import Notice
from spe.printable import printable
from spe.report import page
from spe.report.photos import encode
from spe.report.words import en
from tests.report.account import (
    EVERY,
    closed,
    make_account,
    named,
    page_without_plots,
    photographs,
)

VOID = {"meta", "input", "br", "image", "use", "line", "rect", "circle", "path"}


class Outline(HTMLParser):
    """Tags, attributes and text; fails where tags do not nest."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.ids = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend((tag, *pair) for pair in attrs)
        self.ids.extend(value for name, value in attrs if name == "id")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="session")
def pages(told):
    """A function: kind of account -> its page without photos, drawn once."""
    made = {}

    def drawn(kind):
        if kind not in made:
            made[kind] = page.render(told(kind), {})
        return made[kind]

    return drawn


@pytest.mark.parametrize("kind", EVERY)
def test_tags_nest_and_ids_are_unique(pages, kind):
    outline = Outline()

    outline.feed(pages(kind))

    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_outside_the_file_is_asked_for(pages, kind):
    outline = Outline()

    outline.feed(pages(kind))

    links = [value for _, name, value in outline.attributes if name in {"src", "href", "action"}]
    assert all(value.startswith(("#", "data:")) for value in links)
    assert "@import" not in pages(kind)
    assert not re.search(r"url\((?!#)", pages(kind))
    assert "@font-face" not in pages(kind)


@pytest.mark.parametrize("kind", EVERY)
def test_no_attribute_needs_what_the_policy_forbids(pages, kind):
    outline = Outline()

    outline.feed(pages(kind))

    assert not [name for _, name, _ in outline.attributes if name == "style"]
    assert not [name for _, name, _ in outline.attributes if name.startswith("on")]
    assert outline.tags.count("style") == outline.tags.count("script") == 1


def test_the_policy_holds_the_hashes_of_style_and_script(pages):
    text = pages("named")
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1])

    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy


@pytest.mark.parametrize("kind", ["few", "closed_24", "named"])
def test_the_same_facts_give_the_same_bytes(told, pages, kind):
    assert page.render(told(kind), {}) == pages(kind)


@pytest.mark.parametrize("kind", EVERY)
def test_every_section_is_there(pages, kind):
    text = pages(kind)

    for name in (
        en.trust.TRUST,
        en.effects.EFFECTS,
        en.posts.POSTS,
        en.timeline.TIMELINE,
        en.when.WHEN,
        en.look.LOOK,
        en.next_steps.NEXT,
        en.card.CARD,
    ):
        assert f'class="eyebrow">{name}<' in text
    assert (en.expected.EXPECTED in text) == (kind != "few")


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind != "named"])
def test_no_claim_stands_in_the_page_where_none_may_be_made(pages, kind):
    text = pages(kind)

    assert not re.search(r"got about|more likes\.|fewer likes\.", text)
    assert "ev-strong" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert "ev-suggestive" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("kind", ["few", "closed", "closed_24", "closed_120"])
def test_a_closed_gate_shows_no_point_estimate_and_no_sway(pages, kind):
    body = pages(kind).partition("<main>")[2]

    assert 'class="best"' not in body
    assert 'class="sway' not in body
    assert 'class="why"' not in body


def test_no_file_name_or_id_reaches_the_page(pages):
    text = pages("named")

    assert "holiday" not in text
    assert "photos/" not in text
    assert ".jpg" not in text


def test_captions_stand_in_the_page_only_when_asked_for():
    account = closed(24)

    assert "Caption 3" not in page.render(account.facts(), {})
    assert "Caption 3" in page.render(account.facts(captions=True), {})


def test_a_caption_is_text_and_nothing_else():
    account = closed(24)
    evil = "<script>alert(1)</script>\u202e\" onload=x 'y' &amp; שלום"
    account.posts[4] = replace(account.posts[4], caption=evil)

    text = page.render(account.facts(captions=True), {})

    assert text.count("<script>") == 1
    shown = html.escape(printable(evil)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    assert shown in text


def test_model_warnings_are_escaped():
    account = closed(24).but(
        warnings=(Notice("written", {"text": "All have 3 likes <b>there</b>."}),)
    )

    assert "&lt;b&gt;there&lt;/b&gt;" in page.render(account.facts(), {})


def test_a_post_whose_likes_may_be_a_slip_is_marked_and_told_without_its_id():
    account = closed(24)
    best = max(account.posts, key=lambda post: post.likes)
    values = {
        "ids": [best.id],
        "days": ["2026-03-04"],
        "likes": [best.likes],
        "usual": [4],
    }
    text = page.render(account.but(warnings=(Notice("far_counts", values),)).facts(), {})

    assert text.count(en.posts.FAR) == 1
    assert "on 4 Mar 2026 (around it about 4)" in text
    assert best.id not in text
    assert en.posts.FAR not in page.render(account.facts(), {})


def test_an_effect_that_rests_on_few_posts_is_marked_in_its_row():
    account = named()
    account = account.but(diagnostics={"flips_without_top": ["faces", "blue"]})

    text = page_without_plots(account.facts())

    assert text.count('<span class="warn">') == 1


def test_made_up_accounts_have_a_banner(pages):
    made_up = page.render(make_account(14, made_up=True).facts(), {})

    assert '<header class="made-up">' in made_up
    assert "<title>Made-up account: " in made_up
    assert '<header class="made-up">' not in pages("closed")


def test_each_photo_is_stored_once_and_used_where_it_is_shown(told):
    facts = told("closed_24")
    pictures = encode(photographs(24), page.large_photos(facts))

    text = page.render(facts, pictures)

    assert text.count("data:image/webp") == 24
    for number in facts.best:
        assert text.count(f'href="#t{number}"') >= 2


def test_without_photos_there_is_no_strip_and_nothing_is_shown_that_needs_them(told, pages):
    assert '<body class="bare">' in pages("closed")
    assert 'class="strip"' not in pages("closed")
    assert '<figure class="sm' not in pages("closed")
    assert "Each dot is a post: left" in pages("named")

    with_one = page_without_plots(told("closed"), encode(photographs(1), []))

    assert "<body>" in with_one
    assert '<figure class="sm' in with_one


def test_a_hundred_posts_with_photos_stay_below_a_megabyte():
    facts = named(100).facts()
    draw = np.random.default_rng(0)
    noisy = {
        number: np.clip(rgb.astype(int) + draw.integers(-40, 40, rgb.shape), 0, 255).astype(
            np.uint8
        )
        for number, rgb in photographs(100).items()
    }

    text = page.render(facts, encode(noisy, page.large_photos(facts)))

    assert len(text.encode()) <= 1_000_000


def test_five_hundred_posts_leave_two_megabytes_for_photos():
    text = page.render(named(500).facts(), {})

    assert len(text.encode()) <= 900_000


def test_figures_of_the_table_are_those_of_the_facts(told, pages):
    for post in told("named").posts[:5]:
        row = re.search(rf'<tr id="p{post.number}".*?</tr>', pages("named"), re.DOTALL)[0]

        assert f">{post.likes:.0f}</td>" in row
        assert f">{post.ratio:.2f}</td>" in row
        assert f'data-1="{post.likes:.0f} likes"' in row


def test_plots_are_words_and_lines_without_style_or_date(pages):
    plots = re.findall(r"<figcaption>.*?(<svg.*?</svg>)", pages("named"), re.DOTALL)[-4:]

    assert len(plots) == 4
    for svg in plots:
        assert 'role="img"' in svg
        assert "style=" not in svg
        assert "<style" not in svg
        assert "<text" in svg
        assert "Date" not in svg


def test_the_evidence_beside_the_answer_is_that_of_the_answer():
    account = named().but(diagnostics={"flips_without_top": ["brightness", "busyness"]})
    facts = account.facts()

    answer = re.search(r'<p class="sub">.*?</p>', page_without_plots(facts))[0]

    assert (facts.lead.name, facts.named[0].name) == ("faces", "brightness")
    assert "ev-suggestive" in answer
    assert "ev-strong" not in answer


@pytest.mark.parametrize(
    ("rows", "named_rows", "open_rows"),
    [(29, 4, 4), (8, 4, 4), (7, 4, 7), (12, 0, 0), (3, 0, 3), (20, 20, 20), (0, 0, 0)],
)
def test_of_effects_only_those_that_are_named_stand_open(rows, named_rows, open_rows):
    assert page._open_effects(rows, named_rows) == open_rows


@pytest.mark.parametrize(("rows", "open_rows"), [(29, 12), (15, 15), (16, 12), (0, 0)])
def test_a_long_table_is_folded_behind_its_first_rows(rows, open_rows):
    assert page._open_rows(rows) == open_rows


OF_CHAPTERS = [
    ("forecasts", False),
    ("when", False),
    ("twins", False),
    ("appendix", False),
    ("answer", True),
    ("effects", True),
]


@pytest.mark.parametrize(("name", "stands"), OF_CHAPTERS)
def test_chapters_wait_behind_their_headlines_and_what_is_told_stands_open(told, name, stands):
    facts = told("named")

    assert (name in page.open_of(facts, page.SECTIONS)) is stands
    assert name in page.open_of(facts, page.SECTIONS) or name in page.CHAPTERS


@pytest.mark.parametrize(
    ("proof", "stands"), [("yes", True), ("some", True), ("no", False), ("untested", False)]
)
def test_hours_stand_open_where_something_is_proven_of_them(told, proof, stands):
    facts = told("named")
    facts = replace(facts, when=replace(facts.when, proof=proof))

    assert ("when" in page.open_of(facts, page.SECTIONS)) is stands
    assert ('class="chapter" id="when"' in page_without_plots(facts)) is not stands


@pytest.mark.parametrize("settled", [9, 10])
def test_forecasts_stand_open_once_they_lead(told, settled):
    facts = told("closed_tracked")
    facts = replace(facts, forecasts=replace(facts.forecasts, settled=settled))

    assert ("forecasts" in page.open_of(facts, page.UNNAMED)) is (settled == 10)


def test_a_full_page_folds_nothing_away(told):
    text = page.render(told("named"), {}, full=True)

    assert "<details>" not in text
    assert 'class="chapter"' not in text
    assert text.count("<details") == text.count(" open>")


@pytest.mark.parametrize("settled", [9, 10])
def test_forecasts_follow_the_answer_once_ten_came_to_an_outcome(told, settled):
    facts = told("closed_tracked")
    forecasts = replace(facts.forecasts, settled=settled)

    order = page.sections_of(replace(facts, forecasts=forecasts))

    assert order[0] == "answer"
    assert (order[1] == "forecasts") is (settled == 10)
    assert sorted(order) == sorted(page.UNNAMED)


def test_where_nothing_is_named_photos_and_an_experiment_come_before_trust(pages):
    def order(kind):
        return re.findall(r'<section (?:class="\w+" )?id="(\w+)"', pages(kind))

    assert order("closed")[:5] == ["answer", "posts", "effects", "next", "trust"]
    assert order("named")[:5] == ["answer", "trust", "effects", "posts", "next"]
    for kind in ("closed", "named"):
        links = re.findall(r'<a href="#(\w+)">', pages(kind).partition("links")[2])
        assert links == [name for name in order(kind) if name in links]
