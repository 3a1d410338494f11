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
    experiment,
    features,
    forecasts,
    frame,
    look,
    next_steps,
    postcard,
    posts,
    subjects,
    timeline,
    trust,
    twins,
    when,
)
from spe.report.words.protocol import Words
from spe.wording import days, numbers

ENGLISH = Words(
    language="en",
    numbers=numbers,
    days=days,
    frame=frame,
    features=features,
    answer=answer,
    trust=trust,
    effects=effects,
    subjects=subjects,
    twins=twins,
    posts=posts,
    expected=expected,
    forecasts=forecasts,
    experiment=experiment,
    timeline=timeline,
    when=when,
    look=look,
    next_steps=next_steps,
    card=card,
    postcard=postcard,
    appendix=appendix,
)

__all__ = [
    "ENGLISH",
    "answer",
    "appendix",
    "card",
    "days",
    "effects",
    "expected",
    "experiment",
    "features",
    "forecasts",
    "frame",
    "look",
    "next_steps",
    "numbers",
    "postcard",
    "posts",
    "subjects",
    "timeline",
    "trust",
    "twins",
    "when",
]
