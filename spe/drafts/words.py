"""What a language has to say on the page of scored drafts: the page asks for nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from spe.drafts.explain import Contribution
from spe.drafts.remarks import Remark
from spe.drafts.score import PastPost, Scored
from spe.drafts.suggest import Change
from spe.model.fitted import FittedModel, PostFit


class PageWords(Protocol):
    """A language's words on the page; a module holds them."""

    LANGUAGE: str
    TITLE: str
    MADE_UP: str
    INVENTED: str
    ANY: str
    LIKES: str
    BEST: str
    CHANGES: str
    ALIKE: str
    DOTS: str
    FOOT: tuple[str, ...]
    EVIDENCE: Mapping[str, str]

    def number(self, value: float, digits: int = ...) -> str:
        """A number as people read it."""
        ...

    def percent(self, value: float) -> str:
        """A change in percent, with its sign."""
        ...

    def share(self, value: float) -> str:
        """A chance in percent; the smallest is not told as none."""
        ...

    def day(self, at: date) -> str:
        """A day."""
        ...

    def posting(self, at: datetime, n_photos: int, *, now: bool) -> str:
        """When and how the drafts are posted, as it was understood."""
        ...

    def how_many(self, shown: int, scored: int) -> str:
        """How many drafts the page shows."""
        ...

    def headlines(self, model: FittedModel, ranked: Sequence[Scored]) -> tuple[str, str]:
        """What may be said in a line, and who is behind where that is told apart."""
        ...

    def lede(self, model: FittedModel, ranked: Sequence[Scored], posting: str) -> str:
        """When they are posted, the usual, and whether they are too close to call."""
        ...

    def your_usual(self, usual: float) -> str:
        """The name of the line of the usual."""
        ...

    def said_of(self, one: Scored) -> str:
        """A draft on the axis for those who hear the page."""
        ...

    def last_posts(self, posts: Sequence[PostFit]) -> str:
        """What the dots below the drafts are; empty without any."""
        ...

    def key(self, *, dots: bool, left_out: int) -> str:
        """How to read the axis."""
        ...

    def draft_alt(self, one: Scored) -> str:
        """A draft's photo in words."""
        ...

    def range_line(self, one: Scored) -> str:
        """The 80 % range of a draft, and the usual."""
        ...

    def reason(self, part: Contribution) -> str:
        """The name of a reason."""
        ...

    def reason_said(self, part: Contribution) -> str:
        """How a draft compares in it."""
        ...

    def untested(self, changes: Sequence[Change]) -> str:
        """What a list of changes has to say of itself."""
        ...

    def how(self, change: Change) -> str:
        """How to make a change."""
        ...

    def becomes(self, change: Change) -> str:
        """What becomes of the draft."""
        ...

    def post_alt(self, post: PastPost) -> str:
        """A past post's photo in words."""
        ...

    def got(self, post: PastPost) -> str:
        """What a past post got, against its usual where that is known."""
        ...

    def remark(self, remark: Remark) -> str:
        """One thing to know."""
        ...

    def typical_miss(self, model: FittedModel) -> str:
        """How far off such guesses are; empty where none is told from another."""
        ...
