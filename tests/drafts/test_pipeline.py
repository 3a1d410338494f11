"""Scoring drafts from Python: each photo opened once, nothing printed, nothing written unasked."""

import collections
import io
import json
import math
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from spe.drafts import export, pipeline, remarks, sentences
from spe.drafts.pipeline import Listener, ScoreOptions, score_drafts
from spe.drafts.score import expected_likes
from spe.errors import NoSkillError, NotReadyError, SpeError
from spe.measure import extract
from spe.measure.extract import measure
from spe.measure.table import write_features
from spe.measure.values import Measurement
from spe.photo.decode import decode
from spe.photo.encode import encode
from spe.posts import Post, write_posts
from spe.project import Project
from tests.conftest import wheel_photograph
from tests.small_model import TERMS, average, small_model, term

AT = datetime(2026, 7, 24, 18, 0, tzinfo=UTC)
NAMES = ("coffee", "china", "rocket", "chelsea")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a small model and four drafts; faces are unknown."""
    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: "No face model here.")
    (tmp_path / "spe.toml").write_text('timezone = "Europe/Zurich"\n')
    (tmp_path / "drafts").mkdir()
    for name in NAMES:
        (tmp_path / "drafts" / f"{name}.jpg").write_bytes(encode(wheel_photograph(name), 90))
    made = Project(tmp_path)
    small_model().write(made.model)
    return made


@pytest.fixture
def decoded(monkeypatch):
    """How often each draft was decoded, by name."""
    opened = collections.Counter()

    def counting(path, name=None, **more):
        opened[path.name] += 1
        return decode(path, name, **more)

    monkeypatch.setattr(pipeline, "decode_apart", counting)
    return opened


@pytest.fixture
def detectors(monkeypatch):
    """The face detectors that were opened, each with the photos that it saw."""
    opened = []

    class Finder:
        def __enter__(self):
            opened.append([])
            return self

        def __exit__(self, *_):
            pass

        def seen(self, decoded):
            opened[-1].append(decoded.rgb.shape)
            return decoded.photo(())

    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: None)
    monkeypatch.setattr("spe.photo.faces.FaceFinder", Finder)
    return opened


def drafts(project):
    return [project.root / "drafts" / f"{name}.jpg" for name in NAMES]


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize("more", [{}, {"top": 2}, {"top": 2, "rank_by": "best"}])
def test_a_draft_is_decoded_once_and_the_detector_opened_once(
    project, decoded, detectors, number, more
):
    options = ScoreOptions(try_edits=True, thumbnails=True, propose_times=True, **more)

    result = score_drafts(project, drafts(project)[:number], at=AT, options=options)

    assert result.edits_tried
    assert any(one.changes for one in result.shown)
    assert set(decoded.values()) == {1}
    assert len(decoded) == number
    assert [len(seen) for seen in detectors] == [number]


def test_the_only_readable_draft_of_several_is_edited_without_another_look(
    project, decoded, detectors
):
    (project.root / "bad.jpg").write_bytes(b"nonsense")

    result = score_drafts(project, [project.root / "bad.jpg", drafts(project)[0]], at=AT)

    assert result.edits_tried
    assert result.shown[0].changes
    assert list(result.skipped) == [str(project.root / "bad.jpg")]
    assert decoded["coffee.jpg"] == 1
    assert len(detectors) == 1


def test_where_no_photo_is_named_no_detector_is_opened(project, detectors):
    with pytest.raises(SpeError, match="None of the drafts could be measured"):
        score_drafts(project, [project.root / "gone.jpg"])

    assert detectors == []


def test_the_best_have_the_same_edits_whether_or_not_the_others_are_shown(project):
    photos = drafts(project)
    everything = score_drafts(project, photos, at=AT, options=ScoreOptions(try_edits=True))

    for rank_by in ("expected", "best"):
        options = ScoreOptions(try_edits=True, top=2, rank_by=rank_by)
        best = score_drafts(project, photos, at=AT, options=options)

        known = {one.name: one.changes for one in everything.shown}
        assert [one.rank for one in best.shown] == [1, 2]
        for one in best.shown:
            assert [change.name for change in one.changes] == [
                change.name for change in known[one.name]
            ]
            assert [change.gain for change in one.changes] == [
                change.gain for change in known[one.name]
            ]


def test_edits_are_tried_on_a_single_draft_unless_told_otherwise(project):
    def tried(number, wanted):
        options = ScoreOptions(try_edits=wanted)
        return score_drafts(project, drafts(project)[:number], at=AT, options=options).edits_tried

    assert [tried(1, None), tried(1, False), tried(2, None), tried(2, True)] == [
        True,
        False,
        False,
        True,
    ]


def test_a_model_alone_scores_and_nothing_is_written_or_printed(project, capfd):
    before = sorted(project.root.rglob("*"))
    model = small_model()

    result = score_drafts(model, [project.root / "drafts"], at=AT)

    assert sorted(project.root.rglob("*")) == before
    assert capfd.readouterr() == ("", "")
    assert [one.rank for one in result.ranked] == [1, 2, 3, 4]
    for one in result.ranked:
        assert one.expected == pytest.approx(math.expm1(model.predict(one.values)))
        assert one.posted is None


def test_a_time_may_be_said_or_given_and_is_that_of_the_account(project):
    (photo, *_) = drafts(project)

    said = score_drafts(project, [photo], at="2026-07-24 18:00")
    given = score_drafts(project, [photo], at=datetime(2026, 7, 24, 18, 0))  # noqa: DTZ001
    zoned = score_drafts(project, [photo], at=datetime(2026, 7, 24, 16, 0, tzinfo=UTC))

    assert said.at.isoformat() == "2026-07-24T18:00:00+02:00"
    assert given.at.isoformat() == zoned.at.isoformat() == said.at.isoformat()
    assert not said.at_now
    assert score_drafts(project, [photo]).at_now


def test_an_album_is_scored_as_one(project):
    album = (*TERMS, term("album", "format", 0.05, 0, 1, "strong"))
    photo = drafts(project)[0]

    one, four = (
        score_drafts(small_model(album), [photo], at=AT, options=ScoreOptions(n_photos=number))
        for number in (1, 4)
    )

    assert (one.shown[0].values["album"], four.shown[0].values["album"]) == (0, 1)
    assert four.shown[0].expected > one.shown[0].expected


def test_a_missing_model_and_one_without_skill_are_told_before_photos_are_asked_for(project):
    def photos():
        pytest.fail("a photo was asked for")
        yield

    small_model(has_skill=False).write(project.model)
    with pytest.raises(NoSkillError):
        score_drafts(project, photos(), options=ScoreOptions(require_skill=True))
    project.model.unlink()
    with pytest.raises(NotReadyError):
        score_drafts(project, photos())


def test_a_listener_hears_what_is_done_and_what_is_wrong(project):
    said, warned, followed = [], [], []
    (project.root / "drafts" / "notes.txt").write_text("no photo")

    def follow(items, description, total):
        for item in items:
            followed.append((item.name, description, total))
            yield item

    score_drafts(
        project,
        [project.root / "drafts", "gone.jpg"],
        at=AT,
        listener=Listener(said.append, warned.append, follow),
    )

    assert said == [f"Left aside in {project.root / 'drafts'}: notes.txt (no photos)."]
    assert warned == ["gone.jpg: no such file. Skipped."]
    assert followed == [
        (f"{name}.jpg", "Measuring drafts", 4) for name in ("chelsea", "china", "coffee", "rocket")
    ]


def test_two_drafts_of_one_file_name_are_called_by_their_paths(project):
    other = project.root / "coffee.jpg"
    other.write_bytes(encode(wheel_photograph("coffee")[::2, ::2], 80))

    result = score_drafts(project, [drafts(project)[0], other, drafts(project)[1]], at=AT)

    assert set(result.files) == {str(drafts(project)[0]), str(other), "china.jpg"}


def test_guesses_edits_and_pages_are_written_where_they_are_asked_for(project):
    options = ScoreOptions(try_edits=True, thumbnails=True)
    result = score_drafts(project, drafts(project)[:2], at=AT, options=options)

    edited = pipeline.save_edits(result, project.root / "edits")
    assert pipeline.remember_guesses(project, result) == 2
    pipeline.write_page(result, project.root / "page.html")

    told = [change for one in result.shown for change in one.changes if change.edit is not None]
    assert edited == len(told) == len(list((project.root / "edits").iterdir())) > 0
    lines = [json.loads(line) for line in project.scores.read_text().splitlines()]
    assert [line["expected"] for line in lines] == [one.expected for one in result.ranked]
    assert (project.root / "page.html").read_text().count("data:image/jpeg") == 2


def test_a_recognised_post_is_told_with_what_the_model_knows_of_it(project):
    rgb = wheel_photograph("chelsea")
    posts, measured = [], {}
    for number, name in enumerate(("chelsea", "china", "coffee")):
        path = project.root / f"{name}.jpg"
        path.write_bytes(encode(wheel_photograph(name), 70))
        fit = small_model().posts[number]
        posts.append(Post(fit.id if number else "new", path.name, fit.posted_at, None))
        measured[posts[-1].id] = Measurement(measure(path, None))
    write_posts(project.posts, posts)
    write_features(project.features, posts, measured, project.zone)
    (project.root / "again.jpg").write_bytes(encode(np.ascontiguousarray(rgb), 60))

    result = score_drafts(project, [project.root / "again.jpg", *drafts(project)[:1]], at=AT)

    known = {one.name: one for one in result.ranked}
    assert known["again.jpg"].posted.id == "new"
    assert known["again.jpg"].warnings[0] == "You posted this picture on 2 Jan 2026."
    assert known["coffee.jpg"].warnings[0].endswith("so this guess is no test.")


def test_facts_are_those_of_the_result(project):
    result = score_drafts(project, drafts(project), at=AT, options=ScoreOptions(top=2))

    told = export.facts(result)
    rows = export.table(result).splitlines()

    assert [item["file"] for item in told["drafts"]] == [
        str(result.files[one.name].file.path) for one in result.shown
    ]
    assert len(told["drafts"]) == len(rows) - 1 == 2
    assert told["posting_at_source"] == "--at"
    assert told["drafts"][0]["changes"] is None
    assert told["times"] is None
    assert result.given(result.shown[0]) == told["drafts"][0]["file"]


def test_expected_likes_are_never_below_none():
    assert expected_likes(small_model(baseline=-3.0), {}) == 0
    assert sentences.posting(AT, 1, now=True) == "posting now, Fri 24 Jul 2026, 18:00"


def test_posts_that_came_since_the_fit_widen_the_range(project):
    """The model's last post is of 16 July; the draft goes out on the 24th."""
    small_model(drift=0.2).write(project.model)
    days = [datetime(2026, 7, day, 12, 0, tzinfo=UTC) for day in (16, 18, 20, 26)]
    alone = score_drafts(project, drafts(project)[:1], at=AT)
    write_posts(project.posts, [Post(f"p{day:%d}", "", posted_at=day) for day in days])

    result = score_drafts(project, drafts(project)[:1], at=AT)

    assert (alone.since, result.since) == (0, 2)
    assert export.facts(result)["posts_since"] == 2
    assert result.shown[0].low < alone.shown[0].low
    assert result.shown[0].high > alone.shown[0].high


def test_a_model_without_posts_knows_of_none_since(project):
    small_model(posts=()).write(project.model)

    assert score_drafts(project, drafts(project)[:1], at=AT).since == 0


MEASURED = "decoding 3, features 2, faces 4"


@pytest.mark.parametrize(
    ("learnt", "today", "said"),
    [
        (MEASURED, MEASURED, False),
        ("", MEASURED, False),
        ("decoding 3, features 1, faces 4", MEASURED, True),
        ("decoding 2, features 2, faces 4", MEASURED, True),
        ("decoding 3, features 2, faces 4 by LiteRT", MEASURED, True),
        ("decoding 3, features 2, faces none", MEASURED, False),
        (MEASURED, "decoding 3, features 2, faces none", False),
        ("decoding 3, features 1, faces none", MEASURED, True),
    ],
)
def test_a_model_of_other_measures_is_told_to_be_learnt_anew(learnt, today, said):
    told = pipeline.other_definitions(learnt, today)

    assert [one.code for one in told] == (["measured_otherwise"] if said else [])


@pytest.mark.parametrize("same", [True, False])
def test_scores_by_a_model_of_other_measures_come_with_a_warning(project, same):
    made_with = {"definitions": extract.version() if same else "decoding 0, features 0"}
    model = small_model(made_with=made_with)

    result = score_drafts(model, drafts(project)[:1], at=AT)

    assert (remarks.MEASURED_OTHERWISE in result.warnings) == (not same)


def test_posts_most_alike_are_pictured_small_and_bare_where_a_page_is_asked_for(tmp_path, project):
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    Image.fromarray(wheel_photograph("rocket")).save(tmp_path / "post.jpg", exif=exif)
    fits = small_model().posts[:3]
    images = ("post.jpg", "gone.jpg", "")
    posts = {
        fit.id: Post(fit.id, image, fit.posted_at, 60)
        for fit, image in zip(fits, images, strict=True)
    }
    known = pipeline.Known(posts, {fit.id: average() for fit in fits}, project, UTC)
    heard = []

    def scored(**more):
        return score_drafts(
            small_model(),
            drafts(project)[:1],
            at=AT,
            options=ScoreOptions(**more),
            listener=Listener(warn=heard.append),
            known=known,
        )

    result = scored(thumbnails=True)

    assert {post.id for post in result.shown[0].alike} == set(posts)
    assert list(result.alike) == [fits[0].id]
    assert b"Exif" not in result.alike[fits[0].id]
    with Image.open(io.BytesIO(result.alike[fits[0].id])) as small:
        assert max(small.size) == pipeline.SMALL
    assert [said.endswith("The page shows a grey tile.") for said in heard] == [True]
    assert scored().alike == {}
