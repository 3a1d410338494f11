"""How sure an effect is, in English."""

from collections.abc import Mapping

# What a model's evidence is called.
EVIDENCE: Mapping[str, str] = {
    "strong": "strong",
    "suggestive": "suggestive",
    "unclear": "can't tell",
}

# The same behind dots, of which it fills up to three.
DOTS: Mapping[str, str] = {
    kind: f"{dots} {EVIDENCE[kind]}"
    for kind, dots in (("strong", "●●●"), ("suggestive", "●●○"), ("unclear", "○○○"))
}
