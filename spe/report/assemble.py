"""What a page takes besides the model: the forecasts so far, and the photos.

Nothing is printed here. What takes its time is handed to `follow`, through which a
caller may show how far it is.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from spe.drafts.follow import Follow, unseen
from spe.drafts.forecast_log import Track, last_moment, read_log, track, wanted
from spe.drafts.recognise import fingerprints_of_posts
from spe.errors import PhotoError, TableError
from spe.experiments.answer import Standing, standings
from spe.experiments.plan import Experiment
from spe.experiments.store import read_experiments
from spe.measure import extract
from spe.measure.table import values_by_post
from spe.photo import faces
from spe.photo.planes import BytePlane
from spe.posts import Post
from spe.project import Project
from spe.report import page, postcard
from spe.report import photos as shelf
from spe.report.facts import NOTHING_TRACKED, Facts
from spe.report.palettes import OwnColour, colours_of
from spe.report.photos import FindFaces, Picture

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class OnPage:
    """The photos of a page, by post number, and their own colours, by palette.

    `missing` has a sentence for each photo that can't be shown.
    """

    pictures: Mapping[int, Picture]
    colours: Mapping[str, tuple[OwnColour, ...]]
    missing: tuple[str, ...] = ()


# Which photos a page shows: every post's, those that are talked about, or none.
Shown = Literal["all", "few", "none"]


def forecasts_so_far(
    project: Project, posts: Sequence[Post], follow: Follow = unseen
) -> tuple[Track, list[str]]:
    """The scores that were remembered, each beside the post it became.

    The present is the last moment that the tables tell of, so that the same tables make
    the same page whenever it is drawn.

    Returns:
        The track, and a sentence for each thing that could not be read.
    """
    try:
        guesses = read_log(project.scores)
    except TableError as error:
        return NOTHING_TRACKED, [f"{error} So the report knows of no forecasts."]
    if not guesses:
        return NOTHING_TRACKED, []
    now = last_moment(posts, guesses)
    seen, problems = fingerprints_of_posts(project, wanted(posts, guesses), follow)
    unread = [f"{problem} So no forecast can be held against it." for problem in problems]
    return track(posts, guesses, seen, now=now), unread


def experiments_so_far(
    project: Project, posts: Sequence[Post], features: "pd.DataFrame"
) -> tuple[tuple[Standing, ...], list[str]]:
    """Where the account's experiments stand, as of the last moment that the tables tell of.

    Returns:
        The standings, oldest first, and a sentence where they could not be read.
    """
    try:
        experiments = read_experiments(project.experiments)
    except TableError as error:
        return (), [f"{error} So the report knows of no experiment."]
    return standing(experiments, posts, features), []


def standing(
    experiments: Sequence[Experiment], posts: Sequence[Post], features: "pd.DataFrame"
) -> tuple[Standing, ...]:
    """Where experiments stand, oldest first, as of the last moment that the posts tell of."""
    if not experiments or not any(post.posted_at for post in posts):
        return ()
    return standings(experiments, posts, values_by_post(features), last_moment(posts, ()))


def photos_on_page(
    facts: Facts,
    images: Mapping[str, Path],
    shown: Shown = "all",
    *,
    blur_faces: bool = False,
    follow: Follow = unseen,
) -> OnPage:
    """The photos that go into a page, small and encoded anew.

    Args:
        facts: what the page says.
        images: where each post's photo lies, by post id.
        shown: which of them.
        blur_faces: whether faces that are found are made unrecognisable. Where nobody can
            look for faces, no photo is shown.
        follow: through which the photos pass as they are done.
    """
    if shown == "none" or (blur_faces and faces.why_unknown() is not None):
        return OnPage({}, {})
    numbers = {post.number: post.id for post in facts.posts}
    numbers |= {item.number: item.id for item in facts.forecasts.shown}
    chosen = page.few_photos(facts) if shown == "few" else tuple(numbers)
    paths = {number: images[numbers[number]] for number in chosen if numbers[number] in images}
    large = page.large_photos(facts)
    pixels, missing = {}, []
    with _face_finder(wanted=blur_faces) as find_faces:
        made = shelf.collect(paths, large, find_faces=find_faces)
        for number, result in follow(made, "Making small copies", len(paths)):
            if isinstance(result, str):
                missing.append(result)
            else:
                pixels[number] = result
    palettes = {name: item.numbers for name, item in facts.look.palettes.items()}
    return OnPage(shelf.encode(pixels, large), colours_of(palettes, pixels), tuple(missing))


def photo_on_card(
    facts: Facts, images: Mapping[str, Path], *, blur_faces: bool = False
) -> tuple[BytePlane | None, list[str]]:
    """The photo of the best post against its moment, as a card shows it.

    Args:
        facts: what the card says.
        images: where each post's photo lies, by post id.
        blur_faces: whether faces that are found are made unrecognisable. Where nobody can
            look for faces, no photo is shown.

    Returns:
        Its pixels, None where there is none to show, and a sentence for one that can't be read.
    """
    best = facts.posts[facts.best[0] - 1].id if facts.best else ""
    if best not in images or (blur_faces and faces.why_unknown() is not None):
        return None, []
    with _face_finder(wanted=blur_faces) as find_faces:
        try:
            return shelf.pixels(images[best], postcard.PHOTO_SIDE, find_faces), []
        except PhotoError as error:
            return None, [str(error)]


@contextlib.contextmanager
def _face_finder(*, wanted: bool) -> Iterator[FindFaces | None]:
    """What finds faces, None where it isn't wanted."""
    if not wanted:
        yield None
        return
    with extract.finder() as finder:
        yield None if finder is None else finder.find
