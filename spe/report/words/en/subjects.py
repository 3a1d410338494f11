"""What is in the pictures, and whether likes go with it."""

from spe.model import options
from spe.report.facts import Facts
from spe.report.subjects import SubjectRow
from spe.subjects import FEWEST
from spe.wording.numbers import capital, count, number

SUBJECTS = "What is in the picture"


SUBJECT_HEAD, RANGE_HEAD, USUAL_HEAD = "Subject", "90% range", "Times the usual"


ROWS_CAPTION = "Your subjects, their last photos, and what may be said of their likes"


USUAL = "usual"


def subjects_headline(facts: Facts) -> str:
    """The section's title: no more than was found."""
    if facts.subjects.found:
        return "Likes go with what is in the picture"
    if facts.subjects.told:
        return (
            "One subject stands out" if len(facts.subjects.told) == 1 else "Some subjects stand out"
        )
    return "No subject of which we can tell"


def subjects_text(facts: Facts) -> str:
    """What is known, how to read the rows, or why there is no figure."""
    seen = facts.subjects
    if not seen.rows:
        return ""
    said = f"You said what is in {_of(seen.said, facts.account.posts)}. "
    return f"{said}{_how_to_read(facts)}" if seen.told else f"{said}{_why_silent(facts)}"


def _of(said: int, posts: int) -> str:
    if said == posts:
        return f"all {count(posts, 'photo')}"
    return f"{number(said)} of {count(posts, 'photo')}"


def _how_to_read(facts: Facts) -> str:
    found = (
        "Taken together, your subjects differ in likes by more than chance alone would mostly have it. "
        if facts.subjects.found
        else "Only what stands out among everything that was tested has a figure. "
    )
    early = (
        f" Which of them differs from the usual is tested from {options.FEATURES} posts on; until "
        "then, take no single row for proven."
        if facts.account.posts < options.FEATURES
        else ""
    )
    return (
        f"{found}A figure is for a post about that subject against your usual post, all else that "
        "is measured alike. The dot is the best guess, the thick bar its likeliest half, the line "
        f"its 90% range: where it crosses 1×, the true difference could be nothing.{early} It is a "
        "pattern in your posts, not proof of a cause."
    )


def _why_silent(facts: Facts) -> str:
    """Why no subject has a figure."""
    if facts.subjects.compared == 0:
        return (
            f"Subjects are compared once two of them have {FEWEST} posts with likes or more, in an "
            f"account of {options.RANKING} or more."
        )
    match facts.state:
        case "ranking":
            return f"What they do with likes can be told from {options.GROUPS} posts on."
        case "closed":
            why = "Nothing that we know of your posts, subjects included, is clearer than chance"
        case "unproven":
            why = "Nothing that we know of your posts, subjects included, helps to guess new ones"
        case _:
            why = "They differ in likes no more clearly than chance makes such groups differ"
    return f"{why}, so none has a figure. That is not “no difference”: it can’t be told yet."


def row_name(row: SubjectRow) -> str:
    """A subject as the head of its row."""
    return capital(row.name)


def row_posts(row: SubjectRow) -> str:
    """How many posts are about it."""
    return count(row.posts, "post")


# Percent below which one digit of a multiple would say no difference, or that of its range's end.
_NEAR = 10


def times(percent: float) -> str:
    """A change in percent as a multiple: 1.4×.

    >>> times(40), times(-5), times(0)
    ('1.4×', '0.95×', '1×')
    """
    return f"{number(1 + percent / 100, 2).rstrip('0').rstrip('.')}×"


def row_usual(row: SubjectRow) -> tuple[str, str]:
    """1.4× usual, and 1.1 to 1.7; both empty where nothing is told.

    With two digits where one would make too little of one of them.
    """
    if row.effect is None:
        return "", ""
    said = (row.effect.percent, row.effect.low, row.effect.high)
    digits = 2 if any(abs(value) < _NEAR for value in said) else 1
    best, low, high = (number(1 + value / 100, digits) for value in said)
    return f"{best}×", f"{low} to {high}"


def row_silent(row: SubjectRow) -> str:
    """Why a row among others that have a figure has none; empty for one that has."""
    if row.effect is not None:
        return ""
    return f"Fewer than {FEWEST} posts" if row.posts < FEWEST else "Can’t tell"


def subjects_statistics(facts: Facts) -> str:
    """How it was reckoned."""
    if not facts.subjects.compared:
        return ""
    return (
        "One indicator a subject with at least "
        f"{count(FEWEST, 'post')} in the regressions of everything else; posts of other subjects, or of none, stand at the mean. "
        "A figure is the coefficient’s contrast against the average post (shrunk partial mean); its range the union of the ridge’s posterior interval and the t-interval of least squares for that contrast. "
        "The kind: permutation of a ridge’s Wald statistic beside all other kinds, Benjamini–Hochberg q < .10, behind the gate. Single subjects: the largest |t| over all properties."
    )
