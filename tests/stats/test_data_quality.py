import numpy as np

from spe.stats import data_quality
from spe.stats.design import Design
from tests.planted import design


def test_a_stretch_of_threes_is_seen():
    draw = np.random.default_rng(0)
    likes = [*draw.poisson(60, 20), *[3] * 12, *draw.poisson(60, 20)]

    assert data_quality.hidden_stretch(likes) == slice(20, 32)


def test_small_counts_repeat_by_chance():
    likes = np.random.default_rng(0).poisson(1.0, 60).tolist()

    assert data_quality.hidden_stretch(likes) is None


def test_a_steady_account_has_no_shift():
    found = [data_quality.level_shift(design(60, seed=seed)) for seed in range(30)]

    assert sum(shift is not None for shift in found) <= 2


def test_growth_is_no_shift():
    table = design(100)

    assert (
        data_quality.level_shift(
            Design(table.days, table.y + table.days / 100, table.x, table.columns)
        )
        is None
    )


def test_a_lasting_drop_is_dated_and_measured():
    table = design(100)
    y = table.y - 1.2 * (np.arange(100) >= 55)

    shift = data_quality.level_shift(Design(table.days, y, table.x, table.columns))

    assert abs(shift.at - 55) <= 2
    assert abs(shift.change - (np.exp(-1.2) - 1)) < 0.15


def test_short_accounts_are_not_searched():
    assert data_quality.level_shift(design(20)) is None
