"""The one answer to what may be said of a fitted model: every sentence, table and file asks it.

The tests' own verdicts (`spe.model.claims`) are put behind what holds for the model as a
whole: the number of posts, the gate, and a gain on posts that it had not seen.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from spe.model.claims import Evidence, has_skill, photos_add

if TYPE_CHECKING:
    from spe.model.fitted import FittedModel, GroupTest, Term

# What may be said, from nothing to single features (docs/statistics.md).
State = Literal["few", "closed", "unproven", "ranking", "groups", "whole", "named"]

# Nothing is named, and no draft told from another, in these.
NOT_YET: frozenset[State] = frozenset({"few", "closed", "unproven"})


@dataclass(frozen=True)
class Answer:
    """What may be said of a model, and nothing beyond it.

    Attributes:
        state: "few": too few posts for a model. "closed": nothing is clearer than chance.
            "unproven": something is, but unseen posts were not predicted better for it.
            Behind both, by the number of posts and by what was found: "ranking", "groups"
            (found ones may be named), "whole" (none was found), "named" (single features).
        groups: Groups of features that may be named.
        effects: Single features that may be named, with their evidence, never "unclear".
        photos_add: Whether the photos told more of unseen posts than the moment of posting
            alone: otherwise drafts are told apart by their moment only.
    """

    state: State
    groups: tuple[str, ...] = ()
    effects: Mapping[str, Evidence] = field(default_factory=dict)
    photos_add: bool = False

    @property
    def told_apart(self) -> bool:
        """Whether one draft is told from another, and anything may be named at all."""
        return self.state not in NOT_YET

    def evidence(self, feature: str) -> Evidence:
        """How sure a feature's effect may be called: "unclear" unless it may be named."""
        return self.effects.get(feature, "unclear")


def answer(model: "FittedModel") -> Answer:
    """Decide what may be said of a model, whichever version of spe wrote it."""
    if model.tier == "none":
        return Answer("few")
    if not model.gate_open:
        return Answer("closed")
    if not (model.has_skill and _proven(model)):
        return Answer("unproven")
    checks = (model.skill, model.skill_forward)
    photos = all(photos_add(one.gain_beyond_moment) for one in checks if one is not None)
    if model.tier == "ranking":
        return Answer("ranking", photos_add=photos)
    groups = _found(model.groups)
    effects = _clear(model.terms) if model.tier in {"features", "full"} else {}
    state: State = "named" if effects else "groups" if groups else "whole"
    return Answer(state, groups, effects, photos_add=photos)


def _proven(model: "FittedModel") -> bool:
    skill = model.skill
    if skill is None:
        return False
    # An older spe did not tell the account's pace apart.
    told = math.isfinite(skill.gain_beyond_pace)
    beyond = skill.gain_beyond_pace if told else skill.gain
    return has_skill(skill.gain, beyond, gate_open=model.gate_open)


def _found(groups: "Sequence[GroupTest]") -> tuple[str, ...]:
    return tuple(group.name for group in groups if group.found)


def _clear(terms: "Sequence[Term]") -> dict[str, Evidence]:
    """The features with evidence; one without a range can't be told."""
    return {
        term.name: term.evidence
        for term in terms
        if term.evidence != "unclear" and math.isfinite(term.low) and math.isfinite(term.high)
    }
