"""The page of drafts in a real browser, wide and narrow, light and dark."""

import pytest

from spe.drafts.contact_sheet import page
from spe.drafts.score import score
from spe.photo.decode import shrink
from spe.photo.encode import encode
from tests.conftest import wheel_photograph
from tests.small_model import average, posts, small_model


@pytest.fixture(params=[1, 3])
def sheet(tmp_path, request):
    """A page of one draft, and one of three."""
    names = ("a long name without a single space in it_0123456789_0123456789.jpg", "b.jpg", "c.jpg")
    chosen = names[: request.param]
    drafts = {name: average(busyness=0.1 * number) for number, name in enumerate(chosen)}
    past = {post.id: average() for post in posts()[:4]}
    photos = ("coffee", "china", "flower")
    pictures = {
        name: encode(shrink(wheel_photograph(photo), 560), 80)
        for name, photo in zip(chosen, photos, strict=False)
    }
    model = small_model(made_up=True)
    path = tmp_path / "drafts.html"
    path.write_text(
        page(
            model,
            score(model, drafts, past),
            pictures,
            posting="posting now",
            alike=dict(zip([*past][:3], pictures.values(), strict=False)),
        ),
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_is_wrong_with_the_page(sheet, opened, width, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    window = opened(sheet, width, **look)

    found = axe.Axe().run(window)

    assert found.response["violations"] == []
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    assert window.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    assert (
        window.evaluate("getComputedStyle(document.querySelector('.draft')).borderRadius") == "16px"
    )
