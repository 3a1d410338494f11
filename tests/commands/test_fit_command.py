import json
import math
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.commands import fit as fit_command
from spe.model.fitted import FittedModel, Skill
from spe.wording.skill import PHOTOS_NOT_SHOWN
from tests.planted import planted


@pytest.fixture
def run(tmp_path):
    """Write an account into a project and run `spe fit` there."""

    def run(account, *options):
        account.write(tmp_path)
        return CliRunner().invoke(
            cli, ["-C", str(tmp_path), "fit", *options], env={"COLUMNS": "100"}
        )

    return run


def test_what_is_found_is_shown_with_its_evidence(run, tmp_path):
    result = run(planted(120, {"brightness": 0.3}))

    assert result.exit_code == 0
    assert "120 posts of a made-up account used" in result.stdout
    assert "Yes" in result.stdout
    assert "Brightness" in result.stdout
    assert "●●● strong" in result.stdout
    assert "○○○ can't tell" in result.stdout
    assert "Next: spe report" in result.stderr
    assert FittedModel.read(tmp_path / "data" / "model.json").made_up


def test_an_album_that_is_found_is_told_against_a_single_photo(run):
    shown = " ".join(run(planted(240, {"album": 0.4}, seed=2)).stdout.split())

    assert "Album +" in shown
    assert "an album of several photos against a single photo" in shown


def test_an_effect_is_shown_and_written_with_the_two_posts_that_it_is_told_between(run):
    draw = np.random.default_rng(1)
    account = planted(120, seed=3, noise=0.1)
    bright = draw.uniform(20, 90, 120)
    likes = np.round(account.likes() * np.exp(0.02 * (bright - 55))).astype(int)
    told = replace(account, features=account.features.assign(brightness=bright)).with_likes(likes)

    shown = " ".join(run(told).stdout.split())
    (effect,) = (
        item
        for item in json.loads(run(told, "--json").stdout)["effects"]
        if item["feature"] == "brightness"
    )

    assert "brightness 65 against 45" in shown
    assert effect["compared"] == {"low": 45, "high": 65}
    assert effect["compared_in_words"] == "brightness 65 against 45"
    assert effect["low_pct"] < 100 * math.expm1(0.02 * 20) < effect["high_pct"]


def test_of_equally_sure_effects_the_largest_is_shown_first(run):
    """Brightness is the surer by its t, but a third of blue is more than 20 points of it."""
    shown = run(planted(300, {"brightness": 0.4, "blue": 0.3})).stdout

    assert 0 < shown.index("  Blue") < shown.index("  Brightness")


def test_where_nothing_is_found_no_effect_is_named(run):
    result = run(planted(60, seed=1))

    assert result.exit_code == 0
    assert "Not yet" in result.stdout
    assert "No effect is named" in result.stdout
    assert "●" not in result.stdout


def test_a_dozen_posts_get_their_usual(run):
    result = run(planted(12))

    assert result.exit_code == 0
    assert "No model yet" in result.stdout
    assert "Your usual now" in result.stdout


def test_json_is_for_scripts(run):
    result = run(planted(45), "--json")

    told = json.loads(result.stdout)
    assert told["schema"] == "spe.fit/1"
    assert told["posts"] == 45
    assert told["effects"][0]["p_max_t"] is None
    assert told["made_up"] is True


def test_left_out_posts_are_counted(run):
    result = run(planted(45), "--exclude", "post003", "--exclude", "post004")

    assert "43 posts" in result.stdout
    assert "2 left out on request" in result.stdout


def test_a_wrong_age_is_a_usage_error(run):
    result = run(planted(45), "--min-age", "soon")

    assert result.exit_code == 2
    assert "number of days like 14d" in result.stderr


def test_too_few_posts_are_not_ready(run):
    result = run(planted(3))

    assert result.exit_code == 4
    assert "Only 3 posts can be used" in result.stderr


def test_without_posts_it_says_what_to_run(tmp_path):
    result = CliRunner().invoke(cli, ["-C", str(tmp_path), "fit"])

    assert result.exit_code == 4


def test_a_like_count_that_may_be_a_slip_is_named_with_what_corrects_it(run, tmp_path):
    slip = planted(24).change(12, likes=450_000)

    result = run(slip)
    shown = json.loads(run(slip, "--json").stdout)

    assert "One post has far more or far fewer likes" in result.stderr
    assert "450,000 on" in result.stderr
    assert "spe posts --likes post012 N" in result.stderr
    assert "24 posts of a made-up account used" in result.stdout
    (named,) = shown["far_counts"]
    assert (named["id"], named["likes"]) == ("post012", 450_000)
    assert named["day"] == f"{slip.posts[12].posted_at:%Y-%m-%d}"
    assert any("450,000" in warning for warning in shown["warnings"])
    assert FittedModel.read(tmp_path / "data" / "model.json").far_counts == ("post012",)


def test_where_no_count_is_far_from_the_others_none_is_named(run):
    result = run(planted(24), "--json")

    assert json.loads(result.stdout)["far_counts"] == []
    assert "slip" not in result.stderr


# What is said of the fit.


def said(model):
    return " ".join(text for _, text in fit_command.answer(model))


@pytest.mark.parametrize(
    ("ahead", "start"),
    [
        (None, "Yes, a little. Guessed from all others, later ones too:"),
        (0.1, "Yes, a little. Foretold from earlier posts alone, the last 80:"),
        (0.3, "Yes, clearly. Foretold from earlier posts alone, the last 80:"),
        (0.0, "Perhaps; not yet from the past alone. Foretold"),
        (-0.1, "Perhaps; not yet from the past alone. Foretold"),
    ],
)
def test_a_yes_holds_from_the_past_alone_where_that_could_be_tried(ahead, start):
    skill = Skill(115, 414.2, 471.0, 0.12, 0.02, 0.2, pairs=0.6)
    forward = None if ahead is None else replace(skill, posts=80, gain=ahead)
    model = FittedModel(
        "groups", 120, 4.0, gate_open=True, has_skill=True, skill=skill, skill_forward=forward
    )

    text = said(model)

    assert text.startswith(start)
    assert "off by ±410 likes, your recent median by ±470; 12% better (2 to 20%)." in text
    assert "60% of the time" in text
    assert PHOTOS_NOT_SHOWN not in text
    only_moment = replace(model, skill=replace(skill, mae_moment=414.0))
    assert said(only_moment).endswith(PHOTOS_NOT_SHOWN)


@pytest.mark.parametrize(
    ("gate_open", "p", "why"),
    [
        (False, 0.41, "no more than by chance (p = 0.410)."),
        (True, 3.81e-06, "unseen posts are not predicted better with it (p < 0.001)."),
    ],
)
def test_a_not_yet_has_its_true_reason_and_no_false_precision(gate_open, p, why):
    skill = Skill(115, 20.4, 20.0, -0.02)
    text = said(FittedModel("groups", 120, 4.0, gate_open=gate_open, gate_p=p, skill=skill))

    assert text.startswith("Not yet.")
    assert why in text
    assert "No effect is named." in text
