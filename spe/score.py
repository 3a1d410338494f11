"""Drafts under a fitted model: what to expect, how sure, how they rank, why, what would help."""

import math
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spe import extract, faces
from spe.edits import Edit, edits, spoils
from spe.features import CATALOGUE, PHOTO_FEATURES, Feature, Moment
from spe.model import Evidence, FittedModel
from spe.photo import STANDARD_SIDE, Decoded, Face, Photo, decode, fingerprint, shrink

# The range shown with every draft, and how often it should hold.
LEVEL = 0.80

# How often the first must beat another for the two to count as told apart.
TOLD_APART = 0.80

DRAWS = 20_000

# Fewer posts than this within these hours of a draft's time, and nothing is known of the hour.
FEW_POSTS, NEAR_HOURS = 3, 2.0

# Days without a post after which the usual may have moved.
LONG_SILENCE = 90

# The least gain, in log-likes, for which an edit is worth a line, and how many are shown.
WORTH_IT = 0.02
MOST_CHANGES = 3

# A post counts as looking the same if its measures differ by less than this many SDs.
LOOKS_SAME = 0.6

CLOCK = frozenset({"hour_sin", "hour_cos"})
TIME_OF_DAY = "time_of_day"

RankBy = Literal["expected", "best"]
FloatArray = NDArray[np.float64]
Values = Mapping[str, float]

_BY_NAME: Mapping[str, Feature[Photo] | Feature[Moment]] = {item.name: item for item in CATALOGUE}
_OF_PHOTO: Mapping[str, Feature[Photo]] = {item.name: item for item in PHOTO_FEATURES}
_STRENGTH: Mapping[Evidence, int] = {"strong": 2, "suggestive": 1, "unclear": 0}


@dataclass(frozen=True, eq=False)
class Draft:
    """A photo that may be posted: its pixels, its faces, and everything measured of it.

    `values` are those of the photo alone; the moment's are added when it is scored.
    """

    name: str
    decoded: Decoded
    faces: tuple[Face, ...] | None
    values: Values
    fingerprint: int


@dataclass(frozen=True)
class Reason:
    """What one feature adds to a prediction, against the account's average post.

    `effect` is in log-likes. `percentile` is the share of past posts (0-100) with less
    of it, ties by half; NaN where the value is unknown. `label` names it and `said`
    compares it, in words. The two features of the clock make one reason.
    """

    feature: str
    effect: float
    value: float
    percentile: float
    evidence: Evidence
    label: str = ""
    said: str = ""

    @property
    def percent(self) -> float:
        """The effect in percent of likes."""
        return math.expm1(self.effect) * 100

    @property
    def backed(self) -> bool:
        """Whether there is evidence for it at all."""
        return self.evidence != "unclear"

    @property
    def of_time(self) -> bool:
        """Whether it is about the moment, and so the same for all drafts."""
        return self.feature == TIME_OF_DAY or _BY_NAME[self.feature].group == "time"


@dataclass(frozen=True)
class PastPost:
    """A post that looks alike, and what it got."""

    id: str
    posted_at: datetime
    likes: float


@dataclass(frozen=True, eq=False)
class Change:
    """An edit, and the likes expected of the edited photo.

    `gain` is the whole change in log-likes, `backed` the part of it that rests on features
    with evidence; `evidence` is that of the feature that gains most, `becomes` says how it
    changes, and `features` are all that carry it.
    """

    edit: Edit
    becomes: str
    expected: float
    gain: float
    backed: float
    evidence: Evidence
    features: tuple[str, ...]

    @property
    def percent(self) -> float:
        """The whole change in percent of likes."""
        return math.expm1(self.gain) * 100


@dataclass(frozen=True)
class Slot:
    """A time to post, and the likes expected of a draft then."""

    at: datetime
    expected: float
    gain: float

    @property
    def percent(self) -> float:
        """How far that is above the draft's own time, in percent of likes."""
        return math.expm1(self.gain) * 100


@dataclass(frozen=True)
class Scored:
    """One draft: expected likes (the median), its 80 % range, and what they rest on.

    `p_above_usual` is the chance to beat the usual, `p_best` to do best of all the
    drafts scored together, `p_first` that the first of the ranking beats this one;
    `rank` counts from 1. `posted` is the past post that shows the same picture.
    """

    name: str
    expected: float
    low: float
    high: float
    usual: float
    p_above_usual: float
    reasons: tuple[Reason, ...]
    values: Values
    alike: tuple[PastPost, ...] = ()
    warnings: tuple[str, ...] = ()
    rank: int = 1
    p_best: float = 1.0
    p_first: float = 0.5
    posted: PastPost | None = None
    changes: tuple[Change, ...] = ()

    @property
    def above_usual(self) -> float:
        """How far the expected likes stand above the usual, in percent."""
        return (self.expected / self.usual - 1) * 100 if self.usual > 0 else math.nan

    @property
    def close_to_best(self) -> bool:
        """Whether it can't be told apart from the first."""
        return self.rank == 1 or self.p_first < TOLD_APART


# Measuring.


def measured(path: Path, finder: faces.FaceFinder | None, name: str) -> Draft:
    """Decode and measure one draft.

    Raises:
        PhotoError: the file can't be measured as a photo.
    """
    decoded = decode(path, name)
    found = None if finder is None else finder.find(decoded.rgb)
    values = extract.measure_photo(decoded.photo(found))
    return Draft(name, decoded, found, values, fingerprint(decoded.rgb))


# Scoring.


def score(
    model: FittedModel,
    drafts: Mapping[str, Values],
    past: Mapping[str, Values] | None = None,
    *,
    at: datetime | None = None,
    rank_by: RankBy = "expected",
) -> list[Scored]:
    """Score drafts by name, best first.

    `drafts` and `past` are feature values by name and by post id; `past` serves to
    find the posts that look most alike. `at` is when the drafts will be posted. Equal
    drafts keep the order they came in.
    """
    if not drafts:
        return []
    used = {name: timed(model, values, at) for name, values in drafts.items()}
    likes = outcomes(model, list(used.values()))
    best = _share_best(likes)
    known = [
        replace(
            _one(model, name, values, drafts[name], past or {}, at),
            p_best=float(best[row]),
            p_above_usual=_share_above(likes[row], model.usual),
        )
        for row, (name, values) in enumerate(used.items())
    ]
    figure = [one.p_best if rank_by == "best" else one.expected for one in known]
    order = sorted(range(len(known)), key=lambda row: -figure[row])
    first = likes[order[0]]
    return [
        replace(known[row], rank=rank, p_first=_share_above(first, likes[row]))
        for rank, row in enumerate(order, start=1)
    ]


def outcomes(model: FittedModel, drafts: Sequence[Values]) -> FloatArray:
    """What the drafts might get together, in likes: a row a draft, a column a possible world.

    In each world the drafts share what the model has wrong about this account: its
    coefficients are drawn around their own with the folds' jackknife covariance, so two
    drafts that look alike are wrong together. Luck, drawn from the past misses, is each
    draft's own. The part of those misses that the shared error explains is taken out of
    them, so that a draft's own spread stays that of the past misses.
    """
    draw = np.random.default_rng(0)
    size = (len(drafts), DRAWS)
    if not model.speaks:
        luck = draw.choice(model.usual_residuals, size) if model.usual_residuals else np.nan
        return np.asarray(np.maximum(0.0, np.expm1(np.full(size, model.level) + luck)))
    coefficients, offsets = np.array(model.fold_coefficients), np.array(model.fold_offsets)
    folds = len(offsets)
    away = (coefficients - coefficients.mean(axis=0)) * math.sqrt((folds - 1) / folds)
    shared = away.T @ draw.standard_normal((folds, DRAWS))
    # What a post was above the recent level, beyond what its photo and moment say.
    misses = np.array(model.fold_residuals) + offsets[np.array(model.fold_of_post, int)]
    own = misses.mean() + (misses - misses.mean()) * _own_share(model, away, misses)
    centre = np.array([model.predict(values) for values in drafts])
    z = np.array([model.standardised(values) for values in drafts])
    worlds: FloatArray = centre[:, None] + z @ shared + draw.choice(own, size)
    return np.asarray(np.maximum(0.0, np.expm1(worlds)))


def _own_share(model: FittedModel, away: FloatArray, misses: FloatArray) -> float:
    """How much of the misses' SD is luck, 0-1: the rest is error that drafts share."""
    if not model.precision or not misses.any():
        return 1.0
    spread = np.linalg.inv(np.array(model.precision))
    shared = float(np.trace(away @ spread @ away.T))
    return math.sqrt(max(0.0, 1 - shared / float(misses.var())))


def _share_best(likes: FloatArray) -> FloatArray:
    """How often each row is the largest; a world won by several counts for each in part."""
    top = likes == likes.max(axis=0)
    won = top.sum(axis=0)
    return np.asarray((top / np.maximum(won, 1)).mean(axis=1)) if won.any() else likes[:, 0]


def _share_above(likes: FloatArray, other: FloatArray | float) -> float:
    """How often likes are above the other; a tie counts by half."""
    if np.isnan(likes).any():
        return math.nan
    return float(np.mean(likes > other) + np.mean(likes == other) / 2)


def _one(
    model: FittedModel,
    name: str,
    used: Values,
    values: Values,
    past: Mapping[str, Values],
    at: datetime | None,
) -> Scored:
    low, high = model.interval(used, LEVEL)
    return Scored(
        name=name,
        expected=max(0.0, math.expm1(model.predict(used))),
        low=low,
        high=high,
        usual=model.usual,
        p_above_usual=math.nan,
        reasons=reasons(model, used, at),
        values=dict(values),
        alike=_alike(model, used, past),
        warnings=_warnings(model, used),
    )


# The hour.


def timed(model: FittedModel, values: Values, at: datetime | None) -> Values:
    """The values a score may rest on: an hour at which hardly anything was posted says nothing."""
    if at is None or not hour_is_new(model, at):
        return values
    return {**values, **dict.fromkeys(CLOCK, math.nan)}


def hour_is_new(model: FittedModel, at: datetime) -> bool:
    """Whether the model has an effect of the hour, but hardly a post near this one."""
    return bool(CLOCK & model.by_name.keys()) and posts_near(model, at) < FEW_POSTS


def posts_near(model: FittedModel, at: datetime) -> int:
    """How many posts went out within two hours of this clock time, on any day."""
    here = _hour(at)
    times = (_hour(post.posted_at.astimezone(at.tzinfo)) for post in model.posts)
    return sum(min(abs(time - here), 24 - abs(time - here)) <= NEAR_HOURS for time in times)


def _hour(at: datetime) -> float:
    return at.hour + at.minute / 60


def times_found(model: FittedModel) -> bool:
    """Whether the posts show that the time of posting matters."""
    return model.speaks and any(group.name == "time" and group.found for group in model.groups)


def slots(
    model: FittedModel, values: Values, at: datetime, posted: Iterable[datetime], most: int = 3
) -> list[Slot]:
    """The best times for a draft in the week from `at` on, one a day, best first.

    Hours at which hardly anything was ever posted are left out. Empty where the posts do
    not show that the time matters, for any time is then as good as another.
    """
    if not times_found(model):
        return []
    times = sorted(posted)
    here = model.predict(timed(model, values, at))
    start = at.replace(minute=0, second=0, microsecond=0)
    best: dict[object, Slot] = {}
    for hours in range(1, 7 * 24 + 1):
        then = start + timedelta(hours=hours)
        if posts_near(model, then) < FEW_POSTS:
            continue
        moment = extract.measure_moment(moment_at(then, times))
        foreseen = model.predict({**values, **moment})
        slot = Slot(then, max(0.0, math.expm1(foreseen)), foreseen - here)
        day = then.date()
        if day not in best or slot.gain > best[day].gain:
            best[day] = slot
    return sorted(best.values(), key=lambda slot: (-slot.gain, slot.at))[:most]


def moment_at(at: datetime, posted: Sequence[datetime]) -> Moment:
    """The moment of a draft posted at `at`, after posts at these times, oldest first."""
    before = [time for time in posted if time < at]
    return Moment(at, before[-1] if before else None, posted[0] if posted else None)


# Reasons.


def reasons(model: FittedModel, values: Values, at: datetime | None = None) -> tuple[Reason, ...]:
    """The parts of a prediction, largest first; they add up to it. Empty if it does not speak."""
    if not model.speaks:
        return ()
    effects = model.contributions(values)
    parts = [_reason(model, name, effect, values) for name, effect in effects.items()]
    clock = [part for part in parts if part.feature in CLOCK]
    others = [part for part in parts if part.feature not in CLOCK and part.effect]
    if clock and not all(math.isnan(part.value) for part in clock):
        others.append(_time_of_day(clock, at, matters=times_found(model)))
    return tuple(sorted(others, key=lambda part: -abs(part.effect)))


def _reason(model: FittedModel, name: str, effect: float, values: Values) -> Reason:
    item, term = _BY_NAME[name], model.by_name[name]
    value = values.get(name, math.nan)
    place = Place.of(value, term.quantiles)
    return Reason(
        name, effect, value, place.percentile, term.evidence, item.label, _compared(item, place)
    )


def _time_of_day(parts: Sequence[Reason], at: datetime | None, *, matters: bool) -> Reason:
    """The sine and the cosine of the clock as the one thing they are."""
    effect = math.fsum(part.effect for part in parts)
    evidence = max((part.evidence for part in parts), key=lambda said: _STRENGTH[said])
    if evidence == "unclear" and matters:
        said = "the time matters; what the hour does alone is not clear"
    elif evidence == "unclear":
        said = "no clear effect of the hour so far"
    else:
        said = f"{'a better' if effect > 0 else 'a worse'} hour than your average one"
    label = "Time of day" if at is None else f"{at:%A %H:%M}"
    hour = math.nan if at is None else _hour(at)
    return Reason(TIME_OF_DAY, effect, hour, math.nan, evidence, label, said)


@dataclass(frozen=True)
class Place:
    """Where a value stands among the past posts: shares of them below and above it, 0-100."""

    value: float
    below: float
    above: float

    @classmethod
    def of(cls, value: float, quantiles: Sequence[float]) -> "Place":
        """The place among posts with these evenly spaced quantiles; NaN if unknown."""
        if math.isnan(value) or not quantiles:
            return cls(value, math.nan, math.nan)
        steps = np.linspace(0, 100, len(quantiles))
        equal = steps[np.asarray(quantiles) == value]
        if equal.size > 1:
            return cls(value, float(equal[0]), float(100 - equal[-1]))
        below = float(np.interp(value, quantiles, steps, left=0, right=100))
        return cls(value, below, 100 - below)

    @property
    def percentile(self) -> float:
        """The share of posts with less, ties by half."""
        return (self.below + 100 - self.above) / 2


def _compared(item: Feature[Photo] | Feature[Moment], place: Place) -> str:
    """How a draft stands among the past posts, in the feature's own words."""
    if math.isnan(place.value):
        return "unknown"
    if item.name == "faces":
        count = round(place.value)
        return {0: "no face", 1: "1 face"}.get(count, f"{count} faces")
    if item.name == "weekend":
        return item.more if place.value else item.less
    if max(place.below, place.above) < 55:
        return "about as in most of your posts"
    more = place.below >= place.above
    share = max(place.below, place.above)
    whole = "all" if share >= 99.5 else f"{share:.0f}% of"
    return f"{item.more if more else item.less} than {whole} your posts"


# Posts that look alike.


def _alike(model: FittedModel, values: Values, past: Mapping[str, Values]) -> tuple[PastPost, ...]:
    """The three fitted posts nearest in the model's own features of the photo (standardised)."""
    photo = np.array([term.group != "time" for term in model.terms])
    if not photo.any():
        return ()
    here = model.standardised(values)[photo]
    near = sorted(
        (float(np.sum((model.standardised(past[post.id])[photo] - here) ** 2)), post.id, post)
        for post in model.posts
        if post.id in past
    )
    return tuple(PastPost(post.id, post.posted_at, post.likes) for _, _, post in near[:3])


def look_alikes(values: Values, past: Mapping[str, Values], most: int = 3) -> list[str]:
    """The ids of the posts whose photos measure about the same as a draft's, nearest first.

    Another compression or size of one picture moves its measures little; whether it is
    the same picture is for `same_picture` to say.
    """
    names = [item.name for item in PHOTO_FEATURES]
    here = np.array([values.get(name, math.nan) for name in names])
    table = np.array([[row.get(name, math.nan) for name in names] for row in past.values()])
    shared = (
        ~np.isnan(here) & (~np.isnan(table)).all(axis=0) if len(past) > 1 else np.zeros(0, bool)
    )
    if not shared.any():
        return []
    spread = table[:, shared].std(axis=0)
    away = (table[:, shared] - here[shared])[:, spread > 0] / spread[spread > 0]
    distance = np.sqrt(np.mean(away**2, axis=1))
    near = [int(at) for at in np.argsort(distance, kind="stable") if distance[at] < LOOKS_SAME]
    ids = list(past)
    return [ids[at] for at in near[:most]]


# Warnings.


def _warnings(model: FittedModel, values: Values) -> tuple[str, ...]:
    """Where a draft is unlike everything that was learnt from."""
    beyond = [_BY_NAME[name].label.lower() for name in _outside(model, values)]
    said = []
    if beyond:
        said.append(
            f"Outside what you have posted so far in {_listed(beyond)}: the guess reaches further "
            "than your posts do."
        )
    elif model.unlike(values):
        said.append("Hardly any of your posts looks like this one: the guess is less sure.")
    unknown = [
        _BY_NAME[term.name].label.lower()
        for term in model.terms
        if math.isnan(values.get(term.name, math.nan))
        and term.name not in _MAY_BE_UNKNOWN
        and term.name not in CLOCK
    ]
    if unknown:
        said.append(f"Unknown here, so taken as average: {_listed(unknown)}.")
    return tuple(said)


def _outside(model: FittedModel, values: Values) -> tuple[str, ...]:
    """The features beyond every post; an hour never is, for the clock has no ends."""
    return tuple(name for name in model.outside(values) if name not in CLOCK)


def general_warnings(model: FittedModel, at: datetime, now: datetime) -> list[str]:
    """What to know about all drafts posted at `at`, whatever they show."""
    said = []
    if at < now - timedelta(minutes=1):
        said.append(f"{_day(at)} is in the past: the guess is for your usual as it is now.")
    last = max((post.posted_at for post in model.posts), default=None)
    if last is not None and (at - last).days > LONG_SILENCE:
        said.append(
            f"The last post that was learnt from is of {_day(last)}, {(at - last).days} days "
            "before: your usual may have moved since."
        )
    if model.speaks and hour_is_new(model, at):
        said.append(
            f"You have hardly ever posted around {at:%H:%M}, so the hour is left out of the guess."
        )
    return said


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


# Without a face these have no value, and that is no lack.
_MAY_BE_UNKNOWN = frozenset({"face_size", "face_off_centre"})


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


# What would change it.


def changes(model: FittedModel, draft: Draft, values: Values) -> tuple[Change, ...]:
    """The edits of a draft that the evidence supports, the best of each kind, best first.

    `values` are what the draft was scored with. Each edit is made on the pixels and
    measured anew; faces are followed, not looked for again, and none may be cut. An edit
    is told only where features with evidence gain by themselves, gain more than all the
    others move either way, and the photo stays within what was learnt from.
    """
    backed = [
        term.name
        for term in model.terms
        if term.evidence != "unclear" and term.group != "time" and term.coefficient
    ]
    if not model.speaks or not backed:
        return ()
    trial = _Trial(model, draft, values, backed)
    best: dict[str, Change] = {}
    # The pixel work leaves Python's lock, so the edits share the processor's cores.
    with ThreadPoolExecutor() as pool:
        for change in pool.map(trial, list(edits(draft.decoded.rgb))):
            known = None if change is None else best.get(change.edit.kind)
            if change and (known is None or change.gain > known.gain):
                best[change.edit.kind] = change
    return tuple(sorted(best.values(), key=lambda change: -change.gain)[:MOST_CHANGES])


class _Trial:
    """What one edit of a draft would change; called with the edit."""

    def __init__(
        self, model: FittedModel, draft: Draft, values: Values, backed: Sequence[str]
    ) -> None:
        self.model, self.faces, self.values, self.backed = model, draft.faces, values, backed
        self.others = [n for n in _OF_PHOTO if n in model.by_name and n not in backed]
        self.before = model.contributions(values)
        self.beyond = set(_outside(model, values))
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
        after = {**self.values, **{name: _OF_PHOTO[name](photo) for name in self.backed}}
        part = self.model.contributions(after)
        if math.fsum(part[name] - self.before[name] for name in self.backed) < WORTH_IT:
            return None
        after |= {name: _OF_PHOTO[name](photo) for name in self.others}
        if set(_outside(self.model, after)) - self.beyond:
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
    model: FittedModel, edit: Edit, before: Values, after: Values, backed: Sequence[str]
) -> Change | None:
    """The change an edit makes, or None where the evidence does not carry it."""
    now = model.contributions(after)
    moved = {name: now[name] - before[name] for name in now}
    whole = math.fsum(moved.values())
    carried = math.fsum(moved[name] for name in backed)
    rest = math.fsum(abs(moved[name]) for name in moved if name not in backed)
    if whole < WORTH_IT or carried < WORTH_IT or rest > carried:
        return None
    gains = sorted((name for name in backed if moved[name] > 0), key=lambda name: -moved[name])
    most = gains[0]
    item = _BY_NAME[most]
    word = item.more if model.by_name[most].coefficient > 0 else item.less
    return Change(
        edit=edit,
        becomes=word,
        expected=max(0.0, math.expm1(model.level + math.fsum(now.values()))),
        gain=whole,
        backed=carried,
        evidence=model.by_name[most].evidence,
        features=tuple(name for name in gains if moved[name] >= carried / 4),
    )
