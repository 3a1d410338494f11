"""The model card."""

from spe.model import options
from spe.report.facts import AccountFacts, Facts
from spe.report.words.en.features import label
from spe.report.words.en.frame import MADE_UP, meta, plain
from spe.stats.design import RECENT
from spe.wording.days import day
from spe.wording.notices import told
from spe.wording.numbers import UNKNOWN, count, listed, number

CARD = "Model card"


CARD_HEADLINE = "What this is made of"


PRIVACY = "Privacy"


_OLDER = (
    "Sizes of effects and their ranges are as an older spe reckoned them: those that stand out "
    "are likely too large. spe fit makes new ones."
)


def card(facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is told of first, with its lines: plain text, for warnings come from outside."""
    model, account = facts.model, facts.account
    rows: list[tuple[str, tuple[str, ...]]] = [("Data", _data_lines(facts))]
    # That all posts have a face in them is said on top.
    notes = [told(item, label) for item in model.warnings if item.code != "faces_alike"]
    if facts.effects and model.effects_from == "least_squares":
        notes.append(_OLDER)
    if notes:
        rows.append(("Take note", tuple(notes)))
    if account.made_up:
        rows.insert(0, ("Made up", (plain(MADE_UP),)))
    return tuple(rows)


def more(facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rest of the card. Only the lines on privacy hold marks."""
    model = facts.model
    rows: list[tuple[str, tuple[str, ...]]] = [("Method", _method_lines(facts))]
    rows.append(
        (
            "Can’t see",
            (
                (
                    "Who saw a post and how the feed ranked it, what captions mean (only their form is counted), the further "
                    "photos of an album, what was in the news. "
                    "Patterns describe past followers of this account; they need not be causes, "
                    "and "
                    "need not hold elsewhere."
                ),
            ),
        )
    )
    rows.append(
        (
            "Not for",
            (
                (
                    "Judging people or faces. That there is a face, how large and where, and how "
                    "much of the frame people fill, is all that is measured: "
                    "no identity, age, gender, mood or beauty."
                ),
            ),
        )
    )
    rows.append(
        (
            PRIVACY,
            (
                (
                    "Made on this computer. The page loads nothing from the internet, and its "
                    "security policy forbids it to. "
                    "Photos are small copies encoded anew: no EXIF, no place, no file names. "
                    "A copy without photos: `spe report --photos none`; with faces blurred: "
                    "`spe report --blur-faces`."
                ),
            ),
        )
    )
    versions = [f"{name} {version}" for name, version in model.made_with.items()]
    if model.data_hash:
        versions.append(f"data {model.data_hash[:12]}")
    versions.append(f"seed {model.options.seed}")
    rows.append(("Versions", (" · ".join(versions) or UNKNOWN,)))
    return tuple(rows)


def _data_lines(facts: Facts) -> tuple[str, ...]:
    account = facts.account
    lines = [meta(facts) + "."]
    lines += _read_on(account)
    gone = [f"{number(len(item.ids))} {told(item.reason, label)}" for item in facts.left_out]
    if gone:
        lines.append(f"Left out: {listed(gone)}.")
    unknown = [
        count(n, one, many)
        for n, one, many in (
            (account.undated, "post without a time", "posts without a time"),
            (account.unliked, "post without a like count", "posts without a like count"),
        )
        if n and not gone
    ]
    if unknown:
        lines.append(f"Not usable: {listed(unknown)}.")
    return tuple(lines)


def _read_on(account: AccountFacts) -> list[str]:
    """When the likes were read, as far as it is known."""
    unknown = account.as_of_unknown
    if account.likes_as_of is None:
        return ["Likes read: date not known."] if unknown else []
    line = f"Likes as of {day(account.likes_as_of)}"
    rest = f"; of {count(unknown, 'post')} the date is not known" if unknown else ""
    return [f"{line}{rest}."]


def _method_lines(facts: Facts) -> tuple[str, ...]:
    model = facts.model
    if facts.state == "few":
        return (f"The median of the last {RECENT} posts. No model below {options.RANKING} posts.",)
    lines = [
        (
            "Expected likes: a mean of regressions from a ridge to spike and slab on log(1 + likes), around the account’s "
            "own trend. Ranges: from the misses on posts not seen."
        ),
        (
            "What may be said: a permutation test of everything together comes first, and posts not seen must be guessed better than by your usual; behind both, kinds of property "
            f"(from {options.GROUPS} posts) and single properties (from {options.FEATURES}), each corrected for how many were looked at."
        ),
        f"Properties used: {listed([label(term.name).lower() for term in model.terms])}."
        if model.terms
        else "No property varied enough to be used.",
    ]
    if model.dropped:
        by_reason: dict[str, list[str]] = {}
        for name, why in model.dropped.items():
            by_reason.setdefault(told(why, label), []).append(label(name).lower())
        lines.append(
            "Not used: "
            + "; ".join(f"{listed(names)} ({why})" for why, names in by_reason.items())
            + "."
        )
    return tuple(lines)
