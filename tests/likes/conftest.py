"""An account of made-up posts with their photos, most of them without likes."""

import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from PIL import Image

from spe.likes import LikesServer, Session
from spe.posts import Post, write_posts
from spe.project import Project

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def picture(number):
    blocks = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(blocks).resize((320, 240)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def project(tmp_path):
    """Twelve posts four days apart, the newest yesterday; the oldest five have likes."""
    project = Project(tmp_path / "account")
    project.photos.mkdir(parents=True)
    posts = []
    for number in range(12):
        path = project.photos / f"{number}.jpg"
        path.write_bytes(picture(number))
        posts.append(
            Post(
                id=f"p{number}",
                image=project.image_name(path),
                posted_at=NOW - timedelta(days=1 + 4 * number),
                likes=20 + number if number >= 7 else None,
                caption=f"Walk <b>number</b> {number}",
                source="table",
                likes_from="table" if number >= 7 else "",
            )
        )
    write_posts(project.posts, posts)
    return project


@pytest.fixture
def session(project):
    return Session(project.posts, project.backups, lambda: NOW)


@pytest.fixture
def server(project, session):
    import threading

    with LikesServer(
        session, lambda post: project.image(post.image), lambda: "Next: spe fit"
    ) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
