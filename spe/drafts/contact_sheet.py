"""Scored drafts as a page: the photos side by side, each with what it may expect and why.

One file that needs nothing else and runs no script. The same drafts give the same bytes.
"""

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from spe.drafts.score import Scored
from spe.drafts.sentences import too_close, typical_miss, untested
from spe.model.fitted import FittedModel
from spe.printable import in_page
from spe.wording import EVIDENCE, percent

TEMPLATE = "contact_sheet.html"

# Reasons on a card.
REASONS = 4


@dataclass(frozen=True)
class Line:
    """The 80 % range on a scale that all cards share: places in percent of its width."""

    low: float
    high: float
    expected: float
    usual: float


def page(
    model: FittedModel,
    ranked: Sequence[Scored],
    thumbnails: Mapping[str, bytes],
    *,
    posting: str,
    warnings: Sequence[str] = (),
) -> str:
    """The page as HTML.

    `thumbnails` are small JPEGs by draft, `posting` says when it is, `warnings` what to know
    of all drafts.
    """
    close = too_close(ranked) if model.answer.told_apart else None
    environment = Environment(
        loader=PackageLoader("spe.drafts", ""),
        autoescape=True,
        finalize=in_page,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(percent=percent, share=share, untested=untested)
    template = environment.get_template(TEMPLATE)
    style = "".join(template.blocks["style"](template.new_context()))
    return template.render(
        model=model,
        drafts=ranked,
        thumbnails={name: _uri(data) for name, data in thumbnails.items()},
        lines=_lines(ranked),
        posting=posting[0].upper() + posting[1:],
        warnings=warnings,
        close=close and f"It can’t be told which of {close.which} will do best. {close.why}",
        typical=typical_miss(model),
        most=REASONS,
        evidence={name: said.replace("'", "’") for name, said in EVIDENCE.items()},
        inf=math.inf,
        policy=Markup(_policy(style)),  # noqa: S704  (a hash and constants)
    )


def share(value: float) -> str:
    """A chance in percent; the smallest is not told as none.

    >>> share(0.416), share(0.002)
    ('42%', 'under 1%')
    """
    return "under 1%" if value < 0.01 else f"{value:.0%}"


def _policy(style: str) -> str:
    """The security policy: nothing but pictures inside the file, and this one style."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _uri(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def _lines(ranked: Sequence[Scored]) -> dict[str, Line]:
    """Each draft's range on one scale for all; none where a range has no end."""
    finite = [one for one in ranked if math.isfinite(one.high)]
    if not finite:
        return {}
    top = 1.04 * max(max(one.high, one.usual) for one in finite) or 1.0

    def at(value: float) -> float:
        return round(100 * value / top, 2)

    return {
        one.name: Line(at(one.low), at(one.high), at(one.expected), at(one.usual)) for one in finite
    }
