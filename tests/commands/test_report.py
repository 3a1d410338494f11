"""The command: from a project folder to a page."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from spe.cli import cli
from spe.drafts.forecast_log import Guess, remember
from spe.measure import extract
from spe.measure.table import COLUMNS
from spe.notices import Notice
from spe.photo import faces
from spe.photo.decode import decode
from spe.photo.fingerprint import fingerprint
from spe.photo.planes import Face
from spe.posts import write_posts
from spe.project import Project
from tests.report.account import ZONE, jpeg, make_account, named, photographs


def write_project(root, account):
    """A project folder as `spe fit` leaves it, with photos that hold EXIF."""
    root.mkdir(exist_ok=True)
    (root / "spe.toml").write_text(f'timezone = "{ZONE.key}"\n')
    write_posts(root / "data" / "posts.csv", account.posts)
    table = account.features.reindex(columns=list(COLUMNS[1:]))
    table["problem"] = ""
    table.to_csv(root / "data" / "features.csv", index_label="id")
    account.model.write(root / "data" / "model.json")
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    pixels = photographs(len(account.posts), side=120)
    for number, post in enumerate(account.posts, start=1):
        path = root / post.image
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(jpeg(pixels[number], exif=exif))
    return root


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path / "account", make_account(24))


def run(project, *arguments):
    return CliRunner().invoke(cli, ["-C", str(project), "report", *map(str, arguments)])


def page_of(project):
    return (project / "reports" / "report.html").read_text(encoding="utf-8")


def test_a_page_is_written_with_every_photo(project):
    result = run(project)

    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert page_of(project).count("data:image/webp") == 24


def test_the_page_can_go_elsewhere(project, tmp_path):
    result = run(project, "-o", tmp_path / "for friends" / "page.html")

    assert result.exit_code == 0
    assert (tmp_path / "for friends" / "page.html").stat().st_size > 10_000
    assert "page.html" in result.stderr


def test_writing_twice_gives_the_same_bytes(project):
    run(project)
    first = page_of(project)
    run(project)

    assert page_of(project) == first


def test_no_photos_means_none(project):
    run(project, "--photos", "none")

    assert "data:image" not in page_of(project)


def test_few_photos_are_fewer(tmp_path):
    project = write_project(tmp_path / "account", make_account(62))

    run(project, "--photos", "few")

    assert 10 <= page_of(project).count("data:image/webp") < 62


def test_neither_names_nor_exif_leave_the_computer(project):
    run(project)

    text = page_of(project)
    assert "holiday" not in text
    assert "CameraMaker" not in text
    assert str(project) not in text


def test_captions_only_on_request(project):
    run(project)
    assert "Caption 3" not in page_of(project)

    run(project, "--captions")
    assert "Caption 3" in page_of(project)


def test_a_missing_photo_is_named_on_stderr_and_is_a_grey_tile(project):
    (project / "photos" / "holiday_003.jpg").unlink()

    result = run(project)

    assert result.exit_code == 3
    assert "holiday_003.jpg: can't be read" in result.stderr
    assert page_of(project).count("data:image/webp") == 23
    assert "holiday" not in page_of(project)


def test_faces_are_found_in_the_photo_and_blurred(project, monkeypatch):
    seen = []

    def find(rgb):
        seen.append(rgb.shape)
        return (Face(0.25, 0.25, 0.5, 0.5),)

    class Finder:
        def __enter__(self):
            return SimpleNamespace(find=find)

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(faces, "why_unknown", lambda: None)
    monkeypatch.setattr(extract, "finder", Finder)
    run(project)
    plain = page_of(project)

    result = run(project, "--blur-faces")

    assert seen == [(120, 120, 3)] * 24
    assert page_of(project) != plain
    assert "look first" in result.stderr


def test_where_faces_can_not_be_found_no_photo_is_shown(project, monkeypatch):
    monkeypatch.setattr(faces, "why_unknown", lambda: "The face model is not here.")

    result = run(project, "--blur-faces")

    assert result.exit_code == 0
    assert "The face model is not here. So no photo is shown" in result.stderr
    assert "data:image" not in page_of(project)


def test_the_facts_come_as_json_and_no_page_is_written(project):
    result = run(project, "--json")

    facts = json.loads(result.stdout)
    assert facts["schema"] == "spe.report/1"
    assert facts["state"] == "closed"
    assert facts["posts"][0]["at"].startswith("2025-01-0")
    assert facts["posts"][0]["cooks_distance"] is None or facts["posts"][0]["cooks_distance"] >= 0
    assert not (project / "reports").exists()


def remembered(project, posts):
    """Scores of these posts' photos, each written down an hour before its post."""
    guesses = [
        Guess(
            file="private draft.jpg",
            scored_at=post.posted_at - timedelta(hours=1),
            posting_at=post.posted_at,
            expected=60.0,
            low=30.0,
            high=100.0,
            confidence=0.8,
            usual=50.0,
            p_above_usual=0.6,
            has_skill=True,
            model="5ca1ab1e",
            fingerprints=(fingerprint(decode(project / post.image).rgb),),
        )
        for post in posts
    ]
    remember(Project(project).scores, guesses)


def forecasts_of(project):
    found = re.search(r'<section [^>]*id="forecasts">.*?</section>', page_of(project), re.DOTALL)
    return found[0] if found else ""


def test_remembered_scores_stand_beside_what_came_and_under_no_name(project):
    posts = make_account(24).posts
    remembered(project, posts[4:8])

    result = run(project)

    assert result.exit_code == 0, result.output
    assert forecasts_of(project).count('href="#t') == 4
    assert "of 4 landed in their range" in forecasts_of(project)
    assert "private" not in page_of(project)
    run(project, "--photos", "few")
    assert forecasts_of(project).count('href="#t') == 4
    run(project, "--photos", "none")
    assert forecasts_of(project).count('href="#t') == 0


def test_a_post_newer_than_the_model_shows_its_photo_beside_its_forecast(project):
    account = make_account(24)
    account.but(posts=account.model.posts[:-1]).model.write(project / "data" / "model.json")
    remembered(project, account.posts[-1:])

    run(project)

    assert 'href="#t24"' in forecasts_of(project)
    assert page_of(project).count("data:image/webp") == 24


def test_likes_count_as_settled_by_the_tables_and_not_by_the_clock(project):
    account = make_account(24)
    remembered(project, account.posts[-1:])
    run(project)
    assert "No likes to hold them against yet" in forecasts_of(project)

    last = account.posts[-1]
    read = replace(last, likes_as_of=last.posted_at + timedelta(days=15))
    write_posts(project / "data" / "posts.csv", [*account.posts[:-1], read])
    run(project)

    assert "The first one " in forecasts_of(project)


def test_a_damaged_log_costs_the_forecasts_and_not_the_page(project):
    Project(project).scores.write_text("{not json}\n")

    result = run(project)

    assert result.exit_code == 3
    assert "line 1: not a guess" in result.stderr
    assert "So the report knows of no forecasts." in result.stderr
    assert page_of(project).count("data:image/webp") == 24
    assert run(project, "--json").exit_code == 3


def test_a_photo_that_can_not_be_read_is_named_once(project):
    posts = make_account(24).posts
    remembered(project, posts[-2:])
    (project / posts[-1].image).unlink()

    result = run(project)

    assert result.exit_code == 3
    assert result.stderr.count("holiday_023.jpg") == 1
    assert forecasts_of(project).count('<th scope="row"') == 1


def test_without_a_model_the_next_step_is_named(tmp_path):
    result = run(tmp_path)

    assert result.exit_code == 4
    assert "No posts here yet.\n       Next: spe import SRC" in result.stderr


def test_a_made_up_account_says_so(tmp_path):
    account = named()
    project = write_project(tmp_path / "made", account.but(made_up=True))

    run(project, "--photos", "none")

    assert "<title>Made-up account" in page_of(project)


def test_a_photo_of_a_post_that_is_gone_from_the_table_is_a_grey_tile(project):
    account = make_account(24)
    write_posts(project / "data" / "posts.csv", account.posts[1:])

    result = run(project)

    assert result.exit_code == 0
    assert page_of(project).count("data:image/webp") == 23


def test_wide_and_tall_photos_keep_their_shape(project):
    account = make_account(24)
    wide = photographs(1, side=240)[1][:100]
    (project / account.posts[0].image).write_bytes(jpeg(np.ascontiguousarray(wide)))

    run(project)

    assert 'viewBox="0 0 200 83"' in page_of(project) or 'viewBox="0 0 240 100"' in page_of(project)


def test_an_absolute_image_path_is_followed_and_not_shown(project, tmp_path):
    account = make_account(24)
    elsewhere = tmp_path / "elsewhere" / "private.jpg"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(jpeg(photographs(1)[1]))
    posts = [replace(account.posts[0], image=str(elsewhere)), *account.posts[1:]]
    write_posts(project / "data" / "posts.csv", posts)

    result = run(project)

    assert result.exit_code == 0
    assert "private" not in page_of(project)


# The card.


def test_a_card_is_written_instead_of_the_page(project, tmp_path):
    result = run(project, "--card", tmp_path / "card.png")

    assert result.exit_code == 0, result.output
    assert not (project / "reports" / "report.html").exists()
    assert "card.png" in result.stderr
    data = (tmp_path / "card.png").read_bytes()
    assert b"CameraMaker" not in data
    assert b"holiday" not in data
    with Image.open(tmp_path / "card.png") as image:
        assert image.size == (1080, 1350)
        assert not image.getexif()


def test_a_card_can_be_tall_and_without_a_photo(project, tmp_path):
    run(project, "--card", tmp_path / "with.jpg", "--card-size", "story")
    run(project, "--card", tmp_path / "without.jpg", "--card-size", "story", "--photos", "none")

    with Image.open(tmp_path / "with.jpg") as image, Image.open(tmp_path / "without.jpg") as bare:
        assert image.size == bare.size == (1080, 1920)
        assert image.tobytes() != bare.tobytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--card", "card.gif"], "card.gif: a card is a PNG or a JPEG."),
        (["--card", "card.png", "-o", "page.html"], "leave out -o and --json"),
        (["--card", "card.png", "--json"], "leave out -o and --json"),
    ],
)
def test_what_no_card_can_be_is_said_before_anything_is_read(tmp_path, options, said):
    result = run(tmp_path, *options)

    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def best_of(account):
    facts = account.facts()
    return facts.posts[facts.best[0] - 1]


def test_a_photo_that_can_not_be_read_is_left_off_the_card_and_named(project, tmp_path):
    best = best_of(make_account(24)).id
    (project / "photos" / best).unlink()

    result = run(project, "--card", tmp_path / "card.png")

    assert result.exit_code == 3
    assert f"{best}: can't be read" in result.stderr
    assert "The card shows no photo." in result.stderr
    assert (tmp_path / "card.png").is_file()


def test_a_card_of_likes_that_may_be_a_slip_asks_whether_they_are_right(project, tmp_path):
    account = make_account(24)
    asked = "Is the number right?"
    assert asked not in run(project, "--card", tmp_path / "card.png").stderr

    values = {"ids": [best_of(account).id], "days": ["2026-03-04"], "likes": [900], "usual": [50]}
    far = account.but(warnings=(Notice("far_counts", values),))
    far.model.write(project / "data" / "model.json")

    assert asked in run(project, "--card", tmp_path / "card.png").stderr


def test_faces_on_a_card_are_blurred_or_the_photo_is_left_off(project, tmp_path, monkeypatch):
    class Finder:
        def __enter__(self):
            return SimpleNamespace(find=lambda _: (Face(0.25, 0.25, 0.5, 0.5),))

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(extract, "finder", Finder)
    cards = {}
    for name, unknown, options in (
        ("plain", None, []),
        ("bare", None, ["--photos", "none"]),
        ("blurred", None, ["--blur-faces"]),
        ("left_off", "No face model here.", ["--blur-faces"]),
    ):
        monkeypatch.setattr(faces, "why_unknown", lambda unknown=unknown: unknown)
        result = run(project, "--card", tmp_path / f"{name}.png", *options)
        assert ("look first" in result.stderr) == (name == "blurred")
        assert ("none can be blurred" in result.stderr) == (name == "left_off")
        cards[name] = (tmp_path / f"{name}.png").read_bytes()

    assert cards["left_off"] == cards["bare"]
    assert len({cards[name] for name in ("plain", "bare", "blurred")}) == 3
