import io
import json

import numpy as np
import pytest
from PIL import Image

from spe.demo import SUBJECTS, TRUTH, make_drafts, make_posts, photographs, write_account
from spe.project import Project


@pytest.fixture(scope="module")
def made():
    return make_posts(30, seed=3)


def test_the_same_seed_makes_the_same_account_to_the_byte(made):
    again = make_posts(30, seed=3)

    assert [post.likes for post in again] == [post.likes for post in made]
    assert all(np.array_equal(one.rgb, two.rgb) for one, two in zip(made, again, strict=True))


def test_another_seed_makes_another(made):
    other = make_posts(30, seed=4)

    assert [post.likes for post in other] != [post.likes for post in made]


def test_posts_stand_in_order_of_time_and_every_photo_differs(made):
    times = [post.posted_at for post in made]

    assert times == sorted(times)
    assert len({post.rgb.tobytes() for post in made}) == len(made)


def test_without_effects_the_same_photos_get_likes_from_growth_and_luck_alone(made):
    plain = make_posts(30, seed=3, effects=False)

    assert all(np.array_equal(one.rgb, two.rgb) for one, two in zip(made, plain, strict=True))
    ratios = [np.log(one.likes / two.likes) for one, two in zip(made, plain, strict=True)]
    assert np.std(ratios) > 0.1


def test_some_posts_are_albums_and_most_are_not(made):
    albums = sum(post.pictures > 1 for post in made)

    assert 0 < albums < len(made) / 2


def test_the_photographs_are_whole_and_in_colour():
    for rgb in photographs().values():
        assert rgb.dtype == np.uint8
        assert rgb.ndim == 3
        assert rgb.shape[2] == 3


def test_an_account_on_disk_says_everywhere_that_it_is_made_up(tmp_path):
    write_account(tmp_path, 5, seed=1, effects=False)

    rows = (tmp_path / "posts.csv").read_text(encoding="utf-8").splitlines()
    truth = json.loads((tmp_path / "truth.json").read_text())
    assert len(rows) == 6
    assert all(int(row.split(",")[-1]) >= 1 for row in rows[1:])
    assert Project(tmp_path).settings["made_up"] is True
    assert truth["made_up"] is True
    assert truth["log_likes_per_unit"] == dict.fromkeys(TRUTH, 0.0)
    for name in make_drafts():
        assert (tmp_path / "drafts" / name).exists()
    for path in (tmp_path / "photos").iterdir():
        with Image.open(io.BytesIO(path.read_bytes())) as image:
            assert image.format == "JPEG"
            assert not image.getexif()


def test_most_posts_say_what_is_in_the_picture_and_some_do_not(made):
    said = [post.subject for post in made]

    assert {*said} <= {"", *SUBJECTS}
    assert 0 < said.count("") < len(made) / 3


def test_one_subject_alone_gets_more_likes(monkeypatch, made):
    monkeypatch.setattr("spe.demo.SUBJECTS", dict.fromkeys(SUBJECTS, 0.0))
    same = make_posts(30, seed=3)

    more = {one.subject for one, two in zip(made, same, strict=True) if one.likes > two.likes}
    assert more - {""} == {"travel"}
    assert all(
        one.likes == two.likes
        for one, two in zip(made, same, strict=True)
        if one.subject not in {"", "travel"}
    )


def test_subjects_of_an_account_on_disk_are_in_its_table_and_its_truth(tmp_path):
    write_account(tmp_path, 5, seed=1)

    (tmp_path / "posts.csv").read_text(encoding="utf-8").splitlines()[0].index(",subject,")
    assert json.loads((tmp_path / "truth.json").read_text())["log_likes_by_subject"] == SUBJECTS
