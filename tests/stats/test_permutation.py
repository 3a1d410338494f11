import numpy as np
import pytest

from spe.stats.permutation import block_orders, p_value


@pytest.mark.parametrize("circular", [False, True])
def test_an_order_keeps_every_post_and_its_neighbours(circular):
    orders = block_orders(23, 50, circular=circular)

    assert orders.shape == (50, 23)
    assert all(sorted(order) == list(range(23)) for order in orders)
    follows = np.mean((np.diff(orders, axis=1) % 23) == 1)
    assert follows > 0.7


def test_on_the_circle_blocks_begin_anywhere_and_otherwise_at_every_fifth_post():
    def starts(orders):
        """Posts that do not follow the post before."""
        return {int(row[i]) for row in orders for i in range(1, 20) if row[i] != row[i - 1] + 1}

    assert starts(block_orders(20, 99)) == {0, 5, 10, 15}
    assert len(starts(block_orders(20, 99, circular=True))) == 20


def test_the_same_seed_gives_the_same_orders():
    assert np.array_equal(block_orders(17, 9, 4), block_orders(17, 9, 4))
    assert not np.array_equal(block_orders(17, 9, 4), block_orders(17, 9, 5))


def test_a_share_is_never_zero():
    assert p_value(np.array([9.0, *np.zeros(99)])) == 0.01


def test_a_statistic_as_large_counts_and_rounding_does_not_hide_it():
    assert p_value(np.array([1.0, 1.0, 1.0 - 1e-12, 0.9])) == 0.75
