"""Photos in files that are a little other than they should be: found whole, or refused."""

import io
import struct
import threading

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from spe.errors import PhotoError
from spe.photo.containers import endings, foreign, inside
from spe.photo.decode import SUFFIXES, decode
from tests.conftest import wheel_photograph

END = b"\xff\xd9"
NO_END = "the mark of the file's end lacks; every pixel is there"


@pytest.fixture
def astronaut():
    return wheel_photograph("astronaut")


@pytest.fixture
def raw():
    """A function: files inside, and tags -> a TIFF-like RAW file of a small picture."""

    def make(*parts, **tags):
        known = {"make": (271, "Maker"), "subs": (330, [8]), "dng": (50706, bytes([1, 4, 0, 0]))}
        directory = TiffImagePlugin.ImageFileDirectory_v2()
        for name, value in tags.items():
            if name == "turned":
                directory[274] = value
            else:
                number, kept = known[name]
                directory[number] = kept
        if "dng" in tags:
            directory.tagtype[50706] = 1
        file = io.BytesIO()
        Image.new("RGB", (160, 120)).save(file, "TIFF", tiffinfo=directory)
        return file.getvalue() + b"raw sensor data" * 40 + b"".join(parts)

    return make


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 2}])
@pytest.mark.parametrize("lacking", [1, 2])
@pytest.mark.parametrize("side", [1600, 300, None])
def test_a_jpeg_that_lacks_only_its_end_is_the_whole_picture_and_this_is_said(
    astronaut, encoded, options, lacking, side
):
    data = encoded(astronaut, "JPEG", quality=90, **options)
    assert data.endswith(END)

    found = decode(data[:-lacking], side=side)

    assert found.notes == (NO_END,)
    np.testing.assert_array_equal(found.rgb, decode(data, side=side).rgb)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 2}])
@pytest.mark.parametrize("cut", [8, 40, 400, 4000])
def test_a_jpeg_that_lacks_pixels_is_refused(astronaut, encoded, options, cut):
    data = encoded(astronaut, "JPEG", quality=90, **options)

    with pytest.raises(PhotoError, match="cut off or damaged"):
        decode(data[:-cut])


def test_a_progressive_jpeg_that_lacks_its_last_scans_is_refused(astronaut, encoded):
    data = encoded(astronaut, "JPEG", quality=90, progressive=True)
    scans = [at for at in range(len(data) - 1) if data[at : at + 2] == b"\xff\xda"]
    assert len(scans) > 3

    for at in scans[1:]:
        assert endings(data[:at]) is None
    assert endings(data[:-2]) is not None


def test_pictures_without_an_end_are_read_side_by_side(astronaut, encoded):
    data = encoded(astronaut, "JPEG", quality=90)
    damaged, said = data[: len(data) // 2], []

    def read():
        for piece in (data[:-2], damaged) * 5:
            try:
                said.append(decode(piece).notes)
            except PhotoError:
                said.append("refused")

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, said)) == sorted(map(str, [(NO_END,), "refused"] * 20))


@pytest.mark.parametrize("before", [b"\n", b"HTTP/1.1 200 OK\r\n\r\n", bytes(4096)])
def test_bytes_before_a_photo_are_passed_over_and_said(astronaut, encoded, before):
    data = encoded(astronaut, "JPEG")

    found = decode(before + data)

    assert found.notes == (f"{len(before)} bytes before the photo were passed over",)
    np.testing.assert_array_equal(found.rgb, decode(data).rgb)


def test_a_photo_far_inside_another_file_is_not_taken_out_of_it(astronaut, encoded):
    data = encoded(astronaut, "JPEG")

    for start, end in (
        (bytes(4097), b""),
        (b"8BPS" + bytes(90), b"layers"),
        (b"%PDF-1.7\n", b"EOF"),
    ):
        with pytest.raises(PhotoError, match="not a photo"):
            decode(start + data + end)


@pytest.mark.parametrize("tags", [{"dng": 1}, {"make": 1, "subs": 1}])
def test_the_largest_preview_of_a_raw_file_is_measured_and_said(astronaut, encoded, raw, tags):
    small = encoded(np.zeros((120, 160, 3), np.uint8), "JPEG")
    large = encoded(astronaut, "JPEG")

    found = decode(raw(small, large, small, **tags))

    assert found.notes == ("a RAW file: the camera's preview in it was measured",)
    np.testing.assert_array_equal(found.rgb, decode(large).rgb)


def test_the_preview_of_a_raw_file_is_turned_as_the_camera_was_held(astronaut, encoded, raw):
    picture = encoded(astronaut[:300], "JPEG")

    found = decode(raw(picture, dng=1, turned=6))

    np.testing.assert_array_equal(found.rgb, np.rot90(decode(picture).rgb, -1))


def test_a_preview_that_says_how_it_is_turned_is_believed(astronaut, encoded, raw):
    exif = Image.Exif()
    exif[274] = 1
    picture = encoded(astronaut[:300], "JPEG", exif=exif)

    assert decode(raw(picture, dng=1, turned=6)).rgb.shape == (300, 512, 3)


@pytest.mark.parametrize("side", [511, 512])
def test_a_raw_file_is_measured_where_its_preview_has_the_standard_size(encoded, raw, side):
    preview = encoded(np.zeros((100, side, 3), np.uint8), "JPEG")

    if side == 512:
        assert decode(raw(preview, dng=1)).rgb.shape[1] == 512
        return
    with pytest.raises(PhotoError, match="without a preview of 512 pixels"):
        decode(raw(preview, dng=1))


def test_the_sensor_data_of_a_raw_file_is_no_preview(encoded, raw):
    lossless = b"\xff\xd8\xff\xc3\0\x0b\x0e" + struct.pack(">HH", 4000, 6000) + bytes(50)

    with pytest.raises(PhotoError, match="a RAW file without a preview"):
        decode(raw(lossless, dng=1))


@pytest.mark.parametrize(
    "start", [b"FUJIFILMCCD-RAW 0201", b"IIRO\x08\0\0\0", b"IIU\0\x18\0\0\0", b"\0\0\0\x18ftypcrx "]
)
def test_raw_files_of_every_make_are_told_by_their_start(astronaut, encoded, start):
    picture = encoded(astronaut, "JPEG")

    assert inside(start + bytes(200) + picture).data == picture


def test_a_tiff_that_names_a_camera_is_a_plain_tiff(astronaut, encoded):
    exif = Image.Exif()
    exif[271] = "Maker"

    data = encoded(astronaut, "TIFF", exif=exif)

    assert inside(data).data is data
    assert decode(data).notes == ()


@pytest.mark.parametrize("options", [{"no_jp2": True}, {"no_jp2": False}])
def test_jpeg_2000_is_read(astronaut, encoded, options):
    rgb = decode(encoded(astronaut, "JPEG2000", **options)).rgb

    np.testing.assert_array_equal(rgb, astronaut)


def test_an_mpo_of_two_pictures_is_its_first(astronaut, encoded):
    data = encoded(
        astronaut, "MPO", save_all=True, append_images=[Image.fromarray(astronaut[::-1].copy())]
    )

    assert np.abs(decode(data).rgb.astype(int) - astronaut).mean() < 8


@pytest.mark.parametrize("suffix", [".hif", ".mpo", ".jpe", ".jp2"])
def test_the_endings_that_phones_and_cameras_use_are_photos(suffix):
    assert suffix in SUFFIXES


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xff\x0a" + bytes(20), "a JPEG XL file"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL file"),
        (b"8BPS\0\1", "a Photoshop file"),
        (b"\n<!doctype HTML><title>", "a web page"),
        (b"\0\0\0\x18ftypqt  ", "a video"),
        (b"\xef\xbb\xbf<svg>", "a drawing (SVG)"),
        (b"anything", None),
    ],
)
def test_what_is_no_photo_is_called_by_its_name(start, kind):
    assert foreign(start) == kind
    if kind:
        with pytest.raises(PhotoError, match=r"^photo: a .*, not a photo that spe can read"):
            decode(start)


def test_an_empty_file_asks_whether_it_is_still_in_the_cloud():
    with pytest.raises(PhotoError, match=r"the file is empty \(is it still in the cloud\?\)"):
        decode(b"")
