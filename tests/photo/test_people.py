"""People in the frame: the same by both that run the model, and only beside a face."""

import numpy as np
import pytest

from spe.errors import NotReadyError
from spe.features.people import person_share
from spe.measure import extract
from spe.measure.cache import Cache
from spe.measure.extract import measure_all
from spe.photo import face_model, faces, people
from spe.photo.decode import Decoded
from spe.photo.faces import FaceFinder
from spe.workers import Workers
from tests.conftest import wheel_photograph

ASTRONAUT = wheel_photograph("astronaut")
COFFEE = wheel_photograph("coffee")


def engines():
    by_litert = ["LiteRT"] if face_model.installed("LiteRT") else []
    return (["MediaPipe"] if face_model.engine() == "MediaPipe" else []) + by_litert


@pytest.fixture
def without_person_model(face_model_file, tmp_path, monkeypatch):
    """A computer set up before people were measured; returns where their model belongs."""
    place = tmp_path / "face.tflite"
    place.write_bytes(face_model_file.read_bytes())
    monkeypatch.setenv(face_model.VARIABLE, str(place))
    return place.with_name(face_model.PERSON.name)


def test_a_portrait_is_half_filled_by_her_whatever_runs_the_model(face_model_file):
    masks = []
    for engine in engines():
        with FaceFinder(engine) as finder:
            photo = finder.seen(Decoded(ASTRONAUT))
        masks.append(photo.people)
        # Her hair, her suit and the helmet in front of it, as a look at the mask shows.
        assert 0.5 < person_share(photo) < 0.6

    for mask in masks:
        assert mask.shape == (256, 256)
        assert np.mean(mask != masks[0]) < 0.002


def test_where_no_face_is_found_nobody_else_is_looked_for(finder, monkeypatch):
    monkeypatch.setattr(people, "opened", lambda *_: pytest.fail("looked for people"))

    photo = finder.seen(Decoded(COFFEE))

    assert photo.faces == ()
    assert person_share(photo) == 0


@pytest.mark.parametrize("rgb", [ASTRONAUT, COFFEE], ids=["with a face", "without"])
def test_without_the_person_model_people_are_unknown_with_a_face_and_without(
    without_person_model, rgb
):
    with FaceFinder() as finder:
        photo = finder.seen(Decoded(rgb))

    assert photo.faces is not None
    assert np.isnan(person_share(photo))
    assert faces.why_people_unknown() == face_model.NO_PERSON_MODEL
    assert faces.why_unknown() is None
    assert not faces.sees_people()


def test_a_wrong_person_model_is_named_and_measures_nobody(without_person_model):
    without_person_model.write_bytes(b"another")

    assert str(without_person_model) in faces.why_people_unknown()
    with FaceFinder() as finder:
        assert finder.seen(Decoded(ASTRONAUT)).people is None


def test_where_faces_cant_be_looked_for_only_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv(face_model.VARIABLE, str(tmp_path / "none.tflite"))

    assert faces.why_unknown() is not None
    assert faces.why_people_unknown() is None
    assert not faces.sees_people()


def test_what_was_measured_without_the_person_model_gets_the_share_alone_once_it_is_there(
    without_person_model, face_model_file, tmp_path, encoded, monkeypatch
):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(encoded(ASTRONAUT, "JPEG"))
    asked = []
    whole = extract.measure
    monkeypatch.setattr(
        extract, "measure", lambda *args, **more: asked.append(args[3]) or whole(*args, **more)
    )
    with Cache(tmp_path / "cache.sqlite3", extract.version()) as cache:
        before = measure_all([photo], cache, Workers(1))[photo].known
        again = measure_all([photo], cache, Workers(1))[photo].known
        without_person_model.write_bytes(
            face_model_file.with_name(face_model.PERSON.name).read_bytes()
        )
        after = measure_all([photo], cache, Workers(1))[photo].known
        last = measure_all([photo], cache, Workers(1))[photo].known

    assert asked == [None, {"person_share"}]
    assert "person_share" not in before
    assert before == again == {n: v for n, v in after.items() if n != "person_share"}
    assert after["person_share"] > 0.5
    assert last == after


def test_a_worker_without_the_person_model_is_another_kind_of_worker(without_person_model):
    lacking = extract._abilities()
    without_person_model.write_bytes(b"another")

    assert extract._abilities() == lacking
    assert "people unknown" in lacking


def test_people_are_measured_where_both_models_are(face_model_file):
    assert faces.sees_people()
    assert "people measured" in extract._abilities()


def test_a_person_model_that_vanished_meanwhile_is_an_error(without_person_model, face_model_file):
    without_person_model.write_bytes(face_model_file.with_name(face_model.PERSON.name).read_bytes())
    with FaceFinder() as finder:
        finder.seen(Decoded(COFFEE))
        without_person_model.unlink()
        with pytest.raises(NotReadyError, match="person model"):
            finder.seen(Decoded(ASTRONAUT))
