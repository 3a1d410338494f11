import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.errors import NotReadyError
from spe.measure.table import read_features
from spe.model.accounts import accounts, fit_accounts
from spe.model.fit import fit
from spe.model.fitted import FittedModel
from spe.model.options import FitOptions
from spe.posts import read_posts
from spe.workers import Workers
from tests.planted import LATER, planted


def keep(root, name, account):
    """Write an account as a folder of its own."""
    folder = root / "accounts" / name
    account.write(folder)
    return folder


@pytest.fixture
def agency(tmp_path):
    """Three made-up accounts: one with an effect, one without, one too short."""
    keep(tmp_path, "anna", planted(60, {"brightness": 0.5}))
    keep(tmp_path, "ben", planted(40, seed=1))
    keep(tmp_path, "cleo", planted(3))
    return tmp_path


def test_each_account_is_fitted_as_it_would_be_alone(agency):
    fitted = fit_accounts(accounts(agency), LATER, Workers(1), FitOptions())

    anna, ben, cleo = fitted
    assert [one.account for one in fitted] == ["anna", "ben", "cleo"]
    assert anna.has_skill
    assert not ben.has_skill
    assert cleo.problem
    folder = agency / "accounts" / "anna" / "data"
    posts, features = read_posts(folder / "posts.csv"), read_features(folder / "features.csv")
    alone = fit(posts, features, now=LATER, made_up=True)
    assert repr(FittedModel.read(folder / "model.json").terms) == repr(alone.terms)
    assert repr(anna.skill) == repr(alone.skill)


def test_q_is_p_corrected_for_the_accounts_that_were_tested(agency):
    anna, ben, cleo = fit_accounts(accounts(agency), LATER, Workers(1), FitOptions())

    small, large = sorted([anna.gate_p, ben.gate_p])
    assert sorted([anna.q_value, ben.q_value]) == [pytest.approx(min(2 * small, large)), large]
    assert math.isnan(cleo.q_value)


def test_workers_fit_the_same(tmp_path):
    for name in ("anna", "ben", "cleo"):
        keep(tmp_path, name, planted(12 + len(name)))
    alone = fit_accounts(accounts(tmp_path), LATER, Workers(1), FitOptions())

    assert repr(fit_accounts(accounts(tmp_path), LATER, Workers(2), FitOptions())) == repr(alone)


def test_a_folder_without_accounts_says_what_to_do(tmp_path):
    with pytest.raises(NotReadyError, match="spe -C accounts/NAME import"):
        accounts(tmp_path)


def test_the_command_shows_a_line_an_account_and_names_the_one_without(agency):
    result = CliRunner().invoke(
        cli, ["-C", str(agency), "fit", "--by", "account", "-j", "1"], env={"COLUMNS": "100"}
    )

    assert result.exit_code == 3
    anna, ben = (line.split() for line in result.stdout.splitlines() if line.strip()[:1] in "ab")
    assert anna[0] == "anna"
    assert anna[-1] == "yes"
    assert ben[-2:] == ["not", "yet"]
    assert "cleo: " in result.stderr
    assert "luck" in result.stderr


def test_the_command_has_json_for_scripts(agency):
    result = CliRunner().invoke(
        cli, ["-C", str(agency), "fit", "--by", "account", "-j", "1", "--json"]
    )

    lines = json.loads(result.stdout)["accounts"]
    assert [line["account"] for line in lines] == ["anna", "ben", "cleo"]
    assert lines[2]["q_value"] is None


def test_leaving_out_a_post_is_for_one_account(agency):
    result = CliRunner().invoke(
        cli, ["-C", str(agency), "fit", "--by", "account", "--exclude", "post001"]
    )

    assert result.exit_code == 2


def test_extract_measures_every_account_and_keeps_parquet_a_partition_an_account(tmp_path, encoded):
    for name in ("anna", "ben"):
        posts = [replace(post, image=f"{post.id}.jpg") for post in planted(2).posts]
        folder = keep(tmp_path, name, replace(planted(2), posts=posts))
        for post in posts:
            pixels = np.random.default_rng(len(name)).integers(0, 256, (80, 100, 3), np.uint8)
            (folder / post.image).write_bytes(encoded(pixels, "JPEG"))

    result = CliRunner().invoke(
        cli, ["-C", str(tmp_path), "extract", "--by", "account", "--store", "parquet", "-j", "1"]
    )

    assert result.exit_code == 0, result.output
    whole = pd.read_parquet(tmp_path / "data" / "features.parquet")
    assert list(whole["account"].astype(str)) == ["anna", "anna", "ben", "ben"]
    for name in ("anna", "ben"):
        own = read_features(tmp_path / "accounts" / name / "data" / "features.csv")
        part = whole[whole["account"] == name].drop(columns="account").set_index("id")
        pd.testing.assert_frame_equal(part, own, check_index_type=False)


def test_like_counts_that_may_be_slips_are_counted_and_pointed_to(tmp_path):
    keep(tmp_path, "anna", planted(12))
    keep(tmp_path, "ben b", planted(12).change(5, likes=450_000))

    result = CliRunner().invoke(cli, ["-C", str(tmp_path), "fit", "--by", "account", "-j", "1"])

    assert "ben b: 1 of its like counts may be slips." in result.stderr
    assert "spe -C 'accounts/ben b' fit names them" in result.stderr
    assert "anna" not in result.stderr
