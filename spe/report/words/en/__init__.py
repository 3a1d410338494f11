"""English: every sentence of the page, and the rules of its grammar.

Sentences are plain text with two marks that the page turns into HTML after escaping:
`*emphasis*` and, between backquotes, `a command`. Nothing from outside (captions,
warnings) passes through them. A sentence that claims an effect takes it from
`Facts.named`, which is empty behind a closed gate.
"""

from spe.report.words.en import (
    answer,
    appendix,
    card,
    effects,
    expected,
    features,
    forecasts,
    frame,
    look,
    next_steps,
    posts,
    timeline,
    trust,
    when,
)
from spe.wording import days, notices, numbers

LANGUAGE = "en"

__all__ = [
    "LANGUAGE",
    "answer",
    "appendix",
    "card",
    "days",
    "effects",
    "expected",
    "features",
    "forecasts",
    "frame",
    "look",
    "next_steps",
    "notices",
    "numbers",
    "posts",
    "timeline",
    "trust",
    "when",
]
