"""Every kind of file people have, read as a person would see it, or refused in one sentence."""

import io
import os
import struct
import warnings
import zlib

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from spe.errors import PhotoError
from spe.photo.decode import LARGE_SIDE, decode, standard
from spe.photo.encode import encode
from spe.photo.limits import LARGEST_FILE
from spe.photo.planes import STANDARD_SIDE, Photo


@pytest.fixture
def scene():
    """240 x 160: red top left, green top right, blue bottom left, grey bottom right."""
    rgb = np.zeros((160, 240, 3), np.uint8)
    rgb[:80, :120], rgb[:80, 120:] = (220, 30, 30), (30, 200, 30)
    rgb[80:, :120], rgb[80:, 120:] = (30, 30, 220), (200, 200, 200)
    return rgb


def close(left, right, limit=3.0):
    assert left.shape == right.shape
    assert np.abs(left.astype(float) - right.astype(float)).mean() < limit


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "AVIF"])
def test_a_photo_reads_the_same_from_every_format(kind, scene, encoded):
    close(decode(encoded(scene, kind, quality=95)).rgb, scene)


def test_heic_from_a_phone_is_read(scene):
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(scene)).save(buffer, quality=90)

    close(decode(buffer.getvalue()).rgb, scene)


def test_a_progressive_jpeg_is_read(scene, encoded):
    close(decode(encoded(scene, "JPEG", progressive=True, quality=95)).rgb, scene)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_rotation_flag_is_obeyed(orientation, scene, encoded):
    turns = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.swapaxes(0, 1),
        6: np.rot90,
        7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
        8: lambda a: np.rot90(a, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.ascontiguousarray(turns[orientation](scene))

    close(decode(encoded(stored, "JPEG", exif=exif, quality=95)).rgb, scene)


def test_grey_photos_are_read_as_grey(scene, encoded):
    grey = Image.fromarray(scene).convert("L")
    expected = np.repeat(np.asarray(grey)[..., None], 3, axis=2)

    close(decode(encoded(grey)).rgb, expected, 0.5)


def test_sixteen_bit_grey_is_scaled_not_clipped(encoded):
    deep = np.tile(np.linspace(0, 65535, 200).astype(np.uint16), (100, 1))
    expected = np.repeat((deep / 257).round().astype(np.uint8)[..., None], 3, axis=2)

    close(decode(encoded(deep)).rgb, expected, 0.6)
    close(decode(encoded(deep, "TIFF")).rgb, expected, 0.6)


def test_transparent_pixels_show_white_whatever_they_hide(scene, encoded):
    rgba = np.dstack([scene, np.full(scene.shape[:2], 255, np.uint8)])
    rgba[:80, :, 3] = 0
    seen = scene.copy()
    seen[:80] = 255

    close(decode(encoded(rgba)).rgb[1:-1, 1:-1], seen[1:-1, 1:-1])


def test_grey_with_alpha_is_composited_on_white(encoded):
    pixels = np.zeros((100, 100, 2), np.uint8)
    pixels[:, 50:, 1] = 255

    bands = [Image.fromarray(pixels[..., band]) for band in (0, 1)]
    rgb = decode(encoded(Image.merge("LA", bands))).rgb

    assert rgb[:, :50].mean() == 255
    assert rgb[:, 50:].mean() == 0


def test_cmyk_is_read_in_its_own_colours(scene, encoded):
    cmyk = Image.fromarray(scene).convert("CMYK")

    close(decode(encoded(cmyk, "JPEG", quality=95)).rgb, scene, 4)


def test_an_embedded_profile_is_applied(encoded):
    rgb = np.full((80, 80, 3), (200, 120, 60), np.uint8)
    rgb[:, 40:] = (40, 160, 200)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

    assert lab.tobytes() != srgb.tobytes()
    close(decode(encoded(rgb, icc_profile=srgb.tobytes())).rgb, rgb, 1)
    swapped = swapped_profile(srgb.tobytes())
    close(decode(encoded(rgb, icc_profile=swapped)).rgb, rgb[..., [1, 0, 2]], 3)


def swapped_profile(profile):
    """The sRGB profile with the primaries of red and green exchanged."""
    return profile.replace(b"rXYZ", b"tmpX").replace(b"gXYZ", b"rXYZ").replace(b"tmpX", b"gXYZ")


def test_a_damaged_profile_is_passed_over(scene, encoded):
    close(decode(encoded(scene, icc_profile=b"not a profile at all" * 20)).rgb, scene, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("exif", [b"nothing of the sort" * 20, b"II*\0\xff\xff\xff\xff", b"MM\0*"])
def test_damaged_exif_is_passed_over(kind, exif, scene, encoded):
    close(decode(encoded(scene, kind, exif=b"Exif\0\0" + exif)).rgb, scene, 9)


def test_the_first_picture_of_an_animation_is_measured_and_said(scene, encoded):
    first, second = Image.fromarray(scene), Image.fromarray(255 - scene)
    data = encoded(first, "GIF", save_all=True, append_images=[second])

    decoded = decode(data)

    close(decoded.rgb, scene, 12)
    assert any("animation" in note for note in decoded.notes)


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (63, 400)])
def test_a_tiny_picture_is_refused(size, encoded):
    with pytest.raises(PhotoError, match=r"tiny\.png: .* too small"):
        decode(encoded(np.zeros((*size, 3), np.uint8)), "tiny.png")


def test_a_panorama_of_fifteen_to_one_is_measured(encoded):
    rgb = np.random.default_rng(0).integers(0, 256, (100, 1500, 3), dtype=np.uint8)

    photo = decode(encoded(rgb)).photo()

    assert (photo.width, photo.height) == (STANDARD_SIDE, 34)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_cut_off_file_is_refused_never_measured_by_half(kind, share, encoded):
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    whole = encoded(noise, kind)

    with pytest.raises(PhotoError, match=r"cut\.jpg: .*(cut off|not a photo)"):
        decode(whole[: int(len(whole) * share)], "cut.jpg")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Dear diary, this is no photo.", "not a photo"),
        (b"%PDF-1.7 ...", "not a photo"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n", "not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photo"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\0" * 100, "(not a photo|cut off)"),
        (b"\xff\xd8\xff", "(not a photo|cut off)"),
    ],
)
def test_what_is_not_a_photo_is_refused_in_one_sentence(data, reason):
    with pytest.raises(PhotoError, match=rf"^holiday\.jpg: .*{reason}.*\.$") as caught:
        decode(data, "holiday.jpg")

    assert "\n" not in str(caught.value)


def test_a_bomb_is_refused_before_it_is_unpacked():
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = (
        struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )
    body = zlib.compress(b"\0" * 1000)
    data = (
        struct.pack(">I", len(body))
        + b"IDAT"
        + body
        + struct.pack(">I", zlib.crc32(b"IDAT" + body))
    )

    with pytest.raises(PhotoError, match="100000 x 100000 pixels"):
        decode(b"\x89PNG\r\n\x1a\n" + chunk + data, "bomb.png")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PhotoError, match=r"gone\.jpg: can't be read"):
        decode(tmp_path / "gone.jpg")


def test_a_path_in_any_alphabet_is_read(tmp_path, scene, encoded):
    path = tmp_path / "été 夏 🏖.png"
    path.write_bytes(encoded(scene))

    close(decode(path).rgb, scene, 0.5)


def test_a_large_photo_is_made_smaller_and_a_small_one_stays(scene, encoded):
    large = np.kron(scene, np.ones((20, 20, 1), np.uint8))

    assert max(decode(encoded(large)).rgb.shape) == LARGE_SIDE
    assert decode(encoded(scene)).photo().rgb.shape == scene.shape
    assert max(standard(large).shape) == STANDARD_SIDE


def test_a_camera_file_measures_like_its_small_copy(encoded, photograph):
    base = Image.fromarray(photograph("astronaut").rgb)
    camera = encoded(base.resize((3000, 3000), Image.Resampling.BICUBIC), "JPEG", quality=92)
    phone = encoded(base.resize((1080, 1080), Image.Resampling.BICUBIC), "JPEG", quality=92)

    close(decode(camera).photo().rgb, decode(phone).photo().rgb, 1.5)


def test_reading_photos_warns_nobody(scene, encoded):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        decode(encoded(Image.fromarray(scene).convert("P"), "PNG", transparency=b"\x80" * 256))


def test_lightness_runs_from_0_to_100():
    photo = Photo(np.repeat(np.array([[[0], [255]]], np.uint8), 3, axis=2))

    np.testing.assert_allclose(photo.lightness, [[0, 100]], atol=1e-3)
    np.testing.assert_allclose(photo.chroma, 0, atol=1e-2)


def test_every_pixel_is_kept_where_it_is_asked_for(encoded):
    large = np.random.default_rng(0).integers(0, 256, (1400, 2400, 3), dtype=np.uint8)

    assert decode(encoded(large), side=None).rgb.shape == large.shape


def test_a_saved_edit_holds_pixels_and_nothing_else(photograph):
    with Image.open(io.BytesIO(encode(photograph("coffee").rgb, 95))) as saved:
        assert not saved.getexif()
        assert "icc_profile" not in saved.info


def progressive(scene, encoded, scans):
    """A progressive JPEG whose last scan is there so many times more."""
    data = encoded(scene, "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * scans + b"\xff\xd9"


def test_a_jpeg_of_scans_without_end_is_refused(scene, encoded, monkeypatch):
    monkeypatch.setattr("spe.photo.limits.MOST_SCANNED", 100 * scene.shape[0] * scene.shape[1])

    close(decode(progressive(scene, encoded, 50)).rgb, scene, 6)
    with pytest.raises(PhotoError, match=r"scans\.jpg: .*too many scans"):
        decode(progressive(scene, encoded, 200), "scans.jpg")


def test_a_film_that_a_phone_hides_behind_its_photo_counts_for_no_scan(scene, encoded, monkeypatch):
    monkeypatch.setattr("spe.photo.limits.MOST_SCANNED", 20 * scene.shape[0] * scene.shape[1])
    film = b"ftypmp42" + b"\xff\xda\0\x08" * 1000

    close(decode(encoded(scene, "JPEG", quality=95) + film).rgb, scene)
    close(decode(encoded(scene, "JPEG", quality=95, comment=film)).rgb, scene)


def flooded(kind, scene, encoded, parts):
    """A good file after so many small parts that say nothing."""
    data = encoded(scene, kind)
    nothing = struct.pack(">I", 0) + b"juNk" + struct.pack(">I", zlib.crc32(b"juNk"))
    part, at = {
        "JPEG": (b"\xff\xfe\0\x02", 2),
        "PNG": (nothing, 33),
        "GIF": (b"!\xfe\x01a\0", data.find(b",", 13)),
    }[kind]
    return data[:at] + part * parts + data[at:]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_file_of_parts_without_end_is_refused(kind, encoded, monkeypatch):
    grey = np.full((80, 80), 119, np.uint8)
    monkeypatch.setattr("spe.photo.limits.MOST_PARTS", 1000)

    assert decode(flooded(kind, grey, encoded, 300)).rgb.shape == (80, 80, 3)
    with pytest.raises(PhotoError, match=r"flood: .*too many parts"):
        decode(flooded(kind, grey, encoded, 1200), "flood")


@pytest.mark.parametrize("kind", ["GIF", "TIFF"])
def test_the_pictures_of_a_file_are_not_counted(kind, scene, encoded, monkeypatch):
    def counted(_image):
        raise AssertionError("a million pictures would be read")

    first, second = Image.fromarray(scene), Image.fromarray(255 - scene)
    data = encoded(first, kind, save_all=True, append_images=[second] * 3)
    with Image.open(io.BytesIO(data)) as image:
        monkeypatch.setattr(type(image), "n_frames", property(counted))

    assert any("animation" in note for note in decode(data).notes)


def test_what_is_unpacked_whole_has_a_bound_of_its_own(scene, encoded, monkeypatch):
    monkeypatch.setattr("spe.photo.limits.MOST_PIXELS_WHOLE", scene.shape[0] * scene.shape[1] - 1)

    close(decode(encoded(scene, "JPEG", quality=95)).rgb, scene)
    for kind in ("PNG", "WEBP", "AVIF", "TIFF", "GIF", "JPEG2000"):
        with pytest.raises(PhotoError, match="more than spe opens"):
            decode(encoded(scene, kind))


def test_heic_has_a_bound_of_its_own_and_with_transparency_the_common_one(
    scene, encoded, monkeypatch
):
    pixels = scene.shape[0] * scene.shape[1]
    clear = np.dstack([scene, np.full(scene.shape[:2], 200, np.uint8)])
    monkeypatch.setattr("spe.photo.limits.MOST_PIXELS_WHOLE", pixels - 1)
    monkeypatch.setattr("spe.photo.limits.MOST_PIXELS_HEIC", pixels)

    assert decode(encoded(scene, "HEIF")).rgb.shape == scene.shape
    with pytest.raises(PhotoError, match="more than spe opens"):
        decode(encoded(clear, "HEIF"))
    monkeypatch.setattr("spe.photo.limits.MOST_PIXELS_HEIC", pixels - 1)
    with pytest.raises(PhotoError, match="more than spe opens"):
        decode(encoded(scene, "HEIF"))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "I;16", "F", "P"])
def test_a_photo_worked_on_in_bands_is_the_photo(mode, scene, encoded, monkeypatch):
    if mode == "P":
        data = encoded(Image.fromarray(scene).convert("P"), "PNG", transparency=b"\x80" * 256)
    elif mode in {"I;16", "F"}:
        grey = np.asarray(Image.fromarray(scene).convert("L"))
        kind = np.uint16 if mode == "I;16" else np.float32
        data = encoded(Image.fromarray(grey.astype(kind) * kind(257)), "TIFF")
    else:
        image = Image.fromarray(scene).convert(mode)
        image.putalpha(Image.linear_gradient("L").resize(image.size))
        data = encoded(image)
    whole = decode(data).rgb

    monkeypatch.setattr("spe.photo.decode._BAND", 1000)

    assert np.array_equal(decode(data).rgb, whole)


def test_a_pipe_and_a_folder_are_no_files(tmp_path):
    (tmp_path / "folder.jpg").mkdir()
    os.mkfifo(tmp_path / "pipe.jpg")

    for name in ("folder.jpg", "pipe.jpg"):
        with pytest.raises(PhotoError, match=rf"{name}: not a file"):
            decode(tmp_path / name)


def test_a_file_beyond_every_camera_is_not_read(tmp_path):
    path = tmp_path / "large.jpg"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    with pytest.raises(PhotoError, match=r"large\.jpg: 200 MB is more than spe opens"):
        decode(path)


KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF", "BMP")


@pytest.mark.parametrize("kind", KINDS)
def test_any_mangled_photo_is_measured_or_refused(kind, encoded):
    rgb = np.random.default_rng(1).integers(0, 256, (72, 96, 3), dtype=np.uint8)
    whole = encoded(rgb, kind)
    place = st.integers(0, len(whole) - 1)
    changes = st.lists(st.tuples(place, st.binary(min_size=1, max_size=4)), min_size=1, max_size=8)

    @given(changes, place)
    @settings(max_examples=40, deadline=None, derandomize=True)
    def holds(changed, end):
        data = bytearray(whole)
        for at, new in changed:
            data[at : at + len(new)] = new
        for attempt in (bytes(data), bytes(data[: end + 1])):
            try:
                photo = decode(attempt).photo()
            except PhotoError:
                continue
            assert photo.rgb.dtype == np.uint8
            assert photo.rgb.shape[2] == 3

    holds()


@pytest.mark.parametrize(
    ("mode", "options"),
    [("RGB", {}), ("RGB", {"lossless": True}), ("RGBA", {}), ("RGBA", {"lossless": True})],
    ids=str,
)
def test_a_webp_of_too_many_pixels_is_refused_before_it_is_opened(
    monkeypatch, encoded, mode, options
):
    data = encoded(Image.new(mode, (300, 200), (9, 90, 200, 90)[: len(mode)]), "WEBP", **options)
    monkeypatch.setattr("spe.photo.limits.MOST_PIXELS_WEBP", 300 * 200)
    assert decode(data).rgb.shape == (200, 300, 3)
    monkeypatch.setattr("spe.photo.limits.MOST_PIXELS_WEBP", 300 * 200 - 1)
    monkeypatch.setattr("spe.photo.decode._opened", None)

    with pytest.raises(PhotoError, match=r"a\.webp: 300 x 200 pixels is more than spe opens"):
        decode(data, "a.webp")


def test_a_photo_for_which_memory_lacks_is_not_called_damaged(monkeypatch, encoded):
    def lacks(_data):
        raise MemoryError

    data = encoded(np.full((80, 80, 3), 9, np.uint8))
    monkeypatch.setattr("spe.photo.decode._opened", lacks)

    with pytest.raises(PhotoError, match=r"a\.png: it takes too much memory"):
        decode(data, "a.png")
