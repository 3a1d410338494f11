"""What the command line does, from Python: values in, values out, nothing written unasked.

`import spe` gives all of it by name, and loads it when it is first used.
"""

import contextlib
import dataclasses
import math
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from spe import languages
from spe.errors import SpeError
from spe.files import write_whole
from spe.model import tables
from spe.model.fitted import FittedModel
from spe.model.options import DEFAULTS, FitOptions
from spe.posts import Post, check_posts
from spe.project import Project
from spe.project import zone as named_zone
from spe.subjects import names as subject_names
from spe.workers import Workers

if TYPE_CHECKING:
    import pandas as pd

    from spe.experiments.answer import Standing
    from spe.experiments.plan import Experiment
    from spe.measure.cache import Cache
    from spe.report.assemble import Shown
    from spe.report.facts import Facts
    from spe.report.postcard import Shape
    from spe.sources import Order

__all__ = [
    "Fit",
    "FitOptions",
    "FittedModel",
    "Post",
    "SpeError",
    "augment",
    "fit",
    "glance",
    "measure_photos",
    "measure_posts",
    "plan_experiment",
    "read_posts",
    "score_drafts",
    "see_experiment",
    "tidy",
    "write_card",
    "write_report",
]


def read_posts(
    *sources: str | Path,
    zone: str | tzinfo = UTC,
    unpack_to: str | Path | None = None,
    replies: bool = False,
    folders: bool = False,
    dates: "Order | None" = None,
    as_of: date | None = None,
) -> list[Post]:
    """The photo posts of any source that `spe import` reads, in order of time.

    Args:
        sources: exports (a folder or a zip), tables that name photos, folders of photos, or
            the folder of an account that the command line keeps.
        zone: the account's time zone, as a name such as Europe/Zurich.
        unpack_to: a folder for photos that lie in an archive; nothing else is ever written.
        replies: whether posts that answer somebody count.
        folders: whether photos without a list of posts count as posts even where they lie
            in several folders, as with `spe import --yes`.
        dates: how dates like 03/04/2024 are read, "day-first" or "month-first"; None takes
            only tables whose dates tell it.
        as_of: the day on which likes were read, in `zone`, where a source does not say it;
            None leaves it unknown, and `fit` is then careful with the newest posts.

    Returns:
        Posts with absolute paths to their photos; a count that no source knows is None.

    Raises:
        SourceError: nothing could be read, or nothing in it is a photo post.
        FoldersUnclear: photos lie in several folders, and `folders` is not set; a SourceError.
        DatesUnclear: dates can be read in two ways, and `dates` is not set; a SourceError.
        SpeError: photos lie in an archive, and nobody said where to unpack them.
    """
    from spe import posts as tables_of_posts  # noqa: PLC0415
    from spe import sources as readers  # noqa: PLC0415  (OpenCV)

    paths = [Path(source).expanduser() for source in sources]
    if len(paths) == 1 and (kept := Project(paths[0])).posts.is_file():
        return [_absolute(post, kept) for post in tables_of_posts.read_posts(kept.posts)]
    read_on = None if as_of is None else datetime.combine(as_of, time(), _zone(zone))
    options = readers.ReadOptions(_zone(zone), dates, replies, folders, as_of=read_on)
    readings, failed = readers.read_sources(paths, options)
    if failed:
        raise failed[0]
    project = Project(Path(unpack_to) if unpack_to is not None else Path("/nonexistent"))
    if unpack_to is None:
        for found in (found for reading in readings for found in reading.found):
            if found.tree is not None and found.tree.place(found.member) is None:
                raise SpeError(
                    f"{found.tree.path}: its photos lie in an archive.\n"
                    "Say where they may be unpacked: read_posts(..., unpack_to='photos')."
                )
    gathered = readers.gather((), readings, readers.Store(project))
    if problems := gathered.problems:
        raise SpeError(problems[0])
    found_posts = [_absolute(post, project) for post in gathered.posts]
    return sorted(
        found_posts, key=lambda post: (post.posted_at or datetime.max.replace(tzinfo=UTC), post.id)
    )


def _absolute(post: Post, project: Project) -> Post:
    if not post.image:
        return post
    image, *more = (str(project.image(name).absolute()) for name in (post.image, *post.more_images))
    return dataclasses.replace(post, image=image, more_images=tuple(more))


def measure_posts(
    posts: Sequence[Post],
    *,
    zone: str | tzinfo = UTC,
    cache: str | Path | None = None,
    jobs: int = 1,
) -> "pd.DataFrame":
    """Every feature of every post.

    Args:
        posts: as `read_posts` gives them.
        zone: the account's time zone, in which hours and weekends are told.
        cache: a file that remembers what was measured, made if it is not there; without it
            all is measured each time.
        jobs: processes; 1 is this one. More of them import the script that runs anew, so
            there its work must stand under `if __name__ == "__main__":`.

    Returns:
        A table of (posts, 2 + features + 32), indexed by post `id`: `problem`, the sentence
        why a photo could not be measured (empty for none), `definitions`, the version of
        those it was measured by, then each feature of `spe.CATALOGUE` in its unit, then the
        shares of the colour histogram. To six digits, as the command line keeps them; what
        is unknown is NaN.
    """
    import pandas as pd  # noqa: PLC0415

    from spe.measure import extract  # noqa: PLC0415  (OpenCV)
    from spe.measure import values as measures  # noqa: PLC0415  (OpenCV)
    from spe.measure.table import COLUMNS, VALUES  # noqa: PLC0415  (OpenCV)

    definitions = extract.version()
    photos = [Path(post.image) for post in posts]
    others = [Path(name) for post in posts for name in post.more_images]
    with _kept(cache, definitions) as kept:
        measured = extract.measure_all(photos, kept, Workers(jobs))
        seen = extract.measure_all(others, kept, Workers(jobs), names=measures.OF_FURTHER)
    known = {post.id: measured[Path(post.image)].known for post in posts}
    further = measures.further_of(posts, seen, Path)
    values = measures.measure_account(posts, known, _zone(zone), further)
    rows = {
        post.id: {
            "problem": measured[Path(post.image)].problem,
            "definitions": definitions,
            **_six_digits(values[post.id], VALUES),
        }
        for post in posts
    }
    columns = list(COLUMNS[1:])
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("id")


def measure_photos(
    *photos: str | Path, cache: str | Path | None = None, jobs: int = 1
) -> "pd.DataFrame":
    """Every feature that a photo alone has.

    Args:
        photos: files, none of which needs to be a post.
        cache: as for `measure_posts`.
        jobs: as for `measure_posts`.

    Returns:
        A table of (photos, 1 + features + 32), indexed by the photos' names as given, with
        the columns of `measure_posts` but those of the moment, the caption, albums and what
        was posted before.
    """
    import pandas as pd  # noqa: PLC0415

    from spe.features import HISTOGRAMS, PHOTO_FEATURES  # noqa: PLC0415  (OpenCV)
    from spe.measure import extract  # noqa: PLC0415  (OpenCV)

    names = (*(item.name for item in PHOTO_FEATURES), *HISTOGRAMS)
    with _kept(cache, extract.version()) as kept:
        measured = extract.measure_all([Path(photo) for photo in photos], kept, Workers(jobs))
    rows = {}
    for photo in photos:
        result = measured[Path(photo)]
        rows[str(photo)] = {"problem": result.problem, **_six_digits(result.known, names)}
    columns = ["problem", *names]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("photo")


@dataclasses.dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model, with the posts and features that it was learnt from.

    Attributes:
        model: what was learnt, which `model.write(path)` keeps as readable JSON.
        posts: the posts, used or not.
        features: the table of `measure_posts`.
        zone: the account's time zone.
    """

    model: FittedModel
    posts: Sequence[Post]
    features: "pd.DataFrame"
    zone: tzinfo

    @cached_property
    def facts(self) -> "Facts":
        """What is true of the account, as data: all that the report says is derived from it."""
        from spe.report.facts import gather  # noqa: PLC0415

        return gather(self.model, self.features, self.posts, self.zone)

    def _repr_html_(self) -> str:
        from spe.report.notebook import summary  # noqa: PLC0415  (Jinja)

        return summary(self.facts)


def fit(
    posts: Sequence[Post],
    features: "pd.DataFrame",
    options: FitOptions = DEFAULTS,
    *,
    zone: str | tzinfo = UTC,
    now: datetime | None = None,
    made_up: bool = False,
) -> Fit:
    """Fit the linear models, and check them on posts they have not seen.

    Args:
        posts: the account's posts, 20 or more with likes for a model.
        features: the table of `measure_posts`, or any of that form.
        options: what `spe fit` has options for.
        zone: the account's time zone, for what is told of hours.
        now: the present, with a time zone; a post dated later tells nothing of when likes were
            read.
        made_up: whether the posts are invented, which is then said wherever they show.

    Returns:
        The fit. A notebook shows it as the answer in words, and the effects.

    Raises:
        NotReadyError: fewer than 5 posts can be used.
        SpeError: there is nothing to learn from, such as counts that are all the same.
        TableError: a time, a count or a value that can't be, named by its post.
    """
    from spe.measure.table import check_sizes  # noqa: PLC0415  (OpenCV)
    from spe.model import fit as fitting  # noqa: PLC0415  (scikit-learn, statsmodels)

    check_posts(posts)
    check_sizes(features)
    model = fitting.fit(
        list(posts),
        features,
        options,
        now=now or datetime.now(UTC),
        zone=_zone(zone),
        made_up=made_up,
    )
    return Fit(model, tuple(posts), features, _zone(zone))


def tidy(fitted: Fit | FittedModel) -> "pd.DataFrame":
    """One row a term: see `spe.model.tables.tidy`."""
    return tables.tidy(_model(fitted))


def glance(fitted: Fit | FittedModel) -> "pd.DataFrame":
    """The model in one row: see `spe.model.tables.glance`."""
    return tables.glance(_model(fitted))


def augment(fitted: Fit | FittedModel) -> "pd.DataFrame":
    """One row a post, with its features where `fitted` has them: `spe.model.tables.augment`."""
    features = fitted.features if isinstance(fitted, Fit) else None
    return tables.augment(_model(fitted), features)


def score_drafts(
    fitted: Fit,
    *photos: str | Path,
    at: str | datetime = "now",
    n_photos: int = 1,
    caption: str | None = None,
    subject: str | None = None,
) -> "pd.DataFrame":
    """What photos that are not posted yet may expect.

    Args:
        fitted: a fit; its posts say what a draft is like, and which one it was already.
        photos: files, folders or patterns.
        at: when they will be posted: a time, or as people say it, such as "Friday 18:00".
        n_photos: how many photos each post is to hold, 1 or more; a draft is the first.
        caption: what will be written beside each of them, of which only the form counts; None
            where that is not known yet.
        subject: what is in their pictures, one of the subjects of the fit's posts; None where
            that is not said.

    Returns:
        One row a draft, best first, indexed by its file's `name`: `rank` (from 1), the
        `expected` likes (median) with their 80 % range `low` to `high`, the `usual` likes,
        `p_above_usual` and `p_best` (chances, 0 to 1), `close_to_best` (whether it can't be
        told apart from the first), and `warnings`, sentences to know. `table.attrs` has
        `warnings` that go for all, `skipped`: by name, why a photo could not be measured, and
        `pause_taken`: the days that stand for the pause before the post where the last of
        the posts is too long ago to tell, else NaN.
        All that was found is what `spe.drafts.pipeline.score_drafts` gives.

    Raises:
        SpeError: `at` is no time, no post is of the subject, or no photo could be measured.
    """
    import pandas as pd  # noqa: PLC0415

    from spe.drafts import pipeline  # noqa: PLC0415  (OpenCV, jinja2)
    from spe.measure.table import values_by_post  # noqa: PLC0415  (OpenCV)

    result = pipeline.score_drafts(
        fitted.model,
        photos,
        at=at,
        options=pipeline.ScoreOptions(
            n_photos=n_photos, caption=caption, subject=subject, try_edits=False
        ),
        known=pipeline.Known(
            {post.id: post for post in fitted.posts},
            values_by_post(fitted.features),
            Project(Path.cwd()),
            fitted.zone,
        ),
    )
    columns = ("rank", "expected", "low", "high", "usual", "p_above_usual", "p_best")
    table = pd.DataFrame(
        {
            **{name: [getattr(one, name) for one in result.ranked] for name in columns},
            "close_to_best": [one.close_to_best for one in result.ranked],
            "warnings": [list(one.warnings) for one in result.ranked],
        },
        index=pd.Index([one.name for one in result.ranked], name="name", dtype="str"),
    )
    taken = result.pause_taken
    table.attrs = {
        "warnings": list(result.warnings),
        "skipped": dict(result.skipped),
        "pause_taken": math.nan if taken is None else taken.days,
    }
    return table


def plan_experiment(
    treatment: str = "",
    *,
    words: str = "",
    fitted: Fit | None = None,
    posts: int | None = None,
    now: datetime,
    seed: int,
    anytime: bool = False,
) -> "Experiment":
    """Draw by coin which of the next posts are of a kind, as `spe try` does.

    Args:
        treatment: what to vary: a feature's name, what people call it ("light"), or a subject
            of the fitted posts.
        words: the same in one's own words, where `treatment` is empty.
        fitted: a fit of the posts before, which tells how many it takes; None knows nothing.
        posts: how many posts, 12 to 400; None takes what is needed, up to 60.
        now: the present, with a time zone; posts after it count.
        seed: for the coin, 0 or more.
        anytime: whether the answer may be looked at after every four posts.

    Returns:
        The plan, whose `order` says of each post to come whether it is to be of the kind.

    Raises:
        SpeError: nothing is called so, or it is of too few or too many posts.
    """
    from spe.experiments import plan  # noqa: PLC0415  (OpenCV)

    if bool(treatment) == bool(words):
        raise SpeError("Say what to try: either treatment or words.")
    known = () if fitted is None else fitted.posts
    return plan.plan(
        treatment=plan.treatment_of(treatment, subject_names(known)) if treatment else "",
        words=plan.own_words(words) if words else "",
        model=None if fitted is None else fitted.model,
        posts=known,
        now=now,
        seed=seed,
        count=posts,
        anytime=anytime,
    )


def see_experiment(
    experiment: "Experiment",
    posts: Sequence[Post],
    features: "pd.DataFrame",
    *,
    now: datetime | None = None,
) -> "Standing":
    """Where an experiment stands, with its outcome once it may be told.

    Args:
        experiment: of `plan_experiment`.
        posts: the account's posts, also those before it.
        features: the table of `measure_posts`.
        now: the present, with a time zone.

    Returns:
        `stage`, `slots` (each place of the order with its post), and `outcome`: None before
        the last likes have settled, then what was `found`, `percent` with `low` and `high` (90 %
        range, percent of likes) and the coin's `p_value`.
    """
    from spe.experiments.answer import standings  # noqa: PLC0415  (OpenCV)
    from spe.measure.table import values_by_post  # noqa: PLC0415  (OpenCV)

    values = values_by_post(features)
    return standings([experiment], posts, values, now or datetime.now(UTC))[0]


def write_report(
    fitted: Fit,
    path: str | Path | None = None,
    *,
    photos: "Shown" = "all",
    blur_faces: bool = False,
    full: bool = False,
    experiments: "Sequence[Experiment]" = (),
    language: str = "en",
) -> str:
    """The insight report as one page that needs nothing else.

    Args:
        fitted: a fit.
        path: where to write the page; None writes nothing.
        photos: whose photos go into the page: "all", "few" (those talked about) or "none".
        blur_faces: whether faces are made unrecognisable.
        full: whether all that is folded away stands open, as for paper.
        experiments: those of `plan_experiment`, oldest first, of which the page tells how they
            stand; the posts since are ticked off.
        language: of the page, a code of `spe.languages.NAMES`: "en" or "de".

    Returns:
        The page, HTML.

    Raises:
        SpeError: there is no such language.
        WriteError: `path` can't be written.
    """
    from spe.report import assemble, page  # noqa: PLC0415  (Jinja)

    words = languages.language(language).report
    facts = _facts(fitted, experiments) if experiments else fitted.facts
    images = {post.id: Path(post.image) for post in fitted.posts if post.image}
    shown = assemble.photos_on_page(facts, images, photos, blur_faces=blur_faces)
    html = page.render(facts, shown.pictures, words, colours=shown.colours, full=full)
    if path is not None:
        write_whole(Path(path), html)
    return html


def write_card(
    fitted: Fit,
    path: str | Path,
    *,
    shape: "Shape" = "post",
    photo: bool = True,
    blur_faces: bool = False,
    language: str = "en",
) -> None:
    """A picture to send on: the best photo against its moment, and the one thing found.

    Args:
        fitted: a fit.
        path: where to write it, as a PNG or JPEG by the name's ending.
        shape: "post", 1080 by 1350 pixels, or "story", 1080 by 1920.
        photo: whether the photo is shown.
        blur_faces: whether faces in it are made unrecognisable.
        language: of the card, a code of `spe.languages.NAMES`: "en" or "de".

    Raises:
        SpeError: `path` ends otherwise, or there is no such language.
        WriteError: `path` can't be written.
    """
    from spe.report import assemble, postcard  # noqa: PLC0415  (Jinja)

    place = Path(path)
    postcard.kind_of(place)
    words = languages.language(language).report
    images = {post.id: Path(post.image) for post in fitted.posts if post.image and photo}
    shown, _ = assemble.photo_on_card(fitted.facts, images, blur_faces=blur_faces)
    write_whole(place, postcard.as_file(postcard.draw(fitted.facts, shown, shape, words), place))


def _facts(fitted: Fit, experiments: "Sequence[Experiment]") -> "Facts":
    """What is true of an account that experiments."""
    from spe.report import assemble  # noqa: PLC0415  (Jinja)
    from spe.report.facts import gather  # noqa: PLC0415

    standing = assemble.standing(experiments, fitted.posts, fitted.features)
    return gather(fitted.model, fitted.features, fitted.posts, fitted.zone, experiments=standing)


def _model(fitted: Fit | FittedModel) -> FittedModel:
    return fitted.model if isinstance(fitted, Fit) else fitted


def _zone(zone: str | tzinfo) -> tzinfo:
    return named_zone(zone) if isinstance(zone, str) else zone


def _six_digits(values: Mapping[str, float], names: Iterable[str]) -> dict[str, float]:
    """What the feature table would hold: six digits, and NaN for what is not there."""
    return {name: float(f"{values.get(name, math.nan):.6g}") for name in names}


@contextlib.contextmanager
def _kept(cache: str | Path | None, definitions: str) -> Iterator["Cache"]:
    """What was measured before; without a `cache`, one that is gone afterwards."""
    from spe.measure.cache import Cache  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="spe-") as folder:
        path = Path(folder) / "measured.sqlite3" if cache is None else Path(cache)
        with Cache(path, definitions) as kept:
            yield kept
