"""Subjects in the model: entered where there are enough, and told against the usual."""

import math
from dataclasses import replace

import numpy as np
import pytest

from spe.errors import ModelError
from spe.features import SUBJECT, subject_values
from spe.model.fit import with_subjects
from spe.model.fitted import of_one
from spe.model.reading import read_model
from spe.subjects import FEWEST
from tests.planted import of_subjects, planted
from tests.small_model import small_model, term

DIFFERENCES = {"food": 0.0, "pets": 0.4, "travel": -0.2}


@pytest.fixture(scope="module")
def account():
    return of_subjects(planted(120), DIFFERENCES)


@pytest.fixture(scope="module")
def model(account):
    return account.fit()


def column(account):
    table = with_subjects(account.posts, account.features)
    return table[[name for name in table if name.startswith("subject:")]]


def test_each_post_has_its_own_subject_and_lacks_the_others(account):
    table = column(account)

    assert list(table) == ["subject:food", "subject:pets", "subject:travel"]
    assert (table.sum(axis=1) == 1).all()
    own = {post.id: f"subject:{post.subject}" for post in account.posts}
    assert all(table.loc[name, subject] == 1 for name, subject in own.items())


def test_a_post_of_no_subject_or_of_too_rare_a_one_is_unknown(account):
    posts = [
        replace(post, subject="" if i == 0 else "garden" if i < FEWEST else post.subject)
        for i, post in enumerate(account.posts)
    ]
    table = column(replace(account, posts=posts))

    assert "subject:garden" not in table
    assert table.iloc[:FEWEST].isna().all(axis=None)
    assert table.iloc[FEWEST:].notna().all(axis=None)


def test_of_one_subject_alone_nothing_is_compared(account):
    posts = [replace(post, subject="pets") for post in account.posts]

    assert column(replace(account, posts=posts)).empty
    assert with_subjects(posts, account.features) is account.features


def test_a_planted_subject_is_found_and_told_against_the_usual(model):
    assert SUBJECT in model.answer.groups
    pets = model.by_name["subject:pets"]
    shares = np.array([model.by_name[f"subject:{name}"].mean for name in DIFFERENCES])
    usual = float(shares @ np.array([*DIFFERENCES.values()]))

    assert model.answer.evidence("subject:pets") == "strong"
    assert pets.low < DIFFERENCES["pets"] - usual < pets.high
    assert pets.low < pets.effect < pets.high


def test_a_size_that_is_told_is_what_the_subject_adds_to_a_guess(model):
    of_pets = subject_values("pets", list(DIFFERENCES))
    parts = model.contributions(of_pets)

    assert parts["subject:pets"] == pytest.approx(model.by_name["subject:pets"].effect)
    assert parts["subject:food"] == parts["subject:travel"] == 0
    assert model.predict(of_pets) == pytest.approx(
        model.baseline + model.by_name["subject:pets"].effect
    )
    assert set(model.contributions(subject_values("", list(DIFFERENCES))).values()) == {0.0}


def test_a_post_is_told_what_its_own_subject_did(account, model):
    own = {post.id: f"subject:{post.subject}" for post in account.posts}

    for fit in model.posts:
        told = {name for name, part in fit.reasons.items() if name in model.subjects and part}
        assert told == {own[fit.id]}


def test_parts_that_exclude_each_other_are_put_together_as_one():
    parts = {"a": 1.0, "x": 0.25, "y": -0.5}

    assert of_one(parts, ["x", "y"], "y") == {"a": 1.0, "x": 0.0, "y": -0.25}
    assert of_one(parts, ["x", "y"], None) == parts


def test_least_squares_of_the_appendix_leave_the_most_common_out(model):
    known = {term.name: term for term in model.terms if term.group == SUBJECT}
    most = max(known.values(), key=lambda one: one.mean)

    assert math.isnan(most.ols_effect)
    assert math.isfinite(most.effect)
    assert all(math.isfinite(one.ols_effect) for one in known.values() if one is not most)
    assert max(one.vif for one in known.values() if one is not most) < 10


def test_a_subject_has_its_range_before_single_features_are_tested():
    model = of_subjects(planted(60), DIFFERENCES).fit()
    told = [term for term in model.terms if term.group == SUBJECT]

    assert all(math.isfinite(term.low) and term.evidence == "unclear" for term in told)


def test_the_fingerprint_of_the_data_knows_subjects(account, model):
    posts = [replace(account.posts[0], subject="food"), *account.posts[1:]]
    assert account.posts[0].subject != "food"

    assert replace(account, posts=posts).fit().data_hash != model.data_hash


def test_a_model_with_subjects_is_written_and_read(tmp_path, model):
    path = tmp_path / "model.json"
    model.write(path)

    assert repr(read_model(path)) == repr(model)


@pytest.mark.parametrize(
    ("name", "group"),
    [("subject:", SUBJECT), ("smell", SUBJECT), ("subject:pets", "light")],
)
def test_what_only_claims_to_be_a_subject_is_refused(tmp_path, name, group):
    path = tmp_path / "model.json"
    small_model((term(name, group, 0.1, 0, 1),)).write(path)

    with pytest.raises(ModelError, match="does not measure"):
        read_model(path)


def test_subjects_said_of_fewer_than_half_of_the_posts_are_compared_all_the_same():
    account = of_subjects(planted(60), {"food": 0.0, "pets": 0.4}, said=0.4)
    known = column(account)
    assert known.notna().all(axis=1).mean() < 0.5

    assert account.fit().subjects == ("subject:food", "subject:pets")
