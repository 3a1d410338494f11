"""A door to every reader: files in, what was read out."""

from zoneinfo import ZoneInfo

import pytest

from spe.posts import Post
from spe.project import Project
from spe.sources import ReadOptions, Store, gather, read_sources
from tests.sources.made_exports import lay_out

ZURICH = ZoneInfo("Europe/Zurich")


@pytest.fixture
def reading(tmp_path):
    """A function: files (or a path) -> the one reading of them."""

    def read(files, **options):
        path = lay_out(files, tmp_path / "source") if isinstance(files, dict) else files
        readings, failed = read_sources([path], ReadOptions(ZURICH, **options))
        if failed:
            raise failed[0]
        return readings[0]

    return read


@pytest.fixture
def table(tmp_path):
    """A function: sources -> the posts of the project after importing them together."""
    project = Project(tmp_path / "project")

    def take(*sources, known: list[Post] = (), overwrite=False, **options):
        readings, failed = read_sources(sources, ReadOptions(ZURICH, **options))
        assert not failed, failed
        return gather(list(known), readings, Store(project), overwrite=overwrite)

    take.project = project
    return take
