"""What is in the picture, by the one who knows: a subject a post, of up to six that people name."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from spe.captions import hashtags
from spe.errors import SpeError
from spe.posts import Post
from spe.printable import printable

# So many subjects count: with more, each has too few posts to tell anything of.
MOST = 6

# A subject with fewer posts is not compared. Luck moves a post by a third or so (an SD of .3 in
# log-likes), hence the mean of eight by a tenth, and its 90 % range reaches a fifth either way:
# with fewer posts even subjects that differ by 20 to 40 % could not be told apart.
FEWEST = 8

# Characters of a name, which stands on a button and in front of a row.
LONGEST = 24

# These would be read as emphasis in a sentence, or end a name within quotation marks.
_MARKS = str.maketrans("", "", '*`"')


class SubjectError(SpeError):
    """A subject that a post can't be given: its name is too long, or there are six others.

    Attributes:
        wanted: its name.
        known: the six; empty where the name is too long.
    """

    def __init__(self, wanted: str, known: Sequence[str] = ()) -> None:
        self.wanted, self.known = wanted, tuple(known)
        super().__init__(
            f"You have six subjects already ({', '.join(known)}), and six is as many as can "
            f"be told apart. Rename one to make room for {wanted!r}."
            if known
            else f"A subject is a word or two: {LONGEST} characters at most."
        )


def cleaned(text: str) -> str:
    """A name as it is kept: in one line, without marks.

    >>> cleaned("  our   cats ")
    'our cats'
    """
    return printable(" ".join(text.split())).translate(_MARKS).strip()


def key(name: str) -> str:
    """What two names have in common that are one: case does not matter."""
    return cleaned(name).casefold()


def names(posts: Iterable[Post]) -> tuple[str, ...]:
    """The subjects of some posts, that of most posts first; each as most posts spell it."""
    return tuple(counts(post.subject for post in posts))


def counts(said: Iterable[str]) -> dict[str, int]:
    """How often each subject was said, in the order and the spelling of `names`.

    Args:
        said: what is said of each post, empty for nothing.
    """
    spelled: dict[str, Counter[str]] = {}
    for subject in said:
        if key(subject):
            spelled.setdefault(key(subject), Counter())[cleaned(subject)] += 1
    order = sorted(spelled, key=lambda one: (-spelled[one].total(), one))
    return {
        min(spelled[one], key=lambda name: (-spelled[one][name], name)): spelled[one].total()
        for one in order
    }


def compared(posts: Sequence[Post]) -> tuple[str, ...]:
    """The subjects that may be compared, in the alphabet's order: none, or two to six.

    Those with `FEWEST` posts or more, of the `MOST` that most posts have.
    """
    most = list(counts(post.subject for post in posts).items())[:MOST]
    enough = [name for name, many in most if many >= FEWEST]
    return tuple(sorted(enough, key=key)) if len(enough) > 1 else ()


def chosen(text: str, known: Sequence[str]) -> str:
    """The subject that a person gives a post: one of the known, or another while there is room.

    Args:
        text: what was typed; empty takes a subject back.
        known: the subjects so far, as `names` gives them.

    Returns:
        The name as it is kept; empty for none.

    Raises:
        SubjectError: there are six others already, or the name is too long.
    """
    wanted = cleaned(text)
    if not wanted:
        return ""
    if len(wanted) > LONGEST:
        raise SubjectError(wanted)
    for name in known:
        if key(name) == key(wanted):
            return name
    if len(known) >= MOST:
        raise SubjectError(wanted, known[:MOST])
    return wanted


def meant(text: str, known: Sequence[str]) -> str:
    """The one of the known subjects that a person means.

    Raises:
        SpeError: it is none of them; they are named.
    """
    for name in known:
        if key(name) == key(text):
            return name
    if not known:
        raise SpeError(
            "No post has a subject yet. Name some with spe likes or spe posts --subject."
        )
    near = difflib.get_close_matches(key(text), [key(name) for name in known], 1)
    hint = f" Did you mean {meant(near[0], known)!r}?" if near else ""
    raise SpeError(f"There is no subject {cleaned(text)[:40]!r} among {', '.join(known)}.{hint}")


def given(posts: Sequence[Post], ids: Collection[str], subject: str) -> list[Post]:
    """The posts, of which some get a subject, or lose theirs where it is empty.

    Raises:
        SpeError: it would be the seventh.
    """
    # Those that lose theirs make room.
    others = [post for post in posts if post.id not in ids]
    name = chosen(subject, names(others))
    return [replace(post, subject=name) if post.id in ids else post for post in posts]


def renamed(posts: Sequence[Post], old: str, new: str) -> list[Post]:
    """The posts with a subject by another name; by one that is there already, the two are one.

    Raises:
        SpeError: no post has the old one, or the new is empty.
    """
    before = meant(old, names(posts))
    if not cleaned(new):
        raise SpeError("A subject needs a name.")
    return given(posts, {post.id for post in posts if key(post.subject) == key(before)}, new)


def from_hashtags(posts: Sequence[Post], tags: Mapping[str, Sequence[str]]) -> list[Post]:
    """The posts, of which those without a subject get the one that a hashtag of theirs stands for.

    The first of a caption's hashtags that stands for any decides; a subject that is there stays.

    Args:
        posts: the account's posts.
        tags: the hashtags by subject, with their sign or without.

    Raises:
        SpeError: there would be a seventh subject.
    """
    stands_for = {
        tag.lstrip("#＃").casefold(): subject for subject, own in tags.items() for tag in own
    }
    after = list(posts)
    for subject in tags:
        ids = {
            post.id
            for post in posts
            if not key(post.subject) and _first(post.caption, stands_for) == subject
        }
        after = given(after, ids, subject) if ids else after
    return after


def _first(caption: str, stands_for: Mapping[str, str]) -> str | None:
    told = (stands_for.get(tag.casefold()) for tag in hashtags(caption))
    return next((subject for subject in told if subject is not None), None)
