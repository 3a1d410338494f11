"""A model file held against today's catalogue: whoever tells of its features needs their words."""

from pathlib import Path

from spe.errors import ModelError
from spe.features import BY_NAME, CATALOGUE, SUBJECT, is_subject
from spe.model.fitted import FittedModel


def read_model(path: Path) -> FittedModel:
    """The model that was written to `path`, of features and kinds that this spe knows.

    Raises:
        NotReadyError: there is none yet.
        ModelError: not a model, mangled, written by a newer spe, or of other features.
    """
    model = FittedModel.read(path)
    kinds = {*(item.group for item in CATALOGUE), SUBJECT}
    told = (*(term.group for term in model.terms), *(group.name for group in model.groups))
    unknown = [
        term.name
        for term in model.terms
        if not (is_subject(term.name) if term.group == SUBJECT else term.name in BY_NAME)
    ]
    unknown += [name for name in told if name not in kinds]
    if unknown:
        raise ModelError(
            f"{path}: learnt from {unknown[0][:40]!r}, which this spe does not measure. "
            "Run spe extract, then spe fit."
        )
    return model
