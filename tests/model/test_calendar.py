"""Which day of the week a post came out on, where the account lives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from spe.model import fit as fitting
from tests.planted import planted


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Auckland"])
def test_days_of_the_week_begin_at_midnight_on_the_wall(zone):
    account = planted(40)
    start = datetime(2026, 9, 12, 23, 30, tzinfo=UTC)
    posts = [
        replace(post, posted_at=start + timedelta(hours=7 * place))
        for place, post in enumerate(account.posts)
    ]

    design, _ = fitting._design(posts, account.features, "likes", ZoneInfo(zone))

    local = [post.posted_at.astimezone(ZoneInfo(zone)) for post in posts]
    assert (np.floor(design.calendar) % 7).tolist() == [at.weekday() for at in local]
    hours = (design.calendar % 1) * 24
    assert hours == pytest.approx([at.hour + at.minute / 60 for at in local], abs=1e-6)


def test_some_of_the_posts_keep_their_days():
    account = planted(40)
    design, _ = fitting._design(account.posts, account.features, "likes")

    assert design.rows(np.array([3, 5])).calendar.tolist() == design.calendar[[3, 5]].tolist()
