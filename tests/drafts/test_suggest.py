"""Which changes of a draft are told, by edits that paint what they measure."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from spe.drafts import suggest
from spe.drafts.suggest import MOST_CHANGES, Draft, changes
from spe.features import BY_NAME, HISTOGRAMS, OF_PHOTO, Beside
from spe.features.novelty import BENT
from spe.photo.decode import Decoded
from spe.photo.edits import Edit, cropped
from tests.small_model import TERMS, average, small_model, term

# What is painted is what is measured: red is busyness, green orange, blue brightness.
# None of it is counted past a threshold, unless a test says so.
PAINTED = {
    name: replace(OF_PHOTO[name], measure=measure, by_threshold=False)
    for name, measure in {
        "busyness": lambda photo: float(photo.rgb[..., 0].mean()) / 250 * 0.5,
        "orange_brown": lambda photo: float(photo.rgb[..., 1].mean()) / 250,
        "brightness": lambda photo: float(photo.rgb[..., 2].mean()) / 250 * 100,
    }.items()
}
# As busy, orange and bright as the average post.
MIDDLE = (100, 125, 125)
ALBUM = term("album", "format", 0.05, 0, 1, "strong")


def paint(rgb, colour):
    return np.full_like(rgb, colour)


def edit(kind, red=100, green=125, blue=125, *, name=None, moved=lambda face: face):
    """An edit that makes a photo of one colour."""
    colour = (red, green, blue)
    return Edit(kind, name or kind, f"as {kind}", partial(paint, colour=colour), moved)


def shifted(rgb, by):
    return np.clip(rgb.astype(int) + by, 0, 255).astype(np.uint8)


def shift(kind, by, *, name=None):
    """An edit that moves every pixel by as much, each time that it is made."""
    return Edit(kind, name or kind, f"by {by}", partial(shifted, by=by))


@pytest.fixture
def told(monkeypatch):
    """The changes told of a draft of one colour, from these edits.

    Paints of one channel are alike, so that edits are held against each other only in the
    tests that are about that.
    """
    monkeypatch.setattr(suggest, "OF_PHOTO", PAINTED)
    monkeypatch.setattr(suggest, "_same", lambda *_: False)

    def told(edits, model=None, colour=MIDDLE, album=None):
        monkeypatch.setattr(suggest, "edits", lambda _: iter(list(edits)))
        decoded = Decoded(paint(np.zeros((60, 80, 3), np.uint8), colour))
        measured = {name: of(decoded.photo(())) for name, of in PAINTED.items()}
        values = average(**measured) if album is None else average(**measured, album=album)
        return changes(model or small_model(), Draft("draft", decoded, (), measured), values)

    return told


def test_the_best_three_are_told_the_best_first(told):
    assert MOST_CHANGES == 3

    found = told([edit("a", 60), edit("b", 20), edit("c", 70), edit("d", 40), edit("e", 80)])

    assert [change.name for change in found] == ["b", "d", "a"]
    assert [change.gain for change in found] == sorted((c.gain for c in found), reverse=True)


def test_an_album_takes_its_place_by_its_gain(told):
    model = small_model((*TERMS, ALBUM))
    better, worse = edit("better", 20), edit("worse", 85)

    found = told([worse, better], model, album=0.0)

    assert [change.name for change in found] == ["better", "album", "worse"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_the_edits_of_one_kind_the_best_is_told(told, turned):
    edits = [edit("crop", 60, name="well"), edit("crop", 20, name="best")]

    found = told(edits[::-1] if turned else edits)

    assert [change.name for change in found] == ["best"]


@pytest.mark.parametrize(("red", "worth"), [(92, True), (96, False)])
def test_an_edit_below_two_percent_is_not_worth_a_line(told, red, worth):
    """Red from 100 to 92 gains 0.035 log-likes, to 96 0.017."""
    assert bool(told([edit("a", red)])) is worth


def test_what_has_no_evidence_does_not_make_an_edit_worth_telling(told):
    """Busyness alone gains 0.017; with brightness, of which nothing is known, it is 0.032."""
    bright = (*TERMS[:2], term("brightness", "light", 0.3, 0, 100), *TERMS[3:])

    assert told([edit("a", 96, blue=128)], small_model(bright)) == ()


@pytest.mark.parametrize(
    ("colour", "carried"),
    [((60, 126, 125), "busyness"), ((99, 200, 125), "orange_brown")],
)
def test_a_change_names_what_carries_it_and_claims_no_evidence_of_its_own(told, colour, carried):
    (change,) = told([edit("a", *colour)])

    assert change.features == (carried,)
    assert 0 < change.backed == pytest.approx(change.gain)
    assert not hasattr(change, "evidence")


@pytest.mark.parametrize(
    ("kind", "by_threshold", "worth"),
    [("warmth", True, False), ("warmth", False, True), ("crop", True, True)],
)
def test_a_change_of_tone_is_not_told_for_what_passes_a_threshold(
    told, monkeypatch, kind, by_threshold, worth
):
    """A crop leaves every pixel as it was, so none passes anything."""
    monkeypatch.setitem(
        PAINTED, "orange_brown", replace(PAINTED["orange_brown"], by_threshold=by_threshold)
    )

    assert bool(told([edit(kind, green=160)])) is worth


@pytest.mark.parametrize(("green", "worth"), [(135, True), (160, False)])
def test_what_passes_a_threshold_may_not_move_more_than_what_carries(
    told, monkeypatch, green, worth
):
    """Red to 85 gains 0.065 log-likes; green to 135 0.028, to 160 0.097."""
    monkeypatch.setitem(
        PAINTED, "orange_brown", replace(PAINTED["orange_brown"], by_threshold=True)
    )

    assert bool(told([edit("warmth", 85, green)])) is worth


@pytest.mark.parametrize(
    ("again", "worth"),
    [("warmer_2", False), ("warmer_1", False), ("cooler_1", True), ("warm_2", True)],
)
def test_an_edit_that_the_edited_draft_would_be_told_again_is_not_told(
    told, monkeypatch, again, worth
):
    """Here the first edit is offered once; then comes another, always worth it."""
    offers = [[shift("warmth", (-20, 0, 0), name="warmer_2")]]
    later = [shift("warmth", (-20, 0, 0), name=again)]
    monkeypatch.setattr(suggest, "edits", lambda _: iter(later))

    class Once(list):
        def __iter__(self):
            return iter(offers.pop() if offers else later)

    assert bool(told(Once())) is worth


def test_an_endless_edit_gives_way_to_one_of_its_kind_that_has_an_end(told):
    endless, ending = shift("crop", (-40, 0, 0), name="closer"), edit("crop", 70, name="square")

    assert [change.name for change in told([endless, ending])] == ["square"]


def test_an_edit_is_told_where_the_next_of_its_way_is_not_worth_it(told):
    """Red from 100 to 3 and from there to 0, which gains less than two percent."""
    assert told([shift("light", (-97, 0, 0))])
    assert not told([shift("light", (-97, 0, 0))], colour=(200, 125, 125))


@pytest.mark.parametrize(
    ("other", "number"),
    [((-24, 4, 0), 1), ((-24, 0, -24), 2), ((-24, 22, 0), 2)],
)
def test_two_edits_that_do_the_same_to_the_pixels_are_one(told, monkeypatch, other, number):
    """The same is what points the same way in red, green and blue, whatever its length."""
    monkeypatch.undo()
    monkeypatch.setattr(suggest, "OF_PHOTO", PAINTED)
    monkeypatch.setattr(suggest, "_endless", lambda *_: False)

    found = told([shift("light", (-50, 0, 0)), shift("black and white", other)])

    assert [change.name for change in found][:1] == ["light"]
    assert len(found) == number


@pytest.mark.parametrize(("coefficient", "green"), [(0.2, 200), (-0.2, 50)])
def test_more_is_said_where_more_gains_and_less_where_less_does(told, coefficient, green):
    terms = (TERMS[0], term("orange_brown", "colour", coefficient, 0, 1, "strong"), *TERMS[2:])
    item = BY_NAME["orange_brown"]

    (change,) = told([edit("a", green=green)], small_model(terms))

    assert change.becomes == (item.more if coefficient > 0 else item.less)
    assert item.more != item.less


def test_two_features_that_carry_a_change_are_named_the_larger_first(told):
    (change,) = told([edit("a", 60, 250)])

    moved = small_model().contributions(average(busyness=0.12, orange_brown=1.0))
    larger = sorted(("busyness", "orange_brown"), key=lambda name: -moved[name])
    assert change.features == tuple(larger)


def test_an_edit_to_what_was_never_posted_is_not_told_unless_the_draft_is_there_already(told):
    calm = (term("busyness", "detail", -0.25, 0.1, 0.4, "strong"), *TERMS[1:])
    model = small_model(calm)

    assert told([edit("a", 60)], model)
    assert not told([edit("a", 40)], model)
    assert told([edit("a", 20)], model, colour=(45, 125, 125))
    assert not told([edit("a", 20, 255)], model, colour=(45, 125, 125))


def test_an_edit_unlike_all_posts_is_not_told_unless_the_draft_is_so_already(told):
    far = small_model(far=1.0)

    assert told([edit("a", 80)], far)
    assert not told([edit("a", 40)], far)
    assert told([edit("a", 40)], far, colour=(180, 125, 125))


def test_a_change_of_tone_that_burns_the_photo_out_is_not_told(told):
    """A crop as white is told: it was as white before, and nothing was burnt out."""
    busy = replace(TERMS[0], coefficient=0.25, quantiles=(0.0, 0.6))
    orange = replace(TERMS[1], quantiles=(0.0, 1.1))
    model = small_model((busy, orange), far=1e9)

    assert told([edit("crop", 255, 255, 255)], model)
    assert told([edit("light", 240, 240, 240)], model)
    assert not told([edit("light", 255, 255, 255)], model)


def test_an_edit_that_cuts_a_face_is_left_out_and_costs_no_other(told, monkeypatch):
    def cut(_):
        raise ValueError("a face would be cut")

    monkeypatch.setattr(Edit, "faces", lambda self, faces: cut(0) if self.kind == "a" else faces)

    assert [change.name for change in told([edit("a", 20), edit("b", 60)])] == ["b"]


def test_likes_expected_of_a_change_are_never_below_none(told):
    (change,) = told([edit("a", 60)], small_model(baseline=-3.0))

    assert change.expected == 0
    assert change.gain > 0


# People, and what was posted before.

FILLED = replace(term("person_share", "faces", 0.4, 0, 1, "strong"), quantiles=(0.0, 1.0))


def half_filled(edits, monkeypatch, model, before=None, *, people=True, usual=None):
    """The changes told of a draft with people on the whole of its left half."""
    names = ("person_share", *BENT)
    monkeypatch.setattr(suggest, "OF_PHOTO", {name: OF_PHOTO[name] for name in names})
    monkeypatch.setattr(suggest, "edits", lambda _: iter(list(edits)))
    monkeypatch.setattr(suggest, "_endless", lambda *_: False)
    rgb = np.random.default_rng(0).integers(0, 256, (400, 400, 3), dtype=np.uint8)
    mask = np.zeros((2, 4), np.uint8)
    mask[:, :2] = 255
    draft = Draft("draft", Decoded(rgb), (), {}, mask if people else None)
    values = {"person_share": 0.5, "unlike_recent": 0.5, "unusual_brightness": 0.5}
    return changes(model, draft, values, Beside({}, before, usual))


def cut(name, box):
    return Edit("crop", name, f"as {name}", partial(cropped, box=box))


def test_a_crop_cuts_off_of_the_people_what_it_cuts_off_the_photo(monkeypatch):
    edits = [cut("left", (0, 0, 0.8, 1)), cut("right", (0.2, 0, 1, 1))]

    (change,) = half_filled(edits, monkeypatch, small_model((FILLED,)))

    # Of the left four fifths five eighths are people; the right ones hold fewer.
    assert change.name == "left"
    gain = FILLED.coefficient * (5 / 8 - 1 / 2) / FILLED.scale
    assert change.gain == pytest.approx(gain, rel=0.02)
    assert change.becomes == "with more of the frame filled by people"


def test_of_people_that_are_unknown_no_crop_is_told(monkeypatch):
    edits = [cut("left", (0, 0, 0.8, 1))]

    assert not half_filled(edits, monkeypatch, small_model((FILLED,)), people=False)


def test_a_change_of_tone_leaves_the_people_where_they_are(monkeypatch):
    tone = [Edit("light", "darker_1", "darker", lambda rgb: rgb // 2)]

    assert not half_filled(tone, monkeypatch, small_model((FILLED,)))


@pytest.mark.parametrize(("weight", "told"), [(0.0, True), (-1.0, False)])
def test_what_an_edit_does_to_being_unlike_the_last_posts_counts_against_it(
    monkeypatch, weight, told
):
    """The draft stood half unlike the last posts; measured anew it is wholly so."""
    unlike = replace(term("unlike_recent", "colour", weight, 0, 1), quantiles=(0.0, 2.0))
    model = small_model((FILLED, unlike))
    red = {name: float(name in {"hue_00", "lightness_7"}) for name in HISTOGRAMS}

    found = half_filled([cut("left", (0, 0, 0.8, 1))], monkeypatch, model, red)

    assert bool(found) is told
    assert half_filled([cut("left", (0, 0, 0.8, 1))], monkeypatch, model)


@pytest.mark.parametrize(("weight", "told"), [(0.0, True), (-1.0, False)])
def test_what_an_edit_does_to_being_unusually_bright_counts_against_it(monkeypatch, weight, told):
    """The draft stood half a step from what is usual; measured anew it is some fifty."""
    unusual = replace(term("unusual_brightness", "light", weight, 0, 50), quantiles=(0.0, 100.0))
    model = small_model((FILLED, unusual))
    usual = dict.fromkeys(BENT, 0.0)

    found = half_filled([cut("left", (0, 0, 0.8, 1))], monkeypatch, model, usual=usual)

    assert bool(found) is told
    assert half_filled([cut("left", (0, 0, 0.8, 1))], monkeypatch, model)
