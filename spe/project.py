"""A project folder: where things lie, and the few settings of `spe.toml`."""

import os
import tomllib
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spe.errors import SpeError
from spe.files import locked, write_whole

SETTINGS = "spe.toml"


@dataclass(frozen=True)
class Project:
    """One account's folder. Nothing is made until it is written to."""

    root: Path

    @property
    def posts(self) -> Path:
        """The post table."""
        return self.root / "data" / "posts.csv"

    @property
    def features(self) -> Path:
        """The feature table."""
        return self.root / "data" / "features.csv"

    @property
    def cache(self) -> Path:
        """What has been measured before, by the photo's content."""
        return self.root / "data" / "measured.sqlite3"

    @property
    def model(self) -> Path:
        """The fitted model."""
        return self.root / "data" / "model.json"

    @property
    def photos(self) -> Path:
        """Where photos from archives are unpacked to."""
        return self.root / "data" / "photos"

    @property
    def backups(self) -> Path:
        """The post tables of before."""
        return self.root / "data" / "backups"

    @property
    def scores(self) -> Path:
        """The guesses that were remembered."""
        return self.root / "data" / "scores.jsonl"

    @property
    def experiments(self) -> Path:
        """The experiments that were planned."""
        return self.root / "data" / "experiment.json"

    @property
    def report(self) -> Path:
        """The page."""
        return self.root / "reports" / "report.html"

    @cached_property
    def zone(self) -> tzinfo:
        """The account's time zone: `timezone` in spe.toml, else the system's."""
        name = self.settings.get("timezone")
        if name is None:
            import tzlocal  # noqa: PLC0415  (only commands that need the hour)

            local: tzinfo = tzlocal.get_localzone()
            return local
        return zone(str(name))

    @cached_property
    def settings(self) -> dict[str, object]:
        """What spe.toml says; empty without one."""
        path = self.root / SETTINGS
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise _unreadable(path, error) from error

    def image(self, name: str) -> Path:
        """Where a post's photo lies: `Post.image` is relative to the folder, or absolute."""
        return self.root / name

    def image_name(self, path: Path) -> str:
        """How a photo's path is written in the post table."""
        path = Path(os.path.abspath(path))  # noqa: PTH100  (a link keeps its own name)
        root = Path(os.path.abspath(self.root))  # noqa: PTH100
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as Europe/Zurich.

    Raises:
        SpeError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SpeError(f"No time zone is called {name!r}. Write it like Europe/Zurich.") from error


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds spe.toml, else `start`."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    return start


def keep_zone(project: Project, name: str) -> None:
    """Write the account's time zone into spe.toml, and leave the rest of it as it is."""
    path = project.root / SETTINGS
    line = f'timezone = "{name}"'
    with locked(path):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            lines = ["# Settings of spe for this account."]
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error
        kept = [old for old in lines if old.partition("=")[0].strip() != "timezone"]
        tables = (at for at, old in enumerate(kept) if old.lstrip().startswith("["))
        kept.insert(next(tables, len(kept)), line)
        write_whole(path, "\n".join(kept) + "\n")


def _unreadable(path: Path, error: Exception) -> SpeError:
    return SpeError(f"{path}: can't be read ({error}).\nMend it in an editor, or delete it.")
