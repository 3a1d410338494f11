import pytest

from tests.report.account import EVERY


@pytest.fixture(scope="session")
def told():
    """A function: kind of account (see account.EVERY) -> its facts, made once."""
    made = {}

    def facts(kind):
        if kind not in made:
            made[kind] = EVERY[kind]().facts()
        return made[kind]

    return facts
