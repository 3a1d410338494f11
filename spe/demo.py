"""A made-up account with known effects: real photographs, invented posts and likes.

The photographs ship inside scikit-image and scikit-learn; each post is a crop
of one, toned and blurred. The likes are drawn from `TRUTH`, so that what spe
finds can be held against what was put in.
"""

import io
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spe.features import Moment
from spe.features.moment import weekend
from spe.files import write_whole
from spe.measure.values import measure_photo
from spe.photo.decode import standard
from spe.photo.opencv import cv2
from spe.photo.planes import BytePlane, Photo

ZONE = "Europe/Zurich"
LAST_POST = datetime(2026, 10, 31, 18, 0, tzinfo=ZoneInfo(ZONE))
LIKES_READ = LAST_POST + timedelta(days=20)
MEAN_GAP = timedelta(days=7.5)

# log-likes for one more unit of each feature, on the scale the model sees it:
# whether there is a face, share of the photo that is warm, share of edge pixels, 0 or 1. Albums
# do nothing, so that one property stands there of which nothing should be found.
TRUTH = {"faces": 0.25, "orange_brown": 0.9, "busyness": -3.2, "weekend": 0.10, "album": 0.0}

# log-likes for what is in the picture: one subject gets more, the others differ in nothing.
SUBJECTS = {"family": 0.0, "food": 0.0, "outdoors": 0.0, "pets": 0.0, "travel": 0.3}

# What the photographs are said to be of, by an owner who leaves some out; people are met anywhere.
OF_PHOTOGRAPH = {
    "coffee": "food",
    "cat": "pets",
    "rocket": "travel",
    "motorcycle": "travel",
    "pagoda": "travel",
}
ELSEWHERE, WITH_PEOPLE, SAID = "outdoors", ("family", "outdoors", "travel"), 0.92

# How many pictures a post holds, and how often.
PICTURES, PICTURES_SHARE = (1, 2, 3, 4, 6), (0.70, 0.12, 0.08, 0.06, 0.04)

# Likes of a usual post at the account's first and last day; the rest is luck.
USUAL_FIRST, USUAL_LAST = 38, 84
LUCK = 0.26

LONG_SIDE = 810

# Where the astronaut's face is in her photograph: left, top, right, bottom.
FACE_BOX = (165, 50, 285, 200)

# Seen less often than the rest: nobody posts gravel every week.
TEXTURES = frozenset({"grass", "brick", "gravel", "stars"})

CAPTIONS = (
    "",
    "Made-up caption: what a day",
    "Made-up caption: back again",
    "Made-up caption: no filter",
    "Made-up caption: a quiet one",
)

Draw = np.random.Generator
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class MadePost:
    """One invented post, with the photo it shows and the faces that were put in it.

    Of an album's `pictures` only the first is made.
    """

    rgb: Picture
    faces: int
    posted_at: datetime
    caption: str
    likes: int
    name: str
    pictures: int = 1
    subject: str = ""


def photographs() -> dict[str, Picture]:
    """The photographs inside the wheels, by name; grey ones are tinted like phone pictures."""
    from skimage import data  # noqa: PLC0415  (only a demo needs them)
    from sklearn.datasets import load_sample_image  # noqa: PLC0415

    def tinted(grey: Picture, red: float, green: float, blue: float) -> Picture:
        scaled = grey[..., None] * np.array([red, green, blue])
        return np.asarray(np.clip(scaled, 0, 255), np.uint8)

    return {
        "astronaut": data.astronaut(),
        "coffee": data.coffee(),
        "cat": data.chelsea(),
        "rocket": data.rocket(),
        "stars": data.hubble_deep_field(),
        "motorcycle": data.stereo_motorcycle()[0],
        "grass": tinted(data.grass(), 0.85, 1.15, 0.6),
        "brick": tinted(data.brick(), 1.2, 0.9, 0.75),
        "gravel": tinted(data.gravel(), 1.0, 0.97, 0.92),
        "pagoda": load_sample_image("china.jpg"),
        "dahlia": load_sample_image("flower.jpg"),
    }


def make_posts(count: int = 120, seed: int = 0, *, effects: bool = True) -> list[MadePost]:
    """Invent `count` posts, oldest first; the same seed makes the same account to the byte."""
    draw = np.random.default_rng(seed)
    # From streams of their own: photos and luck are the same with albums and subjects or without.
    pictures = draw.spawn(1)[0].choice(PICTURES, count, p=PICTURES_SHARE)
    saying = draw.spawn(1)[0]
    shots = photographs()
    scenes = [name for name in shots if name != "astronaut"]
    weights = np.array([0.4 if name in TEXTURES else 1.0 for name in scenes])
    times = _times(draw, count)
    made = []
    for number, posted_at in enumerate(times):
        faces = int(draw.choice([0, 1, 2], p=[0.58, 0.30, 0.12]))
        if faces:
            shown = "astronaut"
            rgb = _people(draw, shots[shown], faces)
        else:
            shown = str(draw.choice(scenes, p=weights / weights.sum()))
            rgb = _scene(draw, shots[shown])
        subject = _subject(saying, shown)
        rgb = _jpeg(_toned(draw, rgb))
        grown = number / max(1, count - 1)
        log_likes = (1 - grown) * math.log(USUAL_FIRST) + grown * math.log(USUAL_LAST)
        if effects:
            log_likes += _effect(rgb, faces, posted_at) + SUBJECTS[subject]
        likes = max(0, round(math.exp(log_likes + draw.normal(0, LUCK))))
        caption = str(draw.choice(CAPTIONS))
        name = f"post_{number + 1:03}.jpg"
        said = subject if saying.random() < SAID else ""
        album = int(pictures[number])
        made.append(MadePost(rgb, faces, posted_at, caption, likes, name, album, said))
    return made


def _subject(draw: Draw, photograph: str) -> str:
    """What a photograph is of."""
    if photograph == "astronaut":
        return str(draw.choice(WITH_PEOPLE))
    return OF_PHOTOGRAPH.get(photograph, ELSEWHERE)


def _effect(rgb: Picture, faces: int, posted_at: datetime) -> float:
    """What the truth adds for this photo and moment, against a plain weekday photo."""
    values = measure_photo(Photo(standard(rgb)))
    return (
        TRUTH["faces"] * (float(faces > 0) - 0.42)
        + TRUTH["orange_brown"] * (values["orange_brown"] - 0.2)
        + TRUTH["busyness"] * (values["busyness"] - 0.06)
        + TRUTH["weekend"] * weekend(Moment(posted_at))
    )


def _times(draw: Draw, count: int) -> list[datetime]:
    """Irregular days up to the last post, at the hours people post at."""
    gaps = draw.gamma(2, MEAN_GAP.total_seconds() / 2, count)
    gaps[0] = 0
    hours = np.clip(draw.normal(17.5, 3.5, count), 6, 23.5)
    made = []
    for before, hour in zip(np.cumsum(gaps), hours, strict=True):
        day = (LAST_POST - timedelta(seconds=float(before))).date()
        minutes = int(hour * 60)
        made.append(
            datetime(
                day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=LAST_POST.tzinfo
            )
        )
    return sorted(made)


def _crop(draw: Draw, rgb: Picture, *, keep: tuple[int, int, int, int] | None = None) -> Picture:
    """A random crop in one of the usual formats, around the box `keep` where there is one."""
    height, width = rgb.shape[:2]
    aspect = float(draw.choice([1.0, 0.8, 1.5], p=[0.4, 0.4, 0.2]))
    least = (
        0.5 * min(height, width)
        if keep is None
        else 1.15 * max(keep[2] - keep[0], keep[3] - keep[1])
    )
    most = min(height, width / aspect)
    tall = draw.uniform(min(least / min(1.0, aspect), most), most)
    wide = tall * aspect
    if keep is None:
        left, top = draw.uniform(0, width - wide), draw.uniform(0, height - tall)
    else:
        left = draw.uniform(max(0, keep[2] - wide), min(keep[0], width - wide))
        top = draw.uniform(max(0, keep[3] - tall), min(keep[1], height - tall))
    cut = rgb[int(top) : int(top + tall), int(left) : int(left + wide)]
    return np.asarray(cut[:, ::-1] if draw.random() < 0.5 else cut, np.uint8)


def _sized(rgb: Picture, height: int) -> Picture:
    width = max(1, round(rgb.shape[1] * height / rgb.shape[0]))
    resized = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(resized, np.uint8)


def _scene(draw: Draw, rgb: Picture) -> Picture:
    cut = _crop(draw, rgb)
    return _sized(cut, round(LONG_SIDE * cut.shape[0] / max(cut.shape[:2])))


def _people(draw: Draw, portrait: Picture, faces: int) -> Picture:
    """One portrait, or two side by side, each cropped and toned by itself."""
    cuts = [_crop(draw, portrait, keep=FACE_BOX) for _ in range(faces)]
    if faces == 1:
        return _sized(cuts[0], round(LONG_SIDE * cuts[0].shape[0] / max(cuts[0].shape[:2])))
    return np.hstack([_sized(cut, LONG_SIDE // 2) for cut in cuts])


def _toned(draw: Draw, rgb: Picture) -> Picture:
    """As phones and moods do: exposure, warmth, saturation, now and then grey or blurred."""
    toned = (rgb / 255.0) ** math.exp(draw.normal(0, 0.3))
    warmth = draw.normal(0, 0.14)
    toned = toned * np.array([1 + warmth, 1.0, 1 - warmth])
    grey = toned.mean(axis=2, keepdims=True)
    saturation = 0.0 if draw.random() < 0.12 else math.exp(draw.normal(-0.1, 0.35))
    toned = grey + (toned - grey) * saturation
    eight = np.asarray(np.clip(np.rint(toned * 255), 0, 255), np.uint8)
    if draw.random() < 0.3:
        eight = np.asarray(cv2.GaussianBlur(eight, (0, 0), draw.uniform(1, 3.5)), np.uint8)
    return eight


def _jpeg(rgb: Picture) -> Picture:
    """The pixels that a reader of the saved file will see."""
    with Image.open(io.BytesIO(jpeg(rgb))) as image:
        return np.asarray(image, np.uint8)


def jpeg(rgb: BytePlane) -> bytes:
    """A JPEG of these pixels."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(rgb)).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def make_drafts(seed: int = 0) -> dict[str, Picture]:
    """Three photos that have not been posted: a portrait, something calm, something busy."""
    draw = np.random.default_rng([seed, 1])
    shots = photographs()
    return {
        "portrait.jpg": _people(draw, shots["astronaut"], 1),
        "coffee.jpg": _scene(draw, shots["coffee"]),
        "gravel.jpg": _scene(draw, shots["gravel"]),
    }


def write_account(
    folder: Path,
    count: int = 120,
    seed: int = 0,
    *,
    effects: bool = True,
    done: Callable[[], None] = lambda: None,
) -> None:
    """Write a made-up account to `folder`: photos, posts.csv to import, drafts, the truth.

    Raises:
        WriteError: the folder can't be written.
    """
    rows = ["image,posted_at,likes,likes_as_of,caption,subject,pictures"]
    for post in make_posts(count, seed, effects=effects):
        write_whole(folder / "photos" / post.name, jpeg(post.rgb))
        rows.append(
            f"photos/{post.name},{post.posted_at.isoformat()},{post.likes},"
            f"{LIKES_READ.isoformat()},{post.caption},{post.subject},{post.pictures}"
        )
        done()
    for name, rgb in make_drafts(seed).items():
        write_whole(folder / "drafts" / name, jpeg(rgb))
    write_whole(folder / "posts.csv", "\n".join(rows) + "\n")
    truth = {
        "made_up": True,
        "seed": seed,
        "log_likes_per_unit": TRUTH if effects else dict.fromkeys(TRUTH, 0.0),
        "log_likes_by_subject": SUBJECTS if effects else dict.fromkeys(SUBJECTS, 0.0),
        "usual_likes": {"first": USUAL_FIRST, "last": USUAL_LAST},
        "luck_sd_of_log_likes": LUCK,
    }
    write_whole(folder / "truth.json", json.dumps(truth, indent=2) + "\n")
    write_whole(
        folder / "spe.toml",
        f'# A made-up account: invented posts and likes.\nmade_up = true\ntimezone = "{ZONE}"\n',
    )
