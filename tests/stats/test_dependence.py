import numpy as np
import pytest

from spe.model.fit import COLUMNS
from spe.stats import inference, simulate
from spe.stats.dependence import Dependence
from spe.stats.design import Design
from spe.stats.trend import kernel, line_of, restricted_likelihood
from spe.transforms import transformed
from tests.stats.test_phases import styled

DAYS = np.cumsum(np.random.default_rng(9).gamma(1.0, 5.0, 60))


def lucky(seed, *, stretch=0.0, shared=0.0, wandering=0.0):
    """Sixty posts in stretches of ten, whose luck has so much variance of each kind."""
    z, of = styled((10,) * 6, seed)
    draw = np.random.default_rng(seed)
    y = draw.normal(size=60)
    for i in range(1, 60):
        y[i] = shared * y[i - 1] + np.sqrt(1 - shared**2) * y[i]
    y += np.sqrt(stretch) * draw.normal(size=6)[of]
    reach = np.linalg.cholesky(kernel(DAYS, DAYS, np.ptp(DAYS) / 4) + 1e-9 * np.eye(60))
    return y + np.sqrt(wandering) * reach @ draw.normal(size=60), z


@pytest.mark.parametrize(
    ("kind", "made"),
    [("stretch", {"stretch": 4.0}), ("shared", {"shared": 0.8}), ("wandering", {"wandering": 4.0})],
)
def test_what_luck_has_in_common_is_found(kind, made):
    more = sum(getattr(Dependence.of(DAYS, *lucky(seed, **made)), kind) > 0 for seed in range(10))
    less = sum(getattr(Dependence.of(DAYS, *lucky(seed)), kind) > 0 for seed in range(10))

    assert more >= 7
    assert less <= 4


def test_whitened_posts_stand_alone():
    found = Dependence.of(DAYS, *lucky(1, stretch=2.0, wandering=2.0))

    root = found.whitened(np.eye(60))

    assert np.allclose(root @ found.covariance @ root.T, np.eye(60), atol=1e-8)


def test_posts_of_one_moment_have_no_reach_to_wander():
    y, z = lucky(2)

    assert Dependence.of(np.zeros(60), y, z).wandering == 0


def test_the_restricted_likelihood_is_that_of_contrasts():
    """Of any contrasts that the line leaves free, up to what all covariances share."""
    y, z = lucky(3)
    line = line_of(DAYS, DAYS)
    q, _ = np.linalg.qr(line, mode="complete")
    free = q[:, 2:].T

    def direct(covariance):
        part = free @ covariance @ free.T
        rest = free @ y
        size = rest @ np.linalg.solve(part, rest)
        return -0.5 * np.linalg.slogdet(part)[1] - 0.5 * len(rest) * np.log(size)

    one, other = np.eye(60), Dependence.of(DAYS, y, z).covariance + kernel(DAYS, DAYS, 30.0)
    ours = restricted_likelihood(one, line, y) - restricted_likelihood(other, line, y)

    assert ours == pytest.approx(direct(one) - direct(other), abs=1e-8)


def test_what_stretches_of_life_share_does_not_open_the_gate(monkeypatch):
    """Style and luck of stretches of ten posts: shuffled as they are, 42 of 100 erred."""
    monkeypatch.setattr(inference, "PERMUTATIONS", 99)
    opened = []
    for seed in range(40):
        past = simulate.account(COLUMNS, 60, seed, "none", world="phases of 10").past
        x = np.column_stack(
            [transformed(past.raw[:, j], item.transform) for j, item in enumerate(COLUMNS)]
        )
        several = [j for j in range(x.shape[1]) if np.nanstd(x[:, j]) > 1e-9]
        table = Design(past.days, np.log1p(past.likes), x, COLUMNS).only(several)
        opened.append(inference.gate(inference.Residualized.of(table), seed) <= 0.04)

    assert np.mean(opened) <= 0.1
