"""Photos made of arithmetic, and photographs that ship inside the wheels."""

import io
import os
import shutil

import numpy as np
import pytest
from PIL import Image

from spe.errors import SpeError
from spe.photo import face_model
from spe.photo.decode import standard
from spe.photo.encode import encode
from spe.photo.faces import FaceFinder, why_people_unknown, why_unknown
from spe.photo.planes import Photo

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config):
    """Where tests run on every core, native code in each of them takes no more than its own.

    Whatever language the system has, tests that ask for none get English.
    """
    os.environ.pop("LC_ALL", None)
    os.environ["LC_MESSAGES"] = "C"
    if config.getoption("numprocesses", None):
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")


def pytest_collection_modifyitems(items):
    """Tests of what a page does in a browser are marked as such."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture
def flat():
    """A photo of one middle grey."""
    return Photo(np.full((120, 160, 3), 119, np.uint8))


@pytest.fixture
def ramp():
    """Black on the left to white on the right."""
    row = np.linspace(0, 255, 256).round().astype(np.uint8)
    return Photo(np.repeat(np.tile(row, (192, 1))[..., None], 3, axis=2))


@pytest.fixture
def chequers():
    """A chessboard of black and white squares, 16 pixels wide."""
    y, x = np.indices((256, 256)) // 16
    return Photo(np.repeat(((x + y) % 2 * 255).astype(np.uint8)[..., None], 3, axis=2))


@pytest.fixture
def noise():
    """Every pixel a colour of its own."""
    return Photo(np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8))


def wheel_photograph(name):
    """A photograph of scikit-image or scikit-learn, uint8 RGB, as it ships."""
    if name in {"china", "flower"}:
        from sklearn.datasets import load_sample_image

        return load_sample_image(f"{name}.jpg")
    from skimage import data

    pixels = getattr(data, name)()
    return np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels


@pytest.fixture
def photograph():
    """A function: name of a photograph in the wheels -> its Photo."""
    return lambda name: Photo(standard(wheel_photograph(name)))


@pytest.fixture
def encoded():
    """A function: pixels or image -> the bytes of a file in some format."""

    def encode(pixels, kind="PNG", **options):
        image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        return buffer.getvalue()

    return encode


@pytest.fixture
def faceless_draft(tmp_path, monkeypatch):
    """A draft on whose faces nothing can be said."""
    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: "No face model here.")
    path = tmp_path / "coffee.jpg"
    path.write_bytes(encode(wheel_photograph("coffee"), 90))
    return path


@pytest.fixture(scope="session")
def face_model_file(tmp_path_factory):
    """The face model, beside the person model: those here, else fetched for these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        try:
            if not all(map(face_model.find, (face_model.FACE, face_model.PERSON))):
                place = tmp_path_factory.mktemp("model") / face_model.FACE.name
                patch.setenv(face_model.VARIABLE, str(place))
                face_model.obtain()
        except SpeError as error:
            _do_without(error)
        if why := why_unknown() or why_people_unknown():
            _do_without(why)
        yield face_model.find(face_model.FACE)


def _do_without(why):
    """Skip what needs the model; where everything must be tested, fail."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(why))


@pytest.fixture(scope="session")
def finder(face_model_file):
    """A face finder that is ready."""
    with FaceFinder() as made:
        yield made


@pytest.fixture(scope="session")
def browser():
    """Chromium, one for all tests; where it or Playwright is missing they are skipped."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("SPE_CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if path is None:
        pytest.skip("no Chromium here")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield started
        started.close()
