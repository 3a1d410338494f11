import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import kstest
from sklearn.linear_model import Ridge

from spe.stats import diagnostics, inference
from spe.stats.design import Column
from spe.stats.trend import spline
from tests.planted import design


def test_the_closed_form_is_leaving_out_one_by_one():
    draw = np.random.default_rng(0)
    z, target = draw.normal(size=(30, 4)), draw.normal(size=30)

    ours = inference.loo_r2(z, target[:, None], np.zeros(30))[0]

    errors = []
    for i in range(30):
        rest = np.arange(30) != i
        model = Ridge(alpha=4 * 0.7 / 0.3, fit_intercept=False).fit(z[rest], target[rest])
        errors.append(target[i] - z[i] @ model.coef_)
    assert ours == pytest.approx(1 - np.square(errors).sum() / np.square(target).sum(), abs=1e-9)


@pytest.mark.parametrize("test", ["gate", "group", "feature"])
def test_p_values_are_uniform_where_nothing_matters(test, monkeypatch):
    monkeypatch.setattr(inference, "PERMUTATIONS", 99)
    found = []
    for seed in range(120):
        parts = inference.Residualized.of(design(40, 4, seed=seed))
        if test == "gate":
            found.append(inference.gate(parts, seed))
        elif test == "group":
            found.append(inference.groups(parts, seed)["light"][0])
        else:
            found.append(inference.max_t(parts, seed).min())

    assert kstest(found, "uniform").pvalue > 0.01
    assert np.mean(np.array(found) <= 0.05) < 0.12


def test_a_group_is_not_found_for_what_its_neighbour_does(monkeypatch):
    monkeypatch.setattr(inference, "PERMUTATIONS", 99)
    found = {"faces": 0, "format": 0}
    for seed in range(40):
        draw = np.random.default_rng(seed)
        faces = draw.normal(size=120)
        shape = 0.75 * faces + 0.66 * draw.normal(size=120)
        likes = 0.8 * faces + draw.normal(size=120)
        x = np.column_stack([faces, shape, draw.normal(size=(120, 10))])
        kinds = ["faces", "format", *("light",) * 10]
        columns = tuple(Column(f"x{i}", kind) for i, kind in enumerate(kinds))
        parts = inference.Residualized.of(inference.Design(np.arange(120.0), likes + 4, x, columns))
        p_values = inference.groups(parts, seed)
        for name in found:
            found[name] += p_values[name][0] <= 0.05

    assert found["faces"] >= 38
    assert found["format"] <= 6


def test_the_gate_opens_for_a_strong_effect():
    assert inference.gate(inference.Residualized.of(design(60, signal=0.4)), 0) < 0.01


def test_growth_alone_does_not_open_the_gate():
    table = design(80)
    rising = inference.Design(table.days, table.y + table.days / 60, table.x, table.columns)
    drifting = rising.x + (rising.days / 100)[:, None]

    p = inference.gate(
        inference.Residualized.of(
            inference.Design(rising.days, rising.y, drifting, rising.columns)
        ),
        0,
    )

    assert p > 0.05


def test_t_values_are_least_squares():
    draw = np.random.default_rng(1)
    z, target = draw.normal(size=(50, 3)), draw.normal(size=50)

    ours = inference.t_values(z, target[:, None], 0)[:, 0]

    assert np.allclose(ours, sm.OLS(target, z).fit().tvalues, atol=1e-9)


def test_the_table_is_statsmodels_own():
    table = design(90, 5, signal=0.2)

    fit = inference.ols(table)
    found = diagnostics.ols_effects(fit)

    direct = sm.OLS(table.y, np.column_stack([spline(table.days), table.x])).fit(cov_type="HC3")
    first = fit.first
    assert np.allclose(found["effect"], direct.params[first:], atol=1e-10)
    assert np.allclose(found["std_error"], direct.bse[first:], atol=1e-10)
    assert np.allclose(found["high"] - found["low"], 2 * found["std_error"] * 1.6646, rtol=1e-3)


def test_residuals_are_studentised_as_by_leaving_out_one_by_one():
    fit = inference.ols(design(40, 4, signal=0.3))

    distance, studentised = inference.influence(fit)

    theirs = fit.result.get_influence()
    assert np.allclose(studentised, theirs.resid_studentized_external, atol=1e-9)
    assert np.allclose(distance, theirs.cooks_distance[0], atol=1e-9)


def test_the_largest_feature_has_the_smallest_familywise_p():
    p_values = inference.max_t(inference.Residualized.of(design(120, signal=0.3)), 0)

    assert p_values.argmin() == 0
    assert p_values[0] < 0.01
    assert (p_values[1:] > 0.05).all()


def test_a_groups_q_is_never_below_its_p():
    table = design(100, 12, signal=0.2)

    found = inference.groups(inference.Residualized.of(table), 0)

    assert set(found) == {column.group for column in table.columns}
    assert all(q >= p for p, q in found.values())


def paced(seed, effect):
    """Eighty posts, faster while reach is high, and of the pace alone comes `effect`."""
    table = design(80, 4, seed=seed)
    pause = np.random.default_rng(seed).normal(size=80)
    columns = (Column("gap", "time", pace=True), *table.columns)
    x = np.column_stack([pause, table.x])
    return inference.Design(table.days, table.y + effect * pause, x, columns)


def test_the_pace_of_posting_is_partialled_out_and_not_tested():
    table = paced(0, 1.0)

    parts = inference.Residualized.of(table)

    assert parts.columns == table.columns[1:]
    assert parts.z.shape == (80, 4)
    assert parts.prior.shape == (4,)
    assert len(inference.max_t(parts, 0)) == 4
    assert np.allclose(parts.basis.T @ parts.y, 0, atol=1e-8)
    assert parts.basis.shape[1] == 3


def test_the_pace_alone_never_opens_the_gate(monkeypatch):
    monkeypatch.setattr(inference, "PERMUTATIONS", 99)

    p = [inference.gate(inference.Residualized.of(paced(seed, 1.0)), seed) for seed in range(20)]

    assert np.mean(np.array(p) < 0.05) <= 0.15


def test_an_account_of_which_only_the_pace_is_known_has_nothing_to_test():
    parts = inference.Residualized.of(paced(0, 1.0).only([0]))

    assert inference.groups(parts, 0) == {}
    assert inference.gate(parts, 0) == 1.0
    assert len(inference.max_t(parts, 0)) == 0
