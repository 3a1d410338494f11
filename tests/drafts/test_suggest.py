"""Which changes of a draft are told, by edits that paint what they measure."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from spe.drafts import suggest
from spe.drafts.suggest import MOST_CHANGES, Draft, changes
from spe.photo.decode import Decoded
from spe.photo.edits import Edit
from spe.photo.planes import Photo
from tests.small_model import TERMS, average, small_model, term

# What is painted is what is measured: red is busyness, green orange, blue brightness.
PAINTED: dict[str, Callable[[Photo], float]] = {
    "busyness": lambda photo: float(photo.rgb[..., 0].mean()) / 250 * 0.5,
    "orange_brown": lambda photo: float(photo.rgb[..., 1].mean()) / 250,
    "brightness": lambda photo: float(photo.rgb[..., 2].mean()) / 250 * 100,
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


@pytest.fixture
def told(monkeypatch):
    """The changes told of a draft of one colour, from these edits."""
    monkeypatch.setattr(suggest, "OF_PHOTO", PAINTED)

    def told(edits, model=None, colour=MIDDLE, album=None):
        monkeypatch.setattr(suggest, "edits", lambda _: iter(edits))
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
    ("colour", "evidence", "carried"),
    [
        ((60, 126, 125), "strong", "busyness"),
        ((99, 200, 125), "suggestive", "orange_brown"),
    ],
)
def test_a_change_has_the_evidence_of_what_carries_it(told, colour, evidence, carried):
    (change,) = told([edit("a", *colour)])

    assert (change.evidence, change.features) == (evidence, (carried,))
    assert 0 < change.backed == pytest.approx(change.gain)


@pytest.mark.parametrize(("coefficient", "green"), [(0.2, 200), (-0.2, 50)])
def test_more_is_said_where_more_gains_and_less_where_less_does(told, coefficient, green):
    terms = (TERMS[0], term("orange_brown", "colour", coefficient, 0, 1, "strong"), *TERMS[2:])
    item = suggest.BY_NAME["orange_brown"]

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
