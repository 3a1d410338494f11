"""The fingerprints by which remembered drafts are found again among posts."""

from typing import TYPE_CHECKING

from spe.commands._talk import progress
from spe.errors import PhotoError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spe.posts import Post
    from spe.project import Project


def fingerprints(project: "Project", posts: "Sequence[Post]") -> tuple[dict[str, int], list[str]]:
    """The fingerprints of posts' photos, by id, and a sentence for each that can't be read."""
    from spe.photo.decode import decode  # noqa: PLC0415  (OpenCV)
    from spe.photo.fingerprint import fingerprint  # noqa: PLC0415  (OpenCV)

    prints, problems = {}, []
    with progress() as bar:
        for post in bar.track(posts, description="Looking at posts"):
            try:
                prints[post.id] = fingerprint(decode(project.image(post.image)).rgb)
            except PhotoError as error:
                problems.append(str(error))
    return prints, problems
