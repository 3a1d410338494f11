"""The feature table, data/features.csv: written whole, read with or without pandas."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from spe.errors import NotReadyError, TableError
from spe.features import CATALOGUE, HISTOGRAMS
from spe.files import write_whole
from spe.measure.values import Measurement, measure_moment, measure_post, moments
from spe.posts import Post

if TYPE_CHECKING:
    import pandas as pd

# What is said of a row: why it is empty, and by which definitions it was measured.
TEXTS = ("problem", "definitions")
VALUES = (*(item.name for item in CATALOGUE), *HISTOGRAMS)
COLUMNS = ("id", *TEXTS, *VALUES)

OTHER_COLUMNS = "has other columns than spe measures.\nRun spe extract again."
MEASURE_FIRST = "No photos have been measured yet.\nRun spe extract first."

NAN = math.nan


def write_features(
    path: Path,
    posts: Sequence[Post],
    measured: Mapping[str, Measurement],
    zone: tzinfo,
    definitions: str = "",
) -> None:
    """Write the feature table: one row a post, one column a feature, unknown cells empty.

    Args:
        path: the file to write, whole or not at all.
        posts: the account's posts, in the order of the rows.
        measured: what was measured of each post's photo, by the post's id.
        zone: the account's time zone, in which hours and weekends are told.
        definitions: the version of the definitions that the measurements rest on.

    Raises:
        WriteError: the file can't be written.
    """
    when = moments(posts, zone)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for post in posts:
        result = measured[post.id]
        values = {**result.known, **measure_post(post), **measure_moment(when[post.id])}
        cells = (_cell(values.get(name, NAN)) for name in VALUES)
        writer.writerow((post.id, result.problem, definitions, *cells))
    write_whole(path, text.getvalue())


def _cell(value: float) -> str:
    return "" if math.isnan(value) else format(value, ".6g")


def read_values(path: Path) -> dict[str, dict[str, float]]:
    """The measured values by post id, read without pandas; posts with a problem left out.

    Args:
        path: the feature table, as `write_features` writes it.

    Returns:
        By id, each value by its column's name, in its feature's unit; NaN where unknown.

    Raises:
        NotReadyError: nothing has been measured yet.
        TableError: the table is damaged, or was written by other definitions.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise TableError(f"{path}: {OTHER_COLUMNS}")
            return {
                row["id"]: {name: float(row[name] or NAN) for name in VALUES}
                for row in rows
                if not row["problem"]
            }
    except FileNotFoundError:
        raise NotReadyError(MEASURE_FIRST) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TableError(f"{path}: can't be read ({error}).\nRun spe extract again.") from error


def read_features(path: Path) -> "pd.DataFrame":
    """The feature table, indexed by post id.

    Args:
        path: the feature table, as `write_features` writes it.

    Returns:
        A table of (posts, 2 + features + 32): `problem` (text, empty for none) and
        `definitions` (text: those that the row was measured by), then float64 columns, each
        feature in its unit and the shares of the histograms; NaN where unknown.

    Raises:
        NotReadyError: nothing has been measured yet.
        TableError: the table is damaged, or was written by other definitions.
    """
    import pandas as pd  # noqa: PLC0415  (scoring does without it)

    try:
        table = pd.read_csv(path, dtype=dict.fromkeys(("id", *TEXTS), str), keep_default_na=True)
    except FileNotFoundError:
        raise NotReadyError(MEASURE_FIRST) from None
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: can't be read ({error}).\nRun spe extract again.") from error
    if tuple(table.columns) != COLUMNS:
        raise TableError(f"{path}: {OTHER_COLUMNS}")
    if table["id"].isna().any() or not table["id"].is_unique:
        raise TableError(f"{path}: a post's id is missing or stands twice.\nRun spe extract again.")
    table[[*TEXTS]] = table[[*TEXTS]].fillna("")
    table = table.set_index("id")
    try:
        return table.astype(dict.fromkeys(VALUES, "float64"))
    except ValueError as error:
        raise TableError(f"{path}: {error}.\nRun spe extract again.") from error


def values_by_post(features: "pd.DataFrame") -> dict[str, dict[str, float]]:
    """A feature table as values by post id, then by name; NaN where unknown.

    Args:
        features: as `read_features` gives it.
    """
    rows = features.drop(columns=[*TEXTS], errors="ignore").to_dict(orient="index")
    return {
        str(post): {str(name): float(value) for name, value in row.items()}
        for post, row in rows.items()
    }
