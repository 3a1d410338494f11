"""Faces: where they are, what is none, and that looking for them stays on this computer."""

import configparser
import importlib.metadata
import math
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from packaging.requirements import Requirement

from spe.errors import NotReadyError
from spe.measure import extract
from spe.photo import face_model, faces
from spe.photo.decode import Decoded
from spe.photo.faces import FaceFinder
from spe.photo.native import silence
from tests.conftest import wheel_photograph

ROOT = Path(__file__).parents[2]

# Where the astronaut's face is: from her brow to her chin, in pixels of 512 x 512.
BROW, CHIN, LEFT, RIGHT = 67, 170, 172, 275

RUN = (
    "import skimage.data\n"
    "from spe.photo.decode import Decoded\n"
    "from spe.photo.faces import FaceFinder\n"
    "with FaceFinder({engine!r}) as finder:\n"
    "    photo = finder.seen(Decoded(skimage.data.astronaut()))\n"
    "print(len(photo.faces), (photo.people > 0).mean() > 0.3)\n"
)


def python(code, *before):
    return subprocess.run(
        [*before, sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(params=list(face_model.MODULES))
def engine(request, face_model_file):
    """Each that runs the model here."""
    if not can_run(request.param):
        pytest.skip(f"{request.param} does not run here")
    return request.param


def can_run(engine):
    if engine == "LiteRT":
        return face_model.installed(engine)
    return face_model.engine() == engine


@pytest.fixture(scope="session")
def finders(face_model_file):
    """A face finder by MediaPipe and one by LiteRT."""
    if not all(map(can_run, face_model.MODULES)):
        pytest.skip("MediaPipe and LiteRT do not both run here")
    with FaceFinder("MediaPipe") as one, FaceFinder("LiteRT") as other:
        yield one, other


@pytest.fixture(scope="session", params=list(face_model.MODULES))
def finder(request, face_model_file):
    """A face finder by each that runs the model here."""
    if not can_run(request.param):
        pytest.skip(f"{request.param} does not run here")
    with FaceFinder(request.param) as made:
        yield made


def portraits(number, *, face=160, size=1080):
    """The astronaut's head, so many times on grey, each face of a height in pixels."""
    from PIL import Image

    head = Image.fromarray(wheel_photograph("astronaut")[0:300, 100:350])
    scale = face / (CHIN - BROW)
    head = head.resize((round(250 * scale), round(300 * scale)))
    canvas = Image.new("RGB", (size, size), (120, 130, 140))
    a_row = size // head.width
    for place in range(number):
        down, right = divmod(place, a_row)
        canvas.paste(head, (right * head.width, down * head.height))
    return np.asarray(canvas)


def test_mediapipe_is_pinned_to_the_release_that_sends_nothing_home():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    wanted = setup["options"]["install_requires"].splitlines()
    mediapipe = [line.partition(";")[0].strip() for line in wanted if line.startswith("mediapipe")]

    assert mediapipe == ["mediapipe==0.10.33"]
    assert face_model.PIN == "0.10.33"


@pytest.mark.skipif(not face_model.supported(), reason="MediaPipe has no release for this computer")
def test_the_mediapipe_that_is_installed_is_the_pinned_one():
    assert importlib.metadata.version("mediapipe") == face_model.PIN


def declared():
    """What setup.cfg asks for, by the name of each package."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].strip().splitlines()
    return {item.name: item for item in map(Requirement, lines)}


KINDS = [
    ("linux", "x86_64"),
    ("linux", "aarch64"),
    ("linux", "riscv64"),
    ("darwin", "arm64"),
    ("darwin", "x86_64"),
    ("win32", "AMD64"),
    ("win32", "ARM64"),
]


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_setup_cfg_asks_for_what_runs_the_model_where_it_exists_and_for_one_opencv(
    kind, monkeypatch
):
    system, machine = kind
    computer = {"sys_platform": system, "platform_machine": machine, "python_version": "3.14"}
    wanted = {
        name
        for name, item in declared().items()
        if item.marker is None or item.marker.evaluate(computer)
    }
    monkeypatch.setattr(face_model.sys, "platform", system)
    monkeypatch.setattr(face_model.platform, "machine", lambda: machine)

    assert ("mediapipe" in wanted) == face_model.known("MediaPipe") == face_model.supported()
    assert ("ai-edge-litert" in wanted) == face_model.known("LiteRT")
    # MediaPipe requires the one that opens windows.
    opencv = "opencv-contrib-python" if "mediapipe" in wanted else "opencv-python-headless"
    assert [name for name in wanted if name.startswith("opencv")] == [opencv]


def test_a_portrait_has_exactly_one_face_and_its_box_is_at_the_face(finder):
    (face,) = finder.find(wheel_photograph("astronaut"))

    centre_y = face.y + face.height / 2
    assert LEFT < face.centre_x * 512 < RIGHT
    assert BROW < centre_y * 512 < CHIN
    assert face.height * 512 == pytest.approx(CHIN - BROW, rel=0.3)
    assert faces.CONFIRMED <= face.score <= 1


@pytest.mark.parametrize("name", ["chelsea", "coffee", "china", "flower", "brick", "rocket"])
def test_a_cat_a_cup_or_a_palace_has_no_face(finder, name):
    assert finder.find(wheel_photograph(name)) == ()


def test_a_flat_photo_and_pure_noise_have_no_face(finder):
    flat = np.full((300, 400, 3), 119, np.uint8)
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 3), dtype=np.uint8)

    assert finder.find(flat) == finder.find(noise) == ()


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_faces_side_by_side_are_counted_each_once(finder, number):
    assert len(finder.find(portraits(number, face=130))) == number


@pytest.mark.parametrize("share", [0.06, 0.1, 0.2, 0.4])
def test_a_face_is_found_from_across_the_room_to_a_portrait(finder, share):
    (face,) = finder.find(portraits(1, face=round(share * 1080)))

    assert face.height == pytest.approx(share, rel=0.4)


def test_a_face_that_fills_the_photo_is_found(finder):
    astronaut = wheel_photograph("astronaut")
    (face,) = finder.find(astronaut[BROW - 10 : CHIN + 10, LEFT - 10 : RIGHT + 10])

    assert face.area > 0.4


def test_boxes_stay_inside_the_photo(finder):
    cut = wheel_photograph("astronaut")[:, 200:]
    found = finder.find(cut)

    assert found
    for face in found:
        assert face.x >= 0
        assert face.y >= 0
        assert face.x + face.width <= 1 + 1e-9
        assert face.y + face.height <= 1 + 1e-9


def test_the_largest_face_comes_first(finder):
    pair = portraits(1, face=250)
    small = portraits(1, face=120, size=540)
    pair = pair.copy()
    pair[540:, 540:] = small[:540, :540]
    first, second = finder.find(pair)

    assert first.area > second.area
    assert first.x < second.x


def test_the_same_photo_gives_the_same_faces_and_is_left_as_it_was(finder):
    photo = portraits(3)
    before = photo.copy()

    assert finder.find(photo) == finder.find(photo)
    assert np.array_equal(photo, before)


def test_a_sliver_of_a_photo_and_a_view_that_is_not_contiguous_are_looked_at(finder):
    astronaut = wheel_photograph("astronaut")

    assert finder.find(np.zeros((64, 1000, 3), np.uint8)) == ()
    assert len(finder.find(astronaut[:, ::-1])) == 1


def test_boxes_that_share_most_of_the_smaller_one_are_one_face():
    large = faces._Box(0, 0, 100, 100, 0.9)
    inside = faces._Box(10, 10, 50, 50, 0.8)
    beside = faces._Box(80, 0, 100, 100, 0.7)

    assert faces._each_once([inside, large, beside]) == [large, beside]


class Scripted(FaceFinder):
    """A finder that sees what it is told: the whole photo first, then look by look."""

    def __init__(self, *looks):
        super().__init__()
        self._detector = "scripted"
        self.looks = list(looks)
        self.parts = []

    def _boxes(self, _rgb, *part):
        self.parts.append(part)
        return self.looks.pop(0) if self.looks else []


def seen(score, x=400, size=120):
    return [faces._Box(x, 400, size, size, score)]


@pytest.mark.parametrize(
    ("looks", "count"),
    [
        ([seen(0.8)], 1),  # sure at first sight
        ([seen(0.3), seen(0.9)], 1),  # the second look is clear
        ([seen(0.7), seen(0.4)], 0),  # the second look is worse: no third
        ([seen(0.3), seen(0.6), seen(0.7)], 1),  # the third look agrees
        ([seen(0.3), seen(0.7), seen(0.4)], 0),  # the third look doesn't
        ([seen(0.3), seen(0.7), seen(0.9, x=800)], 0),  # the third look sees something else
        ([seen(0.9) + seen(0.3, x=410)], 1),  # one face, seen twice at once
        ([seen(0.9) + seen(0.8, x=405, size=105)], 1),  # a face inside a face
        ([seen(0.3), seen(0.9) + seen(0.9, x=700)], 2),  # a neighbour comes with it
    ],
)
def test_a_doubtful_box_counts_if_closer_looks_confirm_it(looks, count):
    finder = Scripted(*looks)

    assert len(finder.find(np.zeros((1000, 1000, 3), np.uint8))) == count
    assert len(finder.parts) == len(looks)


def test_doubtful_boxes_get_no_more_looks_than_are_allowed():
    many = [box for place in range(12) for box in seen(0.4, x=80 * place, size=60)]
    finder = Scripted(many)
    finder.find(np.zeros((1000, 1000, 3), np.uint8))

    assert len(finder.parts) == 1 + faces.LOOKS


def test_a_small_face_calls_for_tiles_and_what_they_see_twice_is_one_face():
    finder = Scripted(seen(0.9, size=60), seen(0.95, x=402, size=60), seen(0.9, x=700, size=60))
    found = finder.find(np.zeros((1000, 1000, 3), np.uint8))

    assert len(found) == 2
    assert finder.parts[1:] == list(faces._tiles(1000, 1000))


def test_a_large_face_calls_for_no_tiles():
    finder = Scripted(seen(0.9, size=150))
    finder.find(np.zeros((1000, 1000, 3), np.uint8))

    assert len(finder.parts) == 1


def test_a_look_around_a_large_box_steps_back_beyond_the_photo():
    left, top, right, bottom = faces._around(faces._Box(10, 10, 90, 90, 0.5), 4.5, 100, 120)
    part = faces._part(np.zeros((120, 100, 3), np.uint8), left, top, right, bottom)

    assert (left, top, right, bottom) == (-70, -60, 170, 180)
    assert part.shape == (240, 240, 3)
    assert part[0, 0].tolist() == [128, 128, 128]
    assert not part[60:180, 70:170].any()


def test_a_look_around_a_box_at_the_edge_moves_into_the_photo():
    assert faces._around(faces._Box(0, 0, 40, 40, 0.5), 3, 400, 300) == (0, 0, 120, 120)
    assert faces._around(faces._Box(370, 280, 40, 40, 0.5), 3, 400, 300) == (280, 180, 400, 300)


def test_a_crowd_of_small_faces_is_counted(finder):
    crowd = portraits(12, face=64)

    assert len(finder.find(crowd)) == 12


@pytest.mark.parametrize("name", ["hubble_deep_field", "moon", "coins", "retina"])
def test_galaxies_and_craters_are_no_faces(finder, name):
    assert finder.find(wheel_photograph(name)) == ()


def test_tiles_cover_the_photo_and_overlap():
    tiles = list(faces._tiles(1080, 810))
    seen = np.zeros((810, 1080), int)
    for left, top, right, bottom in tiles:
        seen[top:bottom, left:right] += 1

    assert seen.min() >= 1
    assert max(right for _, _, right, _ in tiles) == 1080
    assert max(bottom for *_, bottom in tiles) == 810


def test_a_face_run_opens_no_socket_in_python(engine, monkeypatch):
    def forbidden(*_words, **_options):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)

    with FaceFinder(engine) as finder:
        photo = finder.seen(Decoded(wheel_photograph("astronaut")))

    assert len(photo.faces) == 1
    assert photo.people.any()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_face_run_makes_no_network_call_seen_from_outside(engine, tmp_path):
    calls = tmp_path / "calls"
    trace = ("strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(calls))
    watched = python("import socket; socket.socket().close()", *trace)
    if "socket(" not in calls.read_text():
        pytest.skip(f"strace can't watch here: {watched.stderr}")

    ran = python(RUN.format(engine=engine), *trace)

    assert ran.stdout == "1 True\n", ran.stderr
    assert calls.read_text() == ""


def test_the_native_log_stays_silent(engine):
    ran = python(RUN.format(engine=engine))

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1 True\n", "")


def test_an_error_inside_a_run_keeps_its_traceback(face_model_file):
    ran = python(RUN.format(engine=None).replace("finder.seen", "finder.sen"))

    assert ran.returncode == 1
    assert "AttributeError" in ran.stderr


def test_what_native_code_prints_is_silenced_and_what_python_raises_is_not(capfd):
    def native():
        with silence():
            os.write(2, b"native noise\n")
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        native()
    os.write(2, b"heard again\n")

    assert capfd.readouterr().err == "heard again\n"


def test_a_finder_finds_inside_its_with_only(face_model_file):
    with FaceFinder() as finder:
        pass

    with pytest.raises(RuntimeError, match="with"):
        finder.find(np.zeros((64, 64, 3), np.uint8))


def test_without_a_model_faces_are_unknown_with_a_sentence_and_never_0(
    monkeypatch, tmp_path, encoded
):
    monkeypatch.setenv(face_model.VARIABLE, str(tmp_path / "none.tflite"))
    photo = encoded(wheel_photograph("astronaut"), "JPEG")

    with extract.finder() as finder:
        values = extract.measure(photo, finder, "astronaut.jpg")

    assert "spe setup" in faces.why_unknown() or face_model.engine() is None
    assert finder is None
    assert math.isnan(values["faces"])
    assert math.isnan(values["face_size"])
    with pytest.raises(NotReadyError, match="spe setup"):
        FaceFinder().__enter__()


def test_another_file_in_the_models_place_is_said_so(monkeypatch, tmp_path):
    place = tmp_path / "model.tflite"
    place.write_bytes(b"something else")
    monkeypatch.setenv(face_model.VARIABLE, str(place))

    assert str(place) in faces.why_unknown()


def here(monkeypatch, *there, missing=()):
    """A computer with these packages and without these libraries."""
    modules = {face_model.MODULES[by] for by in there}
    monkeypatch.setattr(
        face_model.importlib.util, "find_spec", lambda name: name if name in modules else None
    )
    monkeypatch.setattr(face_model, "missing_libraries", lambda: missing)


@pytest.mark.parametrize(
    ("there", "missing", "engine"),
    [
        (("MediaPipe", "LiteRT"), (), "MediaPipe"),
        (("MediaPipe", "LiteRT"), ("libEGL.so.1",), "LiteRT"),
        (("LiteRT",), ("libEGL.so.1",), "LiteRT"),
        (("LiteRT",), (), "LiteRT"),
        (("MediaPipe",), (), "MediaPipe"),
        (("MediaPipe",), ("libEGL.so.1",), None),
        ((), (), None),
    ],
)
def test_mediapipe_looks_where_it_can_and_litert_where_it_cant(
    monkeypatch, face_model_file, there, missing, engine
):
    here(monkeypatch, *there, missing=missing)

    assert face_model.engine() == engine
    assert (faces.why_unknown() is None) == (engine is not None)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (("linux", "x86_64"), face_model.NOT_INSTALLED),
        (("linux", "aarch64"), face_model.NO_LITERT),
        (("linux", "riscv64"), face_model.UNSUPPORTED),
    ],
)
def test_where_nothing_runs_the_model_faces_are_unknown_and_the_sentence_says_what_would(
    monkeypatch, kind, sentence
):
    here(monkeypatch)
    monkeypatch.setattr(face_model.sys, "platform", kind[0])
    monkeypatch.setattr(face_model.platform, "machine", lambda: kind[1])

    assert faces.why_unknown() == sentence
    assert faces.version() == "none"


def test_a_face_has_another_version_for_each_that_finds_it(monkeypatch, face_model_file):
    here(monkeypatch, "MediaPipe", "LiteRT")
    by_mediapipe = extract.version()
    here(monkeypatch, "LiteRT")
    by_litert = extract.version()
    here(monkeypatch)
    by_none = extract.version()

    assert by_mediapipe.endswith(f"faces {faces.FACES}")  # as in caches of older releases
    assert by_litert.endswith(f"faces {faces.FACES} by LiteRT")
    assert by_none.endswith("faces none")


def test_a_missing_system_library_becomes_a_sentence_with_its_name(monkeypatch, face_model_file):
    def fails(_model):
        raise OSError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(faces, "_MediaPipe", fails)
    here(monkeypatch, "MediaPipe", missing=("libEGL.so.1",))

    assert "libEGL.so.1" in faces.why_unknown()
    with pytest.raises(NotReadyError, match=r"libEGL\.so\.1.*apt-get install libegl1"):
        FaceFinder().__enter__()


SCENES = ["astronaut", "chelsea", "coffee", "china", "rocket"]


@pytest.mark.parametrize("name", SCENES)
def test_mediapipe_and_litert_see_the_same_boxes_at_one_look(finders, name):
    photo = wheel_photograph(name)
    height, width = photo.shape[:2]
    one, other = (finder._boxes(photo, 0, 0, width, height) for finder in finders)

    assert len(one) == len(other)
    for box, same in zip(one, other, strict=True):
        sides = [(box.x, same.x), (box.y, same.y), (box.width, same.width)]
        assert max(abs(a - b) for a, b in [*sides, (box.height, same.height)]) <= 1
        assert same.score == pytest.approx(box.score, abs=1e-4)


@pytest.mark.parametrize("number", [1, 3, 12])
def test_mediapipe_and_litert_count_the_same(finders, number):
    one, other = (
        finder.find(portraits(number, face=130 if number < 12 else 64)) for finder in finders
    )

    assert len(one) == len(other) == number
    for face, same in zip(sorted(one, key=_place), sorted(other, key=_place), strict=True):
        assert face.x == pytest.approx(same.x, abs=0.01)
        assert face.height == pytest.approx(same.height, abs=0.01)


def _place(face):
    return round(face.y, 1), round(face.x, 1)


@pytest.mark.skipif(not can_run("MediaPipe"), reason="MediaPipe does not run here")
def test_looking_for_faces_loads_no_plots_and_leaves_them_to_whoever_wants_them(finder):
    code = (
        "import sys; from spe.photo.faces import FaceFinder\n"
        "with FaceFinder(): pass\n"
        "assert 'mediapipe' in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
        "from mediapipe.tasks.python.vision import drawing_utils\n"
        "import matplotlib; matplotlib.use('svg')\n"
        "import matplotlib.pyplot as plots\n"
        "assert drawing_utils.plt.figure is plots.figure\n"
    )

    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr
