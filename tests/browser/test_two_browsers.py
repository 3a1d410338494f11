"""The report is the same page in Firefox as in Chromium."""

import shutil

import pytest

from spe.report import page
from spe.report.photos import encode
from tests.browser.firefox import NARROWEST, started
from tests.report.account import EVERY, photographs

# Blocks whose place across the page no text decides, and what is drawn at a size of its own.
BLOCKS = "section, .lede, .card, .post, .sm, .forest, .heat, .pals > div, .try li, dl.mc dd, figure"
DRAWN = ".th, .plot, .pal, .sway, .heat tbody td, .mini, .bar, .switch input, .key i"

# Both round to a device pixel, each in its own way.
PIXELS = 1.5

# A paragraph may break elsewhere, and then be one line of text longer.
LINE = 30

# Pixels of a screen's height.
SCREEN = 800

LAYOUT = """(selector => [...document.querySelectorAll(selector)].map(item => {
    const box = item.getBoundingClientRect();
    return [item.className.baseVal ?? item.className, box.left, box.width, box.height];
}))"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """Firefox, one for all tests here; where it is missing they are skipped."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("no Firefox here")
    with started(program, tmp_path_factory.mktemp("firefox")) as window:
        yield window


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Pages with photos, by kind of account."""
    folder = tmp_path_factory.mktemp("both")
    for kind in ("named", "closed_tracked"):
        facts = EVERY[kind]().facts()
        pictures = encode(photographs(24, side=120), page.large_photos(facts))
        (folder / f"{kind}.html").write_text(page.render(facts, pictures), encoding="utf-8")
    return folder


@pytest.fixture(params=["named", "closed_tracked"])
def file(files, request):
    return files / f"{request.param}.html"


@pytest.mark.parametrize("width", [NARROWEST, 1280])
def test_all_stands_where_it_stands_in_chromium(firefox, opened, file, width):
    firefox.open(file, width)
    chromium = opened(file, width=width, color_scheme="dark")

    for selector, tolerances in (
        (BLOCKS, (PIXELS, PIXELS)),
        (DRAWN, (PIXELS, PIXELS, PIXELS)),
        (".rng", (PIXELS, PIXELS, LINE)),
        ("section", (PIXELS, PIXELS, LINE)),
    ):
        ours = firefox.evaluate(f"{LAYOUT}({selector!r})")
        theirs = chromium.evaluate(f"{LAYOUT}({selector!r})")

        assert len(ours) == len(theirs) > 10
        for (name, *box), (other_name, *other) in zip(ours, theirs, strict=True):
            assert name == other_name
            for measure, reference, tolerance in zip(box, other, tolerances, strict=False):
                # A section of several screens has several texts that may break elsewhere.
                allowed = tolerance * max(1, reference // SCREEN)
                assert abs(measure - reference) <= allowed, (name, box, other)


def test_nothing_sticks_out_and_everything_runs(firefox, file):
    firefox.open(file, NARROWEST)

    assert firefox.evaluate("document.documentElement.scrollWidth") == NARROWEST
    assert firefox.evaluate("getComputedStyle(document.querySelector('#trust .stat')).display") == (
        "none"
    )
    firefox.evaluate("document.querySelector('#statistics').click()")
    assert firefox.evaluate("getComputedStyle(document.querySelector('#trust .stat')).display") == (
        "block"
    )
    assert firefox.evaluate("document.documentElement.scrollWidth") == NARROWEST
    firefox.evaluate(
        "document.querySelector('#time .plot').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}))"
    )
    assert firefox.evaluate("document.querySelector('#tip').hidden") is False
    assert firefox.evaluate("document.querySelectorAll('#posts-table th button').length") > 4


COLOURS = """[...document.querySelectorAll(
    'body, h1, h1 em, .eyebrow, .lede, .card, .post, .up, .down, .heat td, .pt, .rng, .key i'
)].map(item => {
    const style = getComputedStyle(item);
    return [style.color, style.backgroundColor, style.fill];
})"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_colours_are_those_of_chromium(firefox, opened, file, scheme):
    firefox.open(file, 1280)
    chromium = opened(file, color_scheme="dark")
    if scheme == "light":
        for window in (firefox, chromium):
            window.evaluate("document.querySelector('#theme').click()")

    ours, theirs = firefox.evaluate(COLOURS), chromium.evaluate(COLOURS)

    assert ours[0][1] == ("rgb(250, 247, 242)" if scheme == "light" else "rgb(18, 17, 15)")
    assert ours == theirs
