"""Social Performance Estimator: what your own followers like, measured and said honestly.

From Python: `read_posts`, `measure_posts`, `fit`, `tidy`, `glance`, `augment`,
`score_drafts`, `plan_experiment`, `see_experiment`, `write_report` and `write_card` do what the
command line does (docs/python.md).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from spe.version import __version__ as __version__

if TYPE_CHECKING:
    from spe.api import (
        Fit,
        FitOptions,
        FittedModel,
        Post,
        SpeError,
        augment,
        fit,
        glance,
        measure_photos,
        measure_posts,
        plan_experiment,
        read_posts,
        score_drafts,
        see_experiment,
        tidy,
        write_card,
        write_report,
    )
    from spe.features import CATALOGUE

__all__ = [
    "CATALOGUE",
    "Fit",
    "FitOptions",
    "FittedModel",
    "Post",
    "SpeError",
    "augment",
    "fit",
    "glance",
    "measure_photos",
    "measure_posts",
    "plan_experiment",
    "read_posts",
    "score_drafts",
    "see_experiment",
    "tidy",
    "write_card",
    "write_report",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever is asked for)
    """Load what is public when it is first used, so that `import spe` costs next to nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'spe' has no attribute {name!r}")
    home = "spe.features" if name == "CATALOGUE" else "spe.api"
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
