"""A photo is decoded apart as it is here, and one that kills its decoder costs itself."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from spe.errors import PhotoError
from spe.photo import guarded
from spe.photo.decode import decode
from spe.photo.guarded import decode_apart


def dies(*_source, **_more):
    """Stand for a decoder that a photo takes down."""
    os._exit(1)


def test_it_is_the_same_photo(noise, encoded):
    data = encoded(noise.rgb, "JPEG")

    made, here = decode_apart(data, "a.jpg"), decode(data, "a.jpg")

    assert np.array_equal(made.rgb, here.rgb)
    assert made.notes == here.notes
    assert decode_apart(data, "a.jpg", 80).rgb.shape == decode(data, "a.jpg", side=80).rgb.shape


def test_a_path_is_meant_from_the_folder_that_one_is_in(tmp_path, monkeypatch, noise, encoded):
    decode_apart(encoded(noise.rgb), "started.png")
    (tmp_path / "a.png").write_bytes(encoded(noise.rgb))
    monkeypatch.chdir(tmp_path)

    assert np.array_equal(decode_apart(Path("a.png")).rgb, noise.rgb)


def test_it_is_refused_with_the_same_sentence(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"%PDF-1.7")

    with pytest.raises(PhotoError, match=r"a\.jpg: a PDF, not a photo that spe can read"):
        decode_apart(path)


@pytest.mark.parametrize(
    ("source", "name", "called"),
    [(Path("x/a.jpg"), None, "a.jpg"), (b"x", "b.jpg", "b.jpg"), (b"x", None, "photo")],
)
def test_a_photo_that_kills_its_decoder_is_named(monkeypatch, source, name, called):
    monkeypatch.setattr(guarded, "decode", dies)

    with pytest.raises(PhotoError, match=f"^{called}: it crashed a decoder, or took longer"):
        decode_apart(source, name)


def test_the_process_that_decodes_does_without_opencv_so_that_it_is_ready_soon():
    code = "import sys, spe.photo.decode; print('cv2' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "False\n"
