"""How commands name like counts that may be slips, each with what corrects it."""

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from spe.commands._talk import warn
from spe.wording import day
from spe.wording.notices import far_count

if TYPE_CHECKING:
    from spe.doubt import Doubt

# Named one by one; of more, the rest is counted.
_NAMED = 8


def name_doubtful(doubtful: "Sequence[Doubt]") -> None:
    """Name counts that are far from those of the posts around them."""
    for one in doubtful[:_NAMED]:
        when = f"{day(one.post.posted_at)}: " if one.post.posted_at else ""
        said = f"{when}{far_count(one.likes, one.usual)}."
        warn(f"{said} If it is a slip: {correction(one.post.id)}")
    if len(doubtful) > _NAMED:
        warn(f"... and {len(doubtful) - _NAMED} more. spe posts --sort ratio shows them.")


def name_corrections(ids: Sequence[str]) -> None:
    """Name the commands that correct the likes of these posts."""
    for one in ids[:_NAMED]:
        warn(f"  If it is a slip: {correction(one)}")


def correction(post: str) -> str:
    """The command that corrects one post's likes."""
    return f"spe posts --likes {shlex.quote(post)} N"
