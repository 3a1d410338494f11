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

from spe.errors import NotReadyError
from spe.measure import extract
from spe.photo import face_model, faces
from spe.photo.faces import FaceFinder
from tests.conftest import wheel_photograph

ROOT = Path(__file__).parents[2]

# Where the astronaut's face is: from her brow to her chin, in pixels of 512 x 512.
BROW, CHIN, LEFT, RIGHT = 67, 170, 172, 275

RUN = (
    "import skimage.data\n"
    "from spe.photo.faces import FaceFinder\n"
    "with FaceFinder() as finder:\n"
    "    print(len(finder.find(skimage.data.astronaut())))\n"
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


def test_the_platforms_of_setup_cfg_are_those_where_faces_are_looked_for():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    line = next(
        line
        for line in setup["options"]["install_requires"].splitlines()
        if line.startswith("mediapipe")
    )

    for system, machine in face_model.PLATFORMS:
        assert f'sys_platform == "{system}" and platform_machine == "{machine}"' in line
    assert line.count("sys_platform") == len(face_model.PLATFORMS)


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


def test_a_face_run_opens_no_socket_in_python(face_model_file, monkeypatch):
    def forbidden(*_words, **_options):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)

    with FaceFinder() as finder:
        assert len(finder.find(wheel_photograph("astronaut"))) == 1


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_face_run_makes_no_network_call_seen_from_outside(face_model_file, tmp_path):
    calls = tmp_path / "calls"
    trace = ("strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(calls))
    watched = python("import socket; socket.socket().close()", *trace)
    if "socket(" not in calls.read_text():
        pytest.skip(f"strace can't watch here: {watched.stderr}")

    ran = python(RUN, *trace)

    assert ran.stdout == "1\n", ran.stderr
    assert calls.read_text() == ""


def test_the_native_log_stays_silent(face_model_file):
    ran = python(RUN)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1\n", "")


def test_an_error_inside_a_run_keeps_its_traceback(face_model_file):
    ran = python(RUN.replace("finder.find", "finder.fnd"))

    assert ran.returncode == 1
    assert "AttributeError" in ran.stderr


def test_what_native_code_prints_is_silenced_and_what_python_raises_is_not(capfd):
    def native():
        with faces._silence():
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

    assert "spe setup" in faces.why_unknown() or not face_model.supported()
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


def test_where_mediapipe_has_no_release_faces_are_unknown(monkeypatch):
    monkeypatch.setattr(faces.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(face_model, "supported", lambda: False)

    assert faces.why_unknown() == face_model.UNSUPPORTED


def test_a_missing_system_library_becomes_a_sentence_with_its_name(monkeypatch, face_model_file):
    def fails(_model):
        raise OSError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(faces, "_detector", fails)
    monkeypatch.setattr(face_model, "missing_libraries", lambda: ("libEGL.so.1",))

    assert "libEGL.so.1" in faces.why_unknown()
    with pytest.raises(NotReadyError, match=r"libEGL\.so\.1.*apt-get install libegl1"):
        FaceFinder().__enter__()


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
