"""A folder as phones, cameras and browsers leave it: each photo comes in, the rest is named."""

import io

import numpy as np
import pytest
from PIL import Image

from spe.photo.decode import decode
from tests.sources.made_exports import lay_out, photo, zipped


def large(seed=1):
    return photo(seed, side=600)


def dng(*previews):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[271] = "Maker"
    exif[330] = 8
    Image.new("RGB", (160, 120)).save(file, "TIFF", exif=exif)
    return file.getvalue() + b"sensor" * 100 + b"".join(previews)


def mpo():
    file = io.BytesIO()
    pictures = [Image.fromarray(np.full((96, 128, 3), tone, np.uint8)) for tone in (40, 90)]
    pictures[0].save(file, "MPO", save_all=True, append_images=pictures[1:])
    return file.getvalue()


def heic():
    import pillow_heif

    pillow_heif.register_heif_opener()
    return photo(5, "HEIF")


READ = {
    "DSC_0002.HIF": heic(),
    "stereo.MPO": mpo(),
    "saved.jpe": photo(2),
    "noext": photo(3, "PNG"),
    "pic.jp2": photo(4, "JPEG2000"),
    "IMG_3.DNG": dng(large()),
    "shifted.jpg": b"\r\n\r\n" + photo(7),
    "no-end.jpg": photo(8)[:-2],
}
NO_PREVIEW = "a RAW file without a preview to measure; save it as JPEG"
NAMED = {
    "IMG_4.CR2": (dng(photo(6)), NO_PREVIEW),
    "IMG_5.ARW": (photo(9, "TIFF"), NO_PREVIEW),
    "IMG_6.NEF": (
        b"II*\0\x08\0\0\0\xff",
        "a RAW file without a preview to measure; save it as JPEG",
    ),
    "pic.jxl": (b"\xff\x0a" + bytes(90), "a JPEG XL file, which spe does not read"),
    "edit.psd": (b"8BPS\0\1" + bytes(90), "a Photoshop file, which spe does not read"),
    "page.jpg": (b"<!DOCTYPE html><p>gone", "a web page, not a photo"),
    "words.jpg": (b"Dear diary", "not a photo, whatever its name says"),
    "zero.jpg": (b"", "empty (is it still in the cloud?)"),
    "IMG_12.jpg.download": (photo(1)[:900], "not downloaded to its end"),
    "IMG_13.JPG.crdownload": (photo(1)[:900], "not downloaded to its end"),
}


@pytest.fixture(params=["folder", "zip"])
def mixed(request, tmp_path):
    """All of them, some left aside and a video, in a folder or a zip archive."""
    files = {
        **READ,
        **{name: data for name, (data, _) in NAMED.items()},
        "note.aae": b"<plist/>",
        "README": b"words",
        "film.MOV": b"\0\0\0\x18ftypqt  ",
    }
    return (
        lay_out(files, tmp_path / "mixed")
        if request.param == "folder"
        else zipped(files, tmp_path / "mixed.zip")
    )


def test_photos_of_every_kind_come_in_and_what_does_not_is_named(reading, mixed):
    result = reading(mixed)

    assert {found.member for found in result.found} == set(READ)
    assert result.problems == sorted(f"{name}: {why}." for name, (_, why) in NAMED.items())
    assert result.left_out == {"videos": 1}
    assert "Left aside: README, note.aae (no photos)." in result.notes


def test_each_of_them_has_a_place_and_is_measured(table, mixed):
    result = table(mixed)

    assert result.problems == []
    assert len(result.posts) == len(READ)
    for post in result.posts:
        assert decode(table.project.image(post.image)).rgb.size


def test_a_raw_file_out_of_an_archive_keeps_its_suffix(table, tmp_path):
    result = table(
        zipped({"IMG_3.DNG": dng(large()), "a.tif": photo(1, "TIFF")}, tmp_path / "a.zip")
    )

    assert sorted(post.image.rpartition(".")[2] for post in result.posts) == ["dng", "tif"]


def test_a_raw_file_beside_its_photo_is_the_same_post(reading):
    result = reading({"IMG_3.DNG": dng(large()), "IMG_3.JPG": photo(2), "IMG_4.DNG": dng(large(3))})

    assert [found.member for found in result.found] == ["IMG_3.JPG", "IMG_4.DNG"]
    assert result.left_out == {"RAW files beside their photo": 1}


def test_a_single_file_handed_over_names_nothing_beside_it(reading, tmp_path):
    folder = lay_out({"noext": photo(3), "note.aae": b"x"}, tmp_path / "one")

    result = reading(folder / "noext")

    assert len(result.found) == 1
    assert not any("Left aside" in note for note in result.notes)
