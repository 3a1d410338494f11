"""What would change a draft: edits measured on their pixels, or an album; with evidence only."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from spe.drafts.explain import beyond
from spe.drafts.posting_time import Values
from spe.features import BY_NAME, OF_PHOTO
from spe.model.claims import Evidence
from spe.model.fitted import FittedModel
from spe.photo.decode import Decoded, shrink
from spe.photo.edits import Edit, edits, spoils
from spe.photo.planes import STANDARD_SIDE, Face, Photo
from spe.wording import percent_of_log

# The least gain, in log-likes, for which an edit is worth a line, and how many are shown.
WORTH_IT = 0.02
MOST_CHANGES = 3


@dataclass(frozen=True, eq=False)
class Draft:
    """A photo that may be posted: its pixels, its faces, and everything measured of it.

    `values` are those of the photo alone; the moment's are added when it is scored.
    """

    name: str
    decoded: Decoded
    faces: tuple[Face, ...] | None
    values: Values


@dataclass(frozen=True, eq=False)
class Change:
    """An edit (None for posting more photos with it), and the likes expected of the draft then.

    `gain` is the whole change in log-likes, `backed` the part of it that rests on features
    with evidence; `evidence` is that of the feature that gains most, `becomes` says how it
    changes, and `features` are all that carry it.
    """

    edit: Edit | None
    becomes: str
    expected: float
    gain: float
    backed: float
    evidence: Evidence
    features: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in JSON and, an edit, in a file name."""
        return "album" if self.edit is None else self.edit.name

    @property
    def how(self) -> str:
        """How to make it, in words."""
        return "as the first of several photos" if self.edit is None else self.edit.how

    @property
    def percent(self) -> float:
        """The whole change in percent of likes."""
        return percent_of_log(self.gain)


def changes(model: FittedModel, draft: Draft, values: Values) -> tuple[Change, ...]:
    """What the evidence supports changing about a draft, the best of each kind, best first.

    `values` are what the draft was scored with. Each edit is made on the pixels and
    measured anew; faces are followed, not looked for again, and none may be cut. A change
    is told only where features with evidence gain by themselves, gain more than all the
    others move either way, and the draft stays within what was learnt from.
    """
    if not model.answer.told_apart:
        return ()
    found = _best_edits(model, draft, values)
    if (album := _as_album(model, values)) is not None:
        found.append(album)
    return tuple(sorted(found, key=lambda change: -change.gain)[:MOST_CHANGES])


def _best_edits(model: FittedModel, draft: Draft, values: Values) -> list[Change]:
    """The best edit of each kind."""
    backed = [name for name in OF_PHOTO if _backed(model, name)]
    if not backed:
        return []
    trial = _Trial(model, draft, values, backed)
    tried = list(edits(draft.decoded.rgb))
    best: dict[str, Change] = {}
    # The pixel work leaves Python's lock, so the edits share the processor's cores.
    with ThreadPoolExecutor() as pool:
        for edit, change in zip(tried, pool.map(trial, tried), strict=True):
            known = best.get(edit.kind)
            if change and (known is None or change.gain > known.gain):
                best[edit.kind] = change
    return list(best.values())


def _backed(model: FittedModel, name: str) -> bool:
    term = model.by_name.get(name)
    return term is not None and name in model.answer.effects and term.coefficient != 0


def _as_album(model: FittedModel, values: Values) -> Change | None:
    """The draft with more photos behind it; None for one that has them, or without evidence."""
    if not _backed(model, "album") or values.get("album") != 0:
        return None
    after = {**values, "album": 1.0}
    if model.unlike(after) and not model.unlike(values):
        return None
    return _change(model, None, model.contributions(values), after, ["album"])


class _Trial:
    """What one edit of a draft would change; called with the edit."""

    def __init__(
        self, model: FittedModel, draft: Draft, values: Values, backed: Sequence[str]
    ) -> None:
        self.model, self.faces, self.values, self.backed = model, draft.faces, values, backed
        self.others = [n for n in OF_PHOTO if n in model.by_name and n not in backed]
        self.before = model.contributions(values)
        self.outside = set(beyond(model, values))
        self.unlike = model.unlike(values)
        # Enough for the largest crop; tones are tried at the size they are measured at.
        self.large = shrink(draft.decoded.rgb, 2 * STANDARD_SIDE)
        self.small = shrink(self.large, STANDARD_SIDE)

    def __call__(self, edit: Edit) -> Change | None:
        """The change, or None where it is not to be told."""
        photo = self._edited(edit)
        if photo is None:
            return None
        # The few features with evidence first: most edits end here.
        after = {**self.values, **{name: OF_PHOTO[name](photo) for name in self.backed}}
        part = self.model.contributions(after)
        if math.fsum(part[name] - self.before[name] for name in self.backed) < WORTH_IT:
            return None
        after |= {name: OF_PHOTO[name](photo) for name in self.others}
        if set(beyond(self.model, after)) - self.outside:
            return None
        if self.model.unlike(after) and not self.unlike:
            return None
        return _change(self.model, edit, self.before, after, self.backed)

    def _edited(self, edit: Edit) -> Photo | None:
        """The edited photo at its standard size; None where it is spoilt or a face is cut."""
        try:
            found = edit.faces(self.faces)
        except ValueError:
            return None
        if edit.of_tone:
            rgb = edit.apply(self.small)
            return None if spoils(self.small, rgb) else Photo(rgb, found)
        return Photo(shrink(edit.apply(self.large), STANDARD_SIDE), found)


def _change(
    model: FittedModel, edit: Edit | None, before: Values, after: Values, backed: Sequence[str]
) -> Change | None:
    """The change from one draft to another, or None where the evidence does not carry it."""
    now = model.contributions(after)
    moved = {name: now[name] - before[name] for name in now}
    whole = math.fsum(moved.values())
    carried = math.fsum(moved[name] for name in backed)
    rest = math.fsum(abs(moved[name]) for name in moved if name not in backed)
    if whole < WORTH_IT or carried < WORTH_IT or rest > carried:
        return None
    gains = sorted((name for name in backed if moved[name] > 0), key=lambda name: -moved[name])
    most = gains[0]
    item = BY_NAME[most]
    word = item.more if model.by_name[most].coefficient > 0 else item.less
    return Change(
        edit=edit,
        becomes=word,
        expected=max(0.0, math.expm1(model.baseline + math.fsum(now.values()))),
        gain=whole,
        backed=carried,
        evidence=model.answer.evidence(most),
        features=tuple(name for name in gains if moved[name] >= carried / 4),
    )
