"""The feature table, data/features.csv: written whole, read with or without pandas."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from spe.errors import NotReadyError, TableError
from spe.features import CATALOGUE, HISTOGRAMS, PHOTO_FEATURES, Further
from spe.files import write_whole
from spe.measure.values import Measurement, measure_account
from spe.posts import Post

if TYPE_CHECKING:
    import pandas as pd

# What is said of a row: why it is empty, and by which definitions it was measured.
TEXTS = ("problem", "definitions")
VALUES = (*(item.name for item in CATALOGUE), *HISTOGRAMS)
COLUMNS = ("id", *TEXTS, *VALUES)

OTHER_COLUMNS = "has other columns than spe measures.\nRun spe extract again."
MEASURE_FIRST = "No photos have been measured yet.\nRun spe extract first."
MEASURE_AGAIN = "Run spe extract again."

NAN = math.nan

# What has no end of its own ends here: faces in a photo, days since a post.
_WITHOUT_END = 1e6

# By column, from where to where a value can be, and as much more as rounding may add.
_ROUNDING = 1e-4
_BOUNDS = {
    **{
        item.name: (
            item.low - _ROUNDING * max(1, abs(item.low)),
            min(item.high, _WITHOUT_END) * (1 + _ROUNDING) + _ROUNDING,
        )
        for item in CATALOGUE
    },
    **dict.fromkeys(HISTOGRAMS, (-_ROUNDING, 1 + _ROUNDING)),
}


def write_features(
    path: Path,
    posts: Sequence[Post],
    measured: Mapping[str, Measurement],
    zone: tzinfo,
    definitions: str = "",
    further: Mapping[str, Further] = MappingProxyType({}),
) -> None:
    """Write the feature table: one row a post, one column a feature, unknown cells empty.

    Args:
        path: the file to write, whole or not at all.
        posts: the account's posts, in the order of the rows.
        measured: what was measured of each post's photo, by the post's id.
        zone: the account's time zone, in which hours and weekends are told.
        definitions: the version of the definitions that the measurements rest on.
        further: what was measured of the other photos of albums, by the post's id.

    Raises:
        WriteError: the file can't be written.
    """
    write_whole(path, as_text(posts, measured, zone, definitions, further))


def as_text(
    posts: Sequence[Post],
    measured: Mapping[str, Measurement],
    zone: tzinfo,
    definitions: str = "",
    further: Mapping[str, Further] = MappingProxyType({}),
) -> str:
    """What `write_features` writes, of the same arguments."""
    photos = {name: one.known for name, one in measured.items()}
    values = measure_account(posts, photos, zone, further)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for post in posts:
        of_post = values[post.id]
        cells = [_cell(of_post.get(name, NAN)) for name in VALUES]
        writer.writerow((post.id, measured[post.id].problem, definitions, *cells))
    return text.getvalue()


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"


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
            table = [
                (number, row["id"], {name: float(row[name] or NAN) for name in VALUES})
                for number, row in enumerate(rows, start=2)
                if not row["problem"]
            ]
    except FileNotFoundError:
        raise NotReadyError(MEASURE_FIRST) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TableError(f"{path}: can't be read ({error}).\nRun spe extract again.") from error
    for number, _, values in table:
        _check_row(values, f"{path}, row {number}")
    return {name: values for _, name, values in table}


def check_sizes(features: "pd.DataFrame") -> None:
    """Look whether every number of a table, wherever it comes from, is of a size to learn from.

    Args:
        features: one row a post, by its id; NaN is unknown.

    Raises:
        TableError: one is infinite, or further from 0 than anything `spe` measures.
    """
    numbers = features.select_dtypes("number")
    for name in numbers.columns:
        far = numbers.index[numbers[name].abs() > _WITHOUT_END]
        if len(far):
            raise TableError(
                f"the post {far[0]!r}, {name}: {numbers[name][far[0]]:g} is no measure."
            )


def _check_row(values: Mapping[str, float], where: str) -> None:
    """Refuse what no photo can have, and a photo of which nothing is known."""
    for name, value in values.items():
        low, high = _BOUNDS[name]
        if value < low or value > high:
            raise TableError(f"{where}, {name}: {value:g} can't be measured.\n{MEASURE_AGAIN}")
    if all(math.isnan(values[item.name]) for item in PHOTO_FEATURES):
        raise TableError(f"{where}: nothing is known of its photo.\n{MEASURE_AGAIN}")


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
        table = table.astype(dict.fromkeys(VALUES, "float64"))
    except ValueError as error:
        raise TableError(f"{path}: {error}.\nRun spe extract again.") from error
    numbers = table[[*VALUES]].itertuples(index=False)
    for number, (problem, row) in enumerate(zip(table["problem"], numbers, strict=True), start=2):
        if not problem:
            _check_row(dict(zip(VALUES, row, strict=True)), f"{path}, row {number}")
    return table


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
