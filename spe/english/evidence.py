"""How sure an effect is, in English."""

EVIDENCE = {"strong": "strong", "suggestive": "suggestive", "unclear": "can’t tell"}

_DOTS = {"strong": "●●●", "suggestive": "●●○", "unclear": "○○○"}


def plain(kind: str) -> str:
    """The words for a terminal, which may know no typographic apostrophe."""
    return EVIDENCE[kind].replace("’", "'")


def dotted(kind: str) -> str:
    """The same behind dots.

    >>> dotted("suggestive")
    '●●○ suggestive'
    """
    return f"{_DOTS[kind]} {plain(kind)}"
