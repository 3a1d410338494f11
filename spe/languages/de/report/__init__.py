"""Der Bericht auf Deutsch: jeder Satz der Seite, und die Regeln der Grammatik.

Sentences are plain text with the marks that `spe.report.words.protocol` explains. A sentence
that claims an effect takes it from `Facts.named`, which is empty behind a closed gate.
"""

from spe.languages.de import days, numbers
from spe.languages.de.report import (
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

WORDS = Words(
    language="de",
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
