"""Put bars around photos, and say how often spe finds them, and how often it cuts what is none.

Photographs of the scikit-image and scikit-learn wheels, photos of the demo's made-up account
and, with `--photos FOLDER`, your own (measured, nothing of them is kept). Each is cut to 3:4,
padded left and right or, turned to 4:3, above and below, to a square of 1080 pixels, and saved
as a JPEG. Found means to within 4 pixels of 1080, which a feature does not see.

Without bars are the same photos, and what was laid out so: prints with a broad lower border,
text, charts, stripes, panels and products on white.

Run with: python bench/bars.py [--made-up N] [--photos FOLDER]
"""

import argparse
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageDraw, ImageOps
from sklearn.datasets import load_sample_images

from spe import demo
from spe.photo.decode import SUFFIXES, decode
from spe.photo.planes import BytePlane

SIDE, SHORT = 1080, 810
NEAR = 4
QUALITIES = (60, 75, 85, 92)
SUBSAMPLINGS = {"4:2:0": 2, "4:4:4": 0}
COLOURS = {"white": (255, 255, 255), "black": (0, 0, 0), "plain": (38, 92, 120)}
SHIPPED = (
    "astronaut", "coffee", "chelsea", "rocket", "hubble_deep_field", "retina",
    "grass", "brick", "gravel", "camera", "moon", "coins",
)  # fmt: skip


def main() -> None:
    """Print both errors."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--made-up", type=int, default=24, help="photos of the demo's account")
    parser.add_argument("--photos", type=Path, help="a folder of photos without bars")
    options = parser.parse_args()
    sets = {"photographs of the wheels": list(_shipped())}
    sets["photos made up"] = [post.rgb for post in demo.make_posts(options.made_up)]
    if options.photos:
        files = [path for path in options.photos.rglob("*") if path.suffix.lower() in SUFFIXES]
        sets["photos of the folder"] = [decode(path).rgb for path in sorted(files)]
    for name, photos in sets.items():
        print(f"{name}: {len(photos)}")
        _print_missed(photos)
        kept = [_kept(rgb, SHORT if turned else SIDE) for rgb in photos for turned in (0, 1)]
        print(f"  without bars: {_share(kept.count(False), len(kept))} cut")
    drawn = dict(_laid_out())
    print(f"laid out so, each in {len(QUALITIES) * len(SUBSAMPLINGS)} JPEGs")
    for name, rgb in drawn.items():
        saved = list(_saved(rgb))
        cut = sum(decode(data).rgb.shape != rgb.shape for _, data in saved)
        print(f"  {name:28} {_share(cut, len(saved))} cut")


def _print_missed(photos: list[BytePlane]) -> None:
    """How often bars are left, by colour, by quality and by how colour is kept."""
    missed, tried = Counter[str](), Counter[str]()
    for rgb in photos:
        for colour, tone in COLOURS.items():
            for upright in (True, False):
                picture, padded = _padded(rgb, tone, upright=upright)
                for saved, data in _saved(padded):
                    shape = decode(data).rgb.shape
                    found = max(abs(a - b) for a, b in zip(shape, picture.shape, strict=True))
                    for kind in ("all", colour, *saved, "left and right" if upright else "above"):
                        tried[kind] += 1
                        missed[kind] += found > NEAR
    for kind, number in tried.items():
        print(f"  bars, {kind:15} {_share(missed[kind], number)} missed")


def _share(part: int, whole: int) -> str:
    return f"{part:5} of {whole:5} ({part / whole:6.1%})"


def _kept(rgb: BytePlane, side: int) -> bool:
    """Whether a photo without bars stays whole in each quality."""
    fitted = np.asarray(ImageOps.contain(Image.fromarray(rgb), (side, side)))
    return all(decode(data).rgb.shape == fitted.shape for _, data in _saved(fitted))


def _padded(
    rgb: BytePlane, tone: tuple[int, int, int], *, upright: bool
) -> tuple[BytePlane, BytePlane]:
    """A photo cut to 3:4 or 4:3, and in a square."""
    size = (SHORT, SIDE) if upright else (SIDE, SHORT)
    picture = ImageOps.fit(Image.fromarray(rgb), size)
    square = Image.new("RGB", (SIDE, SIDE), tone)
    square.paste(picture, ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2))
    return np.asarray(picture), np.asarray(square)


def _saved(rgb: BytePlane) -> Iterator[tuple[tuple[str, str], bytes]]:
    """A picture in each quality, with what it was saved as."""
    for quality in QUALITIES:
        for name, subsampling in SUBSAMPLINGS.items():
            buffer = io.BytesIO()
            Image.fromarray(rgb).save(buffer, "JPEG", quality=quality, subsampling=subsampling)
            yield (f"quality {quality}", name), buffer.getvalue()


def _shipped() -> Iterator[BytePlane]:
    for name in SHIPPED:
        yield np.asarray(Image.fromarray(getattr(skimage.data, name)()).convert("RGB"))
    yield skimage.data.stereo_motorcycle()[0]
    yield from load_sample_images().images


def _laid_out() -> Iterator[tuple[str, BytePlane]]:
    """Pictures of which the margin is a part."""
    photo = Image.fromarray(skimage.data.coffee())
    white = (255, 255, 255)
    for name, tone in (("print, broad lower border", white), ("the same in black", (0, 0, 0))):
        made = Image.new("RGB", (900, 1080), tone)
        made.paste(ImageOps.fit(photo, (800, 800)), (50, 50))
        yield name, np.asarray(made)
    made = Image.new("RGB", (1080, 1080), white)
    made.paste(ImageOps.fit(photo, (1080, 700)), (0, 100))
    yield "photo above a blank caption", np.asarray(made)
    made = Image.new("RGB", (1080, 1080), white)
    draw = ImageDraw.Draw(made)
    for row in range(120, 960, 60):
        draw.text((120, row), "Made-up words of a made-up text " * 2, "black", font_size=32)
    yield "text on white", np.asarray(made)
    made = Image.new("RGB", (1080, 1080), white)
    draw = ImageDraw.Draw(made)
    for bar, height in enumerate((300, 520, 800, 640, 420)):
        draw.rectangle((160 + bar * 160, 960 - height, 260 + bar * 160, 960), (40, 90, 160))
    draw.rectangle((120, 960, 960, 966), "black")
    yield "chart on white", np.asarray(made)
    made = Image.new("RGB", (1080, 1080), white)
    draw = ImageDraw.Draw(made)
    draw.rectangle((90, 90, 990, 990), (200, 60, 40))
    draw.text((200, 500), "Made-up words", white, font_size=90)
    yield "panel with words on white", np.asarray(made)
    for name, colours in (
        ("stripes, red white red", ((200, 16, 46), white, (200, 16, 46))),
        ("stripes, white red white", (white, (218, 41, 28), white)),
    ):
        yield name, np.repeat(np.array([colours], np.uint8).swapaxes(0, 1), 270, 0).repeat(1080, 1)
    made = Image.new("RGB", (1080, 1080), white)
    draw = ImageDraw.Draw(made)
    draw.ellipse((340, 240, 740, 840), (120, 80, 60))
    yield "product on white", np.asarray(made)
    fade = np.clip(np.indices((1080, 1080)).min(axis=0) // 3, 0, 160)
    fade = np.minimum(fade, fade[::-1, ::-1])
    yield "picture fading to black", np.repeat(fade[..., None], 3, axis=2).astype(np.uint8)


if __name__ == "__main__":
    main()
