"""Photos to scores: everything that scoring drafts does, in the order in which it is done.

Nothing is printed here and nothing is written unless it is asked for. The way of a draft
is told in docs/scoring.md.
"""

import contextlib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from spe import apart
from spe.cells import FIRST_YEAR, LAST_YEAR
from spe.drafts import posting_time, score, suggest
from spe.drafts.follow import Follow, Say, unheard, unseen
from spe.drafts.forecast_log import Guess, fingerprints_of, remember
from spe.drafts.gather import DraftFile, Gathered, gather
from spe.drafts.parse_time import parse_time
from spe.drafts.posting_time import PauseTaken, Slot, Values
from spe.drafts.recognise import SeenBefore, alike_drafts, recognised
from spe.drafts.remarks import Remark, told
from spe.drafts.score import RankBy, Scored
from spe.drafts.suggest import Change, Draft
from spe.errors import NoSkillError, NotReadyError, PhotoError, SpeError, TableError
from spe.features import Beside, Further, subject_of, subject_values
from spe.features.novelty import medians
from spe.files import write_whole
from spe.measure import extract
from spe.measure.table import read_values
from spe.measure.values import (
    bins_before,
    in_order_shown,
    measure_beside,
    measure_further,
    measure_photo,
    measure_post,
)
from spe.model.fitted import FittedModel
from spe.model.so_far import model_of
from spe.photo import faces
from spe.photo.decode import shrink
from spe.photo.encode import encode
from spe.photo.guarded import decode_apart
from spe.posts import Post, read_posts
from spe.project import Project
from spe.subjects import meant, names

if TYPE_CHECKING:
    from spe.drafts.words import PageWords

# The longest side of a page's drafts and of posts beside them; the JPEG quality of those and of
# saved edits.
THUMBNAIL, SMALL, PAGE_QUALITY, QUALITY = 560, 200, 82, 95


@dataclass(frozen=True)
class ScoreOptions:
    """What is asked of a score.

    Attributes:
        n_photos: how many photos each post is to hold, 1 or more; a draft is the first.
        caption: what will be written beside each draft, of which only the form counts; None
            where nobody has said.
        subject: what is in the picture of each draft, one of the account's subjects; None where
            nobody has said.
        propose_times: whether better times to post are looked for.
        rank_by: by expected likes, or by the chance to do best.
        top: how many of the best are shown; None for all.
        try_edits: whether edits are tried on the drafts shown; None for a single draft only.
        thumbnails: whether small JPEGs are made, of the drafts and of posts most alike, for a page.
        require_skill: whether a model that can't tell photos apart is an error.
    """

    n_photos: int = 1
    caption: str | None = None
    subject: str | None = None
    propose_times: bool = False
    rank_by: RankBy = "expected"
    top: int | None = None
    try_edits: bool | None = None
    thumbnails: bool = False
    require_skill: bool = False


@dataclass(frozen=True)
class Listener:
    """Who hears of the work while it is done; by default nobody.

    Attributes:
        say: hears what is of interest, a sentence at a time.
        warn: hears what needs attention.
        follow: the drafts pass through it as they are measured.
    """

    say: Say = unheard
    warn: Say = unheard
    follow: Follow = unseen


@dataclass(frozen=True)
class Known:
    """What is known of an account beside its model.

    Attributes:
        posts: by id, with photos that `project` finds.
        past: feature values of the posts that were measured, by id.
        project: the folder to which the photos' paths are relative.
        zone: the account's time zone.
    """

    posts: Mapping[str, Post]
    past: Mapping[str, Values]
    project: Project
    zone: tzinfo


@dataclass(frozen=True)
class MeasuredFile:
    """A draft as it was measured, without its pixels.

    `values` are those of the photo alone. `fingerprints` are of the whole picture and of
    the crops that apps make; `thumbnail` is a small JPEG, empty where none was asked for.
    """

    file: DraftFile
    values: Values
    fingerprints: tuple[int, ...]
    thumbnail: bytes = b""


@dataclass(frozen=True)
class ScoredDrafts:
    """The scores, and what goes for every draft.

    Attributes:
        model: the model they come from.
        scored_at: when they were made.
        at: when the drafts will be posted, in the account's zone; `at_now` says that it is now.
        n_photos: how many photos each post is to hold.
        since: how many posts went out before that and after the last one that was learnt from.
        ranked: every draft, best first.
        shown: the best of them, as many as were asked for, with `changes` if `edits_tried`.
        slots: times to post for the best draft, best first; None where nobody asked.
        remarks: what to know of all drafts.
        files: how each draft was measured, by its name.
        skipped: by name, why a draft could not be measured.
        pause_taken: the account's usual pause, where the last post is too long ago to tell
            the true one; else None.
        alike: small JPEGs of the posts that measure most alike, by post id, where
            `thumbnails` were asked for.
    """

    model: FittedModel
    scored_at: datetime
    at: datetime
    at_now: bool
    n_photos: int
    since: int
    ranked: tuple[Scored, ...]
    shown: tuple[Scored, ...]
    edits_tried: bool
    slots: tuple[Slot, ...] | None
    remarks: tuple[Remark, ...]
    files: Mapping[str, MeasuredFile]
    skipped: Mapping[str, str]
    pause_taken: PauseTaken | None = None
    alike: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The remarks on all drafts in English, as a terminal has them."""
        return tuple(map(told, self.remarks))

    def given(self, one: Scored) -> str:
        """The name that a draft was given."""
        return self.files[one.name].file.given


def score_drafts(
    account: Project | FittedModel,
    photos: Iterable[str | Path],
    *,
    at: datetime | str = "now",
    options: ScoreOptions | None = None,
    listener: Listener | None = None,
    known: Known | None = None,
) -> ScoredDrafts:
    """Score photos that may be posted.

    Args:
        account: a project, whose model is read and whose posts are recognised; or a fitted
            model alone.
        photos: files, folders and patterns; they are asked for once the model is read.
        at: when they will be posted: a time (in the account's zone, where it has none of its
            own), or as people say it ("Friday 18:00"), which `parse_time` reads.
        options: what is asked; by default one photo a post, ranked by expected likes.
        listener: who hears of it meanwhile.
        known: posts in which drafts are recognised, and that say when there was a post
            before; a project's own by default.

    Returns:
        The scores, best first.

    Raises:
        SpeError: `at` is no time, the account has no such subject, or none of the photos could
            be measured.
        NotReadyError: the project has no model.
        NoSkillError: the model can't tell photos apart, and that was required.
    """
    options, listener = options or ScoreOptions(), listener or Listener()
    if known is None and isinstance(account, Project):
        zone: tzinfo | None = account.zone
    else:
        zone = None if known is None else known.zone
    clock = datetime.now(zone).astimezone(zone)
    posting_at = _posting_at(at, clock)
    model = account if isinstance(account, FittedModel) else model_of(account)
    if options.require_skill and not model.answer.told_apart:
        raise NoSkillError(
            f"With {model.n_posts} posts the model can't tell your photos apart yet."
        )
    if known is None and isinstance(account, Project):
        known = _known(account, listener.warn)
    subject = _subject(options.subject, model, known)
    gathered = gather(photos)
    for said in gathered.left_aside:
        listener.say(said)
    dated = model.posts if known is None else known.posts.values()
    posted = sorted(post.posted_at for post in dated if post.posted_at is not None)
    learnt_until = max((post.posted_at for post in model.posts), default=None)
    since = sum(learnt_until < day < posting_at for day in posted) if learnt_until else 0
    moment, taken = posting_time.moment_values(model, posting_at, posted)
    draft_post = Post("", "", caption=options.caption or "", pictures=options.n_photos)
    subjects = [subject_of(name) for name in model.subjects]
    # Of an album only the draft is here: what its other photos show stays unknown.
    shared = {
        **measure_further(Further()),
        **measure_post(draft_post),
        **subject_values(subject, subjects),
        **moment,
    }
    past = {} if known is None else known.past
    earlier = [] if known is None else in_order_shown(list(known.posts.values()), past)
    account_shows = Beside({}, bins_before(posting_at, earlier), medians(past.values()))

    def whole(values: Values) -> Values:
        """The values of a draft's photo, with those of its moment and of what was before it."""
        return {**values, **measure_beside(replace(account_shows, photo=values)), **shared}

    edits = _Edits(
        model,
        options,
        lambda values: posting_time.timed(model, whole(values), posting_at),
        account_shows,
    )
    files, skipped = _measured(gathered, model, options, listener, edits)
    drafts = {name: whole(file.values) for name, file in files.items()}
    ranked = score.score(model, drafts, past, at=posting_at, rank_by=options.rank_by, since=since)
    if known is not None:
        learnt = frozenset(post.id for post in model.posts)
        seen = SeenBefore(known.project, known.posts, past, learnt)
        ranked = [
            recognised(one, files[one.name].values, files[one.name].fingerprints[0], seen)
            for one in ranked
        ]
    shown = ranked[: options.top]
    if edits.tried:
        shown = [replace(one, changes=edits.changes(one.name)) for one in shown]
    slots = (
        tuple(posting_time.propose_times(model, shown[0].values, posting_at, posted))
        if options.propose_times
        else None
    )
    return ScoredDrafts(
        model=model,
        scored_at=clock,
        at=posting_at,
        at_now=at == "now",
        n_photos=options.n_photos,
        since=since,
        ranked=tuple(ranked),
        shown=tuple(shown),
        edits_tried=edits.tried,
        slots=slots,
        remarks=(
            *score.general_remarks(
                model,
                posting_at,
                clock,
                options.n_photos,
                taken,
                since=since,
                caption_known=options.caption is not None,
                subject=subject,
            ),
            *other_definitions(model.made_with.get("definitions", ""), extract.version()),
            *alike_drafts({name: file.fingerprints[0] for name, file in files.items()}),
        ),
        files=files,
        skipped=skipped,
        pause_taken=taken,
        alike=_small_copies(shown, known, listener) if options.thumbnails and known else {},
    )


def _subject(asked: str | None, model: FittedModel, known: Known | None) -> str:
    """The subject of the drafts as the account spells it, empty where nobody has said.

    Raises:
        SpeError: the account has no such subject.
    """
    if asked is None:
        return ""
    posts = () if known is None else known.posts.values()
    learnt = [subject_of(name) for name in model.subjects]
    return meant(asked, tuple(dict.fromkeys([*learnt, *names(posts)])))


def _small_copies(drafts: Iterable[Scored], known: Known, listener: Listener) -> dict[str, bytes]:
    """Small JPEGs of the posts that measure most alike, by id; without those that can't be read."""
    made = {}
    for name in dict.fromkeys(post.id for one in drafts for post in one.alike):
        post = known.posts.get(name)
        if post is None or not post.image:
            continue
        try:
            whole = decode_apart(known.project.image(post.image), side=SMALL).rgb
        except PhotoError as error:
            listener.warn(f"{error} The page shows a grey tile.")
        else:
            made[name] = encode(shrink(whole, SMALL), PAGE_QUALITY)
    return made


def other_definitions(learnt: str, today: str) -> list[Remark]:
    """That drafts are measured otherwise than the posts that were learnt from; else nothing.

    Args:
        learnt: the version of the definitions that a model rests on, empty where unknown.
        today: that of today's. Where no faces are looked for, their version says nothing.
    """
    before, now = _by_kind(learnt), _by_kind(today)
    if "none" in {before.get("faces"), now.get("faces")}:
        before["faces"] = now["faces"] = "none"
    if not learnt or before == now:
        return []
    return [Remark("measured_otherwise")]


def _by_kind(version: str) -> dict[str, str]:
    """What "features 2, faces 3" says of each."""
    parts = (part.partition(" ") for part in version.split(", "))
    return {kind: number for kind, _, number in parts}


def _posting_at(at: datetime | str, clock: datetime) -> datetime:
    """The time that is meant, in the zone of `clock`."""
    if isinstance(at, str):
        at = parse_time(at, clock)
    elif at.tzinfo is None:
        at = at.replace(tzinfo=clock.tzinfo)
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise SpeError(f"--at: nothing is posted in the year {at.year}. Name a time to come.")
    return at.astimezone(clock.tzinfo)


# The photos.


def measure_draft(path: Path, finder: faces.FaceFinder | None, name: str) -> Draft:
    """Decode and measure one draft.

    Raises:
        PhotoError: the file can't be measured as a photo.
    """
    decoded = decode_apart(path, name)
    photo = decoded.photo() if finder is None else finder.seen(decoded)
    return Draft(name, decoded, photo.faces, measure_photo(photo), photo.people)


def _measured(
    gathered: Gathered,
    model: FittedModel,
    options: ScoreOptions,
    listener: Listener,
    edits: "_Edits",
) -> tuple[dict[str, MeasuredFile], dict[str, str]]:
    """The drafts by name, measured one after the other, and why others could not be.

    Each is opened once: what needs its pixels happens while they are at hand.

    Raises:
        SpeError: none of them could be measured.
    """
    measured: dict[str, MeasuredFile] = {}
    skipped = dict(gathered.skipped)
    files = gathered.files
    if files and "faces" in model.by_name and (why := faces.why_unknown()) is not None:
        listener.warn(f"{why} Faces stay unknown.")
    if files and "person_share" in model.by_name and (why := faces.why_people_unknown()):
        listener.warn(why)
    if files:
        apart.warm_up()  # while the detector is loaded here, decoders are loaded there
    with contextlib.ExitStack() as stack:
        finder = stack.enter_context(extract.finder()) if files else None
        for file in listener.follow(files, "Measuring drafts", len(files)):
            try:
                draft = measure_draft(file.path, finder, file.name)
            except PhotoError as error:
                skipped[file.given] = str(error)
                continue
            rgb = draft.decoded.rgb
            small = encode(shrink(rgb, THUMBNAIL), PAGE_QUALITY) if options.thumbnails else b""
            measured[file.name] = MeasuredFile(file, draft.values, fingerprints_of(rgb), small)
            edits.take(draft)
    for problem in skipped.values():
        listener.warn(f"{problem.rstrip('.')}. Skipped.")
    if not measured:
        raise SpeError(
            "None of the drafts could be measured.\nName a photo, or a folder with photos in it."
        )
    return measured, skipped


class _Edits:
    """Edits of the drafts that may be shown, tried on pixels that are decoded already.

    Where all are shown, each draft's edits are tried at once and its pixels let go. Where
    only the best are, the pixels of the best so far wait until the ranking is known.
    """

    def __init__(
        self,
        model: FittedModel,
        options: ScoreOptions,
        used: Callable[[Values], Values],
        account_shows: Beside,
    ) -> None:
        self.model, self.options, self.used = model, options, used
        self.account_shows = account_shows
        self.seen = 0
        self.waiting: list[tuple[float, int, Draft]] = []
        self.known: dict[str, tuple[Change, ...]] = {}

    @property
    def tried(self) -> bool:
        """Whether edits are tried at all."""
        wanted = self.options.try_edits
        return self.seen == 1 if wanted is None else wanted

    def take(self, draft: Draft) -> None:
        """Take the next draft while its pixels are at hand."""
        self.seen += 1
        wanted, top = self.options.try_edits, self.options.top
        if wanted and (top is None or self.options.rank_by == "best"):
            self.known[draft.name] = self._try(draft)
            return
        most = (top or 0) if wanted else int(self.tried)
        expected = score.expected_likes(self.model, self.used(draft.values))
        self.waiting.append((-expected, self.seen, draft))
        self.waiting.sort(key=lambda one: one[:2])
        del self.waiting[most:]

    def changes(self, name: str) -> tuple[Change, ...]:
        """What would change a draft that is shown."""
        if name in self.known:
            return self.known[name]
        return self._try(next(draft for *_, draft in self.waiting if draft.name == name))

    def _try(self, draft: Draft) -> tuple[Change, ...]:
        return suggest.changes(self.model, draft, self.used(draft.values), self.account_shows)


# What is known already.


def _known(project: Project, warn: Say) -> Known:
    return Known(_posts(project), _past(project, warn), project, project.zone)


def _posts(project: Project) -> dict[str, Post]:
    try:
        return {post.id: post for post in read_posts(project.posts)}
    except NotReadyError:
        return {}


def _past(project: Project, warn: Say) -> dict[str, dict[str, float]]:
    try:
        return read_values(project.features)
    except NotReadyError:
        return {}
    except TableError as error:
        warn(f"{error}\nUntil then, posts that look alike are not found.")
        return {}


# What is kept of a score, where somebody asks for it.


def save_edits(result: ScoredDrafts, folder: Path) -> int:
    """Write each edited photo of the drafts shown, in all its pixels and without its EXIF.

    Returns:
        How many were written.

    Raises:
        PhotoError: a draft can't be read any more.
        WriteError: the folder can't be written to.
    """
    written = 0
    for one in result.shown:
        edits = [change.edit for change in one.changes if change.edit is not None]
        if not edits:
            continue
        path = result.files[one.name].file.path
        whole = decode_apart(path, one.name, side=None).rgb
        for edit in edits:
            write_whole(folder / f"{path.stem}_{edit.name}.jpg", encode(edit.apply(whole), QUALITY))
            written += 1
    return written


def remember_guesses(project: Project, result: ScoredDrafts) -> int:
    """Write the guesses down before anybody knows better, for `track`.

    Returns:
        How many were written.

    Raises:
        WriteError: the log can't be written.
    """
    guesses = [
        Guess(
            file=result.files[one.name].file.path.name,
            scored_at=result.scored_at,
            posting_at=result.at,
            expected=one.expected,
            low=one.low,
            high=one.high,
            confidence=score.CONFIDENCE,
            usual=one.usual,
            p_above_usual=one.p_above_usual,
            has_skill=result.model.answer.told_apart,
            model=result.model.data_hash,
            fingerprints=result.files[one.name].fingerprints,
            made_up=result.model.made_up,
            pause_taken=math.nan if result.pause_taken is None else result.pause_taken.days,
        )
        for one in result.ranked
    ]
    remember(project.scores, guesses)
    return len(guesses)


def write_page(result: ScoredDrafts, path: Path, language: "PageWords | None" = None) -> None:
    """Write the drafts shown as a page, with the photos if `thumbnails` were made.

    Args:
        result: the scores.
        path: the file to write.
        language: the page's words; None for English.

    Raises:
        WriteError: the file can't be written.
    """
    from spe.drafts import contact_sheet, english  # noqa: PLC0415  (jinja2: for a page alone)

    words: PageWords = language or english

    thumbnails = {name: known.thumbnail for name, known in result.files.items() if known.thumbnail}
    write_whole(
        path,
        contact_sheet.page(
            result.model,
            result.shown,
            thumbnails,
            posting=words.posting(result.at, result.n_photos, now=result.at_now),
            warnings=[words.remark(remark) for remark in result.remarks],
            ranked=result.ranked,
            alike=result.alike,
            words=words,
        ),
    )
