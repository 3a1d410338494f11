import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy.stats import t as student

from spe.errors import NotReadyError, SpeError
from spe.features import BY_NAME, CATALOGUE
from spe.model import fit as fitting
from spe.model.fit import fit
from spe.model.options import FitOptions
from spe.notices import Notice
from spe.stats import inference, intervals
from spe.transforms import transformed
from tests.mapie_reference import cv_plus
from tests.planted import COLUMNS, LATER, NAMES, NO_GROUPS, design, planted

STRONG = {"brightness": 0.25, "busyness": -0.2}


@pytest.fixture(scope="module")
def account():
    return planted(120, STRONG)


@pytest.fixture(scope="module")
def model(account):
    return account.fit()


@pytest.fixture(scope="module")
def silent():
    return planted(60, seed=1).fit()


@pytest.fixture(scope="module")
def dozen():
    """An account of which only the usual is learnt: for what is decided before a model is."""
    return planted(12)


def tellable(model):
    """The terms that have an effect of their own: all but the bends of others' lines."""
    return [term for term in model.terms if not BY_NAME[term.name].bend]


def same(one, other):
    """Equal in what was learnt, to rounding."""
    assert [term.name for term in one.terms] == [term.name for term in other.terms]
    for a, b in zip(one.terms, other.terms, strict=True):
        assert a.coefficient == pytest.approx(b.coefficient, abs=1e-9)
        assert a.effect == pytest.approx(b.effect, abs=1e-9, nan_ok=True)
    assert one.gate_p == other.gate_p
    assert one.skill.gain == pytest.approx(other.skill.gain, abs=1e-9)


# Recovered truth.


def test_planted_effects_are_found_named_and_signed(model):
    found = {term.name: term for term in model.terms if term.evidence == "strong"}

    assert set(found) == set(STRONG)
    for name, truth in STRONG.items():
        term = found[name]
        assert term.low <= term.effect <= term.high
        assert 0.5 < term.effect / (truth * term.step) < 1.15
        assert np.sign(term.coefficient) == np.sign(truth)


def test_the_size_told_is_the_coefficient_that_predicts(model):
    for term in tellable(model):
        told = term.coefficient * term.step / term.scale
        assert term.effect == pytest.approx(told, abs=1e-12)
        assert term.low <= term.low50 <= term.effect <= term.high50 <= term.high


def test_the_classical_table_stands_apart_from_what_is_told(model):
    freedom = model.ols["df_resid"]
    for term in tellable(model):
        t = term.ols_effect / term.ols_std_error
        half = student.ppf(0.95, freedom) * term.ols_std_error
        assert term.ols_p_value == pytest.approx(2 * student.sf(abs(t), freedom), rel=1e-6)
        assert term.ols_high - term.ols_effect == pytest.approx(half, rel=1e-9)
        assert term.effect != term.ols_effect


def test_the_groups_of_planted_effects_are_found(model):
    assert {group.name for group in model.groups if group.found} == {"light", "detail"}


def test_a_model_that_knows_something_has_skill(model):
    assert model.gate_open
    assert model.has_skill
    assert model.skill.gain_low > 0
    assert model.skill_forward.gain > 0


def test_an_account_without_effects_is_told_none(silent):
    assert not silent.gate_open
    assert not silent.has_skill
    assert not any(group.found for group in silent.groups)
    assert {term.evidence for term in silent.terms} == {"unclear"}


def test_an_account_without_effects_hears_its_usual(silent):
    post = dict.fromkeys(NAMES, 3.0)

    assert silent.predict(post) == silent.baseline
    assert set(silent.contributions(post).values()) == {0.0}
    low, high = silent.interval(post, 0.8)
    assert low < silent.usual < high


def test_a_face_is_told_as_one_face_against_none():
    term = planted(240, {"faces": 0.5}, seed=2).fit().by_name["faces"]

    assert term.step == 1
    assert term.low < 0.5 < term.high
    assert term.evidence == "strong"


@pytest.mark.parametrize("name", ["album", "weekend"])
def test_yes_is_told_against_no(name):
    term = planted(240, {name: 0.4}, seed=2).fit().by_name[name]

    assert term.step == 1
    assert term.low < 0.4 < term.high
    assert term.evidence == "strong"


def test_where_the_posts_say_nothing_of_albums_the_feature_is_dropped_by_name(dozen):
    singles = replace(dozen, features=dozen.features.assign(album=0.0))
    unknown = replace(dozen, features=dozen.features.assign(album=np.nan))

    others = dozen.fit().dropped
    assert "album" not in others
    assert singles.fit().dropped == {**others, "album": Notice("constant")}
    assert unknown.fit().dropped == {**others, "album": Notice("mostly_unknown")}


# Invariances.


def test_the_order_of_rows_changes_nothing(account, model):
    order = np.random.default_rng(0).permutation(len(account.posts))

    shuffled = replace(
        account,
        posts=[account.posts[i] for i in order],
        features=account.features.iloc[order[::-1]],
    )

    again = shuffled.fit()

    assert again.data_hash == model.data_hash
    same(again, model)


def test_ten_times_the_likes_change_no_percent_effect(account):
    """Of likes so many that the 1 in log1p does not count."""
    large = account.with_likes(account.likes() * 100).fit()
    larger = account.with_likes(account.likes() * 1000).fit()

    for a, b in zip(tellable(large), tellable(larger), strict=True):
        assert a.effect == pytest.approx(b.effect, abs=1e-3)
        assert a.coefficient == pytest.approx(b.coefficient, abs=1e-3)
        assert a.evidence == b.evidence


def test_a_constant_column_changes_nothing(account):
    constant = replace(account, features=account.features.assign(thirds=0.25))
    absent = replace(account, features=account.features.drop(columns="thirds"))

    with_it = constant.fit()

    same(with_it, absent.fit())
    assert with_it.dropped == {"thirds": Notice("constant"), **NO_GROUPS}


def test_the_same_seed_is_the_same_model(account, model):
    again = account.fit()

    assert again.fold_residuals == model.fold_residuals
    assert again.gate_p == model.gate_p


# The model's arithmetic.


def test_contributions_add_up_to_the_prediction(account, model):
    for i in (0, 40, 119):
        values = account.values(i)
        total = model.baseline + sum(model.contributions(values).values())
        assert total == pytest.approx(model.predict(values), abs=1e-9)


def test_reasons_lead_from_the_usual_to_the_expected(model):
    for post in model.posts:
        led = math.log1p(post.usual) + sum(post.reasons.values())
        assert math.log1p(post.expected) == pytest.approx(led, abs=1e-9)


def test_the_level_is_the_median_of_the_last_ten_without_their_photos_part(account, model):
    last = range(len(account.posts) - 10, len(account.posts))
    parts = [sum(model.contributions(account.values(at)).values()) for at in last]

    assert model.has_skill
    assert model.baseline == pytest.approx(
        np.median(np.log1p(account.likes()[-10:]) - parts), abs=1e-9
    )


def test_where_photos_say_nothing_the_level_is_the_median_of_the_last_ten():
    account = planted(60)
    silent = account.fit()

    assert not silent.has_skill
    assert silent.usual == pytest.approx(np.expm1(np.median(np.log1p(account.likes()[-10:]))))


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9])
def test_ranges_are_mapies(account, model, confidence):
    kept = [COLUMNS[NAMES.index(term.name)] for term in model.terms]
    x = account.features[[column.name for column in kept]].to_numpy(float)
    for j, column in enumerate(kept):
        x[:, j] = transformed(x[:, j], column.transform)
    seconds = np.array([post.posted_at.timestamp() for post in account.posts])
    table = design(5)
    table = replace(
        table,
        days=(seconds - seconds[0]) / 86400,
        y=np.log1p(account.likes()),
        x=x,
        columns=tuple(kept),
    )
    # MAPIE's ranges stand around one level, that of the last ten posts.
    plain = replace(model, shifts=(), shift=0.0)
    rows = np.flatnonzero(~np.isnan(x).any(axis=1))[:8]
    columns = np.column_stack([np.full(len(rows), len(table)), x[rows]])

    _, theirs = cv_plus(table, confidence).predict_interval(columns)

    for row, bounds in zip(rows, theirs[:, :, 0], strict=True):
        ours = np.log1p(plain.interval(account.values(row), confidence))
        assert np.allclose(ours, bounds, atol=1e-9)


def test_what_ranges_are_made_of_is_without_the_photos_part(account, model):
    """The shifts are of log-likes from which the photos' own part is taken out."""
    left = [
        math.log1p(count) - sum(model.contributions(account.values(i)).values())
        for i, count in enumerate(account.likes())
    ]

    assert model.shift == pytest.approx(np.median(left[-3:]) - model.baseline)
    assert model.shifts[-1] == pytest.approx(np.median(left[-4:-1]) - np.median(left[-11:-1]))
    assert model.drift == pytest.approx(intervals.drift(np.array(left)))
    assert len(model.shifts) == len(model.fold_residuals)


def test_a_model_without_skill_ranges_around_the_likes_as_they_are(silent):
    logs = np.log1p(planted(60, seed=1).likes())

    assert silent.shift == pytest.approx(np.median(logs[-3:]) - np.median(logs[-10:]))
    assert silent.drift == pytest.approx(intervals.drift(logs))


@pytest.mark.parametrize(("ago", "told"), [(4, 4), (25, None)])
def test_a_jump_within_the_last_ten_posts_is_told(ago, told):
    steady = planted(60, seed=2, noise=0.15, growth=0.0)
    factor = np.where(np.arange(60) >= 60 - ago, 0.35, 1.0)

    model = steady.with_likes(np.round(steady.likes() * factor)).fit()

    said = [item.values["posts"] for item in model.warnings if item.code == "recent_jump"]
    assert said == ([] if told is None else [told])


def test_a_wider_promise_is_a_wider_range(account, model):
    values = account.values(3)

    (low, high), (lower, higher) = model.interval(values, 0.5), model.interval(values, 0.9)

    assert lower < low < high < higher


def test_strange_drafts_are_told(account, model):
    usual = account.values(1)
    far = {**usual, "contrast": 50.0}

    assert model.outside(far) == ("contrast",)
    assert model.unlike(far)
    assert not model.unlike(usual)


# How much the number of posts allows.


@pytest.mark.parametrize(
    ("posts", "tier"),
    [(12, "none"), (25, "ranking"), (45, "groups"), (110, "features"), (210, "full")],
)
def test_the_number_of_posts_decides_what_is_told(posts, tier):
    model = planted(posts, STRONG).fit()

    assert model.tier == tier
    assert bool(model.terms) == (tier != "none")
    assert bool(model.groups) == (tier not in {"none", "ranking"})
    told = [term for term in model.terms if not math.isnan(term.effect)]
    core = {column.name for column in COLUMNS if column.core}
    if tier == "groups":
        assert {term.name for term in told} == core
    assert any(not math.isnan(term.p_max_t) for term in model.terms) == (
        tier in {"features", "full"}
    )


def test_a_dozen_posts_still_have_a_usual_and_its_range():
    account = planted(12)
    model = account.fit()

    low, high = model.interval({}, 0.8)

    assert model.usual == pytest.approx(
        np.expm1(np.median(np.log1p(account.likes()[-10:]))), abs=1e-9
    )
    assert low < model.usual < high
    assert len(model.posts) == 12


def test_a_face_pair_needs_enough_faces(account):
    rare = account.features.copy()
    with_face = rare.index[rare["faces"] > 0]
    rare.loc[with_face[12:], ["faces", "face_size", "face_off_centre"]] = 0, np.nan, np.nan

    _, dropped = fitting._design(account.posts, rare, "likes")

    assert set(dropped) == {"face_size", "face_off_centre", *NO_GROUPS}
    assert dropped["face_size"] == Notice("few_faces", {"photos": 12, "needed": 15})


def test_of_a_bend_no_effect_is_told_and_the_others_are_tested_without_it(account):
    """Beside it the value's own effect would be less sure."""
    bends = {item.name: item.bend for item in CATALOGUE if item.bend}
    away = {
        name: (account.features[bent] - account.features[bent].median()).abs()
        for name, bent in bends.items()
    }
    features = account.features.assign(**away)
    model = fit(account.posts, features, now=LATER)
    table, _ = fitting._design(account.posts, features, "likes")
    plain = table.only([at for at, column in enumerate(table.columns) if not column.bend])
    tested = [column.name for column in plain.columns if not column.pace]

    assert bends
    assert all(model.by_name[name].coefficient for name in bends)
    assert all(math.isnan(model.by_name[name].effect) for name in bends)
    assert all(math.isnan(model.by_name[name].p_max_t) for name in bends)
    p_values = inference.max_t(inference.Residualized.of(plain), 0)
    assert [model.by_name[name].p_max_t for name in tested] == p_values.tolist()
    assert {*bends} <= {name for group in model.groups for name in group.features}


def test_how_fast_an_account_posts_is_learnt_beside_what_is_tested(account):
    table, _ = fitting._design(account.posts, account.features, "likes")

    pace = {column.name for column in table.columns if column.pace}
    assert pace == {item.name for item in CATALOGUE if item.pace} == {"gap", "posts_7d"}


# Care for the data.


def read_on(account, **changes):
    return replace(account, posts=[replace(post, **changes) for post in account.posts])


def left_out(account):
    """The reasons and the posts, without a fit."""
    return fitting._chosen(account.posts, account.features, LATER, FitOptions())[1]


def since(account, moment):
    return {post.id for post in account.posts if post.posted_at > moment}


def test_young_posts_are_counted_and_left_out(account):
    last = max(post.posted_at for post in account.posts)

    (left,) = left_out(read_on(account, likes_as_of=last + timedelta(days=5)))

    assert left.reason == Notice("too_young", {"days": 14.0})
    assert set(left.ids) == since(account, last - timedelta(days=9))


def test_a_count_read_late_is_old_enough(account):
    last = max(post.posted_at for post in account.posts)
    young = read_on(account, likes_as_of=last + timedelta(days=1))

    (left,) = left_out(young.change(119, likes_as_of=last + timedelta(days=20)))

    assert "post118" in left.ids
    assert "post119" not in left.ids


def test_likes_of_no_known_day_are_settled_two_weeks_before_the_newest_of_their_posts(account):
    last = max(post.posted_at for post in account.posts)

    (left,) = left_out(read_on(account, likes_as_of=None))

    assert left.reason == Notice("perhaps_young", {"days": 14.0})
    assert set(left.ids) == since(account, last - timedelta(days=14))


def test_a_moment_before_which_likes_were_not_read_stands_for_the_day_that_nobody_knows(account):
    then = account.posts[60].posted_at

    (left,) = left_out(read_on(account, likes_as_of=None, likes_read_after=then))

    assert left.reason == Notice("perhaps_young", {"days": 14.0})
    assert set(left.ids) == since(account, then - timedelta(days=14))


def test_a_post_of_a_day_to_come_does_not_settle_the_others(account):
    last = account.posts[118].posted_at
    unknown = read_on(account, likes_as_of=None).change(119, posted_at=LATER + timedelta(days=400))

    (left,) = left_out(unknown)

    assert set(left.ids) == since(unknown, last - timedelta(days=14))


def test_unknown_likes_are_missing_not_zero(dozen):
    missing = dozen.with_likes([None, -1, *dozen.likes()[2:]])

    model = missing.fit()

    assert model.left_out[0].reason == Notice("no_likes")
    assert set(model.left_out[0].ids) == {"post000", "post001"}


def test_excluded_posts_are_left_out_for_their_reason(dozen):
    model = dozen.change(3, excluded="an advert").fit(exclude=["post007"])

    assert {item.reason.code: item.ids for item in model.left_out} == {
        "excluded": ("post003",),
        "on_request": ("post007",),
    }
    assert model.left_out[0].reason.values == {"why": "an advert"}


def test_excluding_what_is_not_there_is_said(account):
    with pytest.raises(SpeError, match="no post has the id 'nobody'"):
        account.fit(exclude=["nobody"])


def test_a_post_that_could_not_be_measured_costs_itself_only(dozen):
    features = dozen.features.copy()
    features.loc["post010", "problem"] = "post010.jpg: the file is cut off."
    features = features.drop(index="post011")

    model = replace(dozen, features=features).fit()

    assert {item.reason.code for item in model.left_out} == {"not_measurable", "not_measured"}
    assert model.n_posts == 10


def test_the_same_photo_again_is_left_out(dozen):
    features = dozen.features.copy()
    features.loc["post009"] = features.loc["post004"]

    model = replace(dozen, features=features).fit()

    assert model.left_out[-1].ids == ("post009",)
    assert model.left_out[-1].reason == Notice("same_photo")


def test_hidden_counts_are_told_and_left_out_on_request(account, model):
    likes = account.likes()
    likes[30:45] = 3
    hidden = account.with_likes(likes)

    told, without = hidden.fit(), hidden.fit(leave_out_hidden=True)

    assert told.warnings[0].code == "hidden_counts"
    assert told.warnings[0].values["posts"] == 15
    assert not told.warnings[0].values["left_out"]
    assert without.warnings[0].values["left_out"]
    assert without.left_out[-1].reason == Notice("same_count")
    assert told.n_posts == 120
    assert without.n_posts == 105
    ids = {post.id for post in hidden.posts[30:45]}
    assert not ids & {post.id for post in without.posts}
    assert without.usual == pytest.approx(model.usual, rel=0.05)


def test_a_lasting_drop_is_said_and_the_baseline_follows():
    account = planted(80, growth=0)
    likes = account.likes()
    likes[45:] = likes[45:] // 3

    model = account.with_likes(likes).fit()

    assert any(item.code == "jump" and item.values["change"] < -0.4 for item in model.warnings)
    assert model.usual < 40


def test_years_of_silence_are_said(account):
    posts = [
        replace(post, posted_at=post.posted_at - timedelta(days=900)) if i < 60 else post
        for i, post in enumerate(account.posts)
    ]

    model = replace(account, posts=posts).fit()

    assert any(item.code == "long_pause" for item in model.warnings)
    assert model.has_skill


def test_two_posts_in_one_second_are_said(dozen):
    model = dozen.change(8, posted_at=dozen.posts[7].posted_at).fit()

    assert Notice("same_second", {"posts": 1}) in model.warnings


def test_all_posts_at_one_moment_can_still_be_fitted(account):
    posts = [replace(post, posted_at=account.posts[0].posted_at) for post in account.posts]

    assert replace(account, posts=posts[:60], features=account.features[:60]).fit().n_posts == 60


def test_equal_likes_teach_nothing(account):
    with pytest.raises(SpeError, match="All 120 posts have 7 likes"):
        account.with_likes(np.full(120, 7)).fit()


def test_nearly_no_likes_teach_nothing(account):
    with pytest.raises(SpeError, match="113 of 120 posts have 0 likes"):
        account.with_likes([0] * 113 + [1, 2, 3, 1, 2, 5, 1]).fit()


def test_many_zeros_are_said():
    account = planted(60, usual=0.6, growth=0, noise=0.6)

    model = account.fit()

    assert any(item.code == "many_zeros" for item in model.warnings)
    assert np.isfinite(model.baseline)


def test_too_few_posts_are_refused_with_the_reasons(account):
    with pytest.raises(NotReadyError, match=r"Only 3 posts can be used.*\n.*117: no like count"):
        account.with_likes([9, 12, 15] + [None] * 117).fit()


def test_a_feature_nobody_measured_is_named(account):
    features = account.features.assign(faces=np.nan, face_size=np.nan, face_off_centre=np.nan)

    model = replace(account, features=features).fit()

    assert model.dropped["faces"] == Notice("mostly_unknown")
    assert "faces" not in model.by_name


def test_comments_count_only_when_asked(dozen):
    talked = replace(
        dozen, posts=[replace(post, comments=10 * i) for i, post in enumerate(dozen.posts)]
    )

    plain, both = talked.fit(), talked.fit(target="likes+comments")

    assert plain.baseline == pytest.approx(dozen.fit().baseline)
    assert both.baseline > plain.baseline


def test_a_viral_post_is_kept_and_stands_out(account):
    likes = account.likes()
    likes[70] *= 30
    model = account.with_likes(likes).fit()

    residuals = {post.id: post.studentised for post in model.posts}

    assert model.n_posts == 120
    assert max(residuals, key=residuals.get) == "post070"
    assert residuals["post070"] > 4


def test_posts_stay_mostly_within_their_own_range(model):
    inside = [post.low <= post.likes <= post.high for post in model.posts]

    assert 0.72 < np.mean(inside) < 0.9


def test_what_it_was_made_of_is_written_down(dozen, model):
    changed = dozen.with_likes([*dozen.likes()[:-1], 1])

    assert model.options == FitOptions(14, (), "likes", 0, leave_out_hidden=False)
    assert {"spe", "numpy", "scikit-learn"} <= set(model.made_with)
    moved = dozen.change(-1, posted_at=dozen.posts[-1].posted_at + timedelta(hours=1))
    assert len({one.fit().data_hash for one in (dozen, changed, moved)}) == 3
    assert fit(dozen.posts, dozen.features, now=LATER, made_up=True).made_up


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (["features 2"] * 12, "features 2"),
        (["features 1"] + ["features 2"] * 11, None),
        ([""] * 12, None),
        (None, None),
    ],
)
def test_a_model_knows_the_definitions_that_all_its_photos_were_measured_by(told, known, dozen):
    features = dozen.features if told is None else dozen.features.assign(definitions=told)

    made_with = fit(dozen.posts, features, now=LATER).made_with

    assert made_with.get("definitions") == known


def test_the_trend_is_not_drawn_on_through_years_without_a_post():
    account = planted(40, growth=1.5)
    last = max(account.posts, key=lambda post: post.posted_at)
    then = LATER + timedelta(days=2100)
    late = replace(last, posted_at=last.posted_at + timedelta(days=2000), likes_as_of=then)
    posts = [late if post is last else post for post in account.posts]
    paused = replace(account, posts=posts)

    model = paused.fit(now=then)

    usual = next(post.usual for post in model.posts if post.id == last.id)
    assert usual < 2 * max(post.likes for post in account.posts)
    assert any(item.code == "long_pause" for item in model.warnings)
