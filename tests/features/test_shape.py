import numpy as np
import pytest

from spe.features.shape import shape
from spe.photo.planes import Photo


@pytest.mark.parametrize(("size", "expected"), [((100, 100), 0), ((100, 200), 1), ((200, 100), -1)])
def test_twice_as_wide_is_one_doubling(size, expected):
    assert shape(Photo(np.zeros((*size, 3), np.uint8))) == expected
