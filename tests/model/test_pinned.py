"""The whole fit of three accounts, to six digits: what turns no test round turns these."""

import json

import pytest

from tests.model.pinned import ACCOUNTS, KEPT, figures


def differences(seen, kept, where=""):
    """Where two tables say something else; numbers may differ in the seventh digit."""
    if isinstance(kept, dict) and isinstance(seen, dict):
        if seen.keys() != kept.keys():
            return [f"{where}: {sorted(seen.keys() ^ kept.keys())}"]
        return [it for key in kept for it in differences(seen[key], kept[key], f"{where} {key}")]
    if isinstance(kept, list) and isinstance(seen, list) and len(seen) == len(kept):
        pairs = enumerate(zip(seen, kept, strict=True))
        return [it for i, (one, other) in pairs for it in differences(one, other, f"{where} {i}")]
    numbers = isinstance(seen, float) and isinstance(kept, float)
    same = seen == pytest.approx(kept, rel=1e-6, abs=1e-9) if numbers else seen == kept
    return [] if same else [f"{where}: {seen}, kept {kept}"]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_fit_of_an_account_is_the_one_that_was_kept(name):
    kept = json.loads(KEPT.read_text())[name]

    assert differences(figures(name), kept) == []
