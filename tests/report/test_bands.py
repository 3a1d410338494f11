"""The bands behind posts, and lines that end where the posts do."""

import re
from dataclasses import replace

import pytest

from spe.report import charts
from spe.report.look import Ends, Mark


def points_of(path):
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", path)]


def test_one_band_holds_the_ranges_of_all_guesses(told):
    plot = charts.expected_plot(told("named"))

    corners = points_of(plot.band)

    known = sorted(plot.points, key=lambda point: point.x)
    assert corners[0] == pytest.approx((known[0].x, known[0].top), abs=0.06)
    assert corners[-1] == pytest.approx((known[0].x, known[0].bottom), abs=0.06)
    assert len(corners) == 2 * len(known)
    assert plot.band.endswith("Z")


def test_the_band_along_time_holds_about_eight_posts_in_ten(told):
    facts = told("named")
    drawn = charts.timeline(facts)

    corners = points_of(drawn.band)
    upper, lower = corners[: len(facts.posts)], corners[: len(facts.posts) - 1 : -1]

    inside = [
        high[1] - 0.06 <= point.y <= low[1] + 0.06
        for point, high, low in zip(drawn.points, upper, lower, strict=True)
    ]
    assert sum(inside) / len(inside) == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize(("posts", "drawn"), [(19, False), (20, True)])
def test_of_few_posts_no_band_is_drawn(told, posts, drawn):
    facts = told("named")

    band = charts.timeline(replace(facts, posts=facts.posts[:posts])).band

    assert bool(band) is drawn


def test_a_small_line_ends_where_the_posts_do():
    marks = tuple(Mark(number, x, 0.1) for number, x in enumerate((-0.8, 1.2, 1.2), 1))
    drawn = charts.small(Ends("faces", (1,), (3,), marks, 0.2, 0.1, 0.3))

    across = [x for x, _ in points_of(drawn.line)]
    assert across == [pytest.approx(x, abs=0.06) for x in (drawn.marks[0][0], drawn.marks[1][0])]
    ribbon = [x for x, _ in points_of(drawn.ribbon)]
    assert (min(ribbon), max(ribbon)) == (across[0], across[1])


def test_a_post_far_out_ends_the_line_at_the_frame():
    marks = (Mark(1, -9.0, 0.1), Mark(2, 1.0, 0.1))
    drawn = charts.small(Ends("faces", (1,), (2,), marks, 0.2, 0.1, 0.3))

    assert points_of(drawn.line)[0][0] == pytest.approx(1, abs=0.06)
