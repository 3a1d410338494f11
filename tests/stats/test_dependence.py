from dataclasses import replace

import numpy as np
import pytest

from spe.model.fit import COLUMNS
from spe.stats import inference, simulate
from spe.stats.dependence import Dependence, _rhythm
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


YEARS = np.cumsum(np.random.default_rng(9).gamma(1.0, 10.0, 150))


def rhythmic(seed, *, weekday=0.0, season=0.0, weekend=0.0):
    """150 posts over four years, whose luck has so much variance by day of week and season."""
    draw = np.random.default_rng(seed)
    day = np.floor(YEARS).astype(int) % 7
    by_day = draw.normal(size=7)
    by_day[:5] -= by_day[:5].mean()
    by_day[5:] -= by_day[5:].mean()
    turn = 2 * np.pi * YEARS / 365.25
    wave = np.column_stack([np.sin(turn), np.cos(turn)]) @ draw.normal(size=2)
    luck = np.sqrt(weekday) * by_day[day] + np.sqrt(season) * wave + weekend * (day >= 5)
    return draw.normal(size=150) + luck, draw.normal(size=(150, 6))


@pytest.mark.parametrize("kind", ["weekday", "season"])
def test_what_days_of_the_week_and_seasons_have_in_common_is_found(kind):
    def found(seed, **made):
        return getattr(Dependence.of(YEARS, *rhythmic(seed, **made), YEARS), kind)

    assert sum(found(seed, **{kind: 2.0}) > 0 for seed in range(6)) >= 5
    assert sum(found(seed) > 0 for seed in range(6)) <= 3


def test_without_a_calendar_no_rhythm_is_seen():
    found = Dependence.of(YEARS, *rhythmic(1, weekday=3.0, season=3.0))

    assert (found.weekday, found.season) == (0, 0)


def test_what_the_weekend_does_as_a_whole_is_no_luck_of_a_day():
    """It is a property that is measured: luck must not swallow it."""
    found = [Dependence.of(YEARS, *rhythmic(seed, weekend=2.0), YEARS) for seed in range(6)]

    weekend = (np.floor(YEARS) % 7 >= 5).astype(float)
    for one in found:
        plain = replace(one, covariance=one.covariance - _rhythm(YEARS, one.weekday, 0.0))
        seen, alone = (part.whitened(weekend - weekend.mean()) for part in (one, plain))
        assert seen @ seen == pytest.approx(alone @ alone, rel=0.25)


def test_the_luck_of_a_day_is_shared_by_its_days_alone():
    monday, tuesday, next_monday, saturday, sunday = 0.3, 1.4, 7.8, 5.1, 6.2
    shared = _rhythm(np.array([monday, tuesday, next_monday, saturday, sunday]), 1.0, 0.0)

    assert shared[0] == pytest.approx([0.8, -0.2, 0.8, 0, 0])
    assert shared[3] == pytest.approx([0, 0, 0, 0.5, -0.5])


def test_a_season_comes_again_after_a_year():
    shared = _rhythm(np.array([0.0, 365.25, 365.25 / 2, 365.25 / 4]), 0.0, 1.0)[0]

    assert shared == pytest.approx([1.25, 1.25, -0.75, -0.25])


@pytest.mark.parametrize("world", ["weekly rhythm", "seasons"])
def test_what_week_and_year_share_does_not_open_the_gate(world, monkeypatch):
    """Style and luck both follow the calendar: without it, 6 of 20 erred and more."""
    monkeypatch.setattr(inference, "PERMUTATIONS", 99)
    opened = []
    for seed in range(20):
        past = simulate.account(COLUMNS, 200, seed, "none", world=world).past
        x = np.column_stack(
            [transformed(past.raw[:, j], item.transform) for j, item in enumerate(COLUMNS)]
        )
        several = [j for j in range(x.shape[1]) if np.nanstd(x[:, j]) > 1e-9]
        table = Design(past.days, np.log1p(past.likes), x, COLUMNS, past.days).only(several)
        opened.append(inference.gate(inference.Residualized.of(table), seed) <= 0.04)

    assert np.mean(opened) <= 0.15
