"""The picture to send on: what it says of every kind of account, and that it all fits."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spe.errors import SpeError
from spe.report import postcard
from spe.report.effects import COSTLY, see_costless
from spe.report.postcard import FRAMES, INNER, MARGIN, PAPER, as_file, draw, kind_of
from spe.report.sheet import SANS, SERIF, Sheet
from spe.report.words.en import postcard as en
from spe.wording import DOTS
from tests.report.account import EVERY, make_account, photographs


def plain(text):
    return text.replace("*", "")


# What is said.


STARTS = {
    "few": "14 posts so far: too few to tell what your followers like.\nPost what you love.",
    "closed": "In 62 posts, no kind of photo was found to cost you likes.\nPost what you love.",
    "closed_24": "We can’t tell your photos apart by their likes.\nPost what you love.",
    "closed_120": "120 posts say: no kind of photo costs you as much as 20% of your likes.\nPost",
    "ranking": "Likes do go with something in your photos",
    "unproven": "There may be a pattern, but it doesn’t foretell likes so far.",
    "groups": "Your likes go with light and sharpness.",
    "whole": "Likes do go with something in your photos",
    "named": "Brighter posts got about",
}


@pytest.mark.parametrize("kind", STARTS)
def test_a_card_finds_no_more_than_the_report(told, kind):
    assert plain(en.finding(told(kind))).startswith(STARTS[kind])


@pytest.mark.parametrize("kind", sorted(set(EVERY) - {"named", "groups"}))
def test_where_nothing_is_named_no_pattern_is_spoken_of(told, kind):
    assert "pattern in past posts" not in en.notes(told(kind))


def test_a_named_effect_is_told_with_what_is_compared_and_that_it_is_no_cause(told):
    said = en.notes(told("named"))

    assert said.startswith("Compared: brightness ")
    assert said.endswith(en.PATTERN)


def test_a_finding_on_captions_keeps_its_company(told):
    facts = told("named")
    caption = replace(facts.lead, group="caption")

    assert "Captions often go with the kind of post" in en.notes(replace(facts, lead=caption))
    assert "Captions" not in en.notes(facts)


def test_kinds_with_captions_among_them_keep_their_company(told):
    facts = told("groups")
    caption = replace(facts.groups[0], name="caption")

    assert "Captions often go" in en.notes(replace(facts, groups=(caption,)))
    assert "Captions" not in en.notes(facts)


def test_a_finding_that_rests_on_few_posts_says_so(told):
    facts = told("named")

    assert "rests on few posts" in en.notes(replace(facts, lead=replace(facts.lead, fragile=True)))
    assert "rests on few posts" not in en.notes(facts)


def test_kinds_are_told_without_a_direction(told):
    assert en.notes(told("groups")).startswith("Which way can’t be told yet.")


def test_that_no_kind_of_photo_costs_likes_is_said_with_its_size_and_only_where_it_is_ruled_out(
    told,
):
    sure = told("closed_120")
    unsure = replace(sure, costless=None)
    unknown = replace(unsure, bound=None)

    assert sure.costless == 20
    assert en.notes(sure).startswith("That is of everything spe measures, more of it against less.")
    assert plain(en.finding(unsure)).startswith("In 120 posts, no kind of photo was found to cost")
    assert "one in ten of these may be wrong" in en.notes(unsure)
    assert plain(en.finding(unknown)).startswith("We can’t tell your photos apart")
    assert en.notes(unknown) == ""


def within(effects, percent):
    return [replace(item, low=-percent, high=percent) for item in effects]


@pytest.mark.parametrize(
    ("percent", "costless"), [(9.9, 10), (10, 20), (19.9, 20), (20, None), (math.nan, None)]
)
def test_what_no_photo_costs_is_the_least_size_that_all_ranges_leave_out(told, percent, costless):
    assert COSTLY == (10, 20)
    assert see_costless(within(told("closed_120").effects, percent)) == costless


def test_captions_and_moments_are_no_kinds_of_photo(told):
    photos = within(told("closed_120").effects, 5)
    other, *_ = photos

    assert see_costless([*photos, replace(other, low=-40, group="time")]) == 10
    assert see_costless([*photos, replace(other, low=-40, group="caption")]) == 10
    assert see_costless([*photos, replace(other, low=-40, group="faces")]) is None
    assert see_costless([]) is None


def test_only_a_silent_account_is_told_that_nothing_costs_likes():
    loud = make_account(120, gate_open=True)
    terms = tuple(replace(term, low=-0.01, high=0.01) for term in loud.model.terms)

    assert loud.but(terms=terms).facts().costless is None
    assert loud.but(terms=terms, gate_open=False).facts().costless == 10


# Figures.


@pytest.mark.parametrize(
    ("likes", "usual", "said"),
    [
        (140, 50, ("2.8×", "your usual")),
        (52, 50, ("52", "likes")),  # 1.0× is nothing to tell
        (53, 50, ("1.1×", "your usual")),
        (1, 0, ("1", "like")),
        (7, 0, ("7", "likes")),
    ],
)
def test_the_figure_is_how_many_times_the_usual_where_that_tells_anything(told, likes, usual, said):
    post = replace(told("few").posts[0], likes=float(likes), usual=float(usual))

    assert en.figure(post) == said


def growing(facts, then, now):
    return replace(facts, account=replace(facts.account, usual_then=then, usual=now))


@pytest.mark.parametrize(
    ("kind", "then", "now", "said"),
    [
        ("closed", 40.0, 73.4, "From 40 to 73 likes a post since Jan 2025"),
        ("closed", 73.4, 40.0, "About 40 likes a post"),
        ("closed", 40.0, 42.0, "About 42 likes a post"),
        ("closed", math.nan, 42.0, "About 42 likes a post"),
        ("closed", 0.6, 1.4, "About 1 like a post"),  # it would read "from 1 to 1"
        ("few", 40.0, 73.4, "About 73 likes a post"),
    ],
)
def test_growth_is_told_where_there_was_some(told, kind, then, now, said):
    assert plain(en.growth(growing(told(kind), then, now))) == said


@pytest.mark.parametrize(
    ("then", "now", "trend"),
    [
        (99.0, 115.0, "grew"),
        (99.0, 113.9, "steady"),
        (99.0, 84.0, "fell"),
        (99.0, 84.1, "steady"),
        (math.nan, 84.0, "steady"),
    ],
)
def test_a_trend_is_a_change_of_fifteen_percent(told, then, now, trend):
    assert growing(told("closed"), then, now).trend == trend
    assert growing(told("few"), then, now).trend == "steady"


@pytest.mark.parametrize(
    ("posts", "said"), [(14, "14 photo posts, Jan 2025 to Feb 2025"), (0, "0 photo posts")]
)
def test_a_card_says_what_it_was_learnt_from(told, posts, said):
    account = told("few").account
    if not posts:
        account = replace(account, posts=0, first=None, last=None)

    assert en.origin(replace(told("few"), account=account)) == said


# The picture.


def pixels_of(hexadecimal):
    return tuple(bytes.fromhex(hexadecimal[1:]))


@pytest.mark.parametrize("shape", FRAMES)
@pytest.mark.parametrize("kind", ["few", "closed_120", "groups", "named"])
def test_everything_is_within_the_margins(told, kind, shape):
    frame = FRAMES[shape]
    photo = photographs(1)[1]

    drawn = draw(told(kind), photo, shape)

    assert drawn.shape == (frame.height, frame.width, 3)
    paper = (drawn == pixels_of(PAPER)).all(axis=2)
    assert paper[: frame.top].all()
    assert paper[frame.bottom :].all()
    assert paper[:, : MARGIN - 4].all()
    assert paper[:, MARGIN + INNER + 4 :].all()
    assert not paper[frame.top : frame.bottom].all()


@pytest.mark.parametrize("size", [(400, 100), (300, 200), (200, 200), (160, 200), (60, 300)])
def test_a_photo_is_shown_whole_whatever_its_shape(told, size):
    wide, tall = size
    red = np.full((tall, wide, 3), (250, 0, 0), np.uint8)

    drawn = draw(told("closed_120"), red)

    rows, columns = np.nonzero((drawn == (250, 0, 0)).all(axis=2))
    width, height = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert width / height == pytest.approx(wide / tall, rel=0.02)
    assert max(width / INNER, height / 400) > 0.55


def test_a_card_without_a_photo_is_drawn_too(told):
    bare = replace(told("closed_120"), best=())

    assert draw(bare, None).shape == draw(told("closed_120"), None).shape
    assert (draw(bare, None) != draw(told("closed_120"), None)).any()


def boxes_of_text(monkeypatch, facts, photo, shape, words=postcard.ENGLISH):
    """Where each line of text stands: left, top, right and bottom."""
    boxes = []
    write = Sheet.text

    def noted(self, x, top, text, size, font, colour):
        boxes.append((x, top + 0.2 * size, x + self.width(text, size, font), top + size, text))
        write(self, x, top, text, size, font, colour)

    monkeypatch.setattr(Sheet, "text", noted)
    draw(facts, photo, shape, words)
    return boxes


class Long:
    """Words as long as they may come: large counts, and everything that has to be said."""

    def __getattr__(self, name):
        return getattr(en, name)

    def figure(self, _post):
        return "112.8×", "your usual"

    def figure_line(self, _post):
        return "28 Sep 2026, 12,345 likes"

    def growth(self, _facts):
        return "From 1,240 to *12,345* likes a post since Sep 2024"


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("size", [(300, 200), (200, 200), (160, 200), None])
@pytest.mark.parametrize(("kind", "shape"), [("named", "post"), ("closed_120", "story")])
def test_no_text_lies_over_another_or_beyond_the_margins(
    told, monkeypatch, kind, shape, size, long
):
    facts = told(kind)
    words = postcard.ENGLISH
    if long:
        lead = facts.lead and replace(facts.lead, group="caption", fragile=True)
        account = replace(facts.account, made_up=True)
        facts = replace(facts, lead=lead, account=account)
        words = replace(words, postcard=Long())
    photo = None if size is None else np.zeros((size[1], size[0], 3), np.uint8)

    boxes = boxes_of_text(monkeypatch, facts, photo, shape, words)

    assert len(boxes) > 10
    for place, (left, top, right, bottom, _) in enumerate(boxes):
        assert left >= MARGIN
        assert right <= MARGIN + INNER + 1
        assert FRAMES[shape].top <= top < bottom <= FRAMES[shape].bottom
        for other in boxes[:place]:
            apart = (
                left >= other[2] - 1 or right <= other[0] + 1,
                top >= other[3] - 1 or bottom <= other[1] + 1,
            )
            assert any(apart), (boxes[place], other)


def test_a_finding_has_the_colour_of_its_direction(told):
    more = told("named").lead

    assert postcard.colour_of(replace(more, percent=5.0)) == postcard.UP
    assert postcard.colour_of(replace(more, percent=-5.0)) == postcard.DOWN
    assert postcard.colour_of(None) == postcard.BRAND


def test_evidence_fills_as_many_dots_as_everywhere():
    assert {kind: text.count("●") for kind, text in DOTS.items()} == postcard.FILLED


def test_that_an_account_is_made_up_is_on_its_card(told):
    facts = told("few")
    made_up = replace(facts, account=replace(facts.account, made_up=True))

    assert (draw(made_up, None) != draw(facts, None)).any()


def test_the_same_facts_make_the_same_card(told):
    assert (draw(told("named"), None) == draw(told("named"), None)).all()


def test_a_long_finding_in_another_language_pushes_nothing_off_the_card(told):
    class Wordy:
        def __getattr__(self, name):
            return getattr(en, name)

        def finding(self, facts):
            return " ".join(["*Donaudampfschifffahrtsgesellschaft*", en.finding(facts)] * 2)

    words = replace(postcard.ENGLISH, postcard=Wordy())
    drawn = draw(told("named"), photographs(1)[1], "post", words)

    assert (drawn[FRAMES["post"].bottom :] == pixels_of(PAPER)).all()
    assert (drawn[:, MARGIN + INNER + 4 :] == pixels_of(PAPER)).all()


# The file.


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.JPG", "JPEG"), ("a.jpeg", "JPEG")]
)
def test_a_card_is_the_file_its_name_says_and_holds_pixels_alone(tmp_path, name, kind):
    rgb = np.zeros((8, 6, 3), np.uint8)

    (tmp_path / name).write_bytes(as_file(rgb, Path(name)))

    with Image.open(tmp_path / name) as image:
        assert (image.format, image.size) == (kind, (6, 8))
        assert not image.getexif()
        assert not getattr(image, "text", {})


@pytest.mark.parametrize("name", ["card", "card.gif", "card.png.txt"])
def test_a_name_that_ends_otherwise_is_refused(name):
    with pytest.raises(SpeError, match=f"{name}: a card is a PNG or a JPEG. Name it card.png"):
        kind_of(Path(name))


# Text on a sheet.


@pytest.fixture(scope="module")
def sheet():
    return Sheet(400, 200, PAPER)


def test_lines_are_no_wider_than_they_may_be_and_about_as_long_as_each_other(sheet):
    text = "Posts with a face got about 36% more likes than others did"

    lines = sheet.wrapped(text, 30, SERIF, 300)

    joined = [" ".join("".join(piece for piece, _ in word) for word in line) for line in lines]
    assert " ".join(joined) == text
    widths = [sheet.width(line, 30, SERIF) for line in joined]
    assert max(widths) <= 300
    assert min(widths) > 0.6 * max(widths)


def test_line_breaks_are_kept_and_one_long_word_has_a_line_of_its_own(sheet):
    lines = sheet.wrapped("a\nDonaudampfschifffahrtsgesellschaft b", 30, SANS, 90)

    assert [len(line) for line in lines] == [1, 1, 1]


def test_of_several_sizes_the_first_that_fits_is_taken_or_else_the_last(sheet):
    wide = sheet.width("2.8×", 100, SERIF)

    assert sheet.largest("2.8×", (150, 100, 50), SERIF, wide) == 100
    assert sheet.largest("2.8×", (150, 100, 50), SERIF, 1) == 50


def test_letters_that_the_font_lacks_are_taken_from_another_or_stand_as_a_box(sheet):
    sans = sheet.width("日ا", 30, SANS)

    assert sheet.width("日ا", 30, SERIF) == sans > 0
    assert sheet.width("a", 30, SERIF) != sheet.width("a", 30, SANS)
    sheet.text(10, 10, "日ا", 30, SERIF, "#000000")
    assert (sheet.pixels() == 0).any()


def test_signs_that_would_act_on_a_text_are_shown_instead(sheet):
    assert sheet.wrapped("a\x1bb", 30, SERIF, 300) == [[(("a\u241bb", False),)]]
