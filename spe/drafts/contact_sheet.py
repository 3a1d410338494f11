"""Scored drafts as a page: all on one axis, and each with what it may expect and why.

One file that needs nothing else and runs no script. The same drafts give the same bytes.
"""

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from spe.drafts import english
from spe.drafts.score import Scored
from spe.drafts.words import PageWords
from spe.model.fitted import FittedModel
from spe.printable import in_page
from spe.scales import Scale, Tick, scale_of

TEMPLATE = "contact_sheet.html"

# Reasons on a card.
REASONS = 4

# Rows of the axis, and past posts below them.
ROWS, POSTS = 12, 30

# Percent of the axis within which two marks of posts would touch.
TOUCHING = 2.2


@dataclass(frozen=True)
class Line:
    """A draft on the axis that all share: places in percent of its width, NaN where unknown."""

    name: str
    low: float
    high: float
    expected: float
    likes: str
    said: str


@dataclass(frozen=True)
class Dot:
    """A past post on the axis: its place in percent, and its row where others are near."""

    at: float
    row: int


@dataclass(frozen=True)
class Axis:
    """Drafts over the last posts, with the usual: places in percent of the width."""

    lines: tuple[Line, ...]
    left_out: int
    dots: tuple[Dot, ...]
    said_of_posts: str
    usual: float
    ticks: tuple[Tick, ...]

    @property
    def rows(self) -> int:
        """How many rows the marks of posts take."""
        return 1 + max((dot.row for dot in self.dots), default=0)


def page(
    model: FittedModel,
    shown: Sequence[Scored],
    thumbnails: Mapping[str, bytes],
    *,
    posting: str,
    warnings: Sequence[str] = (),
    ranked: Sequence[Scored] | None = None,
    alike: Mapping[str, bytes] | None = None,
    words: PageWords = english,
) -> str:
    """The page as HTML.

    Args:
        model: what the scores come from.
        shown: the drafts that are shown, best first.
        thumbnails: small JPEGs by draft.
        posting: when it is, in words.
        warnings: what to know of all drafts.
        ranked: all drafts that were scored together, of which `shown` are the best; None where
            all are shown.
        alike: small JPEGs of past posts, by id.
        words: the language, which `posting` and `warnings` are in as well.
    """
    ranked = shown if ranked is None else ranked
    environment = Environment(
        loader=PackageLoader("spe.drafts", ""),
        autoescape=True,
        finalize=in_page,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template(TEMPLATE)
    style = "".join(template.blocks["style"](template.new_context()))
    headline, behind = words.headlines(model, ranked)
    return template.render(
        w=words,
        model=model,
        drafts=shown,
        several=model.answer.told_apart and len(ranked) > 1,
        drawn=words.how_many(len(shown), len(ranked)),
        headline=headline,
        behind=behind,
        thumbnails={name: _uri(data) for name, data in thumbnails.items()},
        alike={name: _uri(data) for name, data in (alike or {}).items()},
        axis=axis(model, shown, words),
        lede=words.lede(model, ranked, posting),
        warnings=warnings,
        most=REASONS,
        policy=Markup(_policy(style)),  # noqa: S704  (a hash and constants)
    )


def axis(model: FittedModel, shown: Sequence[Scored], words: PageWords = english) -> Axis:
    """Drafts and the last posts on one scale; one row for all where none is told from others."""
    posts = sorted(model.posts, key=lambda post: post.posted_at)[-POSTS:]
    rows = shown[: ROWS if model.answer.told_apart else 1]
    values = [value for one in rows for value in (one.low, one.high, one.expected)]
    scale = scale_of([*values, model.usual, *(post.likes for post in posts)], 0.05)
    return Axis(
        lines=tuple(_line(one, scale, words) for one in rows),
        left_out=len(shown) - len(rows) if model.answer.told_apart else 0,
        dots=_swarm([_place(scale, post.likes) for post in posts]),
        said_of_posts=words.last_posts(posts),
        usual=_place(scale, model.usual),
        ticks=scale.ticks(7),
    )


def _line(one: Scored, scale: Scale, words: PageWords) -> Line:
    """A range without an upper end runs to the edge."""
    return Line(
        name=one.name,
        low=_place(scale, one.low),
        high=100.0 if math.isinf(one.high) else _place(scale, one.high),
        expected=_place(scale, one.expected),
        likes=words.number(one.expected),
        said=words.said_of(one),
    )


def _place(scale: Scale, value: float) -> float:
    return round(scale.at(value), 2) if math.isfinite(value) else math.nan


def _swarm(places: Sequence[float]) -> tuple[Dot, ...]:
    """Marks beside each other, and in another row where they would touch."""
    ends: list[float] = []
    dots = []
    for at in sorted(place for place in places if not math.isnan(place)):
        row = next((row for row, end in enumerate(ends) if at - end >= TOUCHING), len(ends))
        ends[row : row + 1] = [at]
        dots.append(Dot(at, row))
    return tuple(dots)


def _policy(style: str) -> str:
    """The security policy: nothing but pictures inside the file, and this one style."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _uri(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
