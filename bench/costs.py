"""What each measure costs: CPU milliseconds, in the order in which a photo is measured.

A plane that several measures share is paid for by the first that asks for it, as in `spe extract`.

    python bench/costs.py [--repeats 20]
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
from skimage import data  # noqa: E402

from spe.features import (  # noqa: E402
    ALBUM_FEATURES,
    BESIDE_FEATURES,
    HISTOGRAMS,
    MOMENT_FEATURES,
    PHOTO_FEATURES,
    POST_FEATURES,
    Beside,
    Feature,
    Further,
    Moment,
    Photo,
    histograms,
)
from spe.photo.decode import Decoded  # noqa: E402
from spe.photo.faces import FaceFinder  # noqa: E402
from spe.photo.opencv import cv2  # noqa: E402
from spe.posts import Post  # noqa: E402


def milliseconds(work: Callable[[], object]) -> float:
    """The CPU time of one call."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Print one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeats", type=int, default=20)
    repeats = parser.parse_args().repeats
    cv2.setNumThreads(1)
    rgb = np.ascontiguousarray(data.astronaut())
    took: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        took.setdefault(name, []).append(milliseconds(work))

    now = datetime(2026, 6, 1, 18, tzinfo=UTC)
    post = Post("a", "a.jpg", now, caption="Lake walk\nwith everybody #summer 🌞!" * 3, pictures=3)
    bins = dict.fromkeys(HISTOGRAMS, 0.03)
    values = {**bins, "brightness": 40.0, "colourfulness": 30.0}
    subjects: list[tuple[tuple[Feature[object], ...], object]] = [
        (BESIDE_FEATURES, Beside(values, bins, values)),  # type: ignore[list-item]
        (ALBUM_FEATURES, Further([{"faces": 1.0}] * 5)),  # type: ignore[list-item]
        (POST_FEATURES, post),  # type: ignore[list-item]
        (MOMENT_FEATURES, Moment(now, now - timedelta(days=2), now, 3)),  # type: ignore[list-item]
    ]
    with FaceFinder() as finder:
        decoded = Decoded(rgb)
        for _ in range(repeats):
            timed("faces and people", lambda: finder.seen(decoded))
            photo = Photo(rgb, (), np.zeros((1, 1), np.uint8))
            for item in PHOTO_FEATURES:
                timed(item.name, lambda item=item, photo=photo: item(photo))  # type: ignore[misc]
            timed("histograms", lambda photo=photo: histograms(photo))  # type: ignore[misc]
            for items, subject in subjects:
                for other in items:
                    timed(other.name, lambda other=other, subject=subject: other(subject))  # type: ignore[misc]
    for name, found in took.items():
        print(f"{name:24} {statistics.median(found):8.3f}")


if __name__ == "__main__":
    main()
