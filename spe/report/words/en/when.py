"""When posts went out, and whether that mattered."""

from spe.model import options
from spe.report.facts import Facts
from spe.report.posting_times import SLOTS, Cell
from spe.wording.numbers import count, in_hundred, number, p_is, percent, span

WHEN = "When to post"


def when_headline(facts: Facts) -> str:
    """What can be said of time."""
    return {
        "untested": "When you posted",
        "no": "No best time that we can prove",
        "some": "Time goes with likes, but no single hour stands out",
        "yes": "Some times went with more likes than others",
    }[facts.when.proof]


def when_text(facts: Facts) -> str:
    """The test, in words, and how to read the table."""
    when = facts.when
    if when.proof == "untested":
        return (
            "How many posts went out at which time. Which times do better can’t be told from "
            f"{count(facts.account.posts, 'post')}."
        )
    test = (
        "Dealt out among your posts at random, likes make a pattern at least this uneven "
        f"{in_hundred(when.p)}."
    )
    if not when.told:
        if facts.state not in {"closed", "unproven"}:
            more = f" What the hours do can be told from {options.FEATURES} posts on."
        elif when.p <= 0.1:
            whole = (
                "With nothing clearer than chance among your posts as a whole"
                if facts.state == "closed"
                else "As nothing that we measured helps to guess your likes so far"
            )
            more = f" {whole}, that counts as chance too."
        else:
            more = ""
        return (
            f"{test}{more} So the table shows only how many posts went out when: "
            "post when it suits you."
        )
    if when.between == 0:
        return (
            f"{test} The differences between the cells are no larger than luck makes them, so "
            "every estimate "
            "is pulled all the way to zero."
        )
    return (
        f"{test} Estimates are pulled towards zero where you have few posts; striped cells "
        "could well be zero."
    )


WHEN_CAPTION = "Posts by weekday and time of day"


WHEN_CAPTION_TOLD = (
    "Estimated difference in likes by weekday and time of day, percent, with the number of posts"
)


SLOT_NAMES: tuple[str, ...] = ("Night", "Morning", "Midday", "Afternoon", "Evening", "Late")


def slot_hours(place: int) -> str:
    """The hours of a slot: 06–11."""
    end = (*SLOTS, 24)[place + 1]
    return f"{SLOTS[place]:02}–{end:02}"


def cell_posts(cell: Cell) -> str:
    """1 post, 3 posts."""
    return count(cell.posts, "post")


def posts_word(n: int) -> str:
    """Post, or posts, for `n` of them."""
    return "post" if n == 1 else "posts"


def cell_value(cell: Cell) -> str:
    """A cell's estimate, zero without a sign."""
    return (
        percent(cell.percent).replace("0%", "0")
        if round(cell.percent) == 0
        else percent(cell.percent)
    )


def cell_range(cell: Cell) -> str:
    """The cell's range, for those who point at it."""
    return f"{cell_posts(cell)}, 80% range {span(cell.low, cell.high)}"


def when_statistics(facts: Facts) -> str:
    """How the table was made."""
    when = facts.when
    if when.proof == "untested":
        return ""
    out = (
        ", photo features’ out-of-sample parts taken out," if facts.model.answer.told_apart else ""
    )
    return (
        f"Log-likes over usual{out} by cell; between-cell SD {number(when.between, 3)} by the "
        "method of moments, "
        "cell means shrunk by empirical Bayes. Permutation of blocks of 5 posts on the "
        "between-cell sum of squares, 1,999 shuffles, "
        f"{p_is(when.p)}. A best time is named only where drafts are told apart, the time "
        "group’s q is below .10 and this p "
        "is at most .05. Hours are those of the account’s time zone."
    )
