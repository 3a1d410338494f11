"""What is in the picture, as its owner says: a measure for each subject that an account has.

The catalogue can't list them, for every account has its own. They are values all the same, made
of a subject's name, and `spe.features.named` gives them beside those of the catalogue.
"""

import functools
from collections.abc import Sequence

from spe.features._comparison import Comparison
from spe.features._feature import NAN, Feature
from spe.posts import Post
from spe.subjects import key
from spe.wording.numbers import capital

GROUP = "subject"

_PREFIX = f"{GROUP}:"


def column(subject: str) -> str:
    """The name of a subject's measure."""
    return _PREFIX + subject


def is_subject(name: str) -> bool:
    """Whether a measure is of a subject."""
    return name.startswith(_PREFIX) and len(name) > len(_PREFIX)


def subject_of(name: str) -> str:
    """The subject that a measure is of."""
    return name.removeprefix(_PREFIX)


def subject_values(subject: str, compared: Sequence[str]) -> dict[str, float]:
    """A post's measure of each subject that is compared, by name.

    1 for the post's own subject, 0 for the others; all NaN where the post's own is not said, or
    has too few posts to be compared: it is then taken for an average one.

    >>> subject_values("pets", ["food", "pets"]), subject_values("", ["food", "pets"])
    ({'subject:food': 0.0, 'subject:pets': 1.0}, {'subject:food': nan, 'subject:pets': nan})
    """
    own = key(subject)
    known = own in {key(name) for name in compared}
    return {column(name): float(key(name) == own) if known else NAN for name in compared}


@functools.cache
def subject_feature(name: str) -> Feature[Post]:
    """The measure of one subject.

    Args:
        name: as `column` gives it.

    Raises:
        KeyError: it is none of a subject.
    """
    if not is_subject(name):
        raise KeyError(name)
    subject = subject_of(name)

    def measure(post: Post) -> float:
        """1 where it is the post's subject, 0 where another is; NaN where none is said."""
        return float(key(post.subject) == key(subject)) if key(post.subject) else NAN

    return Feature(
        name,
        f"Subject: {subject}",
        "subject",
        "1 for this subject",
        0,
        1,
        f"a post about {subject}",
        "your usual post",
        "what is in the picture",
        "not what is in the picture",
        "what the account's owner says is in the picture",
        measure,
        Comparison(0, 1, scale="yes_or_no"),
        posts=(f"posts about {subject}", f"posts not about {subject}"),
        having=(capital(subject), "Another subject"),
    )
