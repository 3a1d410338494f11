"""Scores for scripts and spreadsheets, as docs/scoring.md describes them."""

import csv
import io

from spe.drafts.explain import Contribution
from spe.drafts.pipeline import ScoredDrafts
from spe.drafts.posting_time import PauseTaken, Slot
from spe.drafts.score import CONFIDENCE, PastPost, Scored
from spe.drafts.sentences import untested
from spe.drafts.suggest import Change
from spe.files import finite
from spe.posts import escaped
from spe.wording import EVIDENCE

# Raised when a reader of the old would misread the new.
SCHEMA = "spe.score/1"

# What stands in the place of a change's evidence: there is none, whatever its features have.
UNTESTED = "untested"

# The figures of a draft in its row, named as in the facts.
COLUMNS = (
    "file",
    "rank",
    "expected_likes",
    "low",
    "high",
    "usual_likes",
    "p_above_usual",
    "p_best",
    "too_close_to_call",
)


def table(result: ScoredDrafts) -> str:
    """The ranking as CSV, one row a draft; a cell of what is unknown is empty."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in result.shown:
        figures = (one.expected, one.low, one.high, one.usual, one.p_above_usual, one.p_best)
        cells = ("" if finite(value) is None else f"{value:.6g}" for value in figures)
        close = str(one.close_to_best).lower()
        writer.writerow((escaped(result.given(one)), one.rank, *cells, close))
    return made.getvalue()


def facts(result: ScoredDrafts) -> dict[str, object]:
    """Everything that is shown and what it rests on, ready for JSON but for NaN and infinity."""
    model, slots = result.model, result.slots
    return {
        "schema": SCHEMA,
        "model": model.data_hash,
        "made_up": model.made_up,
        "n_posts": model.n_posts,
        "answer": model.answer.state,
        "has_skill": model.answer.told_apart,
        "skill": model.skill.gain if model.skill else None,
        "photos_add": model.answer.photos_add,
        "posting_at": result.at.isoformat(timespec="seconds"),
        "posting_at_source": "now" if result.at_now else "--at",
        "pause_taken": _pause(result.pause_taken),
        "pictures": result.n_photos,
        "usual_likes": model.usual,
        "posts_since": result.since,
        "warnings": list(result.warnings),
        "drafts": [_draft(one, result) for one in result.shown],
        "times": None if slots is None else [_slot(slot) for slot in slots],
        "skipped": [{"file": name, "why": problem} for name, problem in result.skipped.items()],
    }


def _pause(taken: PauseTaken | None) -> dict[str, object] | None:
    if taken is None:
        return None
    return {"days": taken.days, "last_post": taken.last.isoformat()}


def _draft(one: Scored, result: ScoredDrafts) -> dict[str, object]:
    return {
        "file": result.given(one),
        "rank": one.rank,
        "expected_likes": one.expected,
        "interval": {"confidence": CONFIDENCE, "low": one.low, "high": one.high},
        "p_above_usual": one.p_above_usual,
        "p_best": one.p_best,
        "p_first_beats": one.p_first,
        "too_close_to_call": one.close_to_best,
        "reasons": [_contribution(part) for part in one.contributions],
        "changes": [_change(change) for change in one.changes] if result.edits_tried else None,
        "changes_note": untested(one.changes) if result.edits_tried else None,
        "alike": [_past(post) for post in one.alike],
        "already_posted": None if one.posted is None else _past(one.posted),
        "warnings": list(one.warnings),
        "features": dict(one.values),
    }


def _contribution(part: Contribution) -> dict[str, object]:
    return {
        "feature": part.feature,
        "effect_pct": part.percent,
        "effect_log": part.effect,
        "value": part.value,
        "percentile": part.percentile,
        "evidence": EVIDENCE[part.evidence],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "change": change.name,
        "how": change.how,
        "expected_likes": change.expected,
        "effect_pct": change.percent,
        "evidence": UNTESTED,
        "features": list(change.features),
    }


def _past(post: PastPost) -> dict[str, object]:
    return {
        "id": post.id,
        "posted_at": post.posted_at.isoformat(),
        "likes": post.likes,
        "usual_likes": post.usual,
    }


def _slot(slot: Slot) -> dict[str, object]:
    return {
        "posting_at": slot.at.isoformat(timespec="seconds"),
        "expected_likes": slot.expected,
        "effect_pct": slot.percent,
    }
