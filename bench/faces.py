"""Count faces where the number is known, and say how often spe is right.

Two kinds of evidence, both small:

- scenes made up from the photographs inside the scikit-image, scikit-learn and
  Matplotlib wheels: two portraits and a hundred tiny faces, pasted into photos
  without any. Halves share no face and no background; thresholds were chosen on
  the first, the second is reported.
- a folder of real photos that somebody counted by eye: `--annotated FOLDER`,
  with a `counts.csv` of the columns image and faces. Nothing of it is kept.

Run with: python bench/faces.py [--scenes N] [--seed S] [--annotated FOLDER]
[--by MediaPipe|LiteRT, or --both to hold the two against each other]
"""

import argparse
import csv
import itertools
import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import matplotlib as mpl
import numpy as np
import skimage.data
from PIL import Image
from sklearn.datasets import load_sample_images

from spe.photo import face_model
from spe.photo.decode import decode, shrink
from spe.photo.faces import FaceFinder
from spe.photo.opencv import cv2
from spe.photo.planes import BytePlane, Face

SIDE = 1080
ASPECTS = (1.0, 1.0, 0.8, 0.75, 1.91, 4 / 3, 9 / 16)  # width / height, as photos are posted


@dataclass(frozen=True)
class Scene:
    """A picture, and the box of every face in it."""

    rgb: BytePlane
    faces: tuple[Face, ...]
    kind: str


@dataclass(frozen=True)
class Cutout:
    """A head: its pixels, how far each shows (0-1), and its face box in pixels."""

    rgb: BytePlane
    mask: np.ndarray
    box: tuple[int, int, int, int]


class Half:
    """The heads and backgrounds of one half of the evidence."""

    def __init__(self, number: int) -> None:
        images = skimage.data
        china, flower = load_sample_images().images
        backgrounds = (
            (china, images.chelsea(), images.brick(), images.immunohistochemistry(),
             images.rocket(), images.hubble_deep_field()),
            (flower, images.coffee(), images.stereo_motorcycle()[0], images.gravel(),
             images.clock(), images.retina()),
        )  # fmt: skip
        self.backgrounds = [_colour(image) for image in backgrounds[number]]
        portrait = _astronaut() if number == 0 else _hopper()
        others = images.lfw_subset()[number:100:2]
        tones = np.linspace(1.1, 0.45, len(others))
        self.portrait = portrait
        self.crowd = [
            _other(portrait, face, tone) for face, tone in zip(others, tones, strict=True)
        ]


def _colour(image: BytePlane) -> BytePlane:
    return image if image.ndim == 3 else np.repeat(image[..., None], 3, axis=2)


def _astronaut() -> Cutout:
    return _head(skimage.data.astronaut(), (172, 67, 103, 103))


def _hopper() -> Cutout:
    path = Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    with Image.open(path) as image:
        return _head(np.asarray(image.convert("RGB")), (166, 129, 199, 199))


def _head(rgb: BytePlane, box: tuple[int, int, int, int]) -> Cutout:
    """Head and shoulders around a face box, with soft edges."""
    x, y, width, height = box
    left, top = max(0, x - int(0.7 * width)), max(0, y - int(0.65 * height))
    part = rgb[top : y + int(1.9 * height), left : x + int(1.7 * width)]
    mask = np.zeros(part.shape[:2], np.float32)
    edge = int(0.12 * width)
    mask[edge:-edge, edge:-edge] = 1
    mask = cv2.GaussianBlur(mask, (0, 0), edge / 2)
    return Cutout(part, mask, (x - left, y - top, width, height))


def _other(head: Cutout, grey: np.ndarray, tone: float) -> Cutout:
    """The head with another person's features: one of the 25 x 25 faces, lit and tinted alike.

    `tone` darkens the whole head (1 leaves it).
    """
    x, y, width, height = head.box
    # The small faces are cut a little wider than a detector's box: eyes on eyes, mouth on mouth.
    x, y, width, height = int(x - width / 12), int(y - height / 7), width * 7 // 6, height * 7 // 6
    rgb = head.rgb.copy()
    place = cv2.cvtColor(rgb[y : y + height, x : x + width], cv2.COLOR_RGB2LAB).astype(np.float32)
    light = cv2.resize(grey, (width, height), interpolation=cv2.INTER_CUBIC)
    skin = place[height // 4 : -height // 4, width // 4 : -width // 4].mean(axis=(0, 1))
    made = np.empty_like(place)
    made[..., 0] = (light - light.mean()) / light.std() * 45 + skin[0] * 0.85
    made[..., 1:] = skin[1:]
    down, right = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    oval = np.clip((0.95 - np.hypot(1.1 * right, down)) * 4, 0, 1)[..., None]
    mixed = np.clip(place * (1 - oval) + made * oval, 0, 255).astype(np.uint8)
    rgb[y : y + height, x : x + width] = cv2.cvtColor(mixed, cv2.COLOR_LAB2RGB)
    return Cutout(np.clip(rgb * tone, 0, 255).astype(np.uint8), head.mask, head.box)


def scenes(half: Half, number: int, seed: int) -> Iterator[Scene]:
    """Made-up scenes: half without a face, a quarter with one, a quarter with two to nine."""
    rng = np.random.default_rng(seed)
    for index in range(number):
        canvas = _background(half, rng)
        longer = max(canvas.shape[:2])
        if index % 2:
            heads = []
            kind = "none"
        elif index % 4:
            share = math.exp(rng.uniform(math.log(0.04), math.log(0.9)))
            alone = share > 0.2 or rng.random() < 0.5
            heads = [(half.portrait if alone else half.crowd[rng.integers(len(half.crowd))], share)]
            kind = "one"
        else:
            share = math.exp(rng.uniform(math.log(0.03), math.log(0.16)))
            chosen = rng.choice(len(half.crowd), rng.integers(2, 10), replace=False)
            heads = [(half.crowd[i], share * rng.uniform(0.85, 1.15)) for i in chosen]
            kind = "group"
        faces = []
        for head, size in heads:
            face = _paste(canvas, head, size * longer, faces, rng)
            faces += [face] if face else []
        yield Scene(_finish(canvas, rng), tuple(faces), kind)


def _background(half: Half, rng: np.random.Generator) -> BytePlane:
    """A random part of a photo without faces, in a shape that is posted."""
    image = half.backgrounds[rng.integers(len(half.backgrounds))]
    aspect = ASPECTS[rng.integers(len(ASPECTS))]
    height, width = image.shape[:2]
    part = rng.uniform(0.5, 1)
    box_height = int(min(height, width / aspect) * part)
    box_width = int(min(width, height * aspect) * part)
    top = rng.integers(height - box_height + 1)
    left = rng.integers(width - box_width + 1)
    image = image[top : top + box_height, left : left + box_width]
    size = (SIDE, round(SIDE / aspect)) if aspect >= 1 else (round(SIDE * aspect), SIDE)
    image = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(image[:, ::-1] if rng.random() < 0.5 else image)


def _paste(
    canvas: BytePlane, head: Cutout, size: float, placed: list[Face], rng: np.random.Generator
) -> Face | None:
    """Put a head where no other is, a little turned; None if there is no room."""
    size = min(size, 0.95 * min(canvas.shape[:2]))
    scale = size / head.box[3]
    turn = cv2.getRotationMatrix2D((0, 0), rng.uniform(-15, 15), scale)
    height, width = head.mask.shape
    corners = turn[:, :2] @ np.array([[0, width, 0, width], [0, 0, height, height]])
    turn[:, 2] = -corners.min(axis=1)
    box_width, box_height = np.ceil(np.ptp(corners, axis=1)).astype(int)
    rows, columns = canvas.shape[:2]
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    rgb, mask = head.rgb, head.mask
    if scale < 0.5:  # warping alone would skip pixels
        rgb = cv2.GaussianBlur(rgb, (0, 0), 0.4 / scale)
        flags = cv2.INTER_LINEAR
    rgb = cv2.warpAffine(rgb, turn, (box_width, box_height), flags=flags)
    mask = cv2.warpAffine(mask, turn, (box_width, box_height))[..., None]
    x, y, face_width, face_height = head.box
    centre = turn @ np.array([x + face_width / 2, y + face_height / 2, 1])
    for _ in range(200):
        # The face stays inside the picture; the shoulders may leave it, but hide no other face.
        left = round(size / 2 + rng.random() * (columns - size) - centre[0])
        top = round(size / 2 + rng.random() * (rows - size) - centre[1])
        x0, x1 = max(0, left), min(columns, left + box_width)
        y0, y1 = max(0, top), min(rows, top + box_height)
        if any(
            x0 < (other.x + other.width) * columns and other.x * columns < x1
            and y0 < (other.y + other.height) * rows and other.y * rows < y1
            for other in placed
        ):  # fmt: skip
            continue
        shown = mask[y0 - top : y1 - top, x0 - left : x1 - left]
        over = rgb[y0 - top : y1 - top, x0 - left : x1 - left]
        canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - shown) + over * shown
        x, y = left + centre[0] - size / 2, top + centre[1] - size / 2
        return Face(x / columns, y / rows, size / columns, size / rows)
    return None


def _finish(canvas: BytePlane, rng: np.random.Generator) -> BytePlane:
    """Darker, softer, grainier or more compressed, as photos are; half stay as they are."""
    kind = rng.integers(8)
    if kind == 0:
        canvas = cv2.GaussianBlur(canvas, (0, 0), rng.uniform(1, 3))
    elif kind == 1:
        canvas = np.clip(canvas * rng.uniform(0.25, 0.6), 0, 255).astype(np.uint8)
    elif kind == 2:
        noise = rng.normal(0, rng.uniform(5, 20), canvas.shape)
        canvas = np.clip(canvas + noise, 0, 255).astype(np.uint8)
    elif kind == 3:
        good, data = cv2.imencode(".jpg", canvas, [cv2.IMWRITE_JPEG_QUALITY, 40])
        canvas = cv2.imdecode(data, cv2.IMREAD_COLOR) if good else canvas
    return canvas


@dataclass(frozen=True)
class Counted:
    """What was there, what spe found, after how many looks and milliseconds of processor time."""

    scene: Scene
    found: tuple[Face, ...]
    looks: int
    took: float

    @property
    def exact(self) -> bool:
        """Whether the count is right."""
        return len(self.found) == len(self.scene.faces)

    @property
    def present(self) -> bool:
        """Whether "is there a face" is right."""
        return bool(self.found) == bool(self.scene.faces)


class Watched(FaceFinder):
    """A finder that counts how often the detector looks."""

    looks = 0

    def _boxes(self, rgb: BytePlane, left: int, top: int, right: int, bottom: int) -> list:
        self.looks += 1
        return super()._boxes(rgb, left, top, right, bottom)


def count(pictures: Iterable[Scene], finder: Watched) -> list[Counted]:
    """Every picture's faces, and what they cost."""
    counted = []
    for scene in pictures:
        before, start = finder.looks, time.process_time()
        found = finder.find(scene.rgb)
        took = 1000 * (time.process_time() - start)
        counted.append(Counted(scene, found, finder.looks - before, took))
    return counted


def annotated(folder: Path) -> list[Scene]:
    """Real photos, counted by eye in `counts.csv`; where the faces are nobody has said."""
    with (folder / "counts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Scene(decode(folder / row["image"]).rgb, (Face(0, 0, 0, 0),) * int(row["faces"]), "real")
        for row in rows
    ]


def halved(scene: Scene, rng: np.random.Generator) -> Scene:
    """A photo at half its size, somewhere in another without faces: its faces get small."""
    canvas = _background(Half(1), rng)
    side = max(canvas.shape[:2])
    canvas = np.ascontiguousarray(cv2.resize(canvas, (side, side)))
    small = shrink(scene.rgb, side // 2)
    height, width = small.shape[:2]
    top, left = rng.integers(side - height), rng.integers(side - width)
    canvas[top : top + height, left : left + width] = small
    return Scene(canvas, scene.faces, "real, halved")


def one_look(pictures: Iterable[Scene], finder: Watched) -> list[Counted]:
    """The same with the plain detector: the whole photo once, at a score of .65."""
    with patch.multiple("spe.photo.faces", SURE=0.65, LOOKS=0, SMALL=0):
        return count(pictures, finder)


def share(right: int, number: int) -> str:
    """A share with its 95 % interval (Wilson 1927), in per cent."""
    if not number:
        return "-"
    rate, z = right / number, 1.96
    middle = (rate + z * z / (2 * number)) / (1 + z * z / number)
    half = (
        z
        / (1 + z * z / number)
        * math.sqrt(rate * (1 - rate) / number + z * z / (4 * number * number))
    )
    return f"{100 * rate:.0f} % ({100 * (middle - half):.0f}-{100 * (middle + half):.0f})"


def row(name: str, counted: list[Counted]) -> str:
    """One line of the table."""
    number = len(counted)
    exact = share(sum(item.exact for item in counted), number)
    present = share(sum(item.present for item in counted), number)
    extra = sum(len(item.found) > len(item.scene.faces) for item in counted)
    looks = np.mean([item.looks for item in counted])
    took = np.mean([item.took for item in counted])
    return f"| {name} | {number} | {exact} | {present} | {extra} | {looks:.1f} | {took:.0f} |"


def heights(counted: list[Counted]) -> Iterator[str]:
    """Of the faces in a range of heights, how many were found."""
    edges = (0, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.3, 1)
    faces = [
        (face.height * item.scene.rgb.shape[0] / max(item.scene.rgb.shape[:2]), _hit(face, item))
        for item in counted
        for face in item.scene.faces
    ]
    for low, high in itertools.pairwise(edges):
        hits = [hit for height, hit in faces if low <= height < high]
        found = share(sum(hits), len(hits))
        yield f"| {100 * low:.0f}-{100 * high:.0f} % | {len(hits)} | {found} |"


def _hit(face: Face, item: Counted) -> bool:
    """Whether the middle of a box that was found lies in the face's."""
    return any(
        face.x < box.centre_x < face.x + face.width
        and face.y < box.y + box.height / 2 < face.y + face.height
        for box in item.found
    )


def smallest(scene: Scene) -> float:
    """Height of the smallest face, as a share of the longer side; 0 without a face."""
    longer = max(scene.rgb.shape[:2])
    return min((face.height * scene.rgb.shape[0] / longer for face in scene.faces), default=0)


def differences(number: int, seed: int, folder: Path | None) -> Iterator[str]:
    """On how many pictures MediaPipe and LiteRT say the same, and what a picture costs each."""
    sets = {
        f"scenes, half {half}": list(scenes(Half(half), number, seed + half)) for half in (0, 1)
    }
    if folder is not None:
        sets["real photos"] = annotated(folder)
    with Watched("MediaPipe") as one, Watched("LiteRT") as other:
        for name, pictures in sets.items():
            pairs = list(zip(count(pictures, one), count(pictures, other), strict=True))
            alike = sum(len(a.found) == len(b.found) for a, b in pairs)
            apart = max((_apart(a, b) for a, b in pairs), default=0)
            took = [np.mean([item.took for item in side]) for side in zip(*pairs, strict=True)]
            yield (
                f"{name}: {alike} of {len(pairs)} counted alike, boxes at most {apart:.1f} pixels "
                f"apart there; {took[0]:.0f} ms by MediaPipe, {took[1]:.0f} ms by LiteRT"
            )


def _apart(one: Counted, other: Counted) -> float:
    """The largest difference between sides of boxes where both found as many, in pixels."""
    if len(one.found) != len(other.found):
        return 0
    height, width = one.scene.rgb.shape[:2]
    sides = np.array([width, height, width, height])
    gaps = [
        min(np.abs(np.subtract(_sides(a), _sides(b)) * sides).max() for b in other.found)
        for a in one.found
    ]
    return float(max(gaps, default=0))


def _sides(face: Face) -> tuple[float, float, float, float]:
    return face.x, face.y, face.width, face.height


HEAD = """| | photos | count right | "is there a face" right | too many | looks | ms |
|---|---|---|---|---|---|---|"""


def main() -> None:
    """Count, and print the tables of docs/faces.md."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenes", type=int, default=400, help="made-up scenes in each half")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--annotated", type=Path, help="folder of photos with a counts.csv")
    parser.add_argument("--by", choices=list(face_model.MODULES), help="what runs the model")
    parser.add_argument("--both", action="store_true", help="only hold the two against each other")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    if asked.both:
        print(*differences(asked.scenes, asked.seed, asked.annotated), sep="\n")
        return
    with Watched(asked.by) as finder:
        if asked.annotated:
            real = annotated(asked.annotated)
            rng = np.random.default_rng(asked.seed)
            counted = count(real, finder)
            print(HEAD)
            print(row("real photos", counted))
            print(row("one look only", one_look(real, finder)))
            small = [halved(item, rng) for item in real]
            print(row("the same, halved", count(small, finder)))
            print(row("one look only", one_look(small, finder)))
            for number, item in enumerate(counted):
                if not item.exact:
                    print(f"photo {number}: {len(item.scene.faces)} faces, {len(item.found)} found")
            print()
        for number, name in enumerate(("chosen on", "reported")):
            made = list(scenes(Half(number), asked.scenes, asked.seed + number))
            counted = count(made, finder)
            print(f"Made-up scenes, {name}\n\n{HEAD}")
            print(row("all", counted))
            print(row("all, one look only", one_look(made, finder)))
            for kind in ("none", "one", "group"):
                print(row(kind, [item for item in counted if item.scene.kind == kind]))
            for floor in (0.05, 0.06, 0.08, 0.1):
                large = [item for item in counted if smallest(item.scene) >= floor]
                print(row(f"with faces, all of {100 * floor:.0f} % or more", large))
            print("\n| face height | faces | found |\n|---|---|---|")
            print(*heights(counted), sep="\n")
            print()


if __name__ == "__main__":
    main()
