"""Accounts that no one would think up still make a page, and no number is called nan."""

import math
import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from spe.report import page
from tests.report.account import closed, make_account, named


def with_likes(account, likes):
    """The account with other likes; what was usual and expected follows."""
    fits = tuple(
        replace(
            fit,
            likes=likes(place),
            usual=0.9 * likes(place),
            expected=likes(place),
            low=0.5 * likes(place),
            high=1.5 * likes(place),
        )
        for place, fit in enumerate(account.model.posts)
    )
    return account.but(posts=fits)


def at_times(account, when):
    first = account.model.posts[0].posted_at
    fits = tuple(
        replace(fit, posted_at=first + when * place)
        for place, fit in enumerate(account.model.posts)
    )
    return account.but(posts=fits)


def unmeasured():
    account = named()
    account.features.loc[:, :] = np.nan
    return account


def without_figures():
    account = named()
    unknown = dict.fromkeys(
        ("spearman", "pairs", "gain_low", "gain_high", "r2", "spearman_low", "spearman_high"),
        math.nan,
    )
    return account.but(skill=replace(account.model.skill, **unknown), skill_forward=None)


ODD = {
    "one post": lambda: make_account(1),
    "two posts": lambda: make_account(2),
    "no likes at all": lambda: with_likes(closed(24), lambda _: 0.0),
    "always the same likes": lambda: with_likes(closed(24), lambda _: 7.0),
    "millions of likes": lambda: with_likes(closed(24), lambda place: 1e6 * (1 + place)),
    "one viral post": lambda: with_likes(closed(24), lambda place: 1e5 if place == 3 else 2.0),
    "all at one instant": lambda: at_times(closed(24), timedelta(0)),
    "all on one day": lambda: at_times(closed(24), timedelta(minutes=3)),
    "twenty years": lambda: at_times(closed(24), timedelta(days=300)),
    "nothing measured": unmeasured,
    "figures unknown": without_figures,
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_accounts_make_a_page(kind):
    text = page.render(ODD[kind]().facts(), {})

    said = re.sub(r"<(style|script)>.*?</\1>|data-v=\"nan\"", "", text, flags=re.DOTALL)
    assert not re.search(r"\b(nan|inf)\b", said)
    assert "None" not in said.replace("None is clear", "")
