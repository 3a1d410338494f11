"""`spe score` as people and scripts meet it."""

import contextlib
import csv
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pillow_heif
import pytest
from click.testing import CliRunner
from PIL import Image

from spe.cli import cli
from spe.measure.extract import measure
from spe.measure.table import write_features
from spe.measure.values import Measurement
from spe.model.fitted import FittedModel
from spe.photo.decode import decode
from spe.photo.encode import encode
from spe.posts import Post, write_posts
from spe.project import Project
from spe.wording import times_in_ten
from tests.conftest import wheel_photograph
from tests.small_model import TERMS, TIMED, small_model, term

WHEN = "2026-07-24 18:00"


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """An account with a small model, four posted photos and three drafts."""
    root = tmp_path_factory.mktemp("account")
    (root / "spe.toml").write_text('timezone = "UTC"\n')
    project = Project(root)
    small_model().write(project.model)
    (root / "photos").mkdir()
    (root / "drafts").mkdir()
    measured = {}
    posts = []
    for number, name in enumerate(("astronaut", "chelsea", "flower", "brick")):
        path = root / "photos" / f"{name}.jpg"
        path.write_bytes(encode(wheel_photograph(name), 90))
        fit = small_model().posts[number]
        posts.append(Post(fit.id, f"photos/{name}.jpg", fit.posted_at, int(fit.likes)))
        measured[fit.id] = Measurement(measure(path, None))
    write_posts(project.posts, posts)
    write_features(project.features, posts, measured, project.zone)
    for name in ("coffee", "china", "rocket"):
        (root / "drafts" / f"{name}.jpg").write_bytes(encode(wheel_photograph(name), 90))
    return root


@pytest.fixture
def project(account, tmp_path, monkeypatch):
    """A copy of the account, to work in; faces are unknown."""
    root = tmp_path / "account"
    shutil.copytree(account, root)
    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: "No face model here.")
    monkeypatch.chdir(root)
    return Project(root)


def run(*words, code=0, stdin=None, **options):
    """The command's result, after checking how it ended."""
    result = CliRunner(**options).invoke(
        cli, ["score", *map(str, words)], input=stdin, standalone_mode=False
    )
    error = result.exception
    ended = getattr(error, "exit_code", 1) if error else result.return_value or 0
    assert ended == code, (result.output, error)
    return result


def facts(*words, **options):
    return json.loads(run("--json", "--at", WHEN, *words, **options).stdout)


def test_one_draft_is_shown_in_full(project):
    shown = run("drafts/coffee.jpg", "--at", WHEN).stdout

    assert "coffee.jpg  posting Fri 24 Jul 2026, 18:00" in shown
    assert re.search(r"Expected likes +\d+ +80% range \d+–\d+", shown)
    assert "Your usual now    80" in shown
    assert re.search(
        r"[+−]\d+%  Busyness +(busier|calmer) than \d+% of your posts +●●● strong", shown
    )
    assert "Most alike:" in shown
    assert "From 40 posts. Typical miss ±16 likes" in shown


def test_several_drafts_are_a_ranking(project):
    shown = run("drafts/", "--at", WHEN)

    rows = re.findall(r"^  (\d)  (\w+\.jpg) +(\d+) ", shown.stdout, re.MULTILINE)
    assert [row[0] for row in rows] == ["1", "2", "3"]
    likes = [int(row[2]) for row in rows]
    assert likes == sorted(likes, reverse=True)
    assert f"Details: spe score drafts/{rows[0][1]}" in shown.stderr


@pytest.mark.parametrize("words", [["drafts/"], ["drafts/coffee.jpg", "--changes"]])
def test_in_a_pipe_no_line_ends_in_spaces_or_carries_colour(project, words):
    shown = run(*words, "--at", WHEN, "--show-features").stdout

    assert "\x1b" not in shown
    assert not [line for line in shown.splitlines() if line != line.rstrip()]


def test_in_a_terminal_of_80_columns_no_line_of_the_ranking_is_wider(project, monkeypatch):
    monkeypatch.setattr("spe.commands._window.columns", lambda **_of: 80)
    long = project.root / "drafts" / "a very long name of a photo taken in the mountains 写真.jpg"
    long.write_bytes(encode(wheel_photograph("chelsea"), 80))

    shown = run("drafts/", "--at", WHEN).stdout

    table = [line for line in shown.splitlines() if "–" in line or "Expected" in line]
    assert len(table) == 5
    assert max(map(len, table)) <= 80
    assert "a very lo…" in shown


def test_reasons_never_run_into_each_other(project, monkeypatch):
    monkeypatch.setattr("spe.commands._window.columns", lambda **_of: 80)

    shown = run("drafts/coffee.jpg", "--at", WHEN, "--explain", "9").stdout

    rows = [line for line in shown.splitlines() if "●●" in line or "○○" in line]
    assert len(rows) >= 5
    assert all(re.search(r" {2}[●○]{3} ", line) for line in rows)
    assert max(map(len, rows)) <= 80


def test_json_holds_the_numbers_that_the_model_gives(project):
    told = facts("drafts/coffee.jpg")

    (draft,) = told["drafts"]
    model = FittedModel.read(project.model)
    assert told["schema"] == "spe.score/1"
    assert draft["expected_likes"] == pytest.approx(math.expm1(model.predict(draft["features"])))
    low, high = model.interval(draft["features"], 0.8)
    assert draft["interval"] == {"confidence": 0.8, "low": low, "high": high}
    whole = math.fsum(reason["effect_log"] for reason in draft["reasons"])
    assert model.baseline + whole == pytest.approx(model.predict(draft["features"]), abs=1e-9)
    assert told["posting_at"] == "2026-07-24T18:00:00+00:00"


def test_a_spreadsheet_gets_a_row_a_draft_with_the_figures_of_the_json(project):
    told = facts("drafts/")

    rows = list(csv.DictReader(run("drafts/", "--at", WHEN, "--format", "csv").stdout.splitlines()))

    assert [row["file"] for row in rows] == [draft["file"] for draft in told["drafts"]]
    for row, draft in zip(rows, told["drafts"], strict=True):
        assert float(row["expected_likes"]) == pytest.approx(draft["expected_likes"], rel=1e-5)
        assert float(row["high"]) == pytest.approx(draft["interval"]["high"], rel=1e-5)
        assert float(row["p_best"]) == pytest.approx(draft["p_best"], abs=1e-5)
        assert row["too_close_to_call"] == str(draft["too_close_to_call"]).lower()


def test_no_spreadsheet_runs_the_name_of_a_draft(project):
    (project.root / "=1+1.jpg").write_bytes((project.root / "drafts/coffee.jpg").read_bytes())

    shown = run("=1+1.jpg", "--at", WHEN, "--format", "csv").stdout

    assert "\n'=1+1.jpg,1," in shown


def test_a_short_list_keeps_the_best_and_their_chances(project):
    everything, first = facts("drafts/"), facts("drafts/", "--top", "1")

    assert first["drafts"] == everything["drafts"][:1]
    assert sum(draft["p_best"] for draft in everything["drafts"]) == pytest.approx(1)


def test_patterns_standard_input_and_files_name_drafts_too(project):
    (project.root / "list.txt").write_text("drafts/coffee.jpg\ndrafts/china.jpg\n")
    coffee_and_china = {"drafts/coffee.jpg", "drafts/china.jpg"}

    def files(*words, **options):
        return {draft["file"] for draft in facts(*words, **options)["drafts"]}

    assert files("drafts/c*.jpg") == coffee_and_china
    assert files("-", stdin="drafts/coffee.jpg\ndrafts/china.jpg\n") == coffee_and_china
    assert files("-", "-0", stdin="drafts/coffee.jpg\0drafts/china.jpg\0") == coffee_and_china
    assert files("--files-from", "list.txt") == coffee_and_china
    assert files("--files-from", "-", stdin="drafts/coffee.jpg\n") == {"drafts/coffee.jpg"}


@pytest.mark.parametrize("words", [["-"], ["-", "-0"], ["--files-from", "-"]])
def test_a_photo_where_names_belong_is_told_to_be_one(project, words):
    photo = (project.root / "drafts/coffee.jpg").read_bytes()

    error = run(*words, stdin=photo, code=2).exception

    assert error.message == "That is a photo itself. Give its name: spe score photo.jpg"


def test_names_that_end_with_nul_ask_for_their_option(project):
    assert "-0" in run("-", stdin=b"drafts/coffee.jpg\0", code=2).exception.message


def test_a_name_in_no_encoding_is_a_name(project):
    odd = project.root / os.fsdecode(b"caf\xe9.jpg")
    odd.write_bytes((project.root / "drafts/coffee.jpg").read_bytes())

    assert "caf" in run("-", stdin=b"caf\xe9.jpg\n").output


def test_standard_input_is_read_once(project):
    message = run("-", "--files-from", "-", stdin="drafts/coffee.jpg\n", code=2).exception.message

    assert "Standard input can be read once" in message


@pytest.mark.parametrize("year", ["1899", "2201", "9999"])
def test_nothing_is_posted_in_a_year_without_photos(project, year):
    result = run("drafts/coffee.jpg", "--at", f"{year}-06-01 18:00", code=2)

    assert f"nothing is posted in the year {year}" in str(result.exception)


def test_a_name_with_a_pattern_s_letters_is_a_name_first(project):
    odd = project.root / "drafts" / "lake [1].jpg"
    odd.write_bytes((project.root / "drafts" / "coffee.jpg").read_bytes())

    assert [draft["file"] for draft in facts("drafts/lake [1].jpg")["drafts"]] == [
        "drafts/lake [1].jpg"
    ]


def test_a_draft_named_twice_is_scored_once(project):
    assert len(facts("drafts/coffee.jpg", "drafts/../drafts/coffee.jpg")["drafts"]) == 1


def test_a_bad_draft_costs_itself_alone(project):
    (project.root / "cut.jpg").write_bytes((project.root / "drafts/coffee.jpg").read_bytes()[:900])

    result = run("drafts/coffee.jpg", "cut.jpg", "gone.jpg", code=3)

    assert "coffee.jpg  posting now" in result.stdout
    assert "cut.jpg: the file is cut off or damaged" in result.stderr
    assert "gone.jpg: no such file. Skipped." in result.stderr


def test_what_is_no_photo_in_a_folder_is_left_aside_and_said(project):
    (project.root / "drafts" / "notes.pdf").write_bytes(b"%PDF")

    result = run("drafts/")

    assert "Left aside in drafts/: notes.pdf (no photos)." in result.stderr


@pytest.mark.parametrize("words", [["empty"], ["gone.jpg"], ["*.tiff"], []])
def test_nothing_to_score_is_wrong_input_and_says_what_to_do(project, words):
    (project.root / "empty").mkdir()

    result = run(*words, code=2)

    assert re.search("Name a photo, or a folder|Name a photo or a folder", str(result.exception))


def test_without_a_model_it_is_not_ready(project):
    project.model.unlink()

    assert "20 posts with likes make a first model" in str(run("drafts/", code=4).exception)


def test_required_skill_that_is_not_there_ends_with_5(project):
    small_model(has_skill=False).write(project.model)

    run("drafts/", "--require-skill", code=5)
    shown = run("drafts/coffee.jpg").stdout

    assert "your usual; the photo does not change it" in shown
    assert "Why" not in shown
    assert "Each may expect 80 likes" in run("drafts/").stdout


def test_a_time_that_is_none_is_refused_with_examples(project):
    assert "can't read 'Fryday 18:00'" in str(
        run("drafts/", "--at", "Fryday 18:00", code=2).exception
    )


def test_a_photo_posted_before_is_recognised_in_a_poorer_copy(project):
    rgb = decode(project.root / "photos" / "chelsea.jpg").rgb
    (project.root / "again.jpg").write_bytes(encode(rgb, 60))

    (draft,) = facts("again.jpg")["drafts"]

    assert draft["already_posted"]["id"] == "post1"
    assert draft["warnings"][0] == (
        "You posted this picture on 7 Jan 2026, and it got 61 likes. "
        "The model has learnt from it, so this guess is no test."
    )
    assert facts("drafts/china.jpg")["drafts"][0]["already_posted"] is None


def test_two_drafts_of_one_picture_are_said_to_be(project):
    rgb = wheel_photograph("coffee")
    (project.root / "drafts" / "small coffee.jpg").write_bytes(encode(rgb[::2, ::2], 70))

    said = "coffee.jpg and small coffee.jpg show the same picture."
    assert said in facts("drafts/")["warnings"]


def test_times_are_proposed_only_where_something_is_known_of_time(project):
    assert "can't be told so far: none is proposed" in run("drafts/coffee.jpg", "--when").stdout
    small_model(time_found=True).write(project.model)
    assert "no hour or day stands out" in run("drafts/", "--when").stdout
    small_model(has_skill=False).write(project.model)
    for drafts in ("drafts/coffee.jpg", "drafts/"):
        assert "can't be told so far: none is proposed" in run(drafts, "--when").stdout

    small_model(TIMED, time_found=True).write(project.model)

    assert len(facts("drafts/coffee.jpg", "--when")["times"]) == 3
    assert "  When" in run("drafts/coffee.jpg", "--when", "--at", WHEN).stdout


# An album.


@pytest.fixture
def albums(project):
    """The account, with a model that has learnt what an album does."""
    small_model((*TERMS, term("album", "format", 0.05, 0, 1, "strong"))).write(project.model)
    return project


def test_an_album_is_echoed_and_counts(albums):
    single, album = facts("drafts/coffee.jpg"), facts("drafts/coffee.jpg", "--multi", "4")

    assert (single["pictures"], album["pictures"]) == (1, 4)
    assert single["drafts"][0]["features"]["album"] == 0
    assert album["drafts"][0]["features"]["album"] == 1
    assert album["drafts"][0]["expected_likes"] > 1.15 * single["drafts"][0]["expected_likes"]
    for words in (["drafts/coffee.jpg"], ["drafts/"]):
        shown = run(*words, "--at", WHEN, "--multi", "4").stdout

        assert "posting Fri 24 Jul 2026, 18:00, as an album of 4" in shown


def test_one_picture_is_no_album(project):
    result = run("drafts/coffee.jpg", "--multi", "1", code=2)

    assert "x>=2" in str(result.exception)


def test_what_an_album_would_change_is_shown_unless_it_is_one(albums):
    album = r"\+\d+%  as the first of several photos +as an album: \d+ → \d+\n"

    assert re.search(album, run("drafts/coffee.jpg", "--at", WHEN).stdout)
    assert "several photos" not in run("drafts/coffee.jpg", "--multi", "2").stdout


def test_every_list_of_changes_says_that_it_is_untested_and_has_no_dots(albums):
    single, shown = facts("drafts/coffee.jpg"), run("drafts/coffee.jpg", "--at", WHEN).stdout
    run("drafts/", "--at", WHEN, "--changes", "--html", "p.html")
    page = (albums.root / "p.html").read_text()

    assert single["drafts"][0]["changes"]
    assert {change["evidence"] for change in single["drafts"][0]["changes"]} == {"untested"}
    assert single["drafts"][0]["changes_note"].startswith("Untested: ")
    part = shown[shown.index("What would change it") : shown.index("Most alike")]
    assert single["drafts"][0]["changes_note"] in part
    assert "●" not in part
    lists = page.split("What would change it")[1:]
    assert lists
    for text in lists:
        told = text[: text.index("</ul>")]
        assert "Untested: " in told
        assert 'class="ev' not in told


def test_a_note_on_changes_stands_where_there_are_any(project):
    tried = facts("drafts/", "--changes")["drafts"]

    assert facts("drafts/coffee.jpg", "--no-changes")["drafts"][0]["changes_note"] is None
    assert all(bool(one["changes_note"]) is bool(one["changes"]) for one in tried)


def test_an_album_is_no_edit_to_save(albums):
    told = facts("drafts/coffee.jpg", "--save-edits", "edits")

    names = {change["change"] for change in told["drafts"][0]["changes"]} - {"album"}
    saved = {path.name for path in (albums.root / "edits").glob("*")}
    assert saved == {f"coffee_{name}.jpg" for name in names}


def test_an_album_is_not_a_main_reason_for_it_is_the_same_for_all(albums):
    shown = run("drafts/", "--at", WHEN, "--multi", "4").stdout

    assert "% album" not in shown


def test_a_page_says_that_it_is_an_album_and_what_one_would_change(albums):
    run("drafts/coffee.jpg", "--at", WHEN, "--html", "single.html")
    run("drafts/coffee.jpg", "--at", WHEN, "--multi", "3", "--html", "album.html")

    single, album = ((albums.root / name).read_text() for name in ("single.html", "album.html"))
    assert "as the first of several photos" in single
    assert re.search(r"as an album: \d+ → \d+", single)
    assert "as an album of 3" in album


def test_a_model_that_knows_no_albums_says_so_in_one_line(project):
    said = run("drafts/coffee.jpg", "--multi", "4").stderr

    assert "it makes no difference to be an album" in said


def test_features_of_an_older_spe_are_named_and_cost_no_score(project):
    text = project.features.read_text(encoding="utf-8").replace(",album,", ",other,", 1)
    project.features.write_text(text, encoding="utf-8")

    result = run("drafts/coffee.jpg", "--at", WHEN)

    assert "Run spe extract again." in result.stderr
    assert "Expected likes" in result.stdout
    assert "Most alike" not in result.stdout


def test_edits_are_saved_in_all_their_pixels_and_without_exif(project):
    large = np.kron(wheel_photograph("coffee"), np.ones((5, 5, 1), np.uint8))
    exif = Image.Exif()
    exif[271] = "A camera"
    Image.fromarray(large).save(project.root / "large.jpg", exif=exif, quality=80)

    told = facts("large.jpg", "--save-edits", "edits")

    names = {f"large_{change['change']}.jpg" for change in told["drafts"][0]["changes"]}
    assert names
    assert {path.name for path in (project.root / "edits").iterdir()} == names
    for path in (project.root / "edits").iterdir():
        with Image.open(path) as saved:
            assert max(saved.size) > 1600
            assert not saved.getexif()


def test_edits_are_tried_for_one_draft_and_on_request(project):
    assert facts("drafts/coffee.jpg", "--no-changes")["drafts"][0]["changes"] is None
    assert isinstance(facts("drafts/coffee.jpg")["drafts"][0]["changes"], list)
    assert facts("drafts/")["drafts"][0]["changes"] is None
    assert isinstance(facts("drafts/", "--changes")["drafts"][0]["changes"], list)


def test_a_heic_that_a_phone_turned_is_scored_upright(project):
    upright = Image.fromarray(wheel_photograph("coffee"))
    exif = Image.Exif()
    exif[274] = 6
    pillow_heif.register_heif_opener()
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    turned.save(project.root / "IMG_4312.HEIC", exif=exif.tobytes(), quality=95)
    upright.save(project.root / "upright.png")

    heic, png = (facts(name)["drafts"][0] for name in ("IMG_4312.HEIC", "upright.png"))

    assert heic["features"]["shape"] == pytest.approx(png["features"]["shape"], abs=1e-6)
    assert heic["expected_likes"] == pytest.approx(png["expected_likes"], rel=0.03)


def test_faces_that_cannot_be_looked_for_are_said_where_the_model_asks_for_them(project):
    assert "Faces stay unknown" not in run("drafts/coffee.jpg").stderr

    faces = replace(TERMS[0], name="faces", group="faces", transform="log1p")
    small_model((*TERMS, faces)).write(project.model)

    assert "No face model here. Faces stay unknown." in run("drafts/coffee.jpg").stderr


# The page.


def test_a_page_shows_every_draft_and_loads_nothing(project):
    run("drafts/", "--at", WHEN, "--html", "out/page.html")
    text = (project.root / "out" / "page.html").read_text()

    assert text.count('<li class="draft">') == 3
    assert text.count('<img class="pic" src="data:image/jpeg;base64,') == 3
    assert "default-src 'none'; img-src data:; style-src 'sha256-" in text
    assert not re.search(r"https?://|<script|<link|url\(", text)
    assert str(project.root) not in text


def test_the_same_drafts_make_the_same_page(project):
    pages = []
    for name in ("a.html", "b.html"):
        run("drafts/", "--at", WHEN, "--html", name)
        pages.append((project.root / name).read_bytes())

    assert pages[0] == pages[1]


def test_a_file_name_is_text_on_the_page_never_markup(project):
    odd = project.root / "drafts" / "<b onclick=x>&.jpg"
    odd.write_bytes(encode(wheel_photograph("chelsea"), 80))

    run("drafts/", "--html", "page.html")

    assert "<b onclick" not in (project.root / "page.html").read_text()


def test_a_page_s_photos_are_small_copies_without_exif(project):
    run("drafts/coffee.jpg", "--html", "page.html")
    text = (project.root / "page.html").read_text()
    data = re.search(r"data:image/jpeg;base64,([^\"]+)", text)[1]

    import base64

    with Image.open(io.BytesIO(base64.b64decode(data))) as thumbnail:
        assert max(thumbnail.size) <= 560
        assert not thumbnail.getexif()


# The log.


def test_remembered_guesses_are_lines_of_the_log(project):
    run("drafts/", "--log")
    run("drafts/coffee.jpg", "--log")

    lines = [json.loads(line) for line in project.scores.read_text().splitlines()]
    assert [line["file"] for line in lines].count("coffee.jpg") == 2
    assert len(lines) == 4
    assert all(line["low"] <= line["expected"] <= line["high"] for line in lines)
    assert str(project.root) not in project.scores.read_text()


# Words and weight.


def test_one_draft_opens_the_face_detector_once(project, monkeypatch):
    opened = []

    class Finder(contextlib.nullcontext):
        def __enter__(self):
            opened.append(self)
            return self

        def seen(self, decoded):
            return decoded.photo(())

    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: None)
    monkeypatch.setattr("spe.photo.faces.FaceFinder", Finder)

    shown = run("drafts/coffee.jpg", "--at", WHEN).stdout

    assert "What would change it" in shown
    assert len(opened) == 1


def test_chances_are_said_as_people_say_them():
    assert times_in_ten(0.5) == "5 times in 10"
    assert times_in_ten(0.12) == "once in 10 times"
    assert times_in_ten(1.0) == "more than 9 times in 10"
    assert times_in_ten(0.0) == "less than once in 10 times"


def test_scoring_imports_no_statistics_library(project):
    code = (
        "import sys\n"
        "import spe.photo.faces\n"
        "spe.photo.faces.why_unknown = lambda: 'No face model here.'\n"
        "from spe.cli import cli\n"
        "cli.main(['score', 'drafts/coffee.jpg', '--log'], standalone_mode=False)\n"
        "heavy = {'pandas', 'scipy', 'sklearn', 'statsmodels', 'matplotlib', 'skimage', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )

    assert done.stdout.splitlines()[-1] == "[]"
