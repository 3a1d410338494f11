"""The Python door: what `import spe` gives, and that nothing is printed or written unasked."""

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import spe
from spe.demo import write_account
from spe.measure.table import read_features
from spe.project import Project
from spe.sources import DatesUnclear, FoldersUnclear
from tests.planted import LATER, planted

LIGHT = {"click", "rich", "numpy", "pandas", "cv2", "scipy", "sklearn", "statsmodels", "jinja2"}


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """A made-up account of 24 posts: a table beside its photos, and drafts."""
    folder = tmp_path_factory.mktemp("account")
    write_account(folder, 24, seed=4)
    return folder


@pytest.fixture(scope="module")
def posts(account):
    return spe.read_posts(account / "posts.csv", zone="Europe/Zurich")


@pytest.fixture(scope="module")
def features(posts):
    return spe.measure_posts(posts, zone="Europe/Zurich")


@pytest.fixture(scope="module")
def fit(posts, features):
    return spe.fit(posts, features, spe.FitOptions(min_age_days=0), made_up=True)


@pytest.fixture(scope="module")
def named():
    """A fit in which the effect of faces may be named."""
    account = planted(120, {"faces": 0.5}, seed=3)
    return spe.fit(account.posts, account.features, now=LATER)


def test_importing_spe_alone_loads_nothing_heavy():
    code = f"import sys, spe; print(sorted({LIGHT!r} & set(sys.modules)))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def test_what_spe_does_is_found_without_loading_what_it_is_done_with():
    code = f"import sys, spe; spe.fit; print(sorted({LIGHT - {'numpy'}!r} & set(sys.modules)))"

    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def test_the_door_works_without_click_and_rich():
    code = (
        "import sys; sys.modules['click'] = sys.modules['rich'] = None\n"
        "import spe; print(all(callable(getattr(spe, n)) for n in spe.__all__ if n != 'CATALOGUE'))"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "True"


def test_every_public_name_is_there_and_documented():
    for name in spe.__all__:
        value = getattr(spe, name)
        assert name in dir(spe)
        assert name == "CATALOGUE" or (value.__doc__ or "").strip()


def test_a_name_that_is_not_public_is_no_attribute():
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = spe.nothing_of_the_kind


def test_posts_are_read_where_they_lie_and_nothing_is_written(account, posts):
    before = sorted(account.rglob("*"))

    again = spe.read_posts(account / "posts.csv", zone="Europe/Zurich")

    assert again == posts
    assert sorted(account.rglob("*")) == before
    assert all(
        post.image == str(account / "photos" / f"post_{n:03}.jpg")
        for n, post in enumerate(posts, start=1)
    )


def test_photos_in_an_archive_are_unpacked_only_where_one_says(account, tmp_path, posts):
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in [account / "posts.csv", *sorted((account / "photos").iterdir())]:
            archive.write(path, path.relative_to(account))

    with pytest.raises(spe.SpeError, match="unpack_to"):
        spe.read_posts(packed)
    assert [path.name for path in tmp_path.iterdir()] == ["export.zip"]

    unpacked = spe.read_posts(packed, unpack_to=tmp_path / "mine")
    assert [post.likes for post in unpacked] == [post.likes for post in posts]
    assert all((tmp_path / "mine") in Path(post.image).parents for post in unpacked)


def test_photos_in_several_folders_are_posts_only_where_one_says(account, tmp_path):
    first, second = sorted((account / "photos").iterdir())[:2]
    for path, folder in ((first, "2024"), (second, "2025")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / path.name).write_bytes(path.read_bytes())

    with pytest.raises(FoldersUnclear, match="2 folders"):
        spe.read_posts(tmp_path)

    found = spe.read_posts(tmp_path, folders=True)
    assert {Path(post.image).parent.name for post in found} == {"2024", "2025"}


def test_dates_that_could_be_two_days_are_read_as_one_says(account, tmp_path):
    photo = min((account / "photos").iterdir())
    (tmp_path / "a.jpg").write_bytes(photo.read_bytes())
    (tmp_path / "mine.csv").write_text("photo,likes,date\na.jpg,3,03/04/2024 18:30\n")

    with pytest.raises(DatesUnclear):
        spe.read_posts(tmp_path / "mine.csv")

    days = {
        order: spe.read_posts(tmp_path / "mine.csv", dates=order)[0].posted_at.date().isoformat()
        for order in ("day-first", "month-first")
    }
    assert days == {"day-first": "2024-04-03", "month-first": "2024-03-04"}


def test_measures_are_the_command_line_s(account, posts, features, tmp_path):
    from click.testing import CliRunner

    from spe.cli import cli

    (tmp_path / "spe.toml").write_text('timezone = "Europe/Zurich"\n')
    for words in (("import", str(account / "posts.csv")), ("extract", "-j", "1")):
        result = CliRunner().invoke(cli, ["-C", str(tmp_path), *words])
        assert result.exit_code == 0, result.output

    pd.testing.assert_frame_equal(
        features,
        read_features(tmp_path / "data" / "features.csv"),
        check_dtype=False,
        check_index_type=False,
    )


def test_a_photo_that_is_none_costs_its_own_row_only(account, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")

    table = spe.measure_photos(account / "drafts" / "coffee.jpg", broken)

    assert table["problem"].iloc[0] == ""
    assert "broken.jpg" in table["problem"].iloc[1]
    assert table["brightness"].notna().tolist() == [True, False]


def test_a_cache_spares_the_measuring(account, tmp_path, monkeypatch):
    from spe.measure import extract

    photo, cache = account / "drafts" / "coffee.jpg", tmp_path / "measured.sqlite3"
    first = spe.measure_photos(photo, cache=cache)
    monkeypatch.setattr(extract, "measure", lambda *_args: pytest.fail("measured again"))

    again = spe.measure_photos(photo, cache=cache)

    pd.testing.assert_frame_equal(first, again)


def test_the_three_tables_tell_what_the_model_holds(named):
    fit, model = named, named.model

    tidy, glance, augment = spe.tidy(fit), spe.glance(fit), spe.augment(fit)

    assert tidy.index.to_list() == [term.name for term in model.terms]
    assert tidy.loc["faces", "estimate"] == model.by_name["faces"].effect
    assert tidy.loc["faces", "evidence"] == "strong"
    assert tidy.loc["faces", ["compared_low", "compared_high"]].to_list() == [0, 1]
    assert [*zip(tidy["compared_low"], tidy["compared_high"], strict=True)] == [
        term.compared for term in model.terms
    ]
    assert glance.loc[0, "posts"] == model.n_posts
    assert glance.loc[0, "gain"] == model.skill.gain
    assert glance.loc[0, "has_skill"]
    assert augment.index.to_list() == [post.id for post in model.posts]
    assert augment["posted_at"].is_monotonic_increasing
    np.testing.assert_allclose(
        augment["residual"], np.log1p(augment["likes"]) - np.log1p(augment["expected"])
    )
    assert augment["faces"].to_list() == named.features.loc[augment.index, "faces"].to_list()
    pd.testing.assert_frame_equal(spe.tidy(model), tidy)


def test_too_few_posts_have_a_glance_of_unknowns(posts, features):
    few = spe.fit(posts[:8], features, spe.FitOptions(min_age_days=0))

    assert spe.glance(few).loc[0, "tier"] == "none"
    assert np.isnan(spe.glance(few).loc[0, "gain"])
    assert spe.tidy(few).empty


def test_a_notebook_shows_the_answer_in_words_and_escapes_what_came_from_outside(posts, features):
    named = [replace(post, caption="<script>alert(1)</script>") for post in posts]

    shown = spe.fit(named, features, spe.FitOptions(min_age_days=0), made_up=True)._repr_html_()

    assert "made-up account" in shown
    assert "<script" not in shown


def test_a_notebook_lists_named_effects_with_their_ranges(named):
    shown = named._repr_html_()

    assert "Strong" in shown
    assert shown.count("<tr>") == (spe.tidy(named)["evidence"] != "unclear").sum()


def test_a_notebook_of_an_account_without_effects_lists_none():
    account = planted(40, seed=1)

    fit = spe.fit(account.posts, account.features, now=LATER)

    assert not fit.model.gate_open
    assert "<tr>" not in fit._repr_html_()


def test_the_report_is_the_command_line_s_and_written_where_one_says(fit, tmp_path):
    html = spe.write_report(fit, photos="few")
    assert not list(tmp_path.iterdir())

    assert spe.write_report(fit, tmp_path / "page.html", photos="few") == html
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == html
    assert "data:image/webp" in html
    assert "data:image/webp" not in spe.write_report(fit, photos="none")
    assert '<html lang="de">' in spe.write_report(fit, photos="none", language="de")


def test_the_report_tells_of_the_experiments_it_is_given(fit):
    start = sorted(post.posted_at for post in fit.posts)[-4]
    plan = spe.plan_experiment("album", posts=12, now=start, seed=1)

    told = spe.write_report(fit, photos="none", experiments=[plan])

    assert "3 of 12 posts" in told
    assert "3 of 12 posts" not in spe.write_report(fit, photos="none")


def test_drafts_are_scored_as_the_command_line_does(account, fit):
    from spe.drafts.pipeline import Known, score_drafts
    from spe.measure.table import values_by_post

    told = spe.score_drafts(fit, account / "drafts", at="2026-11-27 18:00")

    posts, past = {post.id: post for post in fit.posts}, values_by_post(fit.features)
    known = Known(posts, past, Project(account), fit.zone)
    plain = score_drafts(fit.model, [account / "drafts"], at="2026-11-27 18:00+00:00", known=known)
    assert told.index.to_list() == [one.name for one in plain.ranked]
    assert told["expected"].to_list() == pytest.approx([one.expected for one in plain.ranked])
    assert told["rank"].to_list() == [1, 2, 3]
    assert told.attrs["skipped"] == {}


@pytest.mark.parametrize(("at", "known"), [("2026-11-06", True), ("2029-03-02", False)])
def test_a_pause_of_years_is_not_learnt_from_the_age_of_the_posts(account, fit, at, known):
    """The last of the posts is a month before the one moment and years before the other."""
    pauses = fit.model.by_name["gap"].quantiles
    last = max(post.posted_at for post in fit.posts)
    within = (pd.Timestamp(at, tz="UTC") - last).days < pauses[18]

    told = spe.score_drafts(fit, account / "drafts", at=f"{at} 18:00")

    assert within is known
    assert np.isnan(told.attrs["pause_taken"]) is np.bool_(known)
    if not known:
        assert told.attrs["pause_taken"] == pauses[10]


def test_a_draft_that_was_posted_before_is_recognised(account, fit):
    told = spe.score_drafts(fit, account / "photos" / "post_005.jpg")

    assert any("You posted this picture" in said for said in told["warnings"].iloc[0])


def test_fit_refuses_what_can_t_be_by_its_post(posts, features):
    wrong = features.copy()
    wrong.loc[posts[3].id, "brightness"] = 1e308

    with pytest.raises(spe.SpeError, match=f"the post '{posts[3].id}', brightness: 1e"):
        spe.fit(posts, wrong)
    with pytest.raises(spe.SpeError, match=f"the post '{posts[0].id}', likes: a number of more"):
        spe.fit([replace(posts[0], likes=10**308), *posts[1:]], features)


def test_a_card_is_written_from_python_and_refused_by_a_name_it_can_not_have(fit, tmp_path):
    spe.write_card(fit, tmp_path / "card.jpg", shape="story")
    spe.write_card(fit, tmp_path / "bare.jpg", shape="story", photo=False)

    with Image.open(tmp_path / "card.jpg") as card, Image.open(tmp_path / "bare.jpg") as bare:
        assert card.size == bare.size == (1080, 1920)
        assert card.tobytes() != bare.tobytes()
    with pytest.raises(spe.SpeError, match="a card is a PNG or a JPEG"):
        spe.write_card(fit, tmp_path / "card.gif")
