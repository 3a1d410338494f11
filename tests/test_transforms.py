import numpy as np
import pytest

from spe.transforms import scaled, transformed, unscaled


def test_a_count_is_learnt_by_its_log_and_what_has_none_is_unknown():
    values = np.array([0.0, 1.0, 3.0, -1.0, -2.0, np.nan])

    seen = transformed(values, "log1p")

    assert seen[:3] == pytest.approx([0, 0.6931472, 1.3862944])
    assert np.isnan(seen[3:]).all()


@pytest.mark.parametrize("transform", ["identity", "log1p"])
def test_back_again_is_the_same(transform):
    values = np.array([0.0, 0.5, 22.0])

    back = [unscaled(scaled(value, transform), transform) for value in values]

    assert back == pytest.approx(values)


def test_there_is_any_or_none_however_many():
    assert transformed(np.array([0.0, 1.0, 5.0]), "any").tolist() == [0, 1, 1]
    assert np.isnan(transformed(np.array([np.nan]), "any")).all()


def test_how_much_there_is_says_nothing_where_there_is_none():
    seen = transformed(np.array([0.0, 0.2, np.nan]), "some")

    assert seen[1] == 0.2
    assert np.isnan(seen[[0, 2]]).all()


def test_what_is_no_count_is_learnt_as_it_is():
    assert transformed(np.array([-2.0, 0.5]), "identity").tolist() == [-2.0, 0.5]
