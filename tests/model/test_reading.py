from dataclasses import replace

import pytest

from spe.errors import ModelError, NotReadyError
from spe.model.fitted import GroupTest
from spe.model.reading import read_model
from tests.small_model import TERMS, small_model


def test_a_model_of_known_features_is_read(tmp_path):
    path = tmp_path / "model.json"
    small_model().write(path)

    assert repr(read_model(path)) == repr(small_model())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda term: replace(term, name="smell"), "'smell'"),
        (lambda term: replace(term, group="odours"), "'odours'"),
    ],
)
def test_a_model_of_a_feature_or_kind_that_nobody_measures_is_refused(tmp_path, change, said):
    path = tmp_path / "model.json"
    small_model((change(TERMS[0]), *TERMS[1:])).write(path)

    with pytest.raises(ModelError, match=f"{said}, which this spe does not measure"):
        read_model(path)


def test_a_model_that_tested_a_kind_that_nobody_knows_is_refused(tmp_path):
    path = tmp_path / "model.json"
    small_model(groups=(GroupTest("odours", ("busyness",), 0.2, 0.3, found=False),)).write(path)

    with pytest.raises(ModelError, match="'odours'"):
        read_model(path)


def test_where_there_is_no_model_yet_the_next_step_is_said(tmp_path):
    with pytest.raises(NotReadyError, match="spe fit"):
        read_model(tmp_path / "model.json")
