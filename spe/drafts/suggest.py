"""What would change a draft: edits measured on their pixels, or an album.

Each rests on features with evidence, and yet is untested: evidence is of photos that were
different from the start, and an edit does not make another photo.
"""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spe.drafts.explain import beyond
from spe.drafts.posting_time import Values
from spe.features import OF_BESIDE, OF_PHOTO, Beside, histograms, named
from spe.features.novelty import BENT
from spe.model.fitted import FittedModel
from spe.photo.decode import Decoded, shrink, standard
from spe.photo.edits import Edit, edits, spoils
from spe.photo.opencv import cv2
from spe.photo.planes import STANDARD_SIDE, BytePlane, Face, Photo
from spe.wording import percent_of_log

Copy = NDArray[np.float64]

# The least gain, in log-likes, for which an edit is worth a line, and how many are shown.
WORTH_IT = 0.02
MOST_CHANGES = 3

# Of an account that has shown nothing yet.
ALONE = Beside({})

# A pixel that a turn mixes of some with people and some without is people from here on, 0-255.
HALF_THERE = 127

# Pixels of the copies by which two edits are compared, and how alike (cosine) what they do to
# the pixels may be before they are one edit in other words.
SMALL_COPY = 64
SAME_WAY = 0.9


@dataclass(frozen=True, eq=False)
class Draft:
    """A photo that may be posted: its pixels, its faces, and everything measured of it.

    `values` are those of the photo alone; the moment's are added when it is scored. `people` is
    where people are, as `Photo` has it.
    """

    name: str
    decoded: Decoded
    faces: tuple[Face, ...] | None
    values: Values
    people: BytePlane | None = None


@dataclass(frozen=True, eq=False)
class Change:
    """An edit (None for posting more photos with it), and the likes expected of the draft then.

    `gain` is the whole change in log-likes, `backed` the part of it that rests on features
    with evidence; `gains` is the feature that gains most, which becomes more where it `rises`,
    and `features` are all that carry it. There is no evidence for the change itself: it was
    never tried.
    """

    edit: Edit | None
    gains: str
    rises: bool
    expected: float
    gain: float
    backed: float
    features: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in JSON and, an edit, in a file name."""
        return "album" if self.edit is None else self.edit.name

    @property
    def how(self) -> str:
        """How to make it, in English."""
        return "as the first of several photos" if self.edit is None else self.edit.how

    @property
    def becomes(self) -> str:
        """How the feature that gains most changes, in English."""
        item = named(self.gains)
        return item.more if self.rises else item.less

    @property
    def percent(self) -> float:
        """The whole change in percent of likes."""
        return percent_of_log(self.gain)


@dataclass(frozen=True, eq=False)
class Edited:
    """An edit that may be told, with the faces, people and values of the draft afterwards."""

    edit: Edit
    change: Change
    faces: tuple[Face, ...] | None
    people: BytePlane | None
    values: Values


def changes(
    model: FittedModel, draft: Draft, values: Values, account_shows: Beside = ALONE
) -> tuple[Change, ...]:
    """What the evidence supports changing about a draft, the best of each kind, best first.

    `values` are what the draft was scored with, `account_shows` what its photo is held
    against. Each edit is made on the pixels and measured anew; faces are followed, not looked
    for again, and none may be cut. A change
    is told only where features with evidence gain by themselves, gain more than all the
    others move either way, and the draft stays within what was learnt from. For a change of
    tone, what is counted past a threshold is among the others. An edit that would be told
    again of the edited draft is not told, and of two that make the same picture the better.
    """
    if not model.answer.told_apart:
        return ()
    found = _unlike_each_other(_best_edits(model, draft, values, account_shows), draft)
    if (album := _as_album(model, values)) is not None:
        found.append(album)
    return tuple(sorted(found, key=lambda change: -change.gain)[:MOST_CHANGES])


def _best_edits(
    model: FittedModel, draft: Draft, values: Values, account_shows: Beside
) -> list[Edited]:
    """The best edit of each kind that has an end."""
    backed = [name for name in OF_PHOTO if _backed(model, name)]
    if not backed:
        return []
    seen = _Seen(draft.decoded.rgb, draft.faces, draft.people)
    trial = _Trial(model, seen, values, account_shows, backed)
    # The pixel work leaves Python's lock, so the edits share the processor's cores.
    with ThreadPoolExecutor() as pool:
        tried = list(pool.map(trial, edits(draft.decoded.rgb)))
    best: dict[str, Edited] = {}
    for found in sorted(filter(None, tried), key=lambda found: -found.change.gain):
        if found.edit.kind not in best and not _endless(trial, found):
            best[found.edit.kind] = found
    return list(best.values())


def _endless(trial: "_Trial", found: Edited) -> bool:
    """Whether the edited draft would be told to be edited the same way again.

    Nothing then says where to stop: the line through past posts just goes on.
    """
    rgb = found.edit.apply(trial.seen.rgb)
    seen = _Seen(rgb, found.faces, found.people)
    again = _Trial(trial.model, seen, found.values, trial.account_shows, trial.backed)
    return any(again(edit) for edit in edits(rgb) if edit.way == found.edit.way)


def _unlike_each_other(found: Sequence[Edited], draft: Draft) -> list[Change]:
    """The edits without those that make the picture of a better one, the same in other words."""
    rgb = standard(draft.decoded.rgb)
    told: list[tuple[Copy, Change]] = []
    for one in sorted(found, key=lambda one: -one.change.gain):
        done = _small(one.edit.apply(rgb)) - _small(rgb)
        if not any(_same(done, other) for other, _ in told):
            told.append((done, one.change))
    return [change for _, change in told]


def _small(rgb: BytePlane) -> Copy:
    size = (SMALL_COPY, SMALL_COPY)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.float64)


def _same(one: Copy, other: Copy) -> bool:
    """Whether two edits do the same to the pixels, be it more or less of it."""
    both = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float((one * other).sum()) > SAME_WAY * both


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


@dataclass(frozen=True, eq=False)
class _Seen:
    """Pixels, with the faces and the people in them; None is unknown."""

    rgb: BytePlane
    faces: tuple[Face, ...] | None
    people: BytePlane | None


class _Trial:
    """What one edit of a draft would change; called with the edit."""

    def __init__(
        self,
        model: FittedModel,
        seen: _Seen,
        values: Values,
        account_shows: Beside,
        backed: Sequence[str],
    ) -> None:
        self.model, self.seen, self.account_shows = model, seen, account_shows
        self.values, self.backed = values, backed
        self.smooth = [name for name in backed if not OF_PHOTO[name].by_threshold]
        self.beside = [name for name in OF_BESIDE if name in model.by_name]
        wanted = {*model.by_name, *(BENT if self.beside else ())}
        self.others = [name for name in OF_PHOTO if name in wanted and name not in backed]
        self.before = model.contributions(values)
        self.outside = set(beyond(model, values))
        self.unlike = model.unlike(values)
        # Enough for the largest crop; tones are tried at the size they are measured at.
        self.large = shrink(seen.rgb, 2 * STANDARD_SIDE)
        self.small = standard(self.large)

    def __call__(self, edit: Edit) -> Edited | None:
        """The edited draft, or None where the edit is not to be told."""
        carrying = self.smooth if edit.of_tone else self.backed
        photo = self._edited(edit) if carrying else None
        if photo is None:
            return None
        # The few features with evidence first: most edits end here.
        after = {**self.values, **{name: OF_PHOTO[name](photo) for name in self.backed}}
        part = self.model.contributions(after)
        if math.fsum(part[name] - self.before[name] for name in carrying) < WORTH_IT:
            return None
        after |= {name: OF_PHOTO[name](photo) for name in self.others}
        after |= self._beside(photo, after)
        if set(beyond(self.model, after)) - self.outside:
            return None
        if self.model.unlike(after) and not self.unlike:
            return None
        change = _change(self.model, edit, self.before, after, carrying)
        return None if change is None else Edited(edit, change, photo.faces, photo.people, after)

    def _beside(self, photo: Photo, after: Values) -> Values:
        """What the edited photo is beside the account's others, as far as that is known."""
        if not self.beside:
            return {}
        beside = replace(self.account_shows, photo={**after, **histograms(photo)})
        values = {name: OF_BESIDE[name](beside) for name in self.beside}
        return {name: value for name, value in values.items() if not math.isnan(value)}

    def _edited(self, edit: Edit) -> Photo | None:
        """The edited photo at its standard size; None where it is spoilt or a face is cut."""
        try:
            found = edit.faces(self.seen.faces)
        except ValueError:
            return None
        if edit.of_tone:
            rgb = edit.apply(self.small)
            return None if spoils(self.small, rgb) else Photo(rgb, found, self.seen.people)
        rgb = standard(edit.apply(self.large))
        return Photo(rgb, found, self._people_after(edit))

    def _people_after(self, edit: Edit) -> BytePlane | None:
        """Where people are after a crop or a turn: what is cut off the photo is cut off them."""
        if self.seen.people is None:
            return None
        height, width = self.small.shape[:2]
        whole = cv2.resize(self.seen.people, (width, height), interpolation=cv2.INTER_NEAREST)
        return np.asarray((edit.apply(whole) > HALF_THERE) * 255, np.uint8)


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
    return Change(
        edit=edit,
        gains=most,
        rises=model.by_name[most].coefficient > 0,
        expected=max(0.0, math.expm1(model.baseline + math.fsum(now.values()))),
        gain=whole,
        backed=carried,
        features=tuple(name for name in gains if moved[name] >= carried / 4),
    )
