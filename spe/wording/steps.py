"""What a person does next, as one command or one sentence."""

from collections.abc import Mapping
from typing import Literal

Step = Literal["import", "likes", "more", "extract", "fit", "report", "score"]

# What goes all of them, one after the other.
START = "spe start"

COMMANDS: Mapping[Step, str] = {
    "import": "spe import SRC",
    "likes": "spe likes",
    "more": "spe import SRC",
    "extract": "spe extract",
    "fit": "spe fit",
    "report": "spe report --open",
    "score": "spe score drafts/",
}


def next_step(step: Step, needed: int) -> str:
    """The next step.

    Args:
        step: which one.
        needed: how many posts with likes a first model takes.
    """
    if step == "more":
        return f"{needed} posts with likes make a first model. Once there are more: spe import SRC"
    return f"Next: {COMMANDS[step]}"
