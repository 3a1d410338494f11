import itertools

import numpy as np

from spe.stats.matching import MOST_APART, MOST_UNLIKE, matched


def pairs(z, having, days=None):
    z = np.array(z, float)
    having = np.array(having, bool)
    return matched(z, np.zeros(len(z)) if days is None else np.array(days, float), having, ~having)


def test_each_post_is_paired_with_the_one_most_like_it():
    assert pairs([[0.0], [1.0], [1.1], [0.2]], [1, 1, 0, 0]) == [(1, 2), (0, 3)]


def test_all_pairs_together_are_as_alike_as_can_be_and_not_one_by_one():
    """The most alike of all, 1 and 2, would leave 0 with a post a step and a half away."""
    assert pairs([[0.0], [0.5], [0.6], [1.5]], [1, 1, 0, 0]) == [(0, 2), (1, 3)]


def test_no_other_pairing_of_as_many_pairs_is_more_alike():
    draw = np.random.default_rng(3)
    z, having = draw.normal(size=(10, 3)) * 0.4, np.arange(10) < 5

    found = matched(z, np.zeros(10), having, ~having)

    def unlike(chosen):
        return sum(((z[i] - z[j]) ** 2).mean() / 2 for i, j in chosen)

    others = (zip(range(5), order, strict=True) for order in itertools.permutations(range(5, 10)))
    assert len(found) == 5
    assert unlike(found) <= min(unlike(list(chosen)) for chosen in others) + 1e-12


def test_a_pair_is_as_unlike_as_it_may_be_and_no_more():
    most = (2 * MOST_UNLIKE) ** 0.5

    assert pairs([[0.0], [most - 1e-9]], [1, 0]) == [(0, 1)]
    assert pairs([[0.0], [most + 1e-9]], [1, 0]) == []


def test_a_pair_is_as_far_apart_in_time_as_it_may_be_and_no_more():
    assert pairs([[0.0], [0.0]], [1, 0], [0, MOST_APART]) == [(0, 1)]
    assert pairs([[0.0], [0.0]], [1, 0], [0, MOST_APART + 0.01]) == []


def test_one_pair_more_is_worth_less_alike_ones():
    """0 goes with 2 alone; 1 with either, and rather with 2."""
    z = [[0.0], [1.15], [1.2], [2.3]]

    assert sorted(pairs(z, [1, 1, 0, 0])) == [(0, 2), (1, 3)]


def test_the_most_alike_pair_comes_first_and_each_post_once():
    draw = np.random.default_rng(1)
    z, having = draw.normal(size=(30, 2)) * 0.5, draw.random(30) < 0.4

    found = matched(z, np.zeros(30), having, ~having)

    unlike = [((z[i] - z[j]) ** 2).mean() for i, j in found]
    assert unlike == sorted(unlike)
    assert all(having[i] and not having[j] for i, j in found)
    assert len({place for pair in found for place in pair}) == 2 * len(found)


def test_posts_that_neither_have_nor_lack_it_are_in_no_pair():
    z = np.zeros((3, 1))

    found = matched(z, np.zeros(3), np.array([True, False, False]), np.array([False, False, True]))

    assert found == [(0, 2)]


def test_without_posts_of_both_kinds_or_anything_to_share_there_are_no_pairs():
    nothing = np.empty((4, 0))

    assert pairs([[0.0], [0.0]], [1, 1]) == pairs([[0.0], [0.0]], [0, 0]) == []
    assert pairs(nothing, [1, 0, 1, 0]) == []
