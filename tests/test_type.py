"""All pages are set in the same type."""

import re
from importlib.resources import files

import pytest

SET_IN = {
    "report": files("spe.report") / "templates" / "style.css",
    "drafts": files("spe.drafts") / "contact_sheet.html",
    "likes": files("spe.likes") / "page.css",
}


def stacks(page):
    text = SET_IN[page].read_text(encoding="utf-8")
    return {
        name: [face.strip() for face in re.search(rf"--{name}:([^;}}]*)", text)[1].split(",")]
        for name in ("sans", "serif")
    }


@pytest.mark.parametrize("page", ["drafts", "likes"])
def test_every_page_is_set_in_the_type_of_the_report(page):
    assert stacks(page) == stacks("report")
    assert stacks(page)["serif"][-1] == "serif"
