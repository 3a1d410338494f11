import json
import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from spe.errors import ModelError, NotReadyError
from spe.model.fitted import FORMAT, FittedModel, LeftOut, Skill, Term
from spe.notices import Notice
from tests.planted import planted


@pytest.fixture(scope="module")
def model():
    return planted(60, {"brightness": 0.3}).fit()


@pytest.fixture
def path(model, tmp_path):
    model.write(tmp_path / "model.json")
    return tmp_path / "model.json"


def test_a_model_read_is_the_model_written(model, path, tmp_path):
    again = FittedModel.read(path)
    again.write(tmp_path / "again.json")

    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()
    assert again.terms[0].coefficient == model.terms[0].coefficient
    assert again.posts[3].posted_at == model.posts[3].posted_at
    assert again.interval({}, 0.9) == model.interval({}, 0.9)


def test_the_unknown_is_null_and_comes_back_unknown(path):
    data = json.loads(path.read_text())

    assert "NaN" not in path.read_text()
    assert data["terms"][0]["p_max_t"] is None
    assert math.isnan(FittedModel.read(path).terms[0].p_max_t)


def test_no_model_yet_says_what_to_run(tmp_path):
    with pytest.raises(NotReadyError, match="Run spe fit first"):
        FittedModel.read(tmp_path / "model.json")


def mangled(path, change):
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def test_a_newer_model_is_refused(path):
    mangled(path, lambda data: data.update(format=FORMAT + 1))

    with pytest.raises(ModelError, match="newer spe"):
        FittedModel.read(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(baseline="high"),
        lambda data: data.update(baseline=None),
        lambda data: data.update(tier="huge"),
        lambda data: data.update(posts=3),
        lambda data: data.update(surprise=1),
        lambda data: data.pop("baseline"),
        lambda data: data["terms"].pop(),
        lambda data: data["terms"][0].update(scale=0),
        lambda data: data["terms"][0].update(mean=None),
        lambda data: data["terms"][0].pop("name"),
        lambda data: data["terms"].__setitem__(0, "brightness"),
        lambda data: data["fold_of_post"].__setitem__(0, 99),
        lambda data: data["fold_residuals"].pop(),
        lambda data: data["posts"][0].update(posted_at="yesterday"),
        lambda data: data.update(warnings=[{"code": "nonsense", "values": {}}]),
        lambda data: data.update(warnings=["a sentence"]),
        lambda data: data.update(format=1, warnings=[3]),
        lambda data: data.update(format=1, left_out=["a"]),
        lambda data: data.update(format=1, dropped=[1]),
        lambda data: data.update(format=True),
        lambda data: data.pop("format"),
    ],
)
def test_a_mangled_model_is_one_sentence(path, change):
    mangled(path, change)

    with pytest.raises(ModelError, match=r"model\.json: .*Run spe fit again\.$"):
        FittedModel.read(path)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "3", "null", "\x00", '{"format": "one"}'])
def test_what_is_no_model_is_one_sentence(path, text):
    path.write_text(text)

    with pytest.raises(ModelError, match="Run spe fit again"):
        FittedModel.read(path)


def test_what_is_not_text_is_one_sentence(path):
    path.write_bytes(b"\xff\xfe\x80")

    with pytest.raises(ModelError, match="can't be read"):
        FittedModel.read(path)


def test_reading_a_model_needs_nothing_heavier_than_numpy():
    code = (
        "import sys, spe.model.fitted; "
        "heavy = {'pandas', 'scipy', 'sklearn', 'statsmodels', 'mapie', 'cv2'}; "
        "sys.exit(bool(heavy & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def bare(**changes):
    terms = (
        Term("faces", "faces", "log1p", 0.5, 0.4, 0.1, (0.0, 3.0)),
        Term("blue", "colour", "identity", 0.2, 0.1, -0.05, (0.0, 0.9)),
    )
    model = FittedModel(
        "features",
        20,
        math.log1p(50),
        terms=terms,
        gate_open=True,
        has_skill=True,
        skill=Skill(20, 8.0, 10.0, 0.2),
        fold_coefficients=((0.1, -0.05), (0.12, -0.03)),
        fold_offsets=(0.0, 0.02),
        fold_of_post=(0, 1) * 10,
        fold_residuals=tuple(np.linspace(-0.5, 0.5, 20).tolist()),
        usual_residuals=tuple(np.linspace(-0.6, 0.6, 20).tolist()),
    )
    return replace(model, **changes)


def test_a_contribution_can_be_worked_out_on_paper():
    parts = bare().contributions({"faces": 1.0, "blue": 0.5})

    assert parts["faces"] == pytest.approx(0.1 * (math.log(2) - 0.5) / 0.4)
    assert parts["blue"] == pytest.approx(-0.05 * 3)


def test_an_unknown_value_adds_nothing():
    model = bare()

    assert model.contributions({"blue": 0.2, "faces": math.nan}) == {"faces": 0.0, "blue": 0.0}
    assert model.contributions({}) == {"faces": 0.0, "blue": 0.0}
    assert model.predict({}) == model.baseline


def test_a_model_without_skill_says_the_usual():
    model = bare(has_skill=False)

    assert model.predict({"blue": 0.9}) == model.baseline
    assert model.interval({"blue": 0.9}, 0.8) == model.interval({}, 0.8)
    assert len(model.outcomes({})) == 20


def test_outcomes_lie_around_the_prediction():
    model = bare()
    values = {"faces": 1.0, "blue": 0.2}

    outcomes = model.outcomes(values)

    assert outcomes.min() < math.expm1(model.predict(values)) < outcomes.max()
    assert np.all(outcomes >= 0)


def test_too_few_past_posts_promise_nothing():
    model = bare(has_skill=False, usual_residuals=(0.1, -0.2, 0.3, 0.0))

    assert model.interval({}, 0.9) == (0.0, math.inf)
    assert model.interval({}, 0.8)[1] < math.inf


MISSES = (0.5, -0.4, 0.3, -0.2)


def usual_range(**changes):
    """The 80 % range in log-likes above the baseline: of four misses the largest decides."""
    model = bare(has_skill=False, usual_residuals=MISSES, **changes)
    return np.log1p(model.interval({}, 0.8)) - model.baseline


def test_a_range_spans_to_what_the_last_posts_got():
    assert usual_range() == pytest.approx([-0.5, 0.5])
    assert usual_range(shift=-0.6) == pytest.approx([-1.1, 0.5])
    assert usual_range(shift=0.6) == pytest.approx([-0.5, 1.1])


def test_past_posts_that_lay_on_the_side_of_their_own_shift_missed_by_less():
    assert usual_range(shifts=(0.2, 0.0, 0.0, 0.0)) == pytest.approx([-0.4, 0.4])
    assert usual_range(shifts=(-0.2, 0.0, 0.0, 0.0)) == pytest.approx([-0.5, 0.5])
    assert usual_range(shifts=(0.4, -0.3, 0.0, 0.0)) == pytest.approx([-0.3, 0.3])


def test_a_post_between_the_two_levels_missed_by_nothing():
    assert usual_range(shifts=(0.9, -0.9, 0.9, -0.9)) == pytest.approx([0.0, 0.0])


def test_ranges_of_a_model_with_skill_span_and_widen_likewise():
    model = bare(fold_offsets=(0.0, 0.0), fold_coefficients=((0.0, 0.0),) * 2)
    low, high = np.log1p(model.interval({}, 0.9)) - model.baseline

    moved = replace(model, shift=-0.3, drift=0.5)

    assert np.log1p(moved.interval({}, 0.9)) - model.baseline == pytest.approx([low - 0.3, high])
    later = np.log1p(moved.interval({}, 0.9, since=6)) - model.baseline
    assert later == pytest.approx([2 * low - 0.3, 2 * high])


def test_a_range_widens_with_every_post_after_the_last_that_was_learnt_from():
    model = bare(has_skill=False, usual_residuals=MISSES, drift=0.1)

    assert model.widening(0) == 1.0
    assert model.widening(-1) == 1.0
    assert model.widening(30) == pytest.approx(2.0)
    low, high = np.log1p(model.interval({}, 0.8, since=30)) - model.baseline
    assert (low, high) == pytest.approx((-1.0, 1.0))


@pytest.mark.parametrize(
    "change",
    [{"shifts": [0.1]}, {"drift": -0.1}, {"drift": None}, {"shift": None}],
    ids=str,
)
def test_what_widens_a_range_must_fit_it(path, change):
    mangled(path, lambda data: data.update(change))

    with pytest.raises(ModelError, match="do not fit together"):
        FittedModel.read(path)


def test_a_model_of_format_2_is_read_and_its_ranges_stay_as_they_were(model, path):
    def older(data):
        for entry in ("shifts", "shift", "drift"):
            del data[entry]
        written_by_an_older_spe(data)
        data["format"] = 2

    mangled(path, older)

    again = FittedModel.read(path)
    plain = replace(as_told_then(model), shifts=(), shift=0.0, drift=0.0)
    assert repr(again) == repr(plain)
    assert again.interval({}, 0.8, since=20) == plain.interval({}, 0.8)


def test_likes_are_never_below_zero():
    model = bare(baseline=0.1, has_skill=False)

    assert model.interval({}, 0.8)[0] == 0.0


def test_the_most_extreme_post_itself_is_not_outside_whatever_its_table_rounds():
    exact = 0.8882228636575746
    term = replace(bare().by_name["blue"], quantiles=(float(f"{exact:.6g}"), 73.3735))
    model = replace(bare(), terms=(term,))

    assert model.outside({"blue": exact}) == ()
    assert model.outside({"blue": 0.888}) == ("blue",)
    assert model.outside({"blue": 73.38}) == ("blue",)


def test_only_known_values_can_lie_outside():
    assert bare().outside({"faces": 9.0}) == ("faces",)
    assert bare().outside({}) == ()


def written_by_an_older_spe(data):
    """Terms as formats before 4 had them: told by the classical table."""
    for term in data["terms"]:
        for name in ("effect", "std_error", "low", "high", "p_value", "q_value"):
            term[name] = term.pop(f"ols_{name}")
    data.update(format=3)
    del data["effects_from"]


def as_told_then(model):
    terms = tuple(
        replace(
            term,
            effect=term.ols_effect,
            std_error=term.ols_std_error,
            low=term.ols_low,
            high=term.ols_high,
        )
        for term in model.terms
    )
    return replace(model, terms=terms, effects_from="least_squares")


@pytest.mark.parametrize("number", [2, 3])
def test_a_model_before_format_4_tells_what_it_told(model, path, number):
    assert model.effects_from == "prediction"
    assert any(term.effect != term.ols_effect for term in model.terms)

    def older(data):
        written_by_an_older_spe(data)
        data.update(format=number)

    mangled(path, older)

    assert repr(FittedModel.read(path)) == repr(as_told_then(model))


def test_a_model_without_terms_is_as_told_today_whoever_wrote_it(path):
    mangled(
        path,
        lambda data: data.update(
            format=2,
            terms=[],
            fold_coefficients=[],
            fold_offsets=[],
            fold_of_post=[],
            fold_residuals=[],
            shifts=[],
            precision=[],
        ),
    )

    assert FittedModel.read(path).effects_from == "prediction"


def test_a_model_of_format_1_is_read(model, path):
    def older(data):
        written_by_an_older_spe(data)
        data.update(format=1, level=data.pop("baseline"), speaks=data.pop("has_skill"), dropped={})
        for name in ("skill", "skill_forward"):
            data[name].update(miss=data[name].pop("mae"), miss_usual=data[name].pop("mae_usual"))

    mangled(path, older)

    assert repr(FittedModel.read(path)) == repr(replace(as_told_then(model), dropped={}))


@pytest.mark.parametrize("number", [1, 2])
def test_a_model_that_does_not_know_what_it_compared_is_read_with_that_unknown(model, path, number):
    def older(data):
        data.update(format=number, dropped={})
        for term in data["terms"]:
            del term["compared"]

    mangled(path, older)
    read = FittedModel.read(path)

    assert all(math.isnan(end) for term in read.terms for end in term.compared)
    assert read.format == FORMAT
    assert [term.step for term in read.terms] == [term.step for term in model.terms]


def test_what_was_compared_is_written_and_read_again(model, path):
    (one, *others) = model.terms
    told = replace(model, terms=(replace(one, compared=(45.0, 65.0)), *others))

    told.write(path)

    assert FittedModel.read(path).terms[0].compared == (45, 65)


def test_sentences_that_format_1_wrote_out_are_kept(path):
    def older(data):
        data.update(
            format=1,
            left_out=[{"reason": "no like count", "ids": ["a"]}],
            warnings=["All have 3 likes."],
            dropped={"album": "the same in all posts"},
        )

    mangled(path, older)
    model = FittedModel.read(path)

    assert model.left_out == (LeftOut(Notice("written", {"text": "no like count"}), ("a",)),)
    assert model.warnings == (Notice("written", {"text": "All have 3 likes."}),)
    assert model.dropped == {"album": Notice("written", {"text": "the same in all posts"})}


def test_notices_are_written_and_read_again(model, path):
    told = replace(
        model,
        left_out=(LeftOut(Notice("too_young", {"days": 2.5}), ("a", "b")),),
        warnings=(Notice("jump", {"since": "2026-01-02", "change": -0.5}),),
        dropped={"album": Notice("constant")},
    )

    told.write(path)
    again = FittedModel.read(path)

    assert again.left_out == told.left_out
    assert again.warnings == told.warnings
    assert again.dropped == told.dropped
